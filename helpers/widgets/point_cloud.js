// Thousands of points that move through epochs and along a second axis. Layouts and pictures are in
// the page: nothing here waits for a kernel.

import {
  between,
  medians,
  mixedOrder,
  nearestPoints,
  unpackLayouts,
} from "./point_cloud_layouts.js";
import { classLegend, colourMenu, numberScale } from "./point_cloud_legend.js";
import { cloudPanel } from "./point_cloud_panel.js";
import { makePicture } from "./point_cloud_picture.js";
import { shareTable } from "./point_cloud_table.js";
import { listenToHands, makeView } from "./point_cloud_view.js";
import { begin } from "./shared/begin.js";
import { typed } from "./shared/bytes.js";
import { choiceSliders } from "./shared/choices.js";
import { element, heading, labelled } from "./shared/dom.js";
import { lastNotAbove, setEpoch } from "./shared/epochs.js";
import { watchGround } from "./shared/ground.js";
import { isControlKey, keepKeys } from "./shared/keys.js";
import { change } from "./shared/model.js";
import { clamp } from "./shared/numbers.js";
import { transport } from "./shared/transport.js";

/** @import { Place } from "./shared/model.js" */

const TOP = 4095; // the largest coordinate
const GLIDE_MS = 400; // from one map or epoch to another, by hand
const MOST_FOLLOWED = 12;

