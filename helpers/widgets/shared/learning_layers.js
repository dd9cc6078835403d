// The layers of a network that learns: weighted sums, convolutions, maxima, ReLU. Each goes forward
// and back.
//
// Zeros are skipped wherever they are, in the black of a picture, behind a ReLU, behind a maximum:
// that is what makes it quick.

/**
 * @typedef {Float32ArrayConstructor | Float64ArrayConstructor} Kind
 * @typedef {Float32Array | Float64Array} Numbers
 *
 * Weights or biases; L2 pulls at weights only.
 * @typedef {{ values: Numbers, gradient: Numbers, velocity: Numbers, isWeight: boolean }} Parameter
 *
 * `back` gets the gradient at what `forward` gave, adds to its parameters' gradients, and gives the
 * gradient at what came in, or null where nobody asks for it.
 * @typedef {object} Layer
 * @property {Parameter[]} parameters
 * @property {(x: Numbers) => Numbers} forward
 * @property {(delta: Numbers, x: Numbers) => Numbers | null} back
 *
 * Hidden layers of a network: `units` of dense ones, or `maps` of convolutions, in their order.
 * @typedef {{ units?: number[], maps?: number[] }} Hidden
 */

/**
 * Weights as Glorot and Bengio draw the first ones, or biases of zero.
 * @param {Kind} Kind
 * @param {number} count
 * @param {(() => number) | null} random
 * @param {number} reach  inputs and outputs of a weight, together
 * @returns {Parameter}
 */
export function parameter(Kind, count, random = null, reach = 1) {
  const values = new Kind(count);
  const bound = Math.sqrt(6 / reach);
  if (random) for (let k = 0; k < count; k += 1) values[k] = bound * (2 * random() - 1);
  return {
    values,
    gradient: new Kind(count),
    velocity: new Kind(count),
    isWeight: random !== null,
  };
}

/**
 * Each unit a sum over all inputs. Weights lie input after input, as in Keras: (inputs, units).
 * @param {Kind} Kind
 * @param {number} inputs
 * @param {number} units
 * @param {() => number} random
 * @param {boolean} isFirst
 * @returns {Layer}
 */
export function dense(Kind, inputs, units, random, isFirst) {
  const weights = parameter(Kind, inputs * units, random, inputs + units);
  const biases = parameter(Kind, units);
  const z = new Kind(units);
  const below = new Kind(isFirst ? 0 : inputs);
  const w = weights.values;
  const slope = weights.gradient;

  /** @type {Layer["forward"]} */
  function forward(x) {
    z.set(biases.values);
    for (let i = 0, from = 0; i < inputs; i += 1, from += units) {
      const value = x[i];
      if (value !== 0) for (let j = 0; j < units; j += 1) z[j] += value * w[from + j];
    }
    return z;
  }

  /** @type {Layer["back"]} */
  function back(delta, x) {
    for (let j = 0; j < units; j += 1) biases.gradient[j] += delta[j];
    for (let i = 0, from = 0; i < inputs; i += 1, from += units) {
      const value = x[i];
      if (value !== 0) for (let j = 0; j < units; j += 1) slope[from + j] += value * delta[j];
      if (isFirst) continue;
      let sum = 0;
      for (let j = 0; j < units; j += 1) sum += delta[j] * w[from + j];
      below[i] = sum;
    }
    return isFirst ? null : below;
  }

  return { parameters: [weights, biases], forward, back };
}

/**
 * Kernels of 3 by 3 over maps of `rows` by `columns` by `channels`, without padding. Weights lie
 * kernel after kernel: (kernels, 3, 3, channels), so that a patch's row meets a kernel's row.
 * @param {Kind} Kind
 * @param {number[]} shape  rows, columns and channels that come in
 * @param {number} kernels
 * @param {() => number} random
 * @param {boolean} isFirst
 * @returns {Layer}
 */
