// A network that learns in the page: knobs, curves, what its first layer has learned, and one's
// own digit. A worker does the arithmetic; the page draws what it reports.

import { begin } from "./shared/begin.js";
import { typed } from "./shared/bytes.js";
import { button, element, unseen } from "./shared/dom.js";
import { likeMnist } from "./shared/handwriting.js";
import { isControlKey, keepKeys } from "./shared/keys.js";
import { change } from "./shared/model.js";
import { sum } from "./shared/numbers.js";
import { PAD, paper } from "./shared/paper.js";
import { pictureSheet } from "./shared/picture_sheet.js";
import { probabilityBars } from "./shared/probabilities.js";
import { address } from "./training_playground_address.js";
import { knobs } from "./training_playground_knobs.js";
import { read, written } from "./training_playground_settings.js";
import { curves, kernelTiles } from "./training_playground_views.js";
import {
  ALONE,
  ASLEEP,
  INEXACT,
  kernelsOf,
  progress,
  TROUBLE,
  verdictOf,
} from "./training_playground_words.js";
import { learnerFor } from "./training_playground_worker.js";

/**
 * @import { Place } from "./shared/model.js"
 * @import { Report, Settings } from "./training_playground_loop.js"
 */

/** Knobs that make another network; the others turn while it learns. */
const ANEW = /** @type {(keyof Settings)[]} */ (["network", "layers", "units", "seed"]);
const CALM_MS = 1000; // between two pictures, for who asks for less motion

