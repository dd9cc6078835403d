// What the network answers to a drawing: probabilities, the nearest pictures, every layer's maps.

import { button, element } from "./shared/dom.js";
import { SIDE } from "./shared/handwriting.js";
import { layerMaps } from "./shared/layer_maps.js";
import { percent } from "./shared/numbers.js";
import { bestOf, probabilityBars } from "./shared/probabilities.js";
import { drawGrey } from "./shared/tiles.js";

/**
 * @import { MapLayer } from "./shared/layer_maps.js"
 *
 * @typedef {object} Answer
 * @property {Uint8Array} picture  what the network saw
 * @property {ArrayLike<number>} probabilities
 * @property {Uint8Array[]} shades  of each layer's maps
 *
 * @typedef {{ pictures: Uint8Array, labels: number[], nearest: number[] }} Alike
 */

/**
 * The positions of the pictures that differ least from one (Euclidean distance), nearest first.
 * @param {Uint8Array} pictures  one after another
 * @param {Uint8Array} picture
 * @param {number} count
 */
export function nearestTo(pictures, picture, count) {
  const size = picture.length;
  const distances = Array.from({ length: pictures.length / size }, (_, position) => {
    let distance = 0;
    for (let k = 0, at = position * size; k < size; k += 1, at += 1) {
      const difference = pictures[at] - picture[k];
      distance += difference * difference;
    }
    return { position, distance };
  });
  distances.sort((one, other) => one.distance - other.distance);
  return distances.slice(0, count).map(({ position }) => position);
}

/**
 * The places of an answer on the page; `show` fills them, with an answer or with none.
 * @param {object} shape
 * @param {string[]} shape.names  of the classes
 * @param {number} shape.nearest  how many pictures
 * @param {MapLayer[]} shape.layers
 * @param {Uint8Array} colours  of the maps
 */
export function answerView({ names, nearest, layers }, colours) {
  const digitCanvas = (/** @type {object} */ attributes = {}) =>
    element("canvas", { width: SIDE, height: SIDE, role: "img", ...attributes });
  const seen = digitCanvas({ class: "wil-seen" });
  seen.setAttribute("aria-label", `What the network sees: ${SIDE} by ${SIDE} pixels`);
  const verdict = element("p", { class: "wil-verdict", "aria-live": "polite" });
  const bars = probabilityBars(names);
  const maps = layerMaps(layers, colours, "this drawing");
  const likes = Array.from({ length: nearest }, () => {
    const digit = digitCanvas();
    const name = element("span");
    return { digit, name, box: element("div", {}, digit, name) };
  });
  const alike = element("div", { class: "wil-alike" }, ...likes.map(({ box }) => box));
  alike.hidden = true;
  const showAlike = button(
    "Nearest training pictures",
    () => {
      alike.hidden = !alike.hidden;
      showAlike.setAttribute("aria-expanded", String(!alike.hidden));
    },
    { title: "Show or hide them", "aria-expanded": false },
  );

  /** @param {Answer | null} answer */
  function show(answer) {
    bars.show(answer?.probabilities ?? null);
    if (!answer) {
      verdict.replaceChildren("It says nothing yet.");
      return;
    }
    const { probabilities, picture, shades } = answer;
    const best = bestOf(probabilities);
    drawGrey(seen, picture, SIDE);
    verdict.replaceChildren(
      "It says: ",
      element("b", { class: names[best].length > 2 ? "wil-long" : "" }, names[best]),
      element("span", {}, percent(probabilities[best], true)),
    );
    maps.show(shades);
  }

  /** @param {Alike} alike */
  function showNearest({ pictures, labels, nearest: positions }) {
    likes.forEach(({ digit, name }, k) => {
      const from = positions[k] * SIDE * SIDE;
      drawGrey(digit, pictures.subarray(from, from + SIDE * SIDE), SIDE);
      name.textContent = names[labels[positions[k]]];
      digit.setAttribute("aria-label", `A training picture of class ${name.textContent}`);
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
    bars.root,
    maps.root,
  );
  const below = [element("div", { class: "wil-buttons" }, showAlike), alike];
  return { says, below, show, showNearest };
}
