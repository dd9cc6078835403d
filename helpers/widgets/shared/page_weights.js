// The weights of a network, as Python packed them for the page (helpers/networks/page.py).

import { typed } from "./bytes.js";

/** What a browser of today has: numbers of half precision. */
const Half = /** @type {any} */ (globalThis).Float16Array;

/**
 * Numbers of half precision, in single.
 * @param {Uint16Array} halves
 * @param {any} [Kind]  the browser's own; null where it has none
 * @returns {Float32Array}
 */
export function fromHalf(halves, Kind = Half) {
  if (Kind) return new Float32Array(new Kind(halves.buffer, halves.byteOffset, halves.length));
  const result = new Float32Array(halves.length);
  for (let k = 0; k < halves.length; k += 1) {
    const bits = halves[k];
    const exponent = (bits >> 10) & 31;
    const rest = bits & 1023;
    let size = exponent ? (1024 + rest) * 2 ** (exponent - 25) : rest * 2 ** -24;
    if (exponent === 31) size = rest ? Number.NaN : Number.POSITIVE_INFINITY;
    result[k] = bits & 0x8000 ? -size : size;
  }
  return result;
}

/**
 * Each array of each layer.
 * @param {{ weights: number[][] }[]} layers  the shapes of their arrays
 * @param {ArrayBufferView<ArrayBuffer>} bytes
 * @returns {Float32Array[][]}
 */
export function unpackedWeights(layers, bytes) {
  let at = 0;
  return layers.map(({ weights }) =>
    weights.map((shape) => {
      const count = shape.reduce((product, length) => product * length, 1);
      const kind = typed(bytes, Uint8Array, at, 1)[0];
      at += 4;
      let values;
      if (kind === 1) {
        const channels = shape[shape.length - 1];
        const scales = typed(bytes, Float32Array, at, channels);
        at += 4 * channels;
        const numbers = new Int8Array(typed(bytes, Uint8Array, at, count).buffer);
        values = Float32Array.from(numbers, (number, index) => number * scales[index % channels]);
      } else if (kind === 2) values = fromHalf(typed(bytes, Uint16Array, at, count));
      else values = typed(bytes, Float32Array, at, count);
      at += 4 * Math.ceil((kind * count) / 4);
      // A kernel's weights for one output lie together from here on.
      return shape.length > 1 ? turned(values, shape[shape.length - 1]) : values;
    }),
  );
}

/** Each output's weights in a row. @type {(kernel: Float32Array, outputs: number) => Float32Array} */
function turned(kernel, outputs) {
  const inputs = kernel.length / outputs;
  const rows = new Float32Array(kernel.length);
  for (let k = 0, from = 0; k < inputs; k += 1) {
    for (let unit = 0; unit < outputs; unit += 1, from += 1) rows[unit * inputs + k] = kernel[from];
  }
  return rows;
}