/** @param {Place} place */
function render({ model, el }) {
  const offered = model.get("_offered");
  const labels = typed(model.get("_labels"), Uint8Array);
  /** @type {number} */
  const nLearn = model.get("_n_learn");
  /** @type {number} */
  const side = model.get("_tile")[0];
  const given = { side, classes: model.get("_classes") };
  /** @returns {Settings} */
  const settings = () => model.get("settings");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");

  let before = settings();
  let run = 0;
  let running = false; // as somebody wants it: it may sleep meanwhile
  let due = 0;
  let frame = 0;
  let waiting = 0;
  let shown = -1; // the new digit that was put on the pad last
  /** @type {number | null} */
  let truth = null;
  /** @type {Report | null} */
  let latest = null;
  /** @type {Promise<Uint8Array | null> | null} */
  let decoded = null;
  const notes = { alone: "", asleep: "", inexact: "", trouble: "" };

  const charts = curves();
  const tiles = kernelTiles(() => draw());
  const bars = probabilityBars(Array.from({ length: given.classes }, (_, k) => String(k)));
  const own = address();
  const count = element("p", { class: "wil-count" });
  const note = element("p", { class: "wil-note", role: "status" });
  const caption = element("p");
  const verdict = element("p");
  const heard = unseen();

  const go = button("Train", () => setRunning(!running), { class: "wil-go" });
  const step = button("Step", () => withDigits(() => learner.send({ step: true })), {
    title: "Learn from one batch",
  });
  const reset = button(
    "Reset",
    () => {
      setRunning(false);
      anew();
    },
    { title: "Forget all, and begin with the first weights again" },
  );
  const clear = button("Clear", () => {
    pad.put(null);
    tellDrawing();
  });
  const example = button(
    "New digit",
    () =>
      withDigits((pixels) => {
        shown = (shown + 1) % (labels.length - nLearn);
        const from = (nLearn + shown) * side * side;
        pad.put(pixels.slice(from, from + side * side));
        tellDrawing(labels[nLearn + shown]);
      }),
    { title: "Put a digit on the pad that it does not learn from" },
  );
  const pad = paper({
    drawn: () => tellDrawing(),
  });
  const menus = knobs(offered, settings, (chosen) => change(model, "settings", chosen));

  const root = element(
    "div",
    { class: "wil wil-playground", role: "group", "aria-label": "A network to train" },
    element("div", { class: "wil-buttons" }, go, step, reset, count),
    note,
    element(
      "div",
      { class: "wil-parts" },
      element("div", { class: "wil-views" }, ...charts.figures),
      element("div", { class: "wil-weights" }, caption, tiles.canvas, tiles.choice),
      element(
        "div",
        { class: "wil-own" },
        element("div", { class: "wil-drawing" }, pad.canvas, clear, example),
        element("div", {}, verdict, bars.root),
      ),
      menus.box,
    ),
    heard,
  );
  el.append(root);

  const learner = learnerFor(given, onReport, () => tell("alone", ALONE));

  /**
   * @param {keyof typeof notes} which
   * @param {string} text
   */
  function tell(which, text) {
    if (notes[which] === text) return;
    notes[which] = text;
    note.textContent = Object.values(notes).filter(Boolean).join(" ");
  }

  /**
   * Do something that needs the digits, once they are here. They stay in the picture that holds
   * them until then.
   * @param {(pixels: Uint8Array) => void} act
   */
  async function withDigits(act) {
    decoded ??= pictureSheet(model)
      .pixels(labels.length)
      .then((pixels) => {
        if (sum(pixels) !== model.get("_sum")) return null;
        const part = (/** @type {number} */ from, /** @type {number} */ to) => ({
          pictures: pixels.slice(from * side * side, to * side * side),
          labels: labels.slice(from, to),
        });
        const digits = { learn: part(0, nLearn), test: part(nLearn, labels.length) };
        learner.send({ digits });
        return pixels;
      });
    const pixels = await decoded;
    if (pixels) act(pixels);
    else {
      running = false;
      tell("inexact", INEXACT);
      showRunning();
    }
  }

  /** @param {boolean} wanted */
  function setRunning(wanted) {
    running = wanted;
    tell("asleep", "");
    showRunning();
    if (wanted) withDigits(() => learner.send({ go: running && !document.hidden }));
    else learner.send({ go: false });
  }

  function showRunning() {
    go.textContent = running ? "Pause" : "Train";
    root.dataset.running = String(running);
    step.disabled = running;
  }

  function anew() {
    run += 1;
    charts.anew();
    tell("trouble", "");
    learner.send({ begin: settings(), run });
    if (running) learner.send({ go: !document.hidden });
  }

  /** @param {number | null} label  of a test digit; null for one's own */
  function tellDrawing(label = null) {
    truth = label;
    const drawing = { shades: pad.inked(), width: PAD, height: PAD };
    learner.send({ drawn: likeMnist(drawing, 0) });
  }

  /** @param {Report} report */
  function onReport(report) {
    if (report.run !== run) return;
    charts.add(report.points);
    latest = report;
    if (running && report.trouble === "diverged") {
      running = false;
      showRunning();
    }
    if (waiting || frame) return;
    waiting = setTimeout(() => {
      waiting = 0;
      frame = requestAnimationFrame(draw);
    }, due - performance.now());
  }

  function draw() {
    frame = 0;
    if (!latest) return;
    due = running && calm.matches ? performance.now() + CALM_MS : 0;
    const { kernels, side: width, answer, trouble, steps } = latest;
    charts.show(nLearn);
    const many = kernels.length / width ** 2;
    caption.textContent = kernelsOf(settings(), many, width, tiles.onlyAdded());
    tiles.show(latest, caption.textContent);
    const best = bars.show(answer);
    verdict.textContent = verdictOf(answer, truth);
    count.textContent = progress(latest, nLearn);
    if (!running) heard.textContent = count.textContent; // not while it ticks
    tell("trouble", TROUBLE[trouble]);
    Object.assign(root.dataset, { steps, best, trouble, run: latest.run });
  }

  function onSettings() {
    const now = settings();
    menus.show();
    own?.write(written(offered, now));
    if (ANEW.some((name) => now[name] !== before[name])) anew();
    else learner.send({ knobs: now });
    before = now;
  }

  function onAddress() {
    const asked = own && read(offered, settings(), own.read());
    if (asked) change(model, "settings", asked);
    return Boolean(asked);
  }

  /** Nobody looks: nothing to do. */
  function onSight() {
    if (!running) return;
    tell("asleep", document.hidden ? ASLEEP : "");
    learner.send({ go: !document.hidden });
  }

  const freeKeys = keepKeys(root, isControlKey);
  const told = onAddress(); // before there is somebody to hear of it
  before = settings();
  model.on("change:settings", onSettings);
  document.addEventListener("visibilitychange", onSight);
  window.addEventListener("hashchange", onAddress);
  menus.show();
  showRunning();
  anew();
  if (told) requestAnimationFrame(() => root.scrollIntoView());

  return () => {
    freeKeys();
    learner.stop();
    own?.leave();
    clearTimeout(waiting);
    cancelAnimationFrame(frame);
    model.off("change:settings", onSettings);
    document.removeEventListener("visibilitychange", onSight);
    window.removeEventListener("hashchange", onAddress);
  };
}

export default { initialize: begin, render };
