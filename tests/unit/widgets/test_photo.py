"""The Python half of the photo, and what its JavaScript makes of a picture's areas."""

import io

import keras
import numpy as np
import pytest
from keras import layers
from PIL import Image

from helpers.course.recipes import RECIPES
from helpers.course.records import shipped_record
from helpers.networks.architectures import cifar_cnn
from helpers.networks.features import feature_maps
from helpers.networks.page import weights_for_page
from helpers.widgets import Photo
from tests.support.node import NODE, NodeModule
from tests.support.page_weights import read_weights
from tests.support.tiny import tiny_network

NAMES = list("abc")


def small(classes=3, **first):
    keras.utils.set_random_seed(0)
    return keras.Sequential(
        [
            keras.Input((8, 8, 3), dtype="uint8"),
            layers.Rescaling(1 / 255),
            layers.Conv2D(4, 3, name="conv", **{"activation": "relu", **first}),
            layers.Flatten(),
            layers.Dense(classes, activation="softmax"),
        ]
    )


@pytest.fixture
def pictures():
    return np.random.default_rng(0).integers(0, 256, (5, 8, 8, 3), dtype=np.uint8)


@pytest.fixture
def photo(pictures):
    return Photo(small(), NAMES, pictures)


def test_the_page_has_names_examples_scale_and_weights(photo, pictures):
    assert photo._names == NAMES and photo._size == 8
    assert photo._examples == [picture.tobytes() for picture in pictures]
    (layer,) = photo._layers
    maps = feature_maps(small(), pictures)["conv"]
    assert (layer["name"], layer["maps"], layer["rows"]) == ("conv", 4, 6)
    assert (maps <= layer["limit"]).mean() == pytest.approx(0.999, abs=3e-3)
    assert photo._weights == weights_for_page(small(), small=True)


def test_a_picture_comes_to_python_while_it_is_kept(photo, pictures):
    assert photo.picture is None
    photo.set_state({"_kept": memoryview(pictures[2].tobytes())})
    assert np.array_equal(photo.picture, pictures[2])
    assert not photo.picture.flags.writeable
    photo.set_state({"_kept": memoryview(b"")})
    assert photo.picture is None


def test_it_stands_as_a_picture_where_widgets_do_not_live(photo, pictures):
    before = photo.still_picture()
    assert Image.open(io.BytesIO(before)).width <= 800
    assert "It knows only a, b and c." in photo.summary()
    photo.set_state({"_kept": memoryview(pictures[2].tobytes())})
    assert photo.still_picture() == before, "a photo is in no still"


def test_names_in_any_script_make_a_still_without_a_word(pictures):
    assert Photo(small(), ["猫", "собака", "😀"], pictures).still_picture()


def test_it_offers_a_paper_where_it_is_asked_to(photo, pictures):
    assert not photo._draws
    assert Photo(small(), NAMES, pictures, draws=True)._draws


@pytest.mark.parametrize(
    "change, message",
    [
        ({"model": "a network"}, "model: expected a Keras network with a convolutional layer"),
        ({"model": tiny_network()}, "images: expected pictures of shape"),
        ({"model": small(activation="gelu")}, "model: .* page can compute; .*conv, with the act"),
        ({"names": NAMES[:2]}, "names: expected a name for each class"),
        ({"examples": np.zeros((5, 8, 6, 3), np.uint8)}, r"examples: .* shape \(N, S, S, 3\)"),
        ({"examples": np.zeros((5, 8, 8), np.uint8)}, r"examples: .* shape \(N, S, S, 3\)"),
        ({"examples": np.zeros((5, 8, 8, 3))}, r"examples: expected uint8"),
    ],
)
def test_what_does_not_fit_is_named(change, message, pictures):
    given = {"model": small(), "names": NAMES, "examples": pictures, **change}
    with pytest.raises(ValueError, match=message):
        Photo(**given)


def with_small_weights(network):
    """The network as the page has it: kernels of 8 bits a number."""
    rounded = iter(read_weights(network, weights_for_page(network, small=True)))
    copy = keras.models.clone_model(network)
    copy.set_weights(network.get_weights())
    for layer in copy.layers:
        weights = layer.get_weights()
        if isinstance(layer, layers.BatchNormalization):
            next(rounded), next(rounded)  # these stay exact
        elif weights:
            layer.set_weights([next(rounded) for _ in weights])
    return copy


@pytest.mark.parametrize("name, lost", [("cifar10_better", 0.002), ("cifar10_article", 0.002)])
def test_eight_bits_cost_little_accuracy_on_all_test_pictures(name, lost, full):
    data = full("cifar10")
    record = shipped_record(name)
    built = RECIPES[name].build(1) if name == "cifar10_better" else cifar_cnn()
    network = record.restore(built)
    right = [
        (each.predict(data.x_test, batch_size=200, verbose=0).argmax(axis=1) == data.y_test).mean()
        for each in (network, with_small_weights(network))
    ]
    print(f"{name}: {right[0]:.4f} in single precision, {right[1]:.4f} with 8 bits")
    assert abs(right[0] - right[1]) <= lost


# JavaScript.


@pytest.fixture(scope="module")
def browser():
    if NODE is None:
        pytest.skip("there is no Node here")
    module = NodeModule("helpers/widgets/shared/photo_shrink.js")
    yield module
    module.close()


def by_area(square, size):
    """Average what each new pixel covers: exactly, on a grid that both sizes divide."""
    side = len(square)
    fine = np.repeat(np.repeat(square.astype(float), size, axis=0), size, axis=1)
    return fine.reshape(size, side, size, side, 3).mean(axis=(1, 3))


@pytest.mark.parametrize("side", [1, 2, 5, 8, 13, 32, 45])
def test_a_picture_is_shrunk_by_averaging_areas(browser, side):
    rng = np.random.default_rng(side)
    square = rng.integers(0, 256, (side, side, 4), dtype=np.uint8)
    square[..., 3] = 255
    shrunk = browser.call("shrunkByArea", square, side, 8)
    assert np.abs(np.reshape(shrunk, (8, 8, 3)) - by_area(square[..., :3], 8)).max() <= 0.51


def test_what_is_transparent_is_white(browser):
    square = np.zeros((16, 16, 4), np.uint8)
    square[:, 8:] = (200, 0, 0, 255)
    square[8:, 8:, 3] = 51  # a fifth
    shrunk = np.reshape(browser.call("shrunkByArea", square, 16, 2), (2, 2, 3))
    assert shrunk.tolist() == [[[255] * 3, [200, 0, 0]], [[255] * 3, [244, 204, 204]]]


def test_a_drawing_is_black_on_white(browser):
    ink = np.zeros((16, 16), np.uint8)
    ink[:, 4:8] = 255
    drawn = np.reshape(browser.call("drawnPicture", ink.ravel(), 16, 4), (4, 4, 3))
    assert (drawn[:, 1] == 0).all() and (np.delete(drawn, 1, axis=1) == 255).all()


def test_the_square_is_in_the_middle(browser):
    for width, height, left, top, side in ((10, 4, 3, 0, 4), (5, 8, 0, 1, 5), (7, 7, 0, 0, 7)):
        found = browser.call("middleSquare", width, height)
        assert found == {"left": left, "top": top, "side": side}
