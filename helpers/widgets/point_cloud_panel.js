// Beside a cloud: the pictures that lie where the learner points, and those that are followed.

import { button, element, unseen } from "./shared/dom.js";
import { change } from "./shared/model.js";
import { pictureSheet } from "./shared/picture_sheet.js";

/** @import { Model } from "./shared/model.js" */

/**
 * @param {Model} model
 * @param {{ labels: Uint8Array, names: string[], unpick: (point: number) => void }} given
 */
export function cloudPanel(model, { labels, names, unpick }) {
  const pictured = model.get("_pictured");
  /** @type {string[]} */
  const colours = model.get("_colours");
  const sheet = pictured ? pictureSheet(model) : null;
  const found = element("div", {
    class: "wil-found",
    role: "group",
    "aria-label": "Pictures near the spot",
    tabindex: 0,
  });
  const caption = element("p", { class: "wil-caption" });
  const followed = element("div", { class: "wil-followed" });
  const spoken = unseen();
  const hint = "Point at the map. Click a point to follow it.";
  const root = element(
    "div",
    { class: "wil-panel" },
    ...(sheet ? [found] : []),
    caption,
    followed,
    spoken,
  );
  let speaking = 0;
  let telling = 0;
  /** @type {number[]} */
  const shown = [];

  /** Whether the classes are said: not while nobody has told them to the map. */
  const isTold = () => names.length > 0 && model.get("colour") !== "nothing";
  const nameOf = (/** @type {number} */ point) =>
    isTold() ? names[labels[point]] : `picture ${point}`;

  /** A picture with its name. @param {number} point */
  function one(point) {
    const box = element("div", { class: "wil-one" });
    if (sheet && point < pictured) box.append(sheet.picture(point, nameOf(point)));
    if (names.length && !isTold()) return box;
    const word = element("span", {}, nameOf(point));
    if (names.length) word.style.setProperty("--wil-colour", colours[labels[point]]);
    box.append(word);
    return box;
  }

  /**
   * Show the pictures nearest to the spot, and say what they are.
   * @param {number[]} near  those that have a picture, the nearest first
   * @param {number | undefined} nearest  the nearest point of all
   */
  function show(near, nearest) {
    shown.splice(0, shown.length, ...near);
    if (sheet) found.replaceChildren(...near.map(one));
    const counts = new Map();
    for (const point of near) counts.set(nameOf(point), (counts.get(nameOf(point)) ?? 0) + 1);
    const sorted = [...counts].sort((a, b) => b[1] - a[1]);
    const text = sorted.map(([name, count]) => `${count} ${name}`).join(", ");
    caption.textContent = isTold() ? `Nearest to the spot: ${text}` : hint;
    if (near.length === 0) caption.textContent = "No class is switched on.";
    clearTimeout(speaking);
    speaking = setTimeout(() => {
      spoken.textContent = caption.textContent;
    }, 600);
    // The kernel hears of it once the hand rests: not a message for every pixel.
    clearTimeout(telling);
    telling = setTimeout(() => {
      change(model, "nearest", near.length || nearest === undefined ? near : [nearest]);
    }, 200);
  }

  /** @param {number[]} points */
  function follow(points) {
    followed.replaceChildren(
      ...points.map((point, number) => {
        const let_go = button("×", () => unpick(point), {
          "aria-label": `Let go of ${number + 1}, ${nameOf(point)}`,
          title: "Let go",
        });
        return element(
          "div",
          { class: "wil-follow" },
          element("b", {}, String(number + 1)),
          one(point),
          let_go,
        );
      }),
    );
  }

  return {
    root,
    shown,
    show,
    follow,
    words: () => caption.textContent ?? "",
    stop() {
      clearTimeout(speaking);
      clearTimeout(telling);
    },
  };
}
