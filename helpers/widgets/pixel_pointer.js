// Where a pixel of a feature map comes from. The page computes the network's layers, and then the sum
// once more, from patch and kernel: nothing waits for a kernel of the other kind.

import { arithmetic, looked } from "./pixel_pointer_arithmetic.js";
import { writtenSum } from "./pixel_pointer_sum.js";
import { begin } from "./shared/begin.js";
import { typed } from "./shared/bytes.js";
import { button, element, shareAt } from "./shared/dom.js";
import { hearDrawn } from "./shared/drawn.js";
import { isPlain, keepKeys, PRESSES } from "./shared/keys.js";
import { shadesOf } from "./shared/layer_maps.js";
import { change } from "./shared/model.js";
import { clamp } from "./shared/numbers.js";
import { openNetwork } from "./shared/page_network.js";
import { drawColours, drawGrey, drawTiles, tiling } from "./shared/tiles.js";

/**
 * @import { Place } from "./shared/model.js"
 * @import { LayerOfPage } from "./shared/page_network.js"
 * @import { Pixel } from "./pixel_pointer_arithmetic.js"
 *
 * @typedef {{ top: number, left: number, down: number, right: number, width: number,
 *   height: number }} Field  what the first pixel sees of the picture, and how far it moves
 */

const ACROSS = 8; // maps in a row

