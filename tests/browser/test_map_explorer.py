"""The map explorer in JupyterLab: pointed at, moved by keys, by sliders, without a kernel."""

import numpy as np
import pytest

from tests.support.lab_harness import eventually

MAKE = """
import numpy as np
from helpers.widgets.map_explorer import MapExplorer
# An 8 x 8 lattice of points, a picture for each, whose brightness is its number.
lattice = np.stack(np.meshgrid(np.arange(8.0), np.arange(8.0)), axis=-1).reshape(-1, 2)
labels = np.arange(64) % 2
pictures = np.repeat(4 * np.arange(64, dtype=np.uint8), 16).reshape(64, 4, 4)
explorer = MapExplorer(lattice, labels, ["even", "odd"], pictures, n_nearest=4, title="A lattice")
explorer
"""
SEVERAL = """
maps = np.stack([lattice, 7 - lattice, lattice[:, ::-1], lattice * 0.5])
several = MapExplorer(maps, labels, ["even", "odd"], notes=["first", "turned", "flipped", "half"],
                      choices={"n_neighbors": [5, 15], "min_dist": [0.0, 0.5]})
several
"""
TELL = "print([round(value, 2) for value in explorer.spot], explorer.nearest, several.choice)"
SET = "explorer.spot = [6.9, 0.1]; several.choice = [0, 0]"


def lattice_neighbours(spot, count=4):
    points = np.stack(np.meshgrid(np.arange(8.0), np.arange(8.0)), axis=-1).reshape(-1, 2)
    return np.argsort(((points - spot) ** 2).sum(axis=1), kind="stable")[:count].tolist()


class Explorer:
    """An explorer in a page, seen and used as a reader does."""

    def __init__(self, page, index=0):
        self.page = page
        self.root = page.locator(".wil-explorer").nth(index)
        self.root.wait_for()
        self.map = self.root.locator("canvas.wil-map")

    def point(self, x, y):
        """Move the mouse to a place, given as shares of the map from its lower left."""
        self.map.scroll_into_view_if_needed()
        box = self.map.bounding_box()
        self.page.mouse.move(box["x"] + x * box["width"], box["y"] + (1 - y) * box["height"])

    def shows(self, numbers):
        """Wait until these pictures are shown: by their numbers, and by what the canvases hold."""
        eventually(self._shown, [[number, 4 * number] for number in numbers])

    def _shown(self):
        return self.root.locator(".wil-found canvas").evaluate_all(
            "(all) => all.map((one) => [Number(one.dataset.picture),"
            " one.getContext('2d').getImageData(1, 1, 1, 1).data[0]])"
        )

    def wait_for_map(self, number):
        self.page.wait_for_function(
            "([root, number]) => root.dataset.map === String(number)",
            arg=[self.root.element_handle(), number],
        )


@pytest.fixture(scope="module")
def notebook(lab, open_page):
    page = open_page()
    notebook = lab.open(page, lab.make("explorer.ipynb", [MAKE, SEVERAL, TELL, SET]))
    notebook.run_all()
    return notebook


@pytest.fixture
def explorer(notebook):
    return Explorer(notebook.page)


@pytest.mark.parametrize("share", [(0.2, 0.3), (0.77, 0.9), (0.51, 0.02)])
def test_pointing_shows_the_nearest_pictures(explorer, share):
    explorer.point(*share)
    # The frame has 3 % of the lattice's width to spare on each side.
    spot = (np.array(share) - 0.5) * 7 * 1.06 + 3.5
    wanted = lattice_neighbours(spot)
    explorer.shows(wanted)
    even = sum(number % 2 == 0 for number in wanted)
    assert f"{even} even" in explorer.root.locator(".wil-caption").inner_text() or even == 0


