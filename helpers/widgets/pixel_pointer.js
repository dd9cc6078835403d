// Where a pixel of a feature map comes from. All numbers are in the page, and the sum is computed
// here, from patch and kernel: nothing waits for a kernel of the other kind.

const LARGE = 288; // the enlarged map and the picture, in the page's pixels

/** A layer's numbers, as the kernel's `_packed` put them side by side. */
function unpacked(facts, bytes) {
  const [height, width, channels] = facts.kernel;
  const counts = [
    facts.received.reduce((product, size) => product * size),
    height * width * channels * facts.maps,
    facts.maps,
    facts.rows * facts.columns * facts.maps,
  ];
  const all = typed(bytes, Float32Array);
  let start = 0;
  const [received, kernels, biases, maps] = counts.map((count) =>
    all.subarray(start, (start += count)),
  );
  return { received, kernels, biases, maps };
}

/** The arithmetic of one pixel: a patch, a kernel and products for each channel, and their sums. */
function arithmetic(facts, numbers, { map, row, column }) {
  const [height, width, channels] = facts.kernel;
  const across = facts.received[1];
  const parts = Array.from({ length: channels }, (_, channel) => {
    const cells = [];
    for (let i = 0; i < height; i += 1) {
      for (let j = 0; j < width; j += 1) {
        const place = (row * facts.stride + i) * across + column * facts.stride + j;
        const patch = numbers.received[place * channels + channel];
        const kernel = numbers.kernels[((i * width + j) * channels + channel) * facts.maps + map];
        cells.push({ patch, kernel, product: patch * kernel });
      }
    }
    return { channel, cells, sum: cells.reduce((sum, { product }) => sum + product, 0) };
  });
  const bias = numbers.biases[map];
  const total = parts.reduce((sum, part) => sum + part.sum, 0) + bias;
  return {
    parts: parts.sort((a, b) => Math.abs(b.sum) - Math.abs(a.sum)),
    bias,
    total,
    value: facts.activation === "ReLU" ? Math.max(total, 0) : total,
    network: numbers.maps[(row * facts.columns + column) * facts.maps + map],
  };
}

const written = (number, digits = 3) => number.toFixed(digits).replace("-", "−");
const signed = (number) => `${number < 0 ? "−" : "+"} ${Math.abs(number).toFixed(3)}`;

