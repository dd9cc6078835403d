"""The Python half of lesson 4's widgets: what goes to the page, and what comes of a drawing."""

import base64
import io

import keras
import numpy as np
import pytest
from keras import layers
from PIL import Image

from helpers.analysis.handwriting import NearestPictures, like_mnist
from helpers.datasets import load
from helpers.networks.architectures import cifar_cnn, mnist_features_cnn
from helpers.networks.features import feature_maps
from helpers.widgets.drawing_pad import PAD, DrawingPad
from helpers.widgets.pixel_pointer import PixelPointer
from tests.support.tiny import tiny_network

DATA = load("mnist", size="sample")


@pytest.fixture(scope="module")
def network():
    keras.utils.set_random_seed(0)
    return mnist_features_cnn()


@pytest.fixture
def pad(network):
    return DrawingPad(network, DATA.x_train[:300], DATA.y_train[:300], examples=DATA.x_test[:2])


def on_pad(digit):
    """A digit as large as the pad."""
    return np.kron(digit, np.ones((10, 10), np.uint8))


def draw(pad, drawing):
    """Send a drawing as the page does: bytes, and how many there were."""
    state = {"_drawing": memoryview(drawing.tobytes()), "_asked": pad._asked + 1}
    pad.set_state(state)


def unpacked(pad, answer):
    """Take an answer apart, as the page does."""
    n, size = pad._n_nearest, 28 * 28
    probabilities = np.frombuffer(answer[:40], "<f4")
    rest = np.frombuffer(answer[40:], np.uint8)
    parts = np.split(rest, np.cumsum([size, n * size, n]))
    counts = [one["maps"] * one["rows"] * one["columns"] for one in pad._layers]
    maps = np.split(parts[3], np.cumsum(counts))
    assert maps.pop().size == 0, "nothing is left over"
    shaped = {
        one["name"]: array.reshape(one["maps"], one["rows"], one["columns"])
        for one, array in zip(pad._layers, maps, strict=True)
    }
    return probabilities, parts[0].reshape(28, 28), parts[1].reshape(n, 28, 28), parts[2], shaped


def test_a_drawing_is_answered(pad, network):
    digit = DATA.x_test[7]
    draw(pad, on_pad(digit))
    assert pad._answered == 1
    assert pad.note == ""
    assert np.array_equal(pad.picture, like_mnist(on_pad(digit)))
    assert np.array_equal(pad.picture, digit)
    assert not pad.picture.flags.writeable
    assert not pad.probabilities.flags.writeable
    probabilities, picture, nearest, labels, maps = unpacked(pad, pad._answer)
    truth = np.array(network(digit[None], training=False))[0]
    np.testing.assert_allclose(probabilities, truth, atol=1e-5)
    np.testing.assert_array_equal(probabilities, pad.probabilities)
    assert np.array_equal(picture, digit)
    found = NearestPictures(DATA.x_train[:300]).find(digit, n=8)
    assert np.array_equal(pad.nearest, found)
    assert np.array_equal(nearest, DATA.x_train[found])
    assert np.array_equal(labels, DATA.y_train[found])
    for name, array in feature_maps(network, digit[None]).items():
        shades = np.moveaxis(array[0], -1, 0) * 255 / pad._limits[name]
        np.testing.assert_allclose(maps[name], np.clip(shades, 0, 255), atol=0.51)


def test_the_colour_scale_does_not_follow_the_drawing(pad):
    limits = dict(pad._limits)
    brightest = []
    for digit in DATA.x_test[:3]:
        draw(pad, on_pad(digit))
        brightest.append(unpacked(pad, pad._answer)[4]["conv_1"].max())
        assert pad._limits == limits
    assert len(set(brightest)) > 1, "not each drawing's own scale"


def test_an_empty_pad_says_what_to_do_and_goes_on(pad):
    draw(pad, np.zeros((PAD, PAD), np.uint8))
    assert pad.note == "Draw a digit first."
    assert pad._answer == b""
    assert pad._answered == 1
    draw(pad, on_pad(DATA.x_test[3]))
    assert pad.note == ""
    assert pad._answered == 2
    assert len(pad._answer)


