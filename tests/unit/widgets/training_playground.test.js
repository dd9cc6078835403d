import assert from "node:assert/strict";
import { test } from "node:test";
import { hiddenOf } from "../../../helpers/widgets/training_playground_loop.js";
import {
  read,
  turned,
  valuesOf,
  written,
} from "../../../helpers/widgets/training_playground_settings.js";
import { kernelsOf, verdictOf } from "../../../helpers/widgets/training_playground_words.js";

const OFFERED = {
  networks: {
    linear: {},
    mlp: { layers: [1, 2, 3], units: [4, 16, 64] },
    cnn: { layers: [1, 2], units: [4, 8] },
  },
  knobs: {
    learning_rate: [0.01, 0.1, 1],
    momentum: [0, 0.9],
    l2: [0, 0.0001],
    batch_size: [1, 32],
    seed: [0, 1, 2],
    pace: ["full", "slow"],
  },
};
const SETTINGS = {
  network: "mlp",
  layers: 3,
  units: 64,
  learning_rate: 0.1,
  momentum: 0.9,
  l2: 0,
  batch_size: 32,
  seed: 1,
  pace: "full",
};

test("settings come back from an address as they were", () => {
  for (const network of ["linear", "mlp", "cnn"]) {
    const settings = turned(OFFERED, { ...SETTINGS, l2: 0.0001, pace: "slow" }, "network", network);
    assert.deepEqual(
      read(OFFERED, { ...SETTINGS, ...settings }, written(OFFERED, settings)),
      settings,
    );
  }
  assert.match(
    written(OFFERED, SETTINGS),
    /^playground&network=mlp&layers=3&units=64&learning_rate/,
  );
  assert.doesNotMatch(written(OFFERED, { ...SETTINGS, network: "linear" }), /layers|units/);
});

test("an address can be wrong in any way", () => {
  for (const text of ["", "the-path", "playgrounds", "network=cnn"]) {
    assert.equal(read(OFFERED, SETTINGS, text), null);
  }
  for (const text of [
    "playground",
    "playground&&=&learning_rate",
    "playground&learning_rate=7&seed=99&network=<b>&pace=%F0",
    "playground&__proto__=1&constructor=2&toString=3",
    "playground&units=8", // a CNN's, not an MLP's
    "playground&network=__proto__",
  ]) {
    assert.deepEqual(read(OFFERED, SETTINGS, text), SETTINGS, text);
  }
  const some = read(OFFERED, SETTINGS, "playground&seed=2&units=3&network=cnn");
  assert.deepEqual(some, { ...SETTINGS, network: "cnn", layers: 2, units: 8, seed: 2 });
});

test("another network gets the nearest size that it has", () => {
  const cnn = turned(OFFERED, SETTINGS, "network", "cnn");
  assert.deepEqual([cnn.layers, cnn.units], [2, 8]);
  assert.deepEqual(hiddenOf(cnn), { maps: [8, 16] });
  assert.deepEqual(hiddenOf(SETTINGS), { units: [64, 64, 64] });
  const linear = turned(OFFERED, SETTINGS, "network", "linear");
  assert.deepEqual([linear.layers, hiddenOf(linear)], [3, {}]);
  assert.deepEqual(valuesOf(OFFERED, "layers", "linear"), []);
});

test("it says what it shows", () => {
  assert.match(
    kernelsOf({ ...SETTINGS, network: "linear" }, 10, 28, true),
    /added to its 10 templ/,
  );
  assert.match(
    kernelsOf({ ...SETTINGS, network: "cnn" }, 8, 3, false),
    /Now: the 8 kernels.*3 × 3/,
  );
  const answer = Float32Array.of(0.1, 0.7, 0.2);
  assert.equal(verdictOf(answer, null), "It says 1 (70\u00a0%).");
  assert.equal(verdictOf(answer, 2), "It says 1 (70\u00a0%). It is a 2.");
  assert.match(verdictOf(null, null), /^Draw/);
  assert.equal(verdictOf(Float32Array.of(Number.NaN), null), "It has no answer.");
});
