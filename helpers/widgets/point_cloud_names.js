// Names beside what they name, none upon another.

import { clamp } from "./shared/numbers.js";

/** @typedef {{ x: number, y: number, width: number, height: number }} Box  around its middle */

const GAP = 2; // pixels between two names
const ROUNDS = 30;

/** @type {(a: Box, b: Box) => [number, number]} */
const overlap = (a, b) => [
  (a.width + b.width) / 2 + GAP - Math.abs(a.x - b.x),
  (a.height + b.height) / 2 + GAP - Math.abs(a.y - b.y),
];

/** @type {(a: Box, b: Box) => boolean} */
const meet = (a, b) => overlap(a, b).every((part) => part > 0.01);

/**
 * Move names until no two meet, each as near to where it wants to be as that allows. What finds
 * no room at all is left out.
 * @param {Box[]} wanted
 * @param {number} width  of the map
 * @param {number} height
 * @returns {(Box | null)[]}
 */
export function placeNames(wanted, width, height) {
  const boxes = wanted.map((box) => ({ ...box }));
  const inside = (/** @type {Box} */ box) => {
    box.x = clamp(box.x, box.width / 2, Math.max(box.width / 2, width - box.width / 2));
    box.y = clamp(box.y, box.height / 2, Math.max(box.height / 2, height - box.height / 2));
  };
  boxes.forEach(inside);
  for (let round = 0, moved = true; round < ROUNDS && moved; round += 1) {
    moved = false;
    for (let one = 0; one < boxes.length; one += 1) {
      for (let other = one + 1; other < boxes.length; other += 1) {
        const [a, b] = [boxes[one], boxes[other]];
        const [across, down] = overlap(a, b);
        if (across <= 0 || down <= 0) continue;
        moved = true;
        // Names are wide: mostly they make room upwards and downwards. Equals part by their order.
        if (down <= across) {
          const step = ((a.y < b.y || (a.y === b.y && one < other) ? 1 : -1) * down) / 2;
          a.y -= step;
          b.y += step;
        } else {
          const step = ((a.x <= b.x ? 1 : -1) * across) / 2;
          a.x -= step;
          b.x += step;
        }
        inside(a);
        inside(b);
      }
    }
  }
  /** @type {Box[]} */
  const placed = [];
  return boxes.map((box) => {
    const free = nearestFree(box, placed, width, height);
    if (free) placed.push(free);
    return free;
  });
}

/**
 * The place nearest to where a name is that meets no other and lies on the map.
 * @param {Box} box
 * @param {Box[]} placed
 * @param {number} width
 * @param {number} height
 */
function nearestFree(box, placed, width, height) {
  if (box.width > width || box.height > height) return null;
  for (let ring = 0; ring * 4 < width + height; ring += 1) {
    const places = ring ? 16 : 1;
    for (let turn = 0; turn < places; turn += 1) {
      const angle = (2 * Math.PI * turn) / places;
      const x = box.x + 4 * ring * Math.cos(angle);
      const y = box.y + 4 * ring * Math.sin(angle);
      const tried = { ...box, x, y };
      const within =
        Math.abs(x - width / 2) <= (width - box.width) / 2 + 0.01 &&
        Math.abs(y - height / 2) <= (height - box.height) / 2 + 0.01;
      if (within && !placed.some((other) => meet(tried, other))) return tried;
    }
  }
  return null;
}