/** @param {Place} place */
function render({ model, el }) {
  /** @type {LayerOfPage[]} */
  const described = model.get("_network");
  const network = openNetwork(described, model.get("_weights"));
  /** @type {{ name: string, field: Field }[]} */
  const asked = model.get("_layers");
  /** @type {number[]} */
  const size = model.get("_size");
  const [high, wide, channels] = size;
  const names = asked.map(({ name }) => name);

  /** @param {Uint8Array} photo */
  function look(photo) {
    (channels === 1 ? drawGrey : drawColours)(picture, photo, wide);
    const { maps, taken } = network.run(photo, size, names);
    return asked.map(({ name, field }, k) => {
      const place = described.findIndex((one) => one.name === name);
      const layer = looked(described[place], network.weights[place], taken[k], maps[k]);
      return { ...layer, field, across: ACROSS, shades: shadesOf(maps[k], layer) };
    });
  }
  const colours = typed(model.get("_colours"), Uint8Array);

  const seen = "The picture, with a frame around what the pixel sees";
  const picture = element("canvas", { role: "img", "aria-label": seen });
  let layers = look(typed(model.get("_picture"), Uint8Array));
  const choices = layers.map(({ name, maps, rows, columns }) =>
    button(`${name}: ${maps} maps of ${rows} × ${columns}`, () => go({ layer: name })),
  );
  const box = element("div", { class: "wil-field" });
  const large = element("canvas", { class: "wil-large", tabindex: 0, role: "application" });
  const spot = element("div", { class: "wil-spot" });
  const all = "All maps of the layer. In the large map, Page Up and Page Down choose another.";
  const tiles = element("canvas", { class: "wil-all", role: "img", "aria-label": all });
  const ring = element("div", { class: "wil-ring" });
  const head = element("p", { class: "wil-title" });
  const written = writtenSum(typed(model.get("_signed"), Uint8Array), model.get("_n_channels"));
  const place = element("span");
  /** @type {(name: string | Node, ...children: Node[]) => HTMLElement} */
  const stack = (name, ...children) =>
    element("div", {}, element("p", {}, name), element("div", { class: "wil-stack" }, ...children));
  const root = element(
    "figure",
    { class: "wil wil-pointer", role: "group", "aria-label": "Where a pixel comes from" },
    element("div", { class: "wil-choose" }, ...choices),
    element(
      "div",
      { class: "wil-pair" },
      stack("All maps: choose one", tiles, ring),
      stack(place, large, spot),
      stack("What the pixel sees", picture, box),
    ),
    head,
    ...written.parts,
  );
  el.append(root);

  const here = () => {
    const index = Math.max(0, names.indexOf(model.get("layer")));
    const { maps, rows, columns } = layers[index];
    return {
      index,
      map: Math.min(model.get("map"), maps - 1),
      row: Math.min(model.get("row"), rows - 1),
      column: Math.min(model.get("column"), columns - 1),
    };
  };

  /**
   * Move to another layer, map or pixel, and stay within what there is.
   * @param {Partial<Pixel> & { layer?: string }} wanted
   */
  function go(wanted) {
    const old = here();
    const from = layers[old.index];
    const to = layers.find(({ name }) => name === wanted.layer) ?? from;
    /** @type {(value: number, count: number) => number} */
    const within = (value, count) => clamp(Math.round(value), 0, count - 1);
    // On another layer, the same place of the picture.
    /** @type {(place: number, before: number, now: number) => number} */
    const scaled = (place, before, now) =>
      to === from ? place : (place * (now - 1)) / Math.max(1, before - 1);
    const row = wanted.row ?? scaled(old.row, from.rows, to.rows);
    const column = wanted.column ?? scaled(old.column, from.columns, to.columns);
    model.set("layer", to.name);
    model.set("map", within(wanted.map ?? old.map, to.maps));
    model.set("row", within(row, to.rows));
    change(model, "column", within(column, to.columns));
  }

  /**
   * Lay a frame over a part of a canvas: where it begins, its size, and the size of all.
   * @param {HTMLElement} over
   * @param {[number, number]} place
   * @param {[number, number]} size
   * @param {[number, number]} all
   */
  function frame(over, [left, top], [width, height], [across, down]) {
    over.style.left = `${(100 * left) / across}%`;
    over.style.top = `${(100 * top) / down}%`;
    over.style.width = `${(100 * width) / across}%`;
    over.style.height = `${(100 * height) / down}%`;
  }

  /** @type {object | null} */
  let drawn = null;
  function show() {
    const { index, map, row, column } = here();
    const layer = layers[index];
    const { rows, columns } = layer;
    if (drawn !== layer) {
      drawTiles(tiles, layer, layer.shades, colours);
      const { width, height } = tiling(layer);
      tiles.style.aspectRatio = `${width} / ${height}`;
      drawn = layer;
    }
    const area = rows * columns;
    const shades = layer.shades.subarray(map * area, (map + 1) * area);
    drawTiles(large, { maps: 1, rows, columns }, shades, colours);
    choices.forEach((choice, k) => {
      choice.setAttribute("aria-pressed", String(k === index));
    });

    const { across, gap, width, height } = tiling(layer);
    const left = (map % across) * (columns + gap);
    const top = Math.floor(map / across) * (rows + gap);
    frame(ring, [left, top], [columns, rows], [width, height]);
    frame(spot, [column, row], [1, 1], [large.width, large.height]);
    const { field } = layer;
    const [fieldTop, fieldLeft] = [field.top + row * field.down, field.left + column * field.right];
    frame(box, [fieldLeft, fieldTop], [field.width, field.height], [wide, high]);

    const sums = arithmetic(layer, { map, row, column });
    place.textContent = `Map ${map}: point at a pixel`;
    large.setAttribute("aria-label", `${layer.name}, map ${map}. Arrows move the pixel`);
    head.textContent = `${layer.name}, map ${map}, row ${row}, column ${column}`;
    written.show(layer, sums);
    Object.assign(root.dataset, { value: sums.value, network: sums.network, total: sums.total });
  }

  /**
   * Which pixel of a canvas lies below the pointer: column, row.
   * @param {MouseEvent} event
   * @param {HTMLCanvasElement} canvas
   */
  function pixelAt(event, canvas) {
    const [across, down] = shareAt(event, canvas);
    return [Math.floor(across * canvas.width), Math.floor(down * canvas.height)];
  }

  tiles.addEventListener("click", (event) => {
    const { maps, rows, columns } = layers[here().index];
    const { across, gap } = tiling({ maps, rows, columns, across: ACROSS });
    const [x, y] = pixelAt(event, tiles);
    const [right, down] = [Math.floor(x / (columns + gap)), Math.floor(y / (rows + gap))];
    const map = down * across + right;
    if (map >= maps) return;
    const [column, row] = [x - right * (columns + gap), y - down * (rows + gap)];
    go({ map, row, column });
  });
  /** @param {PointerEvent} event */
  function point(event) {
    if (event.type === "pointermove" && !event.buttons) return;
    const [column, row] = pixelAt(event, large);
    go({ row, column });
  }
  large.addEventListener("pointerdown", (event) => {
    large.setPointerCapture(event.pointerId);
    point(event);
  });
  large.addEventListener("pointermove", point);

  /** @type {Record<string, (pixel: Pixel) => Partial<Pixel>>} */
  const moves = {
    ArrowLeft: ({ column }) => ({ column: column - 1 }),
    ArrowRight: ({ column }) => ({ column: column + 1 }),
    ArrowUp: ({ row }) => ({ row: row - 1 }),
    ArrowDown: ({ row }) => ({ row: row + 1 }),
    PageUp: ({ map }) => ({ map: map - 1 }),
    PageDown: ({ map }) => ({ map: map + 1 }),
  };
  const freeKeys = keepKeys(
    root,
    (event, target) =>
      isPlain(event) && (target === large ? event.key in moves : PRESSES.includes(event.key)),
  );
  large.addEventListener("keydown", (event) => {
    if (!isPlain(event) || !moves[event.key]) return;
    event.preventDefault();
    go(moves[event.key](here()));
  });

  const events = "change:layer change:map change:row change:column";
  let request = 0;
  const changed = () => {
    cancelAnimationFrame(request);
    request = requestAnimationFrame(show);
  };
  model.on(events, changed);
  const stopHearing = hearDrawn(model, (photo) => {
    layers = look(photo);
    changed();
  });
  show();

  return () => {
    freeKeys();
    stopHearing();
    cancelAnimationFrame(request);
    model.off(events, changed);
  };
}

export default { initialize: begin, render };
