// Small pictures that come on one sheet: cut out and shown, pixel by pixel.

import { element, penOf } from "./dom.js";

/** @import { Model } from "./model.js" */

/**
 * Decode the sheet of a model; `picture(index, words)` then makes one of its pictures.
 * @param {Model} model
 */
export function pictureSheet(model) {
  const [width, height, columns] = model.get("_tile");
  const url = URL.createObjectURL(new Blob([model.get("_sheet")], { type: "image/webp" }));
  const image = new Image();
  image.src = url;
  let ready = false;
  const decoded = image.decode().then(() => {
    ready = true;
    URL.revokeObjectURL(url);
  });
  /** @type {(canvas: HTMLCanvasElement, index: number) => void} */
  const cut = (canvas, index) => {
    const x = (index % columns) * width;
    const y = Math.floor(index / columns) * height;
    penOf(canvas).drawImage(image, x, y, width, height, 0, 0, width, height);
  };

  /**
   * A picture as an element.
   * @param {number} index
   * @param {string} words  what it shows
   */
  function picture(index, words) {
    const canvas = element("canvas", { class: "wil-small", width, height, role: "img" });
    canvas.setAttribute("aria-label", words);
    canvas.dataset.picture = String(index);
    if (ready) cut(canvas, index);
    else decoded.then(() => cut(canvas, index));
    return canvas;
  }

  /**
   * The grey pixels of the first pictures, one picture after another.
   * @param {number} count
   */
  async function pixels(count) {
    await decoded;
    const row = element("canvas", { width: columns * width, height });
    const pen = penOf(row, { willReadFrequently: true });
    const size = width * height;
    const all = new Uint8Array(count * size);
    for (let first = 0; first < count; first += columns) {
      const top = (first / columns) * height;
      pen.drawImage(image, 0, top, row.width, height, 0, 0, row.width, height);
      const { data } = pen.getImageData(0, 0, row.width, height);
      const last = Math.min(count, first + columns);
      for (let index = first; index < last; index += 1) {
        for (let k = 0; k < size; k += 1) {
          const x = (index - first) * width + (k % width);
          all[index * size + k] = data[4 * (Math.floor(k / width) * row.width + x)];
        }
      }
    }
    return all;
  }

  return { picture, decoded, pixels };
}