export function convolution(Kind, [rows, columns, channels], kernels, random, isFirst) {
  const run = 3 * channels; // a row of a kernel
  const size = 3 * run;
  const weights = parameter(Kind, kernels * size, random, 9 * (channels + kernels));
  const biases = parameter(Kind, kernels);
  const [high, wide, stride] = [rows - 2, columns - 2, columns * channels];
  const z = new Kind(high * wide * kernels);
  const below = new Kind(isFirst ? 0 : rows * stride);
  const w = weights.values;
  const slope = weights.gradient;

  /** @type {Layer["forward"]} */
  function forward(x) {
    let to = 0;
    for (let row = 0; row < high; row += 1) {
      for (let column = 0; column < wide; column += 1) {
        const corner = row * stride + column * channels;
        for (let n = 0, from = 0; n < kernels; n += 1, to += 1) {
          let sum = biases.values[n];
          for (let line = corner; line < corner + 3 * stride; line += stride) {
            for (let k = 0; k < run; k += 1, from += 1) sum += x[line + k] * w[from];
          }
          z[to] = sum;
        }
      }
    }
    return z;
  }

  /** @type {Layer["back"]} */
  function back(delta, x) {
    below.fill(0);
    let at = 0;
    for (let row = 0; row < high; row += 1) {
      for (let column = 0; column < wide; column += 1) {
        const corner = row * stride + column * channels;
        for (let n = 0; n < kernels; n += 1, at += 1) {
          const error = delta[at];
          if (error === 0) continue;
          biases.gradient[n] += error;
          let from = n * size;
          for (let line = corner; line < corner + 3 * stride; line += stride) {
            if (isFirst) {
              for (let k = 0; k < run; k += 1, from += 1) slope[from] += error * x[line + k];
            } else {
              for (let k = 0; k < run; k += 1, from += 1) {
                slope[from] += error * x[line + k];
                below[line + k] += error * w[from];
              }
            }
          }
        }
      }
    }
    return isFirst ? null : below;
  }

  return { parameters: [weights, biases], forward, back };
}

/**
 * The largest of each two by two; an odd last row or column is left out, as in Keras.
 * @param {Kind} Kind
 * @param {number[]} shape  rows, columns and channels that come in
 * @returns {Layer}
 */
export function pooling(Kind, [rows, columns, channels]) {
  const [high, wide] = [rows >> 1, columns >> 1];
  const z = new Kind(high * wide * channels);
  const winner = new Uint32Array(z.length);
  const below = new Kind(rows * columns * channels);

  /** @type {Layer["forward"]} */
  function forward(x) {
    let to = 0;
    for (let row = 0; row < high; row += 1) {
      for (let column = 0; column < wide; column += 1) {
        for (let channel = 0; channel < channels; channel += 1, to += 1) {
          const first = (2 * row * columns + 2 * column) * channels + channel;
          const under = first + columns * channels;
          let best = first;
          if (x[first + channels] > x[best]) best = first + channels;
          if (x[under] > x[best]) best = under;
          if (x[under + channels] > x[best]) best = under + channels;
          z[to] = x[best];
          winner[to] = best;
        }
      }
    }
    return z;
  }

  /** @type {Layer["back"]} */
  function back(delta) {
    below.fill(0);
    for (let k = 0; k < delta.length; k += 1) below[winner[k]] = delta[k];
    return below;
  }

  return { parameters: [], forward, back };
}

/**
 * Nothing below zero gets through.
 * @param {Kind} Kind
 * @param {number} size
 * @returns {Layer}
 */
export function relu(Kind, size) {
  const a = new Kind(size);
  const below = new Kind(size);
  return {
    parameters: [],
    forward(x) {
      // What is no number any more stays none.
      for (let k = 0; k < size; k += 1) a[k] = Math.max(x[k], 0);
      return a;
    },
    back(delta, x) {
      for (let k = 0; k < size; k += 1) below[k] = x[k] <= 0 ? 0 : delta[k];
      return below;
    },
  };
}

/**
 * The layers of a network, up to the sums of its classes. A maximum comes before its ReLU: that is
 * the same as after it, for a quarter of the work.
 * @param {Kind} Kind
 * @param {number[]} shape  rows and columns of a picture
 * @param {Hidden} hidden
 * @param {number} classes
 * @param {() => number} random
 */
export function layersOf(Kind, [rows, columns], { units = [], maps = [] }, classes, random) {
  /** @type {Layer[]} */
  const layers = [];
  let shape = [rows, columns, 1];
  for (const kernels of maps) {
    layers.push(convolution(Kind, shape, kernels, random, !layers.length));
    shape = [shape[0] - 2, shape[1] - 2, kernels];
    layers.push(pooling(Kind, shape));
    shape = [shape[0] >> 1, shape[1] >> 1, kernels];
    layers.push(relu(Kind, shape[0] * shape[1] * kernels));
  }
  let inputs = shape[0] * shape[1] * shape[2];
  for (const count of units) {
    layers.push(dense(Kind, inputs, count, random, !layers.length), relu(Kind, count));
    inputs = count;
  }
  layers.push(dense(Kind, inputs, classes, random, !layers.length));
  return layers;
}
