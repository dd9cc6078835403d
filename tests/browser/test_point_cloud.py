"""The point cloud in JupyterLab: pointed at, moved, coloured, followed, without a kernel."""

import numpy as np
import pytest

from tests.support.lab_harness import eventually

MAKE = """
import numpy as np
from helpers.widgets.point_cloud import PointCloud
# An 8 x 8 lattice of points, a picture for each, whose brightness is its number.
lattice = np.stack(np.meshgrid(np.arange(8.0), np.arange(8.0)), axis=-1).reshape(-1, 2)
labels = np.arange(64) % 2
pictures = np.repeat(4 * np.arange(64, dtype=np.uint8), 16).reshape(64, 4, 4)
cloud = PointCloud(lattice, labels, ["even", "odd"], pictures, n_nearest=4, title="A lattice")
cloud
"""
SEVERAL = """
# Three layouts of two maps: at the last epoch everything is turned around.
layouts = np.stack([lattice, lattice * 0.5 + 1.75, 7 - lattice])
maps = np.stack([layouts, layouts[:, :, ::-1]], axis=1)
several = PointCloud(maps, labels, ["even", "odd"], pictures, epochs=[0, 3, 9], n_nearest=1,
                     choices={"layer": ["first", "last"]}, notes=["one", "other"],
                     table=np.arange(6).reshape(3, 2) / 5, table_title="Shares",
                     values={"number": np.arange(64)}, title="Two axes", colour="nothing")
several
"""
TELL = """
print([round(value, 2) for value in cloud.spot], cloud.nearest, cloud.picked, several.epoch,
      several.choice, several.colour)
"""
SET = "cloud.spot = [6.9, 0.1]; cloud.picked = []; several.choice = [0]; several.epoch = 0"


def lattice_neighbours(spot, count=4):
    points = np.stack(np.meshgrid(np.arange(8.0), np.arange(8.0)), axis=-1).reshape(-1, 2)
    return np.argsort(((points - spot) ** 2).sum(axis=1), kind="stable")[:count].tolist()


class Cloud:
    """A cloud in a page, seen and used as a reader does."""

    def __init__(self, page, index=0):
        self.page = page
        self.root = page.locator(".wil-cloud").nth(index)
        self.root.and_(page.locator(".wil-ready")).wait_for()
        self.map = self.root.locator("canvas.wil-map")

    def place(self, x, y):
        """Where on the page a place of the lattice is; its frame has 3 % to spare on each side."""
        self.map.scroll_into_view_if_needed()
        box = self.map.bounding_box()
        scale = min(box["width"], box["height"]) / (7 * 1.06)
        across = box["x"] + box["width"] / 2 + (x - 3.5) * scale
        return across, box["y"] + box["height"] / 2 - (y - 3.5) * scale

    def point(self, x, y):
        self.page.mouse.move(*self.place(x, y))

    def shows(self, numbers):
        """Wait until these pictures are shown: by their numbers, and by what the canvases hold."""
        eventually(self._shown, [[number, 4 * number] for number in numbers])

    def _shown(self):
        return self.root.locator(".wil-found canvas").evaluate_all(
            "(all) => all.map((one) => [Number(one.dataset.picture),"
            " one.getContext('2d').getImageData(1, 1, 1, 1).data[0]])"
        )

    def followed(self):
        return self.root.locator(".wil-follow canvas").evaluate_all(
            "(all) => all.map((one) => Number(one.dataset.picture))"
        )

    def colour_at(self, x, y):
        """The map's colour at a place of the lattice, as red, green, blue."""
        box = self.map.bounding_box()
        across, down = self.place(x, y)
        share = [(across - box["x"]) / box["width"], (down - box["y"]) / box["height"]]
        return self.map.evaluate(
            "(map, [x, y]) => [...map.getContext('2d').getImageData("
            "Math.round(x * map.width), Math.round(y * map.height), 1, 1).data].slice(0, 3)",
            share,
        )

    def is_at(self, epoch, number):
        eventually(lambda: self.root.evaluate("(root) => [root.dataset.epoch, root.dataset.map]"),
                   [str(epoch), str(number)])  # fmt: skip


