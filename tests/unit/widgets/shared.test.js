import assert from "node:assert/strict";
import { test } from "node:test";
import { typed } from "../../../helpers/widgets/shared/bytes.js";
import { placeOf } from "../../../helpers/widgets/shared/choices.js";
import { lastNotAbove, setEpoch } from "../../../helpers/widgets/shared/epochs.js";
import { isControlKey, isPlain } from "../../../helpers/widgets/shared/keys.js";
import { change } from "../../../helpers/widgets/shared/model.js";
import { grey, inkOn } from "../../../helpers/widgets/shared/squares.js";
import { tiling } from "../../../helpers/widgets/shared/tiles.js";

/** A model of plain values, whose kernel may be gone. */
function model(/** @type {Record<string, unknown>} */ values, kernel = true) {
  /** @type {string[]} */
  const told = [];
  return {
    told,
    get: (/** @type {string} */ name) => values[name],
    set: (/** @type {string} */ name, /** @type {unknown} */ value) => {
      values[name] = value;
      told.push(`${name} ${value}`);
    },
    save_changes: () => {
      if (!kernel) throw new Error("no kernel");
      told.push("saved");
    },
    send: () => {},
    on: () => {},
    off: () => {},
  };
}

test("bytes become numbers wherever they lie", () => {
  const all = Uint8Array.from({ length: 16 }, (_, index) => index);
  assert.deepEqual([...typed(all, Uint8Array, 3, 2)], [3, 4]);
  assert.deepEqual([...typed(all.buffer, Uint16Array, 0, 2)], [0x0100, 0x0302]);
  const inside = new DataView(all.buffer, 5, 6); // not where a number of four bytes may begin
  assert.deepEqual([...typed(inside, Uint8Array)], [5, 6, 7, 8, 9, 10]);
  assert.equal(typed(inside, Float32Array, 0, 1).length, 1);
});

test("an epoch is the last that is not above", () => {
  const epochs = [0, 2, 5];
  assert.deepEqual(
    [-1, 0, 1, 2, 4, 5, 9].map((each) => lastNotAbove(epochs, each)),
    [0, 0, 0, 1, 1, 2, 2],
  );
  const own = model({ epochs, epoch: 0 });
  setEpoch(own, 4);
  setEpoch(own, 3); // the same one
  assert.deepEqual(own.told, ["epoch 2", "saved"]);
});

test("a change is made where there is no kernel, too", () => {
  const alone = model({ cell: 1 }, false);
  change(alone, "cell", 2);
  assert.equal(alone.get("cell"), 2);
});

test("what is chosen has its place in a list, the last axis moving fastest", () => {
  assert.equal(placeOf([], []), 0);
  assert.equal(placeOf([1, 2], [3, 4]), 6);
  assert.equal(placeOf([2, 1, 0], [3, 2, 5]), 25);
});

test("keys with Ctrl, Alt or Meta are not a widget's", () => {
  /** @type {(key: string, held?: object) => KeyboardEvent} */
  const press = (key, held = {}) => /** @type {KeyboardEvent} */ ({ key, ...held });
  assert.ok(isControlKey(press("ArrowLeft")));
  assert.ok(isControlKey(press("Home", { shiftKey: true })));
  assert.ok(!isControlKey(press("s", { ctrlKey: true })));
  assert.ok(!isControlKey(press("ArrowLeft", { metaKey: true })));
  assert.ok(!isControlKey(press("a")));
  assert.ok(isPlain(press("a")));
});

test("greys and the ink on them", () => {
  assert.deepEqual([-1, 0, 0.5, 2].map(grey), [
    "rgb(0, 0, 0)",
    "rgb(0, 0, 0)",
    "rgb(128, 128, 128)",
    "rgb(255, 255, 255)",
  ]);
  assert.deepEqual([0, 1].map(inkOn), ["white", "black"]);
});

test("tiles lie in rows of eight, many of them in rows of sixteen", () => {
  assert.deepEqual(tiling({ maps: 3, rows: 4, columns: 4 }), {
    across: 3,
    gap: 1,
    width: 14,
    height: 4,
  });
  assert.deepEqual(tiling({ maps: 20, rows: 24, columns: 24 }), {
    across: 8,
    gap: 2,
    width: 206,
    height: 76,
  });
  assert.equal(tiling({ maps: 64, rows: 5, columns: 5 }).across, 16);
});
