// The cells of a matrix of few classes: each an element, with its numbers.

import { countOf, outcome, shareOf, wholeOf } from "./confusion_matrix_counts.js";
import { cellWords } from "./confusion_matrix_words.js";
import { element } from "./shared/dom.js";
import { readable } from "./shared/ground.js";
import { counted, percent } from "./shared/numbers.js";

/**
 * @import { Shown } from "./confusion_matrix_words.js"
 *
 * @typedef {object} Heard  what a hand does
 * @property {(actual: number, said: number) => void} open  a cell
 * @property {(actual: number, said: number) => void} point  at a cell
 * @property {(index: number) => void} mark  a class
 *
 * @typedef {object} View  a matrix's cells
 * @property {HTMLElement} node
 * @property {(shown: Shown) => void} write
 * @property {(colour: (actual: number, said: number) => number[], ground: number[]) => void} paint
 * @property {(actual: number, said: number) => void} focus
 * @property {(target: Element) => boolean} holds  whether keys on an element move between cells
 * @property {boolean} bare  whether the cells have no numbers
 */

/**
 * @param {string[]} names
 * @param {string} label
 * @param {Heard} heard
 * @returns {View}
 */
export function gridOfCells(names, label, heard) {
  /** @type {(index: number, role: string, ...children: (Node | string)[]) => HTMLElement} */
  const head = (index, role, ...children) => {
    const made = element("div", { role, title: names[index] }, ...children);
    made.addEventListener("click", () => heard.mark(index));
    return made;
  };
  const corner = element("div", { class: "wil-corner", role: "columnheader" });
  corner.textContent = "actual\u00a0↓ predicted\u00a0→";
  const heads = names.map((name, index) => head(index, "columnheader", element("span", {}, name)));
  const cells = names.map((_, actual) =>
    names.map((_, said) => {
      const cell = element("div", { role: "gridcell", tabindex: -1 });
      cell.addEventListener("click", () => heard.open(actual, said));
      cell.addEventListener("pointerenter", () => heard.point(actual, said));
      return cell;
    }),
  );
  const rows = cells.map((row, actual) =>
    element("div", { role: "row" }, head(actual, "rowheader", names[actual]), ...row),
  );
  const node = element(
    "div",
    { class: "wil-grid", role: "grid", "aria-label": label },
    element("div", { role: "row" }, corner, ...heads),
    ...rows,
  );
  node.style.setProperty("--wil-classes", String(names.length));

  /**
   * The numbers of a cell: what the menu asks for, and below it the count.
   * @type {(shown: Shown, actual: number, said: number) => HTMLElement[]}
   */
  function numbers({ matrix, by, index }, actual, said) {
    const count = countOf(matrix, actual, said);
    if (!count) return [];
    const kind = outcome(index, actual, said);
    if (by === "none") return [element("b", {}, counted(count)), element("span", {}, kind)];
    const [share, sign] = percent(shareOf(matrix, by, actual, said)).split(/(?=\u00a0%)/);
    const all = actual === said && !kind ? `/${wholeOf(matrix, by, actual, said)}` : "";
    const below = `${kind && kind !== "TN" ? `${kind} ` : ""}${count}${all}`;
    return [element("b", {}, share, element("i", {}, sign)), element("span", {}, below)];
  }

  /** @param {Shown} shown */
  function write(shown) {
    cells.forEach((row, actual) => {
      row.forEach((cell, said) => {
        const isAt = (/** @type {number[]} */ [a, s]) => a === actual && s === said;
        cell.replaceChildren(...numbers(shown, actual, said));
        cell.dataset.outcome = outcome(shown.index, actual, said);
        cell.classList.toggle("wil-zero", !cell.firstChild);
        cell.setAttribute("aria-selected", String(isAt(shown.open)));
        cell.setAttribute("aria-label", cellWords(shown, names, actual, said));
        cell.tabIndex = isAt(shown.here) ? 0 : -1;
      });
    });
    fit();
  }

  /** Leave out numbers that would be cut: a part of a number is another number. */
  function fit() {
    const cut = () => cells.some((row) => row.some((cell) => cell.scrollWidth > cell.clientWidth));
    node.classList.remove("wil-brief", "wil-bare");
    if (cut()) node.classList.add("wil-brief");
    if (cut()) node.classList.add("wil-bare");
  }

  /** @type {View["paint"]} */
  function paint(colour) {
    cells.forEach((row, actual) => {
      row.forEach((cell, said) => {
        const rgb = colour(actual, said);
        cell.style.backgroundColor = `rgb(${rgb})`;
        cell.style.color = readable(rgb);
      });
    });
    fit();
  }

  /** @type {View["focus"]} */
  function focus(actual, said) {
    for (const cell of cells.flat()) cell.tabIndex = -1;
    cells[actual][said].tabIndex = 0;
    cells[actual][said].focus({ preventScroll: false });
  }

  const holds = (/** @type {Element} */ target) => target.getAttribute("role") === "gridcell";
  return { node, write, paint, focus, holds, bare: false };
}
