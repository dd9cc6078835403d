// Runs in the head of every page, before its text is there.

// A page that was opened from disk may not read its neighbours, so the search shows their titles
// only. From a server it shows the words around what was found, too.
if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;

// A widget may keep its settings in the address, so that they can be sent to somebody.
document.documentElement.dataset.courseAddress = "free";

// The widgets know JupyterLab's way to say which theme is on. Furo's is another one.
addEventListener("DOMContentLoaded", () => {
  const { body } = document;
  const system = matchMedia("(prefers-color-scheme: light)");
  const tell = () => {
    const chosen = body.dataset.theme;
    const light = chosen === "auto" ? system.matches : chosen === "light";
    body.dataset.jpThemeLight = String(light);
  };
  new MutationObserver(tell).observe(body, { attributeFilter: ["data-theme"] });
  system.addEventListener("change", tell);
  tell();
});
