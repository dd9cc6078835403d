// Points set into a picture, pixel by pixel: ten thousand soft discs in a few milliseconds.

const PARTS = 4; // a disc's middle is placed to a quarter of a pixel

/** @typedef {{ side: number, alphas: Uint8Array[] }} Stamps */

/**
 * How much of each pixel a disc covers, 0 to 255, for each place of its middle within a pixel.
 * @param {number} radius  in pixels
 * @returns {Stamps}
 */
export function makeStamps(radius) {
  const reach = Math.ceil(radius + 0.5);
  const side = 2 * reach + 1;
  const alphas = [];
  for (let down = 0; down < PARTS; down += 1) {
    for (let across = 0; across < PARTS; across += 1) {
      const alpha = new Uint8Array(side * side);
      for (let row = 0; row < side; row += 1) {
        for (let column = 0; column < side; column += 1) {
          const x = column - reach - across / PARTS;
          const y = row - reach - down / PARTS;
          const covered = Math.min(1, Math.max(0, radius + 0.5 - Math.hypot(x, y)));
          alpha[row * side + column] = Math.round(255 * covered);
        }
      }
      alphas.push(alpha);
    }
  }
  return { side, alphas };
}

/**
 * Cover a picture with its ground.
 * @param {ImageData} image
 * @param {number[]} ground  red, green, blue
 */
export function clear(image, [red, green, blue]) {
  const word = new Uint8Array([red, green, blue, 255]);
  new Uint32Array(image.data.buffer).fill(new Uint32Array(word.buffer)[0]);
}

/**
 * Set points into a picture. A point whose disc would reach over the edge is left out.
 * @param {ImageData} image
 * @param {Float32Array} places  in the picture's pixels, x of all points, then y from the top
 * @param {Uint32Array} order  which is set first
 * @param {Uint8Array} inks  red, green and blue of each point
 * @param {Uint8Array} strengths  of each point, 0 for one that is not shown, to 255
 * @param {Stamps} stamps
 */
export function paintPoints(image, places, order, inks, strengths, stamps) {
  const { data, width, height } = image;
  const { side, alphas } = stamps;
  const reach = (side - 1) / 2;
  const n = places.length / 2;
  for (let turn = 0; turn < order.length; turn += 1) {
    const index = order[turn];
    const strength = strengths[index];
    if (strength === 0) continue;
    const x = Math.round(places[index] * PARTS);
    const y = Math.round(places[n + index] * PARTS);
    const left = (x >> 2) - reach;
    const top = (y >> 2) - reach;
    if (left < 0 || top < 0 || left + side > width || top + side > height) continue;
    const alpha = alphas[(y & 3) * PARTS + (x & 3)];
    const red = inks[3 * index];
    const green = inks[3 * index + 1];
    const blue = inks[3 * index + 2];
    let from = 0;
    for (let row = 0; row < side; row += 1) {
      let to = 4 * ((top + row) * width + left);
      for (let column = 0; column < side; column += 1) {
        const covered = alpha[from];
        from += 1;
        if (covered !== 0) {
          const share = (covered * strength) >> 8;
          data[to] += ((red - data[to]) * share) >> 8;
          data[to + 1] += ((green - data[to + 1]) * share) >> 8;
          data[to + 2] += ((blue - data[to + 2]) * share) >> 8;
        }
        to += 4;
      }
    }
  }
}

/**
 * A colour as three bytes.
 * @param {string} hex  such as #81cba3
 */
export const bytesOf = (hex) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
