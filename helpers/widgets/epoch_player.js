// A picture for each epoch, and what moves from one to the other. All frames are in the page:
// nothing here waits for a kernel.

const ICONS = {
  play: "M8 5.5v13l10.5-6.5z",
  pause: "M7 5.5h3.6v13H7zM13.4 5.5H17v13h-3.6z",
  back: "M16.5 6v12L8.5 12zM6 6h2v12H6z",
  on: "M7.5 6v12l8-6zM16 6h2v12h-2z",
};

const SPEEDS = { "¼×": 0.25, "½×": 0.5, "1×": 1, "2×": 2, "4×": 4 };

function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

function button(name, label) {
  const made = element("button", { type: "button", class: `wil-${name}` }, icon(name));
  made.title = label;
  made.setAttribute("aria-label", label);
  return made;
}

function render({ model, el }) {
  const epochs = model.get("epochs");
  const descriptions = model.get("descriptions");
  const unit = model.get("label");
  const about = model.get("alt") || model.get("title");
  const [width, height] = model.get("_size");
  const last = epochs.length - 1;
  const urls = [];
  const load = (bytes, then) => {
    const image = new Image();
    image.onload = () => then(image);
    image.src = URL.createObjectURL(new Blob([bytes]));
    urls.push(image.src);
    return image;
  };
  const picture = element("canvas", { class: "wil-picture", width, height, role: "img" });
  const brush = picture.getContext("2d");
  // Loaded once and held here, a frame is there the moment it is asked for. Frames may hold only
  // what differs from the base, which lies ready on the ground below them. They are put together
  // at their own size: at another, the edges of what is below would shine through.
  const ground = element("canvas", { width, height });
  const layer = ground.getContext("2d");
  layer.fillStyle = "white";
  layer.fillRect(0, 0, width, height);
  let grounded = !model.get("_base").byteLength;
  if (!grounded) {
    load(model.get("_base"), (base) => {
      layer.drawImage(base, 0, 0);
      grounded = true;
      paint();
    });
  }
  const held = model.get("_frames").map((bytes) => load(bytes, () => paint()));
  const back = button("back", `One ${unit} back (←)`);
  const play = button("play", "Play (space)");
  const on = button("on", `One ${unit} on (→)`);
  const slider = element("input", { type: "range", min: 0, max: last, step: 1, value: 0 });
  slider.setAttribute("aria-label", unit);
  const number = element("b");
  const readout = element("span", { class: "wil-readout" }, `${unit} `, number);
  readout.append(element("span", { class: "wil-of" }, ` of ${epochs[last]}`));
  // Room for the longest number: nothing beside it moves while it counts.
  number.style.minWidth = `${Math.max(...epochs.map((epoch) => String(epoch).length))}ch`;
  const speed = element("select", { "aria-label": "Speed" });
  for (const name of Object.keys(SPEEDS)) speed.append(element("option", {}, name));
  speed.value = "1×";
  // Every text lies in the same place, one of them seen: the page below never jumps.
  const captions = descriptions.map((text) => element("span", {}, text));
  const caption = element("figcaption", { class: "wil-caption", "aria-hidden": "true" });
  caption.append(...captions);
  const spoken = element("div", { class: "wil-unseen", "aria-live": "polite" });

  const player = element(
    "figure",
    { class: "wil wil-player", role: "group", "aria-label": about || "Player" },
    ...(model.get("title") ? [element("div", { class: "wil-title" }, model.get("title"))] : []),
    picture,
    element(
      "div",
      { class: "wil-controls" },
      element("div", { class: "wil-buttons" }, back, play, on),
      slider,
      readout,
      speed,
    ),
    ...(captions.length && model.get("show_descriptions") ? [caption] : []),
    spoken,
  );
  player.style.setProperty("--wil-width", width);
  player.style.setProperty("--wil-height", height);
  el.append(player);

  let frame = 0;
  let playing = false;
  let own = false;
  let due = 0;
  let request = 0;
  let pause_before_speaking = 0;

  function paint() {
    const image = held[frame];
    if (!grounded || !image.complete || !image.naturalWidth) return;
    brush.drawImage(ground, 0, 0);
    brush.drawImage(image, 0, 0);
    picture.dataset.epoch = epochs[frame];
  }

  function show() {
    frame = lastNotAbove(epochs, model.get("epoch"));
    const where = `${unit} ${epochs[frame]} of ${epochs[last]}`;
    const text = descriptions[frame] || where;
    picture.setAttribute("aria-label", about ? `${about}. ${text}` : text);
    paint();
    number.textContent = epochs[frame];
    slider.value = frame;
    slider.style.setProperty("--wil-at", last ? frame / last : 0);
    slider.setAttribute("aria-valuetext", descriptions[frame] ? `${where}. ${text}` : where);
    back.disabled = frame === 0;
    on.disabled = frame === last;
    captions.forEach((span, index) => span.classList.toggle("wil-shown", index === frame));
    clearTimeout(pause_before_speaking);
    // The slider says its value itself; while playing, silence.
    if (!playing && document.activeElement !== slider) {
      pause_before_speaking = setTimeout(() => (spoken.textContent = `${where}. ${text}`), 500);
    }
  }

  function goTo(target) {
    own = true;
    setEpoch(model, epochs[Math.min(last, Math.max(0, target))]);
    own = false;
  }

  function moved() {
    // A linked widget or the kernel moved: it leads now.
    if (playing && !own) setPlaying(false);
    show();
  }

  function tick(now) {
    const step = 1000 / (model.get("fps") * SPEEDS[speed.value]);
    if (now >= due) {
      // A page that stood still for a while goes on from where it is; it doesn't race.
      due = now - due > step ? now + step : due + step;
      goTo(frame + 1);
    }
    if (frame === last) setPlaying(false);
    else request = requestAnimationFrame(tick);
  }

  function setPlaying(wanted) {
    cancelAnimationFrame(request);
    playing = wanted;
    play.replaceChildren(icon(playing ? "pause" : "play"));
    play.title = playing ? "Pause (space)" : "Play (space)";
    play.setAttribute("aria-label", play.title);
    if (playing) {
      if (frame === last) goTo(0);
      due = performance.now() + 1000 / (model.get("fps") * SPEEDS[speed.value]);
      request = requestAnimationFrame(tick);
    } else show();
  }

  function move(target) {
    setPlaying(false);
    goTo(target);
  }

  const page = Math.max(1, Math.round(last / 10));
  const keys = {
    ArrowLeft: () => move(frame - 1),
    ArrowDown: () => move(frame - 1),
    ArrowRight: () => move(frame + 1),
    ArrowUp: () => move(frame + 1),
    PageDown: () => move(frame - page),
    PageUp: () => move(frame + page),
    Home: () => move(0),
    End: () => move(last),
    " ": () => setPlaying(!playing),
  };

  // JupyterLab has plans of its own for arrows, space and Enter. What is meant for the player
  // stops here; everything else, such as Ctrl+S, goes on to JupyterLab.
  function pressed(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const act = keys[event.key];
    if (!act && event.key !== "Enter") return;
    event.stopPropagation();
    const self = event.target === speed || (event.target.closest("button") && event.key === " ");
    if (self || !act) return;
    event.preventDefault();
    act();
  }

  player.addEventListener("keydown", pressed);
  slider.addEventListener("input", () => move(Number(slider.value)));
  back.addEventListener("click", () => move(frame - 1));
  on.addEventListener("click", () => move(frame + 1));
  play.addEventListener("click", () => setPlaying(!playing));
  picture.addEventListener("click", () => slider.focus({ preventScroll: true }));
  model.on("change:epoch", moved);
  show();

  return () => {
    cancelAnimationFrame(request);
    clearTimeout(pause_before_speaking);
    model.off("change:epoch", moved);
    urls.forEach((url) => URL.revokeObjectURL(url));
  };
}

export default { initialize: ({ model }) => begin(model), render };
