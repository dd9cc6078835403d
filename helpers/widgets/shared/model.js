// What a widget shows, shared with its half in Python.

/**
 * @typedef {object} Model
 * @property {(name: string) => any} get
 * @property {(name: string, value: unknown) => void} set
 * @property {() => void} save_changes
 * @property {(message: object, callbacks?: undefined, bytes?: ArrayBufferView[]) => void} send
 * @property {(events: string, listener: (...given: any[]) => void) => void} on
 * @property {(events: string, listener: (...given: any[]) => void) => void} off
 */

/** @typedef {{ model: Model, el: HTMLElement }} Place */

/**
 * Tell the kernel what changed. Without a kernel the page goes on by itself.
 * @param {Model} model
 */
export function saveChanges(model) {
  try {
    model.save_changes();
  } catch (error) {
    console.debug("The kernel is not there; the page goes on without it.", error);
  }
}

/**
 * Set a value, for this page and for the kernel.
 * @param {Model} model
 * @param {string} name
 * @param {unknown} value
 */
export function change(model, name, value) {
  model.set(name, value);
  saveChanges(model);
}

/**
 * Say something to the kernel that is no part of what the widget shows, and so is never saved.
 * @param {Model} model
 * @param {object} message
 * @param {ArrayBufferView[]} bytes
 */
export function tell(model, message, bytes = []) {
  try {
    model.send(message, undefined, bytes);
  } catch (error) {
    console.debug("The kernel is not there; the page goes on without it.", error);
  }
}
