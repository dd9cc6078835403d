// The arithmetic of one pixel of a feature map.

import { typed } from "./shared/bytes.js";
import { clamp, sum } from "./shared/numbers.js";

/**
 * A layer, as the kernel tells of it.
 * @typedef {object} Facts
 * @property {string} name
 * @property {number} maps  how many are shown
 * @property {number} [all_maps]  how many the layer has; left out in older notebooks
 * @property {number} rows
 * @property {number} columns
 * @property {number[]} kernel  height, width, channels
 * @property {number[]} received  the shape of what it sees: height, width, channels
 * @property {number} stride
 * @property {string} activation
 * @property {number} limit  what is white in the maps
 * @property {[number, number]} limits  the ends of the colours of patches and of kernels
 * @property {{ top: number, left: number, down: number, right: number, width: number,
 *   height: number }} field  what the first pixel sees of the picture, and how far it moves
 *
 * @typedef {ReturnType<typeof unpacked>} Numbers
 *
 * @typedef {{ map: number, row: number, column: number }} Pixel
 */

/**
 * A layer's numbers, as the kernel's `_packed` put them side by side.
 * @param {Facts} facts
 * @param {ArrayBufferView<ArrayBuffer>} bytes
 */
export function unpacked(facts, bytes) {
  const [height, width, channels] = facts.kernel;
  const counts = [
    facts.received.reduce((product, size) => product * size),
    height * width * channels * facts.maps,
    facts.maps,
    facts.rows * facts.columns * facts.maps,
  ];
  const all = typed(bytes, Float32Array);
  let start = 0;
  const [received, kernels, biases, maps] = counts.map((count) => {
    start += count;
    return all.subarray(start - count, start);
  });
  return { received, kernels, biases, maps };
}

/**
 * A layer's maps as shades from 0 to 255, map after map: what tiles are drawn from.
 * @param {Facts} facts
 * @param {Numbers} numbers
 */
export function shadesOf(facts, { maps }) {
  const size = facts.rows * facts.columns;
  return Uint8Array.from(maps, (_, index) => {
    const value = maps[(index % size) * facts.maps + Math.floor(index / size)];
    return Math.round(255 * clamp(value / facts.limit, 0, 1));
  });
}

/**
 * A patch, a kernel and products for each channel, and their sums: those that matter most first.
 * @param {Facts} facts
 * @param {Numbers} numbers
 * @param {Pixel} pixel
 */
export function arithmetic(facts, numbers, { map, row, column }) {
  const [height, width, channels] = facts.kernel;
  const across = facts.received[1];
  const parts = Array.from({ length: channels }, (_, channel) => {
    const cells = [];
    for (let i = 0; i < height; i += 1) {
      for (let j = 0; j < width; j += 1) {
        const place = (row * facts.stride + i) * across + column * facts.stride + j;
        const patch = numbers.received[place * channels + channel];
        const kernel = numbers.kernels[((i * width + j) * channels + channel) * facts.maps + map];
        cells.push({ patch, kernel, product: patch * kernel });
      }
    }
    return { channel, cells, sum: sum(cells.map(({ product }) => product)) };
  });
  const bias = numbers.biases[map];
  const total = sum(parts.map((part) => part.sum)) + bias;
  return {
    parts: parts.sort((a, b) => Math.abs(b.sum) - Math.abs(a.sum)),
    bias,
    total,
    value: facts.activation === "ReLU" ? Math.max(total, 0) : total,
    network: numbers.maps[(row * facts.columns + column) * facts.maps + map],
  };
}
