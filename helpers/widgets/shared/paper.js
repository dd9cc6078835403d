// The paper of the pad: strokes of pen and rubber, on a picture below them.

import { element, penOf, shareAt } from "./dom.js";

export const PAD = 280; // pixels
const PEN = 22; // MNIST's strokes are some two pixels of 28 wide
const RUBBER = 34;
const RUBBER_END = 32; // of a pen, as pointer events number buttons

/**
 * A stroke's points, as shares of the pad times its pixels.
 * @typedef {{ rubs: boolean, points: [number, number][] }} Stroke
 */

/**
 * A paper to draw on.
 * @param {object} heard
 * @param {(ended: boolean) => void} heard.drawn  a stroke has grown, or ended
 */
export function paper({ drawn }) {
  const canvas = element("canvas", {
    class: "wil-paper",
    width: PAD,
    height: PAD,
    role: "img",
    "aria-label": "Pad: draw here with mouse, finger or pen",
  });
  const ink = penOf(canvas, { willReadFrequently: true });
  // Strokes that have ended, so that the last one is all there is to draw, were it the thousandth.
  const ended = element("canvas", { width: PAD, height: PAD });
  const fixed = penOf(ended, { willReadFrequently: true });
  /** @type {Uint8Array | null} */
  let base = null; // the picture below: an example
  /** @type {Stroke[]} */
  let strokes = [];
  /** @type {Stroke | null} */
  let stroke = null;
  let pointer = 0;
  let rubbing = false;

  function showFixed() {
    ink.globalCompositeOperation = "copy";
    ink.drawImage(ended, 0, 0);
    ink.globalCompositeOperation = "source-over";
  }

  function redraw() {
    fixed.clearRect(0, 0, PAD, PAD);
    if (base) {
      const side = Math.sqrt(base.length);
      const small = element("canvas", { width: side, height: side });
      const image = new ImageData(side, side);
      base.forEach((shade, index) => {
        image.data.set([255, 255, 255, shade], 4 * index);
      });
      penOf(small).putImageData(image, 0, 0);
      fixed.imageSmoothingEnabled = false;
      fixed.drawImage(small, 0, 0, PAD, PAD);
    }
    for (const one of strokes) drawStroke(fixed, one);
    showFixed();
  }

  /**
   * Put a picture on the pad, or nothing, and strokes on it.
   * @param {Uint8Array | null} picture
   * @param {Stroke[]} on
   */
  function put(picture, on = []) {
    base = picture;
    strokes = [...on];
    stroke = null;
    redraw();
  }

  function undo() {
    if (strokes.length) strokes.pop();
    else base = null;
    stroke = null;
    redraw();
  }

  /** The ink, from 0 to 255 for each pixel. */
  function inked() {
    const pixels = ink.getImageData(0, 0, PAD, PAD).data;
    const shades = new Uint8Array(PAD * PAD);
    for (let index = 0; index < shades.length; index += 1) shades[index] = pixels[4 * index + 3];
    return shades;
  }

  /**
   * @param {PointerEvent} event
   * @returns {[number, number]}
   */
  function place(event) {
    const [across, down] = shareAt(event, canvas);
    return [Math.round(across * PAD * 10) / 10, Math.round(down * PAD * 10) / 10];
  }

  canvas.addEventListener("pointerdown", (event) => {
    if (event.button > 0 || (stroke && event.pointerId !== pointer)) return;
    if (stroke) end(); // it was lifted where nobody saw it
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    // An example makes room for one's own drawing; rubbing works on it.
    if (!strokes.length && !rubbing && base) put(null);
    pointer = event.pointerId;
    stroke = { rubs: rubbing || event.buttons === RUBBER_END, points: [place(event)] };
    strokes.push(stroke);
    drawStroke(ink, stroke);
  });

  canvas.addEventListener("pointermove", (event) => {
    if (!stroke || event.pointerId !== pointer) return;
    if (!event.buttons) {
      end(); // the window had lost the focus, and with it the end of the stroke
      return;
    }
    const from = stroke.points.length;
    const events = event.getCoalescedEvents?.() ?? [];
    for (const one of events.length ? events : [event]) stroke.points.push(place(one));
    drawStroke(ink, stroke, from);
    drawn(false);
  });

  function end() {
    if (!stroke) return;
    // In one go, as Undo would: piece by piece, edges get a trace darker.
    drawStroke(fixed, stroke);
    stroke = null;
    showFixed();
    drawn(true);
  }
  for (const kind of /** @type {const} */ (["pointerup", "pointercancel", "lostpointercapture"])) {
    canvas.addEventListener(kind, (event) => {
      if (event.pointerId === pointer) end();
    });
  }
  // A finger draws; it does not scroll the page. WebKit of some age asks for more than the style.
  canvas.addEventListener("touchmove", (event) => event.preventDefault(), { passive: false });

  return {
    canvas,
    put,
    undo,
    inked,
    strokes: () => strokes,
    /** Whether there is a picture, and whether there is nothing but it. */
    hasPicture: () => base !== null,
    isBare: () => base !== null && !strokes.length,
    /** @param {boolean} wanted */
    rub: (wanted) => {
      rubbing = wanted;
    },
    /** Whether the last stroke was the rubber's. */
    rubbed: () => strokes.at(-1)?.rubs ?? false,
  };
}

/**
 * Draw the part of a stroke from one of its points on.
 * @param {CanvasRenderingContext2D} ink
 * @param {Stroke} stroke
 * @param {number} from
 */
function drawStroke(ink, { points, rubs }, from = 0) {
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
