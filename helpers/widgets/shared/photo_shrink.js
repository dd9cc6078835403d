// A picture cut to a square and shrunk: each new pixel is the mean of the area that it covers.

/**
 * How much of each old pixel lies in which new ones, along one side.
 * @param {number} side  old pixels
 * @param {number} size  new ones
 * @returns {[number, number][][]}  for each old pixel the new ones and its share of their area
 */
export function shares(side, size) {
  const step = size / side;
  return Array.from({ length: side }, (_, index) => {
    const [from, to] = [index * step, (index + 1) * step];
    /** @type {[number, number][]} */
    const parts = [];
    for (let cell = Math.floor(from + 1e-9); cell < Math.min(to - 1e-9, size); cell += 1) {
      parts.push([cell, Math.min(to, cell + 1) - Math.max(from, cell)]);
    }
    return parts;
  });
}

/**
 * Shrink a square by areas (or enlarge it, if it is smaller). What is transparent becomes white.
 * @param {ArrayLike<number>} pixels  of a square, red, green, blue and opacity for each
 * @param {number} side
 * @param {number} size  of the new square
 * @returns {Uint8Array}  red, green and blue for each new pixel
 */
export function shrunkByArea(pixels, side, size) {
  const parts = shares(side, size);
  const sums = new Float64Array(size * size * 3);
  const row = new Float64Array(size * 3);
  for (let y = 0; y < side; y += 1) {
    row.fill(0);
    for (let x = 0, at = 4 * y * side; x < side; x += 1, at += 4) {
      const opaque = pixels[at + 3] / 255;
      const white = 255 * (1 - opaque);
      for (const [cell, share] of parts[x]) {
        row[3 * cell] += share * (opaque * pixels[at] + white);
        row[3 * cell + 1] += share * (opaque * pixels[at + 1] + white);
        row[3 * cell + 2] += share * (opaque * pixels[at + 2] + white);
      }
    }
    for (const [cell, share] of parts[y]) {
      for (let k = 0; k < row.length; k += 1) sums[cell * row.length + k] += share * row[k];
    }
  }
  return Uint8Array.from(sums, (sum) => Math.min(255, Math.round(sum)));
}

/**
 * A drawing as a picture: black where there is ink, on white.
 * @param {Uint8Array} ink  from 0 to 255 for each pixel of a square
 * @param {number} side
 * @param {number} size  of the picture
 */
export function drawnPicture(ink, side, size) {
  const pixels = new Uint8Array(4 * ink.length);
  for (let at = 0; at < ink.length; at += 1) pixels[4 * at + 3] = ink[at];
  return shrunkByArea(pixels, side, size);
}

/**
 * The largest square in the middle of a picture.
 * @param {number} width
 * @param {number} height
 */
export function middleSquare(width, height) {
  const side = Math.min(width, height);
  return { left: Math.floor((width - side) / 2), top: Math.floor((height - side) / 2), side };
}
