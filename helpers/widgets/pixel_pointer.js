// Where a pixel of a feature map comes from. All numbers are in the page, and the sum is computed
// here, from patch and kernel: nothing waits for a kernel of the other kind.

import { arithmetic, shadesOf, unpacked } from "./pixel_pointer_arithmetic.js";
import { begin } from "./shared/begin.js";
import { typed } from "./shared/bytes.js";
import { button, element, penOf, shareAt } from "./shared/dom.js";
import { isPlain, keepKeys, PRESSES } from "./shared/keys.js";
import { change } from "./shared/model.js";
import { clamp, signed, sum, written } from "./shared/numbers.js";
import { drawTiles, tiling } from "./shared/tiles.js";

/**
 * @import { Place } from "./shared/model.js"
 * @import { Facts, Pixel } from "./pixel_pointer_arithmetic.js"
 */

const DIGITS = 3; // after the point
const ACROSS = 8; // maps in a row

/** @param {Place} place */
function render({ model, el }) {
  const stored = /** @type {ArrayBufferView<ArrayBuffer>[]} */ (model.get("_numbers"));
  const layers = /** @type {Facts[]} */ (model.get("_layers")).map((facts, index) => {
    const numbers = unpacked(facts, stored[index]);
    return { facts: { ...facts, across: ACROSS }, numbers, shades: shadesOf(facts, numbers) };
  });
  /** @type {[number, number]} */
  const [high, wide] = model.get("_size");
  const colours = typed(model.get("_colours"), Uint8Array);
  const diverging = typed(model.get("_signed"), Uint8Array);

  const choices = layers.map(({ facts }) => {
    const part =
      facts.maps < (facts.all_maps ?? 0)
        ? `the first ${facts.maps} of ${facts.all_maps}`
        : facts.maps;
    const name = `${facts.name}: ${part} maps of ${facts.rows} × ${facts.columns}`;
    return button(name, () => go({ layer: facts.name }));
  });
  const seen = "The picture, with a frame around what the pixel sees";
  const picture = element("canvas", { width: wide, height: high, role: "img", "aria-label": seen });
  const box = element("div", { class: "wil-field" });
  const large = element("canvas", { class: "wil-large", tabindex: 0, role: "application" });
  const spot = element("div", { class: "wil-spot" });
  const all = "All maps of the layer. In the large map, Page Up and Page Down choose another.";
  const tiles = element("canvas", { class: "wil-all", role: "img", "aria-label": all });
  const ring = element("div", { class: "wil-ring" });
  const head = element("p", { class: "wil-title" });
  const steps = element("div", { class: "wil-steps" });
  const line = element("p", { class: "wil-sum", "aria-live": "polite" });
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
    steps,
    line,
  );
  el.append(root);

  const ink = penOf(picture);
  const photo = ink.createImageData(wide, high);
  typed(model.get("_picture"), Uint8Array).forEach((value, index) => {
    photo.data[Math.floor(index / 3) * 4 + (index % 3)] = value;
    photo.data[Math.floor(index / 3) * 4 + 3] = 255;
  });
  ink.putImageData(photo, 0, 0);

  const here = () => {
    const named = layers.findIndex(({ facts }) => facts.name === model.get("layer"));
    const index = Math.max(0, named);
    const { facts } = layers[index];
    return {
      index,
      map: Math.min(model.get("map"), facts.maps - 1),
      row: Math.min(model.get("row"), facts.rows - 1),
      column: Math.min(model.get("column"), facts.columns - 1),
    };
  };

  /**
   * Move to another layer, map or pixel, and stay within what there is.
   * @param {Partial<Pixel> & { layer?: string }} wanted
   */
  function go(wanted) {
    const old = here();
    const from = layers[old.index].facts;
    const to = layers.find(({ facts }) => facts.name === wanted.layer)?.facts ?? from;
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

  /** @type {(name: string, values: number[], limit: number, width: number) => HTMLElement} */
  const grid = (name, values, limit, width) => {
    const cells = values.map((value) => {
      const shade = Math.round(127.5 + 127.5 * clamp(value / limit, -1, 1));
      const cell = element("span", {}, written(value, DIGITS));
      cell.style.background = `rgb(${diverging.subarray(3 * shade, 3 * shade + 3).join(",")})`;
      // Where the colours of RdBu get too dark for black: the blue ones later than the red ones.
      cell.style.color = Math.abs(value / limit) > (value < 0 ? 0.71 : 0.66) ? "white" : "black";
      return cell;
    });
    const made = element("div", { class: "wil-grid" }, ...cells);
    made.style.gridTemplateColumns = `repeat(${width}, auto)`;
    return element("div", {}, element("p", {}, name), made);
  };

  let drawn = -1;
  function show() {
    const { index, map, row, column } = here();
    const { facts, numbers, shades: all } = layers[index];
    if (drawn !== index) {
      drawTiles(tiles, facts, all, colours);
      const { width, height } = tiling(facts);
      tiles.style.aspectRatio = `${width} / ${height}`;
      drawn = index;
    }
    const size = facts.rows * facts.columns;
    const shades = all.subarray(map * size, (map + 1) * size);
    drawTiles(large, { maps: 1, rows: facts.rows, columns: facts.columns }, shades, colours);
    choices.forEach((choice, k) => {
      choice.setAttribute("aria-pressed", String(k === index));
    });

    const { across, gap, width, height } = tiling(facts);
    const left = (map % across) * (facts.columns + gap);
    const top = Math.floor(map / across) * (facts.rows + gap);
    frame(ring, [left, top], [facts.columns, facts.rows], [width, height]);
    frame(spot, [column, row], [1, 1], [large.width, large.height]);
    const { field } = facts;
    const [fieldTop, fieldLeft] = [field.top + row * field.down, field.left + column * field.right];
    frame(box, [fieldLeft, fieldTop], [field.width, field.height], [wide, high]);

    const sums = arithmetic(facts, numbers, { map, row, column });
    const [, across_, channels] = facts.kernel;
    const shown = sums.parts.slice(0, model.get("_n_channels"));
    const [patchLimit, kernelLimit] = facts.limits;
    place.textContent = `Map ${map}: point at a pixel`;
    large.setAttribute("aria-label", `${facts.name}, map ${map}. Arrows move the pixel`);
    head.textContent = `${facts.name}, map ${map}, row ${row}, column ${column}`;
    steps.replaceChildren(
      ...shown.map(({ channel, cells, sum: part }) =>
        element(
          "div",
          { class: "wil-step" },
          grid(
            channels > 1 ? `patch, channel ${channel}` : "patch",
            cells.map(({ patch }) => patch),
            patchLimit,
            across_,
          ),
          element("b", {}, "×"),
          grid(
            "kernel",
            cells.map(({ kernel }) => kernel),
            kernelLimit,
            across_,
          ),
          element("b", {}, "="),
          grid(
            "products",
            cells.map(({ product }) => product),
            (patchLimit * kernelLimit) / 2,
            across_,
          ),
          element("b", {}, `sum ${written(part, DIGITS)}`),
        ),
      ),
    );
    const rest = sums.parts.slice(shown.length);
    const terms = shown.map((part, k) =>
      k ? signed(part.sum, DIGITS) : written(part.sum, DIGITS),
    );
    if (rest.length) {
      const others = sum(rest.map((part) => part.sum));
      terms.push(`${signed(others, DIGITS)} (the other ${rest.length} channels)`);
    }
    const after = facts.activation === "ReLU" ? ` → ReLU → ${written(sums.value, DIGITS)}` : "";
    line.replaceChildren(
      `${terms.join(" ")} ${signed(sums.bias, DIGITS)} (bias) = ${written(sums.total, DIGITS)}`,
      element("b", {}, after),
      `. The network itself computed ${written(sums.network, DIGITS)}.`,
    );
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
    const { facts } = layers[here().index];
    const { across, gap } = tiling(facts);
    const [x, y] = pixelAt(event, tiles);
    const [right, down] = [
      Math.floor(x / (facts.columns + gap)),
      Math.floor(y / (facts.rows + gap)),
    ];
    const map = down * across + right;
    if (map >= facts.maps) return;
    const [column, row] = [x - right * (facts.columns + gap), y - down * (facts.rows + gap)];
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
  show();

  return () => {
    freeKeys();
    cancelAnimationFrame(request);
    model.off(events, changed);
  };
}

export default { initialize: begin, render };
