// Who answers: the page itself, or the kernel for a network whose layers the page does not know.

import { typed } from "./shared/bytes.js";
import { SIDE } from "./shared/handwriting.js";
import { shadesOf } from "./shared/layer_maps.js";
import { openNetwork } from "./shared/page_network.js";
import { bestOf } from "./shared/probabilities.js";

/**
 * @import { Model } from "./shared/model.js"
 * @import { Answer } from "./drawing_pad_answer.js"
 * @import { MapLayer } from "./shared/layer_maps.js"
 *
 * @typedef {object} Computing
 * @property {boolean} inPage
 * @property {(picture: Uint8Array, epoch: number, example?: number) => Answer | null} answer
 *   at once, or null where the kernel has to be asked
 * @property {(picture: Uint8Array, epoch: number) => number} best
 * @property {(picture: Uint8Array, bytes: ArrayBufferView<ArrayBuffer>) => Answer} unpacked  of the kernel's answer
 */

const SHAPE = [SIDE, SIDE, 1];

/**
 * @param {Model} model
 * @returns {Computing}
 */
export function computing(model) {
  /** @type {MapLayer[]} */
  const layers = model.get("_layers");
  const described = model.get("_network");
  /** @type {Map<number, ReturnType<typeof openNetwork>>} */
  const opened = new Map();

  /** @param {number} epoch */
  function at(epoch) {
    const place = model.get("epochs").indexOf(epoch);
    const network = opened.get(place) ?? openNetwork(described, model.get("_weights")[place]);
    opened.set(place, network);
    return network;
  }

  // The probabilities, then each layer's shades; the kernel's `_packed` makes it.
  /** @type {Computing["unpacked"]} */
  const unpacked = (picture, bytes) => {
    let start = 4 * model.get("_names").length;
    const shades = layers.map(({ maps, rows, columns }) => {
      start += maps * rows * columns;
      return typed(bytes, Uint8Array, start - maps * rows * columns, maps * rows * columns);
    });
    return {
      picture,
      probabilities: typed(bytes, Float32Array, 0, model.get("_names").length),
      shades,
    };
  };

  if (!described.length) {
    /** @type {ArrayBufferView<ArrayBuffer>[]} */
    const answers = model.get("_answers");
    return {
      inPage: false,
      answer: (picture, _, example) =>
        example === undefined ? null : unpacked(picture, answers[example]),
      best: () => 0,
      unpacked,
    };
  }
  const names = layers.map(({ name }) => name);
  return {
    inPage: true,
    answer(picture, epoch) {
      const { output, maps } = at(epoch).run(picture, SHAPE, names);
      const shades = maps.map((values, k) => shadesOf(values, layers[k]));
      return { picture, probabilities: output, shades };
    },
    best: (picture, epoch) => bestOf(at(epoch).run(picture, SHAPE).output),
    unpacked,
  };
}
