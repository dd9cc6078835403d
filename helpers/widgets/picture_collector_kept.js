// What has been collected: the classes with their counts, and the newest pictures of one of them.

import { typed } from "./shared/bytes.js";
import { button, element } from "./shared/dom.js";
import { counted } from "./shared/numbers.js";
import { drawColours } from "./shared/tiles.js";

/**
 * @typedef {object} Told
 * @property {string[]} names
 * @property {number[]} counts
 * @property {string[]} files  the newest pictures of the class that is shown
 * @property {number} side  of each, in pixels
 * @property {number} [shown]
 */

/**
 * @param {object} heard
 * @param {(index: number) => void} heard.choose  a class
 * @param {(file: string) => void} heard.remove  a picture
 */
export function collected({ choose, remove }) {
  const classes = element("div", { class: "wil-classes", role: "group", "aria-label": "Class" });
  const heading = element("p", { class: "wil-heading", "aria-live": "polite" });
  const sheet = element("div", { class: "wil-sheet" });
  const root = element("div", { class: "wil-right" }, heading, sheet);

  /**
   * @param {Told} told
   * @param {any} bytes  red, green and blue of each pixel, picture after picture
   * @param {number} chosen  the class
   */
  function show({ names, counts, files, side, shown }, bytes, chosen) {
    showClasses(names, counts, chosen);
    const count = counts[chosen] ?? 0;
    heading.textContent = `${names[chosen]}: ${counted(count)} ${count === 1 ? "picture" : "pictures"}`;
    if (shown !== undefined && shown !== chosen) return; // an answer that comes late
    const hadFocus = sheet.contains(document.activeElement);
    const pixels = bytes ? typed(bytes, Uint8Array) : new Uint8Array(0);
    const each = side * side * 3;
    const tiles = files.map((file, k) => {
      const canvas = element("canvas", { "aria-hidden": "true" });
      drawColours(canvas, pixels.subarray(k * each, (k + 1) * each), side);
      const label = `Remove ${file} of ${names[chosen]}`;
      const one = button("", () => remove(file), { title: label, "aria-label": label });
      one.append(canvas);
      return one;
    });
    sheet.replaceChildren(...tiles.reverse()); // the newest first
    if (hadFocus) (tiles[0] ?? classes.querySelector("button"))?.focus();
  }

  /**
   * @param {string[]} names
   * @param {number[]} counts
   * @param {number} chosen
   */
  function showClasses(names, counts, chosen) {
    const had = [...classes.children].indexOf(/** @type {Element} */ (document.activeElement));
    classes.replaceChildren(
      ...names.map((name, index) => {
        const one = button(name, () => choose(index));
        one.append(element("span", {}, counted(counts[index] ?? 0)));
        one.setAttribute("aria-pressed", String(index === chosen));
        return one;
      }),
    );
    const again = classes.children[had];
    if (again instanceof HTMLElement) again.focus();
  }

  return { root, classes, show };
}
