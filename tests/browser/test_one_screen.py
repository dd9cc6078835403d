"""Controls and what they move on one screen: JupyterLab shows 788 pixels of one that has 900."""

import numpy as np
import pytest

from helpers.course.recipes import RECIPES
from helpers.course.records import shipped_record
from helpers.datasets import load
from helpers.networks.architectures import mnist_features_cnn
from helpers.widgets import ConfusionMatrix, DrawingPad, EpochPlayer, PixelPointer
from tests.support.lab_harness import eventually
from tests.support.pages import exported_page

SCREEN = {"viewport": {"width": 1400, "height": 900}}
ROOM = 788


@pytest.fixture
def opened(open_page, tmp_path):
    """Open widgets as an exported page, and give their places there."""

    def open_widgets(*widgets, **options):
        page = open_page(**(options or SCREEN))
        page.goto(exported_page(tmp_path, *widgets).as_uri())
        places = page.locator(".wil")
        places.nth(len(widgets) - 1).wait_for()
        return page, places

    return open_widgets


def test_two_linked_players_stand_on_one_screen(opened):
    wide = [np.full((440, 1200, 3), (10 * k, 120, 90), np.uint8) for k in range(3)]
    low = [np.full((420, 900, 3), (10 * k, 90, 120), np.uint8) for k in range(3)]
    kernels = EpochPlayer(wide, title="Kernels", descriptions=list("abc"), max_height=320)
    dog = EpochPlayer(low, title="The dog", max_height=220, controls=False)
    dog.link(kernels)
    page, places = opened(kernels, dog)
    first, second = (place.bounding_box() for place in places.all())
    assert second["y"] + second["height"] - first["y"] <= ROOM
    picture = places.nth(1).locator("canvas.wil-picture").bounding_box()
    assert picture["height"] <= 220
    assert picture["width"] == pytest.approx(picture["height"] * 900 / 420, abs=2)
    assert places.nth(1).get_by_role("slider").count() == 0
    places.nth(0).get_by_role("slider").focus()
    page.keyboard.press("End")
    places.nth(1).locator("canvas[data-epoch='2']").wait_for()


@pytest.fixture(scope="module")
def network():
    return shipped_record("mnist_features").restore(mnist_features_cnn())


PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
#: What a finger cannot press or an eye cannot read, in words.
FAULTS = """() => [...document.querySelectorAll(".wil *")].filter(
  (one) => one.checkVisibility() && (
    (one.matches("button, select, summary, input, [role=gridcell]")
      && one.getBoundingClientRect().height < 40)
    || ([...one.childNodes].some((child) => child.nodeType === 3 && child.data.trim())
      && parseFloat(getComputedStyle(one).fontSize) < 11))
).map((one) => one.outerHTML.slice(0, 90))"""


def fits_a_phone(page):
    assert page.evaluate(FAULTS) == []
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390


def test_a_pixels_sum_stands_below_what_it_is_of(opened, network):
    picture = load("mnist", size="sample").x_test[0]
    pointer = PixelPointer(network, picture, ["conv_1", "conv_2"])
    page, place = opened(pointer)
    for layer in ("conv_1", "conv_2"):
        place.get_by_role("button", name=layer).click()
        page.wait_for_function(
            f"() => document.querySelector('.wil-title').innerText.startsWith('{layer}')"
        )
        assert place.bounding_box()["height"] <= ROOM
    page, place = opened(pointer, **PHONE)
    fits_a_phone(page)
    large, picture = (
        place.locator(f".wil-pair > :nth-child({k}) canvas").bounding_box() for k in (2, 3)
    )
    assert large["x"] + large["width"] < picture["x"], "side by side"


def test_a_drawing_and_what_the_network_makes_of_it_stand_side_by_side(opened):
    data, record = load("mnist", size="sample"), shipped_record("mnist_cnn")
    network = record.restore(RECIPES["mnist_cnn"].build(1_000))
    pad = DrawingPad(network, data.x_train, data.y_train, data.x_test[:2], record=record)
    page, place = opened(pad)
    place.get_by_role("button", name="Nearest").click()
    assert place.bounding_box()["height"] <= ROOM
    slider, maps = (place.locator(one).first.bounding_box() for one in ("label", ".wil-layers"))
    assert slider["x"] + slider["width"] <= maps["x"]
    page, place = opened(pad, **PHONE)
    place.get_by_role("button", name="Nearest").click()
    fits_a_phone(page)
    slider, paper, bars = (
        place.locator(one).first.bounding_box() for one in ("label", ".wil-paper", ".wil-bar")
    )
    assert slider["y"] + slider["height"] - paper["y"] <= 844 / 1.5
    assert slider["y"] < bars["y"]


def test_what_is_behind_a_cell_stands_beside_the_cells(opened):
    pictures = load("fashion_mnist", size="sample").x_test
    matrix = ConfusionMatrix.from_record(shipped_record("fashion_cnn"), pictures, title="Clothes")
    page, place = opened(matrix)
    cell = place.locator("[role=gridcell]").nth(6)  # T-shirts, called shirts
    cell.click()
    behind = place.locator(".wil-behind li")
    behind.nth(11).wait_for()
    assert place.bounding_box()["height"] <= ROOM
    assert cell.bounding_box()["x"] < behind.first.bounding_box()["x"]
    place.get_by_role("region").focus()
    page.keyboard.press("End")
    eventually(lambda: in_sight(behind.nth(11), page), True)
    assert in_sight(cell, page)
    page, place = opened(matrix, **PHONE)
    place.locator("[role=gridcell]").nth(6).tap()
    behind = place.locator(".wil-behind li")
    behind.nth(11).wait_for()
    fits_a_phone(page)
    assert in_sight(behind.first, page)
    assert in_sight(place.locator("[role=gridcell]").nth(6), page)


def in_sight(place, page):
    box = place.bounding_box()
    return box["y"] >= -1 and box["y"] + box["height"] <= page.viewport_size["height"] + 1
