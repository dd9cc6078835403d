// A pad to draw a digit on. Each stroke goes to the kernel as one picture; back come the
// probabilities, MNIST's nearest digits and every layer's maps. Answers to the examples are in the
// page, so that these can be seen without a kernel too.

import { answerView, bestOf, DIGIT, unpack } from "./drawing_pad_answer.js";
import { paper } from "./drawing_pad_paper.js";
import { begin } from "./shared/begin.js";
import { typed } from "./shared/bytes.js";
import { button, element } from "./shared/dom.js";
import { isPlain, keepKeys, PRESSES } from "./shared/keys.js";
import { change } from "./shared/model.js";
import { sum } from "./shared/numbers.js";

/**
 * @import { Place } from "./shared/model.js"
 * @import { Answer, Shape } from "./drawing_pad_answer.js"
 */

const PAUSE_MS = 90; // between two pictures of a stroke that is still being drawn
const NO_ANSWER_MS = 4000;
const NO_ANSWER =
  "No answer yet. The kernel is busy, or there is none, as in an exported page: " +
  "there, the examples can be seen; to draw, run this lesson.";

/** @param {Place} place */
function render({ model, el }) {
  /** @type {Shape} */
  const shape = {
    classes: model.get("_classes"),
    nearest: model.get("_n_nearest"),
    layers: model.get("_layers"),
  };
  /** @type {ArrayBufferView<ArrayBuffer>[]} */
  const examples = model.get("_examples");
  const view = answerView(shape, typed(model.get("_colours"), Uint8Array));

  let example = 0;
  /** @type {number} */
  let asked = model.get("_asked");
  let due = 0;
  let waiting = 0;
  /** @type {{ best: number, amount: number } | null} */
  let last = null; // the answer before one began to rub: its class, and how much ink there was

  const pad = paper({
    drawn: (ended) => {
      // One question at a time: however slow the kernel is, it is never behind by more than one.
      if (ended || (performance.now() > due && model.get("_answered") >= asked)) ask();
    },
    // An example makes room for one's own digit; rubbing works on it.
    makesRoom: (picture) => picture.length === DIGIT * DIGIT,
  });
  const pen = button("Pen", () => choose(false), { title: "Draw" });
  const rubber = button("Rubber", () => choose(true), { title: "Rub ink out" });
  const undo = button(
    "Undo",
    () => {
      pad.undo();
      ask();
    },
    { title: "Take the last stroke back" },
  );
  const clear = button(
    "Clear",
    () => {
      pad.put(null);
      ask();
    },
    { title: "Empty the pad" },
  );
  const next = button(
    "Example",
    () => {
      example = (example + 1) % examples.length;
      showExample();
      ask(false);
    },
    { title: "Put another digit of MNIST on the pad" },
  );
  const note = element("p", { class: "wil-note", role: "status" });
  const root = element(
    "figure",
    { class: "wil wil-pad", role: "group", "aria-label": "Drawing pad" },
    element(
      "div",
      { class: "wil-top" },
      element(
        "div",
        { class: "wil-left" },
        pad.canvas,
        element("div", { class: "wil-buttons" }, pen, rubber, undo, clear, next),
      ),
      view.says,
    ),
    note,
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

  /** Send what is on the pad to the kernel. */
  function ask(expected = true) {
    const drawing = pad.inked();
    asked += 1;
    root.dataset.asked = String(asked);
    clearTimeout(waiting);
    if (expected) {
      waiting = setTimeout(() => {
        note.textContent = NO_ANSWER;
      }, NO_ANSWER_MS);
    }
    due = performance.now() + PAUSE_MS;
    model.set("_drawing", new DataView(drawing.buffer));
    change(model, "_asked", asked);
  }

  function showExample() {
    const answer = unpack(examples[example], shape);
    pad.put(answer.picture);
    last = null;
    show(answer);
    note.textContent = "";
  }

  /** @param {Answer} answer */
  function show(answer) {
    view.show(answer);
    root.classList.remove("wil-empty");
    const best = bestOf(answer);
    const amount = sum(pad.inked());
    const flipped = pad.rubbed() && last && last.best !== best ? last : null;
    note.textContent = flipped
      ? `It flipped: from ${flipped.best} to ${best}, with ` +
        `${Math.round((100 * amount) / flipped.amount)} % of the ink left.`
      : "";
    if (!pad.rubbed() || !last) last = { best, amount };
    root.dataset.best = String(best);
  }

  function answered() {
    const to = model.get("_answered");
    if (to >= asked) clearTimeout(waiting);
    const bytes = model.get("_answer");
    if (bytes.byteLength) show(unpack(bytes, shape));
    else {
      view.show(null);
      root.classList.add("wil-empty");
      note.textContent = model.get("note");
      last = null;
      delete root.dataset.best;
    }
    root.dataset.answered = to;
  }

  // Of its keys only those that press a button: a pad is drawn on.
  const freeKeys = keepKeys(root, (event) => isPlain(event) && PRESSES.includes(event.key));
  model.on("change:_answered", answered);

  choose(false);
  if (asked && model.get("_drawing").byteLength) {
    pad.put(typed(model.get("_drawing"), Uint8Array));
    answered();
  } else showExample();
  root.dataset.asked = String(asked);
  root.dataset.answered = model.get("_answered");

  return () => {
    freeKeys();
    clearTimeout(waiting);
    model.off("change:_answered", answered);
  };
}

export default { initialize: begin, render };
