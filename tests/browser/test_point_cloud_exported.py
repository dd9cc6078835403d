"""The point cloud in an exported page: by touch, by keys, in three browsers, without a kernel."""

import nbclient
import nbformat
import numpy as np
import pytest

from helpers.commands.export import export
from tests.support.lab_harness import eventually
from tools import ROOT

CELL = """
import numpy as np
from helpers.widgets import PointCloud
# An 8 x 8 lattice of points at three epochs on two maps: at the last one it is turned around.
lattice = np.stack(np.meshgrid(np.arange(8.0), np.arange(8.0)), axis=-1).reshape(-1, 2)
layouts = np.stack([lattice, lattice * 0.5 + 1.75, 7 - lattice])
pictures = np.repeat(4 * np.arange(64, dtype=np.uint8), 16).reshape(64, 4, 4)
PointCloud(np.stack([layouts, layouts[:, :, ::-1]], axis=1), np.arange(64) % 2, ["even", "odd"],
           pictures, epochs=[0, 3, 9], n_nearest=1, choices={"layer": ["first", "last"]},
           table=np.arange(6).reshape(3, 2) / 5, table_title="Shares",
           values={"number": np.arange(64)}, title="Two axes", notes=["one", "other"],
           descriptions=["In rows.", "Half as large.", "Turned around."])
"""
#: WCAG 2.1, levels A and AA.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cloud")
    made = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_markdown_cell("# Points"), nbformat.v4.new_code_cell(CELL)]
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(ROOT))
        nbclient.NotebookClient(made, timeout=120, kernel_name="python3").execute()
    nbformat.write(made, folder / "cloud.ipynb")
    return {
        theme: export(folder / "cloud.ipynb", folder / f"{theme}.html", theme)
        for theme in ("light", "dark")
    }


@pytest.fixture
def cloud(exported, open_page):
    """Open the cloud: ``cloud("dark", viewport=...)``."""

    def opened(theme="light", **options):
        page = open_page(offline=True, **options)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(exported[theme].as_uri())
        root = page.locator(".wil-cloud.wil-ready")
        root.wait_for()
        pages.append(page)
        return root

    pages, wrong = [], []
    yield opened
    for page in pages:
        page.context.close()
    assert wrong == []


def place(root, x, y):
    """Where on the page a place of the lattice is; its frame has 3 % to spare on each side."""
    canvas = root.locator("canvas.wil-map")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    scale = min(box["width"], box["height"]) / (7 * 1.06)
    across = box["x"] + box["width"] / 2 + (x - 3.5) * scale
    return across, box["y"] + box["height"] / 2 - (y - 3.5) * scale


