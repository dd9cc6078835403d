// A guess: a number or a choice, committed to before the answer is seen.

import { begin } from "../../widgets/shared/begin.js";
import { button, element } from "../../widgets/shared/dom.js";
import { isControlKey, isPlain, keepKeys } from "../../widgets/shared/keys.js";
import { keptLine, openLogbook } from "../../widgets/shared/logbook.js";
import { guessOf, typedNumber } from "../../widgets/shared/logbook_lines.js";
import { said, thousands } from "./guess_words.js";

/** @import { Place } from "../../widgets/shared/model.js" */

/** @param {Place} place */
function render({ model, el }) {
  /** @type {{ question: string, unit: string, choices: string[] }} */
  const { question, unit, choices } = {
    question: model.get("question"),
    unit: model.get("unit"),
    choices: model.get("choices"),
  };
  /** @type {[number, number]} */
  const range = [model.get("low"), model.get("high")];
  const book = openLogbook(model, "guess", model.get("key"));
  let changing = false;

  const told = element("p", { class: "wil-told", "aria-live": "polite" });
  const field = element("input", {
    type: "text",
    inputmode: "decimal",
    autocomplete: "off",
    "aria-label": `Your guess${unit ? `, ${unit}` : ""}`,
  });
  const ask = element("div", { class: "wil-ask" });
  const change = button("Change my guess", () => {
    changing = true;
    show();
    /** @type {HTMLElement | null} */ (ask.querySelector("input, button"))?.focus();
  });
  const root = element(
    "div",
    { class: "wil wil-guess", role: "group", "aria-label": `Your guess: ${question}` },
    element("p", { class: "wil-question" }, question),
    ask,
    told,
    change,
    keptLine(book),
  );
  el.append(root);

  if (choices.length) {
    ask.append(...choices.map((choice) => button(choice, () => commit(choice))));
  } else {
    const [low, high] = range.map(thousands);
    ask.append(
      field,
      ...(unit ? [element("span", {}, unit)] : []),
      button("This is my guess", take),
      element("span", { class: "wil-range" }, `from ${low} to ${high}`),
    );
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault(); // else it presses the button that has the focus a moment later
      take();
    });
  }

  function take() {
    const value = typedNumber(field.value, unit);
    const [low, high] = range;
    if (!(value >= low && value <= high)) {
      const wanted = `A number from ${thousands(low)} to ${thousands(high)} is wanted`;
      const came = field.value.trim();
      told.textContent = came ? `${wanted}, not “${came.slice(0, 30)}”.` : `${wanted}.`;
      field.setAttribute("aria-invalid", "true");
      field.focus();
      return;
    }
    commit(value);
  }

  /** @param {number | string} value */
  function commit(value) {
    changing = false;
    field.value = "";
    const line = { value, unit, question: question.slice(0, 300) };
    book.add(book.isSeen() ? { ...line, after: true } : line);
    if (!change.hidden) change.focus();
  }

  function show() {
    const guess = guessOf(book.lines());
    const open = !guess || changing;
    // Once the answer was seen, what was said before it stays.
    const final = guess !== null && (book.isSeen() || guess.answer !== null);
    field.removeAttribute("aria-invalid");
    ask.hidden = !open || final;
    change.hidden = open || final;
    if (!guess) told.textContent = book.isSeen() ? "The answer was on the screen already." : "";
    else {
      const late = guess.after ? " You made it after the answer was on the screen." : "";
      told.textContent = `Your guess: ${said(guess.value, unit)}.${late}`;
    }
  }

  const freeKeys = keepKeys(root, (event, target) =>
    target === field ? isPlain(event) : isControlKey(event),
  );
  book.onChange(show);
  show();
  return () => {
    freeKeys();
    book.close();
  };
}

export default { initialize: begin, render };
