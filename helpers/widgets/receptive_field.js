// Receptive fields. Those of all layers are in the page, and so is the network, for what is drawn on a
// pad: nothing here waits for a kernel.

import { fieldOf, nodeAbove, rowsOf, strengths } from "./receptive_field_arithmetic.js";
import { begin } from "./shared/begin.js";
import { element, heading, shareAt, slider } from "./shared/dom.js";
import { hearDrawn } from "./shared/drawn.js";
import { isControlKey, keepKeys } from "./shared/keys.js";
import { change } from "./shared/model.js";
import { clamp } from "./shared/numbers.js";
import { openNetwork } from "./shared/page_network.js";
import { drawSquares, frameSquares } from "./shared/squares.js";

/**
 * @import { Place } from "./shared/model.js"
 * @import { Layer } from "./receptive_field_arithmetic.js"
 */

const SIDE = 336; // a canvas' longer side, in the page's pixels
const NEIGHBOUR = "#56b4e9";

/**
 * Draw a picture, with lines between its squares, so that they can be counted.
 * @param {HTMLCanvasElement} canvas
 * @param {(number | number[])[][]} values  grey, or red, green and blue
 */
function drawCountable(canvas, values) {
  const greys = values.map((row) => row.map((value) => [value].flat()[0]));
  const drawn = drawSquares(canvas, greys, SIDE, (value) => value / 255);
  const { pen, side } = drawn;
  values.forEach((row, i) => {
    row.forEach((value, j) => {
      if (typeof value === "number") return;
      pen.fillStyle = `rgb(${value.join(", ")})`;
      pen.fillRect(j * side, i * side, side, side);
    });
  });
  pen.fillStyle = "rgba(128, 128, 128, 0.35)";
  for (let i = 1; i < values.length; i += 1) pen.fillRect(0, i * side, canvas.width, 1);
  for (let j = 1; j < values[0].length; j += 1) pen.fillRect(j * side, 0, 1, canvas.height);
  return drawn;
}

