// A photo of one's own, shown to a network in the page. It stays in the browser.

import { begin } from "./shared/begin.js";
import { typed } from "./shared/bytes.js";
import { cameraIn } from "./shared/camera.js";
import { button, element } from "./shared/dom.js";
import { isPlain, keepKeys, PRESSES } from "./shared/keys.js";
import { layerMaps, shadesOf } from "./shared/layer_maps.js";
import { change } from "./shared/model.js";
import { percent } from "./shared/numbers.js";
import { openNetwork } from "./shared/page_network.js";
import { PAD, paper } from "./shared/paper.js";
import { drawnPicture } from "./shared/photo_shrink.js";
import { fileOf, fromFile, mayHaveCamera, NoPicture, squareOf } from "./shared/photo_source.js";
import { hearGiven } from "./shared/picture_drop.js";
import { bestOf, probabilityBars } from "./shared/probabilities.js";
import { drawColours } from "./shared/tiles.js";

/**
 * @import { Place } from "./shared/model.js"
 * @import { MapLayer } from "./shared/layer_maps.js"
 * @import { Seen } from "./shared/photo_source.js"
 */

const KEPT =
  "The small picture will be in the notebook’s file when it is saved, and Python has it.";
const NOT_KEPT =
  "A photo stays in this browser. The notebook’s file and Python get the small picture only by “Keep”.";
const PAGE = "A photo stays in this browser: this page sends it nowhere.";

