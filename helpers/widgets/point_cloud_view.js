// What part of a map is seen, and the hands that move it: wheel, drag, pinch, keys.

import { button } from "./shared/dom.js";
import { isPlain } from "./shared/keys.js";
import { clamp } from "./shared/numbers.js";

const MOST = 40; // how far one can come near
const STEP = 1 / 64; // of what is seen, for an arrow key
const NEAR = 14; // pixels from a point, for a press to mean it
const STILL = 5; // pixels that a hand may move and still have pressed

/** @typedef {ReturnType<typeof makeView>} View */

/** A view of a square map on a canvas of any size. Places on the map are shares, y counts up. */
export function makeView() {
  const view = { x: 0.5, y: 0.5, zoom: 1, width: 1, height: 1 };
  const scale = () => Math.min(view.width, view.height) * view.zoom;
  const hold = () => {
    view.zoom = clamp(view.zoom, 1, MOST);
    // All of the map is seen where there is room for it.
    const spare = (/** @type {number} */ side) => Math.max(0, 0.5 - side / scale() / 2);
    view.x = clamp(view.x, 0.5 - spare(view.width), 0.5 + spare(view.width));
    view.y = clamp(view.y, 0.5 - spare(view.height), 0.5 + spare(view.height));
  };
  return {
    zoom: () => view.zoom,
    scale,
    /** @type {(x: number, y: number) => [number, number]} */
    toCanvas: (x, y) => [
      view.width / 2 + (x - view.x) * scale(),
      view.height / 2 - (y - view.y) * scale(),
    ],
    /** @type {(across: number, down: number) => [number, number]} */
    toMap: (across, down) => [
      view.x + (across - view.width / 2) / scale(),
      view.y - (down - view.height / 2) / scale(),
    ],
    /** @type {(width: number, height: number) => void} */
    resize(width, height) {
      view.width = width;
      view.height = height;
      hold();
    },
    /** @type {(across: number, down: number) => void} */
    pan(across, down) {
      view.x -= across / scale();
      view.y += down / scale();
      hold();
    },
    /** Come nearer by a factor, around a place on the canvas. */
    /** @type {(factor: number, across: number, down: number) => void} */
    near(factor, across, down) {
      const [x, y] = this.toMap(across, down);
      view.zoom = clamp(view.zoom * factor, 1, MOST);
      view.x = x - (across - view.width / 2) / scale();
      view.y = y + (down - view.height / 2) / scale();
      hold();
    },
    reset() {
      view.zoom = 1;
      hold();
    },
  };
}

/**
 * Let hands move a view. `moved` is called when the view has changed, `pointed` with a place on the
 * map, `pressed` with one that was pressed or chosen by Enter and how far from it a point may be,
 * `letGo` at Escape.
 * @param {HTMLCanvasElement} canvas
 * @param {View} view
 * @param {() => [number, number]} spot  where the keys' spot is, on the map
 * @param {{ moved: () => void, pointed: (place: [number, number]) => void,
 *   pressed: (place: [number, number], reach: number) => void, letGo: () => void }} tell
 */
export function listenToHands(canvas, view, spot, tell) {
  /** @type {Map<number, [number, number]>} */
  const hands = new Map();
  let travelled = 0;

  /** @param {MouseEvent} event */
  const placeOf = (event) => {
    const { left, top } = canvas.getBoundingClientRect();
    return /** @type {[number, number]} */ ([event.clientX - left, event.clientY - top]);
  };
  const middle = () => {
    const places = [...hands.values()];
    return [0, 1].map((axis) => places.reduce((total, each) => total + each[axis], 0) / hands.size);
  };
  const spread = () => {
    const [a, b] = [...hands.values()];
    return hands.size > 1 ? Math.hypot(a[0] - b[0], a[1] - b[1]) : 0;
  };
  const changed = () => {
    // A finger scrolls the page, unless there is something to be moved here.
    canvas.style.touchAction = view.zoom() > 1 ? "none" : "pan-y";
    tell.moved();
  };

  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    hands.set(event.pointerId, placeOf(event));
    canvas.setPointerCapture(event.pointerId);
    travelled = hands.size > 1 ? Number.POSITIVE_INFINITY : 0;
  });
  canvas.addEventListener("pointermove", (event) => {
    const place = placeOf(event);
    const before = hands.get(event.pointerId);
    if (!before) {
      tell.pointed(view.toMap(...place));
      return;
    }
    const [fromX, fromY] = middle();
    const from = spread();
    hands.set(event.pointerId, place);
    const [toX, toY] = middle();
    travelled += Math.hypot(place[0] - before[0], place[1] - before[1]);
    if (hands.size === 1 && view.zoom() === 1) tell.pointed(view.toMap(...place));
    else if (travelled > STILL) {
      view.pan(toX - fromX, toY - fromY);
      if (from) view.near(spread() / from, toX, toY);
      changed();
    }
  });
  for (const end of /** @type {const} */ (["pointerup", "pointercancel"])) {
    canvas.addEventListener(end, (event) => {
      if (!hands.delete(event.pointerId) || end === "pointercancel") return;
      if (travelled <= STILL) tell.pressed(view.toMap(...placeOf(event)), NEAR);
    });
  }
  canvas.addEventListener(
    "wheel",
    (event) => {
      // The page scrolls on, unless the map was chosen, or a touchpad is pinched.
      if (document.activeElement !== canvas && !event.ctrlKey) return;
      event.preventDefault();
      view.near(Math.exp(-clamp(event.deltaY, -200, 200) / 300), ...placeOf(event));
      changed();
    },
    { passive: false },
  );

  /** @type {Record<string, [number, number]>} */
  const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
  const nearer = (/** @type {number} */ factor) => {
    view.near(factor, ...view.toCanvas(...spot()));
    changed();
  };
  /** @type {Record<string, () => void>} */
  const acts = {
    "+": () => nearer(1.5),
    "=": () => nearer(1.5),
    "-": () => nearer(1 / 1.5),
    0: () => {
      view.reset();
      changed();
    },
    Enter: () => tell.pressed(spot(), Number.POSITIVE_INFINITY),
    Escape: () => tell.letGo(),
    Home: () => tell.pointed([0.5, 0.5]),
  };
  /** @param {KeyboardEvent} event */
  const isOurs = (event) => isPlain(event) && (event.key in acts || event.key in arrows);
  canvas.addEventListener("keydown", (event) => {
    if (!isOurs(event)) return;
    event.preventDefault();
    event.stopPropagation();
    const arrow = arrows[event.key];
    if (!arrow) {
      acts[event.key]();
      return;
    }
    const step = ((event.shiftKey ? 6 : 1) * STEP) / view.zoom();
    const [x, y] = spot();
    tell.pointed([x + arrow[0] * step, y + arrow[1] * step]);
  });
  const buttons = [
    button("+", acts["+"], { title: "Nearer (+)", "aria-label": "Nearer" }),
    button("−", acts["-"], { title: "Farther (-)", "aria-label": "Farther" }),
    button("⤢", acts[0], { title: "All (0)", "aria-label": "Show all" }),
  ];
  return { isOurs, buttons };
}
