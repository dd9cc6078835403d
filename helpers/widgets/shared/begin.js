// What each widget of this course does when its model comes to life.

import { joinGroup } from "./epochs.js";
import { keepInNotebook } from "./notebook.js";

/** @import { Model } from "./model.js" */

/**
 * Keep a widget in its notebook and in its group. Returns what undoes it.
 * @param {{ model: Model }} given
 */
export function begin({ model }) {
  const undo = [keepInNotebook(model)];
  if (model.get("epochs")) undo.push(joinGroup(model));
  return () => {
    for (const one of undo) one();
  };
}
