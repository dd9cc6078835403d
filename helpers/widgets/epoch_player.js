// A picture for each epoch, and what moves from one to the other. All frames are in the page:
// nothing here waits for a kernel.

import { begin } from "./shared/begin.js";
import {
  button,
  drawing,
  element,
  heading,
  menu,
  penOf,
  slider as sliderOver,
  unseen,
} from "./shared/dom.js";
import { lastNotAbove, setEpoch } from "./shared/epochs.js";
import { isPlain, keepKeys } from "./shared/keys.js";
import { clamp, ratio } from "./shared/numbers.js";

/** @import { Place } from "./shared/model.js" */

/** @type {Record<string, string>} */
const ICONS = {
  play: "M8 5.5v13l10.5-6.5z",
  pause: "M7 5.5h3.6v13H7zM13.4 5.5H17v13h-3.6z",
  back: "M16.5 6v12L8.5 12zM6 6h2v12H6z",
  on: "M7.5 6v12l8-6zM16 6h2v12h-2z",
};

/** @type {Record<string, number>} */
const SPEEDS = { "¼×": 0.25, "½×": 0.5, "1×": 1, "2×": 2, "4×": 4 };

/** @param {string} name */
function icon(name) {
  const path = drawing("path", { d: ICONS[name] });
  return drawing("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" }, path);
}

