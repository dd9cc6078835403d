// The cells of a matrix of many classes, or in a narrow place: bare squares on a canvas.

import { cellWords } from "./confusion_matrix_words.js";
import { element, penOf, shareAt } from "./shared/dom.js";
import { clamp } from "./shared/numbers.js";

/**
 * @import { Heard, View } from "./confusion_matrix_grid.js"
 * @import { Shown } from "./confusion_matrix_words.js"
 */

const LARGEST = 640; // the canvas' width, in the page's pixels
const NAME = 12; // a name's height
const LEAST = 9; // a frame around a cell is at least so wide: it is to be seen

/**
 * Which classes have their names written: all that have room, or every so many.
 * @param {number} n
 * @param {number} side  of a cell, in the page's pixels
 */
export function namedClasses(n, side) {
  const step = Math.max(1, Math.ceil((NAME + 2) / side));
  return Array.from({ length: Math.ceil(n / step) }, (_, index) => index * step);
}

/**
 * @param {string[]} names
 * @param {string} label
 * @param {Heard} heard
 * @returns {View}
 */
export function canvasOfCells(names, label, heard) {
  const n = names.length;
  const canvas = element("canvas", { tabindex: 0, role: "application", "aria-label": label });
  const node = element("div", { class: "wil-many" }, canvas);
  /** @type {Shown | null} */
  let shown = null;
  /** @type {Parameters<View["paint"]> | null} */
  let look = null;
  // In the canvas' own pixels: where the cells begin, and a cell's side.
  let [left, top, side] = [0, 0, 1];

  /**
   * A name, cut where there is no room for it.
   * @type {(pen: CanvasRenderingContext2D, name: string, room: number) => string}
   */
  function cut(pen, name, room) {
    let text = name;
    while (text.length > 1 && pen.measureText(text).width > room) {
      text = `${text.slice(0, text.endsWith("…") ? -2 : -1)}…`;
    }
    return text;
  }

  /**
   * Give canvas and cells their sizes; return which classes are named, and their texts.
   * @param {CanvasRenderingContext2D} pen
   * @param {number} scale
   */
  function measure(pen, scale) {
    const width = Math.min(LARGEST, node.clientWidth);
    pen.font = `${NAME * scale}px system-ui, sans-serif`;
    const room = Math.min(140, 0.25 * width) * scale;
    const named = namedClasses(n, (width - room / scale) / n);
    const texts = named.map((index) => cut(pen, names[index], room));
    const longest = Math.max(...texts.map((text) => pen.measureText(text).width));
    left = Math.ceil(longest + 8 * scale);
    top = left;
    side = Math.max(1, Math.floor((width * scale - left - (NAME * scale) / 2) / n));
    const over = Math.max(0, Math.ceil((NAME * scale - side) / 2)); // of the last name
    canvas.width = left + n * side + over;
    canvas.height = top + n * side + over;
    canvas.style.width = `${canvas.width / scale}px`;
    return { named, texts };
  }

  /** @type {(pen: CanvasRenderingContext2D, scale: number) => void} */
  function writeNames(pen, scale) {
    const { named, texts } = measure(pen, scale);
    pen.font = `${NAME * scale}px system-ui, sans-serif`;
    pen.fillStyle = getComputedStyle(node).color;
    pen.textBaseline = "middle";
    named.forEach((index, k) => {
      const middle = (index + 0.5) * side;
      pen.textAlign = "right";
      pen.fillText(texts[k], left - 5 * scale, top + middle);
      pen.save();
      pen.translate(left + middle, top - 5 * scale);
      pen.rotate(-Math.PI / 2);
      pen.textAlign = "left";
      pen.fillText(texts[k], 0, 0);
      pen.restore();
    });
  }

  /** @type {View["paint"]} */
  function paint(colour, ground) {
    look = [colour, ground];
    if (!shown || !node.clientWidth) return;
    const scale = window.devicePixelRatio || 1;
    const pen = penOf(canvas);
    writeNames(pen, scale);
    const image = new ImageData(n, n);
    for (let place = 0; place < n * n; place += 1) {
      image.data.set([...colour(Math.floor(place / n), place % n), 255], 4 * place);
    }
    const small = element("canvas", { width: n, height: n });
    penOf(small).putImageData(image, 0, 0);
    pen.imageSmoothingEnabled = false;
    pen.drawImage(small, left, top, n * side, n * side);
    pen.strokeStyle = "rgb(128 128 128 / 45%)";
    pen.lineWidth = scale;
    pen.strokeRect(left + scale / 2, top + scale / 2, n * side - scale, n * side - scale);
    if (side >= 8 * scale) {
      pen.fillStyle = "rgb(128 128 128 / 22%)";
      for (let k = 1; k < n; k += 1) {
        pen.fillRect(left, top + k * side, n * side, 1);
        pen.fillRect(left + k * side, top, 1, n * side);
      }
    }
    const ink = getComputedStyle(node).color;
    const under = `rgb(${ground})`;
    /** @type {(row: number, column: number, rows: number, columns: number, ink: string) => void} */
    const frame = (row, column, rows, columns, colour) => {
      const [height, width] = [rows, columns].map((cells) => Math.max(LEAST * scale, cells * side));
      const x = left + (column + columns / 2) * side - width / 2;
      const y = top + (row + rows / 2) * side - height / 2;
      for (const [line, style] of /** @type {[number, string][]} */ ([
        [4, under],
        [2, colour],
      ])) {
        pen.lineWidth = line * scale;
        pen.strokeStyle = style;
        pen.strokeRect(x, y, width, height);
      }
    };
    const { index, open, here } = shown;
    if (index >= 0) {
      frame(index, 0, 1, n, ink);
      frame(0, index, n, 1, ink);
    }
    if (open.length) frame(open[0], open[1], 1, 1, ink);
    if (document.activeElement === canvas) frame(here[0], here[1], 1, 1, "#ffb000");
  }

  /** @param {Shown} now */
  function write(now) {
    shown = now;
    canvas.setAttribute(
      "aria-label",
      `${label} ${cellWords(now, names, now.here[0], now.here[1])}`,
    );
  }

  /**
   * The cell below the pointer: row and column, -1 where the names are.
   * @param {MouseEvent} event
   */
  function cellAt(event) {
    const [across, down] = shareAt(event, canvas);
    /** @type {(place: number, start: number) => number} */
    const index = (place, start) => clamp(Math.floor((place - start) / side), -1, n - 1);
    return [index(down * canvas.height, top), index(across * canvas.width, left)];
  }

  canvas.addEventListener("click", (event) => {
    const [actual, said] = cellAt(event);
    if (actual >= 0 && said >= 0) heard.open(actual, said);
    else if (actual >= 0 || said >= 0) heard.mark(Math.max(actual, said));
  });
  canvas.addEventListener("pointermove", (event) => {
    const [actual, said] = cellAt(event);
    if (actual >= 0 && said >= 0) heard.point(actual, said);
  });
  for (const moment of ["focus", "blur"]) {
    canvas.addEventListener(moment, () => look && paint(...look));
  }

  return {
    node,
    write,
    paint,
    focus: () => canvas.focus({ preventScroll: true }),
    holds: (target) => target === canvas,
    bare: true,
  };
}
