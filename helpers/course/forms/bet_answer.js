// The bet is settled: a confusion matrix, and upon it the cells that were bet on.

import { begin } from "../../widgets/shared/begin.js";
import { element } from "../../widgets/shared/dom.js";
import { openLogbook } from "../../widgets/shared/logbook.js";
import { stageOf } from "./answer_stage.js";
import { betOf, settled } from "./bet_words.js";

/** @import { Place } from "../../widgets/shared/model.js" */

/** @param {Place} place */
function render({ model, el }) {
  /** @type {string[]} */
  const names = model.get("names");
  /** @type {number[][]} */
  const places = model.get("_places");
  /** @type {number} */
  const nBest = model.get("_n_best");
  const book = openLogbook(model, "bet", model.get("key"));
  const words = element("p", { class: "wil-told", "aria-live": "polite" });
  const marks = element("div", { class: "wil-bets" });
  const pairs = names.flatMap((one, i) =>
    names.slice(0, i).map((other, j) => ({ place: places[i][j], text: `${other} and ${one}` })),
  );
  const most = pairs.filter(({ place }) => place <= nBest).sort((a, b) => a.place - b.place);
  const alt = `A confusion matrix. Confused most: ${most.map(({ text }) => text).join("; ")}.`;
  const figure = stageOf(model, alt, marks);
  // On a phone its numbers stay readable, and it is moved sideways.
  const wide = { class: "wil-wide", role: "group", "aria-label": "The matrix", tabindex: 0 };
  const root = element(
    "div",
    { class: "wil wil-answer", role: "group", "aria-label": "The bet, settled" },
    ...(figure ? [element("div", wide, figure)] : []),
    words,
  );
  el.append(root);

  /**
   * A frame around a cell.
   * @param {number} actual
   * @param {number} said
   */
  function frame(actual, said) {
    const [left, top, width, height] = model.get("_box");
    const [wide, high] = [width / names.length, height / names.length];
    const made = element("div", { class: "wil-bet-cell" });
    const corners = {
      left: left + said * wide,
      top: top + actual * high,
      width: wide,
      height: high,
    };
    for (const [name, part] of Object.entries(corners)) {
      made.style.setProperty(name, `${100 * part}%`);
    }
    return made;
  }

  function show() {
    const bet = betOf(book.lines());
    words.textContent = settled(bet, names, places, nBest);
    const cells = (bet?.pairs ?? []).map((pair) => pair.map((name) => names.indexOf(name)));
    const known = cells.filter((cell) => !cell.includes(-1));
    marks.replaceChildren(...known.flatMap(([i, j]) => [frame(i, j), frame(j, i)]));
  }

  book.onChange(show);
  show();
  return () => book.close();
}

export default { initialize: begin, render };
