"""The Python half of pad and pointer: what goes to the page, and what comes of a drawing."""

import base64
import io

import keras
import numpy as np
import pytest
from keras import layers
from PIL import Image

from helpers.analysis.handwriting import NearestPictures
from helpers.datasets import from_arrays, load
from helpers.networks.architectures import cifar_cnn, mnist_features_cnn
from helpers.networks.features import feature_maps
from helpers.networks.page import weights_for_page
from helpers.recording import Recorder
from helpers.widgets.drawing_pad import DrawingPad
from helpers.widgets.pixel_pointer import PixelPointer
from helpers.widgets.receptive_field import ReceptiveFieldExplorer
from tests.support.tiny import tiny_network

DATA = load("mnist", size="sample")


@pytest.fixture(scope="module")
def network():
    keras.utils.set_random_seed(0)
    return mnist_features_cnn()


@pytest.fixture
def pad(network):
    return DrawingPad(network, DATA.x_train[:300], DATA.y_train[:300], examples=DATA.x_test[:2])


def say(pad, content, *buffers):
    """Send what the page sends: a message and bytes, that belong to no state."""
    pad._handle_custom_msg(content, [memoryview(bytes(buffer)) for buffer in buffers])


def unpacked(pad, answer):
    """Take an answer of the kernel apart, as the page does."""
    probabilities = np.frombuffer(answer[:40], "<f4")
    counts = [one["maps"] * one["rows"] * one["columns"] for one in pad._layers]
    *maps, left = np.split(np.frombuffer(answer[40:], np.uint8), np.cumsum(counts))
    assert left.size == 0
    shaped = {
        one["name"]: array.reshape(one["maps"], one["rows"], one["columns"])
        for one, array in zip(pad._layers, maps, strict=True)
    }
    return probabilities, shaped


@pytest.fixture
def asking():
    """A pad whose network the page does not know."""
    keras.utils.set_random_seed(0)
    network = keras.Sequential(
        [
            keras.Input((28, 28, 1), dtype="uint8"),
            layers.Rescaling(1 / 255),
            layers.SeparableConv2D(4, 3, activation="relu", name="conv"),
            layers.GlobalAveragePooling2D(),
            layers.Dense(10, activation="softmax"),
        ]
    )
    return DrawingPad(network, DATA.x_train[:300], DATA.y_train[:300], examples=DATA.x_test[:2])


def test_python_hears_of_what_the_page_has_drawn_and_computed(pad):
    digit, said = DATA.x_test[7], np.linspace(0, 0.2, 10, dtype="<f4")
    heard = []
    pad.observe(lambda change: heard.append(change["new"]), "picture")
    say(pad, {"drawn": True, "nearest": [5, 3, 2, 1, 0, 4, 6, 7]}, digit.tobytes(), said.tobytes())
    assert np.array_equal(pad.picture, digit) and np.array_equal(heard[0], digit)
    assert np.array_equal(pad.probabilities, said)
    assert pad.nearest.tolist() == [5, 3, 2, 1, 0, 4, 6, 7]
    for array in (pad.picture, pad.probabilities, pad.nearest):
        assert not array.flags.writeable
    say(pad, {"empty": "Draw a digit first."})
    assert pad.note == "Draw a digit first."
    say(pad, {"drawn": True, "nearest": None}, digit.tobytes(), said.tobytes())
    assert pad.note == ""


def test_nothing_that_is_drawn_is_in_the_widgets_state(pad):
    before = pad.get_state()
    digit, said = DATA.x_test[7], np.linspace(0, 0.2, 10, dtype="<f4")
    say(pad, {"drawn": True, "nearest": [5]}, digit.tobytes(), said.tobytes())
    assert pad.get_state() == before
    still = pad.still_picture()
    say(pad, {"drawn": True, "nearest": [5]}, DATA.x_test[8].tobytes(), said.tobytes())
    assert pad.still_picture() == still
    assert pad.trait_metadata("_kept", "echo_update") is False


def test_at_first_python_has_the_first_examples_answer(pad, network):
    truth = np.array(network(DATA.x_test[:1], training=False))[0]
    assert np.array_equal(pad.picture, DATA.x_test[0])
    np.testing.assert_allclose(pad.probabilities, truth, atol=1e-5)
    found = NearestPictures(DATA.x_train[:300]).find(DATA.x_test[0], n=8)
    assert np.array_equal(pad.nearest, found)
    assert f"for {truth.argmax()} (" in pad.summary()


