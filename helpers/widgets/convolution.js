// A convolution to touch. All its arithmetic is done here, in the page: nothing waits for a kernel.

const VIEW = 288; // a canvas' longer side, in the page's pixels
const MINUS = "\u2212";

/** How many zeros go before and after a line of `length` pixels, for "same" padding. */
function margins(length, side, stride, padding) {
  if (padding === "valid") return [0, 0];
  const total = Math.max((Math.ceil(length / stride) - 1) * stride + side - length, 0);
  return [Math.floor(total / 2), total - Math.floor(total / 2)];
}

/** Surround a picture with zeros where the padding asks for it. */
function padPicture(picture, kernel, stride, padding) {
  const [above, below] = margins(picture.length, kernel.length, stride, padding);
  const [left, right] = margins(picture[0].length, kernel[0].length, stride, padding);
  const width = left + picture[0].length + right;
  const zeros = (count) => Array.from({ length: count }, () => new Array(width).fill(0));
  const within = picture.map((row) => [...new Array(left).fill(0), ...row, ...new Array(right).fill(0)]);
  return { rows: [...zeros(above), ...within, ...zeros(below)], above, left };
}

/** The patch that an output pixel sees, as rows. */
function patchAt(padded, kernel, stride, row, column) {
  return kernel.map((weights, i) => weights.map((_, j) => padded[row * stride + i][column * stride + j]));
}

/** Patch times kernel, number by number. */
function productsOf(patch, kernel) {
  return patch.map((row, i) => row.map((value, j) => value * kernel[i][j]));
}

function total(rows) {
  return rows.reduce((sum, row) => row.reduce((part, value) => part + value, sum), 0);
}

/** The whole output. */
function convolved(padded, kernel, stride) {
  const rows = Math.floor((padded.length - kernel.length) / stride) + 1;
  const columns = Math.floor((padded[0].length - kernel[0].length) / stride) + 1;
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) =>
      total(productsOf(patchAt(padded, kernel, stride, row, column), kernel)),
    ),
  );
}

/** Ink that reads on a grey. */
function inkOn(share) {
  return share > 0.46 ? "black" : "white";
}

/** A number as people write it, without the dust of binary fractions. */
function written(value) {
  const rounded = Math.round(value * 1e4) / 1e4;
  return rounded < 0 ? `${MINUS}${-rounded}` : `${rounded + 0}`;
}

function grey(share) {
  const shade = Math.round(255 * Math.min(1, Math.max(0, share)));
  return `rgb(${shade}, ${shade}, ${shade})`;
}

function labelled(text, control) {
  return element("label", {}, element("span", {}, text), control);
}

function menu(options) {
  const select = element("select");
  for (const [value, text] of options) select.append(element("option", { value }, text));
  return select;
}

