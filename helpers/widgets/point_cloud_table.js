// A table of shares, a row for each map and a column for each epoch: a click moves both sliders.

import { element } from "./shared/dom.js";
import { readable } from "./shared/ground.js";
import { isPlain } from "./shared/keys.js";
import { clamp, percent } from "./shared/numbers.js";

/** @import { Model } from "./shared/model.js" */

/** From nothing, which is white, to all. @param {number} share */
const ramp = (share) => [255 - 215 * share, 255 - 130 * share, 255 - 60 * share].map(Math.round);

/**
 * Make the table of a model, or null if it has none. `go(map, epoch)` is called with what is chosen.
 * @param {Model} model
 * @param {(map: number, epoch: number) => void} go
 */
export function shareTable(model, go) {
  /** @type {number[][]} */
  const shares = model.get("_table");
  if (!shares.length) return null;
  /** @type {string[]} */
  const rows = model.get("_choices")[0][1];
  /** @type {string[]} */
  const columns = model.get("epochs").map(String);
  const [title, unit] = [model.get("_table_title"), model.get("label")];
  const all = shares.flat();
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const buttons = shares.map((row, map) =>
    row.map((share, epoch) => {
      const words = `${rows[map]}, ${unit} ${columns[epoch]}: ${percent(share)}`;
      const about = { type: "button", tabindex: -1, "aria-label": words, title: words };
      const made = element("button", about, String(Math.round(100 * share)));
      const colour = ramp(high > low ? (share - low) / (high - low) : 0);
      made.style.background = `rgb(${colour.join()})`;
      made.style.color = readable(colour);
      made.addEventListener("click", () => go(map, epoch));
      return made;
    }),
  );
  const head = element("tr", {}, element("td", {}, unit));
  for (const name of columns) head.append(element("th", { scope: "col" }, name));
  const body = buttons.map((row, map) => {
    const made = element("tr", {}, element("th", { scope: "row" }, rows[map]));
    for (const button of row) made.append(element("td", {}, button));
    return made;
  });
  const table = element("table", { class: "wil-shares" }, element("caption", {}, title));
  table.append(element("thead", {}, head), element("tbody", {}, ...body));
  let here = [0, 0];

  /** @type {(map: number, epoch: number) => void} */
  function show(map, epoch) {
    buttons[here[0]][here[1]].tabIndex = -1;
    buttons[here[0]][here[1]].removeAttribute("aria-current");
    here = [map, epoch];
    buttons[map][epoch].tabIndex = 0;
    buttons[map][epoch].setAttribute("aria-current", "true");
  }

  /** @type {Record<string, [number, number]>} */
  const arrows = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  table.addEventListener("keydown", (event) => {
    const arrow = arrows[event.key];
    if (!arrow || !isPlain(event)) return;
    event.preventDefault();
    event.stopPropagation();
    const map = clamp(here[0] + arrow[0], 0, rows.length - 1);
    const epoch = clamp(here[1] + arrow[1], 0, columns.length - 1);
    go(map, epoch);
    buttons[map][epoch].focus();
  });
  return { table, show };
}
