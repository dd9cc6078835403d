// The bet: three pairs of classes, chosen from menus.

import { begin } from "../../widgets/shared/begin.js";
import { button, element, menu } from "../../widgets/shared/dom.js";
import { isControlKey, keepKeys } from "../../widgets/shared/keys.js";
import { keptLine, openLogbook } from "../../widgets/shared/logbook.js";
import { betOf, inNamesOrder, inWords, whatIsWrong } from "./bet_words.js";

/** @import { Place } from "../../widgets/shared/model.js" */
/** @import { Pairs } from "./bet_words.js" */

/** @type {(name: string) => [string, string]} */
const twice = (name) => [name, name];

/** @param {Place} place */
function render({ model, el }) {
  /** @type {string[]} */
  const names = model.get("names");
  const book = openLogbook(model, "bet", model.get("key"));
  const told = element("p", { class: "wil-told", "aria-live": "polite" });
  let shown = "";

  /** @type {[string, string][]} */
  const options = [["", "choose a class"], ...names.map(twice)];
  const menus = Array.from({ length: model.get("n_pairs") }, (_, row) =>
    ["first", "second"].map((side) => {
      const select = menu(options);
      select.setAttribute("aria-label", `Pair ${row + 1}, ${side} class`);
      return select;
    }),
  );
  const rows = menus.map((two, row) =>
    element("div", { class: "wil-pair" }, element("span", {}, `Pair ${row + 1}`), ...two),
  );
  const root = element(
    "div",
    { class: "wil wil-bet", role: "group", "aria-label": "Your bet" },
    ...rows,
    button("Place my bet", place),
    told,
    keptLine(book),
  );
  el.append(root);

  function place() {
    const chosen = /** @type {Pairs} */ (menus.map((two) => two.map((select) => select.value)));
    const wrong = whatIsWrong(chosen);
    if (wrong) told.textContent = wrong;
    else book.add({ pairs: inNamesOrder(chosen, names) });
  }

  function show() {
    const bet = betOf(book.lines());
    const text = bet ? inWords(bet) : model.get("_note") || "No bet yet.";
    if (text === shown) return; // menus that are being changed stay as they are
    shown = text;
    told.textContent = text;
    menus.forEach((two, row) => {
      two.forEach((select, side) => {
        const name = bet?.pairs[row]?.[side] ?? "";
        // Else the bet was on another data set.
        if (names.includes(name)) select.value = name;
      });
    });
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
