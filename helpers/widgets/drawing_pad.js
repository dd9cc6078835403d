// A pad to draw a digit on. The page brings the drawing into MNIST's form, computes what the network
// makes of it, and shows it. Only a network whose layers it does not know is asked in the kernel.

import { answerView, nearestTo } from "./drawing_pad_answer.js";
import { computing } from "./drawing_pad_network.js";
import { epochSlider, story } from "./drawing_pad_time.js";
import { begin } from "./shared/begin.js";
import { typed } from "./shared/bytes.js";
import { button, element } from "./shared/dom.js";
import { offerDrawn } from "./shared/drawn.js";
import { likeMnist, SIDE, shrunkPad } from "./shared/handwriting.js";
import { isPlain, keepKeys, MOVES, PRESSES } from "./shared/keys.js";
import { change, tell } from "./shared/model.js";
import { sum } from "./shared/numbers.js";
import { PAD, paper } from "./shared/paper.js";
import { pictureSheet } from "./shared/picture_sheet.js";
import { bestOf } from "./shared/probabilities.js";

/**
 * @import { Place } from "./shared/model.js"
 * @import { Answer } from "./drawing_pad_answer.js"
 * @import { Stroke } from "./shared/paper.js"
 */

const NO_ANSWER_MS = 4000;
const REST_MS = 250; // of the pen, before other widgets hear of it and the other epochs are asked
const EMPTY = "Draw a digit first.";
const NO_ANSWER =
  "No answer yet. The kernel is busy, or there is none. This page does not know the layers of this " +
  "network, so without a kernel it answers for the examples alone.";
const KEPT = "Your drawing will be in the notebook’s file when it is saved.";
const NOT_KEPT =
  "What you draw stays in this page and its own Python. The notebook’s file gets it only by “Keep”.";

