"""Feature maps against each layer called by itself; any network that can be looked into."""

import keras
import numpy as np
import pytest
from keras import layers

from helpers.networks.architectures import mnist_features_cnn
from helpers.networks.features import FeatureReader, feature_maps, silent_maps
from tests.support.tiny import tiny_network

RNG = np.random.default_rng(0)
DIGITS = RNG.integers(0, 256, (7, 28, 28), dtype=np.uint8)
COLOUR = RNG.integers(0, 256, (5, 16, 16, 3), dtype=np.uint8)


def functional_network():
    """Two branches that meet, and a layer of its own for every kind."""
    picture = keras.Input((16, 16, 3), dtype="uint8")
    scaled = layers.Rescaling(1 / 255)(picture)
    left = layers.Conv2D(4, 3, padding="same", activation="relu", name="left")(scaled)
    right = layers.DepthwiseConv2D(3, padding="same", name="right")(scaled)
    both = layers.Concatenate(name="both")([left, right])
    pooled = layers.AveragePooling2D(2, name="pooled")(both)
    dropped = layers.Dropout(0.5)(layers.BatchNormalization(name="norm")(pooled))
    dense = layers.Dense(3, activation="softmax")(layers.Flatten()(dropped))
    return keras.Model(picture, dense)


def by_hand(network, images):
    """Every layer's output of a chain of layers, one layer after the other."""
    given, outputs = images, {}
    for layer in network.layers:
        if isinstance(layer, (layers.BatchNormalization, layers.Dropout)):
            given = layer(given, training=False)
        else:
            given = layer(given)
        outputs[layer.name] = np.array(given)
    return outputs


@pytest.fixture(scope="module")
def network():
    keras.utils.set_random_seed(0)
    made = mnist_features_cnn()
    for name in ("norm_1", "norm_2"):  # statistics as after some training
        shapes = [weight.shape for weight in made.get_layer(name).weights]
        made.get_layer(name).set_weights([RNG.random(shape) + 0.5 for shape in shapes])
    return made


def test_they_are_what_each_layer_gives(network):
    maps = feature_maps(network, DIGITS)
    truth = by_hand(network, DIGITS)
    assert list(maps) == ["conv_1", "pool_1", "conv_2", "pool_2"]
    for name, array in maps.items():
        np.testing.assert_allclose(array, truth[name], atol=1e-5)
        assert array.dtype == np.float32
        assert not array.flags.writeable


@pytest.mark.parametrize("compiled", [False, True])
def test_the_answer_comes_with_them(network, compiled):
    maps, output = FeatureReader(network, compiled=compiled)(DIGITS)
    np.testing.assert_allclose(maps["conv_2"], by_hand(network, DIGITS)["conv_2"], atol=1e-5)
    np.testing.assert_allclose(output, by_hand(network, DIGITS)["probabilities"], atol=1e-5)


def test_any_layer_with_maps_can_be_named(network):
    maps = feature_maps(network, DIGITS, layers=["norm_2", "conv_1"])
    assert list(maps) == ["norm_2", "conv_1"]
    np.testing.assert_allclose(maps["norm_2"], by_hand(network, DIGITS)["norm_2"], atol=1e-4)


def test_functional_networks_and_colour():
    maps = feature_maps(functional_network(), COLOUR)
    assert {name: array.shape for name, array in maps.items()} == {
        "left": (5, 16, 16, 4),
        "right": (5, 16, 16, 3),
        "pooled": (5, 8, 8, 7),
    }
    whole = np.concatenate([maps["left"], maps["right"]], axis=-1)
    means = whole.reshape(5, 8, 2, 8, 2, 7).mean(axis=(2, 4))
    np.testing.assert_allclose(maps["pooled"], means, atol=1e-5)


# Never trained: there is no state of its optimizer to load.
@pytest.mark.filterwarnings("ignore:Skipping variable loading for optimizer")
@pytest.mark.parametrize("make", [tiny_network, functional_network])
def test_networks_just_loaded(make, tmp_path):
    made = make()
    images = COLOUR if len(made.inputs[0].shape) == 4 else DIGITS[:, :8, :8]
    made.save(tmp_path / "made.keras")
    loaded = keras.models.load_model(tmp_path / "made.keras")
    for name, array in feature_maps(loaded, images).items():
        np.testing.assert_array_equal(array, feature_maps(made, images)[name])


def test_a_sequential_network_that_was_built_by_calling_it():
    made = keras.Sequential([layers.Conv2D(2, 3, name="conv"), layers.MaxPooling2D(2)])
    with pytest.raises(ValueError, match=r"model: .*give it a keras\.Input first"):
        feature_maps(made, COLOUR)
    made(COLOUR.astype(np.float32))
    assert feature_maps(made, COLOUR.astype(np.float32))["conv"].shape == (5, 14, 14, 2)


