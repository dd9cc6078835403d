// Sliders over recorded trainings. The curves of all runs are in the page: nothing here waits.

import { begin } from "./shared/begin.js";
import { choiceSliders } from "./shared/choices.js";
import { drawing, element, heading } from "./shared/dom.js";
import { isControlKey, keepKeys } from "./shared/keys.js";
import { percent } from "./shared/numbers.js";

/** @import { Place } from "./shared/model.js" */

const WIDTH = 680;
const HEIGHT = 320;
const BOX = { left: 78, right: 14, top: 12, bottom: 58 };

/**
 * A number as people write it: 0.0001, not 1e-4.
 * @param {number} value
 */
const plain = (value) =>
  value.toLocaleString("en", { maximumFractionDigits: 10, useGrouping: false });

/**
 * The empty chart of shares by epoch, and how to draw a curve in it.
 * @param {number[]} epochs
 */
function emptyChart(epochs) {
  const last = epochs[epochs.length - 1];
  const x = (/** @type {number} */ epoch) =>
    BOX.left + (epoch / last) * (WIDTH - BOX.left - BOX.right);
  const y = (/** @type {number} */ share) =>
    BOX.top + (1 - share) * (HEIGHT - BOX.top - BOX.bottom);
  const chart = drawing("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img" });
  for (const share of [0, 0.2, 0.4, 0.6, 0.8, 1]) {
    const ends = { x1: BOX.left, x2: WIDTH - BOX.right, y1: y(share), y2: y(share) };
    const place = { x: BOX.left - 8, y: y(share) + 5, "text-anchor": "end" };
    chart.append(drawing("line", { ...ends, class: "wil-rule" }));
    chart.append(drawing("text", place, `${Math.round(100 * share)} %`));
  }
  const step = Math.max(1, Math.round(last / 4));
  for (let epoch = 0; epoch <= last; epoch += step) {
    const place = { x: x(epoch), y: HEIGHT - BOX.bottom + 24, "text-anchor": "middle" };
    chart.append(drawing("text", place, String(epoch)));
  }
  const below = { x: x(last / 2), y: HEIGHT - 6, "text-anchor": "middle" };
  chart.append(drawing("text", below, "epoch"));
  const path = (/** @type {number[]} */ curve) =>
    curve
      .map((share, i) => `${i ? "L" : "M"}${x(epochs[i]).toFixed(1)} ${y(share).toFixed(1)}`)
      .join("");
  return { chart, path };
}

/** @param {Place} place */
function render({ model, el }) {
  /** @type {[string, number[]][]} */
  const settings = model.get("_settings");
  /** @type {number[]} */
  const runs = model.get("_runs");
  /** @type {number[]} */
  const epochs = model.get("_epochs");
  /** @type {number[][][]} */
  const [train, valid] = model.get("_curves");
  const last = epochs[epochs.length - 1];

  const sliders = choiceSliders(
    model,
    settings.map(([name, values]) => [name, values.map(plain)]),
  );
  const { chart, path } = emptyChart(epochs);
  for (const curve of valid) chart.append(drawing("path", { d: path(curve), class: "wil-other" }));
  const dashed = drawing("path", { class: "wil-train" });
  const full = drawing("path", { class: "wil-valid" });
  chart.append(dashed, full);
  const words = element("p", { class: "wil-words", "aria-live": "polite" });
  const title = model.get("title");
  const root = element(
    "div",
    { class: "wil wil-runs", role: "group", "aria-label": title || "Training runs" },
    ...heading(title),
    element("div", { class: "wil-sliders" }, ...sliders.labels),
    chart,
    words,
  );
  el.append(root);

  function show() {
    sliders.show();
    const run = runs[sliders.place()];
    dashed.setAttribute("d", path(train[run]));
    full.setAttribute("d", path(valid[run]));
    const [learned, tested] = [train, valid].map((curves) =>
      percent(curves[run][epochs.length - 1], true),
    );
    const end = `${learned} of the training digits, ${tested} of the validation digits`;
    words.textContent = `Right after epoch ${last}: ${end} (dashed and full line). Grey: all other settings.`;
    chart.setAttribute("aria-label", words.textContent);
  }

  const freeKeys = keepKeys(root, isControlKey);
  model.on("change:choice", show);
  show();
  return () => {
    freeKeys();
    model.off("change:choice", show);
  };
}

export default { initialize: begin, render };
