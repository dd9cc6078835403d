"""A page that goes to a friend: it opens from a disk, takes a drawing, and asks nobody."""

import keras
import numpy as np
import pytest
from keras import layers

from helpers.pages.saved import save_page
from helpers.widgets import Photo
from tests.support.lab_harness import eventually


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    keras.utils.set_random_seed(0)
    network = keras.Sequential(
        [
            keras.Input((32, 32, 3), dtype="uint8"),
            layers.Rescaling(1 / 255),
            layers.Conv2D(8, 5, padding="same", activation="relu"),
            layers.GlobalAveragePooling2D(),
            layers.Dense(2),
            layers.Softmax(),
        ]
    )
    # White or not: so what it should say of a drawing is known.
    weights = [np.zeros_like(each) for each in network.get_weights()]
    weights[0][2, 2] = 1 / 3
    weights[2][:] = np.array([20.0, -20.0]) / 8
    weights[3][:] = -18, 18
    network.set_weights(weights)
    pictures = np.zeros((2, 32, 32, 3), np.uint8)
    photo = Photo(network, ["empty", "inked"], pictures, draws=True)
    path = tmp_path_factory.mktemp("sent") / "my network.html"
    return save_page(path, "Draw something.", photo, title="For you")


def test_a_friend_draws_and_gets_an_answer(page, saved):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(saved.as_uri())
    photo = page.locator(".wil-photo")
    photo.wait_for()
    assert photo.get_attribute("data-best") == "inked", "its example is black"
    photo.get_by_role("button", name="Draw").click()
    box = photo.locator(".wil-paper").bounding_box()
    page.mouse.move(box["x"] + 60, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 70, box["y"] + 64, steps=3)
    page.mouse.up()
    eventually(lambda: photo.get_attribute("data-best"), "empty")
    page.mouse.move(box["x"] + 10, box["y"] + 10)
    page.mouse.down()
    for k in range(1, 12):
        page.mouse.move(box["x"] + (10 if k % 2 else 250), box["y"] + 12 + 20 * k, steps=6)
    page.mouse.up()
    eventually(lambda: photo.get_attribute("data-best"), "inked")
    photo.get_by_role("button", name="Example").click()
    assert photo.locator(".wil-paper").is_hidden()
    assert all(url.startswith(("file:", "data:", "blob:")) for url in asked)
