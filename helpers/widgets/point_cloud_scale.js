// What the colours mean where points are coloured by a number.

import { element } from "./shared/dom.js";

/**
 * A bar of the colours between the lowest and the highest number.
 * @param {Uint8Array} ramp  red, green and blue of 256 colours; or none
 */
export function numberScale(ramp) {
  const stops = Array.from({ length: ramp.length / 48 }, (_, stop) => {
    const at = 3 * Math.round((stop * 255) / 15);
    return `rgb(${ramp.slice(at, at + 3).join()})`;
  });
  const bar = element("i", { "aria-hidden": "true" });
  bar.style.background = `linear-gradient(to right, ${stops.join()})`;
  const [title, low, high] = [element("span"), element("b"), element("b")];
  const root = element("div", { class: "wil-scale" }, title, low, bar, high);

  /**
   * Show a set of numbers by its name, lowest and highest; or nothing.
   * @param {[string, string, string] | undefined} given
   */
  function show(given) {
    root.hidden = !given;
    [title, low, high].forEach((part, place) => {
      part.textContent = given?.[place] ?? "";
    });
  }
  return { root, show };
}
