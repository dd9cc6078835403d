// Layouts of points: unpacked from what the notebook holds, and the middle of each class.

import { sum } from "./shared/numbers.js";

const LEVELS = 4096; // a coordinate is a whole number below this

/**
 * Inflate a zlib stream.
 * @param {Uint8Array<ArrayBuffer>} bytes
 */
async function inflate(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/**
 * Undo what `helpers.widgets.point_layouts` does: for each map and each epoch the coordinates, x of
 * all points before y, from 0 to 4,095; y counts up.
 * @param {Uint8Array<ArrayBuffer>} packed
 * @param {[number, number, number]} shape  maps, epochs, points
 */
export async function unpackLayouts(packed, [maps, epochs, n]) {
  const planes = await inflate(packed);
  const half = planes.length / 2;
  /** @type {Uint16Array[][]} */
  const layouts = [];
  let at = 0;
  for (let map = 0; map < maps; map += 1) {
    layouts.push([]);
    for (let epoch = 0; epoch < epochs; epoch += 1) {
      const before = epoch ? layouts[map][epoch - 1] : layouts[map - 1]?.[0];
      const layout = new Uint16Array(2 * n);
      for (let place = 0; place < 2 * n; place += 1) {
        const change = planes[at] | (planes[half + at] << 8);
        layout[place] = ((before ? before[place] : 0) + change) % LEVELS;
        at += 1;
      }
      layouts[map].push(layout);
    }
  }
  return layouts;
}

/**
 * The median of whole numbers below `LEVELS`, from how often each occurs.
 * @param {Uint32Array} counts
 * @param {number} total
 */
function medianOf(counts, total) {
  const [low, high] = [Math.floor((total - 1) / 2), Math.ceil((total - 1) / 2)];
  /** @type {number[]} */
  const found = [];
  for (let value = 0, seen = 0; value < LEVELS && found.length < 2; value += 1) {
    seen += counts[value];
    if (found.length === 0 && seen > low) found.push(value);
    if (found.length === 1 && seen > high) found.push(value);
  }
  return sum(found) / 2;
}

/**
 * The middle of each class: the median of each coordinate, x and y in turn; NaN where a class has
 * no point.
 * @param {Uint16Array} layout
 * @param {Uint8Array} labels
 * @param {number} count  how many classes there are
 */
export function medians(layout, labels, count) {
  const n = labels.length;
  const sizes = new Uint32Array(count);
  for (const label of labels) sizes[label] += 1;
  const middle = new Float32Array(2 * count).fill(Number.NaN);
  for (const axis of [0, 1]) {
    const counts = Array.from({ length: count }, () => new Uint32Array(LEVELS));
    for (let index = 0; index < n; index += 1) counts[labels[index]][layout[axis * n + index]] += 1;
    for (let label = 0; label < count; label += 1) {
      if (sizes[label]) middle[2 * label + axis] = medianOf(counts[label], sizes[label]);
    }
  }
  return middle;
}

/**
 * The points nearest to a place among the first `among` that are shown, the nearest first.
 * @param {ArrayLike<number>} layout  x of all points, then y
 * @param {number[]} place
 * @param {number} count
 * @param {number} among
 * @param {(index: number) => boolean} shown
 */
export function nearestPoints(layout, [x, y], count, among, shown) {
  const n = layout.length / 2;
  /** @type {[number, number][]} */
  const near = []; // pairs of squared distance and index, ascending
  for (let index = 0; index < among; index += 1) {
    if (!shown(index)) continue;
    const distance = (layout[index] - x) ** 2 + (layout[n + index] - y) ** 2;
    if (near.length === count && distance >= near[count - 1][0]) continue;
    let place = near.length;
    while (place > 0 && near[place - 1][0] > distance) place -= 1;
    near.splice(place, 0, [distance, index]);
    if (near.length > count) near.pop();
  }
  return near.map(([, index]) => index);
}

/**
 * A fixed order in which no class lies on top of another: steps of the golden ratio.
 * @param {number} count
 */
export function mixedOrder(count) {
  const key = (/** @type {number} */ index) => (index * 0.6180339887498949) % 1;
  const order = Array.from({ length: count }, (_, index) => index);
  return Uint32Array.from(order.sort((a, b) => key(a) - key(b)));
}

/**
 * Between two layouts, in a straight line.
 * @param {ArrayLike<number>} from
 * @param {ArrayLike<number>} to
 * @param {number} share  0 to 1
 * @param {Float32Array} into
 */
export function between(from, to, share, into) {
  for (let place = 0; place < into.length; place += 1) {
    into[place] = from[place] + (to[place] - from[place]) * share;
  }
}