def test_it_answers_at_once(explorer):
    # Pictures are there in the same turn as the event, so before the next frame is painted.
    nearest = explorer.map.evaluate(
        """(map) => {
          const box = map.getBoundingClientRect();
          const first = map.closest(".wil-explorer").getElementsByClassName("wil-small");
          return Array.from({ length: 8 }, (_, column) => {
            map.dispatchEvent(new PointerEvent("pointermove", { bubbles: true,
              clientX: box.left + ((column - 3.5) / 7.42 + 0.5) * box.width,
              clientY: box.top + 0.5 * box.height }));
            return Number(first[0].dataset.picture) % 8;
          });
        }"""
    )
    assert nearest == list(range(8))


def test_keys_move_the_spot_and_do_not_reach_jupyterlab(notebook, explorer):
    explorer.map.focus()
    for key in ("Home", *["ArrowLeft"] * 4, "ArrowUp", "Shift+ArrowRight", "Enter", " "):
        explorer.page.keyboard.press(key)
    step = 7 * 1.06 / 64
    spot = [3.5 + (6 - 4) * step, 3.5 + step]
    notebook.run_until_it_prints(
        2, f"{[round(value, 2) for value in spot]} {lattice_neighbours(spot)} [0, 0]"
    )
    panel = "window.jupyterapp.shell.currentWidget.content"
    assert notebook.page.evaluate(f"{panel}.mode") == "command"
    assert notebook.page.evaluate(f"{panel}.widgets.length") == 4


def test_python_sets_the_spot(notebook, explorer):
    notebook.run(3)
    explorer.shows(lattice_neighbours([6.9, 0.1]))


def test_sliders_choose_the_map(notebook):
    several = Explorer(notebook.page, 1)
    before = several.map.screenshot()
    sliders = several.root.locator("input[type=range]")
    sliders.nth(0).focus()
    notebook.page.keyboard.press("ArrowRight")
    sliders.nth(1).focus()
    notebook.page.keyboard.press("ArrowRight")
    several.wait_for_map(3)
    eventually(several.root.locator(".wil-note").inner_text, "half")
    assert sliders.nth(1).get_attribute("aria-valuetext") == "min_dist 0.5"
    eventually(several.map.screenshot, lambda shot: shot != before)
    notebook.page.keyboard.press("ArrowLeft")
    sliders.nth(0).focus()
    notebook.page.keyboard.press("ArrowLeft")
    several.wait_for_map(0)


def test_words_are_there_for_those_who_hear_the_page(explorer):
    explorer.point(0.3, 0.3)
    live = explorer.root.locator("[aria-live=polite]")
    explorer.page.wait_for_function(
        "(live) => live.textContent.startsWith('Nearest to the spot: ')",
        arg=live.element_handle(),
    )
    assert explorer.map.get_attribute("aria-label").startswith("Map of pictures. Nearest")
    assert explorer.root.get_attribute("aria-label") == "A lattice"
    first = explorer.root.locator(".wil-found canvas").first
    assert first.get_attribute("aria-label") in ("even", "odd")


def test_it_fits_a_phone(notebook, explorer):
    page = notebook.page
    before = page.viewport_size
    try:
        page.set_viewport_size({"width": 400, "height": 800})
        page.wait_for_function(
            "(root) => root.clientWidth < 330", arg=explorer.root.element_handle()
        )
        assert explorer.root.evaluate("(root) => root.scrollWidth <= root.clientWidth")
        box = explorer.map.bounding_box()
        assert box["width"] == pytest.approx(box["height"], abs=1)
    finally:
        page.set_viewport_size(before)


def test_it_works_without_a_kernel_and_in_the_reopened_notebook(lab, page):
    notebook = lab.open(page, lab.make("reopened_explorer.ipynb", [MAKE]))
    notebook.run_all()
    Explorer(page)
    notebook.stop_kernel()
    Explorer(page).point(0.9, 0.9)
    notebook.save()
    lab.open(page, "reopened_explorer.ipynb")
    explorer = Explorer(page)
    explorer.point(0.06, 0.06)
    explorer.shows(lattice_neighbours(((np.array([0.06, 0.06]) - 0.5) * 7.42) + 3.5))
