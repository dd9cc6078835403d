// Brings the course's widgets to life in a plain page: no kernel, no JupyterLab, no network.
// Each widget's own module runs here unchanged; this file is the model that it talks to.

/** @typedef {(...given: any[]) => void} Listener */
/** @typedef {Record<"initialize" | "render", ((place: object) => unknown) | undefined>} Widget */

/** What a browser of today has. @type {((base64: string) => Uint8Array<ArrayBuffer>) | undefined} */
const fromBase64 = /** @type {any} */ (Uint8Array).fromBase64?.bind(Uint8Array);

/** @param {string} letters */
function byLetter(letters) {
  const bytes = new Uint8Array(letters.length);
  for (let k = 0; k < letters.length; k += 1) bytes[k] = letters.charCodeAt(k);
  return bytes;
}

/** @param {string} base64 */
function decoded(base64) {
  const bytes = fromBase64?.(base64) ?? byLetter(atob(base64));
  return new DataView(bytes.buffer);
}

class PageModel {
  #values;
  /** @type {Map<string, Listener[]>} */
  #listeners = new Map();

  /** @param {StoredWidget} stored */
  constructor({ state, buffers = [] }) {
    this.#values = state;
    for (const { path, data, text } of buffers) {
      /** @type {any} */
      let parent = state;
      for (const key of path.slice(0, -1)) parent = parent[key];
      parent[path[path.length - 1]] = decoded(data ?? texts[text ?? ""]);
    }
  }

  /** @param {string} name */
  get(name) {
    return this.#values[name];
  }

  /** @type {(name: string | Record<string, unknown>, value?: unknown) => void} */
  set(name, value) {
    const given = typeof name === "object" ? name : { [name]: value };
    const changed = Object.keys(given).filter((key) => this.#values[key] !== given[key]);
    Object.assign(this.#values, given);
    for (const key of changed) this.#tell(`change:${key}`, given[key]);
    if (changed.length) this.#tell("change");
  }

  /** @type {(events: string, listener: Listener) => void} */
  on(events, listener) {
    for (const event of events.split(" ")) {
      this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener]);
    }
  }

  /** @type {(events?: string, listener?: Listener) => void} */
  off(events, listener) {
    for (const event of events?.split(" ") ?? [...this.#listeners.keys()]) {
      const kept = (this.#listeners.get(event) ?? []).filter((one) => listener && one !== listener);
      this.#listeners.set(event, kept);
    }
  }

  /** @type {(event: string, value?: unknown) => void} */
  #tell(event, value) {
    for (const listener of this.#listeners.get(event) ?? []) listener(this, value);
  }

  // There is no kernel to hear of it.
  save_changes() {}
  send() {}
}

/**
 * @param {string} code
 * @returns {Promise<Widget>}
 */
async function widgetOf(code) {
  const module = await import(URL.createObjectURL(new Blob([code], { type: "text/javascript" })));
  const widget = module.default ?? module;
  return typeof widget === "function" ? await widget() : widget;
}

const { models, texts } = globalThis.courseWidgets;
/** @type {Map<string | undefined, Promise<{ widget: Widget, model: PageModel }>>} */
const ready = new Map();

for (const [id, stored] of Object.entries(models)) {
  const model = new PageModel(stored);
  if (stored.style && !document.getElementById(stored.style)) {
    const style = Object.assign(document.createElement("style"), { id: stored.style });
    style.textContent = texts[stored.style];
    document.head.append(style);
  }
  const begun = widgetOf(texts[stored.module]).then(async (widget) => {
    await widget.initialize?.({ model });
    return { widget, model };
  });
  ready.set(id, begun);
}

/** @param {HTMLElement} place */
async function bringToLife(place) {
  const begun = await ready.get(place.dataset.courseWidget);
  if (!begun) return;
  const el = document.createElement("div");
  await begun.widget.render?.({ model: begun.model, el });
  // Only now does the still picture go: if anything failed, it stays.
  place.replaceChildren(el);
}

/** @type {NodeListOf<HTMLElement>} */
const places = document.querySelectorAll("[data-course-widget]");
// Each by itself: one that fails does not hold up the others.
for (const place of places) bringToLife(place);