def test_the_network_stays_as_it_was(network):
    def state():
        return (
            [layer.name for layer in network.layers],
            [np.array(weight).tobytes() for weight in network.variables],
            [np.array(v).tobytes() for v in network.optimizer.variables],
            network.get_config(),
            [layer.trainable for layer in network.layers],
            np.array(network(DIGITS, training=False)).tobytes(),
            network.compiled,
            [len(layer._inbound_nodes) for layer in network.layers],
        )

    before, pictures = state(), DIGITS.copy()
    feature_maps(network, DIGITS)
    assert state() == before
    assert np.array_equal(pictures, DIGITS)


@pytest.mark.parametrize("compiled", [False, True])
def test_a_reader_follows_training(network, compiled):
    reader = FeatureReader(network, ["conv_1"], compiled)
    before = reader(DIGITS)[0]["conv_1"]
    conv = network.get_layer("conv_1")
    weights = conv.get_weights()
    conv.set_weights([2 * weight for weight in weights])
    np.testing.assert_allclose(reader(DIGITS)[0]["conv_1"], 2 * before, rtol=1e-5, atol=1e-6)
    conv.set_weights(weights)


def test_many_pictures_are_the_same_as_few(network):
    many = np.repeat(DIGITS, 60, axis=0)  # more than one pass
    maps, output = FeatureReader(network, ["pool_2"])(many)
    few, few_output = FeatureReader(network, ["pool_2"])(DIGITS)
    np.testing.assert_allclose(maps["pool_2"], np.repeat(few["pool_2"], 60, axis=0), atol=1e-5)
    np.testing.assert_allclose(output, np.repeat(few_output, 60, axis=0), atol=1e-6)


def test_a_channel_axis_may_be_there_or_not(network):
    with_axis = feature_maps(network, DIGITS[..., None], ["conv_1"])["conv_1"]
    np.testing.assert_array_equal(with_axis, feature_maps(network, DIGITS, ["conv_1"])["conv_1"])


def test_silent_and_dead_maps():
    maps = RNG.random((6, 5, 5, 4)).astype(np.float32)
    maps[..., 1] = 0
    maps[2, ..., 3] = 0
    assert list(silent_maps(maps)) == [False, True, False, False]
    assert list(silent_maps(maps[2:3])) == [False, True, False, True]
    with pytest.raises(ValueError, match="maps: expected one layer's maps"):
        silent_maps(maps[0])


def test_a_killed_neuron_is_found(network):
    conv = network.get_layer("conv_1")
    weights = conv.get_weights()
    alive = ~silent_maps(feature_maps(network, DIGITS, ["conv_1"])["conv_1"])
    victim = int(np.flatnonzero(alive)[0])
    conv.set_weights([weights[0], np.where(np.arange(32) == victim, -1000, weights[1])])
    silent = silent_maps(feature_maps(network, DIGITS, ["conv_1"])["conv_1"])
    conv.set_weights(weights)
    assert np.flatnonzero(silent & alive).tolist() == [victim]


def dense_only():
    return keras.Sequential([keras.Input((28, 28)), layers.Flatten(), layers.Dense(3)])


def around_another():
    return keras.Sequential([keras.Input((8, 8)), tiny_network(), layers.Dense(2)])


@pytest.mark.parametrize(
    "model, images, named, message",
    [
        ("a network", DIGITS, None, "model: expected a Keras network"),
        (dense_only, DIGITS, None, "model: .*Dense layers have no maps"),
        (around_another, DIGITS[:, :8, :8], None, r"model\.get_layer\('tiny'\)"),
        (tiny_network, DIGITS[:, :8, :8], ["conv_9"], r"layers: .*'conv'.*received 'conv_9'"),
        (tiny_network, DIGITS[:, :8, :8], ["probabilities"], "layers: .*whose output is maps"),
        (tiny_network, DIGITS, None, r"images: expected pictures of shape \(N, 8, 8\)"),
        (tiny_network, COLOUR[:, :8, :8], None, r"images: expected pictures of shape \(N, 8, 8\)"),
        (tiny_network, DIGITS[0, :8, :8], None, r"images: .*images\[None\]"),
        (tiny_network, DIGITS[:, :8, :8] / 255, None, "images: .*0 to 255, as uint8"),
        (tiny_network, DIGITS[:, :8, :8].astype(int) + 200, None, "images: .*0 to 255, as uint8"),
        (tiny_network, np.full((2, 8, 8), np.nan), None, "images: expected finite numbers"),
    ],
)
def test_what_does_not_fit_is_named(model, images, named, message):
    with pytest.raises(ValueError, match=message):
        feature_maps(model if isinstance(model, str) else model(), images, named)
