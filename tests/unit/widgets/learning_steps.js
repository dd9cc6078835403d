// Some steps of learning, for test_learning_js.py.

import { network, randomNumbers } from "../../../helpers/widgets/shared/learning.js";

/**
 * @import { Knobs } from "../../../helpers/widgets/shared/learning.js"
 * @import { Hidden } from "../../../helpers/widgets/shared/learning_layers.js"
 */

/**
 * Learn in double precision from batches in their order.
 * @param {{ shape: number[], hidden: Hidden, classes: number }} made
 * @param {number[][]} first  weights and biases
 * @param {Uint8Array} pictures
 * @param {number[]} labels
 * @param {number} batch
 * @param {number} count
 * @param {Knobs} knobs
 */
export function steps(made, first, pictures, labels, batch, count, knobs) {
  const net = network({ ...made, random: randomNumbers(0), Kind: Float64Array });
  for (const [k, { values }] of net.parameters.entries()) values.set(first[k]);
  const costs = [];
  for (let step = 0; step < count; step += 1) {
    let cost = 0;
    for (let k = 0; k < batch; k += 1) {
      const index = (step * batch + k) % labels.length;
      net.forward(pictures, index);
      cost += net.loss(labels[index]) / batch;
      net.back(labels[index], 1 / batch);
    }
    costs.push(cost);
    net.step(knobs);
  }
  return { costs, values: net.parameters.map(({ values }) => [...values]) };
}
