// Starts the deck, and makes what stands on a slide fit into it.

const LARGEST = 1.7;
const SMALLEST = 0.4;
const STEP = 0.05;

// Text gets smaller until it fits into its place.
function fitTold(place) {
  for (let size = 1; size >= SMALLEST; size -= STEP) {
    place.style.setProperty("--fit", size);
    const low = place.scrollHeight <= place.clientHeight + 1;
    if (low && place.scrollWidth <= place.clientWidth + 1) return;
  }
}

// A picture, a table or a widget grows or shrinks as a whole.
function fitShown(place) {
  const content = place.firstElementChild;
  for (let zoom = LARGEST; zoom >= SMALLEST; zoom -= STEP) {
    content.style.zoom = zoom;
    const [have, want] = [place.getBoundingClientRect(), content.getBoundingClientRect()];
    const within = want.width <= have.width + 1 && want.height <= have.height + 1;
    if (within && content.scrollWidth <= content.clientWidth + 1) return;
  }
}

function fit(slide) {
  slide?.querySelectorAll(".course-told").forEach(fitTold);
  slide?.querySelectorAll(".course-shown").forEach(fitShown);
}

const current = () => globalThis.Reveal.getCurrentSlide();
// A widget may come to life, or change its size, after its slide was opened.
const resized = new ResizeObserver(() => requestAnimationFrame(() => fit(current())));

globalThis.Reveal.initialize({
  width: Number(document.querySelector(".reveal").dataset.width),
  height: Number(document.querySelector(".reveal").dataset.height),
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
  const widgets = document.querySelectorAll("[data-course-widget]");
  widgets.forEach((place) => resized.observe(place));
  document.fonts.ready.then(() => fit(current()));
});
globalThis.Reveal.on("slidechanged", ({ currentSlide }) => fit(currentSlide));
globalThis.Reveal.on("pdf-ready", () => document.querySelectorAll(".course-slide").forEach(fit));
