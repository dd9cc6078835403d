import assert from "node:assert/strict";
import { test } from "node:test";
import { nearestTo } from "../../../helpers/widgets/drawing_pad_answer.js";
import { story } from "../../../helpers/widgets/drawing_pad_time.js";
import { shadesOf } from "../../../helpers/widgets/shared/layer_maps.js";

test("what was said over time is told in one sentence", () => {
  const epochs = [0, 1, 2, 4, 8];
  const told = (/** @type {string} */ said) => story(epochs, [...said]);
  assert.equal(told("17777"), "It says 1 at epoch 0, 7 from epoch 1 on.");
  assert.equal(
    told("11737"),
    "It says 1 at epochs 0 to 1, 7 at epoch 2, 3 at epoch 4, 7 from epoch 8 on.",
  );
  assert.equal(told("77777"), "It says 7 at every epoch, even before it had learned.");
});

test("the nearest pictures come first, and of equal ones the first", () => {
  const pictures = Uint8Array.from([0, 0, 9, 9, 3, 4, 9, 9]);
  assert.deepEqual(nearestTo(pictures, Uint8Array.from([9, 8]), 4), [1, 3, 2, 0]);
  assert.deepEqual(nearestTo(pictures, Uint8Array.from([1, 0]), 1), [0]);
});

test("values become shades map after map, within the scale", () => {
  const layer = { name: "conv", maps: 2, rows: 1, columns: 2, limit: 2 };
  assert.deepEqual([...shadesOf([1, -1, 2, 5], layer)], [128, 255, 0, 255]);
});
