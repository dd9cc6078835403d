// What is on a drawing pad, for other widgets of the page. It stays in the page.

/** @import { Model } from "./model.js" */

const DRAWN = "watch-it-learn:drawn";
const ASKED = "watch-it-learn:what-is-drawn";

/**
 * Let others hear of a pad's picture: `tell` says that there is another, and who comes later asks.
 * @param {Model} model  with a `_channel`, if there are others
 * @param {() => Uint8Array | null} picture  null while there is none
 */
export function offerDrawn(model, picture) {
  function tell() {
    const channel = model.get("_channel");
    const detail = { channel, picture: picture() };
    if (channel && detail.picture) document.dispatchEvent(new CustomEvent(DRAWN, { detail }));
  }
  document.addEventListener(ASKED, tell);
  return { tell, stop: () => document.removeEventListener(ASKED, tell) };
}

/**
 * Hear of the pictures on a pad, also of the one that is there. Returns what ends it.
 * @param {Model} model  with a `_pad`: the pad's channel, or none
 * @param {(picture: Uint8Array) => void} hear
 */
export function hearDrawn(model, hear) {
  /** @param {Event} event */
  const listen = (event) => {
    const { detail } = /** @type {CustomEvent} */ (event);
    if (detail.channel === model.get("_pad")) hear(detail.picture);
  };
  document.addEventListener(DRAWN, listen);
  if (model.get("_pad")) document.dispatchEvent(new CustomEvent(ASKED));
  return () => document.removeEventListener(DRAWN, listen);
}
