// How a pixel is computed, written out: patch times kernel for some channels, and the sum in a line.

import { element } from "./shared/dom.js";
import { clamp, signed, sum, written } from "./shared/numbers.js";

/** @import { arithmetic, Looked } from "./pixel_pointer_arithmetic.js" */

const DIGITS = 3; // after the point

/**
 * The places of a sum on the page; `show` fills them.
 * @param {Uint8Array} diverging  256 colours, those in the middle for numbers near zero
 * @param {number} most  how many channels are written out
 */
export function writtenSum(diverging, most) {
  const steps = element("div", { class: "wil-steps" });
  const line = element("p", { class: "wil-sum", "aria-live": "polite" });

  /** @type {(name: string, values: number[], limit: number, width: number) => HTMLElement} */
  const grid = (name, values, limit, width) => {
    const cells = values.map((value) => {
      const shade = Math.round(127.5 + 127.5 * clamp(value / limit, -1, 1));
      const cell = element("span", {}, written(value, DIGITS));
      cell.style.background = `rgb(${diverging.subarray(3 * shade, 3 * shade + 3).join(",")})`;
      // Where the colours of RdBu get too dark for black: the blue ones later than the red ones.
      cell.style.color = Math.abs(value / limit) > (value < 0 ? 0.71 : 0.66) ? "white" : "black";
      return cell;
    });
    const made = element("div", { class: "wil-grid" }, ...cells);
    made.style.gridTemplateColumns = `repeat(${width}, auto)`;
    return element("div", {}, element("p", {}, name), made);
  };

  /** @type {(layer: Looked, sums: ReturnType<typeof arithmetic>) => void} */
  function show({ kernel, limits: [patchLimit, kernelLimit], cuts }, sums) {
    const [, across, channels] = kernel;
    const shown = sums.parts.slice(0, most);
    steps.replaceChildren(
      ...shown.map(({ channel, cells, sum: part }) => {
        const patches = cells.map(({ patch }) => patch);
        const weights = cells.map(({ kernel }) => kernel);
        const products = cells.map(({ product }) => product);
        const name = channels > 1 ? `patch, channel ${channel}` : "patch";
        return element(
          "div",
          { class: "wil-step" },
          grid(name, patches, patchLimit, across),
          element("b", {}, "×"),
          grid("kernel", weights, kernelLimit, across),
          element("b", {}, "="),
          grid("products", products, (patchLimit * kernelLimit) / 2, across),
          element("b", {}, `sum ${written(part, DIGITS)}`),
        );
      }),
    );
    const rest = sums.parts.slice(shown.length);
    const terms = shown.map((part, k) =>
      k ? signed(part.sum, DIGITS) : written(part.sum, DIGITS),
    );
    if (rest.length) {
      const others = sum(rest.map((part) => part.sum));
      terms.push(`${signed(others, DIGITS)} (the other ${rest.length} channels)`);
    }
    const after = cuts ? ` → ReLU → ${written(sums.value, DIGITS)}` : "";
    line.replaceChildren(
      `${terms.join(" ")} ${signed(sums.bias, DIGITS)} (bias) = ${written(sums.total, DIGITS)}`,
      element("b", {}, after),
      `. The network itself computed ${written(sums.network, DIGITS)}.`,
    );
  }

  return { parts: [steps, line], show };
}
