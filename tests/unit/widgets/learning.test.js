import assert from "node:assert/strict";
import { test } from "node:test";
import { createContext, runInContext } from "node:vm";
import { network, randomNumbers, shuffled } from "../../../helpers/widgets/shared/learning.js";
import { trainer } from "../../../helpers/widgets/training_playground_loop.js";
import { programOf } from "../../../helpers/widgets/training_playground_worker.js";

/**
 * @import { Hidden } from "../../../helpers/widgets/shared/learning_layers.js"
 * @import { Report, Settings } from "../../../helpers/widgets/training_playground_loop.js"
 */

/** @type {[string, Hidden][]} */
const NETWORKS = [
  ["a linear model", {}],
  ["an MLP", { units: [7, 5] }],
  ["a CNN", { maps: [3, 4] }],
  ["a CNN with a dense layer", { maps: [2], units: [6] }],
];
const SHAPE = [13, 12]; // not square, and odd where it is halved

/** Pictures with black in them, as digits have. */
function pictures(/** @type {number} */ count, random = randomNumbers(5)) {
  const size = SHAPE[0] * SHAPE[1];
  return Uint8Array.from({ length: count * size }, () =>
    random() < 0.4 ? 0 : Math.floor(256 * random()),
  );
}

for (const [name, hidden] of NETWORKS) {
  test(`the gradients of ${name} are what nudging its weights gives`, () => {
    const made = { shape: SHAPE, hidden, classes: 4, random: randomNumbers(1) };
    const net = network({ ...made, Kind: Float64Array });
    const all = pictures(3);
    const labels = [2, 0, 3];
    const cost = () =>
      labels.reduce((sum, label, k) => {
        net.forward(all, k);
        return sum + net.loss(label) / labels.length;
      }, 0);
    labels.forEach((label, k) => {
      net.forward(all, k);
      net.back(label, 1 / labels.length);
    });
    let checked = 0;
    for (const { values, gradient } of net.parameters) {
      for (let k = 0; k < values.length; k += Math.ceil(values.length / 40)) {
        const [value, step] = [values[k], 1e-6];
        values[k] = value + step;
        const up = cost();
        values[k] = value - step;
        const down = cost();
        values[k] = value;
        assert.ok(Math.abs((up - down) / (2 * step) - gradient[k]) < 1e-7, `${name}, weight ${k}`);
        checked += 1;
      }
    }
    assert.ok(checked > 40);
  });
}

test("probabilities add up to one, whatever the sums", () => {
  const net = network({ shape: SHAPE, hidden: {}, classes: 4, random: randomNumbers(1) });
  net.parameters[1].values.set([900, -900, 0, 899]);
  net.parameters[0].values.fill(0);
  const [a, b, c, d] = net.forward(pictures(1));
  assert.ok(Math.abs(a + b + c + d - 1) < 1e-6 && a > d && b === 0);
  net.parameters[1].values[0] = Number.NaN;
  assert.ok(Number.isNaN(net.forward(pictures(1))[0]), "what is no number is not hidden");
  assert.ok(Number.isNaN(net.loss(1)));
});

test("a seed gives the same numbers again, and they are spread evenly", () => {
  const draw = (/** @type {number} */ seed) => Array.from({ length: 10000 }, randomNumbers(seed));
  assert.deepEqual(draw(3), draw(3));
  assert.notDeepEqual(draw(3), draw(4));
  const tenths = Array(10).fill(0);
  for (const number of draw(0)) tenths[Math.floor(10 * number)] += 1;
  assert.ok(Math.min(...tenths) > 900 && Math.max(...tenths) < 1100);
  const order = shuffled(100, randomNumbers(0));
  assert.notDeepEqual(
    [...order],
    [...order].sort((a, b) => a - b),
  );
  assert.equal(new Set(order).size, 100);
});

/** @type {Settings} */
const SETTINGS = {
  network: "mlp",
  layers: 1,
  units: 8,
  learning_rate: 0.1,
  momentum: 0.9,
  l2: 0,
  batch_size: 16,
  seed: 2,
  pace: "full",
};

/** Bars in four places: a task that any network learns. */
function bars(/** @type {number} */ count, /** @type {number} */ seed) {
  const random = randomNumbers(seed);
  const labels = Uint8Array.from({ length: count }, () => Math.floor(4 * random()));
  const all = Uint8Array.from({ length: count * 144 }, (_, index) => {
    const row = Math.floor((index % 144) / 12);
    const isBar = Math.floor(row / 3) === labels[Math.floor(index / 144)];
    return isBar ? 150 + 100 * random() : 60 * random();
  });
  return { pictures: all, labels };
}