@pytest.fixture(scope="module")
def notebook(lab, open_page):
    page = open_page()
    notebook = lab.open(page, lab.make("cloud.ipynb", [MAKE, SEVERAL, TELL, SET]))
    notebook.run_all()
    return notebook


@pytest.fixture
def cloud(notebook):
    return Cloud(notebook.page)


@pytest.fixture
def several(notebook):
    return Cloud(notebook.page, 1)


@pytest.mark.parametrize("spot", [(1.2, 2.1), (5.8, 6.7), (3.6, 0.2)])
def test_pointing_shows_the_nearest_pictures(cloud, spot):
    cloud.point(*spot)
    wanted = lattice_neighbours(spot)
    cloud.shows(wanted)
    even = sum(number % 2 == 0 for number in wanted)
    assert f"{even} even" in cloud.root.locator(".wil-caption").inner_text() or even == 0


def test_keys_move_the_spot_and_do_not_reach_jupyterlab(notebook, cloud):
    cloud.map.focus()
    for key in ("Home", *["ArrowLeft"] * 4, "ArrowUp", "Shift+ArrowRight"):
        cloud.page.keyboard.press(key)
    step = 7 * 1.06 / 64
    spot = [3.5 + (6 - 4) * step, 3.5 + step]
    # What another test followed is let go of.
    cloud.page.keyboard.press("Escape")
    notebook.run_until_it_prints(
        2,
        f"{[round(value, 2) for value in spot]} {lattice_neighbours(spot)} [] 0 [0] nothing",
    )
    panel = "window.jupyterapp.shell.currentWidget.content"
    assert notebook.page.evaluate(f"{panel}.mode") == "command"
    assert notebook.page.evaluate(f"{panel}.widgets.length") == 4


def test_python_sets_the_spot(notebook, cloud):
    notebook.run(3)
    cloud.shows(lattice_neighbours([6.9, 0.1]))


