// What the course's widgets share. It goes before each widget's own module.

const EPOCH_EVENT = "watch-it-learn:epoch";

/** Tell the kernel what changed. Without a kernel the page goes on by itself. */
function saveChanges(model) {
  try {
    model.save_changes();
  } catch (error) {
    console.debug("The kernel is not there; the page goes on without it.", error);
  }
}

/** The index of the last of the ascending numbers that is not above `number`; 0 if all are. */
function lastNotAbove(numbers, number) {
  let index = numbers.length - 1;
  while (index > 0 && numbers[index] > number) index -= 1;
  return index;
}

/** Show an epoch: the widget's own last one that is not above it. */
function setEpoch(model, epoch) {
  const epochs = model.get("epochs");
  const shown = epochs[lastNotAbove(epochs, epoch)];
  if (shown === model.get("epoch")) return;
  model.set("epoch", shown);
  saveChanges(model);
}

/**
 * Keep a model's epoch among its epochs, and equal in all widgets of its group. They meet on the
 * page itself, so that they need no kernel. Returns what undoes it.
 */
function joinGroup(model) {
  let listening = false;
  const tell = () => {
    const epoch = model.get("epoch");
    const group = model.get("_group");
    if (!listening && group) {
      const detail = { group, epoch, from: model };
      document.dispatchEvent(new CustomEvent(EPOCH_EVENT, { detail }));
    }
    setEpoch(model, epoch);
  };
  const listen = ({ detail }) => {
    if (detail.from === model || detail.group !== model.get("_group")) return;
    listening = true;
    setEpoch(model, detail.epoch);
    listening = false;
  };
  model.on("change:epoch", tell);
  document.addEventListener(EPOCH_EVENT, listen);
  return () => {
    model.off("change:epoch", tell);
    document.removeEventListener(EPOCH_EVENT, listen);
  };
}

const VIEW_TYPE = "application/vnd.jupyter.widget-view+json";
const STATE_TYPE = "application/vnd.jupyter.widget-state+json";

/** A model as notebook files hold it: plain values, and bytes apart as base64. */
function storedModel(model) {
  const state = model.serialize(model.get_state(false));
  const buffers = [];
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
      value.forEach((item, index) => ArrayBuffer.isView(item) && apart(item, name, index));
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

/** The ids of all models that a notebook's outputs show. */
function shownModels(notebook) {
  const shown = new Set();
  for (const cell of notebook.cells) {
    for (let index = 0; index < (cell.outputs?.length ?? 0); index += 1) {
      const view = cell.outputs.get(index).data?.[VIEW_TYPE];
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
 */
function keepInNotebook(model) {
  const manager = model.widget_manager;
  const context = manager?.context;
  const notebook = context?.model;
  if (!context?.saveState || !notebook?.setMetadata || !notebook.cells) return () => {};
  const id = model.get("_id");
  let own = null;
  manager.get_model(id).then((found) => (own = found));
  const keep = (_, moment) => {
    if (moment !== "started" || !own) return;
    const shown = shownModels(notebook);
    const widgets = notebook.getMetadata("widgets") ?? {};
    const all = widgets[STATE_TYPE] ?? { version_major: 2, version_minor: 0, state: {} };
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
  context.saveState.connect(keep);
  return () => context.saveState.disconnect(keep);
}

/** What each widget of this course does when its model comes to life. Returns what undoes it. */
function begin(model) {
  const undo = [keepInNotebook(model)];
  if (model.get("epochs")) undo.push(joinGroup(model));
  return () => undo.forEach((one) => one());
}

/** Make an element: its tag, its attributes, what is in it. */
function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}
