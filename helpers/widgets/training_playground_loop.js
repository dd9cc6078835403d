// The work of the playground: batches, tests in between, and reports of both. It runs in a worker,
// or in the page where no worker may start.

import { network, randomNumbers, shuffled } from "./shared/learning.js";

/**
 * @import { Hidden } from "./shared/learning_layers.js"
 *
 * @typedef {object} Settings
 * @property {string} network  "linear", "mlp" or "cnn"
 * @property {number} layers  hidden ones
 * @property {number} units  of each; of a CNN the first layer's maps, of which the next has twice
 * @property {number} learning_rate
 * @property {number} momentum
 * @property {number} l2
 * @property {number} batch_size
 * @property {number} seed
 * @property {string} pace  "full" or "slow"
 *
 * Pictures one after another, 0 to 255, and the class of each.
 * @typedef {{ pictures: Uint8Array, labels: Uint8Array }} Labelled
 *
 * What was right and what it cost since the test before, and in this test.
 * @typedef {object} Point
 * @property {number} seen  pictures learned from
 * @property {number[]} learned  share right, cost
 * @property {number[]} tested  share right, cost
 *
 * @typedef {object} Report
 * @property {number} run  which beginning it belongs to
 * @property {number} steps
 * @property {number} seen
 * @property {number} seconds  of work
 * @property {boolean} running
 * @property {"" | "diverged" | "dead" | "high"} trouble
 * @property {Point[]} points  new ones
 * @property {Float32Array} kernels  of the first layer, one after another
 * @property {number} side  of a kernel
 * @property {Float32Array | null} answer  to one's own digit
 *
 * @typedef {object} Message
 * @property {Settings} [begin]  anew
 * @property {number} [run]  the number of this beginning
 * @property {Settings} [knobs]  from now on
 * @property {{ learn: Labelled, test: Labelled }} [digits]
 * @property {boolean} [go]  on, or pause
 * @property {boolean} [step]  one batch
 * @property {Uint8Array | null} [drawn]
 */

/**
 * The hidden layers of a network with these settings.
 * @param {Settings} settings
 * @returns {Hidden}
 */
export function hiddenOf({ network: kind, layers, units }) {
  if (kind === "linear") return {};
  const sizes = Array.from({ length: layers }, (_, k) => units * (kind === "cnn" ? 2 ** k : 1));
  return kind === "cnn" ? { maps: sizes } : { units: sizes };
}

/**
 * A network that learns when it is told to.
 * @param {object} given
 * @param {number} given.side  of a picture
 * @param {number} given.classes
 * @param {(report: Report) => void} tell
 */
