"""A reader of a lesson in JupyterLab: opens it, runs it, moves its sliders, notes what is wrong."""

from tests.support.lab_harness import eventually

#: What is amiss with a lesson's outputs: a list of sentences. Widgets may be dead or empty,
#: pictures missing or of one colour.
_AMISS = """async (ours) => {
  const panel = window.jupyterapp.shell.currentWidget.content;
  const VIEW = "application/vnd.jupyter.widget-view+json";
  const DEAD = /error displaying|error creating|loading widget|not found|javascript error/i;
  const empty = (image) => {
    const canvas = new OffscreenCanvas(64, 64);
    const pen = canvas.getContext("2d");
    pen.drawImage(image, 0, 0, 64, 64);
    const counts = new Map();
    for (const colour of new Uint32Array(pen.getImageData(0, 0, 64, 64).data.buffer)) {
      counts.set(colour, (counts.get(colour) ?? 0) + 1);
    }
    return Math.max(...counts.values()) > 0.98 * 64 * 64;
  };
  const amiss = [];
  for (const [number, cell] of panel.widgets.entries()) {
    for (const image of cell.node.querySelectorAll("img")) {
      if (!image.complete || image.naturalWidth < 20) amiss.push(`cell ${number}: no ${image.alt}`);
    }
    if (cell.outputHidden) continue; // an answer that waits
    const outputs = cell.model.outputs;
    const shown = cell.node.querySelectorAll(".jp-Cell-outputArea .jp-OutputArea-child");
    for (let k = 0; k < (outputs?.length ?? 0); k += 1) {
      const data = outputs.get(k).data;
      const place = shown[k];
      const says = (what) => amiss.push(`cell ${number}, output ${k}: ${what}`);
      if (!place) {
        says("not shown");
      } else if (VIEW in data && (!ours || "image/png" in data)) {
        const view = place.querySelector(".jupyter-widgets, .wil");
        const box = (view?.querySelector(".wil") ?? view)?.getBoundingClientRect();
        if (DEAD.test(place.innerText)) says(place.innerText.slice(0, 200));
        else if (!view) says("no widget");
        else if (box.width < 100 || (box.height < 30 && !view.innerText.trim())) {
          says(`${box.width} x ${box.height} pixels`); // a sentence may be one line
        }
      } else if (!(VIEW in data) && "image/png" in data) {
        const image = place.querySelector("img");
        if (!image) says("no picture");
        else if (image.complete && empty(image)) says("a picture of one colour");
      }
    }
  }
  return amiss;
}"""

#: What a slider's widget shows, as one number: pixels of canvases, lines of drawings, a table.
_LOOK = """(slider) => {
  let hash = 0;
  const parts = slider.closest(".wil").querySelectorAll("canvas, svg[role=img], img, [role=grid]");
  for (const part of parts) {
    const text = part.tagName === "CANVAS" ? part.toDataURL() : part.outerHTML;
    for (let k = 0; k < text.length; k += 1) hash = (31 * hash + text.charCodeAt(k)) | 0;
  }
  return hash;
}"""


class LessonReader:
    """Somebody who reads one lesson.

    Parameters
    ----------
    notebook : lab_harness.OpenNotebook

    Attributes
    ----------
    notebook, page
    wrong : list of str
        Errors that the page's console told so far.
    """

    def __init__(self, lab, page, path):
        self.page, self.wrong = page, []
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("console", self._hear)
        self.notebook = lab.open(page, lab.copy(path))
        self.notebook.trust()
        self.sources = ["".join(cell["source"]) for cell in self.notebook.cells()]

    def _hear(self, said):
        # JupyterLab asks for a text's pictures before it has put their addresses in.
        soon = said.location["url"].startswith("attachment:")
        if said.type == "error" and not soon:
            self.wrong.append(f"{said.text} ({said.location['url']})")

    def place_of(self, text):
        """Return the index of the first cell whose source has a text in it."""
        return next(index for index, source in enumerate(self.sources) if text in source)

    def output(self, text):
        """Return the output of the first cell whose source has a text in it."""
        return self.notebook.output(self.place_of(text))

    def finds_nothing_amiss(self, ours=False):
        """Wait until no widget is dead or empty, and no picture missing or empty.

        ``ours`` looks at the course's own widgets alone: those of ipywidgets need a kernel.
        """
        eventually(lambda: self.amiss(ours), [])

    def amiss(self, ours=False):
        """Return what is amiss at this moment, a sentence for each."""
        return self.page.evaluate(_AMISS, ours)

    def moves_every_slider(self):
        """Move each slider to its start, end and middle; each time the picture must change.

        It stays in the middle: at an end of one (a rate at which nothing is learned) another may
        rightly have no effect.

        Returns
        -------
        int
            How many there were.
        """
        sliders = self.page.locator(".wil input[type=range]").all()
        for slider in sliders:
            slider.scroll_into_view_if_needed()
            last = int(slider.get_attribute("max"))
            shown = None
            for move, values in (
                (lambda one: one.press("Home"), {0}),
                (lambda one: one.press("End"), {last}),
                (lambda one: one.click(), {last // 2, (last + 1) // 2}),  # a click is in the middle
            ):
                move(slider)
                eventually(slider.input_value, lambda value, values=values: int(value) in values)
                before = shown
                shown = eventually(
                    lambda slider=slider: slider.evaluate(_LOOK), lambda now, old=before: now != old
                )
        return len(sliders)
