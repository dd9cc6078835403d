"""Lesson 4's checks: the right answer, the usual mistakes, and what nobody thought of."""

import functools

import keras
import numpy as np
import pytest
from keras import layers

from helpers.course.checks import lesson_04 as checks
from helpers.course.records import shipped_record
from helpers.networks.anatomy import receptive_field
from helpers.networks.architectures import mnist_features_cnn
from tests.support.answers import hints, takes_any_function, takes_anything

LINE = np.zeros((28, 28), np.uint8)
LINE[14, 4:24] = 255


@functools.cache
def network():
    return shipped_record("mnist_features").restore(mnist_features_cnn())


ASKED = {
    "check_field": checks.check_field,
    "check_pixel": lambda answer: checks.check_pixel(answer, network()),
    "check_line": lambda answer: checks.check_line(answer, network(), LINE),
    "check_test_size": lambda answer: checks.check_test_size(answer, 9_927, 10_000),
}


def test_the_field_is_that_of_such_a_network():
    parts = layers.Conv2D(1, 3), layers.MaxPooling2D(2), layers.Conv2D(1, 5), layers.MaxPooling2D(2)
    wider = keras.Sequential([keras.Input((28, 28, 1)), *parts])
    assert "a quarter" in ASKED["check_field"](receptive_field(wider, 3).width).text
    hints(
        ASKED["check_field"],
        [
            (receptive_field(network(), "pool_2").width, "as it is"),  # stands on the page
            (196, "area"),
            (5, "of the *picture*"),
            (2, "of the *picture*"),
            (4, "Two layers are left"),
            (receptive_field(wider, 2).width, "one pixel of conv_2"),
            (24, "overlap"),
            (13, "more than one pixel"),
            (9, "2 pixels apart"),
            (16, "*after* pool_2"),
            (10, "five of them see"),
            (11, "layer by layer"),
            ((14, 14), "One number"),
            ("14", "without quotes"),
        ],
    )


def test_a_pixel(capsys):
    ask = ASKED["check_pixel"]
    assert ask(lambda p, k, b: max((p * k).sum() + b, 0))
    assert ask(lambda patch, kernel, bias: np.maximum(np.sum(patch * kernel) + bias, 0))
    hints(
        ASKED["check_pixel"],
        [
            (lambda p, k, b: (p * k).sum() + b, "negative"),
            (lambda p, k, b: max((p * k).sum(), 0), "bias is missing"),
            (lambda p, k, b: (p * k).sum(), "bias is missing"),
            (lambda p, k, b: max((p * k).sum(), 0) + b, "order counts"),
            (lambda p, k, b: max((p * k).sum() - b, 0), "not subtracted"),
            (lambda p, k, b: max((p * k[::-1, ::-1]).sum() + b, 0), "turned the kernel"),
            (lambda p, k, b: np.maximum(p * k + b, 0), "nine numbers"),
            (lambda p, k, b: p @ k + b, "nine numbers"),
            (lambda p, k, b: sum(p * k) + b, "this has 3"),
            (lambda p, k, b: max((p + k).sum() + b, 0), "Not the same"),
            (lambda p, k: 0, "it is called with 3 arguments"),
            (0.4, "A function is wanted"),
        ],
    )
    takes_any_function(ask, capsys)


def test_a_line():
    ask = ASKED["check_line"]
    look = keras.Model(network().inputs[0], network().get_layer("conv_1").output)
    maps = np.array(look(LINE[None], training=False))[0]
    strongest = maps.reshape(-1, 32).max(axis=0)
    assert ask(strongest.argmax()) and ask(np.array([strongest.argmax()]))
    hints(
        ASKED["check_line"],
        [
            (strongest.argmin(), "answers least"),
            (np.argsort(strongest)[-2], "another one reaches"),
            (np.unravel_index(maps.argmax(), maps.shape), "row, column and map"),
            (maps.argmax(), "counts through all pixels"),
            (strongest, "`argmax` says where"),
            (strongest.max(), "how brightly"),
            (32, "between 0 and 31"),
            ("vertical", "Numbers are wanted"),
        ],
    )
    bright = maps.mean(axis=(0, 1)).argmax()
    assert bright == strongest.argmax() or "on average" in ask(bright).text


def test_the_size_of_the_test():
    ask = ASKED["check_test_size"]
    assert "40,000" in ask(40_000).text and ask(39_000) and ask(np.int64(40_000))
    hints(
        ASKED["check_test_size"],
        [
            (20_000, "square root of two"),
            (2_500, "wider"),
            (5_000, "wider"),
            (10_000, "as it is"),
            (4, "How many pictures"),
            (30_000, "in all"),
            (14_142, "other way round"),
            (100_000, "square root of the number"),
            (0, "at 1 or above"),
            ("4 n", "A number is wanted"),
        ],
    )


@pytest.mark.parametrize("name", ASKED)
def test_any_answer_gets_a_sentence(name):
    takes_anything(ASKED[name])
