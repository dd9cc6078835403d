// A convolution to touch. All its arithmetic is done here, in the page: nothing waits for a kernel.

import { convolved, padPicture, patchAt } from "./convolution_arithmetic.js";
import { weightFields } from "./convolution_kernel.js";
import { sumInFull } from "./convolution_sum.js";
import { begin } from "./shared/begin.js";
import { element, heading, labelled, menu, shareAt, unseen } from "./shared/dom.js";
import { isPlain, keepKeys } from "./shared/keys.js";
import { change } from "./shared/model.js";
import { clamp, sum, written } from "./shared/numbers.js";
import { drawSquares, frameSquares } from "./shared/squares.js";

/** @import { Place } from "./shared/model.js" */

const VIEW = 288; // a canvas' longer side, in the page's pixels

/**
 * All that follows from a picture, a kernel, a stride and a padding.
 * @param {number[][]} picture
 * @param {number[][]} kernel
 * @param {number} stride
 * @param {string} padding
 */
function computed(picture, kernel, stride, padding) {
  const { rows: padded, above, left } = padPicture(picture, kernel, stride, padding);
  const output = convolved(padded, kernel, stride);
  // The scale of the output depends on kernel and picture's range, not on what comes out.
  const brightest = Math.max(1, ...picture.flat()) > 9 ? 255 : 9;
  const weights = kernel.flat();
  const up = sum(weights.filter((weight) => weight > 0));
  const down = -sum(weights.filter((weight) => weight < 0));
  const limit = brightest * Math.max(up, down) || 1;
  const weightLimit = Math.max(...weights.map(Math.abs)) || 1;
  return { picture, kernel, stride, padded, above, left, output, brightest, limit, weightLimit };
}

