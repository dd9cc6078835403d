// A small network that learns: back-propagation, and steps downhill.
//
// A picture goes through the layers one at a time, and its error back through them; the gradients
// of a batch add up. The functions here and of the layers lean on each other alone, so that a worker
// can be given their text.

import { layersOf } from "./learning_layers.js";

/**
 * @import { Hidden, Kind, Numbers } from "./learning_layers.js"
 *
 * @typedef {{ learningRate: number, momentum: number, l2: number }} Knobs
 */

/**
 * Random numbers from 0 to below 1, the same for a seed in every browser (mulberry32).
 * @param {number} seed
 */
export function randomNumbers(seed) {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * Numbers from 0 to below `count` in a random order.
 * @param {number} count
 * @param {() => number} random
 */
export function shuffled(count, random) {
  const order = Uint32Array.from({ length: count }, (_, index) => index);
  for (let index = count - 1; index > 0; index -= 1) {
    const other = Math.floor(random() * (index + 1));
    [order[index], order[other]] = [order[other], order[index]];
  }
  return order;
}

/**
 * A network for grey pictures, with a softmax at its end.
 * @param {object} made
 * @param {number[]} made.shape  rows and columns of a picture
 * @param {Hidden} made.hidden
 * @param {number} made.classes
 * @param {() => number} made.random  where the first weights come from
 * @param {Kind} [made.Kind]  of all numbers
 */
export function network({ shape, hidden, classes, random, Kind = Float32Array }) {
  const layers = layersOf(Kind, shape, hidden, classes, random);
  const parameters = layers.flatMap((layer) => layer.parameters);
  const size = shape[0] * shape[1];
  const x = new Kind(size);
  const probabilities = new Kind(classes);
  const delta = new Kind(classes);
  /** @type {Numbers[]} */
  const inputs = [];

  /**
   * The probabilities of a picture's classes. They are written over by the next picture's.
   * @param {Uint8Array} pictures  0 to 255
   * @param {number} index  which of them
   */
  function forward(pictures, index = 0) {
    const from = index * size;
    for (let k = 0; k < size; k += 1) x[k] = pictures[from + k] / 255;
    /** @type {Numbers} */
    let values = x;
    layers.forEach((layer, k) => {
      inputs[k] = values;
      values = layer.forward(values);
    });
    let most = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < classes; k += 1) if (!(values[k] <= most)) most = values[k];
    let total = 0;
    for (let k = 0; k < classes; k += 1) {
      probabilities[k] = Math.exp(values[k] - most);
      total += probabilities[k];
    }
    for (let k = 0; k < classes; k += 1) probabilities[k] /= total;
    return probabilities;
  }

  /**
   * The loss of what `forward` said last: minus the logarithm of the right class' probability.
   * @param {number} label
   */
  const loss = (label) => -Math.log(Math.max(probabilities[label], 1e-38));

  /**
   * Add a picture's part to the gradients, after its `forward`.
   * @param {number} label
   * @param {number} share  of the picture in its batch
   */
  function back(label, share) {
    for (let k = 0; k < classes; k += 1) {
      delta[k] = (probabilities[k] - (k === label ? 1 : 0)) * share;
    }
    /** @type {Numbers | null} */
    let error = delta;
    for (let k = layers.length - 1; k >= 0 && error; k -= 1) {
      error = layers[k].back(error, inputs[k]);
    }
  }

  /**
   * A step downhill, carried on a little by the step before. Gradients begin anew.
   * @param {Knobs} knobs
   */
  function step({ learningRate, momentum, l2 }) {
    for (const { values, gradient, velocity, isWeight } of parameters) {
      const pull = isWeight ? l2 : 0;
      for (let k = 0; k < values.length; k += 1) {
        const slope = gradient[k] + pull * values[k];
        velocity[k] = momentum * velocity[k] - learningRate * slope;
        values[k] += velocity[k];
      }
      gradient.fill(0);
    }
  }

  return { parameters, forward, loss, back, step };
}
