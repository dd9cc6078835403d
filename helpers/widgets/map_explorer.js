// A map of pictures. Maps and pictures are in the page: nothing here waits for a kernel.

const SIDE = 480; // the map's width and height, in the page's pixels
const STEP = 1 / 64; // of the map, for an arrow key
const MOVE_MS = 450; // how long points take from one map to another

/** The indices of the `count` points nearest to a place, the nearest first. */
function nearestPoints(points, x, y, count) {
  const near = []; // pairs of squared distance and index, ascending
  for (let index = 0; index < points.length / 2; index += 1) {
    const across = points[2 * index] - x;
    const up = points[2 * index + 1] - y;
    const distance = across * across + up * up;
    if (near.length === count && distance >= near[count - 1][0]) continue;
    let place = near.length;
    while (place > 0 && near[place - 1][0] > distance) place -= 1;
    near.splice(place, 0, [distance, index]);
    if (near.length > count) near.pop();
  }
  return near.map(([, index]) => index);
}

/** The middle of each class: the median of each coordinate. */
function medians(points, labels, count) {
  return Array.from({ length: count }, (_, label) => {
    const members = [];
    labels.forEach((own, index) => own === label && members.push(index));
    return [0, 1].map((axis) => {
      const values = members.map((index) => points[2 * index + axis]).sort((a, b) => a - b);
      const half = (values.length - 1) / 2;
      return (values[Math.floor(half)] + values[Math.ceil(half)]) / 2;
    });
  });
}

/** A fixed order in which no class lies on top of another: steps of the golden ratio. */
function mixedOrder(count) {
  const key = (index) => (index * 0.6180339887498949) % 1;
  return Array.from({ length: count }, (_, index) => index).sort((a, b) => key(a) - key(b));
}

/** Bytes from the kernel, or from a notebook file, as an array of numbers. */
function numbers(bytes, Type) {
  const start = bytes.byteOffset ?? 0;
  return new Type((bytes.buffer ?? bytes).slice(start, start + bytes.byteLength));
}

