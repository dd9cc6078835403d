// Rows of weights times numbers, summed: where a network's time goes.
//
// Each number and each weight is fetched once for as many products as there are registers for its sums.

/**
 * Multiply rows of weights, one after another from `first` on, with numbers from `at` on, and add what
 * comes to the sums, from a row on. Four rows at a time.
 * @param {Float64Array} sums
 * @param {Float32Array} rows
 * @param {number} first
 * @param {number} step  from one row to the next
 * @param {Float32Array} values
 * @param {number} at
 * @param {number} length
 * @param {number} row
 */
export function addProducts(sums, rows, first, step, values, at, length, row = 0) {
  const count = sums.length;
  let here = row;
  for (; here + 3 < count; here += 4) {
    let [a, b, c, d] = [0, 0, 0, 0];
    const one = first + here * step;
    const two = one + step;
    const three = two + step;
    const four = three + step;
    for (let k = 0; k < length; k += 1) {
      const value = values[at + k];
      a += value * rows[one + k];
      b += value * rows[two + k];
      c += value * rows[three + k];
      d += value * rows[four + k];
    }
    sums[here] += a;
    sums[here + 1] += b;
    sums[here + 2] += c;
    sums[here + 3] += d;
  }
  for (; here < count; here += 1) {
    let all = 0;
    const from = first + here * step;
    for (let k = 0; k < length; k += 1) all += values[at + k] * rows[from + k];
    sums[here] += all;
  }
}

/**
 * The same for numbers at two places, `at` and `next`: a third less time for a convolution.
 * @param {Float64Array} sums
 * @param {Float64Array} others
 * @param {Float32Array} rows
 * @param {number} first
 * @param {number} step
 * @param {Float32Array} values
 * @param {number} at
 * @param {number} next
 * @param {number} length
 */
export function addProductsOfTwo(sums, others, rows, first, step, values, at, next, length) {
  let row = 0;
  for (; row + 3 < sums.length; row += 4) {
    let [a, b, c, d] = [0, 0, 0, 0];
    let [e, f, g, h] = [0, 0, 0, 0];
    const one = first + row * step;
    const two = one + step;
    const three = two + step;
    const four = three + step;
    for (let k = 0; k < length; k += 1) {
      const value = values[at + k];
      const other = values[next + k];
      let weight = rows[one + k];
      a += value * weight;
      e += other * weight;
      weight = rows[two + k];
      b += value * weight;
      f += other * weight;
      weight = rows[three + k];
      c += value * weight;
      g += other * weight;
      weight = rows[four + k];
      d += value * weight;
      h += other * weight;
    }
    sums[row] += a;
    sums[row + 1] += b;
    sums[row + 2] += c;
    sums[row + 3] += d;
    others[row] += e;
    others[row + 1] += f;
    others[row + 2] += g;
    others[row + 3] += h;
  }
  addProducts(sums, rows, first, step, values, at, length, row);
  addProducts(others, rows, first, step, values, next, length, row);
}