export function trainer({ side, classes }, tell) {
  /** @type {{ learn: Labelled, test: Labelled } | null} */
  let digits = null;
  /** @type {Settings} */
  let knobs;
  /** @type {ReturnType<typeof network>} */
  let model;
  /** @type {Generator<boolean, void>} */
  let work;
  /** @type {Point[]} */
  let points = [];
  /** @type {Uint8Array | null} */
  let drawn = null;
  /** @type {Report["trouble"]} */
  let trouble = "";
  let [run, steps, seen, seconds] = [0, 0, 0, 0];
  let fair = 0; // what a network may cost that knows nothing
  let going = false;

  /** @param {Settings} settings */
  function begin(settings) {
    knobs = settings;
    const random = randomNumbers(settings.seed);
    model = network({ shape: [side, side], hidden: hiddenOf(settings), classes, random });
    work = learning(random);
    points = [];
    trouble = "";
    going = false;
    [steps, seen, seconds] = [0, 0, 0];
  }

  /** The class that was found most probable. */
  function best(/** @type {ArrayLike<number>} */ probabilities) {
    let most = 0;
    for (let k = 1; k < classes; k += 1) if (probabilities[k] > probabilities[most]) most = k;
    return most;
  }

  /**
   * Learn, picture by picture, for as long as somebody asks for the next: true where a step ended.
   * @param {() => number} random
   * @returns {Generator<boolean, void>}
   */
  function* learning(random) {
    if (!digits) return;
    const { learn } = digits;
    const count = learn.labels.length;
    let due = 0;
    let [right, cost, pictures] = [0, 0, 0]; // since the last test
    for (;;) {
      const order = shuffled(count, random);
      for (let from = 0; from < count; ) {
        if (seen >= due) {
          yield* testing(pictures ? [right / pictures, cost / pictures] : null);
          [right, cost, pictures] = [0, 0, 0];
          due = seen + Math.max(500, seen / 20); // ever fewer: a curve needs no more
        }
        const size = Math.min(knobs.batch_size, count - from);
        for (let k = 0; k < size; k += 1) {
          const index = order[from + k];
          const label = learn.labels[index];
          right += Number(best(model.forward(learn.pictures, index)) === label);
          cost += model.loss(label);
          pictures += 1;
          model.back(label, 1 / size);
          yield false;
        }
        const { learning_rate: learningRate, momentum, l2 } = knobs;
        model.step({ learningRate, momentum, l2 });
        from += size;
        seen += size;
        steps += 1;
        yield true;
      }
    }
  }

  /**
   * Look at the pictures that it does not learn from.
   * @param {number[] | null} learned
   * @returns {Generator<boolean, void>}
   */
  function* testing(learned) {
    if (!digits) return;
    const { pictures, labels } = digits.test;
    let [right, cost, low, high] = [0, 0, 1, 0];
    for (let k = 0; k < labels.length; k += 1) {
      const probabilities = model.forward(pictures, k);
      right += Number(best(probabilities) === labels[k]);
      cost += model.loss(labels[k]);
      low = Math.min(low, probabilities[0]);
      high = Math.max(high, probabilities[0]);
      yield false;
    }
    const tested = [right / labels.length, cost / labels.length];
    points.push({ seen, learned: learned ?? tested, tested });
    if (!seen) fair = 1.25 * Math.max(Math.log(classes), tested[1]);
    if (!Number.isFinite(tested[1])) trouble = "diverged";
    else if (seen && high - low < 1e-6) trouble = "dead";
    else trouble = tested[1] > fair ? "high" : "";
    if (trouble === "diverged") going = false;
  }

  function report() {
    const { values } = model.parameters[0];
    const isMaps = knobs.network === "cnn";
    const count = model.parameters[1].values.length;
    const size = values.length / count;
    const kernels = new Float32Array(values.length);
    for (let n = 0; n < count; n += 1) {
      for (let k = 0; k < size; k += 1) {
        kernels[n * size + k] = isMaps ? values[n * size + k] : values[k * count + n];
      }
    }
    const answer = drawn && Float32Array.from(model.forward(drawn));
    const news = { run, steps, seen, seconds, running: going, trouble };
    tell({ ...news, points, kernels, side: Math.sqrt(size), answer });
    points = [];
  }

  /**
   * Learn for some milliseconds, or for some steps. Whether there is more to do.
   * @param {number} milliseconds
   * @param {number} most
   */
  function advance(milliseconds, most = Number.POSITIVE_INFINITY) {
    const begun = performance.now();
    let done = 0;
    while (done < most && trouble !== "diverged" && performance.now() - begun < milliseconds) {
      if (work.next().value) done += 1;
    }
    seconds += (performance.now() - begun) / 1000;
    report();
    return going;
  }

  /** @param {Message} message */
  function hear({
    begin: settings,
    run: number,
    knobs: turned,
    digits: given,
    go,
    step,
    drawn: ink,
  }) {
    if (given) digits = given;
    if (settings) {
      run = number ?? 0;
      begin(settings);
    }
    if (turned) knobs = turned;
    if (ink !== undefined) drawn = ink;
    if (go !== undefined) going = go && digits !== null && trouble !== "diverged";
    if (step && digits && !going) advance(Number.POSITIVE_INFINITY, 1);
    else report();
  }

  /** How long to learn until the next report, and how long to wait then, in milliseconds. */
  const pace = (/** @type {number} */ slice) =>
    knobs.pace === "slow" ? { slice: 1e9, most: 1, wait: 120 } : { slice, most: 1e9, wait: 0 };

  return { hear, advance, pace, goes: () => going };
}

/**
 * Let a trainer work whenever it is told to go.
 * @param {ReturnType<typeof trainer>} learner
 * @param {number} milliseconds  that it may work without a pause
 * @param {(next: () => void, wait: number) => void} later
 */
export function driver(learner, milliseconds, later) {
  let waiting = false;
  function work() {
    waiting = false;
    if (!learner.goes()) return;
    const { slice, most } = learner.pace(milliseconds);
    if (learner.advance(slice, most)) plan();
  }
  function plan() {
    if (waiting) return;
    waiting = true;
    later(work, learner.pace(milliseconds).wait);
  }
  return {
    /** @param {Message} message */
    hear(message) {
      learner.hear(message);
      if (learner.goes()) plan();
    },
  };
}
