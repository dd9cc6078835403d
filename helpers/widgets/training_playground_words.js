// What the playground says.

import { counted, percent, written } from "./shared/numbers.js";

/** @import { Report, Settings } from "./training_playground_loop.js" */

export const NAMES = {
  network: "network",
  layers: "hidden layers",
  units: "units in each",
  learning_rate: "learning rate",
  momentum: "momentum",
  l2: "L2",
  batch_size: "batch size",
  seed: "seed",
  pace: "pace",
};

export const ALONE = "This page may start no worker, so it does the work itself, more slowly.";
export const ASLEEP = "It waits while this page is out of sight.";
export const INEXACT =
  "This browser does not tell a page the exact pixels of a picture (some don't, against " +
  "fingerprinting). So there are no digits here to learn from: take another browser.";

/** @type {Record<string, string>} */
const VALUES = {
  linear: "linear model",
  mlp: "MLP",
  cnn: "CNN",
  full: "as fast as it can",
  slow: "step by step",
};

/** @type {Record<Report["trouble"], string>} */
export const TROUBLE = {
  "": "",
  diverged:
    "It diverged: the steps were so large that the weights have grown beyond all numbers. Take a " +
    "smaller learning rate or less momentum, then Reset.",
  dead:
    "It gives every picture the same answer. Steps that were too large, or too much L2, have left " +
    "nothing in it that tells two pictures apart. Take less of them, then Reset.",
  high:
    "The cost is higher than it was before any learning: the steps are so large that they lead " +
    "past the goal. Take a smaller learning rate or less momentum.",
};

/**
 * A knob's name, with this network.
 * @param {string} name
 * @param {Settings} settings
 */
export const nameOf = (name, { network }) =>
  name === "units" && network === "cnn"
    ? "maps in the first"
    : NAMES[/** @type {keyof typeof NAMES} */ (name)];

/** @param {number | string} value */
export const wordsOf = (value) => VALUES[value] ?? String(value);

/**
 * How far it is.
 * @param {Report} report
 * @param {number} epoch  how many pictures it has
 */
export const progress = ({ steps, seen, seconds }, epoch) =>
  `Step ${counted(steps)}, epoch ${written(seen / epoch, 1)}, ${written(seconds, 1)} s of learning`;

/**
 * What the first layer's pictures are.
 * @param {Settings} settings
 * @param {number} count
 * @param {number} side
 * @param {boolean} added  without what they began with
 */
export function kernelsOf({ network }, count, side, added) {
  const which = {
    linear: `its ${count} templates, one for each digit`,
    mlp: `the weights of ${count} units of the first layer`,
    cnn: `the ${count} kernels of the first layer, ${side} × ${side}`,
  }[network];
  const text = added ? `What learning has added to ${which}.` : `Now: ${which}.`;
  return `${text} Grey is zero, white positive, black negative.`;
}

/**
 * What the network says to the digit on the pad.
 * @param {Float32Array | null} answer
 * @param {number | null} truth  what a test digit is
 */
export function verdictOf(answer, truth) {
  if (!answer) return "Draw a digit, now or while it learns.";
  if (!Number.isFinite(answer[0])) return "It has no answer.";
  const best = answer.indexOf(Math.max(...answer));
  const is = truth === null ? "" : ` It is a ${truth}.`;
  return `It says ${best} (${percent(answer[best])}).${is}`;
}
