import assert from "node:assert/strict";
import { test } from "node:test";
import {
  clamp,
  counted,
  percent,
  ratio,
  signed,
  sum,
  written,
} from "../../../helpers/widgets/shared/numbers.js";

const SPACE = "\u00a0";

test("a share has two digits", () => {
  const shares = [0, 0.001, 0.0123, 0.0994, 0.0995, 0.1, 0.765, 0.9, 0.98, 1];
  const wanted = ["0", "0.1", "1.2", "9.9", "10", "10", "77", "90", "98", "100"];
  assert.deepEqual(
    shares.map((share) => percent(share)),
    wanted.map((text) => `${text}${SPACE}%`),
  );
});

test("a share is never rounded up to all, nor down to nothing", () => {
  for (const tenths of [false, true]) {
    assert.equal(percent(0.99999, tenths), `99.9${SPACE}%`);
    assert.equal(percent(0.992, tenths), `99.2${SPACE}%`);
    assert.equal(percent(0.00001, tenths), `< 0.1${SPACE}%`);
    assert.equal(percent(1, tenths), `100${SPACE}%`);
    assert.equal(percent(0, tenths), `0${SPACE}%`);
  }
});

test("a share in tenths of a percent", () => {
  assert.equal(percent(0.843, true), `84.3${SPACE}%`);
  assert.equal(percent(0.0049, true), `0.5${SPACE}%`);
});

test("numbers have a minus sign, and no dust", () => {
  assert.equal(written(0.1 + 0.2), "0.3");
  assert.equal(written(-0), "0");
  assert.equal(written(-0.00001), "0");
  assert.equal(written(-2.5), "−2.5");
  assert.equal(written(-1.23456, 3), "−1.235");
  assert.equal(signed(-0.5, 3), "− 0.500");
  assert.equal(signed(0.5, 1), "+ 0.5");
  assert.equal(counted(12345), "12,345");
});

test("limits, sums and shares", () => {
  assert.deepEqual(
    [-1, 0.5, 9].map((value) => clamp(value, 0, 2)),
    [0, 0.5, 2],
  );
  assert.equal(sum([1, 2, 3.5]), 6.5);
  assert.equal(sum([]), 0);
  assert.equal(ratio(1, 4), 0.25);
  assert.equal(ratio(0, 0), 0);
});