/** @param {Place} place */
function render({ model, el }) {
  /** @type {string[]} */
  const names = model.get("_names");
  /** @type {number} */
  const size = model.get("_size");
  /** @type {MapLayer[]} */
  const layers = model.get("_layers");
  const layerNames = layers.map(({ name }) => name);
  /** @type {Uint8Array[]} */
  const examples = model.get("_examples").map((/** @type {any} */ one) => typed(one, Uint8Array));
  const network = openNetwork(model.get("_network"), model.get("_weights"));
  const inNotebook = Boolean(/** @type {any} */ (model).widget_manager);

  let example = -1;
  let turn = 0; // the newest picture wins, however long an older one takes to read
  /** @type {Uint8Array | null} */
  let picture = null;
  let drawing = false;

  const seen = element("canvas", { class: "wil-seen", role: "img" });
  const verdict = element("p", { class: "wil-verdict", "aria-live": "polite" });
  const bars = probabilityBars(names);
  const maps = layerMaps(layers, typed(model.get("_colours"), Uint8Array), "this picture");
  const note = element("p", { class: "wil-note", role: "status" });
  const where = element("p", { class: "wil-where" });

  const file = element("input", { type: "file", accept: "image/*", hidden: "" });
  // Where the page may not ask for a camera, a phone's own one can still give a file.
  const shot = element("input", { type: "file", accept: "image/*", capture: "environment" });
  shot.hidden = true;
  for (const input of [file, shot]) {
    input.addEventListener("change", () => {
      const [given] = input.files ?? [];
      if (given) take(() => fromFile(given, size));
      input.value = ""; // the same file may be chosen again
    });
  }
  const choose = button("Choose a picture", () => file.click());
  const open = button("Camera", () => (mayHaveCamera() ? startCamera() : shot.click()));
  const snap = button("Take the picture", () => {
    const video = camera.video();
    if (!video) return;
    take(async () => squareOf(video, video.videoWidth, video.videoHeight, size));
    endCamera();
  });
  const stop = button("Close the camera", () => endCamera());
  const draw = button("Draw", () => setDrawing(!drawing), { title: "Draw it a picture" });
  const clear = button("Clear", () => pad.put(null), { title: "Empty the paper" });
  const pad = paper({
    drawn: () => {
      turn += 1;
      show(drawnPicture(pad.inked(), PAD, size));
      note.textContent = "Your drawing, as the network sees it.";
      keep(false);
    },
  });
  const next = button("Example", () => showExample(), { title: "Show it a test picture" });
  const keeps = button("Keep", () => keep(!model.get("_kept").byteLength), {
    title: "Let the notebook’s file and Python have the small picture",
  });
  const live = element("div", { class: "wil-live" });
  const camera = cameraIn(live, {
    changed: () => showButtons(),
    say: (words) => {
      note.textContent = words;
    },
  });
  const drop = element(
    "div",
    {
      class: "wil-drop",
      tabindex: 0,
      role: "group",
      "aria-label": "Place for a picture: paste it here, or drop it",
    },
    pad.canvas,
    seen,
    live,
    element("p", {}, "Drop a picture here, or paste one (Ctrl+V)."),
  );
  const drawn = model.get("_draws") ? [draw, clear] : [];
  const buttons = [choose, open, ...drawn, snap, stop, next, ...(inNotebook ? [keeps] : [])];
  const root = element(
    "figure",
    { class: "wil wil-sided wil-photo", role: "group", "aria-label": "A photo of your own" },
    element(
      "div",
      { class: "wil-top" },
      element(
        "div",
        { class: "wil-left" },
        drop,
        element("div", { class: "wil-buttons" }, ...buttons, file, shot),
        note,
        where,
      ),
      element("div", { class: "wil-right" }, verdict, bars.root, onlyThese(names), maps.root),
    ),
  );
  el.append(root);

  /**
   * Get a picture and show what the network makes of it, or say why there is none.
   * @param {() => Promise<Seen>} get
   */
  async function take(get) {
    turn += 1;
    const mine = turn;
    if (drawing) setDrawing(false);
    note.textContent = "Reading the picture …";
    try {
      const { picture: small, words } = await get();
      if (mine !== turn) return;
      show(small);
      note.textContent = words;
      keep(false);
    } catch (error) {
      if (mine !== turn) return;
      note.textContent =
        error instanceof NoPicture
          ? error.message
          : "This picture could not be read. Take another.";
    }
  }

  /** @param {Uint8Array} small */
  function show(small) {
    picture = small;
    drawColours(seen, small, size);
    seen.setAttribute("aria-label", `What the network sees: ${size} by ${size} pixels`);
    const { output, maps: values } = network.run(small, [size, size, 3], layerNames);
    bars.show(output);
    const best = bestOf(output);
    verdict.replaceChildren(
      "It says: ",
      element("b", {}, names[best]),
      element("span", {}, percent(output[best], true)),
    );
    maps.show(values.map((one, k) => shadesOf(one, layers[k])));
    root.dataset.best = names[best];
  }

  function showExample() {
    turn += 1;
    if (drawing) setDrawing(false);
    example = (example + 1) % examples.length;
    show(examples[example]);
    note.textContent = "One of the test pictures.";
    keep(false);
  }

  /**
   * Put the small picture into the widget's own state, and so into the notebook's file; or take it out.
   * @param {boolean} wanted
   */
  function keep(wanted) {
    const kept = wanted && picture ? picture : new Uint8Array(0);
    if (kept.byteLength || model.get("_kept").byteLength) {
      change(model, "_kept", new DataView(kept.slice().buffer));
    }
    sayWhere();
  }

  function sayWhere() {
    const kept = model.get("_kept").byteLength > 0;
    keeps.setAttribute("aria-pressed", String(kept));
    where.textContent = inNotebook ? (kept ? KEPT : NOT_KEPT) : PAGE;
  }

  function startCamera() {
    turn += 1;
    setDrawing(false);
    camera.open();
  }

  function endCamera() {
    const hadFocus = [snap, stop].some((one) => one === document.activeElement);
    camera.close();
    if (hadFocus) open.focus();
  }

  /** @param {boolean} wanted */
  function setDrawing(wanted) {
    drawing = wanted;
    draw.setAttribute("aria-pressed", String(wanted));
    pad.put(null);
    if (wanted) note.textContent = "Draw with mouse, finger or pen: black on white.";
    showButtons();
  }

  function showButtons() {
    const filming = camera.video() !== null;
    pad.canvas.hidden = !drawing;
    seen.hidden = filming;
    for (const one of [choose, open, draw, next]) one.hidden = filming;
    for (const one of [snap, stop]) one.hidden = !filming;
    clear.hidden = !drawing;
  }

  /** @param {() => File} get */
  const given = (get) => take(async () => fromFile(get(), size));
  hearGiven(root, drop, (data) => given(() => fileOf(data)));
  const freeKeys = keepKeys(root, (event) => isPlain(event) && PRESSES.includes(event.key));

  setDrawing(false);
  const kept = model.get("_kept");
  if (kept.byteLength) show(typed(kept, Uint8Array));
  else {
    example = 0;
    show(examples[0]);
    note.textContent = "One of the test pictures.";
  }
  sayWhere();

  return () => {
    turn += 1;
    camera.free();
    freeKeys();
  };
}

/** @param {string[]} names */
function onlyThese(names) {
  const words = [
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
  ];
  const count = words[names.length] ?? String(names.length);
  const list = `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
  return element(
    "p",
    { class: "wil-only" },
    `It knows only these ${count} things: ${list}. Whatever it is shown, it names one of them.`,
  );
}

export default { initialize: begin, render };