def test_the_examples_are_answered_beforehand(pad, network):
    assert len(pad._examples) == 2
    assert pad._answer == pad._examples[0]
    assert np.array_equal(pad.picture, DATA.x_test[0]), "what lies on the pad at first"
    for answer, digit in zip(pad._examples, DATA.x_test[:2], strict=True):
        probabilities, picture, *_ = unpacked(pad, answer)
        assert np.array_equal(picture, digit)
        truth = np.array(network(digit[None], training=False))[0]
        np.testing.assert_allclose(probabilities, truth, atol=1e-5)


def test_a_message_from_the_page_is_not_sent_back(pad):
    """Each drawing has 78 kB; the page knows it already."""
    for name in ("_drawing", "_asked"):
        assert pad.trait_metadata(name, "echo_update") is False


def test_a_pad_stays_small_in_a_notebook(pad):
    state = pad.get_state()
    size = sum(len(value) for value in (*state["_examples"], state["_answer"], state["_colours"]))
    assert size < 150_000
    still = Image.open(io.BytesIO(pad.still_picture()))
    assert still.width <= 800
    assert f"for a {pad.probabilities.argmax()}" in pad.summary()


@pytest.mark.parametrize(
    "change, message",
    [
        ({"model": tiny_network}, r"images: expected pictures of shape \(N, 8, 8\)"),
        ({"model": lambda: "a network"}, "model: expected a Keras network"),
        ({"pictures": DATA.x_train[:9, :20]}, r"pictures: expected uint8 of shape \(N, 28, 28\)"),
        ({"pictures": DATA.x_train[:9] / 255}, r"pictures: expected uint8 of shape"),
        ({"labels": DATA.y_train[:8]}, "labels: expected 9 labels"),
        ({"examples": DATA.x_test[0]}, "examples: expected"),
        ({"layers": ["conv_9"]}, "layers: expected names out of"),
        ({"n_nearest": 10}, "n_nearest: expected a whole number from 1 to 9"),
    ],
)
def test_what_does_not_fit_a_pad_is_named(change, message, network):
    good = {"pictures": DATA.x_train[:9], "labels": DATA.y_train[:9]}
    made = change.pop("model", lambda: network)()
    with pytest.raises(ValueError, match=message):
        DrawingPad(made, **{**good, **change})


# The pointer.


@pytest.fixture(scope="module")
def pointer(network):
    return PixelPointer(network, DATA.x_test[0], ["conv_1", "conv_2"])


def test_it_starts_at_the_brightest_pixel(network):
    pointer = PixelPointer(network, DATA.x_test[0], ["conv_1", "conv_2"])
    maps = feature_maps(network, DATA.x_test[:1])["conv_1"][0]
    assert pointer.pixel.value == pytest.approx(maps.max(), abs=1e-6)
    assert maps[pointer.row, pointer.column, pointer.map] == maps.max()


def test_the_page_has_every_number(pointer, network):
    for facts, numbers, name in zip(
        pointer._layers, pointer._numbers, ("conv_1", "conv_2"), strict=True
    ):
        array = np.frombuffer(numbers, "<f4")
        received = int(np.prod(facts["received"]))
        kernel, bias = network.get_layer(name).get_weights()
        ends = np.cumsum([received, kernel.size, bias.size])
        _, kernels, biases, maps = np.split(array, ends)
        assert np.array_equal(kernels.reshape(kernel.shape), kernel)
        assert np.array_equal(biases, bias)
        truth = feature_maps(network, DATA.x_test[:1])[name]
        np.testing.assert_allclose(maps.reshape(truth.shape), truth, atol=1e-6)


def test_the_field_moves_as_the_page_computes_it(pointer):
    for facts in pointer._layers:
        field = facts["field"]
        pointer.layer = facts["name"]
        for row, column in ((0, 0), (3, 7), (11, 2)):
            pointer.row, pointer.column = row, column
            truth = pointer.pixel.field
            assert truth.top == field["top"] + row * field["down"]
            assert truth.left == field["left"] + column * field["right"]
            assert (truth.height, truth.width) == (field["height"], field["width"])


