// Sliders over recorded trainings. The curves of all runs are in the page: nothing here waits.

const WIDTH = 680;
const HEIGHT = 320;
const BOX = { left: 78, right: 14, top: 12, bottom: 58 };

/** A number as people write it: 0.0001, not 1e-4. */
const plain = (value) => value.toLocaleString("en", { maximumFractionDigits: 10, useGrouping: false });
const percent = (share) => `${(100 * share).toFixed(1)}\u00a0%`;

function svg(tag, attributes = {}, text = "") {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.textContent = text;
  return made;
}

function render({ model, el }) {
  const settings = model.get("_settings");
  const runs = model.get("_runs");
  const epochs = model.get("_epochs");
  const [train, valid] = model.get("_curves");
  const last = epochs[epochs.length - 1];
  const x = (epoch) => BOX.left + (epoch / last) * (WIDTH - BOX.left - BOX.right);
  const y = (share) => BOX.top + (1 - share) * (HEIGHT - BOX.top - BOX.bottom);
  const path = (curve) => curve.map((share, i) => `${i ? "L" : "M"}${x(epochs[i]).toFixed(1)} ${y(share).toFixed(1)}`).join("");

  const rows = settings.map(([name, values], axis) => {
    const slider = element("input", { type: "range", min: 0, max: values.length - 1, step: 1 });
    slider.setAttribute("aria-label", name);
    const shown = element("b");
    slider.addEventListener("input", () => {
      const choice = [...model.get("choice")];
      choice[axis] = Number(slider.value);
      model.set("choice", choice);
      saveChanges(model);
    });
    return { slider, shown, label: element("label", {}, element("span", {}, name), slider, shown) };
  });
  const chart = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img" });
  for (const share of [0, 0.2, 0.4, 0.6, 0.8, 1]) {
    chart.append(svg("line", { x1: BOX.left, x2: WIDTH - BOX.right, y1: y(share), y2: y(share), class: "wil-rule" }));
    chart.append(svg("text", { x: BOX.left - 8, y: y(share) + 5, "text-anchor": "end" }, `${Math.round(100 * share)} %`));
  }
  for (let epoch = 0; epoch <= last; epoch += Math.max(1, Math.round(last / 4))) {
    chart.append(svg("text", { x: x(epoch), y: HEIGHT - BOX.bottom + 24, "text-anchor": "middle" }, epoch));
  }
  chart.append(svg("text", { x: x(last / 2), y: HEIGHT - 6, "text-anchor": "middle" }, "epoch"));
  for (const curve of valid) chart.append(svg("path", { d: path(curve), class: "wil-other" }));
  const dashed = svg("path", { class: "wil-train" });
  const full = svg("path", { class: "wil-valid" });
  chart.append(dashed, full);
  const words = element("p", { class: "wil-words", "aria-live": "polite" });
  const title = model.get("title");
  const root = element(
    "div",
    { class: "wil wil-runs", role: "group", "aria-label": title || "Training runs" },
    ...(title ? [element("div", { class: "wil-title" }, title)] : []),
    element("div", { class: "wil-sliders" }, ...rows.map((row) => row.label)),
    chart,
    words,
  );
  el.append(root);

  function show() {
    const choice = model.get("choice");
    const run = runs[settings.reduce((index, [, values], axis) => index * values.length + choice[axis], 0)];
    rows.forEach(({ slider, shown }, axis) => {
      const value = plain(settings[axis][1][choice[axis]]);
      slider.value = choice[axis];
      slider.setAttribute("aria-valuetext", value);
      shown.textContent = value;
    });
    dashed.setAttribute("d", path(train[run]));
    full.setAttribute("d", path(valid[run]));
    const end = `${percent(train[run][epochs.length - 1])} of the training digits, ${percent(valid[run][epochs.length - 1])} of the validation digits`;
    words.textContent = `Right after epoch ${last}: ${end} (dashed and full line). Grey: all other settings.`;
    chart.setAttribute("aria-label", words.textContent);
  }

  // JupyterLab has plans of its own for these keys: what is meant for a slider stops here.
  const keys = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End", "PageUp", "PageDown", "Enter", " "];
  root.addEventListener("keydown", (event) => keys.includes(event.key) && event.stopPropagation());
  model.on("change:choice", show);
  show();
  return () => model.off("change:choice", show);
}

export default { initialize: ({ model }) => begin(model), render };
