// A confusion matrix: switches for its numbers and colours, a slider for its epoch, and cells
// that open. Counts and pictures of all epochs are in the page: nothing here waits for a kernel.

import { canvasOfCells } from "./confusion_matrix_canvas.js";
import { cellColours } from "./confusion_matrix_colours.js";
import { colouring, countOf, unpackMatrices } from "./confusion_matrix_counts.js";
import { gridOfCells } from "./confusion_matrix_grid.js";
import { picturesBehind } from "./confusion_matrix_pictures.js";
import { cellWords, outcomeTables, rightOf, scoreTable } from "./confusion_matrix_words.js";
import { begin } from "./shared/begin.js";
import { element, heading, labelled, menu, slider, unseen } from "./shared/dom.js";
import { setEpoch } from "./shared/epochs.js";
import { groundOf, watchGround } from "./shared/ground.js";
import { isControlKey, keepKeys, MOVES, PRESSES } from "./shared/keys.js";
import { change } from "./shared/model.js";
import { clamp, counted, percent } from "./shared/numbers.js";

/** @import { Model, Place } from "./shared/model.js" */

const MOST_IN_GRID = 25; // classes whose cells are elements, with numbers in them
const LEAST_CELL = 20; // the width of such a cell, in the page's pixels
const LEAP = 10; // cells, for Page Up and Page Down

/** @type {Record<string, [string, string][]>} */
const MENUS = {
  by: [
    ["row", "share of the row (actual)"],
    ["column", "share of the column (predicted)"],
    ["none", "counts"],
  ],
  scale: [
    ["errors", "errors on their own scale"],
    ["same", "one scale for all"],
    ["log", "logarithmic"],
  ],
};

/**
 * A menu that sets a value of the model, and shows it.
 * @param {Model} model
 * @param {string} name
 * @param {[unknown, string][]} options
 */
function choice(model, name, options) {
  const select = menu(options);
  const asNumber = typeof model.get(name) === "number";
  select.addEventListener("change", () => {
    change(model, name, asNumber ? Number(select.value) : select.value);
  });
  const show = () => {
    select.value = String(model.get(name));
  };
  return { select, show };
}

