"""Point at a pixel in a real browser, and read the sum."""

import functools
import re

import numpy as np
import pytest

from helpers.course.records import shipped_record
from helpers.datasets import load
from helpers.networks.architectures import mnist_features_cnn
from helpers.networks.features import feature_maps
from helpers.networks.pixel_arithmetic import LayerArithmetic
from helpers.widgets import DrawingPad, PixelPointer, ReceptiveFieldExplorer
from tests.support.lab_harness import eventually
from tests.support.pad_hand import ONE, SEVEN, Hand
from tests.support.pages import exported_page

SETUP = """
from helpers.datasets import load
from helpers.networks.architectures import mnist_features_cnn
from helpers.course.records import shipped_record
from helpers.widgets.pixel_pointer import PixelPointer
data = load("mnist", size="sample")
network = shipped_record("mnist_features").restore(mnist_features_cnn())
pointer = PixelPointer(network, data.x_test[0], ["conv_1", "conv_2"])
"""
# What the network itself computes, asked without the widget's own numbers.
TELL = """
import keras
conv = network.get_layer(pointer.layer)
maps = keras.Model(network.inputs[0], conv.output)(data.x_test[:1], training=False)
where = pointer.layer, pointer.map, pointer.row, pointer.column
print(*where, float(maps[0, pointer.row, pointer.column, pointer.map]))
"""