def test_the_colour_scales_are_in_the_state_and_stay(pad, network):
    maps = feature_maps(network, DATA.x_train[:200])
    for layer in pad._layers:
        array = maps[layer["name"]]
        assert (array <= layer["limit"]).mean() == pytest.approx(0.999, abs=2e-3)


def test_a_network_that_the_page_does_not_know_is_answered_by_the_kernel(asking, monkeypatch):
    assert asking._network == [] and asking._weights == []
    sent = []
    monkeypatch.setattr(asking, "send", lambda content, buffers: sent.append((content, buffers)))
    digit = DATA.x_test[7]
    say(asking, {"ask": 3, "nearest": [1, 0]}, digit.tobytes())
    ((content, (answer,)),) = sent
    assert content == {"answered": 3}
    network = asking._reader._network
    maps, truth = (np.array(each) for each in network(digit[None, ..., None]))
    probabilities, shown = unpacked(asking, answer)
    np.testing.assert_allclose(probabilities, truth[0], atol=1e-5)
    np.testing.assert_array_equal(probabilities, asking.probabilities)
    shades = np.moveaxis(maps[0], -1, 0) * 255 / asking._limits["conv"]
    np.testing.assert_allclose(shown["conv"], np.clip(shades, 0, 255), atol=0.51)
    assert np.array_equal(asking.picture, digit) and asking.nearest.tolist() == [1, 0]
    # Without a kernel the examples are answered.
    for example, answer in zip(DATA.x_test[:2], asking._answers, strict=True):
        truth = np.array(network(example[None, ..., None])[-1])[0]
        np.testing.assert_allclose(unpacked(asking, answer)[0], truth, atol=1e-5)


@pytest.mark.parametrize("content", [None, 7, {}, {"logbook": {}}, {"drawing": 1}])
def test_a_message_about_something_else_is_let_pass(pad, content):
    say(pad, content)
    assert np.array_equal(pad.picture, DATA.x_test[0])


def test_any_network_for_grey_pictures_has_a_pad():
    keras.utils.set_random_seed(0)
    network = keras.Sequential(
        [
            keras.Input((28, 28), dtype="uint8"),
            layers.Rescaling(1 / 255),
            layers.Flatten(),
            layers.Dense(3, activation="softmax"),
        ]
    )
    names = ["round", "straight", "both"]
    pad = DrawingPad(network, DATA.x_train[:9], DATA.y_train[:9] % 3, names=names)
    assert pad._names == names and pad._layers == []
    assert pad._labels == (DATA.y_train[:9] % 3).tolist()
    assert pad.still_picture() and any(name in pad.summary() for name in names)
    with pytest.raises(ValueError, match=r"labels: expected .* from 0 to 2"):
        DrawingPad(network, DATA.x_train[:9], np.arange(9))
    with pytest.raises(ValueError, match="names: expected 3 names"):
        DrawingPad(network, DATA.x_train[:9], DATA.y_train[:9] % 3, names=names[:2])


def test_a_record_with_weights_at_several_epochs_gives_a_slider():
    keras.utils.set_random_seed(0)
    network = keras.Sequential(
        [
            keras.Input((28, 28, 1), dtype="uint8"),
            layers.Rescaling(1 / 255),
            layers.Conv2D(2, 5, strides=3, activation="relu", name="conv"),
            layers.Flatten(),
            layers.Dense(10, activation="softmax"),
        ]
    )
    network.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    data = from_arrays(DATA.x_train[:200], DATA.y_train[:200], valid_size=40)
    recorder = Recorder(data, weights_at=(0, 2), pictures=[0], watch=10)
    network.fit(
        data.x_train[..., None], data.y_train, epochs=2, verbose=0, callbacks=[recorder],
        validation_data=(data.x_valid[..., None], data.y_valid),
    )  # fmt: skip
    record, other = recorder.record, keras.models.clone_model(network)
    before = [array.copy() for array in other.get_weights()]
    pad = DrawingPad(other, DATA.x_train[:300], DATA.y_train[:300], record=record)
    assert (pad.epochs, pad.epoch) == ([0, 2], 2)
    assert all(map(np.array_equal, other.get_weights(), before)), "the model is as it was"
    answers = [weights_for_page(record.restore(other, epoch)) for epoch in (0, 2)]
    assert pad._weights == answers and answers[0] != answers[1]
    truth = np.array(other(DATA.x_train[:1], training=False))[0]
    np.testing.assert_allclose(pad.probabilities, truth, atol=1e-5)
    limits = [
        feature_maps(record.restore(other, epoch), DATA.x_train[:200])["conv"] for epoch in (0, 2)
    ]
    top = max(np.quantile(np.abs(maps), 0.999) for maps in limits)
    assert pad._layers[0]["limit"] == pytest.approx(top, rel=1e-3)
    pad.epoch = 1
    assert pad.epoch == 0


