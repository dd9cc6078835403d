// What the logbook has of a lesson, in words. `helpers/course/logbook/overview.py` says the same.

import { guessOf } from "../../widgets/shared/logbook_lines.js";
import { betOf } from "./bet_words.js";
import { compared, said } from "./guess_words.js";

/** @import { SaidLine } from "../../widgets/shared/logbook_lines.js" */

/** @typedef {{ what: string, text: string }} Told */

/** @type {(lines: SaidLine[]) => Map<string, SaidLine[]>} */
const byKey = (lines) => {
  const found = new Map();
  for (const line of lines) found.set(line.key, [...(found.get(line.key) ?? []), line]);
  return found;
};

/** @type {(count: number, one: string) => string} */
const several = (count, one) => `${count} ${one}${count === 1 ? "" : "s"}`;

/**
 * Questions that were right at the first go, and those that were answered.
 * @param {SaidLine[]} lines  of one quiz
 * @returns {[number, number]}
 */
export function quizScore(lines) {
  const first = new Map();
  for (const { question, right } of lines) if (!first.has(question)) first.set(question, right);
  return [[...first.values()].filter((right) => right === true).length, first.size];
}

/**
 * What became of exercises: how many are solved, and how many answers it took.
 * @param {SaidLine[]} lines
 * @param {string} lesson
 * @param {string[]} names
 */
export function exercisesSoFar(lines, lesson, names) {
  let solved = 0;
  let tries = 0;
  for (const name of names) {
    const own = lines.filter(({ kind, key }) => kind === "exercise" && key === `${lesson}/${name}`);
    const right = own.findIndex(({ status }) => status === "right");
    solved += Number(right >= 0);
    tries += right >= 0 ? right + 1 : own.length;
  }
  return { solved, tries };
}

/**
 * All that the logbook has of a lesson.
 * @param {SaidLine[]} lines  of all
 * @param {string} lesson  its number
 * @param {string[]} names  of its exercises
 * @returns {{ done: boolean, told: Told[] }}
 */
export function lessonSoFar(lines, lesson, names) {
  const own = lines.filter(({ key }) => key.startsWith(`${lesson}/`));
  /** @param {string} kind */
  const of = (kind) => own.filter((line) => line.kind === kind);
  /** @type {Told[]} */
  const told = [];
  for (const guessed of byKey(of("guess")).values()) {
    const guess = guessOf(guessed);
    if (!guess) continue;
    const line = guessed.find(({ value }) => value !== undefined);
    const unit = String(line?.unit ?? "");
    const text =
      guess.answer === null
        ? `You: ${said(guess.value, unit)}. You have not seen the answer yet.`
        : compared(guess, guess.answer, unit, false);
    told.push({ what: String(line?.question || "Guess"), text });
  }
  const bet = betOf(of("bet"));
  if (bet) told.push({ what: "Bet", text: bet.pairs.map((pair) => pair.join(" and ")).join("; ") });
  const { solved, tries } = exercisesSoFar(lines, lesson, names);
  const done = names.length > 0 && solved === names.length;
  if (names.length) {
    const after = tries ? `, ${several(tries, "answer")} tried` : "";
    told.push({ what: "Exercises", text: `${solved} of ${names.length} solved${after}` });
  }
  for (const [key, answers] of byKey(of("quiz"))) {
    const [right, answered] = quizScore(answers);
    const name = key.slice(lesson.length + 1);
    const what = name === "quiz" ? "Quiz" : `Quiz “${name}”`;
    told.push({ what, text: `${right} of ${answered} answered right at the first go` });
  }
  const votes = new Set(of("vote").map(({ picture }) => picture)).size;
  if (votes) told.push({ what: "Votes", text: `on ${several(votes, "label")}` });
  return { done, told };
}