def test_another_layer_is_smaller_than_the_place_one_was_at(pointer):
    pointer.layer, pointer.map, pointer.row, pointer.column = "conv_1", 31, 25, 25
    pointer.layer = "conv_2"
    assert (pointer.pixel.row, pointer.pixel.column) == (11, 11)


def test_it_stands_as_a_picture_where_widgets_do_not_live(pointer):
    bundle = pointer._repr_mimebundle_()[0]
    picture = Image.open(io.BytesIO(base64.b64decode(bundle["image/png"])))
    assert 300 < picture.width < 900
    assert "Run this cell" in pointer.summary()


def test_colour_pictures_have_a_field_too():
    photo = np.random.default_rng(0).integers(0, 256, (32, 32, 3), dtype=np.uint8)
    pointer = PixelPointer(cifar_cnn(), photo, ["conv_1"])
    assert pointer._layers[0]["field"]["top"] == -2, "same padding: it begins outside"
    assert pointer._picture == photo.tobytes()


def curved():
    return keras.Sequential(
        [
            keras.Input((8, 8, 1), dtype="uint8"),
            layers.Rescaling(1 / 255),
            layers.Conv2D(2, 3, activation="tanh", name="conv"),
        ]
    )


@pytest.mark.parametrize(
    "make, picture, names, message",
    [
        (tiny_network, DATA.x_test[0], ["conv"], r"picture: expected pictures of shape \(N"),
        (tiny_network, DATA.x_test[0] / 255, ["conv"], "picture: expected a picture of uint8"),
        (tiny_network, DATA.x_test[0, :8, :8], ["norm"], "layer: expected the name of a conv"),
        (tiny_network, DATA.x_test[0, :8, :8], "conv", "layers: expected a list of names"),
        (tiny_network, DATA.x_test[0, :8, :8], [], "layers: expected a list of names"),
        (curved, DATA.x_test[0, :8, :8], ["conv"], "activation function of conv: .*'tanh'"),
    ],
)
def test_what_does_not_fit_a_pointer_is_named(make, picture, names, message):
    with pytest.raises(ValueError, match=message):
        PixelPointer(make(), picture, names)


def test_a_large_layer_shows_its_first_maps():
    large = keras.Sequential(
        [keras.Input((160, 160, 3), dtype="uint8"), layers.Rescaling(1 / 255),
         layers.Conv2D(64, 3, name="conv"),
         layers.Conv2D(64, 3, name="second")]
    )  # fmt: skip
    picture = np.random.default_rng(0).integers(0, 256, (160, 160, 3), dtype=np.uint8)
    pointer = PixelPointer(large, picture, ["conv"])
    (facts,) = pointer._layers
    assert facts["all_maps"] == 64 and 10 < facts["maps"] < 64
    assert 3_500_000 < sum(map(len, pointer._numbers)) <= 4_000_000
    pointer.map = 63
    assert pointer.pixel.map == facts["maps"] - 1
    # What the page has is the network's own.
    truth = np.array(keras.Model(large.inputs[0], large.get_layer("conv").output)(picture[None]))[0]
    maps = np.frombuffer(pointer._numbers[0], "<f4")[-158 * 158 * facts["maps"] :]
    np.testing.assert_array_equal(maps.reshape(158, 158, -1), truth[..., : facts["maps"]])
    with pytest.raises(ValueError, match=r"layers: .*second, which receives 6\.4 MB.* later layer"):
        PixelPointer(large, picture, ["second"])


def test_an_unknown_layer_is_refused_and_the_old_one_stays(pointer):
    pointer.layer = "conv_1"
    with pytest.raises(ValueError, match="layer: expected one of 'conv_1', 'conv_2'"):
        pointer.layer = "conv_3"
    assert pointer.layer == "conv_1"