/** @param {Place} place */
function render({ model, el }) {
  /** @type {string[]} */
  const names = model.get("names");
  /** @type {number[]} */
  const epochs = model.get("epochs");
  const n = names.length;
  const matrices = unpackMatrices(model.get("_counts"), n);
  const lastMatrix = matrices[matrices.length - 1];
  const title = model.get("title");

  const by = choice(model, "by", MENUS.by);
  const scale = choice(model, "scale", MENUS.scale);
  const marked = choice(model, "class_index", [[-1, "none"], ...names.entries()]);
  const epochSlider = slider("epoch", epochs.length);
  const headline = element("div", { class: "wil-headline" });
  const told = element("p", { class: "wil-cell" });
  const legend = element("p", { class: "wil-legend" });
  const outcomes = element("div", { class: "wil-outcomes" });
  const behind = picturesBehind(model, names);
  const scores = scoreTable(names);
  const spoken = unseen();
  const label = "Confusion matrix. Rows: actual class. Columns: predicted class.";
  const heard = { open, mark, point };
  let cells = (n > MOST_IN_GRID ? canvasOfCells : gridOfCells)(names, label, heard);
  const place = element("div", { class: "wil-cells" }, cells.node, told);
  const about = "What is behind a cell or a class"; // it may have to be scrolled: keys reach it
  const beside = element(
    "div",
    { class: "wil-beside", role: "region", "aria-label": about, tabindex: 0 },
    legend,
    outcomes,
    behind.node,
  );
  const root = element(
    "div",
    { class: "wil wil-matrix", role: "group", "aria-label": title || "Confusion matrix" },
    ...heading(title),
    element(
      "div",
      { class: "wil-switches" },
      labelled("numbers", by.select),
      labelled("colours", scale.select),
      labelled("class", marked.select),
    ),
    headline,
    ...(epochs.length > 1 ? [epochSlider] : []),
    element("div", { class: "wil-sides" }, place, beside),
    scores.details,
    spoken,
  );
  el.append(root);

  /** @type {number[]} */
  let here = model.get("cell").length ? model.get("cell") : [0, 0];
  const at = () => Math.max(0, epochs.indexOf(model.get("epoch")));
  const shown = () => ({
    matrix: matrices[at()],
    by: model.get("by"),
    index: model.get("class_index"),
    open: model.get("cell"),
    here,
  });

  /** Cells with numbers need room; where there is none, or for too many, the cells are bare. */
  function chooseCells() {
    const room = (0.7 * place.clientWidth) / n; // besides the names
    const bare = n > MOST_IN_GRID || room < LEAST_CELL;
    if (bare === cells.bare) return;
    const other = (bare ? canvasOfCells : gridOfCells)(names, label, heard);
    cells.node.replaceWith(other.node);
    cells = other;
    write();
  }

  function paint() {
    if (!root.clientWidth) return; // no place and no colours yet
    chooseCells();
    const { limit, strength } = colouring(lastMatrix, model.get("by"), model.get("scale"));
    const ground = groundOf(root);
    cells.paint(cellColours(shown(), ground, strength), ground);
    const full = model.get("by") === "none" ? `${counted(limit)} pictures` : percent(limit);
    const own = model.get("scale") === "errors" ? `, in full colour from ${full} on` : "";
    const opens = behind.any ? " Click a cell, or press Enter on it, to see its pictures." : "";
    const axes = cells.bare ? "Rows: actual class. Columns: predicted class. " : "";
    legend.textContent = `${axes}Blue: right. Orange: wrong${own}. Empty: none.${opens}`;
  }

  function write() {
    const now = shown();
    const when = epochs.length > 1 ? `epoch ${epochs[at()]}` : "";
    headline.textContent = `${when ? `${when}  ·  ` : ""}${rightOf(now.matrix)}`;
    epochSlider.value = String(at());
    epochSlider.setAttribute("aria-valuetext", headline.textContent);
    for (const each of [by, scale, marked]) each.show();
    cells.write(now);
    told.setAttribute("aria-live", cells.bare ? "polite" : "off"); // a cell says itself
    point(here[0], here[1]);
    outcomes.hidden = now.index < 0;
    if (now.index >= 0) {
      outcomes.replaceChildren(...outcomeTables(now.matrix, now.index, names[now.index]));
    }
    scores.show(now.matrix);
    const count = now.open.length ? countOf(now.matrix, now.open[0], now.open[1]) : 0;
    behind.show(now.open, count, at(), when && ` at ${when}`);
  }

  function show() {
    write();
    paint();
  }

  /** @type {(actual: number, said: number) => void} */
  function point(actual, said) {
    told.textContent = cellWords(shown(), names, actual, said);
  }

  /** @type {(actual: number, said: number) => void} */
  function focus(actual, said) {
    here = [actual, said];
    point(actual, said);
    cells.focus(actual, said);
    if (cells.bare) show();
  }

  /** @type {(actual: number, said: number) => void} */
  function open(actual, said) {
    here = [actual, said];
    change(model, "cell", here);
    focus(actual, said);
    if (behind.node.hidden) return;
    spoken.textContent = behind.node.firstChild?.textContent ?? "";
    // As far as its first pictures, so that the cells stay in sight.
    (behind.node.querySelector("li") ?? behind.node).scrollIntoView({ block: "nearest" });
  }

  /** @param {number} index */
  function mark(index) {
    change(model, "class_index", model.get("class_index") === index ? -1 : index);
  }

  /** @type {Record<string, (far: boolean) => number[]>} */
  const moves = {
    ArrowLeft: () => [here[0], here[1] - 1],
    ArrowRight: () => [here[0], here[1] + 1],
    ArrowUp: () => [here[0] - 1, here[1]],
    ArrowDown: () => [here[0] + 1, here[1]],
    PageUp: () => [here[0] - LEAP, here[1]],
    PageDown: () => [here[0] + LEAP, here[1]],
    Home: (far) => [far ? 0 : here[0], 0],
    End: (far) => [far ? n - 1 : here[0], n - 1],
  };

  /** @type {(event: KeyboardEvent) => boolean} */
  const isFar = (event) =>
    (event.ctrlKey || event.metaKey) && !event.altKey && ["Home", "End"].includes(event.key);

  /** @param {KeyboardEvent} event */
  function pressed(event) {
    if (!(event.target instanceof Element) || !cells.holds(event.target)) return;
    if (!isControlKey(event) && !isFar(event)) return;
    event.preventDefault();
    if (PRESSES.includes(event.key)) open(here[0], here[1]);
    if (!MOVES.includes(event.key)) return;
    const [actual, said] = moves[event.key](isFar(event)).map((place) => clamp(place, 0, n - 1));
    focus(actual, said);
  }

  const freeKeys = keepKeys(root, (event) => isControlKey(event) || isFar(event));
  root.addEventListener("keydown", pressed);
  epochSlider.addEventListener("input", () => setEpoch(model, epochs[Number(epochSlider.value)]));
  const unwatch = watchGround(root, paint);
  const events = "change:epoch change:by change:scale change:cell change:class_index";
  model.on(events, show);
  show();
  return () => {
    freeKeys();
    unwatch();
    model.off(events, show);
  };
}

export default { initialize: begin, render };
