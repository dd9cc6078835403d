// A network of the page, held open for test_page.py.

import { openNetwork } from "../../../helpers/widgets/shared/page_network.js";

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