/** @param {Place} place */
function render({ model, el }) {
  const shape = model.get("_shape");
  /** @type {number} */
  const n = shape[2];
  /** @type {number[]} */
  const epochs = model.get("epochs");
  /** @type {string[]} */
  const names = model.get("names");
  const labels = typed(model.get("_labels"), Uint8Array);
  /** @type {string[]} */
  const notes = model.get("_notes");
  /** @type {number[]} */
  const limits = model.get("_limits");
  /** @type {[string, string, string][]} */
  const scales = model.get("_scales");
  /** @type {string[]} */
  const descriptions = model.get("descriptions");
  const order = mixedOrder(n);
  const pictured = model.get("_pictured");
  const title = model.get("title");
  const sliders = choiceSliders(model, model.get("_choices"));
  const view = makeView();

  /** @type {Uint16Array[][]} */
  let layouts = [];
  const current = new Float32Array(2 * n);
  const from = new Float32Array(2 * n);
  const classes = Math.max(names.length, 1);
  const middles = new Float32Array(2 * classes);
  const fromMiddles = new Float32Array(2 * classes);
  const hidden = new Set(/** @type {number[]} */ ([]));
  let [request, waiting] = [0, 0];

  const canvas = element("canvas", { class: "wil-map", tabindex: 0, role: "application" });
  const by = colourMenu(names, scales);
  const moving = transport(model, epochShown);
  const note = element("p", { class: "wil-note" });
  const panel = cloudPanel(model, { labels, names, unpick: (point) => pick(point) });
  const legend = classLegend(names, labels, model.get("_colours"), toggle);
  const ramp = typed(model.get("_ramp"), Uint8Array);
  const scale = numberScale(ramp);
  const zooms = element("div", { class: "wil-zooms" });
  const root = element(
    "figure",
    { class: "wil wil-cloud wil-playing", role: "group", "aria-label": title || "Map of pictures" },
    ...heading(title),
    element("div", { class: "wil-choices" }, ...sliders.labels, labelled("colour", by)),
    element(
      "div",
      { class: "wil-sides" },
      element(
        "div",
        {},
        element("div", { class: "wil-stage" }, canvas, zooms),
        ...(epochs.length > 1 ? [moving.controls] : []),
        ...(names.length ? [legend.root] : []),
        ...(scales.length ? [scale.root] : []),
      ),
      panel.root,
    ),
    ...(notes.length ? [note] : []),
    moving.spoken,
  );
  const picture = makePicture({
    canvas,
    view,
    order,
    labels,
    names,
    scales,
    ramp,
    values: typed(model.get("_values"), Uint8Array),
    colours: model.get("_colours"),
  });
  const table = shareTable(model, (map, epoch) => {
    change(model, "choice", [map]);
    setEpoch(model, epochs[epoch]);
  });
  if (table) {
    panel.root.prepend(element("div", { class: "wil-scroll" }, table.table));
    root.classList.add("wil-tabled");
  }
  el.append(root);
  const epoch = () => lastNotAbove(epochs, model.get("epoch"));
  const isShown = (/** @type {number} */ point) => !hidden.has(labels[point]);

  /** Where the spot is, as shares of the map. @returns {[number, number]} */
  function spot() {
    const [x, y] = model.get("spot");
    return [(x - limits[0]) / (limits[1] - limits[0]), (y - limits[2]) / (limits[3] - limits[2])];
  }

  /** @type {(place: [number, number], count: number, among: number) => number[]} */
  const near = ([x, y], count, among) =>
    nearestPoints(current, [x * TOP, y * TOP], count, among, isShown);

  function draw() {
    if (!layouts.length) return;
    const started = performance.now();
    picture.draw({
      current,
      middles,
      hidden,
      by: model.get("colour"),
      spot: spot(),
      reach: panel.shown,
      followed: model.get("picked"),
      trail: layouts[sliders.place()].slice(0, epoch() + 1),
    });
    // What a frame costs, for whoever wants to know; see tests/browser/test_point_cloud.py.
    root.dataset.ms = (performance.now() - started).toFixed(2);
  }

  /** Draw before the page is painted next; however often it is asked for, once. */
  function drawSoon() {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(draw);
  }

  function lookUp() {
    if (!layouts.length) return;
    const count = Math.min(model.get("n_nearest"), pictured || n);
    panel.show(near(spot(), count, pictured || n), near(spot(), 1, n)[0]);
    drawSoon();
  }

  /** @type {(place: [number, number]) => void} */
  function pointAt([x, y]) {
    /** @type {(share: number, low: number, high: number) => number} */
    const on = (share, low, high) => low + clamp(share, 0, 1) * (high - low);
    model.set("spot", [on(x, limits[0], limits[1]), on(y, limits[2], limits[3])]);
  }

  /** Follow a point, or let go of it. @param {number} point */
  function pick(point) {
    /** @type {number[]} */
    const picked = model.get("picked");
    const without = picked.filter((each) => each !== point);
    const added = without.length === picked.length ? [...picked, point] : without;
    change(model, "picked", added.slice(-MOST_FOLLOWED));
  }

  /** @type {(place: [number, number], reach: number) => void} */
  function press(place, reach) {
    pointAt(place);
    canvas.focus({ preventScroll: true });
    const [point] = near(place, 1, n);
    if (point === undefined) return;
    const [x, y] = view.toCanvas(current[point] / TOP, current[n + point] / TOP);
    const [across, down] = view.toCanvas(...place);
    if (Math.hypot(x - across, y - down) <= reach) pick(point);
  }

  /** @param {number} label */
  function toggle(label) {
    if (!hidden.delete(label)) hidden.add(label);
    legend.press(label, !hidden.has(label));
    lookUp();
  }

  /** Let every point move to its place at the epoch and on the map that are chosen. */
  function glide(ms = 0) {
    if (!layouts.length) return;
    cancelAnimationFrame(request);
    const map = sliders.place();
    const goal = layouts[map][epoch()];
    const goalMiddles = medians(goal, labels, classes);
    from.set(current);
    fromMiddles.set(middles);
    const started = performance.now();
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    const step = (/** @type {number} */ now) => {
      const share = still || ms === 0 ? 1 : Math.min(1, Math.max(0, now - started) / ms);
      between(from, goal, share, current);
      between(fromMiddles, goalMiddles, share, middles);
      draw();
      if (share < 1) request = requestAnimationFrame(step);
      else lookUp();
    };
    step(started);
    table?.show(map, epoch());
    root.dataset.map = String(map);
    root.dataset.epoch = String(epochs[epoch()]);
  }

  /** @type {(index: number, playing: boolean) => string} */
  function epochShown(index, playing) {
    glide(playing ? moving.pace() : GLIDE_MS / 2);
    const where = `${model.get("label")} ${epochs[index]} of ${epochs[epochs.length - 1]}`;
    const words = descriptions[index] ?? "";
    canvas.setAttribute(
      "aria-label",
      `${title || "Map of pictures"}. ${words || where}. ${panel.words()}`,
    );
    return words;
  }

  function choiceMoved() {
    sliders.show();
    if (notes.length) note.textContent = notes[sliders.place()];
    glide(GLIDE_MS);
  }

  function colourMoved() {
    by.value = model.get("colour");
    legend.root.hidden = model.get("colour") !== "class";
    scale.show(scales.find(([name]) => name === model.get("colour")));
    panel.follow(model.get("picked"));
    lookUp();
  }

  function resized() {
    const { clientWidth, clientHeight } = canvas;
    if (!clientWidth || !clientHeight) return;
    view.resize(clientWidth, clientHeight);
    drawSoon();
  }

  const hands = listenToHands(canvas, view, spot, {
    moved: drawSoon,
    pointed: pointAt,
    pressed: press,
    letGo: () => change(model, "picked", []),
  });
  zooms.append(...hands.buttons);
  by.addEventListener("change", () => change(model, "colour", by.value));
  const stop = moving.start(root);
  const freeKeys = keepKeys(root, (event, target) =>
    target === canvas ? hands.isOurs(event) || event.key === " " : isControlKey(event),
  );
  const unwatch = watchGround(root, resized);
  function pickedMoved() {
    panel.follow(model.get("picked"));
    drawSoon();
  }
  const heard = { spot: lookUp, picked: pickedMoved, choice: choiceMoved, colour: colourMoved };
  for (const [name, moved] of Object.entries(heard)) model.on(`change:${name}`, moved);
  choiceMoved();
  colourMoved();
  pickedMoved();
  unpackLayouts(typed(model.get("_layouts"), Uint8Array), shape).then(
    (unpacked) => {
      layouts = unpacked;
      current.set(layouts[sliders.place()][epoch()]);
      middles.set(medians(layouts[sliders.place()][epoch()], labels, classes));
      resized();
      glide();
      root.classList.add("wil-ready");
    },
    () => {
      note.textContent = "This browser can't unpack the points: it is too old, or the file is cut.";
      root.append(note);
    },
  );

  return () => {
    stop();
    freeKeys();
    unwatch();
    panel.stop();
    cancelAnimationFrame(request);
    cancelAnimationFrame(waiting);
    for (const [name, moved] of Object.entries(heard)) model.off(`change:${name}`, moved);
  };
}

export default { initialize: begin, render };
