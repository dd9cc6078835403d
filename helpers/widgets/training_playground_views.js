// What the playground shows: two curves, the first layer's kernels, the answer to a digit.

import { drawing, element, labelled } from "./shared/dom.js";
import { percent, written } from "./shared/numbers.js";
import { drawTiles, tiling } from "./shared/tiles.js";

/** @import { Point, Report } from "./training_playground_loop.js" */

const GREYS = Uint8Array.from({ length: 768 }, (_, index) => Math.floor(index / 3));
const [WIDE, HIGH] = [300, 100]; // of a chart, in units of its own

/**
 * A chart of one quantity: of the pictures that are learned from dashed, of the others as a full
 * line, and in grey that of the run before.
 * @param {string} name
 * @param {number} which  0: the share right, 1: the cost
 * @param {(value: number) => string} text
 */
function chart(name, which, text) {
  const line = (/** @type {string} */ kind) =>
    drawing("path", { class: kind, "vector-effect": "non-scaling-stroke" });
  const [before, learned, tested] = ["wil-before", "wil-learned", "wil-tested"].map(line);
  const box = { viewBox: `0 0 ${WIDE} ${HIGH}`, preserveAspectRatio: "none", "aria-hidden": true };
  const svg = drawing("svg", box, before, learned, tested);
  const now = element("b");
  const top = element("span");
  const end = element("span");
  const figure = element(
    "figure",
    { class: "wil-chart" },
    element("figcaption", {}, `${name} `, now),
    element("div", { class: "wil-plot" }, svg, top, element("span", {}, "0"), end),
  );

  /**
   * @param {Point[]} points
   * @param {Point[]} old
   * @param {number} longest  pictures seen
   * @param {string} until  what stands at the right end
   */
  function show(points, old, longest, until) {
    const values = [...points, ...old].flatMap(({ tested: t, learned: l }) => [t[which], l[which]]);
    const most = which ? Math.max(2.5, ...values.filter(Number.isFinite)) : 1;
    const path = (/** @type {Point[]} */ all, /** @type {"learned" | "tested"} */ of) =>
      all
        .filter((point) => Number.isFinite(point[of][which]))
        .map((point, index) => {
          const x = (WIDE * point.seen) / longest;
          const y = HIGH * (1 - point[of][which] / most);
          return `${index ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`;
        })
        .join("");
    before.setAttribute("d", path(old, "tested"));
    learned.setAttribute("d", path(points, "learned"));
    tested.setAttribute("d", path(points, "tested"));
    top.textContent = text(most);
    end.textContent = until;
    const last = points.at(-1)?.tested[which];
    now.textContent = last === undefined ? "" : Number.isFinite(last) ? text(last) : "no number";
  }

  return { figure, show };
}

/** Both charts, and the points they are drawn from. */
export function curves() {
  const right = chart("right on new digits:", 0, (value) => percent(value, value < 1));
  const cost = chart("cost on new digits:", 1, (value) => written(value, 2));
  /** @type {Point[]} */
  let points = [];
  /** @type {Point[]} */
  let old = [];

  return {
    figures: [right.figure, cost.figure],
    /** A new run: this one becomes the one before. */
    anew() {
      if (points.length > 2) old = points;
      points = [];
    },
    /** @param {Point[]} more */
    add(more) {
      points.push(...more);
    },
    /** @param {number} epoch  how many pictures it has */
    show(epoch) {
      const longest = Math.max(epoch, points.at(-1)?.seen ?? 0, old.at(-1)?.seen ?? 0);
      const until = `epoch ${written(longest / epoch, longest < 10 * epoch ? 1 : 0)}`;
      for (const { show } of [right, cost]) show(points, old, longest, until);
    },
  };
}

/**
 * The first layer's weights as pictures: grey is zero, white positive, black negative. They show
 * what learning has added to the first weights, or all.
 * @param {() => void} changed  the choice between the two
 */
export function kernelTiles(changed) {
  const canvas = element("canvas", { class: "wil-kernels", role: "img" });
  const added = element("input", { type: "checkbox" });
  added.checked = true;
  added.addEventListener("change", changed);
  let run = -1;
  /** @type {Float32Array} */
  let first = new Float32Array();

  /**
   * @param {Report} report
   * @param {string} words
   */
  function show(report, words) {
    const { side } = report;
    if (report.run !== run) first = report.kernels;
    run = report.run;
    const kernels = report.kernels.map((weight, k) => weight - (added.checked ? first[k] : 0));
    let most = 1e-9; // not nothing, by which nothing can be divided
    for (const weight of kernels) if (Math.abs(weight) > most) most = Math.abs(weight);
    const shades = new Uint8Array(kernels.length);
    for (let k = 0; k < kernels.length; k += 1) shades[k] = 127.5 * (1 + kernels[k] / most) + 0.5;
    const maps = kernels.length / side ** 2;
    const layer = { maps, rows: side, columns: side, across: maps === 10 ? 5 : undefined };
    drawTiles(canvas, layer, shades, GREYS);
    canvas.style.aspectRatio = `${tiling(layer).width} / ${tiling(layer).height}`;
    canvas.style.setProperty("--wil-across", String(tiling(layer).across));
    canvas.setAttribute("aria-label", words);
  }
  const choice = labelled("only what learning has added", added);
  return { canvas, choice, show, onlyAdded: () => added.checked };
}
