"""The lessons' networks, against the published numbers of parameters."""

import keras
import numpy as np
import pytest

from helpers.networks.architectures import (
    cifar_cnn,
    cifar_residual_cnn,
    mnist_cnn,
    mnist_features_cnn,
    mnist_mlp,
)


def trainable(network):
    return sum(int(np.prod(weight.shape)) for weight in network.trainable_weights)


def test_the_article_network_to_the_parameter():
    network = cifar_cnn()
    counts = [layer.count_params() for layer in network.layers if layer.count_params()]
    assert counts == [4_864, 36_928, 1_048_832, 1_024, 2_570]
    assert network.count_params() == 1_094_218
    assert trainable(network) == 1_093_706
    assert float(network.optimizer.learning_rate) == np.float32(0.0005)
    kernel = network.get_layer("conv_1").get_weights()[0]
    assert kernel.shape == (5, 5, 3, 64)
    # A normal of 0.01, cut at two standard deviations, has a standard deviation of 0.0088.
    assert 0.008 < kernel.std() < 0.0095
    assert np.abs(kernel).max() <= 0.02 + 1e-6


def test_pictures_go_in_as_they_are():
    network = cifar_cnn()
    pictures = np.random.default_rng(0).integers(0, 256, (4, 32, 32, 3), dtype=np.uint8)
    probabilities = np.array(network(pictures, training=False))
    np.testing.assert_allclose(probabilities.sum(axis=1), 1, atol=1e-5)
    scaled = np.array(network.get_layer("scale")(np.array([[[[0, 255, 51]]]], dtype=np.uint8)))
    np.testing.assert_allclose(scaled.ravel(), [-1, 1, -0.6], atol=1e-6)


def test_the_better_network_shows_the_same_kernels():
    network = cifar_cnn(batch_norm=True, third_layer=True)
    assert network.get_layer("conv_1").get_weights()[0].shape == (5, 5, 3, 64)
    assert network.get_layer("conv_3").filters == 128


def test_the_residual_network_to_the_parameter():
    network = cifar_residual_cnn()
    counts = {layer.name: layer.count_params() for layer in network.layers}
    convolutions = [4_800, 36_864, 147_456, *[589_824] * 3]
    assert [counts[f"conv_{n}"] for n in range(1, 7)] == convolutions
    assert [counts[f"norm_{n}"] for n in range(1, 7)] == [256, 256, *[1_024] * 4]
    assert counts["dense"] == 2_560
    assert network.count_params() == 1_965_760
    assert trainable(network) == 1_963_456
    assert network.get_layer("conv_1").get_weights()[0].shape == (5, 5, 3, 64)
    # What is added to a block's input is the second convolution's part alone.
    pictures = np.random.default_rng(0).integers(0, 256, (2, 32, 32, 3), dtype=np.uint8)
    parts = [network.get_layer(name).output for name in ("relu_5", "relu_6", "add_6")]
    before, more, after = keras.Model(network.input, parts).predict(pictures, verbose=0)
    np.testing.assert_allclose(after, before + more, atol=1e-5)
    largest = keras.Model(network.input, network.get_layer("largest").output)
    np.testing.assert_allclose(largest.predict(pictures, verbose=0), after.max(axis=(1, 2)))


def test_only_weights_decay_in_the_residual_network():
    network = cifar_residual_cnn()
    network.optimizer.build(network.trainable_weights)
    decays = [network.optimizer._use_weight_decay(each) for each in network.trainable_weights]
    kernels = [each.path.endswith("kernel") for each in network.trainable_weights]
    assert decays == kernels
    assert sum(kernels) == 7


def test_the_network_of_the_feature_maps_to_the_parameter():
    network = mnist_features_cnn()
    counts = [layer.count_params() for layer in network.layers if layer.count_params()]
    assert counts == [320, 128, 8_256, 256, 590_080, 2_570]
    assert network.count_params() == 601_610
    assert trainable(network) == 601_418
    assert network.get_layer("conv_1").output.shape[1:] == (26, 26, 32)
    assert network.get_layer("pool_2").output.shape[1:] == (6, 6, 64)
    pictures = np.random.default_rng(0).integers(0, 256, (3, 28, 28), dtype=np.uint8)
    probabilities = np.array(network(pictures, training=False))
    np.testing.assert_allclose(probabilities.sum(axis=1), 1, atol=1e-5)


@pytest.mark.parametrize(
    ("build", "parameters"),
    [(mnist_mlp, [12_560, 272, 170]), (mnist_cnn, [320, 18_496, 16_010])],
)
def test_the_networks_of_the_match_to_the_parameter(build, parameters):
    keras = pytest.importorskip("keras")
    keras.utils.set_random_seed(0)
    network = build(learning_rate=0.002)
    assert [layer.count_params() for layer in network.layers if layer.count_params()] == parameters
    assert float(network.optimizer.learning_rate) == np.float32(0.002)
    pictures = np.random.default_rng(0).integers(0, 256, (40, 28, 28), dtype=np.uint8)
    history = network.fit(pictures, np.arange(40) % 10, epochs=2, verbose=0)
    assert history.history["loss"][1] < history.history["loss"][0]
    probabilities = np.array(network(pictures, training=False))
    np.testing.assert_allclose(probabilities.sum(axis=1), 1, atol=1e-5)