function render({ model, el }) {
  const names = model.get("names");
  const colours = model.get("_colours");
  const choices = model.get("_choices");
  const notes = model.get("_notes");
  const limits = model.get("_limits");
  const labels = numbers(model.get("_labels"), Uint8Array);
  const n = labels.length;
  const stored = numbers(model.get("_points"), Uint16Array);
  // Every map as shares of its frame, from 0 to 1; y counts up.
  const maps = Array.from({ length: stored.length / (2 * n) }, (_, index) =>
    Float64Array.from(stored.subarray(2 * n * index, 2 * n * (index + 1)), (value) => value / 65535),
  );
  const sheet = model.get("_tile").length ? pictureSheet(model) : null;
  const order = mixedOrder(n);
  const title = model.get("title");

  const canvas = element("canvas", { class: "wil-map", role: "img", "aria-label": "Map of pictures" });
  const found = element("div", { class: "wil-found" });
  const caption = element("p", { class: "wil-caption" });
  const note = element("p", { class: "wil-note" });
  const spoken = element("div", { class: "wil-unseen", "aria-live": "polite" });
  const sliders = choices.map(([name, values], index) => {
    const input = element("input", { type: "range", min: 0, max: values.length - 1, step: 1 });
    input.setAttribute("aria-label", name);
    const value = element("b");
    value.style.minWidth = `${Math.max(...values.map((text) => text.length))}ch`;
    const label = element("label", {}, element("span", {}, name), input, value);
    input.addEventListener("input", () => {
      const choice = [...model.get("choice")];
      choice[index] = Number(input.value);
      model.set("choice", choice);
      saveChanges(model);
    });
    return { input, value, label, values, name };
  });
  const root = element(
    "figure",
    { class: "wil wil-explorer", role: "group", "aria-label": title || "Map of pictures" },
    ...(title ? [element("div", { class: "wil-title" }, title)] : []),
    ...(sliders.length
      ? [element("div", { class: "wil-choices" }, ...sliders.map(({ label }) => label))]
      : []),
    element("div", { class: "wil-sides" }, canvas, ...(sheet ? [element("div", {}, found, caption)] : [])),
    ...(notes.length ? [note] : []),
    spoken,
  );
  el.append(root);
  if (sheet) {
    canvas.tabIndex = 0;
    canvas.setAttribute("role", "application");
  }

  const shown = () =>
    model.get("choice").reduce((place, index, slider) => place * choices[slider][1].length + index, 0);
  let points = maps[shown()];
  let goal = points;
  let request = 0;
  let speaking = 0;
  let telling = 0;

  const toShare = ([x, y]) => [
    (x - limits[0]) / (limits[1] - limits[0]),
    (y - limits[2]) / (limits[3] - limits[2]),
  ];
  const fromShare = ([x, y]) => [
    limits[0] + x * (limits[1] - limits[0]),
    limits[2] + y * (limits[3] - limits[2]),
  ];

  function draw() {
    const scale = window.devicePixelRatio || 1;
    if (canvas.width !== Math.round(SIDE * scale)) {
      canvas.width = canvas.height = Math.round(SIDE * scale);
    }
    const pen = canvas.getContext("2d");
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    pen.fillStyle = "white";
    pen.fillRect(0, 0, SIDE, SIDE);
    const dot = Math.min(4, Math.max(1.5, 120 / Math.sqrt(n)));
    for (const index of order) {
      pen.fillStyle = colours[labels[index]];
      const x = points[2 * index] * SIDE - dot / 2;
      const y = (1 - points[2 * index + 1]) * SIDE - dot / 2;
      pen.fillRect(x, y, dot, dot);
    }
    pen.font = "bold 14px system-ui, sans-serif";
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.lineJoin = "round";
    pen.lineWidth = 4;
    medians(points, labels, names.length).forEach(([x, y], label) => {
      const half = pen.measureText(names[label]).width / 2 + 3;
      const across = Math.min(SIDE - half, Math.max(half, x * SIDE));
      pen.strokeStyle = "white";
      pen.fillStyle = "black";
      pen.strokeText(names[label], across, (1 - y) * SIDE);
      pen.fillText(names[label], across, (1 - y) * SIDE);
    });
    if (sheet) drawSpot(pen);
  }

  /** A cross at the spot, and a ring around the pictures that are shown. */
  function drawSpot(pen) {
    const [x, y] = toShare(model.get("spot"));
    const near = nearestPoints(points, x, y, model.get("n_nearest"));
    const farthest = near[near.length - 1];
    const radius = Math.hypot(points[2 * farthest] - x, points[2 * farthest + 1] - y) * SIDE;
    const [across, down] = [x * SIDE, (1 - y) * SIDE];
    for (const [width, colour] of [[4, "white"], [1.5, "black"]]) {
      pen.lineWidth = width;
      pen.strokeStyle = colour;
      pen.beginPath();
      pen.arc(across, down, Math.max(radius, 3) + 2, 0, 2 * Math.PI);
      pen.moveTo(across - 5, down);
      pen.lineTo(across + 5, down);
      pen.moveTo(across, down - 5);
      pen.lineTo(across, down + 5);
      pen.stroke();
    }
  }

  function lookUp() {
    if (!sheet) return;
    const near = nearestPoints(points, ...toShare(model.get("spot")), model.get("n_nearest"));
    found.replaceChildren(
      ...near.map((index) => {
        const name = names[labels[index]];
        const box = element("div", { class: "wil-one" }, sheet.picture(index, name));
        const word = element("span", {}, name);
        word.style.setProperty("--wil-colour", colours[labels[index]]);
        box.append(word);
        return box;
      }),
    );
    const counts = new Map();
    for (const index of near) {
      const name = names[labels[index]];
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    const sorted = [...counts].sort((a, b) => b[1] - a[1]);
    const text = sorted.map(([name, count]) => `${count} ${name}`).join(", ");
    caption.textContent = `Nearest to the spot: ${text}`;
    canvas.setAttribute("aria-label", `Map of pictures. ${caption.textContent}`);
    clearTimeout(speaking);
    speaking = setTimeout(() => (spoken.textContent = caption.textContent), 600);
    // The kernel hears of it once the hand rests: not a message for every pixel.
    clearTimeout(telling);
    telling = setTimeout(() => {
      model.set("nearest", near);
      saveChanges(model);
    }, 200);
  }

  function pointAt(share) {
    model.set("spot", fromShare(share.map((value) => Math.min(1, Math.max(0, value)))));
  }

  function spotMoved() {
    draw();
    lookUp();
  }

  function showChoice() {
    const choice = model.get("choice");
    sliders.forEach(({ input, value, values, name }, index) => {
      input.value = choice[index];
      value.textContent = values[choice[index]];
      input.setAttribute("aria-valuetext", `${name} ${values[choice[index]]}`);
    });
    if (notes.length) note.textContent = notes[shown()];
    root.dataset.map = shown();
  }

  /** Let every point glide to its place on the chosen map. */
  function choiceMoved() {
    showChoice();
    cancelAnimationFrame(request);
    const from = points;
    goal = maps[shown()];
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    const started = performance.now();
    const glide = (now) => {
      const done = still ? 1 : Math.min(1, Math.max(0, now - started) / MOVE_MS);
      const eased = done * done * (3 - 2 * done);
      points = done === 1 ? goal : from.map((value, index) => value + (goal[index] - value) * eased);
      draw();
      if (done < 1) request = requestAnimationFrame(glide);
      else lookUp();
    };
    glide(started);
  }

  const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

  // JupyterLab has plans of its own for arrows and Enter. What is meant for the explorer stops
  // here; everything else, such as Ctrl+S, goes on to JupyterLab.
  function pressed(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.key === "Tab") return;
    const arrow = arrows[event.key];
    if (!arrow && !["Home", "End", "PageUp", "PageDown", "Enter", " "].includes(event.key)) return;
    event.stopPropagation();
    if (event.target !== canvas) return;
    event.preventDefault();
    const [x, y] = toShare(model.get("spot"));
    const step = STEP * (event.shiftKey ? 6 : 1);
    if (arrow) pointAt([x + arrow[0] * step, y + arrow[1] * step]);
    if (event.key === "Home") pointAt([0.5, 0.5]);
  }

  function pointed(event) {
    const box = canvas.getBoundingClientRect();
    pointAt([(event.clientX - box.left) / box.width, 1 - (event.clientY - box.top) / box.height]);
  }

  root.addEventListener("keydown", pressed);
  if (sheet) {
    canvas.addEventListener("pointermove", pointed);
    canvas.addEventListener("pointerdown", pointed);
    model.on("change:spot", spotMoved);
  }
  model.on("change:choice", choiceMoved);
  showChoice();
  draw();
  lookUp();
  root.classList.add("wil-ready");

  return () => {
    cancelAnimationFrame(request);
    clearTimeout(speaking);
    clearTimeout(telling);
    model.off("change:spot", spotMoved);
    model.off("change:choice", choiceMoved);
  };
}

export default { initialize: ({ model }) => begin(model), render };
