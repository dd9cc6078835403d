// Numbers, as people write them.

const MINUS = "\u2212";
const SPACE = "\u00a0"; // which does not break

const grouped = new Intl.NumberFormat("en-GB");

/**
 * The nearest number within limits.
 * @param {number} value
 * @param {number} low
 * @param {number} high
 */
export const clamp = (value, low, high) => Math.min(high, Math.max(low, value));

/** @param {Iterable<number>} numbers */
export function sum(numbers) {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}

/**
 * A share; 0 of nothing.
 * @param {number} part
 * @param {number} whole
 */
export const ratio = (part, whole) => (whole ? part / whole : 0);

/**
 * A count with its thousands apart.
 * @param {number} count
 */
export const counted = (count) => grouped.format(count);

/**
 * A share in percent: with two digits, or with tenths. It is never rounded up to all, nor down to
 * nothing.
 * @param {number} share
 * @param {boolean} tenths
 */
export function percent(share, tenths = false) {
  const value = 100 * share;
  let text = value.toFixed(tenths || value < 9.95 ? 1 : 0);
  if (share <= 0 || share >= 1) text = value.toFixed(0);
  else if (value < 0.05) text = "< 0.1";
  else if (value >= (tenths ? 99.95 : 99)) text = (Math.floor(10 * value + 1e-9) / 10).toFixed(1);
  return `${text}${SPACE}%`;
}

/**
 * A number with a minus sign of its own, not a hyphen: with `digits` after the point or, left out,
 * as many as it has, up to four.
 * @param {number} value
 * @param {number} [digits]
 */
export function written(value, digits) {
  const text =
    digits === undefined ? String(Math.round(value * 1e4) / 1e4 + 0) : value.toFixed(digits);
  return text.replace("-", MINUS);
}

/**
 * A number as a term of a sum: its sign, a space, its amount.
 * @param {number} value
 * @param {number} digits
 */
export const signed = (value, digits) =>
  `${value < 0 ? MINUS : "+"} ${written(Math.abs(value), digits)}`;
