"""Controls and what they move on one screen: JupyterLab shows 788 pixels of one that has 900."""

import numpy as np
import pytest

from helpers.widgets import EpochPlayer
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
