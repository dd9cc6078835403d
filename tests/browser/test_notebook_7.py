"""Jupyter Notebook 7, whose shell takes keys before a page does: arrows move what is shown."""

import pytest

from tests.support.lab_harness import Lab, eventually
from tests.support.players import FIRST, FRAMES

POINTER = """
from helpers.widgets.pixel_pointer import PixelPointer
from tests.support.tiny import tiny_network
pointer = PixelPointer(tiny_network(), np.arange(64, dtype=np.uint8).reshape(8, 8), ["conv"])
pointer
"""
EXPLORER = """
from helpers.widgets.point_cloud import PointCloud
# An 8 x 8 lattice of points: how far a key moves the spot can be reckoned.
lattice = np.stack(np.meshgrid(np.arange(8.0), np.arange(8.0)), axis=-1).reshape(-1, 2)
pictures = np.repeat(4 * np.arange(64, dtype=np.uint8), 16).reshape(64, 4, 4)
explorer = PointCloud(lattice, np.arange(64) % 2, ["even", "odd"], pictures, n_nearest=1)
explorer
"""
MATRIX = """
from helpers.widgets import ConfusionMatrix
labels = np.arange(40) % 4
probabilities = np.full((3, 40, 4), 0.1) + 0.6 * np.eye(4)[[labels, labels[::-1], labels // 2]]
matrix = ConfusionMatrix(labels, probabilities, ["ant", "bee", "cat", "dog"], [0, 2, 9],
                         np.zeros((40, 8, 8), np.uint8))
matrix
"""
TELL = (
    "print(first.epoch, pointer.row, pointer.column, explorer.nearest, matrix.epoch, matrix.cell)"
)


class Page:
    """The notebook's page, and where the keys have brought its widgets."""

    def __init__(self, notebook):
        self.page = notebook.page
        self.slider = self._one(".wil-player input[type=range]")
        self.pixel = self._one(".wil-pointer .wil-large")
        self.map = self._one(".wil-cloud canvas.wil-map")
        self.moments = self._one(".wil-matrix input[type=range]")

    def _one(self, selector):
        found = self.page.locator(selector).first
        found.wait_for()
        return found

    def press(self, part, *keys):
        part.focus()
        for key in keys:
            self.page.keyboard.press(key)

    def epoch(self):
        return self._one(".wil-player canvas.wil-picture").get_attribute("data-epoch")

    def place(self):
        return self._one(".wil-pointer .wil-title").inner_text().split(", ", 2)[-1]

    def nearest(self):
        return self._one(".wil-cloud .wil-found canvas").get_attribute("data-picture")

    def cell(self):
        look = (
            "() => [...document.querySelectorAll('.wil-matrix [role=gridcell]')]"
            ".indexOf(document.activeElement)"
        )
        return divmod(self.page.evaluate(look), 4)


@pytest.fixture(scope="module")
def notebook(tmp_path_factory, open_page):
    server = Lab(tmp_path_factory.mktemp("notebook-7"), app="notebook")
    cells = [FRAMES, FIRST, POINTER, EXPLORER, MATRIX, TELL]
    notebook = server.open(open_page(), server.make("keys.ipynb", cells))
    notebook.run_all()
    yield notebook
    server.stop()


@pytest.fixture
def seen(notebook):
    return Page(notebook)


def arrows_move_all(seen):
    """Move every widget by arrow keys, from wherever it stands."""
    seen.press(seen.slider, "Home", *["ArrowRight"] * 4, "ArrowLeft", "ArrowUp", "ArrowDown")
    eventually(seen.epoch, "3")
    seen.press(seen.pixel, *["ArrowUp"] * 8, *["ArrowLeft"] * 8, "ArrowDown", "ArrowDown")
    eventually(seen.place, "row 2, column 0")
    seen.press(seen.pixel, "ArrowRight", "ArrowUp")
    eventually(seen.place, "row 1, column 1")
    # From (3.5, 3.5) by steps of 7.42 / 64, and six of them with Shift: to (4.54, 4.20).
    seen.press(seen.map, "Home", "Shift+ArrowRight", "Shift+ArrowUp", *["ArrowRight"] * 3)
    eventually(seen.nearest, str(8 * 4 + 5))
    seen.press(seen.map, "Shift+ArrowLeft", "Shift+ArrowDown", "Shift+ArrowDown")
    eventually(seen.nearest, str(8 * 3 + 4))  # at (3.85, 2.80)
    seen.press(seen.moments, "Home", "ArrowRight", "ArrowRight", "ArrowLeft")
    eventually(seen.moments.input_value, "1")
    first = seen.page.locator(".wil-matrix [role=gridcell]").first
    seen.press(
        first, "Control+Home", "ArrowDown", "ArrowRight", "ArrowRight", "ArrowUp", "ArrowLeft"
    )
    eventually(seen.cell, (0, 1))
    seen.press(seen.page.locator(".wil-matrix [role=gridcell]:focus"), "ArrowDown", "Enter")
    eventually(seen.cell, (1, 1))


def test_arrows_move_every_widget_and_leave_the_notebook_as_it_is(notebook, seen):
    arrows_move_all(seen)
    panel = "window.jupyterapp.shell.currentWidget.content"
    assert seen.page.evaluate(f"{panel}.mode") == "command"
    assert seen.page.evaluate(f"{panel}.widgets.length") == 6
    notebook.run_until_it_prints(5, "3 1 1 [28] 2 [1, 1]")


def test_they_do_so_without_a_kernel_and_in_the_reopened_notebook(notebook, seen):
    notebook.stop_kernel()
    arrows_move_all(seen)
    notebook.save()
    notebook.page.reload()
    notebook.wait_until_open()
    again = Page(notebook)
    # It stands where it stood, and goes on.
    eventually(again.epoch, "3")
    eventually(again.place, "row 1, column 1")
    arrows_move_all(again)
