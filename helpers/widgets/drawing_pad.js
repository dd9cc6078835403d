// A pad to draw a digit on. Each stroke goes to the kernel as one picture; back come the
// probabilities, MNIST's nearest digits and every layer's maps. Answers to the examples are in the
// page, so that these can be seen without a kernel too.

const PAD = 280; // pixels
const DIGIT = 28;
const PEN = 22; // MNIST's strokes are some two pixels of 28 wide
const RUBBER = 34;
const PAUSE_MS = 90; // between two pictures of a stroke that is still being drawn
const NO_ANSWER_MS = 4000;

/** Take an answer apart; the kernel's `_look` says what is in it. */
function unpack(bytes, classes, nearest, layers) {
  const size = DIGIT * DIGIT;
  let start = 4 * classes;
  const take = (count) => typed(bytes, Uint8Array, (start += count) - count, count);
  return {
    probabilities: typed(bytes, Float32Array, 0, classes),
    picture: take(size),
    digits: Array.from({ length: nearest }, () => take(size)),
    labels: take(nearest),
    maps: layers.map(({ maps, rows, columns }) => take(maps * rows * columns)),
  };
}

function percent(share) {
  if (share > 0 && share < 0.001) return "< 0.1 %";
  return `${(100 * share).toFixed(share > 0.9995 ? 0 : 1)} %`;
}

