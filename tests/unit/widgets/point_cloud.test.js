import assert from "node:assert/strict";
import { test } from "node:test";
import {
  between,
  mixedOrder,
  nearestPoints,
} from "../../../helpers/widgets/point_cloud_layouts.js";
import {
  bytesOf,
  clear,
  makeStamps,
  paintPoints,
} from "../../../helpers/widgets/point_cloud_paint.js";
import { makeView } from "../../../helpers/widgets/point_cloud_view.js";

/** Numbers that look random and are the same each time. */
function* mixed() {
  for (let state = 1; ; ) {
    state = (state * 48271) % 2147483647;
    yield state / 2147483647;
  }
}

/** @type {(count: number, from: Generator<number>) => number[]} */
const take = (count, from) => Array.from({ length: count }, () => from.next().value);

test("the nearest points are those of sorting all distances", () => {
  const points = take(400, mixed());
  const far = (/** @type {number} */ index) =>
    Math.hypot(points[index] - 0.1, points[200 + index] + 0.2);
  const sorted = Array.from({ length: 200 }, (_, index) => index).sort((a, b) => far(a) - far(b));
  const all = () => true;
  assert.deepEqual(nearestPoints(points, [0.1, -0.2], 9, 200, all), sorted.slice(0, 9));
  assert.equal(nearestPoints(points, [0, 0], 999, 200, all).length, 200);
  const even = sorted.filter((index) => index % 2 === 0 && index < 100);
  const isEven = (/** @type {number} */ index) => index % 2 === 0;
  assert.deepEqual(nearestPoints(points, [0.1, -0.2], 5, 100, isEven), even.slice(0, 5));
});

test("a mixed order has every index once", () => {
  assert.deepEqual(
    [...mixedOrder(50)].sort((a, b) => a - b),
    Array.from({ length: 50 }, (_, i) => i),
  );
});

test("points move in straight lines", () => {
  const into = new Float32Array(3);
  between([0, 10, 4], [10, 0, 4], 0.25, into);
  assert.deepEqual([...into], [2.5, 7.5, 4]);
});

/** A picture as a canvas gives it. @type {(width: number, height: number) => any} */
const picture = (width, height) => ({
  width,
  height,
  data: new Uint8ClampedArray(4 * width * height),
});

test("a disc covers its own area, in its own colour, around its own middle", () => {
  const radius = 3;
  const image = picture(40, 30);
  clear(image, [255, 255, 255]);
  const ink = bytesOf("#204080");
  const [x, y] = [17.25, 12.5];
  paintPoints(
    image,
    new Float32Array([x, y]),
    new Uint32Array([0]),
    new Uint8Array(ink),
    new Uint8Array([255]),
    makeStamps(radius),
  );
  let [area, across, down] = [0, 0, 0];
  for (let place = 0; place < 40 * 30; place += 1) {
    const share = (255 - image.data[4 * place]) / (255 - ink[0]);
    area += share;
    across += share * (place % 40);
    down += share * Math.floor(place / 40);
  }
  assert.ok(Math.abs(area - Math.PI * radius ** 2) < 0.05 * Math.PI * radius ** 2);
  assert.ok(Math.abs(across / area - x) < 0.05);
  assert.ok(Math.abs(down / area - y) < 0.05);
  const middle = 4 * (13 * 40 + 17);
  assert.ok(ink.every((part, k) => Math.abs(image.data[middle + k] - part) <= 2));
});

test("what is switched off, or would reach over the edge, is not painted", () => {
  const image = picture(20, 20);
  clear(image, [1, 2, 3]);
  const before = [...image.data];
  const places = new Float32Array([10, 0, -50, 19.9, 10, 10, 10, 10]);
  paintPoints(
    image,
    places,
    new Uint32Array([0, 1, 2, 3]),
    new Uint8Array(12).fill(200),
    new Uint8Array([0, 255, 255, 255]),
    makeStamps(2),
  );
  assert.deepEqual([...image.data], before);
});

test("a place on the canvas is the same place on the map, wherever the view is", () => {
  const view = makeView();
  view.resize(600, 400);
  assert.deepEqual(view.toCanvas(0.5, 0.5), [300, 200]);
  assert.deepEqual(view.toCanvas(0, 1), [100, 0]);
  view.near(3, 250, 100);
  view.pan(40, -20);
  for (const [x, y] of [
    [0.2, 0.7],
    [0.5, 0.5],
  ]) {
    const back = view.toMap(...view.toCanvas(x, y));
    assert.ok(Math.hypot(back[0] - x, back[1] - y) < 1e-9);
  }
});

test("coming nearer leaves the place under the hand where it is", () => {
  const view = makeView();
  view.resize(500, 500);
  const place = view.toMap(300, 220);
  view.near(4, 300, 220);
  const [across, down] = view.toCanvas(...place);
  assert.ok(Math.hypot(across - 300, down - 220) < 1e-9);
  view.near(1e9, 300, 220);
  assert.ok(view.zoom() <= 40);
  view.reset();
  assert.deepEqual(view.toCanvas(0.5, 0.5), [250, 250]);
});

test("the map can't be moved out of sight", () => {
  const view = makeView();
  view.resize(500, 300);
  view.pan(4000, 4000);
  assert.deepEqual(view.toCanvas(0.5, 0.5), [250, 150]);
  view.near(5, 250, 150);
  view.pan(1e6, -1e6);
  const [left, bottom] = view.toCanvas(0, 0);
  const [right, top] = view.toCanvas(1, 1);
  assert.ok(left <= 500 && right >= 0 && top <= 300 && bottom >= 0);
});
