// The paper of the pad: strokes of pen and rubber, on a picture below them.

import { element, penOf, shareAt } from "./shared/dom.js";

export const PAD = 280; // pixels
const PEN = 22; // MNIST's strokes are some two pixels of 28 wide
const RUBBER = 34;
const RUBBER_END = 32; // of a pen, as pointer events number buttons

/** @typedef {{ pointer: number, rubs: boolean, points: [number, number][] }} Stroke */

/**
 * A paper to draw on.
 * @param {object} heard
 * @param {(ended: boolean) => void} heard.drawn  a stroke has grown, or ended
 * @param {(picture: Uint8Array) => boolean} heard.makesRoom  whether a picture goes at the first
 *   stroke of the pen
 */
export function paper({ drawn, makesRoom }) {
  const canvas = element("canvas", {
    class: "wil-paper",
    width: PAD,
    height: PAD,
    role: "img",
    "aria-label": "Pad: draw a digit here with mouse, finger or pen",
  });
  const ink = penOf(canvas, { willReadFrequently: true });
  // What is on the pad: a picture below (an example, or an earlier drawing), strokes on it.
  /** @type {Uint8Array | null} */
  let base = null;
  /** @type {Stroke[]} */
  let strokes = [];
  /** @type {Stroke | null} */
  let stroke = null;
  let rubbing = false;

  /**
   * Draw the part of a stroke from one of its points on.
   * @param {Stroke} drawn
   * @param {number} from
   */
  function drawStroke({ points, rubs }, from = 0) {
    ink.globalCompositeOperation = rubs ? "destination-out" : "source-over";
    ink.strokeStyle = "white";
    ink.lineWidth = rubs ? RUBBER : PEN;
    ink.lineCap = "round";
    ink.lineJoin = "round";
    ink.beginPath();
    ink.moveTo(...points[Math.max(from - 1, 0)]);
    for (const point of points.slice(from)) ink.lineTo(...point);
    ink.stroke();
    ink.globalCompositeOperation = "source-over";
  }

  function redraw() {
    ink.clearRect(0, 0, PAD, PAD);
    if (base) {
      const side = Math.sqrt(base.length);
      const small = element("canvas", { width: side, height: side });
      const image = new ImageData(side, side);
      base.forEach((shade, index) => {
        image.data.set([255, 255, 255, shade], 4 * index);
      });
      penOf(small).putImageData(image, 0, 0);
      ink.imageSmoothingEnabled = false;
      ink.drawImage(small, 0, 0, PAD, PAD);
    }
    for (const one of strokes) drawStroke(one);
  }

  /**
   * Put a picture on the pad, or nothing.
   * @param {Uint8Array | null} picture
   */
  function put(picture) {
    base = picture;
    strokes = [];
    redraw();
  }

  function undo() {
    if (strokes.length) strokes.pop();
    else base = null;
    redraw();
  }

  /** The ink, from 0 to 255 for each pixel. */
  function inked() {
    const pixels = ink.getImageData(0, 0, PAD, PAD).data;
    return Uint8Array.from({ length: PAD * PAD }, (_, index) => pixels[4 * index + 3]);
  }

  /**
   * @param {PointerEvent} event
   * @returns {[number, number]}
   */
  function place(event) {
    const [across, down] = shareAt(event, canvas);
    return [across * PAD, down * PAD];
  }

  canvas.addEventListener("pointerdown", (event) => {
    if (stroke || event.button > 0) return;
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    if (!strokes.length && !rubbing && base && makesRoom(base)) put(null);
    const rubs = rubbing || event.buttons === RUBBER_END;
    stroke = { pointer: event.pointerId, rubs, points: [place(event)] };
    strokes.push(stroke);
    drawStroke(stroke);
  });

  canvas.addEventListener("pointermove", (event) => {
    if (!stroke || event.pointerId !== stroke.pointer) return;
    const from = stroke.points.length;
    const events = event.getCoalescedEvents?.() ?? [];
    for (const one of events.length ? events : [event]) stroke.points.push(place(one));
    drawStroke(stroke, from);
    drawn(false);
  });

  /** @param {PointerEvent} event */
  function end(event) {
    if (!stroke || event.pointerId !== stroke.pointer) return;
    stroke = null;
    redraw(); // in one go, as Undo would: piece by piece, edges get a trace darker
    drawn(true);
  }
  canvas.addEventListener("pointerup", end);
  canvas.addEventListener("pointercancel", end);

  return {
    canvas,
    put,
    undo,
    inked,
    /** @param {boolean} wanted */
    rub: (wanted) => {
      rubbing = wanted;
    },
    /** Whether the last stroke was the rubber's. */
    rubbed: () => strokes.at(-1)?.rubs ?? false,
  };
}
