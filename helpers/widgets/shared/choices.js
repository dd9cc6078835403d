// Sliders that choose one of several recorded runs or maps: an axis each, as in a table.

import { element, labelled, slider } from "./dom.js";
import { change } from "./model.js";

/** @import { Model } from "./model.js" */

/**
 * The place in a flat list of what is chosen, the last axis moving fastest.
 * @param {number[]} choice
 * @param {number[]} counts  how many there are along each axis
 */
export const placeOf = (choice, counts) =>
  choice.reduce((place, index, axis) => place * counts[axis] + index, 0);

/**
 * A slider for each axis, which sets its part of the model's `choice`.
 * @param {Model} model
 * @param {[string, string[]][]} axes  each with its name and the texts of its values
 */
export function choiceSliders(model, axes) {
  const widest = (/** @type {string[]} */ texts) => Math.max(...texts.map(({ length }) => length));
  const rows = axes.map(([name, texts], axis) => {
    const input = slider(name, texts.length);
    const shown = element("b");
    shown.style.minWidth = `${widest(texts)}ch`;
    input.addEventListener("input", () => {
      const choice = [...model.get("choice")];
      choice[axis] = Number(input.value);
      change(model, "choice", choice);
    });
    return { input, shown, texts, name, label: labelled(name, input, shown) };
  });
  const show = () => {
    const choice = model.get("choice");
    rows.forEach(({ input, shown, texts, name }, axis) => {
      input.value = String(choice[axis]);
      shown.textContent = texts[choice[axis]];
      input.setAttribute("aria-valuetext", `${name} ${texts[choice[axis]]}`);
    });
  };
  const place = () =>
    placeOf(
      model.get("choice"),
      axes.map(([, texts]) => texts.length),
    );
  return { labels: rows.map(({ label }) => label), show, place };
}
