// What the colours of a cloud mean: buttons that switch classes, or a bar from low to high.

import { button, element, menu } from "./shared/dom.js";

/**
 * A menu of what points may be coloured by.
 * @param {string[]} names
 * @param {[string, string, string][]} scales
 */
export function colourMenu(names, scales) {
  const all = [...(names.length ? ["class"] : []), "nothing", ...scales.map(([name]) => name)];
  return menu(all.map((name) => [name, `by ${name}`]));
}

/**
 * A button for each class that occurs.
 * @param {string[]} names
 * @param {Uint8Array} labels
 * @param {string[]} colours
 * @param {(label: number) => void} toggle
 */
export function classLegend(names, labels, colours, toggle) {
  const root = element("div", { class: "wil-legend", role: "group", "aria-label": "Classes" });
  const buttons = names.map((name, label) => {
    if (!labels.includes(label)) return null;
    const made = button(name, () => toggle(label), { "aria-pressed": "true" });
    made.style.setProperty("--wil-colour", colours[label]);
    root.append(made);
    return made;
  });

  /** @type {(label: number, pressed: boolean) => void} */
  const press = (label, pressed) => buttons[label]?.setAttribute("aria-pressed", String(pressed));
  return { root, press };
}

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
