// The counts of a confusion matrix, and what follows from them.

import { typed } from "./shared/bytes.js";
import { clamp, ratio, sum } from "./shared/numbers.js";

/**
 * Counts, row after row (a row is an actual class), and their sums.
 * @typedef {object} Matrix
 * @property {number} n  how many classes there are
 * @property {Uint32Array} counts
 * @property {number[]} rows  how many of each class there are
 * @property {number[]} columns  how many are called so
 * @property {number} total
 * @property {number} right
 *
 * @typedef {"row" | "column" | "none"} By  what a share is of; with "none" it is the count
 */

/**
 * @param {Uint32Array} counts
 * @param {number} n
 * @returns {Matrix}
 */
export function matrixOf(counts, n) {
  const rows = new Array(n).fill(0);
  const columns = new Array(n).fill(0);
  counts.forEach((count, place) => {
    rows[Math.floor(place / n)] += count;
    columns[place % n] += count;
  });
  const right = sum(rows.map((_, index) => counts[index * (n + 1)]));
  return { n, counts, rows, columns, total: sum(rows), right };
}

/**
 * The matrices of all epochs, as the kernel's `_packed` wrote them: for each how many cells are
 * not empty, and for each of these how many empty ones go before it, and its count. A number's
 * seven-bit parts stand in a byte each, the lowest first; all but the last have the eighth bit.
 * @param {ArrayBuffer | ArrayBufferView<ArrayBuffer>} bytes
 * @param {number} n
 */
export function unpackMatrices(bytes, n) {
  const all = typed(bytes, Uint8Array);
  let at = 0;
  const next = () => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = all[at];
      at += 1;
      value += (byte % 128) * factor;
      if (byte < 128) return value;
    }
  };
  const matrices = [];
  while (at < all.length) {
    const counts = new Uint32Array(n * n);
    let place = -1;
    for (let left = next(); left > 0; left -= 1) {
      place += next() + 1;
      counts[place] = next();
    }
    matrices.push(matrixOf(counts, n));
  }
  return matrices;
}

/** @type {(matrix: Matrix, actual: number, said: number) => number} */
export const countOf = ({ n, counts }, actual, said) => counts[actual * n + said];

/**
 * What a cell is a share of.
 * @type {(matrix: Matrix, by: By, actual: number, said: number) => number}
 */
export const wholeOf = ({ rows, columns }, by, actual, said) =>
  ({ row: rows[actual], column: columns[said], none: 1 })[by];

/** @type {(matrix: Matrix, by: By, actual: number, said: number) => number} */
export const shareOf = (matrix, by, actual, said) =>
  ratio(countOf(matrix, actual, said), wholeOf(matrix, by, actual, said));

/**
 * How strongly a share is coloured, 0 to 1: the same for the same share at every epoch, whose last
 * matrix is given. `limit` is the error in full colour.
 * @param {Matrix} last
 * @param {By} by
 * @param {string} scale
 */
export function colouring(last, by, scale) {
  let [most, error, least] = [0, 0, Infinity];
  for (let actual = 0; actual < last.n; actual += 1) {
    for (let said = 0; said < last.n; said += 1) {
      const share = shareOf(last, by, actual, said);
      if (share > most) most = share;
      if (share > error && actual !== said) error = share;
      if (share > 0 && share < least) least = share;
    }
  }
  const top = by === "none" ? Math.max(most, 1) : 1;
  const limit = error || top;
  const low = Math.min(least, top / 10);
  /** @type {(share: number, right: boolean) => number} */
  const strength = (share, right) => {
    if (scale === "log") return 0.08 + (0.92 * Math.log(share / low)) / Math.log(top / low);
    return share / (right || scale === "same" ? top : limit);
  };
  return {
    limit,
    /** @type {(share: number, right: boolean) => number} */
    strength: (share, right) => clamp(strength(share, right), 0, 1),
  };
}

/**
 * What a cell is for a class: TP, FN, FP or TN; nothing if no class is marked.
 * @param {number} index  the class, -1 for none
 * @param {number} actual
 * @param {number} said
 */
export function outcome(index, actual, said) {
  if (index < 0) return "";
  if (actual === index) return said === index ? "TP" : "FN";
  return said === index ? "FP" : "TN";
}

/**
 * One class against the rest: its outcomes and scores.
 * @param {Matrix} matrix
 * @param {number} index
 */
export function scoresOf(matrix, index) {
  const tp = countOf(matrix, index, index);
  const fn = matrix.rows[index] - tp;
  const fp = matrix.columns[index] - tp;
  const tn = matrix.total - tp - fn - fp;
  return {
    tp,
    fn,
    fp,
    tn,
    precision: ratio(tp, tp + fp),
    recall: ratio(tp, tp + fn),
    F1: ratio(tp, tp + (fp + fn) / 2),
    accuracy: ratio(tp + tn, matrix.total),
  };
}
