"""A hand for the drawing pad in a page: it draws, presses buttons, and looks at the clock."""

#: Strokes, as shares of the pad's width and height.
SEVEN = [[(0.3, 0.25), (0.7, 0.25), (0.45, 0.8)]]
ONE = [[(0.5, 0.15), (0.5, 0.85)]]

_WATCH = """(root) => {
  const times = [];
  let under_way = 0;
  const paper = root.querySelector(".wil-paper");
  const up = (event) => setTimeout(() => {
    under_way += 1;
    const wanted = root.dataset.asked;
    const look = () => {
      if (root.dataset.answered !== wanted) return requestAnimationFrame(look);
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => {
          times.push(performance.now() - event.timeStamp);
          under_way -= 1;
        };
        port2.postMessage(null);
      });
    };
    look();
  });
  paper.addEventListener("pointerup", up, true);
  root.watched = { stop: async () => {
    while (under_way) await new Promise((resolve) => setTimeout(resolve, 20));
    paper.removeEventListener("pointerup", up, true);
    return times;
  } };
}"""


class Hand:
    """A hand on a pad.

    Parameters
    ----------
    page : Playwright page
    index : int
        Which of its pads.
    """

    def __init__(self, page, index=0):
        self.page = page
        self.root = page.locator(".wil-pad").nth(index)
        self.root.wait_for()
        self.paper = self.root.locator(".wil-paper")
        self.note = self.root.locator(".wil-note")

    def place(self, x, y):
        """Give a place on the pad, from 0 to 1 both ways, in the page's pixels."""
        self.paper.scroll_into_view_if_needed()
        box = self.paper.bounding_box()
        return box["x"] + x * box["width"], box["y"] + y * box["height"]

    def draw(self, strokes, steps=6):
        """Draw strokes with the mouse, each a list of places, and wait for the answer."""
        for stroke in strokes:
            self.page.mouse.move(*self.place(*stroke[0]))
            self.page.mouse.down()
            for spot in stroke[1:]:
                self.page.mouse.move(*self.place(*spot), steps=steps)
            self.page.mouse.up()
            self.wait()

    def press(self, name):
        """Press a button by its name, and wait for the answer, if there is one to come."""
        self.root.get_by_role("button", name=name).click()
        self.wait()

    def wait(self):
        """Wait until the last drawing is answered."""
        self.page.wait_for_function(
            "({ dataset }) => dataset.asked && dataset.asked === dataset.answered",
            arg=self.root.element_handle(),
        )

    def says(self):
        """Return the digit that the network takes the drawing for; None where it says none."""
        best = self.root.get_attribute("data-best")
        return None if best is None else int(best)

    def ink(self):
        """Return how much of the pad is covered with ink, from 0 to 1."""
        return self.paper.evaluate(
            "(paper) => paper.getContext('2d').getImageData(0, 0, paper.width, paper.height).data"
            ".reduce((sum, value, index) => sum + (index % 4 === 3 ? value : 0), 0)"
            " / (255 * paper.width * paper.height)"
        )

    def shown(self, selector):
        """Return the pixels of a canvas as one long list."""
        return self.root.locator(selector).first.evaluate(
            "(canvas) => Array.from(canvas.getContext('2d')"
            ".getImageData(0, 0, canvas.width, canvas.height).data)"
        )

    def stroke_to_answer(self, strokes, pause=150):
        """Draw strokes one by one; return for each the milliseconds until all was painted.

        The time runs from the event of the pen that is lifted to the first task after the
        browser's frame with probabilities and maps.
        """
        self.root.evaluate(_WATCH)
        for stroke in strokes:
            self.draw([stroke], steps=4)
            self.page.wait_for_timeout(pause)
        return self.root.evaluate("(root) => root.watched.stop()")
