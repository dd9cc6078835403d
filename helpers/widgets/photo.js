// A photo of one's own, shown to a network in the page. It stays in the browser.

import {
  fileOf,
  fromFile,
  mayHaveCamera,
  NoPicture,
  openCamera,
  squareOf,
} from "./photo_source.js";
import { begin } from "./shared/begin.js";
import { typed } from "./shared/bytes.js";
import { button, element } from "./shared/dom.js";
import { isPlain, keepKeys, PRESSES } from "./shared/keys.js";
import { layerMaps, shadesOf } from "./shared/layer_maps.js";
import { change } from "./shared/model.js";
import { percent } from "./shared/numbers.js";
import { openNetwork } from "./shared/page_network.js";
import { bestOf, probabilityBars } from "./shared/probabilities.js";
import { drawColours } from "./shared/tiles.js";

/**
 * @import { Place } from "./shared/model.js"
 * @import { MapLayer } from "./shared/layer_maps.js"
 * @import { Seen } from "./photo_source.js"
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
  /** @type {{ video: HTMLVideoElement, stop: () => void } | null} */
  let camera = null;

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
    if (!camera) return;
    const { video } = camera;
    take(async () => squareOf(video, video.videoWidth, video.videoHeight, size));
    endCamera();
  });
  const stop = button("Close the camera", () => endCamera());
  const next = button("Example", () => showExample(), { title: "Show it a test picture" });
  const keeps = button("Keep", () => keep(!model.get("_kept").byteLength), {
    title: "Let the notebook’s file and Python have the small picture",
  });
  const live = element("div", { class: "wil-live" });
  const drop = element(
    "div",
    {
      class: "wil-drop",
      tabindex: 0,
      role: "group",
      "aria-label": "Place for a picture: paste it here, or drop it",
    },
    seen,
    live,
    element("p", {}, "Drop a picture here, or paste one (Ctrl+V)."),
  );
  const buttons = [choose, open, snap, stop, next, ...(inNotebook ? [keeps] : [])];
  const root = element(
    "figure",
    { class: "wil wil-photo", role: "group", "aria-label": "A photo of your own" },
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
      element("div", { class: "wil-right" }, verdict, bars.root, onlyThese(names)),
    ),
    maps.root,
  );
  el.append(root);

  /**
   * Get a picture and show what the network makes of it, or say why there is none.
   * @param {() => Promise<Seen>} get
   */
  async function take(get) {
    turn += 1;
    const mine = turn;
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

  async function startCamera() {
    turn += 1;
    const mine = turn;
    try {
      const opened = await openCamera();
      if (mine !== turn || !root.isConnected) {
        opened.stop();
        return;
      }
      camera = opened;
      live.replaceChildren(opened.video);
      note.textContent = "";
      showButtons();
      await opened.video.play();
    } catch (error) {
      endCamera();
      note.textContent = error instanceof NoPicture ? error.message : "The camera did not open.";
    }
  }

  function endCamera() {
    const hadFocus = [snap, stop].some((one) => one === document.activeElement);
    camera?.stop();
    camera = null;
    showButtons();
    if (hadFocus) open.focus();
  }

  function showButtons() {
    seen.hidden = Boolean(camera);
    for (const one of [choose, open, next]) one.hidden = Boolean(camera);
    for (const one of [snap, stop]) one.hidden = !camera;
  }

  function pause() {
    if (document.hidden) endCamera();
  }

  /** @param {() => File} get */
  const given = (get) => take(async () => fromFile(get(), size));
  root.addEventListener("paste", (event) => {
    event.preventDefault();
    event.stopPropagation();
    given(() => fileOf(event.clipboardData));
  });
  for (const kind of /** @type {const} */ (["dragenter", "dragover", "dragleave", "drop"])) {
    root.addEventListener(kind, (event) => {
      event.preventDefault(); // or the browser would leave the page for the picture
      event.stopPropagation();
      drop.classList.toggle("wil-over", kind === "dragenter" || kind === "dragover");
      if (kind === "drop") given(() => fileOf(event.dataTransfer));
    });
  }
  document.addEventListener("visibilitychange", pause);
  const freeKeys = keepKeys(root, (event) => isPlain(event) && PRESSES.includes(event.key));

  showButtons();
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
    endCamera();
    freeKeys();
    document.removeEventListener("visibilitychange", pause);
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