/** @param {Place} place */
function render({ model, el }) {
  /** @type {string[]} */
  const names = model.get("_names");
  /** @type {number[]} */
  const labels = model.get("_labels");
  /** @type {Uint8Array[]} */
  const examples = model.get("_examples").map((/** @type {any} */ one) => typed(one, Uint8Array));
  const shape = { names, nearest: model.get("_n_nearest"), layers: model.get("_layers") };
  const view = answerView(shape, typed(model.get("_colours"), Uint8Array));
  const network = computing(model);
  const sheet = pictureSheet(model);
  /** @type {Uint8Array | null} */
  let pictures = null;

  const isKept = () => model.get("_kept").length > 0;
  let example = 0;
  let asked = 0;
  let answered = 0;
  let due = 0; // when the next question may be asked, while a stroke is being drawn
  let waiting = 0;
  let resting = 0;
  /** @type {Uint8Array | null} */
  let picture = null; // what the network sees
  /** @type {{ best: number, amount: number } | null} */
  let last = null; // the answer before one began to rub: its class, and how much ink there was

  const pad = paper({
    drawn: (ended) => {
      // One question at a time: however slow the answers are, none is behind by more than one.
      if (ended || (performance.now() > due && answered >= asked)) ask();
      if (ended) keep();
    },
  });
  const pen = button("Pen", () => choose(false), { title: "Draw" });
  const rubber = button("Rubber", () => choose(true), { title: "Rub ink out" });
  const undo = button(
    "Undo",
    () => {
      pad.undo();
      ask();
      keep();
    },
    { title: "Take the last stroke back" },
  );
  const clear = button(
    "Clear",
    () => {
      put(-1, []);
      keep();
    },
    { title: "Empty the pad" },
  );
  const next = button("Example", () => put((example + 1) % examples.length, []), {
    title: "Put another example on the pad",
  });
  const keeps = button("Keep", () => keep(!isKept()), {
    title: "Let the notebook’s file have this drawing",
  });
  const note = element("p", { class: "wil-note", role: "status" });
  const where = element("p", { class: "wil-where" });
  const time = epochSlider(model);
  // A page that is no notebook has no file to keep a drawing in.
  const inNotebook = Boolean(/** @type {any} */ (model).widget_manager);
  const buttons = [pen, rubber, undo, clear, next, ...(inNotebook ? [keeps] : [])];
  const root = element(
    "figure",
    { class: "wil wil-sided wil-pad", role: "group", "aria-label": "Drawing pad" },
    element(
      "div",
      { class: "wil-top" },
      element(
        "div",
        { class: "wil-left" },
        pad.canvas,
        element("div", { class: "wil-buttons" }, ...buttons),
        ...time.parts,
        note,
        ...(inNotebook ? [where] : []),
      ),
      view.says,
    ),
    ...view.below,
  );
  el.append(root);

  /** @param {boolean} rubbing */
  function choose(rubbing) {
    pad.rub(rubbing);
    pen.setAttribute("aria-pressed", String(!rubbing));
    rubber.setAttribute("aria-pressed", String(rubbing));
    root.classList.toggle("wil-rubbing", rubbing);
  }

  /**
   * Put an example on the pad, or none, and strokes on it.
   * @param {number} number
   * @param {Stroke[]} strokes
   */
  function put(number, strokes) {
    if (number >= 0) example = number;
    pad.put(examples[number] ?? null, strokes);
    last = null;
    ask();
  }

  /**
   * Keep what is on the pad in the widget's own state, and so in the notebook's file; or not.
   * @param {boolean} wanted
   */
  function keep(wanted = isKept()) {
    const kept = wanted ? [pad.hasPicture() ? example : -1, structuredClone(pad.strokes())] : [];
    if (wanted || isKept()) change(model, "_kept", kept);
    keeps.setAttribute("aria-pressed", String(wanted));
    where.textContent = wanted ? KEPT : NOT_KEPT;
  }

  /** Ask what the network makes of what is on the pad. */
  function ask() {
    asked += 1;
    root.dataset.asked = String(asked);
    clearTimeout(waiting);
    const began = performance.now();
    // An example is shown as it is: not each of them need be a digit.
    picture = pad.isBare() ? examples[example] : seenOf(pad.inked());
    answer();
    // While one draws, at most a third of the time goes into answers.
    due = performance.now() + 2 * (performance.now() - began);
  }

  /** @param {Uint8Array} shades */
  const seenOf = (shades) =>
    model.get("_centred")
      ? likeMnist({ shades, width: PAD, height: PAD }, 0)
      : shrunkPad(shades, PAD / SIDE);

  function answer() {
    clearTimeout(resting);
    time.say("");
    if (!picture) {
      showEmpty();
      return;
    }
    const number = pad.isBare() ? example : undefined;
    const now = network.answer(picture, model.get("epoch"), number);
    if (now) show(now);
    resting = setTimeout(rest, REST_MS);
    if (network.inPage) return;
    waiting = setTimeout(() => {
      if (!now && answered < asked) note.textContent = NO_ANSWER;
    }, NO_ANSWER_MS);
    tell(model, { ask: asked, nearest: nearest() }, [picture]);
  }

  const nearest = () => (picture && pictures ? nearestTo(pictures, picture, shape.nearest) : null);

  function showNearest() {
    const found = nearest();
    if (found && pictures) view.showNearest({ pictures, labels, nearest: found });
    return found;
  }

  /** @param {Answer} said */
  function show(said) {
    view.show(said);
    const found = showNearest();
    root.classList.remove("wil-empty");
    const best = bestOf(said.probabilities);
    const amount = sum(pad.inked());
    const flipped = pad.rubbed() && last && last.best !== best ? last : null;
    note.textContent = flipped
      ? `It flipped: from ${names[flipped.best]} to ${names[best]}, with ` +
        `${Math.round((100 * amount) / flipped.amount)} % of the ink left.`
      : "";
    if (!pad.rubbed() || !last) last = { best, amount };
    root.dataset.best = String(best);
    done();
    if (network.inPage) {
      const bytes = Float32Array.from(said.probabilities);
      tell(model, { drawn: true, nearest: found }, [said.picture, bytes]);
    }
  }

  function showEmpty() {
    view.show(null);
    root.classList.add("wil-empty");
    note.textContent = EMPTY;
    last = null;
    delete root.dataset.best;
    done();
    tell(model, { empty: EMPTY });
  }

  function done() {
    answered = asked;
    root.dataset.answered = String(answered);
    clearTimeout(waiting);
  }

  const offered = offerDrawn(model, () => picture);

  /** Let others hear of the picture, and say what the network said of it at every epoch. */
  function rest() {
    offered.tell();
    const seen = picture;
    const epochs = model.get("epochs");
    if (!seen || epochs.length < 2) return;
    const said = epochs.map((/** @type {number} */ epoch) => names[network.best(seen, epoch)]);
    time.say(story(epochs, said));
  }

  /** @type {(message: any, bytes: any[]) => void} */
  function hear(message, bytes) {
    if (message?.answered !== asked || !picture) return;
    show(network.unpacked(picture, bytes[0]));
  }

  function moved() {
    time.show();
    answer();
  }

  // Of its keys only those that press a button and move the slider: a pad is drawn on.
  const freeKeys = keepKeys(root, (event, target) => {
    const keys = target instanceof HTMLInputElement ? [...MOVES, ...PRESSES] : PRESSES;
    return isPlain(event) && keys.includes(event.key);
  });
  model.on("change:epoch", moved);
  model.on("msg:custom", hear);
  sheet.pixels(labels.length).then((all) => {
    pictures = all;
    showNearest();
  });

  choose(false);
  time.show();
  const [number = 0, strokes = []] = model.get("_kept");
  put(number, strokes);
  keep();

  return () => {
    freeKeys();
    clearTimeout(waiting);
    clearTimeout(resting);
    offered.stop();
    model.off("change:epoch", moved);
    model.off("msg:custom", hear);
  };
}

export default { initialize: begin, render };
