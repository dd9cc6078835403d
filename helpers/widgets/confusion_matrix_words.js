// A confusion matrix in words: what a cell, a headline, a class's scores say.

import { countOf, outcome, scoresOf, shareOf } from "./confusion_matrix_counts.js";
import { element, tableRow } from "./shared/dom.js";
import { counted, percent, ratio } from "./shared/numbers.js";

/** @import { By, Matrix } from "./confusion_matrix_counts.js" */

/**
 * What is shown: a matrix, what its numbers are, the marked class (-1: none), the open cell, and
 * the one that keys move from.
 * @typedef {{ matrix: Matrix, by: By, index: number, open: number[], here: number[] }} Shown
 */

/**
 * A cell in words.
 * @param {Shown} shown
 * @param {string[]} names
 * @param {number} actual
 * @param {number} said
 */
export function cellWords({ matrix, by, index }, names, actual, said) {
  const count = countOf(matrix, actual, said);
  const kind = outcome(index, actual, said);
  const words = [counted(count)];
  if (count && by !== "none") words.push(percent(shareOf(matrix, by, actual, said)));
  if (count) words.push(actual === said ? "right" : "wrong");
  if (kind) words.push(kind);
  return `actual ${names[actual]}, predicted ${names[said]}: ${words.join(", ")}`;
}

/** @param {Matrix} matrix */
export const rightOf = ({ right, total }) =>
  `${counted(right)} of ${counted(total)} right (${percent(ratio(right, total))})`;

/**
 * The outcomes and scores of one class, with their formulas.
 * @param {Matrix} matrix
 * @param {number} index
 * @param {string} name
 */
export function outcomeTables(matrix, index, name) {
  const { tp, fn, fp, tn, ...scores } = scoresOf(matrix, index);
  /** @type {[string, number, string][]} */
  const counts = [
    ["TP", tp, `true positives: ${name}, and called so`],
    ["FN", fn, `false negatives: ${name}, called something else (its row)`],
    ["FP", fp, `false positives: something else, called ${name} (its column)`],
    ["TN", tn, "true negatives: all other cells"],
    ["AN", fp + tn, `actual negatives, FP + TN: all that is not ${name}`],
  ];
  const formulas = {
    precision: "TP / (TP + FP)",
    recall: "TP / (TP + FN)",
    F1: "TP / (TP + ½ (FP + FN))",
    accuracy: "(TP + TN) / all",
  };
  const outcomes = counts.map(([kind, count, words]) => {
    const row = tableRow("td", [kind, counted(count), words]);
    row.dataset.outcome = kind;
    return row;
  });
  const names = /** @type {(keyof typeof formulas)[]} */ (Object.keys(formulas));
  const scored = names.map((score) =>
    tableRow("td", [score, formulas[score], percent(scores[score])]),
  );
  return [outcomes, scored].map((rows) => element("table", {}, element("tbody", {}, ...rows)));
}

/**
 * The scores of every class, written when they are opened.
 * @param {string[]} names
 */
export function scoreTable(names) {
  const body = element("tbody");
  const heads = ["class", "precision", "recall", "F1", "accuracy (one against the rest)"];
  const table = element("table", {}, element("thead", {}, tableRow("th", heads)), body);
  const details = element("details", {}, element("summary", {}, "Scores of every class"), table);
  /** @type {Matrix | null} */
  let latest = null;
  const write = () => {
    if (!details.open || !latest) return;
    const matrix = latest;
    body.replaceChildren(
      ...names.map((name, index) => {
        const { precision, recall, F1, accuracy } = scoresOf(matrix, index);
        const shares = [precision, recall, F1, accuracy].map((share) => percent(share, true));
        return tableRow("td", [name, ...shares]);
      }),
    );
  };
  details.addEventListener("toggle", write);
  /** @param {Matrix} matrix */
  const show = (matrix) => {
    latest = matrix;
    write();
  };
  return { details, show };
}
