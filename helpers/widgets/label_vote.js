// One picture after another: what is it? First the vote, then who said what.

import { begin } from "./shared/begin.js";
import { button, element, heading } from "./shared/dom.js";
import { isControlKey, keepKeys } from "./shared/keys.js";
import { keptLine, openLogbook } from "./shared/logbook.js";
import { percent } from "./shared/numbers.js";
import { pictureSheet } from "./shared/picture_sheet.js";

/** @import { Place } from "./shared/model.js" */

const WORDS = {
  label: "with the label",
  network: "with the network",
  both: "both fit",
  neither: "neither fits",
};

/** @param {Place} place */
function render({ model, el }) {
  /** @type {string[]} */
  const names = model.get("names");
  /** Label, answer, how sure, number, whether the names change places. */
  /** @type {[number, number, number, number, boolean][]} */
  const items = model.get("_items");
  const title = model.get("title");
  const sheet = pictureSheet(model);
  const key = model.get("key");
  const book = openLogbook(model, "vote", key || `page/${model.get("_id")}`, Boolean(key));
  /** For each picture its first vote, or an empty text. */
  const votes = () => {
    const lines = book.lines();
    return items.map(([, , , number]) => {
      const vote = lines.find(({ picture }) => picture === number)?.vote;
      return typeof vote === "string" && vote in WORDS ? vote : "";
    });
  };
  let index = Math.max(0, votes().indexOf(""));

  const where = element("div", { class: "wil-where" });
  const place = element("div", { class: "wil-place" });
  const question = { role: "group", "aria-label": "What is it?" };
  const choices = element("div", { class: "wil-choices", ...question });
  const told = element("p", { class: "wil-told", "aria-live": "polite" });
  const back = button("← Back", () => go(-1));
  const on = button("Next →", () => go(1));
  const counts = element("p", { class: "wil-counts" });
  const root = element(
    "div",
    { class: "wil wil-vote", role: "group", "aria-label": title || "A vote on labels" },
    ...heading(title),
    where,
    element(
      "div",
      { class: "wil-desk" },
      place,
      element("div", {}, choices, told, element("div", {}, back, " ", on)),
    ),
    counts,
    ...(key ? [keptLine(book)] : []),
  );
  el.append(root);

  /** @returns {[string, string][]} */
  function options() {
    const [label, answer, , , swap] = items[index];
    /** @type {[string, string][]} */
    const two = [
      ["label", names[label]],
      ["network", names[answer]],
    ];
    if (swap) two.reverse();
    return [...two, ["both", "both fit"], ["neither", "neither fits"]];
  }

  function show() {
    const [label, answer, sure, number] = items[index];
    const all = votes();
    const vote = all[index];
    where.textContent = `Picture ${index + 1} of ${items.length} (number ${number}). What is it?`;
    place.replaceChildren(sheet.picture(index, `Test picture ${number}, to be judged`));
    choices.replaceChildren(
      ...options().map(([kind, text]) => {
        const made = button(text, () => give(kind), { "aria-pressed": kind === vote });
        made.dataset.vote = kind;
        made.disabled = vote !== "" && kind !== vote;
        return made;
      }),
    );
    const share = sure < 0 ? "" : `, ${percent(sure, true)} sure`;
    told.textContent = vote
      ? `The data set says ${names[label]}. The network says ${names[answer]}${share}.`
      : "";
    back.disabled = index === 0;
    on.disabled = index === items.length - 1;
    const each = Object.entries(WORDS).map(
      ([kind, words]) => `${words} ${all.filter((one) => one === kind).length}`,
    );
    const open = all.filter((one) => one === "").length;
    counts.textContent = `Your votes: ${each.join(", ")}; ${open} to go.`;
  }

  /** @param {string} kind */
  function give(kind) {
    if (votes()[index]) return;
    book.add({ picture: items[index][3], vote: kind });
    if (!on.disabled) on.focus();
  }

  /** @param {number} step */
  function go(step) {
    index += step;
    show();
    /** @type {HTMLElement | null} */ (choices.querySelector("button:not(:disabled)"))?.focus();
  }

  const freeKeys = keepKeys(root, isControlKey);
  book.onChange(show);
  show();
  return () => {
    freeKeys();
    book.close();
  };
}

export default { initialize: begin, render };
