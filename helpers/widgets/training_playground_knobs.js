// The playground's knobs: a menu for each setting.

import { element, labelled, menu } from "./shared/dom.js";
import { turned, valuesOf } from "./training_playground_settings.js";
import { NAMES, nameOf, wordsOf } from "./training_playground_words.js";

/**
 * @import { Settings } from "./training_playground_loop.js"
 * @import { Offered } from "./training_playground_settings.js"
 */

/**
 * Menus for all settings; `show` brings them up to date.
 * @param {Offered} offered
 * @param {() => Settings} settings
 * @param {(settings: Settings) => void} choose
 */
export function knobs(offered, settings, choose) {
  const all = Object.keys(NAMES).map((name) => {
    const select = element("select");
    const label = labelled("", select);
    select.addEventListener("change", () => {
      const value = valuesOf(offered, name, settings().network)[select.selectedIndex];
      choose(turned(offered, settings(), name, value));
    });
    const show = () => {
      const now = settings();
      const values = valuesOf(offered, name, now.network);
      label.hidden = values.length === 0;
      label.firstElementChild?.replaceChildren(nameOf(name, now));
      const options = menu(values.map((value) => [value, wordsOf(value)]));
      select.replaceChildren(...options.children);
      select.selectedIndex = values.indexOf(now[/** @type {keyof Settings} */ (name)]);
    };
    return { label, show };
  });
  return {
    box: element("div", { class: "wil-knobs" }, ...all.map(({ label }) => label)),
    show: () => {
      for (const { show } of all) show();
    },
  };
}
