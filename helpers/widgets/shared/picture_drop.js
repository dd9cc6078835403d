// Pictures that are pasted into a widget, or dropped on it.

/**
 * Hear of what is pasted anywhere in a widget, or dropped on it. The page itself gets none of it.
 * @param {HTMLElement} root
 * @param {HTMLElement} place  what shows that something may be dropped
 * @param {(given: DataTransfer | null) => void} take
 */
export function hearGiven(root, place, take) {
  root.addEventListener("paste", (event) => {
    event.preventDefault();
    event.stopPropagation();
    take(event.clipboardData);
  });
  for (const kind of /** @type {const} */ (["dragenter", "dragover", "dragleave", "drop"])) {
    root.addEventListener(kind, (event) => {
      event.preventDefault(); // or the browser would leave the page for the picture
      event.stopPropagation();
      place.classList.toggle("wil-over", kind === "dragenter" || kind === "dragover");
      if (kind === "drop") take(event.dataTransfer);
    });
  }
}
