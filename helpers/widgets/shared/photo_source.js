// Where a photo comes from: a file, what was pasted or dropped, a camera. It goes no further than
// this page.

import { element, penOf } from "./dom.js";
import { middleSquare, shrunkByArea } from "./photo_shrink.js";

const MOST_BYTES = 2e8;
/** A larger square is brought to this one by the browser, and from there on by areas. */
const WORKING = 1024;

/** Something that a picture could not be made of, with a sentence for the reader. */
export class NoPicture extends Error {}

/**
 * The small square that a network sees of a picture, and what a reader should know of it.
 * @typedef {{ picture: Uint8Array, words: string }} Seen
 */

/**
 * Read a picture from a file or from what was pasted.
 * @param {Blob} file
 * @param {number} size  of the square
 * @returns {Promise<Seen>}
 */
export async function fromFile(file, size) {
  const name = file instanceof File ? `“${file.name}”` : "This";
  if (!file.size) throw new NoPicture(`${name} is empty. Take another picture.`);
  if (file.size > MOST_BYTES) {
    throw new NoPicture(`${name} has more than 200 megabytes. Take a smaller picture.`);
  }
  const url = URL.createObjectURL(file);
  const image = new Image();
  image.src = url;
  try {
    await image.decode();
    return squareOf(image, image.naturalWidth, image.naturalHeight, size);
  } catch (error) {
    if (error instanceof NoPicture) throw error;
    throw new NoPicture(
      `${name} is no picture that this browser can read. A JPEG, PNG or WebP file can be read.`,
    );
  } finally {
    URL.revokeObjectURL(url);
  }
}

/**
 * Cut the middle out of what can be drawn, and shrink it.
 * @param {CanvasImageSource} source
 * @param {number} width
 * @param {number} height
 * @param {number} size
 * @returns {Seen}
 */
export function squareOf(source, width, height, size) {
  if (!width || !height) throw new NoPicture("This picture does not say how large it is.");
  const { left, top, side } = middleSquare(width, height);
  const working = Math.min(side, WORKING);
  const pen = penOf(element("canvas", { width: working, height: working }), {
    willReadFrequently: true,
  });
  pen.imageSmoothingQuality = "high";
  pen.drawImage(source, left, top, side, side, 0, 0, working, working);
  const { data } = pen.getImageData(0, 0, working, working);
  const words = [];
  if (width !== height) words.push("Only the square in the middle is used.");
  if (side < size) {
    words.push(`It has only ${width} × ${height} pixels, so it is enlarged.`);
  }
  let opaque = true;
  for (let at = 3; at < data.length; at += 4) opaque &&= data[at] === 255;
  if (!opaque) words.push("What is transparent in it is taken for white.");
  return { picture: shrunkByArea(data, working, size), words: words.join(" ") };
}

/**
 * The picture among what was pasted or dropped; a sentence where there is none.
 * @param {DataTransfer | null} given
 */
export function fileOf(given) {
  const files = [...(given?.files ?? [])];
  const file = files.find(({ type }) => type.startsWith("image/")) ?? files[0];
  if (file) return file;
  throw new NoPicture(
    "There is no picture in it. From another page: save the picture first, or copy it as a picture.",
  );
}

/** Whether this page may ask for a camera: on a safe address, in a browser that knows of one. */
export const mayHaveCamera = () =>
  window.isSecureContext && Boolean(navigator.mediaDevices?.getUserMedia);

/**
 * Open a camera. Gives what shows it, and what ends it.
 * @returns {Promise<{ video: HTMLVideoElement, stop: () => void }>}
 */
export async function openCamera() {
  let stream;
  try {
    const wanted = { facingMode: "environment", width: { ideal: 640 }, height: { ideal: 640 } };
    stream = await navigator.mediaDevices.getUserMedia({ video: wanted, audio: false });
  } catch (error) {
    const name = error instanceof Error ? error.name : "";
    throw new NoPicture(
      name === "NotFoundError"
        ? "This device has no camera. Take a file."
        : name === "NotAllowedError" || name === "SecurityError"
          ? "This page was not allowed to use the camera. Allow it in the browser, or take a file."
          : "The camera did not open; perhaps another program uses it. Take a file.",
    );
  }
  const video = element("video", { class: "wil-camera", playsinline: "", "aria-label": "Camera" });
  video.muted = true;
  video.srcObject = stream;
  const stop = () => {
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
    video.remove();
  };
  return { video, stop };
}
