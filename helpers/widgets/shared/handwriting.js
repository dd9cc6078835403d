// A drawing, brought into the form that MNIST's digits have: the same as `like_mnist` of
// helpers/analysis/handwriting.py, which says what is done and why, to the last grey level.

import { sum } from "./numbers.js";

export const SIDE = 28;
const BOX = 20;
const SMALLEST = 10; // ink is a digit from this part of the picture's longer side on
const STRONG = 250;

/** @typedef {{ shades: Uint8Array, width: number, height: number }} Grey */

/**
 * Centre and scale a drawing. Gives null where nothing is drawn, or no more than a dot.
 * @param {Grey} drawing
 * @param {number} [ground]  how bright it is where nothing is drawn; left out, its edge tells
 */
export function likeMnist(drawing, ground) {
  const { width, height } = drawing;
  const shades = strong(inkOn(drawing, ground));
  const ink = cut(withoutSpecks({ shades, width, height }));
  if (!ink || SMALLEST * Math.max(ink.width, ink.height) < Math.max(width, height)) return null;
  const digit = shrunk(ink);
  const picture = new Uint8Array(SIDE * SIDE);
  const { across, down } = massOf(digit);
  const left = offset(across);
  const top = offset(down);
  for (let row = 0; row < digit.height; row += 1) {
    const from = row * digit.width;
    const line = digit.shades.subarray(from, from + digit.width);
    picture.set(line, (top + row) * SIDE + left);
  }
  return picture;
}

/**
 * A square drawing as it is, only smaller: each new pixel is the mean of `factor` by `factor` old
 * ones. Gives null where nothing is drawn.
 * @param {Uint8Array} shades
 * @param {number} factor
 */
export function shrunkPad(shades, factor) {
  const side = Math.sqrt(shades.length);
  const small = side / factor;
  const sums = new Float64Array(small * small);
  for (let row = 0, at = 0; row < side; row += 1) {
    const start = Math.floor(row / factor) * small;
    for (let column = 0; column < side; column += 1, at += 1) {
      sums[start + Math.floor(column / factor)] += shades[at];
    }
  }
  return shades.some(Boolean)
    ? Uint8Array.from(sums, (all) => Math.round(all / factor ** 2))
    : null;
}

/** What stands out from the ground. @type {(drawing: Grey, ground?: number) => Uint8Array} */
function inkOn({ shades, width, height }, known) {
  if (known === 0) return shades;
  let ground = known ?? 0;
  let noise = 0;
  if (known === undefined) {
    const edge = edgeOf(shades, width, height);
    ground = edge.slice().sort()[edge.length >> 1];
    const differences = edge.map((shade) => Math.abs(shade - ground));
    noise = 4 * differences.sort()[Math.floor((3 * edge.length) / 4)];
  }
  let excess = 0;
  for (const shade of shades) excess += shade - ground;
  const sign = excess < 0 ? -1 : 1;
  const ink = shades.map((shade) => Math.max(sign * (shade - ground), 0));
  const least = Math.min(noise, strongestOf(ink) >> 2);
  return ink.map((shade) => (shade > least ? shade : 0));
}

/** The first and last row and column. @type {(s: Uint8Array, w: number, h: number) => Uint8Array} */
function edgeOf(shades, width, height) {
  const edge = new Uint8Array(2 * (width + height));
  edge.set(shades.subarray(0, width));
  edge.set(shades.subarray((height - 1) * width), width);
  for (let row = 0; row < height; row += 1) {
    edge[2 * width + 2 * row] = shades[row * width];
    edge[2 * width + 2 * row + 1] = shades[row * width + width - 1];
  }
  return edge;
}

/** @param {Uint8Array} ink */
function strongestOf(ink) {
  let strongest = 0;
  for (const shade of ink) if (shade > strongest) strongest = shade;
  return strongest;
}

/** Faint ink as strong as MNIST's. @param {Uint8Array} ink */
function strong(ink) {
  const strongest = strongestOf(ink);
  if (!strongest || strongest >= STRONG) return ink;
  return ink.map((shade) => Math.floor((shade * 255 + (strongest >> 1)) / strongest));
}

/**
 * @typedef {{ left: number, right: number, top: number, bottom: number, joined: Piece | null }} Piece
 * @typedef {{ row: number, from: number, to: number, piece: Piece }} Run
 */

/**
 * Leave out pieces smaller than one of the pixels that the largest one will have.
 * @type {(ink: Grey) => Grey}
 */
function withoutSpecks({ shades, width, height }) {
  const runs = runsOf(shades, width, height);
  const lengths = runs.map(({ piece }) => {
    const { left, right, top, bottom } = wholeOf(piece);
    return Math.max(right - left, bottom - top);
  });
  const longest = lengths.reduce((most, length) => Math.max(most, length), 0);
  const kept = shades.slice();
  runs.forEach(({ row, from, to }, index) => {
    if (BOX * lengths[index] < longest) kept.fill(0, row * width + from, row * width + to);
  });
  return { shades: kept, width, height };
}

/**
 * The runs of ink in each row; those that touch, by corners too, belong to one piece.
 * @type {(shades: Uint8Array, width: number, height: number) => Run[]}
 */
