"""What a page computes is what Keras computes: layers of every kind, odd sizes, any weights."""

import keras
import numpy as np
import pytest
from keras import layers

from helpers.course.records import shipped_record
from helpers.datasets import load
from helpers.networks.architectures import cifar_residual_cnn, mnist_cnn, mnist_features_cnn
from helpers.networks.page import layers_for_page, unknown_to_page, weights_for_page
from helpers.recording.encoding import decode, encode
from tests.support.node import NODE, NodeModule
from tests.support.page_weights import read_weights


@pytest.fixture(scope="module")
def browser():
    if NODE is None:
        pytest.skip("there is no Node here")
    module = NodeModule("tests/unit/networks/page_network_run.js")
    yield module
    module.close()


def compare(browser, network, pictures, tolerance=1e-5):
    """Hold every layer of a network against Keras: largest difference by largest value."""
    described = layers_for_page(network)
    names = [layer["name"] for layer in described]
    look = keras.Model(network.inputs[0], [network.get_layer(name).output for name in names])
    browser.call("open", described, weights_for_page(network))
    for picture in pictures:
        shape = picture.shape if picture.ndim == 3 else (*picture.shape, 1)
        found = browser.call("run", np.ascontiguousarray(picture), shape, names)
        truth = look(picture[None], training=False)
        truth = truth if isinstance(truth, list) else [truth]
        for layer, values, expected in zip(described, found, truth, strict=True):
            expected = np.array(expected)[0]
            assert list(expected.shape) == layer["shape"]
            worst = np.abs(np.reshape(values, expected.shape) - expected).max()
            assert worst <= tolerance * max(np.abs(expected).max(), 1e-9), layer["name"]


def randomised(network):
    """Give every weight a number, also those of a normalization."""
    rng = np.random.default_rng(0)
    network.set_weights(
        [
            np.abs(rng.normal(1, 0.3, array.shape)) if "variance" in weight.path
            else rng.normal(0, 0.4, array.shape)
            for weight, array in zip(network.weights, network.get_weights(), strict=True)
        ]
    )  # fmt: skip
    return network


KINDS = {
    "valid, stride 2": [layers.Conv2D(5, (3, 2), strides=2, activation="relu")],
    "same, stride 2": [layers.Conv2D(4, 4, strides=2, padding="same", use_bias=False)],
    "same, stride 3": [layers.Conv2D(3, (2, 5), strides=3, padding="same", activation="tanh")],
    "a pooling, same": [layers.MaxPooling2D(3, strides=2, padding="same")],
    "averages": [layers.AveragePooling2D((2, 3), padding="same"), layers.GlobalMaxPooling2D()],
    "all averages": [layers.GlobalAveragePooling2D(), layers.Dense(7, activation="sigmoid")],
    "normalised": [layers.Conv2D(6, 1), layers.BatchNormalization(), layers.ReLU()],
    "half normalised": [layers.BatchNormalization(scale=False), layers.Activation("relu")],
    "turned round": [layers.Conv2DTranspose(4, (3, 2), strides=2, activation="relu")],
    "turned round, same": [layers.Conv2DTranspose(3, (4, 3), strides=(2, 3), padding="same")],
    "turned round, gaps": [layers.Conv2DTranspose(2, 2, strides=3, use_bias=False)],
    "turned round, gaps, same": [layers.Conv2DTranspose(2, 1, strides=2, padding="same")],
    "scaled by channel": [
        layers.Rescaling([0.5, 2, -1], [1, 0, 3]),
        layers.Rescaling(2, [1, 2, 3]),
    ],
    "dense on maps": [layers.Dense(5), layers.Dropout(0.5), layers.Flatten(), layers.Softmax()],
    "reshaped": [layers.Reshape((-1, 3)), layers.Flatten(), layers.Dense(4, activation="softmax")],
}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_layer(browser, kind):
    keras.utils.set_random_seed(0)
    chain = [keras.Input((11, 9, 3), dtype="uint8"), layers.Rescaling(1 / 127.5, -1), *KINDS[kind]]
    network = randomised(keras.Sequential([*chain, layers.Flatten(), layers.Dense(3)]))
    pictures = np.random.default_rng(1).integers(0, 256, (3, 11, 9, 3), dtype=np.uint8)
    compare(browser, network, pictures)


def test_networks_within_a_network(browser):
    keras.utils.set_random_seed(0)
    chain = keras.Sequential([keras.Input((9, 7, 2)), layers.Conv2D(3, 2), layers.ReLU()], name="a")
    start = keras.Input((8, 6, 3))
    other = keras.Model(start, layers.Add()([start, layers.Conv2D(3, 1)(start)]), name="b")
    picture = keras.Input((9, 7, 2))
    answer = layers.Dense(4, name="answer")(layers.Flatten()(other(chain(picture))))
    network = randomised(keras.Model(picture, answer))
    described = layers_for_page(network)
    assert [layer["name"].split("/")[0] for layer in described][:4] == ["a", "a", "b", "b"]
    browser.call("open", described, weights_for_page(network))
    pixels = np.random.default_rng(1).integers(0, 256, (9, 7, 2), dtype=np.uint8)
    [found] = browser.call("run", pixels, pixels.shape, ["answer"])
    expected = np.array(network(pixels[None].astype("float32")))[0]
    assert np.allclose(found, expected, rtol=0, atol=1e-5 * np.abs(expected).max())


