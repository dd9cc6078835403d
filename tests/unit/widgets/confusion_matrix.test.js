import assert from "node:assert/strict";
import { test } from "node:test";
import { namedClasses } from "../../../helpers/widgets/confusion_matrix_canvas.js";
import {
  colouring,
  matrixOf,
  outcome,
  scoresOf,
  shareOf,
  unpackMatrices,
} from "../../../helpers/widgets/confusion_matrix_counts.js";
import { cellWords, rightOf } from "../../../helpers/widgets/confusion_matrix_words.js";
import { luminance, readable } from "../../../helpers/widgets/shared/ground.js";

// 100 apples (60 called so), 50 pears (all called so), no plum, which 5 apples are called.
const COUNTS = Uint32Array.of(60, 35, 5, 0, 50, 0, 0, 0, 0);
const MATRIX = matrixOf(COUNTS, 3);
const NAMES = ["apple", "pear", "plum"];

test("rows, columns and what is right are counted", () => {
  const { rows, columns, total, right } = MATRIX;
  assert.deepEqual(
    { rows, columns, total, right },
    {
      rows: [100, 50, 0],
      columns: [60, 85, 5],
      total: 150,
      right: 110,
    },
  );
  assert.equal(rightOf(MATRIX), "110 of 150 right (73\u00a0%)");
});

test("counts come out of few bytes, empty epochs too", () => {
  // Four cells: 60, 35, 5, one empty one, 50; then an epoch with 300 in the last cell of all.
  const bytes = Uint8Array.of(4, 0, 60, 0, 35, 0, 5, 1, 50, 0, 1, 8, 0b10101100, 0b10);
  const [first, empty, last] = unpackMatrices(bytes, 3);
  assert.deepEqual(first, MATRIX);
  assert.equal(empty.total, 0);
  assert.equal(last.counts[8], 300);
  assert.deepEqual(unpackMatrices(new DataView(bytes.buffer), 3)[0], MATRIX);
});

test("shares are of the row, of the column, or counts", () => {
  assert.equal(shareOf(MATRIX, "row", 0, 1), 0.35);
  assert.equal(shareOf(MATRIX, "column", 0, 1), 35 / 85);
  assert.equal(shareOf(MATRIX, "none", 0, 1), 35);
  assert.equal(shareOf(MATRIX, "row", 2, 0), 0, "of a class that is not there");
});

test("errors have a scale of their own, or that of what is right", () => {
  const errors = colouring(MATRIX, "row", "errors");
  assert.equal(errors.limit, 0.35);
  assert.equal(errors.strength(0.35, false), 1);
  assert.equal(errors.strength(0.7, false), 1, "an earlier epoch may have larger ones");
  assert.equal(errors.strength(0.5, true), 0.5);
  assert.equal(colouring(MATRIX, "row", "same").strength(0.35, false), 0.35);
  const logarithmic = colouring(MATRIX, "row", "log");
  assert.ok(Math.abs(logarithmic.strength(1, true) - 1) < 1e-9);
  assert.ok(Math.abs(logarithmic.strength(0.05, false) - 0.08) < 1e-9, "the smallest is seen");
});

test("one class against the rest", () => {
  const { tp, fn, fp, tn, precision, recall, F1, accuracy } = scoresOf(MATRIX, 1);
  assert.deepEqual([tp, fn, fp, tn], [50, 0, 35, 65]);
  assert.deepEqual([precision, recall, F1, accuracy], [50 / 85, 1, 100 / 135, 115 / 150]);
  assert.equal(scoresOf(MATRIX, 2).recall, 0, "of a class that is not there");
  const kinds = [outcome(1, 1, 1), outcome(1, 1, 0), outcome(1, 0, 1), outcome(1, 0, 0)];
  assert.deepEqual(kinds, ["TP", "FN", "FP", "TN"]);
  assert.equal(outcome(-1, 0, 0), "");
});

test("a cell says what it is", () => {
  /** @type {import("../../../helpers/widgets/confusion_matrix_words.js").Shown} */
  const shown = { matrix: MATRIX, by: "row", index: -1, open: [], here: [0, 0] };
  const said = cellWords(shown, NAMES, 0, 1);
  assert.equal(said, "actual apple, predicted pear: 35, 35\u00a0%, wrong");
  assert.equal(cellWords(shown, NAMES, 2, 2), "actual plum, predicted plum: 0");
  const marked = cellWords({ ...shown, by: "none", index: 1 }, NAMES, 1, 1);
  assert.equal(marked, "actual pear, predicted pear: 50, right, TP");
});

test("names are written where they have room", () => {
  assert.deepEqual(namedClasses(3, 40), [0, 1, 2]);
  assert.deepEqual(namedClasses(7, 7), [0, 2, 4, 6]);
  assert.deepEqual(namedClasses(300, 1).length, Math.ceil(300 / 14));
});

test("ink is what reads better on a colour", () => {
  assert.equal(luminance([255, 255, 255]), 1);
  assert.equal(readable([255, 255, 255]), "black");
  assert.equal(readable([0, 114, 178]), "white");
  assert.equal(readable([240, 138, 60]), "black");
});
