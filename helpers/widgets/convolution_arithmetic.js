// A convolution, number by number.

import { sum } from "./shared/numbers.js";

/**
 * How many zeros go before and after a line of `length` pixels, for "same" padding.
 * @param {number} length
 * @param {number} side
 * @param {number} stride
 * @param {string} padding
 */
export function margins(length, side, stride, padding) {
  if (padding === "valid") return [0, 0];
  const total = Math.max((Math.ceil(length / stride) - 1) * stride + side - length, 0);
  return [Math.floor(total / 2), total - Math.floor(total / 2)];
}

/**
 * Surround a picture with zeros where the padding asks for it.
 * @param {number[][]} picture
 * @param {number[][]} kernel
 * @param {number} stride
 * @param {string} padding
 */
export function padPicture(picture, kernel, stride, padding) {
  const [above, below] = margins(picture.length, kernel.length, stride, padding);
  const [left, right] = margins(picture[0].length, kernel[0].length, stride, padding);
  const width = left + picture[0].length + right;
  const zeros = (/** @type {number} */ count) =>
    Array.from({ length: count }, () => new Array(width).fill(0));
  const within = picture.map((row) => [
    ...new Array(left).fill(0),
    ...row,
    ...new Array(right).fill(0),
  ]);
  return { rows: [...zeros(above), ...within, ...zeros(below)], above, left };
}

/**
 * The patch that an output pixel sees, as rows.
 * @param {number[][]} padded
 * @param {number[][]} kernel
 * @param {number} stride
 * @param {number} row
 * @param {number} column
 */
export function patchAt(padded, kernel, stride, row, column) {
  return kernel.map((weights, i) =>
    weights.map((_, j) => padded[row * stride + i][column * stride + j]),
  );
}

/**
 * Patch times kernel, number by number.
 * @param {number[][]} patch
 * @param {number[][]} kernel
 */
export function productsOf(patch, kernel) {
  return patch.map((row, i) => row.map((value, j) => value * kernel[i][j]));
}

/**
 * The whole output.
 * @param {number[][]} padded
 * @param {number[][]} kernel
 * @param {number} stride
 */
export function convolved(padded, kernel, stride) {
  const rows = Math.floor((padded.length - kernel.length) / stride) + 1;
  const columns = Math.floor((padded[0].length - kernel[0].length) / stride) + 1;
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) =>
      sum(productsOf(patchAt(padded, kernel, stride, row, column), kernel).flat()),
    ),
  );
}
