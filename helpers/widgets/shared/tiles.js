// Maps of a layer as tiles, drawn from bytes.

import { penOf } from "./dom.js";

/**
 * `across` says how many maps stand in a row, where that is not for us to choose.
 * @typedef {{ maps: number, rows: number, columns: number, across?: number }} Layer
 */

/**
 * How the tiles of a layer lie: columns, gap, and the size of all together, in pixels.
 * @param {Layer} layer
 */
export function tiling({ maps, rows, columns, across: asked }) {
  const across = asked ?? Math.min(maps, maps > 32 ? 16 : 8);
  const gap = Math.max(1, Math.round(columns / 12));
  return {
    across,
    gap,
    width: across * (columns + gap) - gap,
    height: Math.ceil(maps / across) * (rows + gap) - gap,
  };
}

/**
 * Draw one layer's maps on a canvas, a pixel for each of their pixels. `shades` holds a number
 * from 0 to 255 for each pixel of each map, map after map; `colours` the colour of each number.
 * Between the maps the canvas stays transparent.
 * @param {HTMLCanvasElement} canvas
 * @param {Layer} layer
 * @param {Uint8Array} shades
 * @param {Uint8Array} colours
 */
export function drawTiles(canvas, layer, shades, colours) {
  const { across, gap, width, height } = tiling(layer);
  const { maps, rows, columns } = layer;
  canvas.width = width;
  canvas.height = height;
  const pen = penOf(canvas);
  const image = pen.createImageData(width, height);
  const pixels = image.data;
  let from = 0;
  for (let map = 0; map < maps; map += 1) {
    const left = (map % across) * (columns + gap);
    const top = Math.floor(map / across) * (rows + gap);
    for (let row = 0; row < rows; row += 1) {
      let to = 4 * ((top + row) * width + left);
      for (let column = 0; column < columns; column += 1) {
        const colour = 3 * shades[from];
        from += 1;
        pixels[to] = colours[colour];
        pixels[to + 1] = colours[colour + 1];
        pixels[to + 2] = colours[colour + 2];
        pixels[to + 3] = 255;
        to += 4;
      }
    }
  }
  pen.putImageData(image, 0, 0);
}

/**
 * Draw a grey picture, white on black, a pixel for each of its pixels.
 * @param {HTMLCanvasElement} canvas
 * @param {Uint8Array} shades
 * @param {number} side
 */
export function drawGrey(canvas, shades, side) {
  canvas.width = side;
  canvas.height = shades.length / side;
  const pen = penOf(canvas);
  const image = pen.createImageData(canvas.width, canvas.height);
  shades.forEach((shade, index) => {
    image.data.set([shade, shade, shade, 255], 4 * index);
  });
  pen.putImageData(image, 0, 0);
}

/**
 * Draw a colour picture, a pixel for each of its pixels.
 * @param {HTMLCanvasElement} canvas
 * @param {Uint8Array} colours  red, green and blue of each pixel
 * @param {number} side
 */
export function drawColours(canvas, colours, side) {
  canvas.width = side;
  canvas.height = colours.length / side / 3;
  const pen = penOf(canvas);
  const image = pen.createImageData(canvas.width, canvas.height);
  for (let pixel = 0; pixel < colours.length / 3; pixel += 1) {
    const [red, green, blue] = colours.subarray(3 * pixel, 3 * pixel + 3);
    image.data.set([red, green, blue, 255], 4 * pixel);
  }
  pen.putImageData(image, 0, 0);
}