def test_a_point_that_is_clicked_is_followed_and_let_go_of(cloud):
    for number in (9, 27):
        cloud.page.mouse.click(*cloud.place(number % 8, number // 8))
    eventually(cloud.followed, [9, 27])
    cloud.map.focus()
    cloud.point(5, 2)
    cloud.page.keyboard.press("Enter")
    eventually(cloud.followed, [9, 27, 21])
    cloud.root.get_by_label("Let go of 1, odd").click()
    eventually(cloud.followed, [27, 21])
    cloud.map.focus()
    cloud.page.keyboard.press("Escape")
    eventually(cloud.followed, [])


def test_a_class_is_switched_off_and_on(cloud):
    cloud.point(0.0, 7.0)
    before = cloud.colour_at(3, 3)
    button = cloud.root.locator(".wil-legend").get_by_text("odd")
    button.click()
    assert button.get_attribute("aria-pressed") == "false"
    eventually(lambda: cloud.colour_at(3, 3) != before, True)
    cloud.point(3.2, 3.1)
    eventually(lambda: all(number % 2 == 0 for number, _ in cloud._shown()), True)
    button.click()
    cloud.point(0.0, 7.0)
    eventually(lambda: cloud.colour_at(3, 3), before)


def test_wheel_and_keys_come_nearer_around_a_place(cloud):
    cloud.map.focus()
    cloud.point(2, 5)
    cloud.page.mouse.wheel(0, -300)
    # What lies under the hand stays there; what was elsewhere has moved away.
    cloud.point(2, 5)
    assert cloud._shown()[0][0] == 5 * 8 + 2
    cloud.point(6, 5)
    eventually(lambda: cloud._shown()[0][0] != 5 * 8 + 6, True)
    cloud.page.keyboard.press("0")
    cloud.point(6, 5.05)
    eventually(lambda: cloud._shown()[0][0], 5 * 8 + 6)


def test_points_move_along_both_axes(several):
    assert several.root.locator(".wil-legend").is_hidden()
    slider = several.root.locator(".wil-controls input[type=range]")
    slider.focus()
    several.page.keyboard.press("End")
    several.is_at(9, 0)
    several.point(1, 2)
    # Turned around: at (1, 2) lies the point that began at (6, 5).
    eventually(lambda: several._shown()[0][0], 5 * 8 + 6)
    several.root.locator(".wil-choices input[type=range]").focus()
    several.page.keyboard.press("ArrowRight")
    several.is_at(9, 1)
    several.point(1, 2.02)
    eventually(lambda: several._shown()[0][0], 6 * 8 + 5)
    assert several.root.locator(".wil-note").inner_text() == "other"


def test_the_table_moves_both_sliders_and_follows_them(several):
    several.root.get_by_label("first, epoch 3: 40").click()
    several.is_at(3, 0)
    several.page.keyboard.press("ArrowDown")
    several.is_at(3, 1)
    several.page.keyboard.press("ArrowLeft")
    several.is_at(0, 1)
    current = several.root.locator("[aria-current=true]")
    assert current.count() == 1
    assert current.get_attribute("aria-label").startswith("last, epoch 0")
    several.root.locator(".wil-controls input[type=range]").focus()
    several.page.keyboard.press("End")
    eventually(lambda: current.get_attribute("aria-label").split(":")[0], "last, epoch 9")


def test_it_plays_to_the_end_and_stops(several):
    several.root.locator(".wil-controls input[type=range]").focus()
    several.page.keyboard.press("Home")
    several.is_at(0, 1)
    several.root.locator(".wil-play").click()
    several.is_at(9, 1)
    eventually(lambda: several.root.locator(".wil-play").get_attribute("title"), "Play (space)")


def test_colours_by_a_number_and_by_class(several):
    menu = several.root.locator("select").first
    several.root.locator(".wil-controls input[type=range]").focus()
    several.page.keyboard.press("Home")
    several.point(7, 0)
    white = [255, 255, 255]  # until the points have come to where they are at the start
    plain = eventually(lambda: several.colour_at(2, 3), lambda colour: colour != white)
    menu.select_option("number")
    eventually(lambda: several.colour_at(2, 3) != plain, True)
    scale = several.root.locator(".wil-scale")
    assert scale.inner_text().split() == ["number", "0", "63"]
    assert several.root.locator(".wil-legend").is_hidden()
    menu.select_option("class")
    eventually(several.root.locator(".wil-legend").is_visible, True)
    assert scale.is_hidden()
    menu.select_option("nothing")
    eventually(lambda: several.colour_at(2, 3), plain)


def test_words_are_there_for_those_who_hear_the_page(cloud):
    cloud.point(2, 2)
    live = cloud.root.locator(".wil-panel [aria-live=polite]")
    cloud.page.wait_for_function(
        "(live) => live.textContent.startsWith('Nearest to the spot: ')",
        arg=live.element_handle(),
    )
    assert cloud.map.get_attribute("aria-label").startswith("A lattice")
    assert cloud.root.get_attribute("aria-label") == "A lattice"
    first = cloud.root.locator(".wil-found canvas").first
    assert first.get_attribute("aria-label") in ("even", "odd")


def test_it_fits_a_phone(notebook, several):
    page = notebook.page
    before = page.viewport_size
    try:
        page.set_viewport_size({"width": 400, "height": 800})
        page.wait_for_function(
            "(root) => root.clientWidth < 330", arg=several.root.element_handle()
        )
        assert several.root.evaluate("(root) => root.scrollWidth <= root.clientWidth")
        heights = several.root.locator("button, select").evaluate_all(
            "(all) => all.filter((one) => one.offsetParent).map((one) => one.offsetHeight)"
        )
        assert min(heights) >= 36
    finally:
        page.set_viewport_size(before)


def test_it_works_without_a_kernel_and_in_the_reopened_notebook(lab, page):
    notebook = lab.open(page, lab.make("reopened_cloud.ipynb", [MAKE]))
    notebook.run_all()
    Cloud(page)
    notebook.stop_kernel()
    Cloud(page).point(6, 6)
    notebook.save()
    lab.open(page, "reopened_cloud.ipynb")
    cloud = Cloud(page)
    cloud.point(0.3, 0.2)
    cloud.shows(lattice_neighbours((0.3, 0.2)))