def nearest(root):
    return int(root.locator(".wil-found canvas").first.get_attribute("data-picture"))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(cloud, theme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    root = cloud(theme)
    root.page.mouse.click(*place(root, 2, 3))
    root.locator(".wil-follow").wait_for()
    found = axe.Axe().run(root.page, {"include": [[".wil-cloud"]]}, {"runOnly": RULES})
    assert [
        f"{rule['id']}: {node['html'][:120]}"
        for rule in found.response["violations"]
        for node in rule["nodes"]
    ] == []


def test_two_fingers_come_nearer_and_one_moves_what_is_seen(cloud):
    root = cloud(has_touch=True, viewport={"width": 390, "height": 844})
    hands = root.page.context.new_cdp_session(root.page)

    def touch(*steps):
        for number, points in enumerate(steps):
            kind = "touchMove" if number else "touchStart"
            fingers = [{"x": x, "y": y, "id": k} for k, (x, y) in enumerate(points)]
            hands.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": fingers})
        hands.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    def under(x, y):
        root.page.mouse.move(*place(root, x, y))
        return nearest(root)

    assert under(6, 6) == 6 * 8 + 6
    x, y = place(root, 3, 3)
    touch(*([(x - 20 * k, y), (x + 20 * k, y)] for k in (1, 2, 3)))
    # Three times as near: where (6, 6) was lies (4, 4); what was between the fingers is there yet.
    eventually(lambda: under(6, 6), 4 * 8 + 4)
    assert under(3, 3) == 3 * 8 + 3
    side = place(root, 4, 3)[0] - x
    touch(*([(x - share * side * 3, y)] for share in (0, 0.5, 1)))
    # One finger moved all by three places of the screen, which are one of the lattice.
    eventually(lambda: under(3, 3), 3 * 8 + 4)
    root.get_by_label("Show all").click()
    eventually(lambda: under(6, 6), 6 * 8 + 6)


@pytest.mark.parametrize("width", [360, 1100])
def test_it_fits_and_fingers_find_its_controls(cloud, width):
    root = cloud(viewport={"width": width, "height": 800}, has_touch=True, is_mobile=True)
    assert root.page.evaluate("() => document.scrollingElement.scrollWidth") <= width
    assert root.evaluate("(one) => one.scrollWidth <= one.clientWidth")
    low = """(root) => [...root.querySelectorAll("button, select, input")].filter(
      (one) => one.checkVisibility() && one.getBoundingClientRect().height < 36
    ).map((one) => one.outerHTML)"""
    assert root.evaluate(low) == []


def test_who_asks_for_less_motion_sees_the_end_at_once(cloud):
    root = cloud(reduced_motion="reduce")
    root.page.mouse.move(*place(root, 1, 2))
    eventually(lambda: nearest(root), 2 * 8 + 1)
    root.locator(".wil-controls input[type=range]").press("End")
    # In the same moment, not some frames later.
    assert nearest(root) == 5 * 8 + 6


def test_each_epoch_has_words_for_those_who_hear_the_page(cloud):
    root = cloud()
    slider = root.locator(".wil-controls input[type=range]")
    for key, words in (
        ("End", "epoch 9 of 9. Turned around."),
        ("ArrowLeft", "epoch 3 of 9. Half as large."),
        ("Home", "epoch 0 of 9. In rows."),
    ):
        slider.press(key)
        eventually(lambda: slider.get_attribute("aria-valuetext"), words)
    assert "In rows." in root.locator("canvas.wil-map").get_attribute("aria-label")


def test_in_other_browsers_it_moves_answers_and_asks_for_nothing(window, exported):
    window.open(exported["light"])
    (root,) = eventually(lambda: window.seen(".wil-cloud.wil-ready"), lambda found: len(found) == 1)
    canvas, *_ = window.seen("canvas.wil-map", root)
    slider, *_ = window.seen(".wil-controls input[type=range]", root)

    def is_painted(x, y):
        """Whether there is a point at a place of the lattice."""
        pixels = window.looks(canvas).astype(int)
        height, width = pixels.shape[:2]
        scale = min(height, width) / (7 * 1.06)
        row, column = round(height / 2 - (y - 3.5) * scale), round(width / 2 + (x - 3.5) * scale)
        return int(np.ptp(pixels[row, column])) > 20  # a colour: ground, names, rings are grey

    for corner in ((0, 0), (7, 0), (0, 7)):
        eventually(lambda corner=corner: is_painted(*corner), True)
    window.press(slider, "ARROW_RIGHT")
    eventually(lambda: root.get_attribute("data-epoch"), "3")
    for corner in ((0, 0), (7, 0), (0, 7)):
        eventually(lambda corner=corner: is_painted(*corner), False)
    window.press(slider, "END")
    eventually(lambda: is_painted(0, 7), True)
    # Home puts the spot into the middle; from there it goes to the point (4, 4), which began at
    # (3, 3), and Enter follows it.
    window.press(canvas, "HOME", "ARROW_UP", "ARROW_RIGHT", "ARROW_UP", "ARROW_RIGHT", "ENTER")
    (followed,) = eventually(
        lambda: window.seen(".wil-follow canvas", root), lambda found: len(found) == 1
    )
    assert followed.get_attribute("data-picture") == str(3 * 8 + 3)
    window.press(canvas, "ESCAPE")
    eventually(lambda: window.seen(".wil-follow canvas", root), [])
    assert window.asked_the_network() == []
