// Widgets in their notebook's file.

/** @import { Model } from "./model.js" */

/**
 * What JupyterLab has behind a widget, as far as it is used here.
 * @typedef {object} LabModel
 * @property {(state: object) => Record<string, any>} serialize
 * @property {(drop: boolean) => object} get_state
 * @property {(name: string) => any} get
 * @property {string} model_id
 *
 * @typedef {object} LabNotebook
 * @property {Iterable<{ outputs?: { length: number, get: (index: number) => LabOutput } }>} cells
 * @property {(name: string) => any} getMetadata
 * @property {(name: string, value: object) => void} setMetadata
 *
 * @typedef {{ data?: Record<string, any> }} LabOutput
 *
 * @typedef {(sender: unknown, moment: string) => void} SaveListener
 *
 * @typedef {object} LabManager
 * @property {(id: string) => Promise<LabModel>} get_model
 * @property {{
 *   model?: LabNotebook,
 *   saveState?: { connect: (on: SaveListener) => void, disconnect: (on: SaveListener) => void },
 * }} [context]
 */

const VIEW_TYPE = "application/vnd.jupyter.widget-view+json";
const STATE_TYPE = "application/vnd.jupyter.widget-state+json";

/**
 * A model as notebook files hold it: plain values, and bytes apart as base64.
 * @param {LabModel} model
 */
function storedModel(model) {
  const state = model.serialize(model.get_state(false));
  /** @type {object[]} */
  const buffers = [];
  /** @type {(bytes: ArrayBufferView, ...path: (string | number)[]) => void} */
  const apart = (bytes, ...path) => {
    const view = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let text = "";
    for (let at = 0; at < view.length; at += 8192) {
      text += String.fromCharCode(...view.subarray(at, at + 8192));
    }
    buffers.push({ encoding: "base64", path, data: btoa(text) });
  };
  for (const [name, value] of Object.entries(state)) {
    if (ArrayBuffer.isView(value)) {
      apart(value, name);
      delete state[name];
    } else if (Array.isArray(value) && value.some(ArrayBuffer.isView)) {
      value.forEach((item, index) => {
        if (ArrayBuffer.isView(item)) apart(item, name, index);
      });
      state[name] = value.map((item) => (ArrayBuffer.isView(item) ? null : item));
    }
  }
  return {
    model_name: state._model_name,
    model_module: state._model_module,
    model_module_version: state._model_module_version,
    state,
    buffers,
  };
}

/**
 * The ids of all models that a notebook's outputs show.
 * @param {LabNotebook} notebook
 */
function shownModels(notebook) {
  const shown = new Set();
  for (const cell of notebook.cells) {
    const { outputs } = cell;
    for (let index = 0; outputs && index < outputs.length; index += 1) {
      const view = outputs.get(index).data?.[VIEW_TYPE];
      if (view) shown.add(view.model_id);
    }
  }
  return shown;
}

/**
 * Write a widget into its notebook whenever JupyterLab saves the notebook, so that it lives again
 * when the notebook is opened without a kernel. JupyterLab does this by itself only where a
 * setting asks for it, not once the kernel was stopped, and never forgets what a cell showed
 * before it was run again. Elsewhere than in JupyterLab nothing happens. Returns what undoes it.
 * @param {Model} model
 */
export function keepInNotebook(model) {
  const manager = /** @type {{ widget_manager?: LabManager }} */ (model).widget_manager;
  const saved = manager?.context?.saveState;
  const notebook = manager?.context?.model;
  if (!manager || !saved || !notebook?.setMetadata || !notebook.cells) return () => {};
  const id = model.get("_id");
  /** @type {LabModel | null} */
  let own = null;
  manager.get_model(id).then((found) => {
    own = found;
  });
  /** @type {(sender: unknown, moment: string) => void} */
  const keep = (_, moment) => {
    if (moment !== "started" || !own) return;
    const shown = shownModels(notebook);
    const widgets = notebook.getMetadata("widgets") ?? {};
    const all = widgets[STATE_TYPE] ?? { version_major: 2, version_minor: 0, state: {} };
    /** @type {Record<string, any>} */
    const state = {};
    for (const [key, value] of Object.entries(all.state)) {
      const ours = value.state._anywidget_id === model.get("_anywidget_id");
      if (!ours || shown.has(key)) state[key] = value;
    }
    if (shown.has(id)) {
      const layout = own.get("layout");
      state[id] = storedModel(own);
      state[layout.model_id] = storedModel(layout);
    }
    notebook.setMetadata("widgets", { ...widgets, [STATE_TYPE]: { ...all, state } });
  };
  saved.connect(keep);
  return () => saved.disconnect(keep);
}
