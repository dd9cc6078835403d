// Keys that are meant for a widget, in pages that have plans of their own for them.

/** Lumino, which hears keys for JupyterLab and Notebook 7, looks for it on what has the focus. */
const MARK = "data-lm-suppress-shortcuts";

/**
 * Whether a key is pressed by itself or with Shift: all else is for the page, as Ctrl+S is.
 * @param {KeyboardEvent} event
 */
export const isPlain = (event) => !(event.ctrlKey || event.altKey || event.metaKey);

/**
 * Keep some keys for a widget. JupyterLab hears a key after the widget, so it stops there.
 * Notebook 7 hears it first, and leaves it alone if what has the focus bears a mark. The mark goes
 * with the key: others, such as Ctrl+S, are still for the notebook. Returns what undoes it.
 * @param {HTMLElement} root
 * @param {(event: KeyboardEvent, target: Element) => boolean} isOurs
 */
export function keepKeys(root, isOurs) {
  /** @param {KeyboardEvent} event */
  const mark = (event) => {
    const { target } = event;
    if (target instanceof Element && root.contains(target)) {
      target.toggleAttribute(MARK, isOurs(event, target));
    }
  };
  root.addEventListener("keydown", (event) => {
    if (event.target instanceof Element && isOurs(event, event.target)) event.stopPropagation();
  });
  window.addEventListener("keydown", mark, true);
  return () => window.removeEventListener("keydown", mark, true);
}

/** What moves within a widget, and what presses. */
export const MOVES = [
  "ArrowLeft",
  "ArrowRight",
  "ArrowUp",
  "ArrowDown",
  "Home",
  "End",
  "PageUp",
  "PageDown",
];
export const PRESSES = ["Enter", " "];

/**
 * The keys of sliders, buttons and menus.
 * @param {KeyboardEvent} event
 */
export const isControlKey = (event) => isPlain(event) && [...MOVES, ...PRESSES].includes(event.key);
