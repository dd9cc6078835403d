// What a node of a layer sees of the picture.

/**
 * @typedef {object} Layer  each pair: down, across
 * @property {number[]} first  the first pixel that node 0 sees, the padding included
 * @property {number[]} stride  how many pixels lie between neighbours
 * @property {number[]} reach  how many pixels a node sees
 * @property {number[]} size  how many nodes there are
 */

/**
 * Which pixels a node sees, the padding included: first and one past the last, down and across.
 * @param {Layer} layer
 * @param {number[]} node
 */
export function fieldOf(layer, node) {
  return node.map((place, axis) => {
    const start = layer.first[axis] + place * layer.stride[axis];
    return [start, start + layer.reach[axis]];
  });
}

/**
 * The node of another layer that sees the same spot of the picture.
 * @param {Layer} layer
 * @param {number[]} node
 * @param {Layer} other
 */
export function nodeAbove(layer, node, { first, reach, stride }) {
  return fieldOf(layer, node).map(([start, stop], axis) => {
    const spot = (start + stop - 1) / 2;
    if (!stride[axis]) return 0;
    return Math.round((spot - first[axis] - (reach[axis] - 1) / 2) / stride[axis]);
  });
}

/**
 * How strongly a layer's nodes answer: the mean size over its maps, from 0 to 255 for the strongest.
 * @param {Float32Array} values  pixel after pixel
 * @param {number} maps
 */
export function strengths(values, maps) {
  const means = new Float64Array(values.length / maps);
  values.forEach((value, index) => {
    means[Math.floor(index / maps)] += Math.abs(value);
  });
  const strongest = Math.max(...means, 1e-9);
  return Array.from(means, (mean) => Math.round((255 * mean) / strongest));
}

/**
 * Numbers in rows.
 * @param {ArrayLike<number>} values
 * @param {number} width
 */
export const rowsOf = (values, width) =>
  Array.from({ length: values.length / width }, (_, row) =>
    Array.from({ length: width }, (_, column) => values[row * width + column]),
  );
