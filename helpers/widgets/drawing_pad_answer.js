// What the network answers to a drawing: probabilities, MNIST's nearest digits, every layer's maps.

import { typed } from "./shared/bytes.js";
import { button, element } from "./shared/dom.js";
import { percent } from "./shared/numbers.js";
import { drawGrey, drawTiles, tiling } from "./shared/tiles.js";

/** @import { Layer } from "./shared/tiles.js" */

export const DIGIT = 28;

/**
 * How many classes and nearest digits an answer has, and which layers.
 * @typedef {{ classes: number, nearest: number, layers: (Layer & { name: string })[] }} Shape
 *
 * @typedef {ReturnType<typeof unpack>} Answer
 */

/**
 * Take an answer apart; the kernel's `_look` says what is in it.
 * @param {ArrayBufferView<ArrayBuffer>} bytes
 * @param {Shape} shape
 */
export function unpack(bytes, { classes, nearest, layers }) {
  const size = DIGIT * DIGIT;
  let start = 4 * classes;
  const take = (/** @type {number} */ count) => {
    start += count;
    return typed(bytes, Uint8Array, start - count, count);
  };
  return {
    probabilities: typed(bytes, Float32Array, 0, classes),
    picture: take(size),
    digits: Array.from({ length: nearest }, () => take(size)),
    labels: take(nearest),
    maps: layers.map(({ maps, rows, columns }) => take(maps * rows * columns)),
  };
}

/**
 * The class that is most probable.
 * @param {Answer} answer
 */
export const bestOf = ({ probabilities }) => probabilities.indexOf(Math.max(...probabilities));

/**
 * The places of an answer on the page; `show` fills them, with an answer or with none.
 * @param {Shape} shape
 * @param {Uint8Array} colours  of the maps
 */
export function answerView({ classes, nearest, layers }, colours) {
  const digitCanvas = (/** @type {object} */ attributes = {}) =>
    element("canvas", { width: DIGIT, height: DIGIT, role: "img", ...attributes });
  const seen = digitCanvas({ class: "wil-seen" });
  const verdict = element("p", { class: "wil-verdict", "aria-live": "polite" });
  const bars = Array.from({ length: classes }, (_, k) => {
    const bar = element("i");
    const share = element("span");
    const row = element("div", { class: "wil-bar" }, element("b", {}, String(k)), bar, share);
    return { row, bar, share };
  });
  const likes = Array.from({ length: nearest }, () => {
    const digit = digitCanvas();
    const name = element("span");
    return { digit, name, box: element("div", {}, digit, name) };
  });
  const alike = element("div", { class: "wil-alike" }, ...likes.map(({ box }) => box));
  alike.hidden = true;
  const showAlike = button(
    "MNIST’s nearest digits",
    () => {
      alike.hidden = !alike.hidden;
      showAlike.setAttribute("aria-expanded", String(!alike.hidden));
    },
    { title: "Show or hide them", "aria-expanded": false },
  );
  const tiles = layers.map((layer) => {
    const picture = element("canvas", { class: "wil-tiles", role: "img" });
    picture.style.aspectRatio = `${tiling(layer).width} / ${tiling(layer).height}`;
    const name = `${layer.name}: ${layer.maps} maps of ${layer.rows} × ${layer.columns}`;
    picture.setAttribute("aria-label", `${name} for this drawing`);
    return { layer, picture, box: element("div", {}, element("p", {}, name), picture) };
  });

  /** @param {Float32Array | null} probabilities */
  function showBars(probabilities) {
    const best = probabilities?.indexOf(Math.max(...probabilities));
    bars.forEach(({ row, bar, share }, k) => {
      bar.style.setProperty("--wil-share", String(probabilities?.[k] ?? 0));
      share.textContent = probabilities ? percent(probabilities[k], true) : "";
      row.classList.toggle("wil-best", k === best);
    });
  }

  /** @param {Answer | null} answer */
  function show(answer) {
    showBars(answer?.probabilities ?? null);
    if (!answer) {
      verdict.replaceChildren("It says nothing yet.");
      return;
    }
    const { probabilities, picture, digits, labels, maps } = answer;
    const best = bestOf(answer);
    drawGrey(seen, picture, DIGIT);
    seen.setAttribute("aria-label", "The drawing, centred and scaled to 28 by 28 pixels");
    verdict.replaceChildren(
      "It says: ",
      element("b", {}, String(best)),
      element("span", {}, percent(probabilities[best], true)),
    );
    likes.forEach(({ digit, name }, k) => {
      drawGrey(digit, digits[k], DIGIT);
      digit.setAttribute("aria-label", `A ${labels[k]} of MNIST`);
      name.textContent = String(labels[k]);
    });
    tiles.forEach(({ layer, picture: where }, k) => {
      drawTiles(where, layer, maps[k], colours);
    });
  }

  const says = element(
    "div",
    { class: "wil-right" },
    element(
      "div",
      { class: "wil-says" },
      element("div", {}, element("p", {}, "What the network sees"), seen),
      verdict,
    ),
    ...bars.map(({ row }) => row),
  );
  const below = [
    element("div", { class: "wil-buttons" }, showAlike),
    alike,
    element("div", { class: "wil-layers" }, ...tiles.map(({ box }) => box)),
  ];
  return { says, below, show };
}
