// What does not fit into a narrow page: code, tables and figures that are wider than it.

/** What scrolls sideways by itself. */
const SCROLLS = "pre, .cell_output .output, .course-formula";
const FIGURES = ".cell_output img";

/** How many times as wide as its place a printed line is that breaks. */
const LONG = 2.5;

/**
 * What scrolls can be reached and moved by keys, and shows at its edge that there is more.
 * @param {HTMLElement} part
 */
function show(part) {
  if (part.matches(".cell_output pre")) {
    part.classList.remove("breaks");
    part.classList.toggle("breaks", part.scrollWidth > LONG * part.clientWidth);
  }
  const more = part.scrollWidth - part.clientWidth - part.scrollLeft > 1;
  if (part.scrollWidth > part.clientWidth) part.tabIndex = 0;
  else part.removeAttribute("tabindex");
  part.toggleAttribute("data-more", more);
}

/**
 * A table that is too wide is folded: each row below the other, each value with its column's name.
 * Only where one row of names heads it; any other scrolls.
 * @param {HTMLTableElement} table
 */
function fold(table) {
  table.classList.remove("folds");
  const [names, ...others] = table.tHead?.rows ?? [];
  const plain =
    names && others.every((row) => ![...row.cells].some((cell, k) => k && cell.textContent.trim()));
  const spans = [...table.querySelectorAll("th, td")].some(
    (cell) => cell instanceof HTMLTableCellElement && (cell.colSpan > 1 || cell.rowSpan > 1),
  );
  const room = table.parentElement?.clientWidth ?? 0;
  if (!plain || spans || table.scrollWidth <= room) return;
  table.setAttribute("role", "table"); // which its look would take from it
  for (const row of table.rows) {
    row.setAttribute("role", "row");
    [...row.cells].forEach((cell, k) => {
      const head = row.parentElement === table.tHead ? "columnheader" : "rowheader";
      cell.setAttribute("role", cell.tagName === "TH" ? head : "cell");
      if (cell.tagName === "TD") cell.dataset.name = names.cells[k]?.textContent ?? "";
    });
  }
  table.classList.add("folds");
}

/**
 * Show a figure in its own size, over the page.
 * @param {HTMLImageElement} figure
 */
function enlarge(figure) {
  const dialog = document.createElement("dialog");
  dialog.className = "course-figure";
  dialog.setAttribute("aria-label", figure.alt || "A figure");
  const close = Object.assign(document.createElement("button"), { textContent: "Close" });
  const large = Object.assign(document.createElement("img"), { src: figure.src, alt: figure.alt });
  const room = document.createElement("div");
  room.tabIndex = 0;
  room.append(large);
  dialog.append(room, close);
  close.addEventListener("click", () => dialog.close());
  large.addEventListener("click", () => dialog.close());
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation(); // Sphinx's search would take it, and keep it
    dialog.close();
  });
  dialog.addEventListener("close", () => {
    dialog.remove();
    figure.focus({ preventScroll: true });
  });
  document.body.append(dialog);
  dialog.showModal();
}

/**
 * A figure that is shown smaller than it is opens at a tap, or by a key.
 * @param {HTMLImageElement} figure
 */
function offer(figure) {
  const small = figure.naturalWidth > 1.25 * figure.clientWidth && figure.clientWidth > 0;
  figure.classList.toggle("opens", small);
  if (small) {
    figure.tabIndex = 0;
    figure.setAttribute("role", "button");
    figure.setAttribute("aria-label", `Enlarge the figure. ${figure.alt}`);
  } else if (figure.hasAttribute("role")) {
    for (const name of ["tabindex", "role", "aria-label"]) figure.removeAttribute(name);
  }
}

addEventListener("DOMContentLoaded", () => {
  const article = document.querySelector("article") ?? document.body;
  const look = () => {
    for (const table of article.querySelectorAll("table")) fold(table);
    for (const part of /** @type {NodeListOf<HTMLElement>} */ (article.querySelectorAll(SCROLLS))) {
      show(part);
    }
    for (const figure of /** @type {NodeListOf<HTMLImageElement>} */ (
      article.querySelectorAll(FIGURES)
    )) {
      if (!figure.closest(".wil, [data-course-widget]")) offer(figure);
    }
  };
  /** @type {(event: Event) => void} */
  const open = (event) => {
    const figure = event.target;
    if (!(figure instanceof HTMLImageElement) || !figure.matches(".opens")) return;
    if (event instanceof KeyboardEvent && !["Enter", " "].includes(event.key)) return;
    event.preventDefault();
    enlarge(figure);
  };
  article.addEventListener("click", open);
  article.addEventListener("keydown", open);
  article.addEventListener("load", look, true); // a figure has come
  article.addEventListener(
    "scroll",
    ({ target }) => target instanceof HTMLElement && target.matches(SCROLLS) && show(target),
    true,
  );
  addEventListener("resize", look);
  addEventListener("toggle", look, true); // a solution was opened
  look();
});
