// The picture of a cloud: points, the spot, what is followed, and the classes' names.

import { placeNames } from "./point_cloud_names.js";
import { bytesOf, clear, makeStamps, paintPoints } from "./point_cloud_paint.js";
import { penOf } from "./shared/dom.js";
import { groundOf, luminance } from "./shared/ground.js";
import { clamp } from "./shared/numbers.js";

/** @import { View } from "./point_cloud_view.js" */

const TOP = 4095; // the largest coordinate
const FINEST = 2; // pixels of the screen for one of the page: more are not seen
const FONT = "600 14px system-ui, sans-serif";
const STRENGTH = 225; // how much of the ground a point hides, of 255
const FAINT = 90; // the same, of the others while some are followed
const LINE = 19; // the height of a name

/**
 * @typedef {{ current: Float32Array, middles: Float32Array, hidden: Set<number>, by: string,
 *   spot: [number, number], reach: number[], followed: number[], trail: Uint16Array[] }} Scene
 *
 * @param {{ canvas: HTMLCanvasElement, view: View, order: Uint32Array, labels: Uint8Array,
 *   names: string[], colours: string[], scales: [string, string, string][], values: Uint8Array,
 *   ramp: Uint8Array }} given
 */
export function makePicture({ canvas, view, order, labels, names, colours, scales, values, ramp }) {
  const n = labels.length;
  const pen = penOf(canvas, { willReadFrequently: true });
  const places = new Float32Array(2 * n);
  const strengths = new Uint8Array(n);
  const inks = new Uint8Array(3 * n);
  /** @type {ImageData | null} */
  let image = null;
  let inked = "";
  let stamps = makeStamps(1);
  let stamped = 1;
  /** @type {number[]} */
  let widths = [];

  /** Give each point its colour. @type {(by: string, dark: boolean) => void} */
  function ink(by, dark) {
    const wanted = `${by} ${dark}`;
    if (inked === wanted) return;
    inked = wanted;
    const scale = scales.findIndex(([name]) => name === by);
    const plain = dark ? [200, 200, 200] : [70, 74, 80];
    const classes = colours.map((each) =>
      bytesOf(each).map((part) => (dark ? lighter(part) : part)),
    );
    for (let point = 0; point < n; point += 1) {
      const value = values[Math.max(scale, 0) * n + point];
      const valued = scale < 0 ? plain : [...ramp.subarray(3 * value, 3 * value + 3)];
      inks.set(by === "class" && names.length ? classes[labels[point]] : valued, 3 * point);
    }
  }

  /** @param {Scene} scene */
  function draw({ current, middles, hidden, by, spot, reach, followed, trail }) {
    const fine = Math.min(FINEST, window.devicePixelRatio || 1);
    const width = Math.round(canvas.clientWidth * fine);
    const height = Math.round(canvas.clientHeight * fine);
    if (!width || !height) return;
    if (!image || image.width !== width || image.height !== height) {
      canvas.width = width;
      canvas.height = height;
      image = pen.createImageData(width, height);
    }
    const ground = groundOf(canvas);
    const dark = luminance(ground) < 0.2;
    ink(by, dark);
    const size = Math.min(width, height) / 600;
    const radius = clamp((200 / Math.sqrt(n)) * size, 1.2, 6) * view.zoom() ** 0.4;
    if (Math.abs(radius - stamped) > 0.05) {
      stamps = makeStamps(radius);
      stamped = radius;
    }
    const [left, top] = view.toCanvas(0, 0);
    const scale = (view.scale() / TOP) * fine;
    for (let point = 0; point < n; point += 1) {
      places[point] = left * fine + current[point] * scale;
      places[n + point] = top * fine - current[n + point] * scale;
    }
    const strength = followed.length ? FAINT : STRENGTH;
    for (let point = 0; point < n; point += 1) {
      strengths[point] = hidden.has(labels[point]) ? 0 : strength;
    }
    for (const point of followed) strengths[point] = 255;
    clear(image, ground);
    paintPoints(image, places, order, inks, strengths, stamps);
    pen.putImageData(image, 0, 0);

    pen.setTransform(fine, 0, 0, fine, 0, 0);
    const [front, back] = dark ? ["white", "black"] : ["black", "white"];
    const placeOf = (/** @type {ArrayLike<number>} */ layout, /** @type {number} */ point) =>
      view.toCanvas(layout[point] / TOP, layout[n + point] / TOP);
    const trailed = reach.length ? [reach[0], ...followed] : followed;
    for (const point of new Set(trailed)) {
      if (trail.length < 2) break;
      line(
        [...trail.slice(0, -1), current].map((layout) => placeOf(layout, point)),
        front,
        back,
      );
    }
    followed.forEach((point, number) => {
      ring(placeOf(current, point), 7, front, back);
      const [x, y] = placeOf(current, point);
      word(String(number + 1), x, y - 15, front, back);
    });
    if (reach.length) cross(spot, reach, current, front, back);
    if (by === "class") nameClasses(middles, hidden, front, back);
    pen.setTransform(1, 0, 0, 1, 0, 0);
  }

  /** @type {(places: [number, number][], front: string, back: string) => void} */
  function line(places, front, back) {
    for (const [wide, colour] of /** @type {[number, string][]} */ ([
      [3.5, back],
      [1.2, front],
    ])) {
      pen.lineWidth = wide;
      pen.strokeStyle = colour;
      pen.lineJoin = "round";
      pen.beginPath();
      for (const [x, y] of places) pen.lineTo(x, y);
      pen.stroke();
    }
  }

  /** @type {(place: [number, number], radius: number, front: string, back: string) => void} */
  function ring([x, y], radius, front, back) {
    for (const [wide, colour] of /** @type {[number, string][]} */ ([
      [4, back],
      [1.5, front],
    ])) {
      pen.lineWidth = wide;
      pen.strokeStyle = colour;
      pen.beginPath();
      pen.arc(x, y, radius, 0, 2 * Math.PI);
      pen.stroke();
    }
  }

  /**
   * A cross at the spot, and a ring around the pictures that are shown.
   * @type {(spot: [number, number], reach: number[], current: Float32Array, front: string, back: string) => void}
   */
  function cross(spot, reach, current, front, back) {
    const [x, y] = view.toCanvas(...spot);
    const farthest = reach[reach.length - 1];
    const [across, down] = view.toCanvas(current[farthest] / TOP, current[n + farthest] / TOP);
    ring([x, y], Math.max(Math.hypot(across - x, down - y), 3) + 2, front, back);
    line(
      [
        [x - 5, y],
        [x + 5, y],
      ],
      front,
      back,
    );
    line(
      [
        [x, y - 5],
        [x, y + 5],
      ],
      front,
      back,
    );
  }

  /** @type {(text: string, x: number, y: number, front: string, back: string) => void} */
  function word(text, x, y, front, back) {
    pen.font = FONT;
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.lineJoin = "round";
    pen.lineWidth = 4;
    pen.strokeStyle = back;
    pen.fillStyle = front;
    pen.strokeText(text, x, y);
    pen.fillText(text, x, y);
  }

  /** @type {(middles: Float32Array, hidden: Set<number>, front: string, back: string) => void} */
  function nameClasses(middles, hidden, front, back) {
    pen.font = FONT;
    if (!widths.length) widths = names.map((name) => pen.measureText(name).width + 8);
    const all = names.map((_, label) => label);
    const labelled = all.filter((label) => !hidden.has(label) && middles[2 * label] >= 0);
    const wanted = labelled.map((label) => {
      const [x, y] = view.toCanvas(middles[2 * label] / TOP, middles[2 * label + 1] / TOP);
      return { x, y, width: widths[label], height: LINE };
    });
    const inside = wanted.map(
      ({ x, y }) => x >= 0 && y >= 0 && x <= canvas.clientWidth && y <= canvas.clientHeight,
    );
    const seen = wanted.filter((_, index) => inside[index]);
    const placed = placeNames(seen, canvas.clientWidth, canvas.clientHeight);
    const which = labelled.filter((_, index) => inside[index]);
    placed.forEach((box, index) => {
      if (!box) return;
      const { x, y } = seen[index];
      // A name that had to make room points to where it belongs.
      if (Math.hypot(box.x - x, box.y - y) > LINE)
        line(
          [
            [x, y],
            [box.x, box.y],
          ],
          front,
          back,
        );
    });
    placed.forEach((box, index) => {
      if (box) word(names[which[index]], box.x, box.y, front, back);
    });
    canvas.dataset.names = JSON.stringify(
      placed
        .filter(Boolean)
        .map((box) =>
          [box?.x, box?.y, box?.width, box?.height].map((value) => Math.round(value ?? 0)),
        ),
    );
  }

  return { draw };
}

/** A colour's part on a dark ground: the darkest are lifted. @param {number} part */
const lighter = (part) => Math.round(60 + part * (195 / 255));
