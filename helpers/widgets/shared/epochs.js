// The epoch that is shown, and widgets that move together.

import { change } from "./model.js";

/** @import { Model } from "./model.js" */

const EPOCH_EVENT = "watch-it-learn:epoch";

/**
 * The index of the last of the ascending numbers that is not above `number`; 0 if all are.
 * @param {number[]} numbers
 * @param {number} number
 */
export function lastNotAbove(numbers, number) {
  let index = numbers.length - 1;
  while (index > 0 && numbers[index] > number) index -= 1;
  return index;
}

/**
 * Show an epoch: the widget's own last one that is not above it.
 * @param {Model} model
 * @param {number} epoch
 */
export function setEpoch(model, epoch) {
  const epochs = model.get("epochs");
  const shown = epochs[lastNotAbove(epochs, epoch)];
  if (shown !== model.get("epoch")) change(model, "epoch", shown);
}

/**
 * Keep a model's epoch among its epochs, and equal in all widgets of its group. They meet on the
 * page itself, so that they need no kernel. Returns what undoes it.
 * @param {Model} model
 */
export function joinGroup(model) {
  let listening = false;
  const tell = () => {
    const epoch = model.get("epoch");
    const group = model.get("_group");
    if (!listening && group) {
      const detail = { group, epoch, from: model };
      document.dispatchEvent(new CustomEvent(EPOCH_EVENT, { detail }));
    }
    setEpoch(model, epoch);
  };
  /** @param {Event} event */
  const listen = (event) => {
    const { detail } = /** @type {CustomEvent} */ (event);
    if (detail.from === model || detail.group !== model.get("_group")) return;
    listening = true;
    setEpoch(model, detail.epoch);
    listening = false;
  };
  model.on("change:epoch", tell);
  document.addEventListener(EPOCH_EVENT, listen);
  return () => {
    model.off("change:epoch", tell);
    document.removeEventListener(EPOCH_EVENT, listen);
  };
}
