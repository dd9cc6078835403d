// A camera that opens in a place of a widget, and closes when nobody looks.

import { NoPicture, openCamera } from "./photo_source.js";

/**
 * @param {HTMLElement} place  where its picture is shown
 * @param {object} heard
 * @param {() => void} heard.changed  it has opened, or closed
 * @param {(words: string) => void} heard.say
 */
export function cameraIn(place, { changed, say }) {
  let turn = 0;
  /** @type {{ video: HTMLVideoElement, stop: () => void } | null} */
  let opened = null;

  async function open() {
    turn += 1;
    const mine = turn;
    try {
      const camera = await openCamera();
      if (mine !== turn || !place.isConnected) {
        camera.stop();
        return;
      }
      opened = camera;
      place.replaceChildren(camera.video);
      say("");
      changed();
      await camera.video.play();
    } catch (error) {
      if (mine !== turn) return;
      close();
      say(error instanceof NoPicture ? error.message : "The camera did not open.");
    }
  }

  function close() {
    turn += 1;
    opened?.stop();
    opened = null;
    changed();
  }

  function pause() {
    if (document.hidden) close();
  }
  document.addEventListener("visibilitychange", pause);

  return {
    open,
    close,
    /** What it shows, while it is open. */
    video: () => opened?.video ?? null,
    free: () => {
      close();
      document.removeEventListener("visibilitychange", pause);
    },
  };
}
