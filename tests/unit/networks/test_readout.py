"""A layer's sums against the layers called one by one, and their slope against differences."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import layers

from helpers.networks.readout import Readout, float_copy
from tests.support.networks import classifier
from tests.support.tiny import tiny_network

PICTURES = np.random.default_rng(0).integers(0, 256, (3, 8, 8), dtype=np.uint8)


def residual():
    """A network whose activations are layers of their own, and whose maps pass a layer by."""
    picture = keras.Input((8, 8), dtype="uint8")
    x = layers.Reshape((8, 8, 1))(layers.Rescaling(1 / 127.5, offset=-1)(picture))
    x = layers.Conv2D(3, 3, padding="same", name="conv_1")(x)
    x = layers.ReLU(name="relu_1")(x)
    more = layers.ReLU(name="relu_2")(layers.Conv2D(3, 3, padding="same", name="conv_2")(x))
    x = layers.GlobalMaxPooling2D()(layers.Add(name="add")([x, more]))
    return keras.Model(picture, layers.Activation("softmax")(layers.Dense(4, name="dense")(x)))


def test_a_fused_activation_is_left_out():
    network = tiny_network()
    conv = network.get_layer("conv")
    scaled = (PICTURES / 255)[..., None].astype(np.float32)
    kernel, bias = conv.get_weights()
    sums = np.asarray(tf.nn.conv2d(scaled, kernel, 1, "VALID")) + bias
    readout = Readout(network, "conv")
    assert sums.min() < 0 and readout.n == 4 and readout.shape == (8, 8)
    np.testing.assert_allclose(readout.sums(PICTURES.astype(np.float32)), sums, atol=1e-5)
    np.testing.assert_allclose(np.concatenate(list(readout.of_images(PICTURES))), sums, atol=1e-5)
    answers = readout(PICTURES.astype(np.float32))
    np.testing.assert_allclose(answers, sums.mean(axis=(1, 2)), atol=1e-5)


def test_what_goes_into_an_activation_layer_is_read():
    network = residual()
    conv = keras.Model(network.inputs[0], network.get_layer("conv_2").output)
    readout = Readout(network, "relu_2")
    wanted = np.asarray(conv(PICTURES))
    np.testing.assert_allclose(readout.sums(PICTURES.astype(np.float32)), wanted, atol=1e-5)


def test_left_out_the_layer_is_the_last_one_and_its_sums_are_the_classes():
    for network in (tiny_network(), residual()):
        sums = np.asarray(Readout(network)(PICTURES.astype(np.float32)))
        shares = np.exp(sums) / np.exp(sums).sum(axis=1, keepdims=True)
        np.testing.assert_allclose(shares, np.asarray(network(PICTURES)), atol=1e-5)


@pytest.mark.parametrize("layer", ["conv", "probabilities"])
def test_the_slope_is_that_of_small_differences(layer):
    readout = Readout(tiny_network(), layer)
    picture = tf.constant(PICTURES[:1].astype(np.float32))
    with tf.GradientTape() as tape:
        tape.watch(picture)
        answer = readout(picture)[0, 1]
    slope = np.asarray(tape.gradient(answer, picture))[0]
    assert np.abs(slope).max() > 0
    for row, column in ((0, 0), (3, 4), (7, 2)):
        step = np.zeros((1, 8, 8), np.float32)
        step[0, row, column] = 0.5
        up, down = (float(readout(picture + sign * step)[0, 1]) for sign in (1, -1))
        assert up - down == pytest.approx(slope[row, column], rel=0.02, abs=1e-6)


def test_the_network_stays_as_it_was():
    network = residual()
    before = np.asarray(network(PICTURES))
    nodes = [len(layer._inbound_nodes) for layer in network.layers]
    readout = Readout(network, "conv_2")
    assert [len(layer._inbound_nodes) for layer in network.layers] == nodes
    conv = network.get_layer("conv_2")
    then = np.asarray(readout(PICTURES.astype(np.float32)))
    weights = conv.get_weights()
    conv.set_weights([2 * each for each in weights])
    assert np.array_equal(then, readout(PICTURES.astype(np.float32))), "its weights are its own"
    conv.set_weights(weights)
    assert np.array_equal(before, np.asarray(network(PICTURES)))


def test_networks_of_all_kinds_are_copied():
    inner = keras.Sequential([keras.Input((8, 8, 1)), layers.Conv2D(2, 3)], name="inner")
    nested = classifier((8, 8), [inner, layers.PReLU()])
    named = keras.Model(
        {"picture": (p := keras.Input((8, 8), name="picture"))}, layers.Flatten()(p)
    )
    for network in (nested, named, residual(), tiny_network()):
        copy, fractions = float_copy(network), PICTURES.astype(np.float32)
        np.testing.assert_allclose(
            copy({"picture": fractions} if network is named else fractions, training=False),
            network({"picture": PICTURES} if network is named else PICTURES, training=False),
            atol=1e-5,
        )


def test_what_is_black_and_white():
    assert Readout(tiny_network()).limits == (0, 255)
    assert Readout(residual()).limits == (0, 255)
    unit = classifier((8, 8), [], dtype="float32", scale=layers.Rescaling(2.0, offset=-1.0))
    assert Readout(unit).limits == (0, 1)
    unscaled = classifier((8, 8), [], dtype="float32", scale=None)
    with pytest.raises(ValueError, match="limits: .*such as"):
        Readout(unscaled)
    assert Readout(unscaled, limits=(0, 1)).limits == (0, 1)


def test_what_cannot_be_read_is_refused():
    with pytest.raises(ValueError, match="layer: expected one of 'scale'"):
        Readout(tiny_network(), "conv_9")
    with pytest.raises(ValueError, match="model: .*one input"):
        Readout(keras.Sequential([layers.Dense(2)]))
    with pytest.raises(ValueError, match="layer: .*maps or a row"):
        Readout(tiny_network(), "scale")
    with pytest.raises(ValueError, match="limits: .*darker one first"):
        Readout(tiny_network(), limits=(1, 0))
