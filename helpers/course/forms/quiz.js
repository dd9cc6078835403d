// A quiz: each answer is told what it confuses. The first answer to a question counts.

import { begin } from "../../widgets/shared/begin.js";
import { button, element, heading } from "../../widgets/shared/dom.js";
import { isControlKey, keepKeys } from "../../widgets/shared/keys.js";
import { keptLine, openLogbook } from "../../widgets/shared/logbook.js";
import { answersTo } from "../../widgets/shared/logbook_lines.js";

/** @import { Place } from "../../widgets/shared/model.js" */
/** @import { Logbook } from "../../widgets/shared/logbook.js" */

/** @typedef {[string, string, [string, string][], number]} Question  name, text, answers, right */

/** @param {Place} place */
function render({ model, el }) {
  /** @type {Question[]} */
  const questions = model.get("_questions");
  const [title, tells] = [model.get("title"), model.get("tells")];
  const book = openLogbook(model, "quiz", model.get("key"));
  const score = element("p", { class: "wil-score", "aria-live": "polite" });
  const parts = questions.map((question, index) => oneQuestion(question, index, book, tells));
  const root = element(
    "div",
    { class: "wil wil-quiz", role: "group", "aria-label": title || "A quiz" },
    ...heading(title),
    ...parts.map((part) => part.root),
    score,
    keptLine(book, true),
  );
  el.append(root);

  function show() {
    for (const part of parts) part.show();
    const first = questions.map(([name]) => answersTo(book.lines(), name).at(0));
    const done = first.filter(Boolean).length;
    const right = first.filter((line) => line?.right).length;
    const all = questions.length;
    if (!done) score.textContent = "";
    else if (!tells) score.textContent = `${done} of ${all} answered.`;
    else score.textContent = `Right at the first go: ${right} of ${done} answered, ${all} in all.`;
  }

  const freeKeys = keepKeys(root, isControlKey);
  book.onChange(show);
  show();
  return () => {
    freeKeys();
    book.close();
  };
}

/**
 * A question with its answers, a button, and what is said of the answer.
 * @param {Question} question
 * @param {number} index
 * @param {Logbook} book
 * @param {boolean} tells
 */
function oneQuestion([name, text, answers, right], index, book, tells) {
  // Views of one quiz must not share their buttons' group.
  const group = `quiz-${crypto.getRandomValues(new Uint32Array(2)).join("-")}`;
  const told = element("p", { class: "wil-told", "aria-live": "polite" });
  const inputs = answers.map((_, value) => element("input", { type: "radio", name: group, value }));
  const check = button(tells ? "Check" : "This is my answer", give);
  const root = element(
    "fieldset",
    {},
    element("legend", {}, `${index + 1}. ${text}`),
    ...answers.map(([answer], place) => element("label", {}, inputs[place], " ", answer)),
    check,
    told,
  );
  for (const input of inputs) {
    input.addEventListener("change", () => {
      check.disabled = false;
      told.replaceChildren();
      root.removeAttribute("data-verdict");
    });
  }
  check.disabled = true;
  let shown = "";

  function give() {
    const chosen = inputs.findIndex((input) => input.checked);
    if (chosen < 0) return;
    book.add({ question: name, answer: answers[chosen][0], right: chosen === right });
  }

  function show() {
    const given = answersTo(book.lines(), name);
    const last = given.at(-1);
    // Only what is new: a choice that is being made stays as it is.
    if (!last || last.id === shown) {
      if (!last && shown) reset();
      return;
    }
    shown = last.id;
    const place = answers.findIndex(([answer]) => answer === last.answer);
    if (place < 0) return; // the question has other answers by now
    inputs[place].checked = true;
    check.disabled = true;
    if (!tells) {
      for (const input of inputs) input.disabled = true;
      told.textContent = "Your answer is kept. What is right is told later.";
      return;
    }
    const isRight = place === right;
    root.dataset.verdict = isRight ? "right" : "wrong";
    const mark = element("b", {}, isRight ? "✔ Right." : "✘ No.");
    told.replaceChildren(mark, ` ${answers[place][1]}`);
  }

  function reset() {
    shown = "";
    for (const input of inputs) Object.assign(input, { checked: false, disabled: false });
    check.disabled = true;
    told.replaceChildren();
    root.removeAttribute("data-verdict");
  }

  return { root, show };
}

export default { initialize: begin, render };
