// What a network says: a bar for each class, the most probable one in the accent's colour.

import { element } from "./dom.js";
import { percent } from "./numbers.js";

/**
 * The class that is most probable.
 * @param {ArrayLike<number>} probabilities
 */
export const bestOf = (probabilities) =>
  Array.prototype.indexOf.call(probabilities, Math.max(...Array.from(probabilities)));

/**
 * A bar for each class; `show` gives them their lengths, or none, and the number of the longest.
 * @param {string[]} names
 */
export function probabilityBars(names) {
  const bars = names.map((name) => {
    const bar = element("i");
    const share = element("span");
    const row = element("div", { class: "wil-bar" }, element("b", {}, name), bar, share);
    return { row, bar, share };
  });
  const root = element("div", { class: "wil-bars" }, ...bars.map(({ row }) => row));
  const longest = Math.max(...names.map(({ length }) => length));
  root.style.setProperty("--wil-name", `${longest + 0.2}ch`);

  /** @param {ArrayLike<number> | null} probabilities */
  function show(probabilities) {
    const best = probabilities ? bestOf(probabilities) : -1;
    bars.forEach(({ row, bar, share }, k) => {
      const probability = probabilities?.[k] ?? Number.NaN; // which comes of learning that blew up, too
      bar.style.setProperty("--wil-share", String(probability || 0));
      share.textContent = Number.isNaN(probability) ? "" : percent(probability, true);
      row.classList.toggle("wil-best", k === best);
    });
    return best;
  }
  return { root, show };
}
