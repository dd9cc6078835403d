// The logbook on the page: kept by the kernel where there is one, else in the browser's storage.
//
// Several widgets share it, each with a copy of this module, so what they share hangs on the page
// itself. A line goes into the browser's storage at once, and out of it when the kernel has it.
// What a learner says travels in messages, not in the model: that is saved in the notebook.

import { button, element } from "./dom.js";
import { asText, inOrder, isLine, linesIn, newLine } from "./logbook_lines.js";

/** @import { Model } from "./model.js" */
/** @import { SaidLine } from "./logbook_lines.js" */

/**
 * @typedef {object} Shared
 * @property {Map<string, SaidLine>} lines  all that this page knows of
 * @property {Set<string>} seen  guesses whose answer was on the screen
 * @property {string} words  what the kernel says of where lines are kept
 * @property {boolean} refused  whether the browser keeps nothing
 */

/**
 * @typedef {object} Logbook
 * @property {() => SaidLine[]} lines  of the kind and the key that it was opened for
 * @property {() => SaidLine[]} all
 * @property {(said: Record<string, unknown>) => void} add
 * @property {(listener: () => void) => void} onChange
 * @property {() => string} words
 * @property {() => boolean} isHere  whether it is this page that keeps the lines
 * @property {() => void} see
 * @property {() => boolean} isSeen
 * @property {(text: string) => number} take  a file's lines: how many were new, -1 if it has none
 * @property {() => void} clear
 * @property {() => void} close
 */

const NAME = "watch-it-learn logbook";
const CHANGED = "watch-it-learn-logbook";

/** @returns {Shared} */
function shared() {
  const page = /** @type {{ watchItLearnLogbook?: Shared }} */ (globalThis);
  page.watchItLearnLogbook ??= { lines: new Map(), seen: new Set(), words: "", refused: false };
  return page.watchItLearnLogbook;
}

/** What the browser's storage has, where it can be asked. */
function stored() {
  try {
    return linesIn(localStorage.getItem(NAME));
  } catch {
    shared().refused = true; // a sandbox, or the reader's settings
    return [];
  }
}

/** @param {SaidLine[]} lines */
function store(lines) {
  try {
    if (lines.length) localStorage.setItem(NAME, asText(inOrder(lines)));
    else localStorage.removeItem(NAME);
    shared().refused = false;
  } catch {
    shared().refused = true;
  }
}

/** @param {SaidLine[]} lines */
function learn(lines) {
  for (const line of lines) shared().lines.set(line.id, line);
}

const tellAll = () => window.dispatchEvent(new Event(CHANGED));

/**
 * Open the logbook for a widget.
 * @param {Model} model
 * @param {string | null} kind  null: lines of all kinds
 * @param {string | null} key
 * @param {boolean} kept  else its lines are for this page and the kernel, and go with the page
 * @returns {Logbook}
 */
export function openLogbook(model, kind, key, kept = true) {
  /** @type {(line: SaidLine) => boolean} */
  const isOurs = (line) =>
    (kind === null || line.kind === kind) && (key === null || line.key === key);
  /** @param {Record<string, unknown>} asked */
  const ask = (asked) => {
    try {
      model.send({ logbook: asked });
    } catch (error) {
      console.debug("The kernel is not there; the page keeps the logbook.", error);
    }
  };
  /** @param {any} message */
  const hear = (message) => {
    const told = message?.logbook;
    if (!told || !Array.isArray(told.lines)) return;
    const lines = told.lines.filter(isLine);
    if (told.cleared) {
      shared().lines.clear();
      shared().seen.clear();
      store([]);
    }
    learn(lines);
    const kept = new Set(lines.map((/** @type {SaidLine} */ line) => line.id));
    const waiting = stored();
    if (waiting.some((line) => kept.has(line.id))) {
      store(waiting.filter((line) => !kept.has(line.id)));
    }
    shared().words = String(told.words ?? "");
    tellAll();
  };
  /** @param {StorageEvent} event */
  const otherTab = (event) => {
    if (event.key !== NAME && event.key !== null) return;
    learn(linesIn(event.newValue));
    tellAll();
  };
  const lines = () => inOrder([...shared().lines.values()].filter(isOurs));
  /** @type {(() => void)[]} */
  const listeners = [];
  window.addEventListener("storage", otherTab);
  model.on("msg:custom", hear);
  const waiting = stored();
  learn(waiting);
  ask({ lines: waiting.filter(isOurs) });
  return {
    lines,
    all: () => inOrder(shared().lines.values()),
    add(said) {
      // Another tab may have written meanwhile.
      const there = stored();
      learn(there);
      const line = newLine([...shared().lines.values()], kind ?? "", key ?? "", said);
      learn([line]);
      if (kept) store([...there, line]);
      ask({ lines: [line] });
      tellAll();
    },
    onChange(listener) {
      listeners.push(listener);
      window.addEventListener(CHANGED, listener);
    },
    words: () => {
      const { words, refused } = shared();
      if (words) return words;
      return refused
        ? "This browser lets the page keep nothing, so it is gone when the page is closed. Save it as a file."
        : "It is kept in this browser, on this device, and goes nowhere else.";
    },
    isHere: () => !shared().words || stored().some(isOurs),
    see() {
      shared().seen.add(`${kind} ${key}`);
      tellAll();
    },
    isSeen: () => shared().seen.has(`${kind} ${key}`),
    take(text) {
      const given = linesIn(text);
      if (!given.length) return -1;
      const count = given.filter((line) => !shared().lines.has(line.id)).length;
      learn(given);
      store([...new Map([...stored(), ...given].map((line) => [line.id, line])).values()]);
      ask({ lines: given });
      tellAll();
      return count;
    },
    clear() {
      shared().lines.clear();
      shared().seen.clear();
      store([]);
      ask({ clear: true });
      tellAll();
    },
    close() {
      for (const listener of listeners) window.removeEventListener(CHANGED, listener);
      window.removeEventListener("storage", otherTab);
      model.off("msg:custom", hear);
    },
  };
}

/**
 * Give all that the page knows of as a file, by the browser's own way to save one.
 * @param {Logbook} book
 */
export function saveAsFile(book) {
  const file = new Blob([asText(book.all())], { type: "application/json" });
  const link = element("a", { download: "watch-it-learn-logbook.json" });
  link.href = URL.createObjectURL(file);
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/**
 * A line under a widget that says where its lines are kept; it shows itself when there are some.
 * Where the page keeps them, a button that saves them comes with it: if it is asked for, or if
 * this browser keeps nothing.
 * @param {Logbook} book
 * @param {boolean} offers
 */
export function keptLine(book, offers = false) {
  const words = element("span");
  const save = button("Save my logbook as a file", () => saveAsFile(book));
  const root = element("p", { class: "wil-kept" }, words, " ", save);
  const show = () => {
    root.hidden = book.lines().length === 0;
    words.textContent = book.words();
    save.hidden = !book.isHere() || !(offers || shared().refused);
  };
  book.onChange(show);
  show();
  return root;
}
