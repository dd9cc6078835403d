// How one number of the output comes about: patch, kernel, products, and their sum in full.

import { productsOf } from "./convolution_arithmetic.js";
import { element } from "./shared/dom.js";
import { sum, written } from "./shared/numbers.js";
import { grey, inkOn } from "./shared/squares.js";

/**
 * A small table of numbers, tinted.
 * @param {string} title
 * @param {number[][]} rows
 * @param {(value: number) => number} share  how bright a number is, 0 to 1
 */
function tinted(title, rows, share) {
  const cells = rows.flat().map((value) => {
    const cell = element("span", {}, written(value));
    cell.style.background = grey(share(value));
    cell.style.color = inkOn(share(value));
    return cell;
  });
  const made = element("div", { class: "wil-numbers" }, ...cells);
  made.style.gridTemplateColumns = `repeat(${rows[0].length}, 1fr)`;
  return element("div", {}, element("div", { class: "wil-name" }, title), made);
}

/** @param {string} text */
const sign = (text) => element("div", { class: "wil-sign", "aria-hidden": true }, text);

/** @param {number} value */
const bracketed = (value) => (value < 0 ? `(${written(value)})` : written(value));

/**
 * The sum as elements, and in words for those who hear it.
 * @param {number[]} at  row and column of the output
 * @param {number[][]} patch
 * @param {number[][]} kernel
 * @param {{ brightest: number, weightLimit: number }} limits
 */
export function sumInFull(at, patch, kernel, { brightest, weightLimit }) {
  const products = productsOf(patch, kernel);
  const terms = patch.flatMap((row, i) =>
    row.map((value, j) => `${written(value)}·${bracketed(kernel[i][j])}`),
  );
  const result = written(sum(products.flat()));
  const where = `Output row ${at[0]}, column ${at[1]}`;
  const parts = [
    element(
      "div",
      { class: "wil-product" },
      tinted("the patch in the frame", patch, (value) => value / brightest),
      sign("×"),
      tinted("the kernel", kernel, (value) => value / weightLimit / 2 + 0.5),
      sign("="),
      tinted("products", products, (value) => value / (brightest * weightLimit) / 2 + 0.5),
    ),
    element("p", { class: "wil-where" }, `${where}: all products added up.`),
    element("p", { class: "wil-sum" }, `${terms.join(" + ")} = `, element("b", {}, result)),
  ];
  return { parts, words: `${where}: ${result}` };
}
