// A network of the page, held open for test_page.py.

import { openNetwork } from "../../../helpers/widgets/shared/page_network.js";
import { fromHalf } from "../../../helpers/widgets/shared/page_weights.js";

/** @import { LayerOfPage } from "../../../helpers/widgets/shared/page_network.js" */

/** @type {ReturnType<typeof openNetwork>} */
let network;

/**
 * @param {LayerOfPage[]} layers
 * @param {Uint8Array<ArrayBuffer>} weights
 */
export function open(layers, weights) {
  network = openNetwork(layers, weights);
}

/**
 * @param {Uint8Array} picture
 * @param {number[]} shape
 * @param {string[]} names
 */
export function run(picture, shape, names) {
  return network.run(picture, shape, names).maps.map((values) => Array.from(values));
}

/** Every number of half precision, without the browser's own type. @param {boolean} own */
export function halves(own) {
  const all = Uint16Array.from({ length: 65536 }, (_, bits) => bits);
  const found = own ? fromHalf(all) : fromHalf(all, null);
  return Array.from(found, (value) => (Number.isFinite(value) ? value : 0));
}

/**
 * Milliseconds for a picture: the median of some.
 * @param {Uint8Array} picture
 * @param {number[]} shape
 * @param {number} times
 */
export function milliseconds(picture, shape, times) {
  const taken = Array.from({ length: times }, () => {
    const start = performance.now();
    network.run(picture, shape);
    return performance.now() - start;
  });
  return taken.sort((a, b) => a - b)[times >> 1];
}
