// Points of a map: x and y in turn, as shares of the map from 0 to 1.

import { sum } from "./shared/numbers.js";

/**
 * The indices of the `count` points nearest to a place, the nearest first.
 * @param {ArrayLike<number>} points
 * @param {number[]} place
 * @param {number} count
 */
export function nearestPoints(points, [x, y], count) {
  /** @type {[number, number][]} */
  const near = []; // pairs of squared distance and index, ascending
  for (let index = 0; index < points.length / 2; index += 1) {
    const distance = (points[2 * index] - x) ** 2 + (points[2 * index + 1] - y) ** 2;
    if (near.length === count && distance >= near[count - 1][0]) continue;
    let place = near.length;
    while (place > 0 && near[place - 1][0] > distance) place -= 1;
    near.splice(place, 0, [distance, index]);
    if (near.length > count) near.pop();
  }
  return near.map(([, index]) => index);
}

/** @param {number[]} values */
function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const half = (sorted.length - 1) / 2;
  return sum([sorted[Math.floor(half)], sorted[Math.ceil(half)]]) / 2;
}

/**
 * The middle of each class: the median of each coordinate; NaN where a class has no point.
 * @param {ArrayLike<number>} points
 * @param {ArrayLike<number>} labels
 * @param {number} count  how many classes there are
 */
export function medians(points, labels, count) {
  /** @type {[number[], number[]][]} */
  const members = Array.from({ length: count }, () => [[], []]);
  for (let index = 0; index < labels.length; index += 1) {
    members[labels[index]][0].push(points[2 * index]);
    members[labels[index]][1].push(points[2 * index + 1]);
  }
  return members.map((coordinates) => coordinates.map(median));
}

/**
 * A fixed order in which no class lies on top of another: steps of the golden ratio.
 * @param {number} count
 */
export function mixedOrder(count) {
  const key = (/** @type {number} */ index) => (index * 0.6180339887498949) % 1;
  return Array.from({ length: count }, (_, index) => index).sort((a, b) => key(a) - key(b));
}