class Pointer:
    def __init__(self, page):
        self.page = page
        self.root = page.locator(".wil-pointer")
        self.root.wait_for()
        self.large = self.root.locator(".wil-large")
        self.sum = self.root.locator(".wil-sum")

    def settle(self):
        """Wait for the browser's next frame: it draws then."""
        self.page.evaluate(
            "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )

    def layer(self, name):
        self.root.get_by_role("button", name=name).click()
        self.settle()

    def point(self, row, column, side):
        box = self.large.bounding_box()
        self.large.click(
            position={
                "x": (column + 0.5) / side * box["width"],
                "y": (row + 0.5) / side * box["height"],
            }
        )
        self.settle()

    def head(self):
        return self.root.locator(".wil-title").inner_text()

    def number(self, name):
        return float(self.root.get_attribute(f"data-{name}"))


@pytest.fixture(scope="module")
def notebook(lab, open_page):
    page = open_page()
    notebook = lab.open(page, lab.make("pointer.ipynb", [SETUP, "pointer", TELL]))
    notebook.run_all()
    return notebook


@pytest.fixture
def pointer(notebook):
    return Pointer(notebook.page)


def network_says(notebook, wanted):
    """Ask the network for the pixel, once the kernel has heard which one it is."""

    def printed():
        notebook.run(2)
        return notebook.text(2).rsplit(maxsplit=1)

    return float(eventually(printed, lambda found: found[0] == wanted)[1])


@pytest.mark.parametrize(
    "layer, side, row, column",
    [("conv_1", 26, 12, 16), ("conv_2", 12, 3, 5), ("conv_2", 12, 11, 0)],
)
def test_the_sum_is_the_networks_value(pointer, notebook, layer, side, row, column):
    pointer.layer(layer)
    pointer.point(row, column, side)
    map_ = int(re.search(r"map (\d+)", pointer.head())[1])
    assert pointer.head() == f"{layer}, map {map_}, row {row}, column {column}"
    truth = network_says(notebook, f"{layer} {map_} {row} {column}")
    assert pointer.number("value") == pytest.approx(truth, abs=1e-5)
    assert pointer.number("network") == pytest.approx(truth, abs=1e-5)
    assert f"The network itself computed {truth:.3f}" in pointer.sum.inner_text()


def test_what_is_written_can_be_redone_by_hand(pointer):
    pointer.layer("conv_2")
    pointer.point(3, 5, 12)
    steps = pointer.root.locator(".wil-step")
    assert steps.count() == 3

    def numbers(text):
        return [float(found) for found in re.findall(r"-?\d+\.\d+", text.replace("−", "-"))]

    for k in range(3):
        grids = [numbers(text) for text in steps.nth(k).locator(".wil-grid").all_inner_texts()]
        patch, kernel, products = grids
        assert [len(grid) for grid in grids] == [4, 4, 4]
        for a, b, product in zip(patch, kernel, products, strict=True):
            assert product == pytest.approx(a * b, abs=0.004)
        (total,) = numbers(steps.nth(k).locator("b").last.inner_text())
        assert total == pytest.approx(sum(products), abs=0.003)
    left, right = pointer.sum.inner_text().split(" = ", 1)
    left = re.sub(r"\(.*?\)", "", left).replace("− ", "-").replace("+ ", "")
    assert sum(numbers(left)) == pytest.approx(numbers(right)[0], abs=0.004)


def test_relu_cuts_a_negative_sum(pointer):
    pointer.layer("conv_2")
    for column in range(12):
        pointer.point(6, column, 12)
        if pointer.number("total") < 0:
            break
    assert pointer.number("total") < 0
    assert pointer.number("value") == 0
    assert "ReLU → 0.000" in pointer.sum.inner_text()


def test_arrows_move_the_pixel_and_page_keys_the_map(pointer):
    pointer.layer("conv_1")
    pointer.point(5, 5, 26)
    map_ = int(re.search(r"map (\d+)", pointer.head())[1])
    for key in ("ArrowDown", "ArrowDown", "ArrowRight", "ArrowUp", "ArrowLeft", "ArrowLeft"):
        pointer.page.keyboard.press(key)
    pointer.settle()
    assert pointer.head() == f"conv_1, map {map_}, row 6, column 4"
    pointer.page.keyboard.press("PageUp" if map_ else "PageDown")
    pointer.settle()
    assert pointer.head() == f"conv_1, map {map_ - 1 if map_ else 1}, row 6, column 4"
    for _ in range(8):
        pointer.page.keyboard.press("ArrowUp")
    pointer.settle()
    assert "row 0," in pointer.head(), "it stays on the map"


def test_a_click_on_a_tile_chooses_its_map(pointer):
    pointer.layer("conv_1")
    tiles = pointer.root.locator(".wil-all")
    box = tiles.bounding_box()
    tiles.click(position={"x": 2.5 / 8 * box["width"], "y": 1.5 / 4 * box["height"]})
    pointer.settle()
    assert pointer.head().startswith("conv_1, map 10,")


def test_the_frame_lies_on_the_pixels_that_are_seen(pointer):
    pointer.layer("conv_2")
    pointer.point(3, 5, 12)
    picture = pointer.root.locator(".wil-pair canvas").last.bounding_box()
    frame = pointer.root.locator(".wil-field").bounding_box()
    pixel = picture["width"] / 28
    found = [
        (frame["y"] - picture["y"]) / pixel,
        (frame["x"] - picture["x"]) / pixel,
        frame["height"] / pixel,
        frame["width"] / pixel,
    ]
    assert found == pytest.approx([6, 10, 6, 6], abs=0.05)


def test_it_works_without_a_kernel(pointer, notebook):
    notebook.stop_kernel()
    pointer.layer("conv_2")
    pointer.point(4, 4, 12)
    assert "row 4, column 4" in pointer.head()
    assert pointer.number("value") == pytest.approx(pointer.number("network"), abs=1e-5)


@pytest.fixture(scope="module")
def on_a_pad(open_page, tmp_path_factory):
    """A pad, and a pointer and fields that look at what is on it, in a page without a kernel."""
    data = load("mnist", size="sample")
    network = shipped_record("mnist_features").restore(mnist_features_cnn())
    pad = DrawingPad(network, data.x_train[:300], data.y_train[:300], examples=data.x_test[:2])
    pointer = PixelPointer(network, data.x_test[0], ["conv_1", "conv_2"], pad=pad)
    field = ReceptiveFieldExplorer(network, data.x_test[0], layer="conv_2", pad=pad)
    page = open_page(offline=True)
    folder = tmp_path_factory.mktemp("page")
    page.goto(exported_page(folder, pad, pointer, field).as_uri())
    return network, Hand(page), Pointer(page)


def seen(hand):
    """The picture that the network saw."""
    return np.uint8(hand.shown(".wil-seen")).reshape(28, 28, 4)[..., 0]


def painted(root, selector):
    return root.locator(selector).evaluate("(canvas) => canvas.toDataURL()")


@pytest.mark.parametrize("strokes", [SEVEN, [*ONE, [(0.3, 0.5), (0.72, 0.42)]]])
def test_the_digit_just_drawn_has_pythons_sums(on_a_pad, strokes):
    network, hand, pointer = on_a_pad
    before = painted(pointer.root, ".wil-pair > :last-child canvas")
    hand.press("Clear")
    hand.draw(strokes)
    shown = lambda: painted(pointer.root, ".wil-pair > :last-child canvas")  # noqa: E731
    eventually(shown, lambda now: now != before)
    for layer, side, places in (
        ("conv_1", 26, [(4, 9), (12, 13), (20, 12), (0, 0)]),
        ("conv_2", 12, [(2, 4), (6, 6), (9, 5), (11, 11)]),
    ):
        arithmetic = LayerArithmetic(network, layer, seen(hand))
        pointer.layer(layer)
        for row, column in places:
            pointer.point(row, column, side)
            truth = arithmetic.pixel(int(re.search(r"map (\d+)", pointer.head())[1]), row, column)
            assert pointer.number("value") == pytest.approx(truth.value, abs=1e-5)
            assert pointer.number("network") == pytest.approx(truth.network_value, abs=1e-5)
            text = pointer.sum.inner_text().replace("−", "-")
            assert f" = {truth.total:.3f} → ReLU → {truth.value:.3f}." in text
            assert text.endswith(f"computed {truth.network_value:.3f}.")
            for k, channel in enumerate(truth.strongest_channels[:3]):
                said = pointer.root.locator(".wil-step").nth(k).inner_text().replace("−", "-")
                assert f"sum {truth.channel_sums[channel]:.3f}" in said


def test_the_receptive_field_lies_on_the_digit_just_drawn(on_a_pad):
    network, hand, _ = on_a_pad
    field = hand.page.locator(".wil-receptive")
    hand.press("Clear")
    hand.draw(SEVEN)
    before = [painted(field, f".wil-parts > :nth-child({k}) canvas") for k in (1, 2)]
    hand.press("Clear")
    hand.draw(ONE)
    for k in (1, 2):
        now = functools.partial(painted, field, f".wil-parts > :nth-child({k}) canvas")
        eventually(now, lambda shown, k=k: shown != before[k - 1])
    # The map's squares are as bright as the layer's maps are strong on average.
    maps = feature_maps(network, seen(hand)[None])["conv_2"][0]
    strength = np.abs(maps).mean(axis=2)
    greys = field.locator(".wil-parts > :nth-child(2) canvas").evaluate(
        """(canvas) => { const side = canvas.width / 12, pen = canvas.getContext("2d");
        return Array.from({ length: 144 }, (_, k) => pen.getImageData(
          (k % 12 + 0.5) * side, (Math.floor(k / 12) + 0.5) * side, 1, 1).data[0]); }"""
    )
    wanted = 255 * strength.ravel() / strength.max()
    assert np.abs(np.array(greys) - wanted).max() <= 1