function render({ model, el }) {
  const layers = model.get("_layers").map((facts, index) => ({
    facts,
    numbers: unpacked(facts, model.get("_numbers")[index]),
  }));
  const [high, wide] = model.get("_size");
  const colours = typed(model.get("_colours"), Uint8Array);
  const diverging = typed(model.get("_signed"), Uint8Array);
  for (const { facts, numbers } of layers) {
    // Map after map, as shades: what the tiles are drawn from.
    facts.shades = Uint8Array.from(numbers.maps, (_, index) => {
      const size = facts.rows * facts.columns;
      const value = numbers.maps[(index % size) * facts.maps + Math.floor(index / size)];
      return Math.round(255 * Math.min(1, Math.max(0, value / facts.limit)));
    });
  }

  const choices = layers.map(({ facts }) => {
    const name = `${facts.name}: ${facts.maps} maps of ${facts.rows} × ${facts.columns}`;
    const made = element("button", { type: "button" }, name);
    made.addEventListener("click", () => go({ layer: facts.name }));
    return made;
  });
  const seen = "The picture, with a frame around what the pixel sees";
  const picture = element("canvas", { width: wide, height: high, role: "img", "aria-label": seen });
  const box = element("div", { class: "wil-field" });
  const large = element("canvas", { class: "wil-large", tabindex: 0, role: "application" });
  const spot = element("div", { class: "wil-spot" });
  const all = "All maps of the layer. In the large map, Page Up and Page Down choose another.";
  const tiles = element("canvas", { class: "wil-all", role: "img", "aria-label": all });
  const ring = element("div", { class: "wil-ring" });
  const head = element("p", { class: "wil-title" });
  const steps = element("div", { class: "wil-steps" });
  const line = element("p", { class: "wil-sum", "aria-live": "polite" });
  const place = element("p");
  const stack = (name, ...children) => element("div", { class: `wil-stack ${name}` }, ...children);
  const root = element(
    "figure",
    { class: "wil wil-pointer", role: "group", "aria-label": "Where a pixel comes from" },
    element("div", { class: "wil-choose" }, ...choices),
    element("p", {}, "All maps: choose one"),
    stack("wil-wide", tiles, ring),
    element(
      "div",
      { class: "wil-pair" },
      element("div", {}, place, stack("", large, spot)),
      element("div", {}, element("p", {}, "What this pixel sees of the picture"), stack("", picture, box)),
    ),
    head,
    steps,
    line,
  );
  el.append(root);

  const ink = picture.getContext("2d");
  const photo = ink.createImageData(wide, high);
  typed(model.get("_picture"), Uint8Array).forEach((value, index) => {
    photo.data[Math.floor(index / 3) * 4 + (index % 3)] = value;
    photo.data[Math.floor(index / 3) * 4 + 3] = 255;
  });
  ink.putImageData(photo, 0, 0);

  const here = () => {
    const index = Math.max(
      0,
      layers.findIndex(({ facts }) => facts.name === model.get("layer")),
    );
    const { facts } = layers[index];
    return {
      index,
      map: Math.min(model.get("map"), facts.maps - 1),
      row: Math.min(model.get("row"), facts.rows - 1),
      column: Math.min(model.get("column"), facts.columns - 1),
    };
  };

  /** Move to another layer, map or pixel, and stay within what there is. */
  function go(change) {
    const old = here();
    const from = layers[old.index].facts;
    const to = layers.find(({ facts }) => facts.name === (change.layer ?? from.name)).facts;
    const within = (value, count) => Math.min(count - 1, Math.max(0, Math.round(value)));
    // On another layer, the same place of the picture.
    const scaled = {
      row: to === from ? old.row : (old.row * (to.rows - 1)) / Math.max(1, from.rows - 1),
      column:
        to === from ? old.column : (old.column * (to.columns - 1)) / Math.max(1, from.columns - 1),
    };
    model.set("layer", to.name);
    model.set("map", within(change.map ?? old.map, to.maps));
    model.set("row", within(change.row ?? scaled.row, to.rows));
    model.set("column", within(change.column ?? scaled.column, to.columns));
    saveChanges(model);
  }

  /** Lay a frame over a part of a canvas that is `across` by `down` pixels. */
  function frame(over, left, top, width, height, across, down) {
    over.style.left = `${(100 * left) / across}%`;
    over.style.top = `${(100 * top) / down}%`;
    over.style.width = `${(100 * width) / across}%`;
    over.style.height = `${(100 * height) / down}%`;
  }

  function grid(name, values, limit, width) {
    const cells = values.map((value) => {
      const shade = Math.round(127.5 + 127.5 * Math.min(1, Math.max(-1, value / limit)));
      const cell = element("span", {}, written(value));
      cell.style.background = `rgb(${diverging.subarray(3 * shade, 3 * shade + 3).join(",")})`;
      // Where the colours of RdBu get too dark for black: the blue ones later than the red ones.
      cell.style.color = Math.abs(value / limit) > (value < 0 ? 0.71 : 0.66) ? "white" : "black";
      return cell;
    });
    const made = element("div", { class: "wil-grid" }, ...cells);
    made.style.gridTemplateColumns = `repeat(${width}, 64px)`;
    return element("div", {}, element("p", {}, name), made);
  }

  let drawn = -1;
  function show() {
    const { index, map, row, column } = here();
    const { facts, numbers } = layers[index];
    if (drawn !== index) {
      drawTiles(tiles, facts, facts.shades, colours);
      const { width, height } = tiling(facts);
      tiles.style.aspectRatio = `${width} / ${height}`;
      drawn = index;
    }
    const size = facts.rows * facts.columns;
    const shades = facts.shades.subarray(map * size, (map + 1) * size);
    drawTiles(large, { maps: 1, rows: facts.rows, columns: facts.columns }, shades, colours);
    choices.forEach((choice, k) => choice.setAttribute("aria-pressed", String(k === index)));

    const { across, gap, width, height } = tiling(facts);
    const left = (map % across) * (facts.columns + gap);
    const top = Math.floor(map / across) * (facts.rows + gap);
    frame(ring, left, top, facts.columns, facts.rows, width, height);
    frame(spot, column, row, 1, 1, large.width, large.height);
    const { field } = facts;
    const [fieldTop, fieldLeft] = [field.top + row * field.down, field.left + column * field.right];
    frame(box, fieldLeft, fieldTop, field.width, field.height, wide, high);

    const sums = arithmetic(facts, numbers, { map, row, column });
    const [, across_, channels] = facts.kernel;
    const shown = sums.parts.slice(0, model.get("_n_channels"));
    const [patchLimit, kernelLimit] = facts.limits;
    place.textContent = `Map ${map}: point at a pixel`;
    large.setAttribute("aria-label", `${facts.name}, map ${map}. Arrows move the pixel`);
    head.textContent = `${facts.name}, map ${map}, row ${row}, column ${column}`;
    steps.replaceChildren(
      ...shown.map(({ channel, cells, sum }) =>
        element(
          "div",
          { class: "wil-step" },
          grid(
            channels > 1 ? `patch, channel ${channel}` : "patch",
            cells.map(({ patch }) => patch),
            patchLimit,
            across_,
          ),
          element("b", {}, "×"),
          grid("kernel", cells.map(({ kernel }) => kernel), kernelLimit, across_),
          element("b", {}, "="),
          grid("products", cells.map(({ product }) => product), (patchLimit * kernelLimit) / 2, across_),
          element("b", {}, `sum ${written(sum)}`),
        ),
      ),
    );
    const rest = sums.parts.slice(shown.length);
    const terms = shown.map(({ sum }, k) => (k ? signed(sum) : written(sum)));
    if (rest.length) {
      const others = rest.reduce((sum, part) => sum + part.sum, 0);
      terms.push(`${signed(others)} (the other ${rest.length} channels)`);
    }
    const after = facts.activation === "ReLU" ? ` → ReLU → ${written(sums.value)}` : "";
    line.replaceChildren(
      `${terms.join(" ")} ${signed(sums.bias)} (bias) = ${written(sums.total)}`,
      element("b", {}, after),
      `. The network itself computed ${written(sums.network)}.`,
    );
    Object.assign(root.dataset, { value: sums.value, network: sums.network, total: sums.total });
  }

  /** Which pixel of a canvas lies below the pointer. */
  function pixelAt(event, canvas) {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    return [
      Math.floor(((event.clientX - left) / width) * canvas.width),
      Math.floor(((event.clientY - top) / height) * canvas.height),
    ];
  }

  tiles.addEventListener("click", (event) => {
    const { facts } = layers[here().index];
    const { across, gap } = tiling(facts);
    const [x, y] = pixelAt(event, tiles);
    const [right, down] = [Math.floor(x / (facts.columns + gap)), Math.floor(y / (facts.rows + gap))];
    const map = down * across + right;
    if (map >= facts.maps) return;
    const [column, row] = [x - right * (facts.columns + gap), y - down * (facts.rows + gap)];
    go({ map, row, column });
  });
  function point(event) {
    if (event.type === "pointermove" && !event.buttons) return;
    const [column, row] = pixelAt(event, large);
    go({ row, column });
  }
  large.addEventListener("pointerdown", (event) => {
    large.setPointerCapture(event.pointerId);
    point(event);
  });
  large.addEventListener("pointermove", point);

  const moves = {
    ArrowLeft: ({ column }) => ({ column: column - 1 }),
    ArrowRight: ({ column }) => ({ column: column + 1 }),
    ArrowUp: ({ row }) => ({ row: row - 1 }),
    ArrowDown: ({ row }) => ({ row: row + 1 }),
    PageUp: ({ map }) => ({ map: map - 1 }),
    PageDown: ({ map }) => ({ map: map + 1 }),
  };
  // JupyterLab has plans of its own for these keys.
  root.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.closest("button") && [" ", "Enter"].includes(event.key)) event.stopPropagation();
    if (event.target !== large || !moves[event.key]) return;
    event.stopPropagation();
    event.preventDefault();
    go(moves[event.key](here()));
  });

  const events = ["layer", "map", "row", "column"].map((name) => `change:${name}`);
  let request = 0;
  const changed = () => {
    cancelAnimationFrame(request);
    request = requestAnimationFrame(show);
  };
  events.forEach((name) => model.on(name, changed));
  show();

  return () => {
    cancelAnimationFrame(request);
    events.forEach((name) => model.off(name, changed));
  };
}

export default { initialize: ({ model }) => begin(model), render };
