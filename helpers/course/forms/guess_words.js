// A guess and the truth, in words.

const grouped = new Intl.NumberFormat("en-GB", { maximumSignificantDigits: 6 });

/**
 * A number with its thousands apart, and six digits at most.
 * @param {number} value
 */
export const thousands = (value) => grouped.format(value).replace("-", "\u2212");

/**
 * A value with its unit: 67.7 of 100.
 * @param {number | string} value
 * @param {string} unit
 */
export function said(value, unit) {
  const text = typeof value === "number" ? thousands(value) : value;
  return unit ? `${text} ${unit}` : text;
}

/**
 * The guess beside the truth, as a sentence or two.
 * @param {{ value: number | string, after: boolean } | null} guess
 * @param {number | string} truth
 * @param {string} unit
 * @param {boolean} log  whether a large number is a multiple of a small one, not more by so much
 */
export function compared(guess, truth, unit, log) {
  if (!guess)
    return `It is ${said(truth, unit)}. You have not guessed yet; a guess would stand here beside it.`;
  const late = guess.after ? " You guessed after the answer was on the screen." : "";
  return `You: ${said(guess.value, unit)}. It is ${said(truth, unit)}${apart(guess.value, truth, log)}.${late}`;
}

/** @type {(value: number | string, truth: number | string, log: boolean) => string} */
function apart(value, truth, log) {
  if (typeof value !== "number" || typeof truth !== "number") {
    return value === truth ? ", as you said" : "";
  }
  if (thousands(value) === thousands(truth)) return ", as you said";
  const more = truth > value;
  const [small, large] = more ? [value, truth] : [truth, value];
  if (log && small > 0 && large >= 2 * small) {
    const times = Number((large / small).toPrecision(2));
    return more ? `, ${thousands(times)} times as much` : `, 1/${thousands(times)} of that`;
  }
  const apart = thousands(Number((large - small).toPrecision(3)));
  return more ? `, ${apart} more` : `, ${apart} less`;
}
