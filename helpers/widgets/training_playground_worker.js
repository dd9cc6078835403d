// Who does the playground's work: a worker, or the page itself where it may start none.

import { network, randomNumbers, shuffled } from "./shared/learning.js";
import {
  convolution,
  dense,
  layersOf,
  parameter,
  pooling,
  relu,
} from "./shared/learning_layers.js";
import { driver, hiddenOf, trainer } from "./training_playground_loop.js";

/** @import { Message, Report } from "./training_playground_loop.js" */

/** @typedef {{ side: number, classes: number }} Given */

const SLICE_MS = 40; // of a worker, between two reports
const FRAME_MS = 8; // of the page, between two of its frames

/**
 * In a worker: answer whoever sends messages.
 * @param {{ onmessage: unknown, postMessage: (report: Report) => void }} scope
 * @param {Given} given
 * @param {number} slice
 */
function inWorker(scope, given, slice) {
  const learner = trainer(given, (report) => scope.postMessage(report));
  const work = driver(learner, slice, setTimeout);
  scope.onmessage = (/** @type {{ data: Message }} */ { data }) => work.hear(data);
}

/**
 * A worker's whole program: the text of each function that it needs, by the name it has here.
 * @param {Given} given
 */
export function programOf(given) {
  const arithmetic = [parameter, dense, convolution, pooling, relu, layersOf, network];
  const parts = [randomNumbers, shuffled, ...arithmetic, hiddenOf, trainer, driver, inWorker];
  return `"use strict";\n${parts.join("\n")}\ninWorker(self, ${JSON.stringify(given)}, ${SLICE_MS});`;
}

/**
 * Start to work. Where a worker does not come to life, `alone` is called, and the page does it.
 * @param {Given} given
 * @param {(report: Report) => void} heard
 * @param {() => void} alone
 */
export function learnerFor(given, heard, alone) {
  /** @type {Message[]} */
  const sent = []; // until the worker is alive: who takes over needs to know
  let alive = false;
  /** @type {Worker | null} */
  let worker = null;
  /** @type {ReturnType<typeof driver> | null} */
  let page = null;
  let stopped = false;

  function goAlone() {
    worker?.terminate();
    worker = null;
    if (stopped) return;
    /** @type {(next: () => void, wait: number) => void} */
    const later = (next, wait) => {
      const then = () => stopped || next();
      if (wait) setTimeout(then, wait);
      else requestAnimationFrame(then);
    };
    page = driver(trainer(given, heard), FRAME_MS, later);
    alone();
    for (const message of sent.splice(0)) page.hear(message);
  }

  const url = URL.createObjectURL(new Blob([programOf(given)], { type: "text/javascript" }));
  try {
    worker = new Worker(url);
    worker.onmessage = ({ data }) => {
      if (!alive) URL.revokeObjectURL(url);
      alive = true;
      heard(data);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      if (!alive) goAlone();
    };
  } catch (error) {
    console.debug("This page may start no worker.", error);
    goAlone();
  }

  return {
    /** @param {Message} message */
    send(message) {
      if (page) page.hear(message);
      else {
        if (!alive) sent.push(message);
        worker?.postMessage(message);
      }
    },
    stop() {
      stopped = true;
      worker?.terminate();
      URL.revokeObjectURL(url);
    },
  };
}
