// The pictures behind a cell of the matrix, and how sure the network is of each.

import { element } from "./shared/dom.js";
import { counted, percent } from "./shared/numbers.js";
import { pictureSheet } from "./shared/picture_sheet.js";

/** @import { Model } from "./shared/model.js" */

/**
 * Its place on the sheet, its number, and three times a class and its probability in thousandths.
 * @typedef {number[]} Example
 */

/**
 * @param {Model} model
 * @param {string[]} names
 */
export function picturesBehind(model, names) {
  /** @type {Record<string, Example[]>[]} */
  const examples = model.get("_examples");
  const sheet = model.get("_tile").length ? pictureSheet(model) : null;
  const node = element("div", { class: "wil-behind" });

  /** @type {(example: Example, actual: number) => HTMLElement} */
  function figure([place, number, ...three], actual) {
    const each = [0, 2, 4]
      .filter((k) => k < three.length)
      .map((k) => ({
        index: three[k],
        share: percent(three[k + 1] / 1000),
        of: three[k + 1] / 1000,
      }));
    const bars = each.map(({ index, share, of }) => {
      const bar = element("div", { class: index === actual ? "wil-truth" : "" });
      bar.style.setProperty("--wil-probability", String(of));
      const mark = index === actual ? "✓\u00a0" : "";
      bar.append(element("span", {}, `${mark}${names[index]}`), share);
      return bar;
    });
    const says = each.map(({ index, share }) => `${names[index]} ${share}`).join(", ");
    const text = `Test picture ${number}: ${names[actual]}. The network says ${says}.`;
    const told = element("div", {}, `number ${number}`);
    const caption = element("figcaption", { "aria-hidden": true }, told, ...bars);
    const picture = sheet ? [sheet.picture(place, text)] : [];
    return element("li", {}, element("figure", {}, ...picture, caption));
  }

  /**
   * Show what is behind a cell; of no cell, nothing.
   * @param {number[]} cell
   * @param {number} count  how many there are
   * @param {number} moment  which of the epochs
   * @param {string} when  the epoch in words
   */
  function show([actual, said], count, moment, when) {
    node.hidden = actual === undefined || !examples.length;
    if (node.hidden) return;
    const found = examples[moment][`${actual},${said}`] ?? [];
    const what = `${names[actual]}, called ${names[said]}`;
    const many = count === 1 ? "1 picture" : `${counted(count)} pictures`;
    let which = "";
    if (count && !found.length) which = "None of them is at hand here.";
    else if (found.length < count) which = `Here are ${found.length}, the surest first.`;
    else if (count > 1) which = "The surest first.";
    const words = `${what}: ${count ? many : "no picture"}${when}. ${which}`;
    node.replaceChildren(
      element("h4", {}, words),
      element("ul", {}, ...found.map((example) => figure(example, actual))),
    );
  }

  return { node, show, any: examples.length > 0 };
}
