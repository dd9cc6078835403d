// Receptive fields. Those of all layers are in the page: nothing here waits for a kernel.

const SIDE = 336; // a canvas' longer side, in the page's pixels
const FIELD = "#ffb000";
const NEIGHBOUR = "#56b4e9";

/** Which pixels a node sees, the padding included: first and one past the last, down and right. */
function fieldOf(layer, node) {
  return [0, 1].map((axis) => {
    const start = layer.first[axis] + node[axis] * layer.stride[axis];
    return [start, start + layer.reach[axis]];
  });
}

function render({ model, el }) {
  const picture = model.get("_picture");
  const layers = model.get("_layers");
  const rows = picture.length;
  const columns = picture[0].length;

  const slider = element("input", { type: "range", min: 0, max: layers.length - 1, step: 1 });
  slider.setAttribute("aria-label", "layer");
  const headline = element("div", { class: "wil-headline" });
  const about = "The picture, with a frame around what the node sees";
  const pictureCanvas = element("canvas", { role: "img", "aria-label": about });
  const mapCanvas = element("canvas", { tabindex: 0, role: "application" });
  mapCanvas.setAttribute("aria-label", "The layer's map. Arrow keys move from node to node.");
  const mapTitle = element("h4");
  const words = element("p", { class: "wil-words", "aria-live": "polite" });
  const root = element(
    "div",
    { class: "wil wil-receptive", role: "group", "aria-label": model.get("title") || "Receptive fields" },
    ...(model.get("title") ? [element("div", { class: "wil-title" }, model.get("title"))] : []),
    headline,
    slider,
    element(
      "div",
      { class: "wil-parts" },
      element("div", {}, element("h4", {}, `the picture: ${rows} × ${columns}`), pictureCanvas),
      element("div", {}, mapTitle, mapCanvas),
    ),
    words,
  );
  el.append(root);

  const layer = () => layers[model.get("layer")];

  function node() {
    return model.get("node").map((place, axis) => Math.min(place, layer().size[axis] - 1));
  }

  function squares(canvas, values) {
    const scale = window.devicePixelRatio || 1;
    const side = Math.max(1, Math.floor((SIDE * scale) / Math.max(values.length, values[0].length)));
    canvas.width = side * values[0].length;
    canvas.height = side * values.length;
    canvas.style.width = `${canvas.width / scale}px`;
    const pen = canvas.getContext("2d");
    values.forEach((row, i) =>
      row.forEach((value, j) => {
        pen.fillStyle = `rgb(${value}, ${value}, ${value})`;
        pen.fillRect(j * side, i * side, side, side);
      }),
    );
    // Lines between the squares, so that they can be counted.
    pen.fillStyle = "rgba(128, 128, 128, 0.35)";
    for (let i = 1; i < values.length; i += 1) pen.fillRect(0, i * side, canvas.width, 1);
    for (let j = 1; j < values[0].length; j += 1) pen.fillRect(j * side, 0, 1, canvas.height);
    return { pen, side, scale };
  }

  function frame({ pen, side, scale }, [[top, bottom], [left, right]], colour, dashed) {
    const draw = (ink, line, dashes) => {
      pen.strokeStyle = ink;
      pen.lineWidth = line * scale;
      pen.setLineDash(dashes);
      const inset = 2 * scale;
      const width = Math.max(1, (right - left) * side - 2 * inset);
      const height = Math.max(1, (bottom - top) * side - 2 * inset);
      pen.strokeRect(left * side + inset, top * side + inset, width, height);
      pen.setLineDash([]);
    };
    draw("black", 5, dashed ? [8 * scale, 6 * scale] : []);
    draw(colour, 3, dashed ? [8 * scale, 6 * scale] : []);
  }

  function neighbourOf([row, column]) {
    const [, width] = layer().size;
    if (width < 2) return null;
    return [row, column + 1 < width ? column + 1 : column - 1];
  }

  function show() {
    const each = layer();
    const at = node();
    const field = fieldOf(each, at);
    const beside = neighbourOf(at);
    const drawn = squares(pictureCanvas, picture);
    // What lies outside the field is dimmed.
    const within = field.map(([start, stop], axis) => [Math.max(0, start), Math.min(stop, axis ? columns : rows)]);
    const { pen, side } = drawn;
    const seen = pen.getImageData(
      within[1][0] * side,
      within[0][0] * side,
      Math.max(1, (within[1][1] - within[1][0]) * side),
      Math.max(1, (within[0][1] - within[0][0]) * side),
    );
    pen.fillStyle = "rgba(60, 60, 60, 0.55)";
    pen.fillRect(0, 0, pictureCanvas.width, pictureCanvas.height);
    pen.putImageData(seen, within[1][0] * side, within[0][0] * side);
    if (beside) frame(drawn, fieldOf(each, beside), NEIGHBOUR, true);
    frame(drawn, field, FIELD, false);
    const map = squares(mapCanvas, each.shades);
    const cell = ([row, column]) => [[row, row + 1], [column, column + 1]];
    if (beside) frame(map, cell(beside), NEIGHBOUR, true);
    frame(map, cell(at), FIELD, false);

    const [height, width] = each.size;
    slider.value = model.get("layer");
    const where = `layer ${model.get("layer") + 1} of ${layers.length}: ${each.name} (${each.kind})`;
    headline.textContent = where;
    slider.setAttribute("aria-valuetext", where);
    mapTitle.textContent = `${each.channels} ${each.channels === 1 ? "map" : "maps"} of ${height} × ${width}`;
    const span = ([start, stop]) => (stop - start === 1 ? `${start}` : `${start} to ${stop - 1}`);
    const outside = field.some(([start, stop], axis) => start < 0 || stop > (axis ? columns : rows));
    words.textContent =
      `Node ${at[0]}, ${at[1]} sees ${each.reach[0]} × ${each.reach[1]} pixels: ` +
      `rows ${span(field[0])}, columns ${span(field[1])}` +
      `${outside ? ", a part of them beyond the edge" : ""}. ` +
      (beside ? `The field of its neighbour (dashed) lies ${each.stride[1]} px beside it.` : "It has no neighbour.");
  }

  function set(name, value) {
    if (String(model.get(name)) === String(value)) return;
    model.set(name, value);
    saveChanges(model);
  }

  function goTo(...place) {
    set("node", place.map((value, axis) => Math.min(layer().size[axis] - 1, Math.max(0, value))));
  }

  function goToLayer(number) {
    const last = layers.length - 1;
    const next = Math.min(last, Math.max(0, number));
    // Stay over the same spot of the picture.
    const middle = fieldOf(layer(), node()).map(([start, stop]) => (start + stop - 1) / 2);
    set("layer", next);
    goTo(
      ...middle.map((spot, axis) => {
        const { first, reach, stride } = layers[next];
        return stride[axis] ? Math.round((spot - first[axis] - (reach[axis] - 1) / 2) / stride[axis]) : 0;
      }),
    );
  }

  function pointed(event) {
    const box = mapCanvas.getBoundingClientRect();
    const [height, width] = layer().size;
    goTo(
      Math.floor(((event.clientY - box.top) / box.height) * height),
      Math.floor(((event.clientX - box.left) / box.width) * width),
    );
  }

  const moves = {
    ArrowLeft: ([row, column]) => goTo(row, column - 1),
    ArrowRight: ([row, column]) => goTo(row, column + 1),
    ArrowUp: ([row, column]) => goTo(row - 1, column),
    ArrowDown: ([row, column]) => goTo(row + 1, column),
    PageUp: () => goToLayer(model.get("layer") + 1),
    PageDown: () => goToLayer(model.get("layer") - 1),
  };

  // JupyterLab has plans of its own for keys: what is meant for the widget stops here.
  function pressed(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const move = moves[event.key];
    if (!move && !["Home", "End", "Enter", " "].includes(event.key)) return;
    event.stopPropagation();
    if (event.target !== mapCanvas || !move) return;
    event.preventDefault();
    move(node());
  }

  root.addEventListener("keydown", pressed);
  slider.addEventListener("input", () => goToLayer(Number(slider.value)));
  mapCanvas.addEventListener("pointermove", pointed);
  mapCanvas.addEventListener("pointerdown", pointed);
  model.on("change:layer change:node", show);
  show();
  return () => model.off("change:layer change:node", show);
}

export default { initialize: ({ model }) => begin(model), render };
