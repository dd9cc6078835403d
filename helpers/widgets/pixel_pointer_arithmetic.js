// The arithmetic of one pixel of a feature map.

import { sum } from "./shared/numbers.js";
import { received } from "./shared/page_network.js";

/**
 * @import { Given, LayerOfPage } from "./shared/page_network.js"
 *
 * @typedef {{ map: number, row: number, column: number }} Pixel
 *
 * @typedef {object} Looked  a layer, and what it made of a picture
 * @property {string} name
 * @property {number} maps  how many
 * @property {number} rows
 * @property {number} columns
 * @property {number[]} kernel  height, width, channels
 * @property {Given} received
 * @property {Float32Array} kernels  one after another
 * @property {Float32Array} [biases]
 * @property {Float32Array} values  of the maps, pixel after pixel
 * @property {number} stride
 * @property {boolean} cuts  whether ReLU follows
 * @property {number} limit  what is white in the maps
 * @property {[number, number]} limits  the ends of the colours of patches and of kernels
 */

/**
 * Describe what a layer makes of a picture.
 * @param {LayerOfPage} layer
 * @param {Float32Array[]} weights
 * @param {Given} taken
 * @param {Float32Array} values
 * @returns {Looked}
 */
export function looked(layer, [kernels, biases], taken, values) {
  const [rows, columns, maps] = layer.shape;
  const seen = received(layer, taken);
  return {
    name: layer.name,
    maps,
    rows,
    columns,
    kernel: layer.weights[0].slice(0, 3),
    received: seen,
    kernels,
    biases,
    values,
    stride: layer.strides?.[0] ?? 1,
    cuts: layer.activation === "relu",
    limit: colourScale(values, 0.999),
    limits: [colourScale(seen.values), colourScale(kernels)],
  };
}

/**
 * The size within which a share of the numbers stays; never 0. As `colour_scale` in Python.
 * @param {Float32Array} values
 * @param {number} share
 */
export function colourScale(values, share = 1) {
  const sizes = values.map(Math.abs).sort();
  const place = share * (sizes.length - 1);
  const below = Math.floor(place);
  const above = sizes[Math.min(below + 1, sizes.length - 1)];
  return sizes[below] + (place - below) * (above - sizes[below]) || 1;
}

/**
 * A patch, a kernel and products for each channel, and their sums: those that matter most first.
 * @param {Looked} layer
 * @param {Pixel} pixel
 */
export function arithmetic(layer, { map, row, column }) {
  const [height, width, channels] = layer.kernel;
  const { values, shape } = layer.received;
  const first = map * height * width * channels; // of its kernel
  const parts = Array.from({ length: channels }, (_, channel) => {
    const cells = [];
    for (let i = 0; i < height; i += 1) {
      for (let j = 0; j < width; j += 1) {
        const place = (row * layer.stride + i) * shape[1] + column * layer.stride + j;
        const patch = values[place * channels + channel];
        const kernel = layer.kernels[first + (i * width + j) * channels + channel];
        cells.push({ patch, kernel, product: patch * kernel });
      }
    }
    return { channel, cells, sum: sum(cells.map(({ product }) => product)) };
  });
  const bias = layer.biases?.[map] ?? 0;
  const total = sum(parts.map((part) => part.sum)) + bias;
  return {
    parts: parts.sort((a, b) => Math.abs(b.sum) - Math.abs(a.sum)),
    bias,
    total,
    value: layer.cuts ? Math.max(total, 0) : total,
    network: layer.values[(row * layer.columns + column) * layer.maps + map],
  };
}
