// A map of pictures. Maps and pictures are in the page: nothing here waits for a kernel.

import { medians, mixedOrder, nearestPoints } from "./map_explorer_points.js";
import { begin } from "./shared/begin.js";
import { typed } from "./shared/bytes.js";
import { choiceSliders } from "./shared/choices.js";
import { element, heading, penOf, shareAt, unseen } from "./shared/dom.js";
import { isControlKey, keepKeys } from "./shared/keys.js";
import { change } from "./shared/model.js";
import { clamp } from "./shared/numbers.js";
import { pictureSheet } from "./shared/picture_sheet.js";

/** @import { Place } from "./shared/model.js" */

const SIDE = 480; // the map's width and height, in the page's pixels
const STEP = 1 / 64; // of the map, for an arrow key
const MOVE_MS = 450; // how long points take from one map to another

/** @param {Place} place */
function render({ model, el }) {
  /** @type {string[]} */
  const names = model.get("names");
  /** @type {string[]} */
  const colours = model.get("_colours");
  const sliders = choiceSliders(model, model.get("_choices"));
  /** @type {string[]} */
  const notes = model.get("_notes");
  /** @type {number[]} */
  const limits = model.get("_limits");
  const labels = typed(model.get("_labels"), Uint8Array);
  const n = labels.length;
  const stored = typed(model.get("_points"), Uint16Array);
  // Every map as shares of its frame, from 0 to 1; y counts up.
  const maps = Array.from({ length: stored.length / (2 * n) }, (_, index) =>
    Float64Array.from(
      stored.subarray(2 * n * index, 2 * n * (index + 1)),
      (value) => value / 65535,
    ),
  );
  const sheet = model.get("_tile").length ? pictureSheet(model) : null;
  const order = mixedOrder(n);
  const title = model.get("title");

  const about = { role: "img", "aria-label": "Map of pictures" };
  const canvas = element("canvas", { class: "wil-map", ...about });
  const found = element("div", { class: "wil-found" });
  const caption = element("p", { class: "wil-caption" });
  const note = element("p", { class: "wil-note" });
  const spoken = unseen();
  const root = element(
    "figure",
    { class: "wil wil-explorer", role: "group", "aria-label": title || "Map of pictures" },
    ...heading(title),
    ...(sliders.labels.length ? [element("div", { class: "wil-choices" }, ...sliders.labels)] : []),
    element(
      "div",
      { class: "wil-sides" },
      canvas,
      ...(sheet ? [element("div", {}, found, caption)] : []),
    ),
    ...(notes.length ? [note] : []),
    spoken,
  );
  el.append(root);
  if (sheet) {
    canvas.tabIndex = 0;
    canvas.setAttribute("role", "application");
  }

  let points = maps[sliders.place()];
  let goal = points;
  let request = 0;
  let speaking = 0;
  let telling = 0;

  /** Where the spot is, as shares of the map. */
  function spot() {
    const [x, y] = model.get("spot");
    return [(x - limits[0]) / (limits[1] - limits[0]), (y - limits[2]) / (limits[3] - limits[2])];
  }

  /** @param {number[]} share */
  const fromShare = ([x, y]) => [
    limits[0] + x * (limits[1] - limits[0]),
    limits[2] + y * (limits[3] - limits[2]),
  ];

  function draw() {
    const scale = window.devicePixelRatio || 1;
    if (canvas.width !== Math.round(SIDE * scale)) {
      canvas.width = canvas.height = Math.round(SIDE * scale);
    }
    const pen = penOf(canvas);
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    pen.fillStyle = "white";
    pen.fillRect(0, 0, SIDE, SIDE);
    const dot = Math.min(4, Math.max(1.5, 120 / Math.sqrt(n)));
    for (const index of order) {
      pen.fillStyle = colours[labels[index]];
      const x = points[2 * index] * SIDE - dot / 2;
      const y = (1 - points[2 * index + 1]) * SIDE - dot / 2;
      pen.fillRect(x, y, dot, dot);
    }
    pen.font = "bold 14px system-ui, sans-serif";
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.lineJoin = "round";
    pen.lineWidth = 4;
    medians(points, labels, names.length).forEach(([x, y], label) => {
      if (Number.isNaN(x)) return;
      const half = pen.measureText(names[label]).width / 2 + 3;
      const across = clamp(x * SIDE, half, SIDE - half);
      pen.strokeStyle = "white";
      pen.fillStyle = "black";
      pen.strokeText(names[label], across, (1 - y) * SIDE);
      pen.fillText(names[label], across, (1 - y) * SIDE);
    });
    if (sheet) drawSpot(pen);
  }

  /**
   * A cross at the spot, and a ring around the pictures that are shown.
   * @param {CanvasRenderingContext2D} pen
   */
  function drawSpot(pen) {
    const [x, y] = spot();
    const near = nearestPoints(points, [x, y], model.get("n_nearest"));
    const farthest = near[near.length - 1];
    const radius = Math.hypot(points[2 * farthest] - x, points[2 * farthest + 1] - y) * SIDE;
    const [across, down] = [x * SIDE, (1 - y) * SIDE];
    for (const [width, colour] of /** @type {const} */ ([
      [4, "white"],
      [1.5, "black"],
    ])) {
      pen.lineWidth = width;
      pen.strokeStyle = colour;
      pen.beginPath();
      pen.arc(across, down, Math.max(radius, 3) + 2, 0, 2 * Math.PI);
      pen.moveTo(across - 5, down);
      pen.lineTo(across + 5, down);
      pen.moveTo(across, down - 5);
      pen.lineTo(across, down + 5);
      pen.stroke();
    }
  }

  function lookUp() {
    if (!sheet) return;
    const near = nearestPoints(points, spot(), model.get("n_nearest"));
    found.replaceChildren(
      ...near.map((index) => {
        const name = names[labels[index]];
        const box = element("div", { class: "wil-one" }, sheet.picture(index, name));
        const word = element("span", {}, name);
        word.style.setProperty("--wil-colour", colours[labels[index]]);
        box.append(word);
        return box;
      }),
    );
    const counts = new Map();
    for (const index of near) {
      const name = names[labels[index]];
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    const sorted = [...counts].sort((a, b) => b[1] - a[1]);
    const text = sorted.map(([name, count]) => `${count} ${name}`).join(", ");
    caption.textContent = `Nearest to the spot: ${text}`;
    canvas.setAttribute("aria-label", `Map of pictures. ${caption.textContent}`);
    clearTimeout(speaking);
    speaking = setTimeout(() => {
      spoken.textContent = caption.textContent;
    }, 600);
    // The kernel hears of it once the hand rests: not a message for every pixel.
    clearTimeout(telling);
    telling = setTimeout(() => {
      change(model, "nearest", near);
    }, 200);
  }

  /** @param {number[]} share */
  function pointAt(share) {
    model.set("spot", fromShare(share.map((value) => clamp(value, 0, 1))));
  }

  function spotMoved() {
    draw();
    lookUp();
  }

  function showChoice() {
    sliders.show();
    if (notes.length) note.textContent = notes[sliders.place()];
    root.dataset.map = String(sliders.place());
  }

  /** Let every point glide to its place on the chosen map. */
  function choiceMoved() {
    showChoice();
    cancelAnimationFrame(request);
    const from = points;
    goal = maps[sliders.place()];
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    const started = performance.now();
    const glide = (/** @type {number} */ now) => {
      const done = still ? 1 : Math.min(1, Math.max(0, now - started) / MOVE_MS);
      const eased = done * done * (3 - 2 * done);
      points =
        done === 1 ? goal : from.map((value, index) => value + (goal[index] - value) * eased);
      draw();
      if (done < 1) request = requestAnimationFrame(glide);
      else lookUp();
    };
    glide(started);
  }

  /** @type {Record<string, number[]>} */
  const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

  /** @param {KeyboardEvent} event */
  function pressed(event) {
    if (!isControlKey(event)) return;
    event.preventDefault();
    const arrow = arrows[event.key];
    const [x, y] = spot();
    const step = STEP * (event.shiftKey ? 6 : 1);
    if (arrow) pointAt([x + arrow[0] * step, y + arrow[1] * step]);
    if (event.key === "Home") pointAt([0.5, 0.5]);
  }

  /** @param {PointerEvent} event */
  function pointed(event) {
    const [across, down] = shareAt(event, canvas);
    pointAt([across, 1 - down]);
  }

  const freeKeys = keepKeys(root, isControlKey);
  canvas.addEventListener("keydown", pressed);
  if (sheet) {
    canvas.addEventListener("pointermove", pointed);
    canvas.addEventListener("pointerdown", pointed);
    model.on("change:spot", spotMoved);
  }
  model.on("change:choice", choiceMoved);
  showChoice();
  draw();
  lookUp();
  root.classList.add("wil-ready");

  return () => {
    freeKeys();
    cancelAnimationFrame(request);
    clearTimeout(speaking);
    clearTimeout(telling);
    model.off("change:spot", spotMoved);
    model.off("change:choice", choiceMoved);
  };
}

export default { initialize: begin, render };
