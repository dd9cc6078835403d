// A bet on pairs of classes, checked and in words.

/** @import { SaidLine } from "../../widgets/shared/logbook_lines.js" */

/** @typedef {[string, string][]} Pairs  an empty name where none is chosen yet */

/**
 * What is wrong with a bet, or an empty text.
 * @param {Pairs} pairs
 */
export function whatIsWrong(pairs) {
  for (const [row, [first, second]] of pairs.entries()) {
    const pair = `Pair ${row + 1}`;
    if (!first || !second) return `${pair} is not chosen yet.`;
    if (first === second) return `${pair} is ${first} twice. Choose another class on one side.`;
    const same = pairs.findIndex((other) => other.includes(first) && other.includes(second));
    if (same < row) return `${pair} is pair ${same + 1} again. Choose another pair.`;
  }
  return "";
}

/**
 * Each pair in the order of the names.
 * @param {Pairs} pairs
 * @param {string[]} names
 * @returns {Pairs}
 */
export const inNamesOrder = (pairs, names) =>
  pairs.map(([a, b]) => (names.indexOf(a) > names.indexOf(b) ? [b, a] : [a, b]));

/**
 * The bet that stands after all lines; null where there is none, or it was withdrawn.
 * @param {SaidLine[]} lines
 * @returns {{ pairs: Pairs, when: string } | null}
 */
export function betOf(lines) {
  const last = lines.filter(({ pairs, withdrawn }) => withdrawn || isPairs(pairs)).at(-1);
  return last?.pairs ? { pairs: last.pairs, when: last.when } : null;
}

/** @param {unknown} pairs */
const isPairs = (pairs) =>
  Array.isArray(pairs) &&
  pairs.every(
    (pair) =>
      Array.isArray(pair) && pair.length === 2 && pair.every((name) => typeof name === "string"),
  );

/** @param {{ pairs: Pairs, when: string }} bet */
export const inWords = ({ pairs, when }) =>
  `Your bet: ${pairs.map((pair) => pair.join(" and ")).join("; ")}. Placed on ${when.slice(0, 10)}.`;

/**
 * What became of a bet.
 * @param {{ pairs: Pairs } | null} bet
 * @param {string[]} names
 * @param {number[][]} places  of each pair, 1 for the one that is confused most
 * @param {number} nBest  how many of the first count
 */
export function settled(bet, names, places, nBest) {
  if (!bet) return "You have placed no bet yet. One that you place above is drawn in here.";
  const found = bet.pairs.map(([one, other]) => places[names.indexOf(one)]?.[names.indexOf(other)]);
  if (found.some((place) => !place)) return "Your bet is on other classes than these.";
  const pairs = bet.pairs.map((pair, k) => `${pair.join(" and ")} (place ${found[k]})`);
  const right = found.filter((place) => place && place <= nBest).length;
  return `Your bet: ${pairs.join("; ")}. ${right} of ${found.length} right.`;
}
