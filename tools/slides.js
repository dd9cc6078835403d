// Starts the deck, and makes what stands on a slide fit into it.

const LARGEST = 1.7;
const SMALLEST = 0.4;
const STEP = 0.05;

/**
 * Text gets smaller until it fits into its place.
 * @param {HTMLElement} place
 */
function fitTold(place) {
  for (let size = 1; size >= SMALLEST; size -= STEP) {
    place.style.setProperty("--fit", String(size));
    const low = place.scrollHeight <= place.clientHeight + 1;
    if (low && place.scrollWidth <= place.clientWidth + 1) return;
  }
}

/**
 * A picture, a table or a widget grows or shrinks as a whole.
 * @param {HTMLElement} place
 */
function fitShown(place) {
  const content = place.firstElementChild;
  if (!(content instanceof HTMLElement)) return;
  for (let zoom = LARGEST; zoom >= SMALLEST; zoom -= STEP) {
    content.style.setProperty("zoom", String(zoom));
    const [have, want] = [place.getBoundingClientRect(), content.getBoundingClientRect()];
    const within = want.width <= have.width + 1 && want.height <= have.height + 1;
    if (within && content.scrollWidth <= content.clientWidth + 1) return;
  }
}

/** @param {Element} [slide] */
function fit(slide) {
  /** @type {(name: string) => Iterable<HTMLElement>} */
  const places = (name) => slide?.querySelectorAll(name) ?? [];
  for (const place of places(".course-told")) fitTold(place);
  for (const place of places(".course-shown")) fitShown(place);
}

const current = () => globalThis.Reveal.getCurrentSlide();
// A widget may come to life, or change its size, after its slide was opened.
const resized = new ResizeObserver(() => requestAnimationFrame(() => fit(current())));

/** @type {HTMLElement | null} */
const deck = document.querySelector(".reveal");

globalThis.Reveal.initialize({
  width: Number(deck?.dataset.width),
  height: Number(deck?.dataset.height),
  margin: 0,
  maxScale: 4,
  center: false,
  hash: true,
  slideNumber: "c/t",
  transition: "none",
  pdfSeparateFragments: false,
  plugins: [globalThis.RevealNotes],
}).then(() => {
  fit(current());
  for (const place of document.querySelectorAll("[data-course-widget]")) resized.observe(place);
  document.fonts.ready.then(() => fit(current()));
});
globalThis.Reveal.on("slidechanged", ({ currentSlide }) => fit(currentSlide));
globalThis.Reveal.on("pdf-ready", () => {
  for (const slide of document.querySelectorAll(".course-slide")) fit(slide);
});