/** @param {Place} place */
function render({ model, el }) {
  /** @type {(number | number[])[][]} */
  let picture = model.get("_picture");
  /** @type {(Layer & { shades: number[][], channels: number, name: string, kind: string })[]} */
  const layers = model.get("_layers");
  let shades = layers.map((layer) => layer.shades);
  const size = [picture.length, picture[0].length];

  const layerSlider = slider("layer", layers.length);
  const headline = element("div", { class: "wil-headline" });
  const about = "The picture, with a frame around what the node sees";
  const pictureCanvas = element("canvas", { role: "img", "aria-label": about });
  const mapCanvas = element("canvas", { tabindex: 0, role: "application" });
  mapCanvas.setAttribute("aria-label", "The layer's map. Arrow keys move from node to node.");
  const mapTitle = element("h4");
  const words = element("p", { class: "wil-words", "aria-live": "polite" });
  const title = model.get("title");
  const root = element(
    "div",
    { class: "wil wil-receptive", role: "group", "aria-label": title || "Receptive fields" },
    ...heading(title),
    headline,
    layerSlider,
    element(
      "div",
      { class: "wil-parts" },
      element("div", {}, element("h4", {}, `the picture: ${size.join(" × ")}`), pictureCanvas),
      element("div", {}, mapTitle, mapCanvas),
    ),
    words,
  );
  el.append(root);

  const layer = () => layers[model.get("layer")];

  /** @returns {number[]} */
  function node() {
    const wanted = /** @type {number[]} */ (model.get("node"));
    return wanted.map((place, axis) => Math.min(place, layer().size[axis] - 1));
  }

  /** @param {number[]} node */
  function neighbourOf([row, column]) {
    const [, width] = layer().size;
    if (width < 2) return null;
    return [row, column + 1 < width ? column + 1 : column - 1];
  }

  /**
   * Draw the picture, dimmed outside of what a node sees.
   * @param {number[][]} field
   */
  function drawPicture(field) {
    const drawn = drawCountable(pictureCanvas, picture);
    const { pen, side } = drawn;
    const [rows, columns] = field.map((ends, axis) => ends.map((end) => clamp(end, 0, size[axis])));
    const height = Math.max(1, (rows[1] - rows[0]) * side);
    const width = Math.max(1, (columns[1] - columns[0]) * side);
    const seen = pen.getImageData(columns[0] * side, rows[0] * side, width, height);
    pen.fillStyle = "rgba(60, 60, 60, 0.55)";
    pen.fillRect(0, 0, pictureCanvas.width, pictureCanvas.height);
    pen.putImageData(seen, columns[0] * side, rows[0] * side);
    return drawn;
  }

  function show() {
    const each = layer();
    const at = node();
    const field = fieldOf(each, at);
    const beside = neighbourOf(at);
    const drawn = drawPicture(field);
    if (beside) frameSquares(drawn, fieldOf(each, beside), NEIGHBOUR, true);
    frameSquares(drawn, field);
    const map = drawCountable(mapCanvas, shades[model.get("layer")]);
    /** @param {number[]} node */
    const cell = (node) => node.map((place) => [place, place + 1]);
    if (beside) frameSquares(map, cell(beside), NEIGHBOUR, true);
    frameSquares(map, cell(at));

    layerSlider.value = model.get("layer");
    const where = `layer ${model.get("layer") + 1} of ${layers.length}: ${each.name} (${each.kind})`;
    headline.textContent = where;
    layerSlider.setAttribute("aria-valuetext", where);
    const maps = `${each.channels} ${each.channels === 1 ? "map" : "maps"}`;
    mapTitle.textContent = `${maps} of ${each.size.join(" × ")}`;
    const [rows, columns] = field.map(([start, stop]) =>
      stop - start === 1 ? `${start}` : `${start} to ${stop - 1}`,
    );
    const outside = field.some(([start, stop], axis) => start < 0 || stop > size[axis]);
    words.textContent =
      `Node ${at[0]}, ${at[1]} sees ${each.reach[0]} × ${each.reach[1]} pixels: ` +
      `rows ${rows}, columns ${columns}` +
      `${outside ? ", a part of them beyond the edge" : ""}. ` +
      (beside
        ? `The field of its neighbour (dashed) lies ${each.stride[1]} px beside it.`
        : "It has no neighbour.");
  }

  /**
   * @param {string} name
   * @param {unknown} value
   */
  function set(name, value) {
    if (String(model.get(name)) !== String(value)) change(model, name, value);
  }

  /** @param {...number} place */
  function goTo(...place) {
    set(
      "node",
      place.map((value, axis) => clamp(value, 0, layer().size[axis] - 1)),
    );
  }

  /** @param {number} number */
  function goToLayer(number) {
    const next = clamp(number, 0, layers.length - 1);
    const spot = nodeAbove(layer(), node(), layers[next]);
    set("layer", next);
    goTo(...spot);
  }

  /** @param {PointerEvent} event */
  function pointed(event) {
    const [across, down] = shareAt(event, mapCanvas);
    const [height, width] = layer().size;
    goTo(Math.floor(down * height), Math.floor(across * width));
  }

  /** @type {Record<string, (node: number[]) => void>} */
  const moves = {
    ArrowLeft: ([row, column]) => goTo(row, column - 1),
    ArrowRight: ([row, column]) => goTo(row, column + 1),
    ArrowUp: ([row, column]) => goTo(row - 1, column),
    ArrowDown: ([row, column]) => goTo(row + 1, column),
    PageUp: () => goToLayer(model.get("layer") + 1),
    PageDown: () => goToLayer(model.get("layer") - 1),
  };

  const freeKeys = keepKeys(root, isControlKey);
  mapCanvas.addEventListener("keydown", (event) => {
    if (!isControlKey(event) || !moves[event.key]) return;
    event.preventDefault();
    moves[event.key](node());
  });
  layerSlider.addEventListener("input", () => goToLayer(Number(layerSlider.value)));
  mapCanvas.addEventListener("pointermove", pointed);
  mapCanvas.addEventListener("pointerdown", pointed);
  model.on("change:layer change:node", show);
  show();

  /** @type {ReturnType<typeof openNetwork> | null} */
  let network = null;
  const stopHearing = hearDrawn(model, (drawn) => {
    network ??= openNetwork(model.get("_network"), model.get("_weights"));
    const names = layers.map(({ name }) => name);
    const { maps } = network.run(drawn, [...size, 1], names);
    picture = rowsOf(drawn, size[1]);
    shades = maps.map((values, k) =>
      rowsOf(strengths(values, layers[k].channels), layers[k].size[1]),
    );
    show();
  });
  return () => {
    freeKeys();
    stopHearing();
    model.off("change:layer change:node", show);
  };
}

export default { initialize: begin, render };
