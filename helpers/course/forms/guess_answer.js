// The answer to a guess: a figure, and upon it a mark where the guess stands, or would stand.

import { begin } from "../../widgets/shared/begin.js";
import { element } from "../../widgets/shared/dom.js";
import { openLogbook } from "../../widgets/shared/logbook.js";
import { guessOf, shareOf } from "../../widgets/shared/logbook_lines.js";
import { stageOf } from "./answer_stage.js";
import { compared, said } from "./guess_words.js";

/** @import { Place } from "../../widgets/shared/model.js" */

/** So long an answer is on the screen until it counts as seen, in milliseconds. */
const SEEN_AFTER = 1000;

/** @param {Place} place */
function render({ model, el }) {
  const [unit, truth] = [model.get("unit"), model.get("truth")];
  const log = model.get("_log");
  const book = openLogbook(model, "guess", model.get("key"));
  const words = element("p", { class: "wil-told", "aria-live": "polite" });
  const upright = model.get("_along") === "x";
  const [mark, truthMark] = ["wil-you", "wil-truth"].map((name) =>
    element("div", { class: `wil-mark ${name} ${upright ? "wil-upright" : "wil-level"}` }),
  );
  const alt = `${model.get("_alt")} It is ${said(truth, unit)}.`.trim();
  const figure = stageOf(model, alt, truthMark, mark);
  const root = element(
    "div",
    { class: "wil wil-answer", role: "group", "aria-label": `Answered: ${model.get("question")}` },
    ...(figure ? [figure] : []),
    words,
  );
  el.append(root);

  /**
   * Put a mark where a value stands on the figure; at its edge, with an arrow, if it is beyond.
   * @param {HTMLElement} line
   * @param {number | string} value
   * @param {string} words
   */
  function place(line, value, words) {
    const number = model.get("_places")[value] ?? value;
    line.hidden = typeof number !== "number";
    if (line.hidden) return;
    const [left, top, width, height] = model.get("_box");
    const share = shareOf(number, model.get("_limits"), log);
    const at = Math.min(1, Math.max(0, share));
    const places = upright
      ? { left: left + at * width, top, width: 0, height }
      : { left, top: top + (1 - at) * height, width, height: 0 };
    for (const [name, part] of Object.entries(places)) {
      line.style.setProperty(name, `${100 * part}%`);
    }
    line.toggleAttribute("data-turned", upright ? share > 0.5 : share < 0.5);
    const [less, more] = upright ? ["← ", " →"] : ["↓ ", " ↑"];
    const text = `${share < 0 ? less : ""}${words}${share > 1 ? more : ""}`;
    line.replaceChildren(element("span", {}, text));
  }

  function show() {
    const guess = guessOf(book.lines());
    words.textContent = compared(guess, truth, unit, log);
    if (!figure) return;
    mark.hidden = !guess;
    mark.toggleAttribute("data-late", guess?.after === true);
    if (guess) place(mark, guess.value, `you: ${said(guess.value, "")}`);
    place(truthMark, truth, `it is ${said(truth, unit)}`);
  }

  // With the answer on the screen for a while, a guess is no guess any more. What is true goes
  // into the logbook beside a guess that is there, and with none nothing is written.
  let timer = 0;
  const note = () => {
    const guess = guessOf(book.lines());
    if (book.isSeen() && guess && guess.answer !== truth) book.add({ answer: truth });
  };
  const watch = new IntersectionObserver(
    ([{ isIntersecting }]) => {
      clearTimeout(timer);
      if (isIntersecting && !book.isSeen()) timer = window.setTimeout(() => book.see(), SEEN_AFTER);
    },
    { threshold: 0.5 },
  );
  watch.observe(words);
  book.onChange(show);
  book.onChange(note);
  show();
  note();
  return () => {
    watch.disconnect();
    clearTimeout(timer);
    book.close();
  };
}

export default { initialize: begin, render };