function render({ model, el }) {
  const pictures = new Map(model.get("_pictures"));
  const kernels = new Map(model.get("_kernels"));
  const options = (map) => [...map.keys()].map((name) => [name, name]);

  const pictureMenu = menu(options(pictures));
  const kernelMenu = menu([...options(kernels), ["", "your own"]]);
  const strideMenu = menu([1, 2, 3, 4].map((number) => [number, number]));
  const paddingMenu = menu([
    ["valid", "none (valid)"],
    ["same", "zeros (same)"],
  ]);
  const inputCanvas = element("canvas", { role: "img" });
  const outputCanvas = element("canvas", { tabindex: 0, role: "application" });
  outputCanvas.setAttribute("aria-label", "Output. Arrow keys move from pixel to pixel.");
  const inputTitle = element("h4");
  const outputTitle = element("h4");
  const weightGrid = element("div", { class: "wil-weights" });
  const sums = element("div", { class: "wil-sums" });
  const spoken = element("div", { class: "wil-unseen", "aria-live": "polite" });
  const table = element("table");
  const allNumbers = element("details", {}, element("summary", {}, "All numbers of the output"), table);
  const part = (name, ...children) => element("div", { class: `wil-part wil-${name}` }, ...children);
  const root = element(
    "div",
    { class: "wil wil-convolution", role: "group", "aria-label": model.get("title") || "Convolution" },
    ...(model.get("title") ? [element("div", { class: "wil-title" }, model.get("title"))] : []),
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
      part("kernel", element("h4", {}, "kernel: type your own"), weightGrid),
      part("output", outputTitle, outputCanvas),
    ),
    sums,
    allNumbers,
    spoken,
  );
  el.append(root);

  let now = {}; // what is computed for the present choices
  let pause_before_speaking = 0;

  function compute() {
    const picture = pictures.get(model.get("picture"));
    const kernel = model.get("weights");
    const stride = model.get("stride");
    const { rows: padded, above, left } = padPicture(picture, kernel, stride, model.get("padding"));
    const output = convolved(padded, kernel, stride);
    // The scale of the output depends on kernel and picture's range, not on what comes out.
    const brightest = Math.max(1, ...picture.flat()) > 9 ? 255 : 9;
    const flat = kernel.flat();
    const up = flat.filter((weight) => weight > 0).reduce((sum, weight) => sum + weight, 0);
    const down = flat.filter((weight) => weight < 0).reduce((sum, weight) => sum - weight, 0);
    now = { picture, kernel, stride, padded, above, left, output, brightest };
    now.limit = brightest * Math.max(up, down) || 1;
    now.weightLimit = Math.max(...flat.map(Math.abs)) || 1;
  }

  /** The pixel that is pointed at, within the output there is. */
  function pixel() {
    const [row, column] = model.get("pixel");
    const { output } = now;
    return [Math.min(row, output.length - 1), Math.min(column, output[0].length - 1)];
  }

  /** Draw numbers as squares; returns the pen and a square's side. */
  function squares(canvas, rows, colour, withNumbers) {
    const scale = window.devicePixelRatio || 1;
    const side = Math.max(1, Math.floor((VIEW * scale) / Math.max(rows.length, rows[0].length)));
    canvas.width = side * rows[0].length;
    canvas.height = side * rows.length;
    canvas.style.width = `${canvas.width / scale}px`;
    const pen = canvas.getContext("2d");
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    rows.forEach((row, i) =>
      row.forEach((value, j) => {
        const share = colour(value, i, j);
        pen.fillStyle = grey(share);
        pen.fillRect(j * side, i * side, side, side);
        if (!withNumbers) return;
        const text = written(value);
        pen.fillStyle = inkOn(share);
        pen.font = `${Math.min(0.46 * side, (1.5 * side) / text.length)}px sans-serif`;
        pen.fillText(text, (j + 0.5) * side, (i + 0.5) * side);
      }),
    );
    return { pen, side };
  }

  /** Draw a frame that is seen on dark and on light. */
  function frame({ pen, side }, row, column, height, width) {
    const scale = window.devicePixelRatio || 1;
    for (const [colour, line] of [["black", 5], ["#ffb000", 3]]) {
      pen.strokeStyle = colour;
      pen.lineWidth = line * scale;
      const inset = 2.5 * scale;
      pen.strokeRect(
        column * side + inset,
        row * side + inset,
        Math.max(1, width * side - 2 * inset),
        Math.max(1, height * side - 2 * inset),
      );
    }
  }

  function drawInput(at) {
    const { padded, picture, above, left, kernel, stride, brightest } = now;
    const drawn = squares(inputCanvas, padded, (value) => value / brightest, padded.length <= 14);
    // What the padding adds is hatched.
    const { pen, side } = drawn;
    pen.strokeStyle = "#4d90c8";
    pen.lineWidth = 1;
    padded.forEach((row, i) =>
      row.forEach((_, j) => {
        const [y, x] = [i - above, j - left];
        if (y >= 0 && y < picture.length && x >= 0 && x < picture[0].length) return;
        pen.beginPath();
        pen.moveTo(j * side, (i + 1) * side);
        pen.lineTo((j + 1) * side, i * side);
        pen.stroke();
      }),
    );
    const size = `${picture.length} × ${picture[0].length}`;
    const zeros = padded.length > picture.length ? ", with zeros around" : "";
    inputTitle.textContent = `picture: ${size}${zeros}`;
    inputCanvas.setAttribute("aria-label", `${model.get("picture")}, ${size} pixels${zeros}`);
    frame(drawn, at[0] * stride, at[1] * stride, kernel.length, kernel[0].length);
  }

  function drawOutput(at) {
    const { output, limit } = now;
    outputTitle.textContent = `output: ${output.length} × ${output[0].length}`;
    const small = Math.max(output.length, output[0].length) <= 9;
    const drawn = squares(outputCanvas, output, (value) => value / limit / 2 + 0.5, small);
    frame(drawn, at[0], at[1], 1, 1);
  }

  /** A small table of numbers, tinted. */
  function grid(title, rows, colour) {
    const cells = rows.flatMap((row) =>
      row.map((value) => {
        const cell = element("span", {}, written(value));
        const share = colour(value);
        cell.style.background = grey(share);
        cell.style.color = inkOn(share);
        return cell;
      }),
    );
    const made = element("div", { class: "wil-numbers" }, ...cells);
    made.style.gridTemplateColumns = `repeat(${rows[0].length}, 1fr)`;
    return element("div", {}, element("div", { class: "wil-name" }, title), made);
  }

  function writeSum(at) {
    const { padded, kernel, stride, output, brightest, weightLimit } = now;
    const patch = patchAt(padded, kernel, stride, ...at);
    const products = productsOf(patch, kernel);
    const sign = (text) => element("div", { class: "wil-sign", "aria-hidden": true }, text);
    const bracket = (value) => (value < 0 ? `(${written(value)})` : written(value));
    const terms = patch.flatMap((row, i) => row.map((value, j) => `${written(value)}·${bracket(kernel[i][j])}`));
    const result = element("b", {}, written(output[at[0]][at[1]]));
    const sum = element("p", { class: "wil-sum" }, `${terms.join(" + ")} = `, result);
    const where = `Output row ${at[0]}, column ${at[1]}`;
    sums.replaceChildren(
      element(
        "div",
        { class: "wil-product" },
        grid("the patch in the frame", patch, (value) => value / brightest),
        sign("×"),
        grid("the kernel", kernel, (value) => value / weightLimit / 2 + 0.5),
        sign("="),
        grid("products", products, (value) => value / (brightest * weightLimit) / 2 + 0.5),
      ),
      element("p", { class: "wil-where" }, `${where}: all products added up.`),
      sum,
    );
    clearTimeout(pause_before_speaking);
    pause_before_speaking = setTimeout(() => {
      spoken.textContent = `${where}: ${result.textContent}`;
    }, 400);
  }

  function writeTable() {
    if (!allNumbers.open) return;
    table.replaceChildren(
      ...now.output.map((row) => element("tr", {}, ...row.map((value) => element("td", {}, written(value))))),
    );
  }

  function fillWeights() {
    const { kernel } = now;
    const fields = [...weightGrid.querySelectorAll("input")];
    const size = `${kernel.length} ${kernel[0].length}`;
    if (weightGrid.dataset.size !== size) {
      weightGrid.dataset.size = size;
      weightGrid.style.gridTemplateColumns = `repeat(${kernel[0].length}, 1fr)`;
      weightGrid.replaceChildren(
        ...kernel.flatMap((row, i) =>
          row.map((_, j) => {
            const field = element("input", { type: "number", step: "any" });
            field.setAttribute("aria-label", `kernel row ${i}, column ${j}`);
            field.addEventListener("input", () => change(i, j, field));
            field.addEventListener("change", fillWeights);
            return field;
          }),
        ),
      );
      fields.splice(0, fields.length, ...weightGrid.querySelectorAll("input"));
    }
    kernel.flat().forEach((weight, index) => {
      const share = weight / now.weightLimit / 2 + 0.5;
      const field = fields[index];
      // What is being typed, such as "-0.", stays as it is.
      if (document.activeElement !== field || Number(field.value) !== weight) field.value = weight;
      field.style.background = grey(share);
      field.style.color = inkOn(share);
    });
  }

  function change(i, j, field) {
    const value = Number(field.value);
    if (field.value === "" || !Number.isFinite(value)) return;
    const weights = model.get("weights").map((row) => [...row]);
    weights[i][j] = value;
    set("weights", weights);
  }

  function set(name, value) {
    model.set(name, value);
    saveChanges(model);
  }

  function show() {
    compute();
    pictureMenu.value = model.get("picture");
    strideMenu.value = model.get("stride");
    paddingMenu.value = model.get("padding");
    const same = ([, weights]) => JSON.stringify(weights) === JSON.stringify(now.kernel);
    kernelMenu.value = [...kernels].find(same)?.[0] ?? "";
    fillWeights();
    writeTable();
    point();
  }

  function point() {
    const at = pixel();
    drawInput(at);
    drawOutput(at);
    writeSum(at);
  }

  function goTo(row, column) {
    const { output } = now;
    const within = (value, length) => Math.min(length - 1, Math.max(0, value));
    const at = [within(row, output.length), within(column, output[0].length)];
    if (String(at) !== String(model.get("pixel"))) set("pixel", at);
  }

  function pointed(event) {
    const box = outputCanvas.getBoundingClientRect();
    const { output } = now;
    goTo(
      Math.floor(((event.clientY - box.top) / box.height) * output.length),
      Math.floor(((event.clientX - box.left) / box.width) * output[0].length),
    );
  }

  const moves = {
    ArrowLeft: ([row, column]) => [row, column - 1],
    ArrowRight: ([row, column]) => [row, column + 1],
    ArrowUp: ([row, column]) => [row - 1, column],
    ArrowDown: ([row, column]) => [row + 1, column],
    Home: ([row]) => [row, 0],
    End: ([row]) => [row, Infinity],
  };

  // JupyterLab has plans of its own for keys: what is meant for the widget stops here.
  function pressed(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    event.stopPropagation();
    const move = moves[event.key];
    if (event.target !== outputCanvas || !move) return;
    event.preventDefault();
    goTo(...move(pixel()));
  }

  root.addEventListener("keydown", pressed);
  outputCanvas.addEventListener("pointermove", pointed);
  outputCanvas.addEventListener("pointerdown", pointed);
  pictureMenu.addEventListener("change", () => set("picture", pictureMenu.value));
  kernelMenu.addEventListener("change", () => {
    const chosen = kernels.get(kernelMenu.value);
    if (chosen) set("weights", chosen);
  });
  strideMenu.addEventListener("change", () => set("stride", Number(strideMenu.value)));
  paddingMenu.addEventListener("change", () => set("padding", paddingMenu.value));
  allNumbers.addEventListener("toggle", writeTable);
  const choices = "change:picture change:weights change:stride change:padding";
  model.on(choices, show);
  model.on("change:pixel", point);
  show();
  return () => {
    clearTimeout(pause_before_speaking);
    model.off(choices, show);
    model.off("change:pixel", point);
  };
}

export default { initialize: ({ model }) => begin(model), render };
