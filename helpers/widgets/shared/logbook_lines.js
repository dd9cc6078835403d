// Lines of the logbook: what they are, their order, and what they come to. The same as in Python.

/**
 * @typedef {object} Line
 * @property {string} kind
 * @property {string} key
 * @property {string} id
 * @property {number} number
 * @property {string} when
 *
 * @typedef {Line & Record<string, any>} SaidLine
 *
 * @typedef {{ value: number | string, after: boolean, answer: number | string | null }} Guessed
 */

const FORMAT = { format: "watch-it-learn logbook", version: 1 };

/** Files and storages larger than this are none of ours. */
const MOST_LETTERS = 8 << 20;

/** @type {(types: string[]) => (value: unknown) => boolean} */
const isOf = (types) => (value) =>
  types.includes(typeof value) && (typeof value !== "number" || Number.isFinite(value));
const isText = isOf(["string"]);
const isValue = isOf(["string", "number"]);

/** What a line of each kind says: one of these. @type {Record<string, ((line: any) => boolean)[]>} */
const SAYS = {
  guess: [({ value }) => isValue(value), ({ answer }) => isValue(answer)],
  bet: [({ pairs }) => Array.isArray(pairs), ({ withdrawn }) => withdrawn === true],
  vote: [({ picture, vote }) => Number.isSafeInteger(picture) && isText(vote)],
  exercise: [({ status }) => isText(status)],
  quiz: [
    ({ question, answer, right }) =>
      isText(question) && isText(answer) && typeof right === "boolean",
  ],
};

/**
 * Whether something that anybody may have stored is a line.
 * @param {any} thing
 */
export const isLine = (thing) =>
  thing !== null &&
  typeof thing === "object" &&
  ["kind", "key", "id", "when"].every((name) => isText(thing[name])) &&
  Number.isSafeInteger(thing.number) &&
  thing.number >= 0 &&
  /^[a-z0-9_]{1,40}\/[a-z0-9_-]{1,60}$/.test(thing.key) &&
  /^[0-9a-zA-Z-]{8,40}$/.test(thing.id) &&
  thing.when.length <= 40 &&
  Boolean(SAYS[thing.kind]?.some((says) => says(thing)));

/**
 * Lines as a file has them.
 * @param {SaidLine[]} lines
 */
export function asText(lines) {
  const head = JSON.stringify(FORMAT).slice(0, -1);
  return `${head}, "lines": [\n${lines.map((line) => JSON.stringify(line)).join(",\n")}\n]}\n`;
}

/**
 * The lines of a text that anybody may have stored; none where it is something else.
 * @param {string | null} text
 * @returns {SaidLine[]}
 */
export function linesIn(text) {
  if (!text || text.length > MOST_LETTERS) return [];
  try {
    const { format, version, lines } = JSON.parse(text);
    if (format !== FORMAT.format || version !== FORMAT.version) return [];
    return Array.isArray(lines) ? lines.filter(isLine) : [];
  } catch {
    return [];
  }
}

/** @param {string} a @param {string} b */
const compared = (a, b) => Number(a > b) - Number(a < b);

/**
 * Lines in the order in which they were written: by number, since a clock may jump.
 * @param {Iterable<SaidLine>} lines
 */
export const inOrder = (lines) =>
  [...lines].sort(
    (a, b) => a.number - b.number || compared(a.when, b.when) || compared(a.id, b.id),
  );

/**
 * A new line, after all that are known.
 * @param {SaidLine[]} known
 * @param {string} kind
 * @param {string} key
 * @param {Record<string, unknown>} said
 * @returns {SaidLine}
 */
export function newLine(known, kind, key, said) {
  const number = 1 + known.reduce((most, line) => Math.max(most, line.number), 0);
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const id = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const when = new Date().toISOString().replace(/\.\d+Z$/, "+00:00");
  return { kind, key, id, number, when, ...said };
}

/**
 * The guess that counts among the lines of one key: the last one before the answer was seen, or
 * else the last one.
 * @param {SaidLine[]} lines
 * @returns {Guessed | null}
 */
export function guessOf(lines) {
  const made = lines.filter((line) => line.value !== undefined);
  const before = made.filter((line) => line.after !== true);
  const counts = (before.length ? before : made).at(-1);
  const answer = lines.filter((line) => line.answer !== undefined).at(-1)?.answer ?? null;
  return counts ? { value: counts.value, after: !before.length, answer } : null;
}

/**
 * The answers that were given to a question of a quiz, in their order.
 * @param {SaidLine[]} lines
 * @param {string} question
 */
export const answersTo = (lines, question) => lines.filter((line) => line.question === question);

/**
 * A number as somebody has typed it: 1,000 and 1 000 and 67,7 and 67.7 and 50 %; or NaN.
 * @param {string} text
 * @param {string} unit  may follow it
 */
export function typedNumber(text, unit) {
  let plain = text.trim().replaceAll("\u2212", "-");
  if (unit && plain.toLowerCase().endsWith(unit.toLowerCase()))
    plain = plain.slice(0, -unit.length);
  plain = plain.replace(/[\s'_\u00a0\u202f]/g, "");
  if (/^-?[1-9]\d{0,2}(,\d{3})+(\.\d+)?$/.test(plain)) plain = plain.replaceAll(",", "");
  else plain = plain.replace(",", ".");
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(plain) ? Number(plain) : Number.NaN;
}

/**
 * Where a number stands between two limits, as a share of the way: below 0 or above 1 beyond them.
 * @param {number} value
 * @param {[number, number]} limits
 * @param {boolean} log
 */
export function shareOf(value, [low, high], log) {
  if (log && value <= 0) return low < high ? -1 : 2;
  const at = log ? Math.log : Number;
  return (at(value) - at(low)) / (at(high) - at(low));
}
