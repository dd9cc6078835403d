// A table of shares, a row for each map and a column for each epoch: a click moves both sliders.

import { element } from "./shared/dom.js";
import { readable } from "./shared/ground.js";
import { isPlain } from "./shared/keys.js";
import { clamp, percent } from "./shared/numbers.js";

/**
 * Make the table. `go(map, epoch)` is called with what is chosen.
 * @param {{ shares: number[][], rows: string[], columns: string[], title: string, unit: string,
 *   ramp: (share: number) => number[] }} given
 * @param {(map: number, epoch: number) => void} go
 */
export function shareTable({ shares, rows, columns, title, unit, ramp }, go) {
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
