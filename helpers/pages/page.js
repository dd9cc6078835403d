// Brings the course's widgets to life in a plain page: no kernel, no JupyterLab, no network.
// Each widget's own module runs here unchanged; this file is the model that it talks to.

function decoded(base64) {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  return new DataView(bytes.buffer);
}

class PageModel {
  #values;
  #listeners = new Map();

  constructor({ state, buffers = [] }) {
    this.#values = state;
    for (const { path, data } of buffers) {
      const last = path.at(-1);
      const parent = path.slice(0, -1).reduce((value, key) => value[key], state);
      parent[last] = decoded(data);
    }
  }

  get(name) {
    return this.#values[name];
  }

  set(name, value) {
    const given = typeof name === "object" ? name : { [name]: value };
    const changed = Object.keys(given).filter((key) => this.#values[key] !== given[key]);
    Object.assign(this.#values, given);
    for (const key of changed) this.#tell(`change:${key}`, given[key]);
    if (changed.length) this.#tell("change");
  }

  on(events, listener) {
    for (const event of events.split(" ")) {
      this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener]);
    }
  }

  off(events, listener) {
    for (const event of events?.split(" ") ?? [...this.#listeners.keys()]) {
      const kept = (this.#listeners.get(event) ?? []).filter((one) => listener && one !== listener);
      this.#listeners.set(event, kept);
    }
  }

  #tell(event, value) {
    for (const listener of this.#listeners.get(event) ?? []) listener(this, value);
  }

  // There is no kernel to hear of it.
  save_changes() {}
  send() {}
}

async function widgetOf(code) {
  const module = await import(URL.createObjectURL(new Blob([code], { type: "text/javascript" })));
  const widget = module.default ?? module;
  return typeof widget === "function" ? await widget() : widget;
}

const { models, texts } = globalThis.courseWidgets;
const ready = {};

for (const [id, stored] of Object.entries(models)) {
  const model = new PageModel(stored);
  if (stored.style && !document.getElementById(stored.style)) {
    const style = Object.assign(document.createElement("style"), { id: stored.style });
    style.textContent = texts[stored.style];
    document.head.append(style);
  }
  ready[id] = widgetOf(texts[stored.module]).then(async (widget) => {
    await widget.initialize?.({ model });
    return { widget, model };
  });
}

async function bringToLife(place) {
  const { widget, model } = await ready[place.dataset.courseWidget];
  const el = document.createElement("div");
  await widget.render?.({ model, el });
  // Only now does the still picture go: if anything failed, it stays.
  place.replaceChildren(el);
}

// Each by itself: one that fails does not hold up the others.
for (const place of document.querySelectorAll("[data-course-widget]")) bringToLife(place);