@pytest.mark.parametrize("own", [True, False])
def test_numbers_of_half_precision(browser, own):
    expected = np.arange(65536, dtype=np.uint16).view(np.float16).astype(float)
    assert browser.call("halves", own) == np.where(np.isfinite(expected), expected, 0).tolist()


def test_a_network_with_branches(browser):
    network = randomised(cifar_residual_cnn())
    pictures = load("cifar10", size="sample").x_test[:1]
    compare(browser, network, pictures, tolerance=3e-5)


@pytest.mark.parametrize(
    "name, build", [("mnist_features", mnist_features_cnn), ("mnist_cnn", mnist_cnn)]
)
def test_a_shipped_network(browser, name, build):
    network = shipped_record(name).restore(build())
    compare(browser, network, load("mnist", size="sample").x_test[:5])


def test_a_records_weights_travel_exactly_in_half_precision():
    network = shipped_record("mnist_cnn").restore(mnist_cnn())
    stored = weights_for_page(network)
    assert len(stored) < 2.01 * network.count_params()
    for ours, theirs in zip(read_weights(network, stored), network.get_weights(), strict=True):
        assert np.array_equal(ours, theirs)


def test_eight_bits_are_off_by_half_a_step_at_most():
    network = shipped_record("mnist_cnn").restore(mnist_cnn())
    stored = weights_for_page(network, small=True)
    assert len(stored) < 1.05 * network.count_params()
    for ours, theirs in zip(read_weights(network, stored), network.get_weights(), strict=True):
        if theirs.ndim == 1:
            assert np.array_equal(ours, theirs)
        else:
            step = np.abs(theirs.reshape(-1, theirs.shape[-1])).max(axis=0) / 127
            assert (np.abs(ours - theirs) <= 0.501 * step).all()


def test_eight_bits_are_those_of_a_record():
    weights = np.random.default_rng(0).normal(size=(3, 3, 2, 5)).astype(np.float32)
    weights[..., 3] = 0  # a kernel that does nothing
    network = keras.Sequential([keras.Input((8, 8, 2)), layers.Conv2D(5, 3, use_bias=False)])
    network.set_weights([weights])
    once = decode(*encode(weights, "int8"))
    [ours] = read_weights(network, weights_for_page(network, small=True))
    assert np.array_equal(ours, once)
    network.set_weights([once])  # as a record gives them back
    [again] = read_weights(network, weights_for_page(network, small=True))
    assert np.allclose(again, once, rtol=3e-7, atol=0)


@pytest.mark.parametrize(
    "layer, words",
    [
        (layers.LeakyReLU(name="leaky"), "leaky, of kind LeakyReLU"),
        (layers.Conv2D(3, 2, dilation_rate=2, name="wide"), "wide, with .*gaps"),
        (layers.Conv2D(3, 2, activation="gelu", name="conv"), "conv, with the activation gelu"),
        (layers.ReLU(max_value=6, name="six"), "six, with a slope or a limit"),
        (layers.BatchNormalization(axis=1, name="norm"), "norm, with another axis"),
        (layers.Rescaling(np.ones((8, 8, 1)), name="scale"), "scale, with a scale for each pixel"),
        (
            layers.Conv2DTranspose(2, 3, strides=2, output_padding=1, name="up"),
            "up, with a padding of its output",
        ),
    ],
)
def test_what_the_page_does_not_know_is_said(layer, words):
    network = keras.Sequential([keras.Input((8, 8, 3)), layer, layers.Flatten(), layers.Dense(2)])
    assert unknown_to_page(network)
    with pytest.raises(ValueError, match=f"model: expected a network whose layers .*{words}"):
        layers_for_page(network)


def test_layers_that_do_not_follow_from_one_picture_are_refused():
    shared, picture = layers.Dense(4), keras.Input((4,))
    twice = keras.Model(picture, shared(shared(picture)))
    assert "each called once" in unknown_to_page(twice)
    odd = keras.Sequential([keras.Input((8,)), layers.LeakyReLU(name="inner")], name="block")
    outer = keras.Sequential([keras.Input((8,)), odd, layers.Dense(2)])
    assert unknown_to_page(outer) == "block/inner, of kind LeakyReLU"
    forked = keras.Model(picture, [layers.Dense(2)(picture), layers.Dense(3)(picture)], name="fork")
    assert unknown_to_page(forked) == "fork, which takes or gives more than one thing"
    first, second = keras.Input((4,)), keras.Input((4,))
    two = keras.Model([first, second], layers.Add()([first, second]))
    assert unknown_to_page(two)
