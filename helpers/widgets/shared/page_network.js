// A network's answer to a picture, computed in the page. Python describes the layers and packs the
// weights (helpers/networks/page.py); nothing is inferred here.

import { addProducts, addProductsOfTwo } from "./page_products.js";
import { unpackedWeights } from "./page_weights.js";

/**
 * @typedef {object} LayerOfPage
 * @property {string} name
 * @property {string} kind
 * @property {number[]} shape  of what it gives
 * @property {number[]} from  the layers that it takes; -1 is the picture
 * @property {number[][]} weights  their shapes
 * @property {string} [activation]
 * @property {number[]} [size]
 * @property {number[]} [strides]
 * @property {boolean} [same]
 * @property {number} [scale]
 * @property {number} [offset]
 *
 * @typedef {{ values: Float32Array, shape: number[] }} Given
 * @typedef {(layer: LayerOfPage, given: Given[], weights: Float32Array[]) => Float32Array} Compute
 */

/** What is outside of a picture on its top or left, if it is padded to keep its size. */
const before = (
  /** @type {number} */ length,
  /** @type {number} */ out,
  /** @type {number} */ size,
  /** @type {number} */ stride,
) => Math.floor(Math.max((out - 1) * stride + size - length, 0) / 2);

/**
 * What a convolution looks at: what it is given, with zeros around it if it keeps the size.
 * @param {LayerOfPage} layer
 * @param {Given} given
 * @returns {Given}
 */
export function received({ shape: [rows, columns], strides = [1, 1], same, weights }, given) {
  if (!same) return given;
  const [height, width, channels] = given.shape;
  const [down, across] = weights[0];
  const top = before(height, rows, down, strides[0]);
  const left = before(width, columns, across, strides[1]);
  const all = Math.max(height, (rows - 1) * strides[0] + down);
  const wide = Math.max(width, (columns - 1) * strides[1] + across);
  const values = new Float32Array(all * wide * channels);
  for (let row = 0; row < height; row += 1) {
    const from = row * width * channels;
    const to = ((row + top) * wide + left) * channels;
    values.set(given.values.subarray(from, from + width * channels), to);
  }
  return { values, shape: [all, wide, channels] };
}

/** @type {Compute} */
function convolution(layer, [given], [kernel, bias]) {
  const [rows, columns, maps] = layer.shape;
  const [down, across, channels] = layer.weights[0];
  const { strides = [1, 1] } = layer;
  const { values, shape } = received(layer, given);
  const width = shape[1];
  const result = new Float32Array(rows * columns * maps);
  const [sums, others] = [new Float64Array(maps), new Float64Array(maps)];
  const length = across * channels;
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 2) {
      const to = (row * columns + column) * maps;
      const isLast = column + 1 === columns;
      for (const each of [sums, others]) {
        if (bias) each.set(bias);
        else each.fill(0);
      }
      for (let i = 0; i < down; i += 1) {
        const at = ((row * strides[0] + i) * width + column * strides[1]) * channels;
        const next = isLast ? at : at + strides[1] * channels;
        addProductsOfTwo(sums, others, kernel, i * length, down * length, values, at, next, length);
      }
      result.set(sums, to);
      if (!isLast) result.set(others, to + maps);
    }
  }
  return result;
}

/**
 * Each output gathers what the pixels that reach it put there.
 * @type {Compute}
 */
function transposed({ shape, strides = [1, 1], same, weights: shapes }, [given], [kernel, bias]) {
  const [rows, columns, maps] = shape;
  const [down, across, channels] = shapes[0];
  const { values } = given;
  const [height, width] = given.shape;
  const top = same ? before(rows, height, down, strides[0]) : 0;
  const left = same ? before(columns, width, across, strides[1]) : 0;
  const result = new Float32Array(rows * columns * maps);
  const sums = new Float64Array(maps);
  const all = down * across * channels;
  for (let row = 0, to = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1, to += maps) {
      if (bias) sums.set(bias);
      else sums.fill(0);
      for (let i = 0; i < down; i += 1) {
        const y = (row + top - i) / strides[0];
        if (!Number.isInteger(y) || y < 0 || y >= height) continue;
        for (let j = 0; j < across; j += 1) {
          const x = (column + left - j) / strides[1];
          if (!Number.isInteger(x) || x < 0 || x >= width) continue;
          const first = (i * across + j) * channels;
          addProducts(sums, kernel, first, all, values, (y * width + x) * channels, channels);
        }
      }
      result.set(sums, to);
    }
  }
  return result;
}

/** @type {Compute} */
function dense({ shape }, [{ values }], [kernel, bias]) {
  const units = shape[shape.length - 1];
  const inputs = kernel.length / units;
  const result = new Float32Array((values.length / inputs) * units);
  const sums = new Float64Array(units);
  for (let first = 0, to = 0; first < values.length; first += inputs, to += units) {
    if (bias) sums.set(bias);
    else sums.fill(0);
    addProducts(sums, kernel, 0, inputs, values, first, inputs);
    result.set(sums, to);
  }
  return result;
}

