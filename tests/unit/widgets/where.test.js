// What the logbook has of a lesson, in words.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  exercisesSoFar,
  lessonSoFar,
  quizScore,
} from "../../../helpers/course/forms/where_words.js";
import { newLine } from "../../../helpers/widgets/shared/logbook_lines.js";

/** @type {import("../../../helpers/widgets/shared/logbook_lines.js").SaidLine[]} */
const lines = [];
/** @type {(kind: string, key: string, said: object) => void} */
const add = (kind, key, said) => {
  lines.push(newLine(lines, kind, key, { ...said }));
};
add("guess", "01/averages", { value: 50, unit: "of 100", question: "How many?" });
add("guess", "01/averages", { answer: 67.7 });
add("guess", "02/other", { value: 3 });
add("bet", "01/bet", { pairs: [["a", "b"]] });
for (const status of ["wrong", "right", "wrong"]) add("exercise", "01/one", { status });
add("exercise", "01/two", { status: "wrong" });
add("exercise", "01/gone", { status: "right" });
add("quiz", "01/quiz", { question: "a", answer: "x", right: false });
add("quiz", "01/quiz", { question: "a", answer: "y", right: true });
add("quiz", "01/quiz", { question: "b", answer: "y", right: true });
for (const picture of [3, 4, 3]) add("vote", "01/votes", { picture, vote: "both" });

test("a lesson's guesses, bet, exercises, quiz and votes", () => {
  const { done, told } = lessonSoFar(lines, "01", ["one", "two", "three"]);
  assert.equal(done, false);
  assert.deepEqual(
    told.map(({ what, text }) => `${what}: ${text}`),
    [
      "How many?: You: 50 of 100. It is 67.7 of 100, 17.7 more.",
      "Bet: a and b",
      "Exercises: 1 of 3 solved, 3 answers tried",
      "Quiz: 1 of 2 answered right at the first go",
      "Votes: on 2 labels",
    ],
  );
});

test("a lesson without anything has its exercises, and another without those has nothing", () => {
  assert.deepEqual(lessonSoFar([], "03", ["a"]).told, [
    { what: "Exercises", text: "0 of 1 solved" },
  ]);
  assert.deepEqual(lessonSoFar(lines, "index", []), { done: false, told: [] });
  assert.match(lessonSoFar(lines, "02", []).told[0].text, /not seen the answer yet/);
});

test("a lesson is done when every exercise is solved", () => {
  assert.equal(lessonSoFar(lines, "01", ["one"]).done, true);
  assert.deepEqual(exercisesSoFar(lines, "01", ["one", "two"]), { solved: 1, tries: 3 });
  assert.deepEqual(quizScore([]), [0, 0]);
});
