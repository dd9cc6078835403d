"""A pixel's arithmetic, against what the network itself computes there."""

import keras
import numpy as np
import pytest
from keras import layers

from helpers.networks.architectures import mnist_features_cnn
from helpers.networks.pixel_arithmetic import LayerArithmetic

RNG = np.random.default_rng(0)
DIGIT = RNG.integers(0, 256, (28, 28), dtype=np.uint8)


def trained_like(network):
    """Give a network weights as large as trained ones, statistics included."""
    network.set_weights(
        [
            np.abs(weight) + 0.5 * RNG.random(weight.shape)
            if weight.ndim == 1
            else RNG.normal(0, 0.3, weight.shape)
            for weight in network.get_weights()
        ]
    )
    return network


def other_network():
    """Stride, "same" padding, no bias, another activation function, colour."""
    return keras.Sequential(
        [
            keras.Input((15, 12, 3), dtype="uint8"),
            layers.Rescaling(1 / 255),
            layers.Conv2D(3, (3, 2), strides=2, padding="same", activation="tanh", name="first"),
            layers.Conv2D(2, 3, padding="same", use_bias=False, name="second"),
            layers.Conv2D(2, 2, dilation_rate=2, name="dilated"),
            layers.Conv2D(2, 2, groups=2, name="grouped"),
            layers.Conv2D(2, 1, strides=(1, 2), name="uneven"),
            layers.Flatten(name="flat"),
        ]
    )


def activated(activation, **options):
    """A network of one convolution with any activation function."""
    conv = layers.Conv2D(4, 3, activation=activation, name="conv", **options)
    return keras.Sequential([keras.Input((15, 12, 3)), layers.Rescaling(1 / 255), conv])


COLOURS = RNG.integers(0, 256, (15, 12, 3), dtype=np.uint8)
CASES = [
    (mnist_features_cnn, "conv_1", DIGIT),
    (mnist_features_cnn, "conv_2", DIGIT),
    (other_network, "first", RNG.integers(0, 256, (15, 12, 3), dtype=np.uint8)),
    (other_network, "second", RNG.integers(0, 256, (15, 12, 3), dtype=np.uint8)),
    (lambda: activated("gelu", strides=2), "conv", COLOURS),
    (lambda: activated("leaky_relu", padding="same"), "conv", COLOURS),
    (lambda: activated(layers.LeakyReLU(), strides=2, padding="same"), "conv", COLOURS),
    (lambda: activated("elu", strides=2), "conv", COLOURS),
]


@pytest.fixture(scope="module", params=CASES, ids=lambda case: case[1])
def case(request):
    make, layer, picture = request.param
    network = trained_like(make())
    truth = keras.Model(network.inputs[0], network.get_layer(layer).output)
    return network, LayerArithmetic(network, layer, picture), picture, truth


def test_the_sum_is_the_networks_value(case):
    _, arithmetic, picture, truth = case
    maps = np.array(truth(picture[None], training=False))[0]
    rows, columns, n = maps.shape
    corners = [(0, 0, 0), (n - 1, rows - 1, columns - 1), (0, rows - 1, 0)]
    middle = [tuple(RNG.integers([n, rows, columns])) for _ in range(60)]
    for map, row, column in corners + middle:
        pixel = arithmetic.pixel(map, row, column)
        network_value = maps[row, column, map]
        assert abs(pixel.value - network_value) <= 1e-5 * max(1, abs(network_value))
        assert pixel.network_value == pytest.approx(network_value, abs=1e-5)


def test_it_can_be_redone_by_hand(case):
    network, arithmetic, *_ = case
    layer = network.get_layer(arithmetic.layer)
    pixel = arithmetic.pixel(1, 2, 3)
    weights = layer.get_weights()
    assert np.array_equal(pixel.kernel, weights[0][..., 1])
    assert pixel.bias == (weights[1][1] if len(weights) > 1 else 0)
    np.testing.assert_allclose(pixel.products, pixel.patch * pixel.kernel, rtol=1e-6)
    np.testing.assert_allclose(pixel.channel_sums, pixel.products.sum(axis=(0, 1)), atol=1e-4)
    assert pixel.total == pytest.approx(pixel.products.sum(dtype=float) + pixel.bias, abs=1e-4)
    sizes = np.abs(pixel.channel_sums[pixel.strongest_channels])
    assert (np.diff(sizes) <= 0).all()


def test_the_patch_lies_where_the_stride_says(case):
    _, arithmetic, *_ = case
    height, width = arithmetic.kernels.shape[:2]
    for row, column in ((0, 0), (1, 2), (3, 3)):
        top, left = row * arithmetic.stride, column * arithmetic.stride
        truth = arithmetic.received[top : top + height, left : left + width]
        assert np.array_equal(arithmetic.pixel(0, row, column).patch, truth)


def test_only_the_receptive_field_counts(case):
    network, arithmetic, picture, truth = case
    pixel = arithmetic.pixel(0, 3, 4)
    outside = np.ones(picture.shape[:2], bool)
    outside[pixel.field.rows, pixel.field.columns] = False
    changed = picture.copy()
    changed[outside] = 255 - changed[outside]
    value = np.array(truth(changed[None], training=False))[0, 3, 4, 0]
    assert value == pytest.approx(pixel.network_value, abs=1e-5)


def test_relu_cuts_what_is_below_zero():
    arithmetic = LayerArithmetic(trained_like(mnist_features_cnn()), "conv_2", DIGIT)
    pixels = [arithmetic.pixel(map, 5, 5) for map in range(64)]
    assert any(pixel.total < 0 for pixel in pixels), "a test of nothing otherwise"
    for pixel in pixels:
        assert pixel.value == pytest.approx(max(pixel.total, 0), rel=1e-6)


@pytest.mark.parametrize(
    "layer, message",
    [
        ("flat", "layer: expected the name of a convolutional layer, one of"),
        ("conv_7", "layer: expected the name of a convolutional layer, one of"),
        (3, "layer: expected the name of a convolutional layer, one of"),
        ("dilated", "layer: .*no dilation or groups"),
        ("grouped", "layer: .*no dilation or groups"),
        ("uneven", "layer: .*one stride for both"),
    ],
)
def test_layers_it_cannot_do_are_named(layer, message):
    with pytest.raises(ValueError, match=message):
        LayerArithmetic(other_network(), layer, np.zeros((15, 12, 3), np.uint8))


@pytest.mark.parametrize("activation", ["softmax", "log_softmax", layers.PReLU()])
def test_an_activation_of_all_maps_together_is_refused(activation):
    with pytest.raises(ValueError, match="layer: expected one whose activation acts on each"):
        LayerArithmetic(activated(activation), "conv", COLOURS)


def test_a_layer_as_activation_has_a_name():
    arithmetic = LayerArithmetic(activated(layers.LeakyReLU()), "conv", COLOURS)
    assert arithmetic.activation == "LeakyReLU"


@pytest.mark.parametrize("pixel", [(32, 0, 0), (0, 26, 0), (0, 0, -1), (0, 1.5, 0)])
def test_a_pixel_that_is_not_there_is_named(pixel):
    arithmetic = LayerArithmetic(mnist_features_cnn(), "conv_1", DIGIT)
    with pytest.raises(ValueError, match="(map|row|column): expected a whole number from 0 to"):
        arithmetic.pixel(*pixel)


def test_a_picture_of_another_size_is_named():
    with pytest.raises(ValueError, match=r"picture: expected pictures of shape \(N, 28, 28\)"):
        LayerArithmetic(mnist_features_cnn(), "conv_1", DIGIT[:20])