/** @type {Compute} */
function pooling({ kind, shape, size = [], strides = [], same }, [{ values, shape: of }]) {
  const [height, width, channels] = of;
  const [rows, columns] = shape;
  const top = same ? before(height, rows, size[0], strides[0]) : 0;
  const left = same ? before(width, columns, size[1], strides[1]) : 0;
  const largest = kind === "largest";
  const result = new Float32Array(rows * columns * channels);
  for (let row = 0, to = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const y = Math.max(row * strides[0] - top, 0);
      const x = Math.max(column * strides[1] - left, 0);
      const bottom = Math.min(row * strides[0] - top + size[0], height);
      const right = Math.min(column * strides[1] - left + size[1], width);
      for (let channel = 0; channel < channels; channel += 1, to += 1) {
        let all = largest ? Number.NEGATIVE_INFINITY : 0;
        for (let i = y; i < bottom; i += 1) {
          for (let j = x; j < right; j += 1) {
            const value = values[(i * width + j) * channels + channel];
            if (!largest) all += value;
            else if (value > all) all = value;
          }
        }
        result[to] = largest ? all : all / ((bottom - y) * (right - x));
      }
    }
  }
  return result;
}

/** @type {Compute} */
function poolingOfAll({ kind }, given) {
  const { values, shape } = given[0];
  const [rows, columns, maps] = shape;
  const whole = kind === "largest of all" ? "largest" : "mean";
  const layer = { kind: whole, shape: [1, 1, maps], size: [rows, columns], strides: [1, 1] };
  return pooling(/** @type {any} */ (layer), [{ values, shape }], []);
}

/** @type {Record<string, Compute>} */
const KINDS = {
  convolution,
  dense,
  transposed,
  largest: pooling,
  mean: pooling,
  "largest of all": poolingOfAll,
  "mean of all": poolingOfAll,
  activation: (_, [{ values }]) => values.slice(),
  "same numbers": (_, [{ values }]) => values,
  scale: ({ scale = 1, offset = 0 }, [{ values }]) => values.map((value) => value * scale + offset),
  add: (_, given) =>
    given[0].values.map((_value, k) => given.reduce((all, { values }) => all + values[k], 0)),
  affine: (_, [{ values }], [factor, shift]) => {
    const maps = factor.length;
    const result = new Float32Array(values.length);
    for (let at = 0; at < values.length; at += maps) {
      for (let map = 0; map < maps; map += 1) {
        result[at + map] = values[at + map] * factor[map] + shift[map];
      }
    }
    return result;
  },
};

/** @type {Record<string, (values: Float32Array, units: number) => void>} */
const ACTIVATIONS = {
  linear: () => {},
  relu: (values) => {
    for (let k = 0; k < values.length; k += 1) if (values[k] < 0) values[k] = 0;
  },
  sigmoid: (values) => {
    for (let k = 0; k < values.length; k += 1) values[k] = 1 / (1 + Math.exp(-values[k]));
  },
  tanh: (values) => {
    for (let k = 0; k < values.length; k += 1) values[k] = Math.tanh(values[k]);
  },
  softmax: (values, units) => {
    for (let first = 0; first < values.length; first += units) {
      const row = values.subarray(first, first + units);
      const highest = Math.max(...row);
      let total = 0;
      for (let k = 0; k < units; k += 1) {
        row[k] = Math.exp(row[k] - highest);
        total += row[k];
      }
      for (let k = 0; k < units; k += 1) row[k] /= total;
    }
  },
};

/**
 * A network that can be asked. `run` gives what it answers, what the named layers give and what they
 * take, pixel after pixel.
 * @param {LayerOfPage[]} layers
 * @param {ArrayBufferView<ArrayBuffer>} bytes  the weights
 */
export function openNetwork(layers, bytes) {
  const weights = unpackedWeights(layers, bytes);

  /**
   * @param {Uint8Array} picture
   * @param {number[]} shape  of the picture
   * @param {string[]} names
   */
  function run(picture, shape, names = []) {
    const photo = { values: Float32Array.from(picture), shape };
    /** @type {Given[]} */
    const all = [];
    layers.forEach((layer, index) => {
      const given = layer.from.map((number) => (number < 0 ? photo : all[number]));
      const values = KINDS[layer.kind](layer, given, weights[index]);
      if (layer.activation) ACTIVATIONS[layer.activation](values, layer.shape.at(-1) ?? 1);
      all.push({ values, shape: layer.shape });
    });
    const output = all[all.length - 1].values;
    const places = names.map((name) => layers.findIndex((one) => one.name === name));
    const maps = places.map((place) => all[place].values);
    const taken = places.map((place) => all[layers[place].from[0]] ?? photo);
    return { output, maps, taken };
  }
  return { run, weights };
}
