// A confusion matrix: switches for its numbers and colours, a slider for its epoch, and cells
// that open. Counts and pictures of all epochs are in the page: nothing here waits for a kernel.

const BY = {
  row: "share of the row (actual)",
  column: "share of the column (predicted)",
  none: "counts",
};
const SCALES = {
  errors: "errors on their own scale",
  same: "one scale for all",
  log: "logarithmic",
};
// Of right answers and of errors, on a light ground and on a dark one.
const INKS = {
  light: { right: [0, 114, 178], wrong: [213, 94, 0] },
  dark: { right: [86, 180, 233], wrong: [240, 138, 60] },
};

const whole = new Intl.NumberFormat("en-GB");
const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
const ratio = (above, below) => (below ? above / below : 0);

/** A share with two digits, and never rounded up to all. */
function percent(share) {
  const down = share >= 0.99 && share < 1;
  const digits = down || (share > 0 && share < 0.0995) ? 1 : 0;
  return `${(down ? Math.floor(1000 * share + 1e-6) / 10 : 100 * share).toFixed(digits)}\u00a0%`;
}

const numbersIn = (colour) => colour.match(/[\d.]+/g).slice(0, 3).map(Number);

/** Relative luminance, as WCAG defines it. */
function luminance(rgb) {
  const [red, green, blue] = rgb.map((part) => {
    const value = part / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** What the cells of one matrix are divided by. */
function divisors(matrix, by) {
  const columns = matrix.map((_, said) => sum(matrix.map((row) => row[said])));
  return matrix.map((row) => row.map((_, said) => ({ row: sum(row), column: columns[said] })[by] ?? 1));
}

/** How strongly each count is coloured, 0 to 1: the same for the same share at every epoch. */
function colouring(matrices, by, scale) {
  const last = matrices[matrices.length - 1];
  const below = divisors(last, by);
  const all = last.flatMap((row, actual) => row.map((count, said) => ratio(count, below[actual][said])));
  const errors = all.filter((_, index) => index % (last.length + 1) !== 0);
  const top = by === "none" ? Math.max(...all, 1) : 1;
  const limit = Math.max(...errors, 0) || top;
  const least = Math.min(...all.filter((share) => share > 0), top / 10);
  const strength = {
    errors: (share, right) => share / (right ? top : limit),
    same: (share) => share / top,
    log: (share) => 0.08 + (0.92 * Math.log(share / least)) / Math.log(top / least),
  }[scale];
  return { limit, strength: (share, right) => Math.min(1, Math.max(0, strength(share, right))) };
}

/** A menu that shows and sets a value of the model. */
function choice(label, options, name, model) {
  const select = element("select");
  for (const [value, text] of options) select.append(element("option", { value }, text));
  select.addEventListener("change", () => {
    model.set(name, typeof model.get(name) === "number" ? Number(select.value) : select.value);
    saveChanges(model);
  });
  return { select, label: element("label", {}, element("span", {}, label), select) };
}

function render({ model, el }) {
  const names = model.get("names");
  const epochs = model.get("epochs");
  const matrices = model.get("_matrices");
  const examples = model.get("_examples");
  const title = model.get("title");
  const n = names.length;
  const sheet = model.get("_tile").length ? pictureSheet(model) : null;

  const by = choice("numbers", Object.entries(BY), "by", model);
  const scale = choice("colours", Object.entries(SCALES), "scale", model);
  const classes = [["-1", "none"], ...names.map((name, index) => [index, name])];
  const marked = choice("class", classes, "class_index", model);
  const slider = element("input", { type: "range", min: 0, max: epochs.length - 1, step: 1 });
  slider.setAttribute("aria-label", "epoch");
  const headline = element("div", { class: "wil-headline" });
  const legend = element("p", { class: "wil-legend" });
  const outcomes = element("div", { class: "wil-outcomes" });
  const behind = element("div", { class: "wil-behind" });
  const spoken = element("div", { class: "wil-unseen", "aria-live": "polite" });
  const scores = element("tbody");

  const corner = element("div", { class: "wil-corner", role: "columnheader" }, "actual\u00a0↓ predicted\u00a0→");
  const columnHeads = names.map((name) => element("div", { role: "columnheader" }, element("span", {}, name)));
  const rowHeads = names.map((name) => element("div", { role: "rowheader" }, name));
  const cells = names.map(() => names.map(() => element("div", { role: "gridcell", tabindex: -1 })));
  const grid = element(
    "div",
    { class: "wil-grid", role: "grid", "aria-label": "Confusion matrix. Rows: actual class. Columns: predicted class." },
    element("div", { role: "row" }, corner, ...columnHeads),
    ...cells.map((row, actual) => element("div", { role: "row" }, rowHeads[actual], ...row)),
  );
  grid.style.setProperty("--wil-classes", n);
  const root = element(
    "div",
    { class: "wil wil-matrix", role: "group", "aria-label": title || "Confusion matrix" },
    ...(title ? [element("div", { class: "wil-title" }, title)] : []),
    element("div", { class: "wil-switches" }, by.label, scale.label, marked.label),
    headline,
    ...(epochs.length > 1 ? [slider] : []),
    grid,
    legend,
    outcomes,
    behind,
    element(
      "details",
      {},
      element("summary", {}, "Scores of every class"),
      element(
        "table",
        {},
        element("thead", {}, tableRow("th", ["class", "precision", "recall", "F1", "accuracy (one against the rest)"])),
        scores,
      ),
    ),
    spoken,
  );
  el.append(root);

  let here = model.get("cell").length ? model.get("cell") : [0, 0];
  const at = () => Math.max(0, epochs.indexOf(model.get("epoch")));

  function tableRow(tag, texts) {
    return element("tr", {}, ...texts.map((text, index) => element(index ? tag : "th", {}, text)));
  }

  function paint() {
    if (!root.isConnected) return; // no colours to begin with yet
    const ground = numbersIn(getComputedStyle(root).backgroundColor);
    const inks = INKS[luminance(ground) < 0.2 ? "dark" : "light"];
    const matrix = matrices[at()];
    const below = divisors(matrix, model.get("by"));
    const { limit, strength } = colouring(matrices, model.get("by"), model.get("scale"));
    for (let actual = 0; actual < n; actual += 1) {
      for (let said = 0; said < n; said += 1) {
        const { style: look } = cells[actual][said];
        const share = ratio(matrix[actual][said], below[actual][said]);
        const ink = actual === said ? inks.right : inks.wrong;
        const faint = outcome(actual, said) === "TN" ? 0.25 : 1;
        const part = share ? faint * strength(share, actual === said) : 0;
        const colour = ground.map((value, index) => Math.round(value + part * (ink[index] - value)));
        look.backgroundColor = `rgb(${colour})`;
        look.color = (luminance(colour) + 0.05) ** 2 > 0.0525 ? "black" : "white";
      }
    }
    const full = model.get("by") === "none" ? `${whole.format(limit)} pictures` : percent(limit);
    const own = model.get("scale") === "errors" ? `, in full colour from ${full} on` : "";
    const opens = examples.length ? " Click a cell, or press Enter on it, to see its pictures." : "";
    legend.textContent = `Blue: right. Orange: wrong${own}. Empty: none.${opens}`;
  }

  function outcome(actual, said) {
    const index = model.get("class_index");
    if (index < 0) return "";
    if (actual === index) return said === index ? "TP" : "FN";
    return said === index ? "FP" : "TN";
  }

  function write() {
    const matrix = matrices[at()];
    const below = divisors(matrix, model.get("by"));
    const counting = model.get("by") === "none";
    const total = sum(matrix.flat());
    const right = sum(matrix.map((row, index) => row[index]));
    const when = epochs.length > 1 ? `epoch ${epochs[at()]}  ·  ` : "";
    headline.textContent = `${when}${whole.format(right)} of ${whole.format(total)} right (${percent(right / total)})`;
    slider.value = at();
    slider.setAttribute("aria-valuetext", headline.textContent);
    for (const [name, { select }] of [["by", by], ["scale", scale], ["class_index", marked]]) {
      select.value = String(model.get(name));
    }
    const open = model.get("cell");
    for (let actual = 0; actual < n; actual += 1) {
      for (let said = 0; said < n; said += 1) {
        const cell = cells[actual][said];
        const count = matrix[actual][said];
        const share = percent(ratio(count, below[actual][said]));
        const kind = outcome(actual, said);
        const ofAll = actual === said && !kind ? `/${below[actual][said]}` : "";
        const first = counting ? whole.format(count) : share;
        const second = counting ? kind : `${kind && kind !== "TN" ? `${kind} ` : ""}${count}${ofAll}`;
        cell.replaceChildren();
        if (count) {
          cell.append(element("b", {}, first.replace("\u00a0%", ""), ...(counting ? [] : [element("i", {}, "\u00a0%")])));
          cell.append(element("span", {}, second));
        }
        cell.dataset.outcome = kind;
        cell.classList.toggle("wil-zero", !count);
        cell.setAttribute("aria-selected", open[0] === actual && open[1] === said);
        const verdict = actual === said ? "right" : "wrong";
        cell.setAttribute(
          "aria-label",
          `actual ${names[actual]}, predicted ${names[said]}: ${whole.format(count)}` +
            (count ? `, ${counting ? "" : `${share}, `}${verdict}` : "") +
            (kind ? `, ${kind}` : ""),
        );
        cell.tabIndex = here[0] === actual && here[1] === said ? 0 : -1;
      }
    }
    writeOutcomes(matrix, total);
    scores.replaceChildren(
      ...model.get("_scores")[at()].map((row, index) =>
        tableRow("td", [names[index], ...row.map((value) => `${(value / 10).toFixed(1)}\u00a0%`)]),
      ),
    );
  }

  function writeOutcomes(matrix, total) {
    const index = model.get("class_index");
    outcomes.hidden = index < 0;
    if (index < 0) return;
    const name = names[index];
    const tp = matrix[index][index];
    const fn = sum(matrix[index]) - tp;
    const fp = sum(matrix.map((row) => row[index])) - tp;
    const tn = total - tp - fn - fp;
    const counts = [
      ["TP", tp, `true positives: ${name}, and called so`],
      ["FN", fn, `false negatives: ${name}, called something else (its row)`],
      ["FP", fp, `false positives: something else, called ${name} (its column)`],
      ["TN", tn, "true negatives: all other cells"],
      ["AN", fp + tn, `actual negatives, FP + TN: all that is not ${name}`],
    ];
    const formulas = [
      ["precision", "TP / (TP + FP)", ratio(tp, tp + fp)],
      ["recall", "TP / (TP + FN)", ratio(tp, tp + fn)],
      ["F1", "TP / (TP + ½ (FP + FN))", ratio(tp, tp + (fp + fn) / 2)],
      ["accuracy", "(TP + TN) / all", ratio(tp + tn, total)],
    ];
    const table = (rows) => element("table", {}, element("tbody", {}, ...rows));
    outcomes.replaceChildren(
      table(
        counts.map(([kind, count, words]) => {
          const row = tableRow("td", [kind, whole.format(count), words]);
          row.dataset.outcome = kind;
          return row;
        }),
      ),
      table(formulas.map(([score, formula, value]) => tableRow("td", [score, formula, percent(value)]))),
    );
  }

  function figure([index, number, ...three], actual) {
    const each = [0, 1, 2].filter((k) => 2 * k < three.length).map((k) => [three[2 * k], three[2 * k + 1] / 1000]);
    const words = each.map(([k, probability]) => `${names[k]} ${percent(probability)}`).join(", ");
    const bars = each.map(([k, probability]) => {
      const bar = element("div", { class: k === actual ? "wil-truth" : "" });
      bar.style.setProperty("--wil-probability", probability);
      bar.append(element("span", {}, `${k === actual ? "✓\u00a0" : ""}${names[k]}`), percent(probability));
      return bar;
    });
    const text = `Test picture ${number}: ${names[actual]}. The network says ${words}.`;
    const caption = element("figcaption", { "aria-hidden": true }, element("div", {}, `number ${number}`), ...bars);
    return element("li", {}, element("figure", {}, sheet.picture(index, text), caption));
  }

  function showPictures() {
    const [actual, said] = model.get("cell");
    behind.hidden = actual === undefined || !examples.length;
    if (behind.hidden) return "";
    const count = matrices[at()][actual][said];
    const found = examples[at()][`${actual},${said}`] ?? [];
    const when = epochs.length > 1 ? ` at epoch ${epochs[at()]}` : "";
    const what = `${names[actual]}, called ${names[said]}`;
    const many = count === 1 ? "1 picture" : `${whole.format(count)} pictures`;
    let which = "";
    if (count && !found.length) which = "None of them is among the test pictures at hand.";
    else if (found.length < count) which = `Here are ${found.length}, the surest first.`;
    else if (count > 1) which = "The surest first.";
    behind.replaceChildren(
      element("h4", {}, `${what}: ${count ? many : "no picture"}${when}. ${which}`),
      element("ul", {}, ...found.map((example) => figure(example, actual))),
    );
    return behind.firstChild.textContent;
  }

  function show() {
    write();
    paint();
    showPictures();
  }

  function focus(actual, said) {
    cells[here[0]][here[1]].tabIndex = -1;
    here = [actual, said];
    cells[actual][said].tabIndex = 0;
    cells[actual][said].focus({ preventScroll: false });
  }

  function open(actual, said) {
    focus(actual, said);
    model.set("cell", [actual, said]);
    saveChanges(model);
    if (behind.hidden) return;
    spoken.textContent = behind.firstChild.textContent;
    behind.scrollIntoView({ block: "nearest" });
  }

  function mark(index) {
    model.set("class_index", model.get("class_index") === index ? -1 : index);
    saveChanges(model);
  }

  const last = n - 1;
  const moves = {
    ArrowLeft: ([actual, said]) => [actual, Math.max(0, said - 1)],
    ArrowRight: ([actual, said]) => [actual, Math.min(last, said + 1)],
    ArrowUp: ([actual, said]) => [Math.max(0, actual - 1), said],
    ArrowDown: ([actual, said]) => [Math.min(last, actual + 1), said],
    Home: ([actual], far) => [far ? 0 : actual, 0],
    End: ([actual], far) => [far ? last : actual, last],
  };

  // JupyterLab has plans of its own for these keys: what is meant for the matrix stops here.
  function pressed(event) {
    const far = event.ctrlKey || event.metaKey;
    const move = moves[event.key];
    const opens = event.key === "Enter" || event.key === " ";
    if (event.altKey || (far && !["Home", "End"].includes(event.key))) return;
    if (!move && !opens && !["PageUp", "PageDown"].includes(event.key)) return;
    event.stopPropagation();
    if (event.target.getAttribute("role") !== "gridcell" || !(move || opens)) return;
    event.preventDefault();
    if (opens) open(...here);
    else focus(...move(here, far));
  }

  root.addEventListener("keydown", pressed);
  slider.addEventListener("input", () => setEpoch(model, epochs[Number(slider.value)]));
  cells.forEach((row, actual) =>
    row.forEach((cell, said) => cell.addEventListener("click", () => open(actual, said))),
  );
  names.forEach((_, index) => {
    rowHeads[index].addEventListener("click", () => mark(index));
    columnHeads[index].addEventListener("click", () => mark(index));
  });
  // The style sheet lets the text's colour change in a moment, so that a change of theme is heard.
  for (const moment of ["transitionrun", "transitionend", "transitioncancel"]) {
    root.addEventListener(moment, (event) => event.target === root && paint());
  }
  const placed = new ResizeObserver(paint); // once there is a place, there are colours
  placed.observe(root);
  const events = "change:epoch change:by change:scale change:cell change:class_index";
  model.on(events, show);
  show();
  return () => {
    placed.disconnect();
    model.off(events, show);
  };
}

export default { initialize: ({ model }) => begin(model), render };
