// Numbers as squares on a canvas: pictures, maps and kernels, enlarged so that one can count.

import { penOf } from "./dom.js";
import { clamp } from "./numbers.js";

/** @typedef {{ pen: CanvasRenderingContext2D, side: number, scale: number }} Drawn */

/** The colour of a frame. */
export const FRAME = "#ffb000";

/**
 * A grey, from black at 0 to white at 1.
 * @param {number} share
 */
export function grey(share) {
  const shade = Math.round(255 * clamp(share, 0, 1));
  return `rgb(${shade}, ${shade}, ${shade})`;
}

/**
 * Ink that reads on a grey.
 * @param {number} share
 */
export const inkOn = (share) => (share > 0.46 ? "black" : "white");

/**
 * Draw numbers as grey squares.
 * @param {HTMLCanvasElement} canvas
 * @param {number[][]} rows
 * @param {number} longest  the canvas' longer side, in the page's pixels
 * @param {(value: number) => number} share  how bright a number is, 0 to 1
 * @param {(value: number) => string} [text]  what is written on it
 * @returns {Drawn}
 */
export function drawSquares(canvas, rows, longest, share, text) {
  const scale = window.devicePixelRatio || 1;
  const side = Math.max(1, Math.floor((longest * scale) / Math.max(rows.length, rows[0].length)));
  canvas.width = side * rows[0].length;
  canvas.height = side * rows.length;
  canvas.style.width = `${canvas.width / scale}px`;
  const pen = penOf(canvas);
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  rows.forEach((row, i) => {
    row.forEach((value, j) => {
      const bright = share(value);
      pen.fillStyle = grey(bright);
      pen.fillRect(j * side, i * side, side, side);
      if (!text) return;
      const words = text(value);
      pen.fillStyle = inkOn(bright);
      pen.font = `${Math.min(0.46 * side, (1.5 * side) / words.length)}px sans-serif`;
      pen.fillText(words, (j + 0.5) * side, (i + 0.5) * side);
    });
  });
  return { pen, side, scale };
}

/**
 * Draw a frame around some squares, one that is seen on dark and on light.
 * @param {Drawn} drawn
 * @param {number[][]} field  the first row and the one past the last; the same of columns
 * @param {string} colour
 * @param {boolean} dashed
 */
export function frameSquares({ pen, side, scale }, field, colour = FRAME, dashed = false) {
  const [[top, bottom], [left, right]] = field;
  const inset = 2.5 * scale;
  pen.setLineDash(dashed ? [8 * scale, 6 * scale] : []);
  for (const [ink, line] of /** @type {[string, number][]} */ ([
    ["black", 5],
    [colour, 3],
  ])) {
    pen.strokeStyle = ink;
    pen.lineWidth = line * scale;
    pen.strokeRect(
      left * side + inset,
      top * side + inset,
      Math.max(1, (right - left) * side - 2 * inset),
      Math.max(1, (bottom - top) * side - 2 * inset),
    );
  }
  pen.setLineDash([]);
}