function runsOf(shades, width, height) {
  /** @type {Run[]} */
  const runs = [];
  let here = 0; // the first run of this row
  for (let row = 0; row < height; row += 1) {
    let above = here; // the first run of the row above that the next one may touch
    here = runs.length;
    const start = row * width;
    for (let column = 0; column < width; column += 1) {
      if (!shades[start + column]) continue;
      const from = column;
      while (column < width && shades[start + column]) column += 1;
      while (above < here && runs[above].to < from) above += 1;
      /** @type {Piece} */
      let piece = { left: from, right: column, top: row, bottom: row + 1, joined: null };
      for (let other = above; other < here && runs[other].from <= column; other += 1) {
        piece = joined(wholeOf(runs[other].piece), piece);
      }
      runs.push({ row, from, to: column, piece });
    }
  }
  return runs;
}

/** @param {Piece} piece */
function wholeOf(piece) {
  let whole = piece;
  while (whole.joined) whole = whole.joined;
  return whole;
}

/** @type {(piece: Piece, other: Piece) => Piece} */
function joined(piece, other) {
  if (piece === other) return piece;
  other.joined = piece;
  piece.left = Math.min(piece.left, other.left);
  piece.right = Math.max(piece.right, other.right);
  piece.top = Math.min(piece.top, other.top);
  piece.bottom = Math.max(piece.bottom, other.bottom);
  return piece;
}

/** The ink without what is empty around it; null if there is none. @param {Grey} drawing */
function cut({ shades, width, height }) {
  let [left, right, top, bottom] = [width, 0, height, 0];
  for (let row = 0; row < height; row += 1) {
    const line = shades.subarray(row * width, (row + 1) * width);
    const from = line.findIndex(Boolean);
    if (from < 0) continue;
    let to = width;
    while (!line[to - 1]) to -= 1;
    top = Math.min(top, row);
    bottom = row + 1;
    left = Math.min(left, from);
    right = Math.max(right, to);
  }
  if (right === 0) return null;
  const ink = new Uint8Array((right - left) * (bottom - top));
  for (let row = top; row < bottom; row += 1) {
    const line = shades.subarray(row * width + left, row * width + right);
    ink.set(line, (row - top) * (right - left));
  }
  return { shades: ink, width: right - left, height: bottom - top };
}

/** Scale ink so that its longer side has 20 pixels. @type {(ink: Grey) => Grey} */
function shrunk(ink) {
  const scale = BOX / Math.max(ink.width, ink.height);
  const width = Math.max(roundEven(ink.width * scale), 1);
  const height = Math.max(roundEven(ink.height * scale), 1);
  const narrow = resizeRows(ink, width, scale <= 1);
  const tall = resizeRows(turned(narrow), height, scale <= 1);
  return { shades: strong(turned(tall).shades), width, height };
}

/** @type {(picture: Grey) => Grey} */
function turned({ shades, width, height }) {
  const other = new Uint8Array(shades.length);
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      other[column * height + row] = shades[row * width + column];
    }
  }
  return { shades: other, width: height, height: width };
}

/**
 * Resize each row as Pillow does, in whole numbers as it does: by averages of what a new pixel
 * covers (`box`), or by fading each into its neighbours.
 * @type {(picture: Grey, size: number, box: boolean) => Grey}
 */
function resizeRows({ shades, width, height }, size, box) {
  const scale = width / size;
  const spread = Math.max(scale, 1);
  const support = box ? 0.5 * spread : spread;
  const weightOf = box
    ? (/** @type {number} */ at) => Number(at > -0.5 && at <= 0.5)
    : (/** @type {number} */ at) => Math.max(1 - Math.abs(at), 0);
  const result = new Uint8Array(size * height);
  for (let column = 0; column < size; column += 1) {
    const centre = (column + 0.5) * scale;
    const from = Math.max(Math.trunc(centre - support + 0.5), 0);
    const to = Math.min(Math.trunc(centre + support + 0.5), width);
    const weights = Float64Array.from({ length: to - from }, (_, k) =>
      weightOf((k + from - centre + 0.5) * (1 / spread)),
    );
    const total = sum(weights);
    const whole = weights.map((weight) => Math.trunc(0.5 + (weight / total) * 2 ** 22));
    for (let row = 0; row < height; row += 1) {
      let shade = 2 ** 21;
      for (let k = from; k < to; k += 1) shade += shades[row * width + k] * whole[k - from];
      result[row * size + column] = Math.min(shade >> 22, 255);
    }
  }
  return { shades: result, width: size, height };
}

/** How much ink each column and each row has. @param {Grey} digit */
function massOf({ shades, width, height }) {
  const across = new Float64Array(width);
  const down = new Float64Array(height);
  shades.forEach((shade, index) => {
    across[index % width] += shade;
    down[Math.floor(index / width)] += shade;
  });
  return { across, down };
}

/**
 * Where a digit begins, so that its centre of mass lies at the middle, and it within the picture.
 * @param {Float64Array} mass
 */
function offset(mass) {
  const centre = sum(mass.map((amount, index) => amount * index)) / sum(mass);
  return Math.min(Math.max(roundEven(SIDE / 2 - centre), 0), SIDE - mass.length);
}

/** Round as Python does: a half goes to the even number. @param {number} value */
function roundEven(value) {
  const low = Math.floor(value);
  const above = value - low;
  if (above !== 0.5) return Math.round(value);
  return low % 2 ? low + 1 : low;
}