def test_a_record_of_a_network_that_the_page_does_not_know_is_refused(asking):
    model = keras.Sequential(
        [keras.Input((28, 28, 1)), layers.LeakyReLU(name="leaky"), layers.Flatten(),
         layers.Dense(10)]
    )  # fmt: skip
    with pytest.raises(ValueError, match="record: expected one .*leaky, of kind Leaky"):
        DrawingPad(model, DATA.x_train[:9], DATA.y_train[:9], record=object())


def test_a_pad_stays_small_in_a_notebook(pad):
    state = pad.get_state()
    (weights,) = state["_weights"]
    assert len(weights) < 2.1 * 1_203_268, "fresh weights need single precision"
    rest = sum(len(value) for value in (*state["_examples"], state["_sheet"], state["_colours"]))
    assert rest < 80_000
    still = Image.open(io.BytesIO(pad.still_picture()))
    assert still.width <= 800


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


def test_the_page_gets_the_network_as_far_as_it_is_asked(pointer, network):
    names = [layer["name"] for layer in pointer._network]
    assert names[-1] == "conv_2"
    assert len(pointer._weights) < 40_000
    assert weights_for_page(network).startswith(pointer._weights)


def test_with_a_pad_it_is_about_what_is_drawn_and_its_still_about_the_example(network, pad):
    pointer = PixelPointer(network, DATA.x_test[0], ["conv_1", "conv_2"], pad=pad)
    field = ReceptiveFieldExplorer(network, DATA.x_test[0], pad=pad)
    assert pointer._pad == field._pad == pad._channel != ""
    before, still = pointer.pixel.value, pointer.still_picture()
    drawn = np.roll(DATA.x_test[1], 3, axis=0)
    say(pad, {"drawn": True}, drawn.tobytes(), np.zeros(10, "<f4").tobytes())
    maps = feature_maps(network, drawn[None])["conv_1"][0]
    truth = maps[pointer.row, pointer.column, pointer.map]
    assert pointer.pixel.value == pytest.approx(truth, abs=1e-6) != before
    assert pointer.still_picture() == still
    assert drawn.tobytes() not in str(pointer.get_state()).encode()
    with pytest.raises(ValueError, match="^pad: expected a DrawingPad; received"):
        PixelPointer(network, DATA.x_test[0], ["conv_1"], pad=pointer)
    small = DATA.x_test[0, :8, :8]
    with pytest.raises(ValueError, match=r"^picture: expected one of shape \(28, 28\), as on"):
        PixelPointer(tiny_network(), small, ["conv"], pad=pad)


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


def test_a_network_that_is_too_large_for_a_page_is_refused():
    large = keras.Sequential(
        [keras.Input((16, 16, 3), dtype="uint8"), layers.Rescaling(1 / 255),
         layers.Conv2D(8, 3, name="first"),
         layers.Conv2D(20_000, 3, name="second")]
    )  # fmt: skip
    picture = np.zeros((16, 16, 3), np.uint8)
    assert PixelPointer(large, picture, ["first"]).pixel.layer == "first"
    message = r"^layers: expected layers up to which .* 4 MB; received .*5\.\d MB.*earlier layers"
    with pytest.raises(ValueError, match=message):
        PixelPointer(large, picture, ["second"])


def test_an_unknown_layer_is_refused_and_the_old_one_stays(pointer):
    pointer.layer = "conv_1"
    with pytest.raises(ValueError, match="layer: expected one of 'conv_1', 'conv_2'"):
        pointer.layer = "conv_3"
    assert pointer.layer == "conv_1"