/** @param {Partial<Settings>} changed */
function begun(changed = {}) {
  /** @type {Report[]} */
  const reports = [];
  const learner = trainer({ side: 12, classes: 4 }, (report) => reports.push(report));
  learner.hear({ begin: { ...SETTINGS, ...changed }, run: 7 });
  learner.hear({ digits: { learn: bars(200, 1), test: bars(100, 2) } });
  const last = () => reports[reports.length - 1];
  const points = () => reports.flatMap((report) => report.points);
  return { learner, reports, last, points };
}

test("a trainer learns, steps, pauses and begins again", () => {
  for (const kind of ["linear", "mlp", "cnn"]) {
    const { learner, last, points } = begun({ network: kind });
    learner.advance(1e9, 100); // not told to go, but asked
    assert.equal(last().steps, 100);
    assert.equal(last().run, 7);
    assert.ok((points().at(-1)?.tested[0] ?? 0) > 0.95, kind);
    assert.ok(points()[0].tested[0] < 0.6 && points()[0].seen === 0);
    assert.equal(last().running, false);
    learner.hear({ step: true });
    assert.equal(last().steps, 101);
    learner.hear({ go: true });
    assert.ok(learner.goes() && last().running);
    learner.hear({ step: true }); // it goes: nothing to add
    assert.equal(last().steps, 101);
    learner.hear({ go: false });
    assert.equal(learner.goes(), false);
    learner.hear({ begin: { ...SETTINGS, network: kind }, run: 8 });
    assert.deepEqual([last().steps, last().seen, last().run, last().seconds], [0, 0, 8, 0]);
  }
});

test("a seed gives the same curve, in one go or in many", () => {
  const curves = [1, 7, 60].map((piece) => {
    const { learner, points, last } = begun();
    for (let done = 0; done < 60; done += piece) learner.advance(1e9, Math.min(piece, 60 - done));
    return [points(), last().kernels];
  });
  assert.deepEqual(curves[0], curves[1]);
  assert.deepEqual(curves[0], curves[2]);
  const other = begun({ seed: 3 });
  other.learner.advance(1e9, 60);
  assert.notDeepEqual(other.points(), curves[0][0]);
});

test("knobs that are turned hold from the next step on", () => {
  const { learner, last } = begun();
  learner.advance(1e9, 5);
  const { kernels } = last();
  learner.hear({ knobs: { ...SETTINGS, learning_rate: 0, momentum: 0, batch_size: 4 } });
  learner.advance(1e9, 5);
  assert.deepEqual(last().kernels, kernels);
  assert.equal(last().seen, 5 * 16 + 5 * 4);
});

test("what goes wrong is said", () => {
  const far = begun({ learning_rate: 1e30, l2: 1 });
  far.learner.advance(1e9, 200);
  far.learner.hear({ go: true });
  assert.equal(far.last().trouble, "diverged");
  assert.equal(far.last().running, false, "there is nothing more to do");
  const still = begun({ learning_rate: 10, layers: 3, units: 4 });
  still.learner.advance(1e9, 200);
  assert.equal(still.last().trouble, "dead");
  const high = begun({ network: "linear" });
  const test = bars(100, 2);
  test.labels.forEach((label, k) => {
    test.labels[k] = (label + 1) % 4; // whatever it learns is wrong
  });
  high.learner.hear({ digits: { learn: bars(200, 1), test } });
  high.learner.advance(1e9, 200);
  assert.equal(high.last().trouble, "high");
  const well = begun();
  well.learner.advance(1e9, 200);
  assert.equal(well.last().trouble, "");
});

test("without digits it waits", () => {
  /** @type {Report[]} */
  const reports = [];
  const learner = trainer({ side: 12, classes: 4 }, (report) => reports.push(report));
  learner.hear({ begin: SETTINGS, run: 1, go: true });
  learner.hear({ step: true, drawn: new Uint8Array(144) });
  assert.equal(learner.goes(), false);
  assert.equal(reports.at(-1)?.steps, 0);
  assert.equal(reports.at(-1)?.answer?.length, 4);
});

test("a worker's program is whole: it learns the same as the functions it is made of", () => {
  /** @type {Report[]} */
  const reports = [];
  /** @type {{ onmessage?: (message: object) => void, postMessage: object }} */
  const self = { postMessage: (/** @type {Report} */ report) => reports.push(report) };
  const scope = createContext({ self, performance, setTimeout });
  runInContext(programOf({ side: 12, classes: 4 }), scope);
  const digits = { learn: bars(200, 1), test: bars(100, 2) };
  self.onmessage?.({ data: { begin: { ...SETTINGS, network: "cnn" }, run: 7, digits } });
  for (let k = 0; k < 3; k += 1) self.onmessage?.({ data: { step: true } });
  const own = begun({ network: "cnn" });
  own.learner.advance(1e9, 3);
  const there = /** @type {Report} */ (reports.at(-1));
  assert.deepEqual([...there.kernels], [...own.last().kernels]);
  assert.equal(there.steps, 3);
});
