// A place to bring pictures of one's own. What is drawn, chosen or filmed becomes a small square
// here; the kernel writes it into the learner's folder and says what there is.

import { collected } from "./picture_collector_kept.js";
import { begin } from "./shared/begin.js";
import { cameraIn } from "./shared/camera.js";
import { button, element } from "./shared/dom.js";
import { isPlain, keepKeys, PRESSES } from "./shared/keys.js";
import { tell } from "./shared/model.js";
import { sum } from "./shared/numbers.js";
import { PAD, paper } from "./shared/paper.js";
import { drawnPicture } from "./shared/photo_shrink.js";
import { fromFile, mayHaveCamera, NoPicture, squareOf } from "./shared/photo_source.js";
import { hearGiven } from "./shared/picture_drop.js";

/** @import { Place } from "./shared/model.js" */

const NO_ANSWER_MS = 8000;
const READS_MS = 600_000; // for an archive of photographs
const BURST = 10; // pictures
const BURST_EVERY_MS = 300;
const MOST_FILES = 1000;
const NO_ANSWER =
  "No answer yet: the kernel is busy, or there is none. What is not counted above is not kept.";
const PAGE = "Pictures are kept by a notebook that runs. On this page nothing can be kept.";

/** @param {Place} place */
function render({ model, el }) {
  /** @type {number} */
  const side = model.get("_side");
  let chosen = 0; // the class
  let drawing = true;
  let burst = 0; // so many pictures are still to be taken
  let number = 0; // of the last question
  let living = true;
  /** @type {((answer: any) => void)[]} */
  const listeners = [];

  const note = element("p", { class: "wil-note", role: "status" });
  const where = element("p", { class: "wil-where" });
  const kept = collected({
    choose: (index) => {
      chosen = index;
      ask({ show: index });
    },
    remove: (file) => ask({ remove: chosen, file }),
  });
  const pad = paper({ drawn: () => undefined });
  const live = element("div", { class: "wil-live" });
  /** @param {string} words */
  const say = (words) => {
    note.textContent = words;
  };
  const camera = cameraIn(live, { changed: () => showButtons(), say });

  const files = element("input", { type: "file", multiple: "", hidden: "" });
  files.setAttribute("accept", "image/*,.zip,application/zip");
  files.setAttribute("aria-label", "Pictures, or a zip file of them");
  files.addEventListener("change", () => {
    takeFiles([...(files.files ?? [])]);
    files.value = ""; // the same file may be chosen again
  });
  const keepIt = button("Keep the drawing", keepDrawing);
  const undo = button("Undo", () => pad.undo(), { title: "Take the last stroke back" });
  const clear = button("Clear", () => pad.put(null), { title: "Empty the paper" });
  const draw = button("Draw", () => {
    camera.close();
    setDrawing(true);
  });
  const choose = button("Choose pictures or a zip", () => files.click());
  const open = button("Camera", openCamera);
  const shoot = button(`Take ${BURST} pictures`, startBurst);
  const close = button("Close the camera", () => {
    camera.close();
    open.focus();
  });
  const drop = element(
    "div",
    {
      class: "wil-drop",
      tabindex: 0,
      role: "group",
      "aria-label": "Place for pictures: paste them here, or drop them",
    },
    pad.canvas,
    live,
    element("p", {}, "Draw, drop pictures or a zip here, or paste one (Ctrl+V)."),
  );
  const top = element(
    "div",
    { class: "wil-top" },
    element(
      "div",
      { class: "wil-left" },
      drop,
      element("div", { class: "wil-buttons" }, keepIt, undo, clear, shoot, close),
      element("div", { class: "wil-buttons" }, draw, choose, open, files),
      note,
    ),
    kept.root,
  );
  const root = element(
    "figure",
    { class: "wil wil-collector", role: "group", "aria-label": "Pictures of your own" },
    kept.classes,
    top,
    where,
  );
  el.append(root);
  if (!(/** @type {any} */ (model).widget_manager)) {
    root.replaceChildren(note);
    say(PAGE);
    return () => undefined;
  }

  /**
   * Tell the kernel something, and wait for its answer.
   * @param {Record<string, unknown>} message
   * @param {ArrayBufferView[]} bytes
   * @returns {Promise<any>}  null where none came
   */
  function ask(message, bytes = []) {
    number += 1;
    const mine = number;
    return new Promise((resolve) => {
      const timer = setTimeout(
        () => answer(null),
        message.piece === undefined ? NO_ANSWER_MS : READS_MS,
      );
      /** @param {any} told */
      function answer(told) {
        if (told && told.answers !== mine) return;
        clearTimeout(timer);
        listeners.splice(listeners.indexOf(answer), 1);
        if (!told && living) say(NO_ANSWER);
        resolve(told);
      }
      listeners.push(answer);
      tell(model, { ...message, number: mine }, bytes);
    });
  }

  /** @type {(message: any, bytes: any[]) => void} */
  function hear(message, bytes) {
    const told = message?.told;
    if (!told) return;
    if (told.words) say(told.words);
    kept.show(told, bytes[0], chosen);
    where.textContent = whereOf(told);
    root.dataset.answered = String(told.answers);
    for (const listener of [...listeners]) listener(told);
  }

  /**
   * @param {Uint8Array} picture
   * @param {string} token  the same for all of one burst
   */
  const keep = (picture, token = "") => ask({ keep: chosen, burst: token }, [picture]);

  async function keepDrawing() {
    const ink = pad.inked();
    if (!sum(ink)) {
      say("Draw something first.");
      return;
    }
    say("");
    if (await keep(drawnPicture(ink, PAD, side))) pad.put(null);
  }

  /**
   * Take files one after the other: pictures as they are, an archive in pieces.
   * @param {File[]} given
   */
  async function takeFiles(given) {
    if (!given.length) {
      say("There is no file in it. From another page: save the picture first.");
      return;
    }
    const mine = chosen;
    let count = 0;
    /** @type {string[]} */
    const problems = [];
    if (given.length > MOST_FILES) problems.push(`Only the first ${MOST_FILES} files are taken.`);
    for (const file of given.slice(0, MOST_FILES)) {
      if (!living) return;
      say(`Reading “${file.name}” …`);
      try {
        if (/\.zip$/i.test(file.name) || file.type === "application/zip") {
          const words = await sendArchive(file, mine);
          if (words === null) return;
          problems.push(words);
          continue;
        }
        const { picture } = await fromFile(file, side);
        if (!(await ask({ keep: mine }, [picture]))) return;
        count += 1;
      } catch (error) {
        problems.push(error instanceof NoPicture ? error.message : `“${file.name}” failed.`);
      }
    }
    const added = count === 1 ? "1 picture was added." : `${count} pictures were added.`;
    const more = problems.length > 4 ? [`And ${problems.length - 4} more.`] : [];
    say([...(count ? [added] : []), ...problems.slice(0, 4), ...more].join(" "));
  }

  /**
   * @param {File} file
   * @param {number} index  the class of pictures that lie in no folder
   * @returns {Promise<string | null>}  what came of it; null where nobody answered
   */
  async function sendArchive(file, index) {
    const size = model.get("_piece");
    const of = Math.max(1, Math.ceil(file.size / size));
    let words = "";
    for (let piece = 0; piece < of; piece += 1) {
      const bytes = new Uint8Array(
        await file.slice(piece * size, (piece + 1) * size).arrayBuffer(),
      );
      const told = await ask({ piece, of, show: index }, [bytes]);
      if (!told) return null;
      words = told.words;
      if (words) break; // it is whole, or was refused
    }
    return words;
  }

  function openCamera() {
    if (!mayHaveCamera()) {
      say("This page may not ask for a camera: its address is not a safe one. Choose pictures.");
      return;
    }
    setDrawing(false);
    camera.open();
  }

  async function startBurst() {
    if (burst) return;
    const token = String(performance.timeOrigin + performance.now());
    for (burst = BURST; burst; burst -= 1) {
      const video = camera.video();
      if (!video || !living) break;
      say(`Move a little, turn it, come nearer: ${burst} to go.`);
      try {
        const { picture } = squareOf(video, video.videoWidth, video.videoHeight, side);
        if (!(await keep(picture, token))) break;
      } catch (error) {
        say(error instanceof NoPicture ? error.message : "The camera gave no picture.");
        break;
      }
      await new Promise((resolve) => setTimeout(resolve, BURST_EVERY_MS));
    }
    const whole = burst === 0;
    burst = 0;
    if (whole) {
      say("A burst of one thing. Take at least three, of different things or in different places.");
    }
  }

  /** @param {boolean} wanted */
  function setDrawing(wanted) {
    drawing = wanted;
    showButtons();
  }

  function showButtons() {
    const filming = camera.video() !== null;
    if (!filming && !drawing) drawing = true;
    pad.canvas.hidden = filming;
    for (const one of [keepIt, undo, clear]) one.hidden = filming;
    for (const one of [shoot, close]) one.hidden = !filming;
    draw.hidden = !filming;
    open.hidden = filming;
  }

  hearGiven(root, drop, (data) => takeFiles([...(data?.files ?? [])]));
  const freeKeys = keepKeys(root, (event) => isPlain(event) && PRESSES.includes(event.key));
  model.on("msg:custom", hear);
  showButtons();
  kept.show({ names: model.get("_names"), counts: [], files: [], side: 1 }, null, 0);
  ask({ show: 0 });

  return () => {
    living = false;
    camera.free();
    freeKeys();
    model.off("msg:custom", hear);
  };
}

/**
 * Say where the pictures go.
 * @param {{ folder: string, server: string }} told
 */
function whereOf({ folder, server }) {
  const local = /^(|localhost|127\..*|\[::1\])$/.test(location.hostname);
  const rest =
    "No picture is in the notebook’s file or in an export of it, unless you show it in a cell.";
  if (server || !local) {
    const named = server || `the server ${location.hostname}`;
    return `What you keep here goes to ${named}, into the folder ${folder}, and nowhere else. ${rest}`;
  }
  return `What you keep here stays on this machine, in the folder ${folder}. ${rest}`;
}

export default { initialize: begin, render };
