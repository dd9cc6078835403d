// A picture for each epoch, and what moves from one to the other. All frames are in the page:
// nothing here waits for a kernel.

import { begin } from "./shared/begin.js";
import { button, element, heading, penOf } from "./shared/dom.js";
import { transport } from "./shared/transport.js";

/** @import { Place } from "./shared/model.js" */

/** @param {Place} place */
function render({ model, el }) {
  /** @type {number[]} */
  const epochs = model.get("epochs");
  /** @type {string[]} */
  const descriptions = model.get("descriptions");
  const about = model.get("alt") || model.get("title");
  const [width, height] = model.get("_size");
  /** @type {string[]} */
  const urls = [];
  /** @type {(bytes: BlobPart, then: (image: HTMLImageElement) => void) => HTMLImageElement} */
  const load = (bytes, then) => {
    const image = new Image();
    image.onload = () => then(image);
    image.src = URL.createObjectURL(new Blob([bytes]));
    urls.push(image.src);
    return image;
  };
  const picture = element("canvas", { class: "wil-picture", width, height, role: "img" });
  const brush = penOf(picture);
  // Loaded once and held here, a frame is there the moment it is asked for. Frames may hold only
  // what differs from the base, which lies ready on the ground below them. They are put together
  // at their own size: at another, the edges of what is below would shine through.
  const ground = element("canvas", { width, height });
  const layer = penOf(ground);
  layer.fillStyle = "white";
  layer.fillRect(0, 0, width, height);
  let grounded = !model.get("_base").byteLength;
  if (!grounded) {
    load(model.get("_base"), (base) => {
      layer.drawImage(base, 0, 0);
      grounded = true;
      paint();
    });
  }
  const frames = /** @type {BlobPart[]} */ (model.get("_frames"));
  const held = frames.map((bytes) => load(bytes, () => paint()));
  // Every text lies in the same place, one of them seen: the page below never jumps.
  const captions = descriptions.map((text) => element("span", {}, text));
  const caption = element("figcaption", { class: "wil-caption", "aria-hidden": "true" });
  caption.append(...captions);
  const moving = transport(model, show);
  // Where the picture is wider than the page, it is moved sideways, or seen as a whole.
  const framed = element("div", { class: "wil-frame" }, picture);
  const size = button("Whole picture", () => fit(!isWhole()), { class: "wil-size" });
  const hasControls = model.get("controls");
  moving.controls.append(size);

  const player = element(
    "figure",
    { class: "wil wil-player wil-playing", role: "group", "aria-label": about || "Player" },
    ...heading(model.get("title")),
    framed,
    ...(hasControls ? [moving.controls] : [size]),
    ...(captions.length && model.get("show_descriptions") ? [caption] : []),
    ...(hasControls ? [moving.spoken] : []),
  );
  const most = model.get("max_height") || 10_000;
  player.style.setProperty("--wil-most", `min(78vh, ${most}px)`);
  player.style.setProperty("--wil-width", String(width));
  player.style.setProperty("--wil-height", String(height));
  el.append(player);

  let frame = 0;

  const isWhole = () => player.classList.contains("wil-whole");
  function fit(whole = isWhole()) {
    player.classList.toggle("wil-whole", whole);
    size.setAttribute("aria-pressed", String(whole));
    const wide = framed.scrollWidth > framed.clientWidth + 1;
    player.classList.toggle("wil-wide", wide || whole);
    if (wide) framed.tabIndex = 0;
    else framed.removeAttribute("tabindex");
  }
  const fits = new ResizeObserver(() => fit());
  fits.observe(framed);

  function paint() {
    const image = held[frame];
    if (!grounded || !image.complete || !image.naturalWidth) return;
    brush.drawImage(ground, 0, 0);
    brush.drawImage(image, 0, 0);
    picture.dataset.epoch = String(epochs[frame]);
  }

  /** @param {number} index */
  function show(index) {
    frame = index;
    const where = `${model.get("label")} ${epochs[frame]} of ${epochs[epochs.length - 1]}`;
    const text = descriptions[frame] || where;
    picture.setAttribute("aria-label", about ? `${about}. ${text}` : text);
    paint();
    captions.forEach((span, place) => {
      span.classList.toggle("wil-shown", place === frame);
    });
    return descriptions[frame] ?? "";
  }

  const stop = moving.start(player);
  picture.addEventListener("click", () => moving.slider.focus({ preventScroll: true }));

  return () => {
    stop();
    fits.disconnect();
    for (const url of urls) URL.revokeObjectURL(url);
  };
}

export default { initialize: begin, render };
