// The logbook's lines on the page, and a guess in words.

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  betOf,
  inNamesOrder,
  inWords,
  settled,
  whatIsWrong,
} from "../../../helpers/course/forms/bet_words.js";
import { compared, said } from "../../../helpers/course/forms/guess_words.js";
import {
  asText,
  guessOf,
  inOrder,
  isLine,
  linesIn,
  newLine,
  shareOf,
  typedNumber,
} from "../../../helpers/widgets/shared/logbook_lines.js";

const line = (/** @type {number} */ number, /** @type {object} */ more) => ({
  ...newLine([], "guess", "01/averages", { value: 0 }),
  number,
  ...more,
});

test("lines go into a text and come back", () => {
  const lines = [line(1, { value: 50 }), line(2, { after: true })];
  assert.deepEqual(linesIn(asText(lines)), lines);
});

test("a text of something else has no lines", () => {
  const cut = asText([line(1, {})]).slice(0, -9);
  const later = JSON.stringify({ format: "watch-it-learn logbook", version: 2, lines: [] });
  const none = JSON.stringify({ format: "watch-it-learn logbook", version: 1, lines: 5 });
  for (const text of [null, "", "null", "5", "[]", "{}", cut, later, none, "[".repeat(99_999)]) {
    assert.deepEqual(linesIn(text), []);
  }
  const mixed = { format: "watch-it-learn logbook", version: 1, lines: [null, 5, {}, line(1, {})] };
  assert.equal(linesIn(JSON.stringify(mixed)).length, 1);
});

test("a new line comes after all that are known, whatever the clock says", () => {
  const known = [line(7, { when: "2099-01-01T00:00:00+00:00" }), line(3, {})];
  const added = newLine(known, "guess", "01/averages", { value: 5 });
  assert.equal(added.number, 8);
  assert.match(added.id, /^[0-9a-f]{32}$/);
  assert.match(added.when, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/);
  assert.ok(isLine(added));
  assert.deepEqual(
    inOrder([added, ...known]).map(({ number }) => number),
    [3, 7, 8],
  );
});

test("the last guess before the answer counts, or else the last one", () => {
  assert.equal(guessOf([]), null);
  assert.equal(guessOf([line(1, { value: undefined, answer: 67.7 })]), null);
  const lines = [
    line(1, { value: 50 }),
    line(2, { value: 60 }),
    line(3, { value: undefined, answer: 67.7 }),
    line(4, { value: 68, after: true }),
  ];
  assert.deepEqual(guessOf(lines), { value: 60, after: false, answer: 67.7 });
  assert.deepEqual(guessOf(lines.slice(3)), { value: 68, after: true, answer: null });
});

test("numbers are read as people type them", () => {
  for (const [text, number] of /** @type {[string, number][]} */ ([
    ["50", 50],
    [" 50 % ", 50],
    ["67,7", 67.7],
    ["67.7", 67.7],
    ["1,000", 1000],
    ["1,234,567.5", 1234567.5],
    ["100 000", 100000],
    ["100\u202f000", 100000],
    ["1e5", 100000],
    ["\u22123", -3],
    ["0,123", 0.123],
    [".5", 0.5],
  ])) {
    assert.equal(typedNumber(text, "%"), number, text);
  }
  for (const text of ["", "abc", "50 of", "0x10", "1,2,3", "--5", "Infinity", "1.000.000"]) {
    assert.ok(Number.isNaN(typedNumber(text, "%")), text);
  }
});

test("a number stands where it should between its limits", () => {
  assert.equal(shareOf(25, [0, 100], false), 0.25);
  assert.equal(shareOf(25, [100, 0], false), 0.75);
  assert.ok(Math.abs(shareOf(10, [1, 1000], true) - 1 / 3) < 1e-12);
  assert.ok(shareOf(150, [0, 100], false) > 1);
  assert.ok(shareOf(0, [1, 1000], true) < 0);
});

test("a guess beside the truth, in words", () => {
  const guess = (/** @type {number | string} */ value, after = false) => ({
    value,
    after,
    answer: null,
  });
  assert.equal(said(123456, "pictures"), "123,456 pictures");
  assert.equal(
    compared(guess(50), 67.7, "of 100", false),
    "You: 50 of 100. It is 67.7 of 100, 17.7 more.",
  );
  assert.match(compared(guess(80), 67.7, "", false), /12\.3 less\.$/);
  assert.match(compared(guess(67.7), 67.7, "", false), /, as you said\.$/);
  assert.match(compared(guess(1000), 123000, "", true), /, 120 times as much\.$/);
  assert.match(compared(guess(123000), 1000, "", true), /, 1\/120 of that\.$/);
  assert.match(compared(guess("Coat"), "Shirt", "", false), /^You: Coat\. It is Shirt\.$/);
  assert.match(compared(guess("Coat"), "Coat", "", false), /as you said/);
  assert.match(compared(guess(50, true), 67.7, "", false), /after the answer/);
  assert.match(compared(null, 67.7, "", false), /not guessed yet/);
});

test("a bet is checked as it is chosen", () => {
  /** @type {[string, string][]} */
  const good = [
    ["b", "a"],
    ["a", "c"],
    ["c", "b"],
  ];
  assert.equal(whatIsWrong(good), "");
  assert.deepEqual(inNamesOrder(good, ["a", "b", "c"])[0], ["a", "b"]);
  assert.equal(whatIsWrong([["", "a"], ...good.slice(1)]), "Pair 1 is not chosen yet.");
  assert.match(whatIsWrong([good[0], ["c", "c"], good[2]]), /^Pair 2 is c twice\./);
  assert.match(whatIsWrong([...good.slice(0, 2), ["a", "b"]]), /^Pair 3 is pair 1 again\./);
});

test("the last bet stands, unless it was withdrawn", () => {
  const pairs = [["a", "b"]];
  const placed = line(1, { pairs, when: "2026-01-02T03:04:05+00:00" });
  assert.equal(betOf([]), null);
  const bet = betOf([placed, line(2, { pairs: [["a"], 5] }), line(3, { pairs: "ab" })]);
  assert.deepEqual(bet?.pairs, pairs);
  assert.equal(bet && inWords(bet), "Your bet: a and b. Placed on 2026-01-02.");
  assert.equal(betOf([placed, line(2, { withdrawn: true })]), null);
});

test("a bet is settled by the places of its pairs", () => {
  const names = ["a", "b", "c"];
  const places = [
    [0, 2, 1],
    [2, 0, 3],
    [1, 3, 0],
  ];
  /** @type {[string, string][]} */
  const pairs = [
    ["b", "a"],
    ["b", "c"],
  ];
  const said = settled({ pairs }, names, places, 2);
  assert.equal(said, "Your bet: b and a (place 2); b and c (place 3). 1 of 2 right.");
  assert.match(settled(null, names, places, 2), /^You have placed no bet yet\./);
  assert.match(settled({ pairs: [["a", "d"]] }, names, places, 2), /^Your bet is on other classes/);
});
