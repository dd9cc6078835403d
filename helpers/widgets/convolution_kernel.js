// The kernel's numbers as fields to type in.

import { element } from "./shared/dom.js";
import { grey, inkOn } from "./shared/squares.js";

/**
 * A field for each weight. `fill` shows a kernel in them; `change` hears of a number typed.
 * @param {(row: number, column: number, value: number) => void} change
 */
export function weightFields(change) {
  const grid = element("div", { class: "wil-weights" });
  /** @type {HTMLInputElement[]} */
  let fields = [];
  /** @type {number[][]} */
  let shown = [];
  let limit = 1;

  /** @type {(row: number, column: number) => HTMLInputElement} */
  function field(row, column) {
    const made = element("input", { type: "number", step: "any" });
    made.setAttribute("aria-label", `kernel row ${row}, column ${column}`);
    made.addEventListener("input", () => {
      const value = Number(made.value);
      if (made.value !== "" && Number.isFinite(value)) change(row, column, value);
    });
    made.addEventListener("change", () => fill(shown, limit));
    return made;
  }

  /**
   * @param {number[][]} kernel
   * @param {number} brightest  the weight that is white
   */
  function fill(kernel, brightest) {
    const sizes = (/** @type {number[][]} */ rows) => String(rows.map((row) => row.length));
    if (sizes(kernel) !== sizes(shown)) {
      fields = kernel.flatMap((row, i) => row.map((_, j) => field(i, j)));
      grid.style.gridTemplateColumns = `repeat(${kernel[0].length}, 1fr)`;
      grid.replaceChildren(...fields);
    }
    [shown, limit] = [kernel, brightest];
    kernel.flat().forEach((weight, index) => {
      const share = weight / limit / 2 + 0.5;
      const each = fields[index];
      // What is being typed, such as "-0.", stays as it is.
      if (document.activeElement !== each || Number(each.value) !== weight) {
        each.value = String(weight);
      }
      each.style.background = grey(share);
      each.style.color = inkOn(share);
    });
  }

  return { grid, fill };
}