/** @param {Place} place */
function render({ model, el }) {
  /** @type {number[]} */
  const epochs = model.get("epochs");
  /** @type {string[]} */
  const descriptions = model.get("descriptions");
  const unit = model.get("label");
  const about = model.get("alt") || model.get("title");
  const [width, height] = model.get("_size");
  const last = epochs.length - 1;
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
  /** @type {(name: string, label: string, act: () => void) => HTMLButtonElement} */
  const pictured = (name, label, act) => {
    const made = button("", act, { class: `wil-${name}`, title: label, "aria-label": label });
    made.replaceChildren(icon(name));
    return made;
  };
  const back = pictured("back", `One ${unit} back (←)`, () => move(frame - 1));
  const play = pictured("play", "Play (space)", () => setPlaying(!playing));
  const on = pictured("on", `One ${unit} on (→)`, () => move(frame + 1));
  const slider = sliderOver(unit, epochs.length);
  const number = element("b");
  const readout = element("span", { class: "wil-readout" }, `${unit} `, number);
  readout.append(element("span", { class: "wil-of" }, ` of ${epochs[last]}`));
  // Room for the longest number: nothing beside it moves while it counts.
  number.style.minWidth = `${Math.max(...epochs.map((epoch) => String(epoch).length))}ch`;
  const speed = menu(Object.keys(SPEEDS).map((name) => [name, name]));
  speed.setAttribute("aria-label", "Speed");
  speed.value = "1×";
  // Every text lies in the same place, one of them seen: the page below never jumps.
  const captions = descriptions.map((text) => element("span", {}, text));
  const caption = element("figcaption", { class: "wil-caption", "aria-hidden": "true" });
  caption.append(...captions);
  const spoken = unseen();

  const player = element(
    "figure",
    { class: "wil wil-player", role: "group", "aria-label": about || "Player" },
    ...heading(model.get("title")),
    picture,
    element(
      "div",
      { class: "wil-controls" },
      element("div", { class: "wil-buttons" }, back, play, on),
      slider,
      readout,
      speed,
    ),
    ...(captions.length && model.get("show_descriptions") ? [caption] : []),
    spoken,
  );
  player.style.setProperty("--wil-width", String(width));
  player.style.setProperty("--wil-height", String(height));
  el.append(player);

  let frame = 0;
  let playing = false;
  let own = false;
  let due = 0;
  let request = 0;
  let speaking = 0;

  function paint() {
    const image = held[frame];
    if (!grounded || !image.complete || !image.naturalWidth) return;
    brush.drawImage(ground, 0, 0);
    brush.drawImage(image, 0, 0);
    picture.dataset.epoch = String(epochs[frame]);
  }

  function show() {
    frame = lastNotAbove(epochs, model.get("epoch"));
    const where = `${unit} ${epochs[frame]} of ${epochs[last]}`;
    const text = descriptions[frame] || where;
    picture.setAttribute("aria-label", about ? `${about}. ${text}` : text);
    paint();
    number.textContent = String(epochs[frame]);
    slider.value = String(frame);
    slider.style.setProperty("--wil-at", String(ratio(frame, last)));
    slider.setAttribute("aria-valuetext", descriptions[frame] ? `${where}. ${text}` : where);
    back.disabled = frame === 0;
    on.disabled = frame === last;
    captions.forEach((span, index) => {
      span.classList.toggle("wil-shown", index === frame);
    });
    clearTimeout(speaking);
    // The slider says its value itself; while playing, silence.
    if (!playing && document.activeElement !== slider) {
      speaking = setTimeout(() => {
        spoken.textContent = `${where}. ${text}`;
      }, 500);
    }
  }

  /** @param {number} target */
  function goTo(target) {
    own = true;
    setEpoch(model, epochs[clamp(target, 0, last)]);
    own = false;
  }

  function moved() {
    // A linked widget or the kernel moved: it leads now.
    if (playing && !own) setPlaying(false);
    show();
  }

  /** The time between two frames, in milliseconds. */
  const pace = () => 1000 / (model.get("fps") * SPEEDS[speed.value]);

  /** @param {number} now */
  function tick(now) {
    const step = pace();
    if (now >= due) {
      // A page that stood still for a while goes on from where it is; it doesn't race.
      due = now - due > step ? now + step : due + step;
      goTo(frame + 1);
    }
    if (frame === last) setPlaying(false);
    else request = requestAnimationFrame(tick);
  }

  /** @param {boolean} wanted */
  function setPlaying(wanted) {
    cancelAnimationFrame(request);
    playing = wanted;
    play.replaceChildren(icon(playing ? "pause" : "play"));
    play.title = playing ? "Pause (space)" : "Play (space)";
    play.setAttribute("aria-label", play.title);
    if (playing) {
      if (frame === last) goTo(0);
      due = performance.now() + pace();
      request = requestAnimationFrame(tick);
    } else show();
  }

  /** @param {number} target */
  function move(target) {
    setPlaying(false);
    goTo(target);
  }

  const page = Math.max(1, Math.round(last / 10));
  /** @type {Record<string, () => void>} */
  const keys = {
    ArrowLeft: () => move(frame - 1),
    ArrowDown: () => move(frame - 1),
    ArrowRight: () => move(frame + 1),
    ArrowUp: () => move(frame + 1),
    PageDown: () => move(frame - page),
    PageUp: () => move(frame + page),
    Home: () => move(0),
    End: () => move(last),
    " ": () => setPlaying(!playing),
  };

  /** @param {KeyboardEvent} event */
  const isOurs = (event) => isPlain(event) && (event.key in keys || event.key === "Enter");

  /** @param {KeyboardEvent} event */
  function pressed(event) {
    const act = keys[event.key];
    if (!act || !isOurs(event) || !(event.target instanceof Element)) return;
    // A menu and a button know what to do with their keys.
    if (event.target === speed || (event.target.closest("button") && event.key === " ")) return;
    event.preventDefault();
    act();
  }

  const freeKeys = keepKeys(player, isOurs);
  player.addEventListener("keydown", pressed);
  slider.addEventListener("input", () => move(Number(slider.value)));
  picture.addEventListener("click", () => slider.focus({ preventScroll: true }));
  model.on("change:epoch", moved);
  show();

  return () => {
    freeKeys();
    cancelAnimationFrame(request);
    clearTimeout(speaking);
    model.off("change:epoch", moved);
    for (const url of urls) URL.revokeObjectURL(url);
  };
}

export default { initialize: begin, render };
