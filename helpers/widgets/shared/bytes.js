// Bytes from the kernel, or from a notebook file.

/**
 * @typedef {Uint8ArrayConstructor | Uint16ArrayConstructor | Float32ArrayConstructor} Type
 */

/**
 * Bytes as an array of numbers, from `start` on; all that follow, or `count` of them.
 * @template {Type} T
 * @param {ArrayBuffer | ArrayBufferView<ArrayBuffer>} bytes
 * @param {T} Kind
 * @param {number} start
 * @param {number} [count]
 * @returns {InstanceType<T>}
 */
export function typed(bytes, Kind, start = 0, count) {
  const view = ArrayBuffer.isView(bytes);
  const from = (view ? bytes.byteOffset : 0) + start;
  const length = count === undefined ? bytes.byteLength - start : count * Kind.BYTES_PER_ELEMENT;
  const own = (view ? bytes.buffer : bytes).slice(from, from + length);
  return /** @type {InstanceType<T>} */ (new Kind(own));
}