/** @param {Place} place */
function render({ model, el }) {
  /** @type {Map<string, number[][]>} */
  const pictures = new Map(model.get("_pictures"));
  /** @type {Map<string, number[][]>} */
  const kernels = new Map(model.get("_kernels"));
  /** @type {(map: Map<string, unknown>) => [string, string][]} */
  const options = (map) => [...map.keys()].map((name) => [name, name]);

  const pictureMenu = menu(options(pictures));
  const kernelMenu = menu([...options(kernels), ["", "your own"]]);
  const strideMenu = menu([1, 2, 3, 4].map((number) => [number, String(number)]));
  const paddingMenu = menu([
    ["valid", "none (valid)"],
    ["same", "zeros (same)"],
  ]);
  const inputCanvas = element("canvas", { role: "img" });
  const outputCanvas = element("canvas", { tabindex: 0, role: "application" });
  outputCanvas.setAttribute("aria-label", "Output. Arrow keys move from pixel to pixel.");
  const inputTitle = element("h4");
  const outputTitle = element("h4");
  const weights = weightFields((row, column, value) => {
    const typed = now.kernel.map((each) => [...each]);
    typed[row][column] = value;
    change(model, "weights", typed);
  });
  const sums = element("div", { class: "wil-sums" });
  const spoken = unseen();
  const table = element("table");
  const summary = element("summary", {}, "All numbers of the output");
  const allNumbers = element("details", {}, summary, table);
  /** @type {(name: string, ...children: Node[]) => HTMLElement} */
  const part = (name, ...children) =>
    element("div", { class: `wil-part wil-${name}` }, ...children);
  const title = model.get("title");
  const root = element(
    "div",
    { class: "wil wil-convolution", role: "group", "aria-label": title || "Convolution" },
    ...heading(title),
    element(
      "div",
      { class: "wil-switches" },
      labelled("picture", pictureMenu),
      labelled("kernel", kernelMenu),
      labelled("stride", strideMenu),
      labelled("padding", paddingMenu),
    ),
    element(
      "div",
      { class: "wil-parts" },
      part("input", inputTitle, inputCanvas),
      part("kernel", element("h4", {}, "kernel: type your own"), weights.grid),
      part("output", outputTitle, outputCanvas),
    ),
    sums,
    allNumbers,
    spoken,
  );
  el.append(root);

  const compute = () =>
    computed(
      pictures.get(model.get("picture")) ?? [[0]],
      model.get("weights"),
      model.get("stride"),
      model.get("padding"),
    );
  let now = compute();
  let speaking = 0;

  /** @type {(row: number, column: number) => [number, number]} */
  const within = (row, column) => [
    clamp(row, 0, now.output.length - 1),
    clamp(column, 0, now.output[0].length - 1),
  ];

  /** The pixel that is pointed at, within the output there is. */
  const pixel = () => within(model.get("pixel")[0], model.get("pixel")[1]);

  /** @param {[number, number]} at */
  function drawInput([row, column]) {
    const { padded, picture, above, left, kernel, stride, brightest } = now;
    const text = padded.length <= 14 ? written : undefined;
    const drawn = drawSquares(inputCanvas, padded, VIEW, (value) => value / brightest, text);
    // What the padding adds is hatched.
    const { pen, side } = drawn;
    pen.strokeStyle = "#4d90c8";
    pen.lineWidth = 1;
    padded.forEach((values, i) => {
      values.forEach((_, j) => {
        if (picture[i - above]?.[j - left] !== undefined) return;
        pen.beginPath();
        pen.moveTo(j * side, (i + 1) * side);
        pen.lineTo((j + 1) * side, i * side);
        pen.stroke();
      });
    });
    const size = `${picture.length} × ${picture[0].length}`;
    const zeros = padded.length > picture.length ? ", with zeros around" : "";
    inputTitle.textContent = `picture: ${size}${zeros}`;
    inputCanvas.setAttribute("aria-label", `${model.get("picture")}, ${size} pixels${zeros}`);
    const [top, start] = [row * stride, column * stride];
    frameSquares(drawn, [
      [top, top + kernel.length],
      [start, start + kernel[0].length],
    ]);
  }

  /** @param {[number, number]} at */
  function drawOutput(at) {
    const { output, limit } = now;
    outputTitle.textContent = `output: ${output.length} × ${output[0].length}`;
    const text = Math.max(output.length, output[0].length) <= 9 ? written : undefined;
    const share = (/** @type {number} */ value) => value / limit / 2 + 0.5;
    const drawn = drawSquares(outputCanvas, output, VIEW, share, text);
    frameSquares(
      drawn,
      at.map((place) => [place, place + 1]),
    );
  }

  /** @param {[number, number]} at */
  function writeSum(at) {
    const { padded, kernel, stride } = now;
    const { parts, words } = sumInFull(at, patchAt(padded, kernel, stride, ...at), kernel, now);
    sums.replaceChildren(...parts);
    clearTimeout(speaking);
    speaking = setTimeout(() => {
      spoken.textContent = words;
    }, 400);
  }

  function writeTable() {
    if (!allNumbers.open) return;
    const rows = now.output.map((row) => row.map((value) => element("td", {}, written(value))));
    table.replaceChildren(...rows.map((cells) => element("tr", {}, ...cells)));
  }

  function show() {
    now = compute();
    pictureMenu.value = model.get("picture");
    strideMenu.value = model.get("stride");
    paddingMenu.value = model.get("padding");
    const own = JSON.stringify(now.kernel);
    kernelMenu.value = [...kernels].find(([, each]) => JSON.stringify(each) === own)?.[0] ?? "";
    weights.fill(now.kernel, now.weightLimit);
    writeTable();
    point();
  }

  function point() {
    const at = pixel();
    drawInput(at);
    drawOutput(at);
    writeSum(at);
  }

  /** @type {(row: number, column: number) => void} */
  function goTo(row, column) {
    const at = within(row, column);
    if (String(at) !== String(model.get("pixel"))) change(model, "pixel", at);
  }

  /** @param {PointerEvent} event */
  function pointed(event) {
    const [across, down] = shareAt(event, outputCanvas);
    const { output } = now;
    goTo(Math.floor(down * output.length), Math.floor(across * output[0].length));
  }

  /** @type {Record<string, (at: [number, number]) => [number, number]>} */
  const moves = {
    ArrowLeft: ([row, column]) => [row, column - 1],
    ArrowRight: ([row, column]) => [row, column + 1],
    ArrowUp: ([row, column]) => [row - 1, column],
    ArrowDown: ([row, column]) => [row + 1, column],
    Home: ([row]) => [row, 0],
    End: ([row]) => [row, Infinity],
  };

  const freeKeys = keepKeys(root, isPlain); // all of them: numbers are typed here
  outputCanvas.addEventListener("keydown", (event) => {
    if (!isPlain(event) || !moves[event.key]) return;
    event.preventDefault();
    goTo(...moves[event.key](pixel()));
  });
  outputCanvas.addEventListener("pointermove", pointed);
  outputCanvas.addEventListener("pointerdown", pointed);
  pictureMenu.addEventListener("change", () => change(model, "picture", pictureMenu.value));
  kernelMenu.addEventListener("change", () => {
    const chosen = kernels.get(kernelMenu.value);
    if (chosen) change(model, "weights", chosen);
  });
  strideMenu.addEventListener("change", () => change(model, "stride", Number(strideMenu.value)));
  paddingMenu.addEventListener("change", () => change(model, "padding", paddingMenu.value));
  allNumbers.addEventListener("toggle", writeTable);
  const choices = "change:picture change:weights change:stride change:padding";
  model.on(choices, show);
  model.on("change:pixel", point);
  show();
  return () => {
    freeKeys();
    clearTimeout(speaking);
    model.off(choices, show);
    model.off("change:pixel", point);
  };
}

export default { initialize: begin, render };
