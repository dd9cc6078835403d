// The ground that a page draws on, and what can be read on it.

/**
 * Relative luminance, as WCAG defines it.
 * @param {number[]} rgb
 */
export function luminance(rgb) {
  const [red, green, blue] = rgb.map((part) => {
    const value = part / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/**
 * Black or white: what reads better on a colour.
 * @param {number[]} rgb
 */
export const readable = (rgb) => ((luminance(rgb) + 0.05) ** 2 > 0.0525 ? "black" : "white");

/**
 * The ground of an element, as red, green and blue.
 * @param {Element} place
 */
export function groundOf(place) {
  const parts = getComputedStyle(place).backgroundColor.match(/[\d.]+/g) ?? [];
  return parts.length < 3 ? [255, 255, 255] : parts.slice(0, 3).map(Number);
}

/**
 * Draw again when a widget's size or the page's theme changes. Its style sheet lets the text's
 * colour change in a moment, so that a change of theme is heard. Returns what undoes it.
 * @param {HTMLElement} root
 * @param {() => void} redraw
 */
export function watchGround(root, redraw) {
  for (const moment of ["transitionrun", "transitionend", "transitioncancel"]) {
    root.addEventListener(moment, (event) => event.target === root && redraw());
  }
  // Not everywhere at once: where the theme's sheets come in later, colours are looked up again.
  const themed = new MutationObserver(() => {
    for (const wait of [0, 100, 500, 2000]) setTimeout(redraw, wait);
  });
  for (const part of [document.documentElement, document.body]) {
    themed.observe(part, { attributes: true });
  }
  const placed = new ResizeObserver(redraw); // once there is a place, there are colours
  placed.observe(root);
  return () => {
    placed.disconnect();
    themed.disconnect();
  };
}
