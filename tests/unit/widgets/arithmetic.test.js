import assert from "node:assert/strict";
import { test } from "node:test";
import {
  convolved,
  margins,
  padPicture,
  patchAt,
} from "../../../helpers/widgets/convolution_arithmetic.js";
import {
  arithmetic,
  colourScale,
  looked,
} from "../../../helpers/widgets/pixel_pointer_arithmetic.js";
import {
  fieldOf,
  nodeAbove,
  rowsOf,
  strengths,
} from "../../../helpers/widgets/receptive_field_arithmetic.js";

/** Numbers that look random and are the same each time. */
function* mixed() {
  for (let state = 1; ; ) {
    state = (state * 48271) % 2147483647;
    yield state / 2147483647 - 0.5;
  }
}

/** @type {(count: number, from: Generator<number>) => number[]} */
const take = (count, from) => Array.from({ length: count }, () => from.next().value);

test("a convolution is a sum of products, worked out by hand", () => {
  const picture = [
    [1, 2, 3],
    [4, 5, 6],
    [7, 8, 9],
  ];
  const kernel = [
    [1, 0],
    [0, -1],
  ];
  const valid = padPicture(picture, kernel, 1, "valid");
  assert.deepEqual(convolved(valid.rows, kernel, 1), [
    [-4, -4],
    [-4, -4],
  ]);
  // "same" puts its zeros below and to the right, as TensorFlow does.
  const same = padPicture(picture, kernel, 1, "same");
  assert.deepEqual([same.above, same.left, same.rows.length], [0, 0, 4]);
  assert.deepEqual(convolved(same.rows, kernel, 1), [
    [-4, -4, 3],
    [-4, -4, 6],
    [7, 8, 9],
  ]);
  assert.deepEqual(patchAt(valid.rows, kernel, 1, 1, 0), [
    [4, 5],
    [7, 8],
  ]);
});

test("the output has the sizes that Keras says", () => {
  for (const length of [5, 6, 9, 28]) {
    for (const side of [1, 2, 3, 5]) {
      for (const stride of [1, 2, 3, 4]) {
        const [before, after] = margins(length, side, stride, "same");
        assert.ok(after - before === 0 || after - before === 1);
        const picture = Array.from({ length }, () => new Array(length).fill(1));
        const kernel = Array.from({ length: side }, () => new Array(side).fill(1));
        for (const padding of ["same", "valid"]) {
          const { rows } = padPicture(picture, kernel, stride, padding);
          const size = padding === "same" ? length : length - side + 1;
          assert.equal(convolved(rows, kernel, stride).length, Math.ceil(size / stride));
        }
      }
    }
  }
});

test("the sums of a pixel add up to what a plain loop gives", () => {
  const layer = {
    name: "conv",
    kind: "convolution",
    shape: [2, 2, 2],
    from: [-1],
    weights: [[2, 2, 3, 2], [2]],
    activation: "relu",
  };
  const from = mixed();
  const taken = { values: Float32Array.from(take(27, from)), shape: [3, 3, 3] };
  const kernels = Float32Array.from(take(24, from));
  const biases = Float32Array.from(take(2, from));
  const maps = Float32Array.from(take(8, from));
  const seen = looked(layer, [kernels, biases], taken, maps);
  const { parts, total, value, network } = arithmetic(seen, { map: 1, row: 1, column: 0 });
  let wanted = biases[1];
  for (let i = 0; i < 2; i += 1) {
    for (let j = 0; j < 2; j += 1) {
      for (let c = 0; c < 3; c += 1) {
        wanted += taken.values[((1 + i) * 3 + j) * 3 + c] * kernels[12 + (i * 2 + j) * 3 + c];
      }
    }
  }
  assert.ok(Math.abs(total - wanted) < 1e-6);
  assert.equal(value, Math.max(0, total));
  assert.equal(network, maps[(1 * 2 + 0) * 2 + 1]);
  const sizes = parts.map((part) => Math.abs(part.sum));
  assert.deepEqual(
    sizes,
    [...sizes].sort((a, b) => b - a),
    "what matters most comes first",
  );
  assert.equal(
    arithmetic(looked(layer, [kernels], taken, maps), { map: 0, row: 0, column: 0 }).bias,
    0,
  );
});

test("a colour scale ends where numpy's quantile of the sizes does", () => {
  const values = Float32Array.from([-4, 1, 3, -2]);
  assert.equal(colourScale(values), 4);
  assert.equal(colourScale(values, 0.5), 2.5);
  assert.equal(colourScale(new Float32Array(5), 0.999), 1);
});

test("what a node sees, and the node of another layer above the same spot", () => {
  const layer = { first: [-1, -1], stride: [2, 2], reach: [3, 3], size: [14, 14] };
  assert.deepEqual(fieldOf(layer, [0, 5]), [
    [-1, 2],
    [9, 12],
  ]);
  assert.deepEqual(nodeAbove(layer, [3, 5], layer), [3, 5]);
  const deeper = { first: [-3, -3], stride: [4, 4], reach: [7, 7], size: [7, 7] };
  assert.deepEqual(nodeAbove(layer, [4, 6], deeper), [2, 3]);
  const whole = { first: [0, 0], stride: [0, 0], reach: [28, 28], size: [1, 1] };
  assert.deepEqual(nodeAbove(layer, [4, 6], whole), [0, 0]);
});

test("how strongly nodes answer is the mean size over the maps", () => {
  const values = Float32Array.from([1, -1, 2, 0, 0, 0, -4, 0]); // four nodes, two maps
  assert.deepEqual(rowsOf(strengths(values, 2), 2), [
    [128, 128],
    [0, 255],
  ]);
});
