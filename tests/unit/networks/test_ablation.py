"""Filters taken away, against the same network with these filters' weights set to nothing."""

import keras
import numpy as np
import pytest
from keras import layers

from helpers.networks.ablation import Ablation
from tests.support.networks import classifier, pictures

DATA = pictures((8, 8), classes=4, n=(1, 1, 450))
IMAGES, LABELS = DATA.x_test, DATA.number_test


def residual(seed=0):
    """A network in which one layer's maps pass the next by."""
    keras.utils.set_random_seed(seed)
    picture = keras.Input((8, 8), dtype="uint8")
    x = layers.Reshape((8, 8, 1))(layers.Rescaling(1 / 255)(picture))
    x = layers.Conv2D(6, 3, padding="same", activation="relu", name="one")(x)
    more = layers.Conv2D(6, 3, padding="same", activation="relu", name="two")(x)
    x = layers.Add(name="sum")([x, more])
    x = layers.Conv2D(5, 3, activation="relu", name="three")(x)
    x = layers.Dense(7, activation="relu", name="dense")(layers.Flatten()(x))
    return keras.Model(picture, layers.Dense(4, activation="softmax", name="end")(x))


def right(network):
    return (np.asarray(network(IMAGES)).argmax(axis=1) == LABELS).mean()


@pytest.mark.parametrize("layer", ["one", "two", "three", "dense"])
def test_it_is_the_network_with_weights_of_nothing(layer):
    network = residual()
    ablation = Ablation(network, layer, IMAGES, LABELS)
    assert ablation.intact == pytest.approx(right(network))
    for gone in ([0], [1, 3], list(range(ablation.n))):
        silenced = residual()
        weights = silenced.get_layer(layer).get_weights()
        for each in weights:
            each[..., gone] = 0  # and ReLU makes 0 of 0
        silenced.get_layer(layer).set_weights(weights)
        assert ablation.right_without(gone) == pytest.approx(right(silenced))
    assert right(network) == pytest.approx(ablation.intact), "the network stays as it was"


def test_a_mean_takes_the_place():
    network = residual()
    ablation = Ablation(network, "three", IMAGES, LABELS, instead="mean")
    maps = np.array(keras.Model(network.inputs[0], network.get_layer("three").output)(IMAGES))
    maps[..., 2] = maps[..., 2].mean()
    x = network.get_layer("dense")(maps.reshape(len(maps), -1))
    answers = np.asarray(network.layers[-1](x)).argmax(axis=1)
    assert ablation.right_without([2]) == pytest.approx((answers == LABELS).mean())


def test_losses_curves_and_what_is_dead():
    network = residual()
    weights = network.get_layer("one").get_weights()
    weights[1][4] = -99
    network.get_layer("one").set_weights(weights)
    ablation, heard = Ablation(network, "one", IMAGES, LABELS), []
    losses = ablation.losses(heard.append)
    assert ablation.dead.tolist() == [False] * 4 + [True, False]
    assert losses[4] == 0 and heard[-1] == 1
    rows, alone = np.arange(len(LABELS)), []
    for k in range(6):
        silenced = residual()
        silenced.set_weights(network.get_weights())
        kernel, bias = silenced.get_layer("one").get_weights()
        kernel[..., k], bias[k] = 0, 0
        silenced.get_layer("one").set_weights([kernel, bias])
        both = (np.asarray(each(IMAGES))[rows, LABELS].mean() for each in (network, silenced))
        alone.append(np.subtract(*both))
    np.testing.assert_allclose(losses, alone, atol=1e-6)
    order = np.argsort(losses)
    curve = ablation.curve(order, [0, 2, 6])
    wanted = [ablation.intact, ablation.right_without(order[:2]), ablation.right_without(range(6))]
    np.testing.assert_allclose(curve, wanted)


def test_what_cannot_be_taken_away_is_refused():
    network = residual()
    with pytest.raises(ValueError, match="layer: expected one of"):
        Ablation(network, "four", IMAGES, LABELS)
    with pytest.raises(ValueError, match="labels: expected 450 labels"):
        Ablation(network, "one", IMAGES, LABELS[:3])
    with pytest.raises(ValueError, match="instead: expected one of 'zero', 'mean'"):
        Ablation(network, "one", IMAGES, LABELS, instead="nothing")
    ablation = Ablation(network, "one", IMAGES, LABELS)
    with pytest.raises(ValueError, match="gone: expected positions from 0 to 5"):
        ablation.right_without([6])
    with pytest.raises(ValueError, match="counts: expected a whole number from 0 to 2"):
        ablation.curve([0, 1], [3])
    shared = layers.Conv2D(1, 3, padding="same", name="shared")
    twice = classifier((8, 8), [shared, shared])
    with pytest.raises(ValueError, match="layer: expected one that is used once"):
        Ablation(twice, "shared", IMAGES, LABELS % 3)
    scaling = classifier((8, 8), [], scale=layers.Rescaling(1 / 255, name="scale"))
    with pytest.raises(ValueError, match="layer: .*maps or a row"):
        Ablation(scaling, "scale", IMAGES, LABELS % 3)
