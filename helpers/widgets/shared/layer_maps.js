// The maps of a network's layers, all on the page: each layer on a colour scale of its own.

import { element } from "./dom.js";
import { drawTiles, tiling } from "./tiles.js";

/** @import { Layer } from "./tiles.js" */

/**
 * A layer whose maps are shown; `limit` is the value of the brightest colour.
 * @typedef {Layer & { name: string, limit: number }} MapLayer
 */

/**
 * Values as shades from 0 to 255, map after map; the network has them pixel after pixel.
 * @param {ArrayLike<number>} values
 * @param {MapLayer} layer
 */
export function shadesOf(values, { maps, limit }) {
  const area = values.length / maps;
  const scale = 255 / limit;
  const shades = new Uint8ClampedArray(values.length); // which rounds, too
  for (let map = 0; map < maps; map += 1) {
    for (let pixel = 0, from = map, to = map * area; pixel < area; pixel += 1) {
      shades[to + pixel] = values[from] * scale;
      from += maps;
    }
  }
  return new Uint8Array(shades.buffer);
}

/**
 * A place for each layer's maps; `show` fills them from shades, layer by layer.
 * @param {MapLayer[]} layers
 * @param {Uint8Array} colours
 * @param {string} shown  what the maps are of
 */
export function layerMaps(layers, colours, shown) {
  const tiles = layers.map((layer) => {
    const picture = element("canvas", { class: "wil-tiles", role: "img" });
    picture.style.aspectRatio = `${tiling(layer).width} / ${tiling(layer).height}`;
    const name = `${layer.name}: ${layer.maps} maps of ${layer.rows} × ${layer.columns}`;
    picture.setAttribute("aria-label", `${name} for ${shown}`);
    return { layer, picture, box: element("div", {}, element("p", {}, name), picture) };
  });
  const root = element("div", { class: "wil-layers" }, ...tiles.map(({ box }) => box));

  /** @param {Uint8Array[]} shades */
  function show(shades) {
    tiles.forEach(({ layer, picture }, k) => {
      drawTiles(picture, layer, shades[k], colours);
    });
  }
  return { root, show };
}
