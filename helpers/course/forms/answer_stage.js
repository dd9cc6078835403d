// A figure that answers something, as a picture, and marks upon it that the page moves.

import { typed } from "../../widgets/shared/bytes.js";
import { element } from "../../widgets/shared/dom.js";

/** @import { Model } from "../../widgets/shared/model.js" */

/**
 * The figure of a model, `_width` pixels wide at most, and marks on it; null where it has none.
 * @param {Model} model
 * @param {string} alt
 * @param {...Node} marks
 */
export function stageOf(model, alt, ...marks) {
  const bytes = model.get("_figure");
  if (!bytes?.byteLength) return null;
  const picture = element("img", { alt });
  const url = URL.createObjectURL(new Blob([typed(bytes, Uint8Array)], { type: "image/png" }));
  picture.addEventListener("load", () => URL.revokeObjectURL(url));
  picture.src = url;
  const stage = element("div", { class: "wil-stage" }, picture, ...marks);
  stage.style.maxWidth = `${model.get("_width")}px`;
  return stage;
}
