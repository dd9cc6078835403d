// The epoch whose weights answer a drawing, and what the network said at the others.

import { element, labelled, slider } from "./shared/dom.js";
import { lastNotAbove, setEpoch } from "./shared/epochs.js";

/** @import { Model } from "./shared/model.js" */

/**
 * Say what came at which epochs, equal ones together.
 * @param {number[]} epochs
 * @param {string[]} said
 */
export function story(epochs, said) {
  /** @type {{ what: string, from: number, to: number }[]} */
  const parts = [];
  said.forEach((what, index) => {
    const before = parts.at(-1);
    if (before?.what === what) before.to = index;
    else parts.push({ what, from: index, to: index });
  });
  if (parts.length === 1) return `It says ${said[0]} at every epoch, even before it had learned.`;
  const texts = parts.map(({ what, from, to }) => {
    if (to === epochs.length - 1) return `${what} from epoch ${epochs[from]} on`;
    if (from === to) return `${what} at epoch ${epochs[from]}`;
    return `${what} at epochs ${epochs[from]} to ${epochs[to]}`;
  });
  return `It says ${texts.join(", ")}.`;
}

/**
 * A slider over the model's epochs, if there are several.
 * @param {Model} model
 */
export function epochSlider(model) {
  /** @type {number[]} */
  const epochs = model.get("epochs");
  const input = slider("Epoch", epochs.length);
  const shown = element("span", { class: "wil-epoch" });
  const words = element("p", { class: "wil-story", "aria-live": "polite" });
  input.addEventListener("input", () => setEpoch(model, epochs[Number(input.value)]));
  const parts = epochs.length > 1 ? [labelled("Epoch", input, shown), words] : [];

  function show() {
    const epoch = model.get("epoch");
    input.value = String(lastNotAbove(epochs, epoch));
    input.setAttribute("aria-valuetext", `Epoch ${epoch} of ${epochs.at(-1)}`);
    shown.textContent = `${epoch} of ${epochs.at(-1)}`;
  }
  return {
    parts,
    show,
    /** @param {string} text */
    say: (text) => {
      words.textContent = text;
    },
  };
}