function render({ model, el }) {
  const classes = model.get("_classes");
  const layers = model.get("_layers");
  const nearest = model.get("_n_nearest");
  const examples = model.get("_examples");
  const colours = typed(model.get("_colours"), Uint8Array);

  const button = (label, title, act) => {
    const made = element("button", { type: "button", title }, label);
    made.addEventListener("click", act);
    return made;
  };

  // What is on the pad: a picture below (an example, or an earlier drawing), strokes on it.
  let base = null;
  let strokes = [];
  let stroke = null;
  let rubbing = false;
  let example = 0;
  let asked = model.get("_asked");
  let due = 0;
  let waiting = 0;
  let last = null; // the answer before one began to rub: its class, and how much ink there was

  const canvas = element("canvas", {
    class: "wil-paper",
    width: PAD,
    height: PAD,
    role: "img",
    "aria-label": "Pad: draw a digit here with mouse, finger or pen",
  });
  const ink = canvas.getContext("2d", { willReadFrequently: true });
  const pen = button("Pen", "Draw", () => choose(false));
  const rubber = button("Rubber", "Rub ink out", () => choose(true));
  const undo = button("Undo", "Take the last stroke back", () => {
    if (strokes.length) strokes.pop();
    else base = null;
    redraw();
    ask();
  });
  const clear = button("Clear", "Empty the pad", () => {
    base = null;
    strokes = [];
    redraw();
    ask();
  });
  const next = button("Example", "Put another digit of MNIST on the pad", () => {
    example = (example + 1) % examples.length;
    showExample();
    ask(false);
  });
  const seen = element("canvas", { class: "wil-seen", width: DIGIT, height: DIGIT, role: "img" });
  const verdict = element("p", { class: "wil-verdict", "aria-live": "polite" });
  const bars = Array.from({ length: classes }, (_, k) => {
    const bar = element("i");
    const share = element("span");
    const row = element("div", { class: "wil-bar" }, element("b", {}, String(k)), bar, share);
    return { row, bar, share };
  });
  const likes = Array.from({ length: nearest }, () => {
    const digit = element("canvas", { width: DIGIT, height: DIGIT, role: "img" });
    return { digit, name: element("span"), box: element("div") };
  });
  likes.forEach(({ digit, name, box }) => box.append(digit, name));
  const alike = element("div", { class: "wil-alike" }, ...likes.map(({ box }) => box));
  alike.hidden = true;
  const showAlike = button("MNIST’s nearest digits", "Show or hide them", () => {
    alike.hidden = !alike.hidden;
    showAlike.setAttribute("aria-expanded", String(!alike.hidden));
  });
  showAlike.setAttribute("aria-expanded", "false");
  const tiles = layers.map((layer) => {
    const picture = element("canvas", { class: "wil-tiles", role: "img" });
    picture.style.aspectRatio = `${tiling(layer).width} / ${tiling(layer).height}`;
    const name = `${layer.name}: ${layer.maps} maps of ${layer.rows} × ${layer.columns}`;
    picture.setAttribute("aria-label", `${name} for this drawing`);
    return { layer, picture, box: element("div", {}, element("p", {}, name), picture) };
  });
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
        canvas,
        element("div", { class: "wil-buttons" }, pen, rubber, undo, clear, next),
      ),
      element(
        "div",
        { class: "wil-right" },
        element(
          "div",
          { class: "wil-says" },
          element("div", {}, element("p", {}, "What the network sees"), seen),
          verdict,
        ),
        ...bars.map(({ row }) => row),
      ),
    ),
    note,
    element("div", { class: "wil-buttons" }, showAlike),
    alike,
    element("div", { class: "wil-layers" }, ...tiles.map(({ box }) => box)),
  );
  el.append(root);

  function choose(wanted) {
    rubbing = wanted;
    pen.setAttribute("aria-pressed", String(!rubbing));
    rubber.setAttribute("aria-pressed", String(rubbing));
    root.classList.toggle("wil-rubbing", rubbing);
  }

  /** Draw the part of a stroke from one of its points on. */
  function drawStroke({ points, rubs }, from = 0) {
    ink.globalCompositeOperation = rubs ? "destination-out" : "source-over";
    ink.strokeStyle = ink.fillStyle = "white";
    ink.lineWidth = rubs ? RUBBER : PEN;
    ink.lineCap = ink.lineJoin = "round";
    ink.beginPath();
    const [x, y] = points[Math.max(from - 1, 0)];
    ink.moveTo(x, y);
    for (const [right, down] of points.slice(from)) ink.lineTo(right, down);
    ink.stroke();
    ink.globalCompositeOperation = "source-over";
  }

  function redraw() {
    ink.clearRect(0, 0, PAD, PAD);
    if (base) {
      const side = Math.sqrt(base.length);
      const small = element("canvas", { width: side, height: side });
      const image = new ImageData(side, side);
      base.forEach((shade, index) => image.data.set([255, 255, 255, shade], 4 * index));
      small.getContext("2d").putImageData(image, 0, 0);
      ink.imageSmoothingEnabled = false;
      ink.drawImage(small, 0, 0, PAD, PAD);
    }
    strokes.forEach((one) => drawStroke(one));
  }

  /** The ink, from 0 to 255 for each pixel. */
  function inked() {
    const pixels = ink.getImageData(0, 0, PAD, PAD).data;
    return Uint8Array.from({ length: PAD * PAD }, (_, index) => pixels[4 * index + 3]);
  }

  /** Send what is on the pad to the kernel. */
  function ask(expected = true) {
    const drawing = inked();
    asked += 1;
    root.dataset.asked = asked;
    clearTimeout(waiting);
    if (expected) waiting = setTimeout(noAnswer, NO_ANSWER_MS);
    due = performance.now() + PAUSE_MS;
    model.set("_drawing", new DataView(drawing.buffer));
    model.set("_asked", asked);
    saveChanges(model);
  }

  function noAnswer() {
    note.textContent =
      "No answer yet. The kernel is busy, or there is none, as in an exported page: " +
      "there, the examples can be seen; to draw, run this lesson.";
  }

  function showExample() {
    const answer = unpack(examples[example], classes, nearest, layers);
    base = answer.picture;
    strokes = [];
    redraw();
    last = null;
    show(answer);
    note.textContent = "";
  }

  function show({ probabilities, picture, digits, labels, maps }) {
    const best = probabilities.indexOf(Math.max(...probabilities));
    drawGrey(seen, picture, DIGIT);
    verdict.replaceChildren(
      "It says: ",
      element("b", {}, String(best)),
      element("span", {}, percent(probabilities[best])),
    );
    seen.setAttribute("aria-label", "The drawing, centred and scaled to 28 by 28 pixels");
    bars.forEach(({ row, bar, share }, k) => {
      bar.style.setProperty("--wil-share", probabilities[k]);
      share.textContent = percent(probabilities[k]);
      row.classList.toggle("wil-best", k === best);
    });
    likes.forEach(({ digit, name }, k) => {
      drawGrey(digit, digits[k], DIGIT);
      digit.setAttribute("aria-label", `A ${labels[k]} of MNIST`);
      name.textContent = labels[k];
    });
    tiles.forEach(({ layer, picture: where }, k) => drawTiles(where, layer, maps[k], colours));
    root.classList.remove("wil-empty");

    const amount = inked().reduce((sum, shade) => sum + shade, 0);
    const rubbed = strokes.length > 0 && strokes[strokes.length - 1].rubs;
    note.textContent =
      rubbed && last && last.best !== best
        ? `It flipped: from ${last.best} to ${best}, with ` +
          `${Math.round((100 * amount) / last.amount)} % of the ink left.`
        : "";
    if (!rubbed || !last) last = { best, amount };
    root.dataset.best = best;
  }

  function answered() {
    const to = model.get("_answered");
    if (to >= asked) clearTimeout(waiting);
    const bytes = model.get("_answer");
    if (bytes.byteLength) show(unpack(bytes, classes, nearest, layers));
    else {
      root.classList.add("wil-empty");
      verdict.replaceChildren("It says nothing yet.");
      bars.forEach(({ row, bar, share }) => {
        bar.style.setProperty("--wil-share", 0);
        share.textContent = "";
        row.classList.remove("wil-best");
      });
      note.textContent = model.get("note");
      last = null;
      delete root.dataset.best;
    }
    root.dataset.answered = to;
  }

  function place(event) {
    const box = canvas.getBoundingClientRect();
    return [
      ((event.clientX - box.left) / box.width) * PAD,
      ((event.clientY - box.top) / box.height) * PAD,
    ];
  }

  function down(event) {
    if (stroke || event.button > 0) return;
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    // An example makes room for one's own digit; rubbing works on it.
    if (!strokes.length && !rubbing && base?.length === DIGIT * DIGIT) {
      base = null;
      redraw();
    }
    stroke = { pointer: event.pointerId, rubs: rubbing || event.buttons === 32, points: [] };
    stroke.points.push(place(event));
    strokes.push(stroke);
    drawStroke(stroke);
  }

  function move(event) {
    if (!stroke || event.pointerId !== stroke.pointer) return;
    const from = stroke.points.length;
    const events = event.getCoalescedEvents?.() ?? [];
    for (const one of events.length ? events : [event]) stroke.points.push(place(one));
    drawStroke(stroke, from);
    // One question at a time: however slow the kernel is, it is never behind by more than one.
    if (performance.now() > due && model.get("_answered") >= asked) ask();
  }

  function end(event) {
    if (!stroke || event.pointerId !== stroke.pointer) return;
    stroke = null;
    redraw(); // in one go, as Undo would: piece by piece, edges get a trace darker
    ask();
  }

  canvas.addEventListener("pointerdown", down);
  canvas.addEventListener("pointermove", move);
  canvas.addEventListener("pointerup", end);
  canvas.addEventListener("pointercancel", end);
  // JupyterLab has plans of its own for these keys; on a button they press it.
  root.addEventListener("keydown", (event) => {
    if (event.target.closest("button") && [" ", "Enter"].includes(event.key)) {
      event.stopPropagation();
    }
  });
  model.on("change:_answered", answered);

  choose(false);
  if (asked && model.get("_drawing").byteLength) {
    base = typed(model.get("_drawing"), Uint8Array);
    redraw();
    answered();
  } else showExample();
  root.dataset.asked = asked;
  root.dataset.answered = model.get("_answered");

  return () => {
    clearTimeout(waiting);
    model.off("change:_answered", answered);
  };
}

export default { initialize: ({ model }) => begin(model), render };
