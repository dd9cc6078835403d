// The colours of a confusion matrix, on whatever ground the page has.

import { outcome, shareOf } from "./confusion_matrix_counts.js";

/**
 * @import { colouring } from "./confusion_matrix_counts.js"
 * @import { Shown } from "./confusion_matrix_words.js"
 */

/** Of right answers and of errors, on a light ground and on a dark one. */
const INKS = {
  light: { right: [0, 114, 178], wrong: [213, 94, 0] },
  dark: { right: [86, 180, 233], wrong: [240, 138, 60] },
};

/**
 * Relative luminance, as WCAG defines it.
 * @param {number[]} rgb
 */
export function luminance(rgb) {
  const [red, green, blue] = rgb.map((part) => {
    const value = part / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/**
 * Black or white: what reads better on a colour.
 * @param {number[]} rgb
 */
export const readable = (rgb) => ((luminance(rgb) + 0.05) ** 2 > 0.0525 ? "black" : "white");

/**
 * The ground of an element, as red, green and blue.
 * @param {Element} place
 */
export function groundOf(place) {
  const parts = getComputedStyle(place).backgroundColor.match(/[\d.]+/g) ?? [];
  return parts.length < 3 ? [255, 255, 255] : parts.slice(0, 3).map(Number);
}

/**
 * How to colour a cell, on a ground.
 * @param {Shown} shown
 * @param {number[]} ground
 * @param {ReturnType<typeof colouring>["strength"]} strength
 * @returns {(actual: number, said: number) => number[]}
 */
export function cellColours({ matrix, by, index }, ground, strength) {
  const inks = INKS[luminance(ground) < 0.2 ? "dark" : "light"];
  return (actual, said) => {
    const share = shareOf(matrix, by, actual, said);
    if (!share) return ground;
    const right = actual === said;
    const faint = outcome(index, actual, said) === "TN" ? 0.25 : 1;
    const part = faint * strength(share, right);
    const ink = right ? inks.right : inks.wrong;
    return ground.map((value, k) => Math.round(value + part * (ink[k] - value)));
  };
}
