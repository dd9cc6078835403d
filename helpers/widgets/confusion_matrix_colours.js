// The colours of a confusion matrix, on whatever ground the page has.

import { outcome, shareOf } from "./confusion_matrix_counts.js";
import { luminance } from "./shared/ground.js";

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
