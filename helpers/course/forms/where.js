// Where am I: what the logbook has, lesson by lesson; saved, added to, and begun anew.

import { begin } from "../../widgets/shared/begin.js";
import { button, element } from "../../widgets/shared/dom.js";
import { isControlKey, keepKeys } from "../../widgets/shared/keys.js";
import { openLogbook, saveAsFile } from "../../widgets/shared/logbook.js";
import { lessonSoFar } from "./where_words.js";

/** @import { Place } from "../../widgets/shared/model.js" */

/** A logbook of a whole course is a hundredth of this. */
const MOST_BYTES = 8 << 20;

/** @param {Place} place */
function render({ model, el }) {
  /** @type {[string, string, string[]][]} */
  const lessons = [...model.get("_lessons"), ["index", "Before and after", []]];
  const book = openLogbook(model, null, null);
  const list = element("ul", { class: "wil-lessons" });
  const words = element("p", { class: "wil-kept" });
  const said = element("p", { class: "wil-told", "aria-live": "polite" });
  const file = element("input", { type: "file", accept: ".json", hidden: "" });
  const save = button("Save it as a file", () => saveAsFile(book));
  const add = button("Add a saved file", () => file.click());
  const anew = button("A new learner starts here", ask);
  const sure = element("div", { class: "wil-sure", role: "group", "aria-label": "Start anew?" });
  const root = element(
    "div",
    { class: "wil wil-where-am-i", role: "group", "aria-label": "Where am I?" },
    list,
    words,
    element("div", { class: "wil-buttons" }, save, add, anew, file),
    sure,
    said,
  );
  el.append(root);

  function show() {
    const lines = book.all();
    const items = lessons.map(([number, title, names]) => {
      const { done, told } = lessonSoFar(lines, number, names);
      if (number === "index" && !told.length) return null;
      const plain = number.replace(/^0+/, "");
      const name = /^\d/.test(plain) ? `${plain}. ${title}` : title;
      const mark = element("span", { class: "wil-mark", "aria-hidden": true }, done ? "✔" : "○");
      const spoken = element("span", { class: "wil-unseen" }, done ? "Done: " : "");
      const parts = told.flatMap(({ what, text }) => [
        element("dt", {}, what),
        element("dd", {}, text),
      ]);
      const heading = element("div", { class: "wil-lesson" }, mark, spoken, name);
      return element(
        "li",
        {},
        heading,
        ...(parts.length ? [element("dl", { class: "wil-told-of" }, ...parts)] : []),
      );
    });
    list.replaceChildren(...items.filter((item) => item !== null));
    const empty = lines.length === 0;
    words.textContent = empty ? "Nothing is in your logbook yet." : book.words();
    save.disabled = empty;
    anew.disabled = empty;
    sure.hidden = sure.hidden || empty;
  }

  function ask() {
    const count = book.all().length;
    const no = button("Keep it", () => {
      sure.hidden = true;
      anew.focus();
    });
    const yes = button("Delete it for good", () => {
      sure.hidden = true;
      book.clear();
      said.textContent = "The logbook is empty. A new learner can start here.";
      add.focus();
    });
    sure.replaceChildren(
      element("p", {}, `This deletes all that is in the logbook, ${count} lines. Save it first?`),
      button("Save it as a file", () => saveAsFile(book)),
      yes,
      no,
    );
    sure.hidden = false;
    no.focus();
  }
  sure.hidden = true;

  file.addEventListener("change", async () => {
    const chosen = file.files?.[0];
    if (!chosen) return;
    try {
      if (chosen.size > MOST_BYTES) throw new Error("it is too large");
      const count = book.take(await chosen.text());
      said.textContent =
        count < 0
          ? `${chosen.name} is no logbook.`
          : `${count} new lines of ${chosen.name} were added.`;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      said.textContent = `${chosen.name} cannot be read: ${why}.`;
    }
    file.value = "";
  });

  const freeKeys = keepKeys(root, isControlKey);
  book.onChange(show);
  show();
  return () => {
    freeKeys();
    book.close();
  };
}

export default { initialize: begin, render };
