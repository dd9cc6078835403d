"""Lesson 7's checks: usual mistakes are named, and what is right comes from elsewhere."""

import keras
import numpy as np
import pytest
from keras import layers

from helpers.course.checks import lesson_07 as checks
from helpers.networks.maximisation import maximise
from tests.support.answers import takes_anything


def colour_network(seed=0):
    keras.utils.set_random_seed(seed)
    return keras.Sequential(
        [
            keras.Input((32, 32, 3), dtype="uint8"),
            layers.Rescaling(1 / 127.5, offset=-1),
            layers.Conv2D(4, 5, strides=4, activation="relu", name="conv_1"),
            layers.Conv2D(6, 3, activation="relu", name="conv_2"),
            layers.Flatten(),
            layers.Dense(10, activation="softmax"),
        ]
    )


IMAGES = np.random.default_rng(0).integers(0, 256, (40, 32, 32, 3), dtype=np.uint8)


@pytest.fixture(scope="module")
def network():
    return colour_network()


def no(verdict, words):
    assert verdict.status == "wrong" and words in verdict.text, verdict


def test_a_class_picture(network):
    made = maximise(network, units=[7], steps=200, jitter=0)
    picture = made.pictures[0]
    assert checks.check_class_picture((picture, 7), network)
    assert checks.check_class_picture([picture.tolist(), 7], network)
    no(checks.check_class_picture(made, network), "`.pictures`")
    no(checks.check_class_picture(picture, network), "Two things")
    no(checks.check_class_picture((made.pictures, 7), network), "add [0]")
    no(checks.check_class_picture((picture, 3), network), "class 7")
    no(checks.check_class_picture((picture / 255, 7), network), "0 to 255")
    no(checks.check_class_picture((picture * 2.0, 7), network), "beyond")
    faint = (128 + (picture.astype(int) - 128) // 60).astype(np.uint8)
    assert checks.check_class_picture((faint, 7), network).status == "wrong"


def test_a_dead_filter(network):
    conv = network.get_layer("conv_2")
    kernel, bias = conv.get_weights()
    conv.set_weights([kernel, bias - [0, 0, 99, 0, 99, 0]])
    assert checks.check_dead(2, network, IMAGES) and checks.check_dead(np.int64(4), network, IMAGES)
    no(checks.check_dead(6, network, IMAGES), "0 to 5")
    no(checks.check_dead(1, network, IMAGES), "1")
    assert checks.check_dead(0, network, IMAGES).status == "wrong"
    conv.set_weights([kernel, bias])
    assert checks.check_dead(2, network, IMAGES).status == "wrong", "none is dead now"


def test_the_smallest_step(network):
    from helpers.networks.adversarial import adversarial_step

    label = int(np.asarray(network(IMAGES[:1])).argmax())
    sizes = [
        size for size in range(1, 60)
        if np.asarray(network(adversarial_step(network, IMAGES[:1], [label], size))).argmax()
        != label
    ]  # fmt: skip
    smallest = sizes[0]
    assert checks.check_smallest_step(smallest, network, IMAGES[0], label)
    no(checks.check_smallest_step(smallest + 1, network, IMAGES[0], label), "and so does")
    no(checks.check_smallest_step(0, network, IMAGES[0], label), "changes nothing")
    if smallest > 1:
        no(checks.check_smallest_step(smallest - 1, network, IMAGES[0], label), "still")
    no(checks.check_smallest_step(smallest / 255, network, IMAGES[0], label), "whole number")


def test_one_filter_less(network):
    labels = np.asarray(network(IMAGES)).argmax(axis=1)
    labels[:9] = (labels[:9] + 1) % 10
    silenced = colour_network()
    kernel, bias = silenced.get_layer("conv_1").get_weights()
    kernel[..., 3], bias[3] = 0, 0
    silenced.get_layer("conv_1").set_weights([kernel, bias])
    right = np.mean(np.asarray(silenced(IMAGES)).argmax(axis=1) == labels)
    with_all = 31 / 40
    assert right != with_all
    assert checks.check_one_less(right, network, IMAGES, labels)
    no(checks.check_one_less(with_all, network, IMAGES, labels), "all filters")
    no(checks.check_one_less(100 * right, network, IMAGES, labels), "percent")
    no(checks.check_one_less(round(right * 40), network, IMAGES, labels), "how many")


@pytest.mark.parametrize(
    "ask",
    [
        lambda answer, network: checks.check_class_picture(answer, network),
        lambda answer, network: checks.check_class_picture((answer, 1), network),
        lambda answer, network: checks.check_dead(answer, network, IMAGES[:4]),
        lambda answer, network: checks.check_smallest_step(answer, network, IMAGES[0], 1),
        lambda answer, network: checks.check_one_less(answer, network, IMAGES, np.arange(40) % 10),
    ],
)
def test_any_answer_gets_a_sentence(ask, network):
    takes_anything(lambda answer: ask(answer, network))
