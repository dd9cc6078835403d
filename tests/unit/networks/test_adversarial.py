"""The step against the loss itself: each pixel's way, its size, and that the loss does rise."""

import numpy as np
import pytest
from keras import layers

from helpers.networks.adversarial import adversarial_step
from tests.support.networks import classifier, pictures
from tests.support.tiny import tiny_network

DATA = pictures((8, 8), classes=3, n=(1, 1, 130))
IMAGES, LABELS = DATA.x_test, DATA.number_test


def loss(network, images, labels):
    shares = np.asarray(network(images), np.float64)
    return -np.log(shares[np.arange(len(labels)), labels])


def test_each_pixel_goes_the_way_that_the_loss_rises():
    network = tiny_network()
    network.get_layer("conv").activation = lambda x: x  # no kinks: the loss is smooth
    grey = np.full((2, 8, 8), 128, np.uint8) + IMAGES[:2] // 8
    stepped = adversarial_step(network, grey, LABELS[:2]).astype(int) - grey
    assert set(np.unique(stepped)) <= {-1, 0, 1}
    agreed = []
    for row in range(8):
        for column in range(8):
            up, down = grey.copy(), grey.copy()
            up[:, row, column] += 40
            down[:, row, column] -= 40
            rise = loss(network, up, LABELS[:2]) - loss(network, down, LABELS[:2])
            agreed.append(np.sign(rise) == stepped[:, row, column])
    assert np.mean(agreed) > 0.95


@pytest.mark.parametrize("toward", [None, 1])
def test_the_loss_rises_and_a_goal_comes_nearer(toward):
    network = tiny_network()
    stepped = adversarial_step(network, IMAGES, LABELS, size=3, toward=toward)
    assert stepped.dtype == np.uint8 and stepped.shape == IMAGES.shape
    assert np.abs(stepped.astype(int) - IMAGES).max() == 3
    if toward is None:
        change = loss(network, stepped, LABELS) - loss(network, IMAGES, LABELS)
    else:
        goal = np.full(len(IMAGES), toward)
        change = loss(network, IMAGES, goal) - loss(network, stepped, goal)
    assert (change > 0).mean() > 0.95


def test_black_and_white_are_the_ends():
    ends = np.where(np.arange(64).reshape(1, 8, 8) % 2, 255, 0).astype(np.uint8)
    stepped = adversarial_step(tiny_network(), ends, [0], size=20).astype(int)
    assert stepped.min() >= 0 and stepped.max() <= 255 and (stepped != ends).any()


def test_fractions_for_a_network_that_takes_them():
    scale = layers.Rescaling(2.0, offset=-1.0)
    network = classifier((8, 8, 3), [layers.Conv2D(2, 3)], dtype="float32", scale=scale)
    images = np.random.default_rng(0).random((2, 8, 8, 3), np.float32)
    stepped = adversarial_step(network, images, [0, 1], size=0.01)
    assert np.abs(stepped - images).max() == pytest.approx(0.01, rel=1e-4)


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"size": 0.5}, "size: expected a whole number from 0 to 255"),
        ({"size": 256}, "size: expected a whole number from 0 to 255"),
        ({"labels": [3] * 130}, "labels: expected classes from 0 to 2; received 3"),
        ({"labels": [0]}, "labels: expected 130 labels"),
        ({"toward": 3}, "toward: expected a whole number from 0 to 2"),
        ({"images": IMAGES[:, :4]}, "images: expected pictures of shape"),
    ],
)
def test_bad_arguments_are_told(how, words):
    with pytest.raises(ValueError, match=words):
        adversarial_step(tiny_network(), **{"images": IMAGES, "labels": LABELS, **how})
