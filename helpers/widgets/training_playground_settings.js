// The playground's knobs: what they may be set to, and how that is written in an address.

/**
 * @import { Settings } from "./training_playground_loop.js"
 *
 * What each knob may be set to; layers and units by the network.
 * @typedef {object} Offered
 * @property {Record<string, { layers?: number[], units?: number[] }>} networks
 * @property {Record<string, (number | string)[]>} knobs
 */

export const ADDRESS = "playground";

/**
 * What a knob may be set to, with the others as they are: nothing if this network has none such.
 * @param {Offered} offered
 * @param {string} name
 * @param {string} kind  of network
 * @returns {(number | string)[]}
 */
export function valuesOf({ networks, knobs }, name, kind) {
  if (name === "network") return Object.keys(networks);
  if (name === "layers" || name === "units") return networks[kind][name] ?? [];
  return knobs[name];
}

/**
 * Settings with one of them changed. What the new network does not have in this number, it gets in
 * the nearest.
 * @param {Offered} offered
 * @param {Settings} settings
 * @param {string} name
 * @param {number | string} value
 * @returns {Settings}
 */
export function turned(offered, settings, name, value) {
  const changed = { ...settings, [name]: value };
  for (const size of /** @type {("layers" | "units")[]} */ (["layers", "units"])) {
    const values = /** @type {number[]} */ (valuesOf(offered, size, changed.network));
    const distance = (/** @type {number} */ other) => Math.abs(other - changed[size]);
    if (values.length) changed[size] = values.reduce((a, b) => (distance(b) < distance(a) ? b : a));
  }
  return changed;
}

/**
 * Settings as the part of an address after its #.
 * @param {Offered} offered
 * @param {Settings} settings
 */
export function written(offered, settings) {
  const parts = Object.entries(settings).filter(
    ([name]) => valuesOf(offered, name, settings.network).length,
  );
  return [ADDRESS, ...parts.map(([name, value]) => `${name}=${value}`)].join("&");
}

/**
 * Settings from an address; null if it has none. Whatever is not offered stays as it was.
 * @param {Offered} offered
 * @param {Settings} settings
 * @param {string} text  what stands in the address after its #
 */
export function read(offered, settings, text) {
  const [first, ...parts] = text.split("&");
  if (first !== ADDRESS) return null;
  const given = new Map(parts.map((part) => /** @type {[string, string]} */ (part.split("="))));
  let found = settings;
  // The network first: it says what layers and units there are.
  for (const name of ["network", ...Object.keys(settings)]) {
    const values = valuesOf(offered, name, found.network);
    const value = values.find((each) => String(each) === given.get(name));
    if (value !== undefined) found = turned(offered, found, name, value);
  }
  return found;
}
