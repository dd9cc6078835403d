// The playground's settings in the page's own address, so that they can be shared.

import { ADDRESS } from "./training_playground_settings.js";

/**
 * The part of the address that a widget may write, if this page offers it: the site does, in a mark
 * on its root. The first widget that asks has it; in JupyterLab, and in slides, which count in their
 * address, nobody does.
 */
export function address() {
  const { dataset } = document.documentElement;
  if (dataset.courseAddress !== "free") return null;
  dataset.courseAddress = "taken";
  return {
    read: () => location.hash.slice(1),
    /** @param {string} text */
    write(text) {
      // Where the reader's own place in the page stands, it stays.
      if (location.hash && !location.hash.startsWith(`#${ADDRESS}`)) return;
      history.replaceState(history.state, "", `#${text}`);
    },
    leave() {
      dataset.courseAddress = "free";
    },
  };
}
