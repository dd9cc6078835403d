// Buttons, a slider and keys that move through the epochs of a widget, by hand or playing.

import { button, drawing, element, menu, slider as sliderOver, unseen } from "./dom.js";
import { lastNotAbove, setEpoch } from "./epochs.js";
import { isPlain, keepKeys } from "./keys.js";
import { clamp, ratio } from "./numbers.js";

/** @import { Model } from "./model.js" */

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

/**
 * Make the controls of a model with `epochs`, `epoch`, `label` and `fps`. `shown(index, playing)`
 * is called at each epoch that is gone to, and once at the start; it gives the words for it.
 * @param {Model} model
 * @param {(index: number, playing: boolean) => string} shown
 */
export function transport(model, shown) {
  /** @type {number[]} */
  const epochs = model.get("epochs");
  const unit = model.get("label");
  const last = epochs.length - 1;
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
  const spoken = unseen();
  const buttons = element("div", { class: "wil-buttons" }, back, play, on);
  const controls = element("div", { class: "wil-controls" }, buttons, slider, readout, speed);

  let frame = 0;
  let playing = false;
  let own = false;
  let due = 0;
  let request = 0;
  let speaking = 0;

  function show() {
    frame = lastNotAbove(epochs, model.get("epoch"));
    const where = `${unit} ${epochs[frame]} of ${epochs[last]}`;
    const words = shown(frame, playing);
    const text = words || where;
    number.textContent = String(epochs[frame]);
    slider.value = String(frame);
    slider.style.setProperty("--wil-at", String(ratio(frame, last)));
    slider.setAttribute("aria-valuetext", words ? `${where}. ${words}` : where);
    back.disabled = frame === 0;
    on.disabled = frame === last;
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

  /** The time between two epochs, in milliseconds. */
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
    // A menu, a button and a slider of the widget's own know what to do with their keys.
    if (event.target.closest("select") || (event.target.closest("button") && event.key === " ")) {
      return;
    }
    if (event.target.closest("input") && event.target !== slider) return;
    event.preventDefault();
    act();
  }

  /**
   * Begin: hear keys within an element, and the model. Returns what undoes it.
   * @param {HTMLElement} root
   */
  function start(root) {
    const freeKeys = keepKeys(root, isOurs);
    root.addEventListener("keydown", pressed);
    slider.addEventListener("input", () => move(Number(slider.value)));
    model.on("change:epoch", moved);
    show();
    return () => {
      freeKeys();
      cancelAnimationFrame(request);
      clearTimeout(speaking);
      model.off("change:epoch", moved);
    };
  }

  return { controls, spoken, slider, start, pace };
}
