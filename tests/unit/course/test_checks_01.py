"""Lesson 1's checks: the right answer, the usual mistakes, and what nobody thought of."""

import dataclasses

import numpy as np
import pytest

from helpers.analysis.classes import class_averages, likeness, nearest_average, typicality
from helpers.course.checks import lesson_01 as checks
from helpers.datasets import load
from tests.support.answers import hints, takes_anything


def first(name, n=800, n_test=400):
    """The first pictures of a sample: enough to have a right answer, and quick."""
    data = load(name, size="sample")
    return dataclasses.replace(
        data,
        x_train=data.x_train[:n],
        y_train=data.y_train[:n],
        x_test=data.x_test[:n_test],
        y_test=data.y_test[:n_test],
    )


MNIST, FASHION, CIFAR = first("mnist"), first("fashion_mnist"), first("cifar10")
CLOTHES = class_averages(FASHION.x_train, FASHION.y_train)
SNEAKER, BOOT, SANDAL = (CLOTHES[k] for k in (7, 9, 5))

ASKED = {
    "check_vaguest": lambda answer: checks.check_vaguest(answer, CIFAR),
    "check_shoes": lambda answer: checks.check_shoes(answer, FASHION),
    "check_digits": lambda answer: checks.check_digits(answer, MNIST, CLOTHES),
    "check_strangest_boot": lambda answer: checks.check_strangest_boot(answer, FASHION),
}


def test_the_vaguest_class():
    values = likeness(CIFAR.x_train, CIFAR.y_train)
    order = np.argsort(values)
    ask = ASKED["check_vaguest"]
    assert ask(CIFAR.names[order[0]]) and ask(order[0]) and ask(CIFAR.names[order[0]].upper())
    assert f"{values.min():.2f}" in ask(order[0]).text
    hints(
        ASKED["check_vaguest"],
        [
            (order[9], "*most* alike"),
            (order[1], "Close: "),
            (order[2], "Close: "),
            (order[5], "is not it"),
            ("Sandal", "'Sandal' is none of these"),
            (10, "10 is the number of none of them"),
            (values.min(), "Give a name"),  # the likeness in place of the class
            (values, "this has 10"),
        ],
    )


def r(one, other):
    return np.corrcoef(one.ravel(), other.ravel())[0, 1]


def test_a_shoe_turned_around():
    turned = np.flip(SNEAKER, axis=1)
    expected = r(turned, BOOT)
    ask = ASKED["check_shoes"]
    assert ask(expected) and ask(round(expected, 2)) and ask(np.float32(expected))
    assert ask(r(SNEAKER, np.flip(BOOT, axis=1)))  # the other shoe turned: the same
    assert f"{r(SNEAKER, BOOT):.2f} as it is" in ask(expected).text
    cosine = (turned * BOOT).sum() / np.sqrt((SNEAKER**2).sum() * (BOOT**2).sum())
    hints(
        ASKED["check_shoes"],
        [
            (r(SNEAKER, BOOT), "pointing to the left"),  # stands in the heat map
            (r(np.flip(SNEAKER, axis=0), BOOT), "upside down"),
            (r(SNEAKER.ravel()[::-1], BOOT.ravel()), "and* upside down"),
            (r(SNEAKER.T, BOOT), "swaps rows and columns"),
            (r(SNEAKER, turned), "own mirror image"),
            (np.corrcoef(turned.ravel(), BOOT.ravel()), "2 × 2 table"),
            (np.cov(turned.ravel(), BOOT.ravel())[0, 1], "covariance"),
            (cosine, "mean brightness is still in it"),
            (100 * expected, "in percent"),
            (r(np.flip(SANDAL, axis=1), BOOT), "the sandal"),
            (-0.3, "Sneaker is 7, Ankle boot is 9"),
            (2, "between -1 and 1"),
            (turned, "this has 784"),
        ],
    )


def test_fives_by_their_averages():
    averages = class_averages(MNIST.x_train, MNIST.y_train)
    said, fives = nearest_average(MNIST.x_test, averages), MNIST.y_test == 5
    expected = (said[fives] == 5).mean()
    trained = nearest_average(MNIST.x_train, averages)[MNIST.y_train == 5] == 5
    with_clothes = nearest_average(MNIST.x_test, CLOTHES)[fives] == 5
    ask = ASKED["check_digits"]
    assert ask(expected) and ask(round(expected, 3))
    hints(
        ASKED["check_digits"],
        [
            ((said == MNIST.y_test).mean(), "share of all digits"),  # stands on the page
            (100 * expected, "in percent"),
            ((said[fives] == 5).sum(), "That is how many"),
            (1 - expected, "share of errors"),
            (trained.mean(), "training digits"),
            (fives[said == 5].mean(), "*called* five"),
            ((fives & (said == 5)).mean(), "divided by all digits"),
            (with_clothes.mean(), "average clothes"),
            (0.123, "Not that number"),
            (said[fives] == 5, "One number is wanted"),
        ],
    )


def test_the_strangest_boot():
    typical = typicality(FASHION.x_train, FASHION.y_train)
    boots = np.flatnonzero(FASHION.y_train == 9)
    place = np.argmin(typical[boots])
    most = boots[np.argmax(typical[boots])]
    ask = ASKED["check_strangest_boot"]
    assert ask(boots[place]) and ask(float(boots[place]))
    shirts = np.flatnonzero((FASHION.y_train == 6) & (typical > typical.min()))
    hints(
        ASKED["check_strangest_boot"],
        [
            (place, "its place among the ankle boots"),
            (most, "most typical"),
            (np.argmin(typical), "least typical of all pictures"),
            (next(k for k in shirts if k != place), "is labelled Shirt"),
            (next(b for b in boots if b not in (boots[place], place, most)), "one with less"),
            (typical[boots[place]], "That is its correlation"),
            (0.75, "whole number"),
            (len(FASHION.y_train), "cannot be right"),
            (FASHION.x_train[boots[place]], "this has 784"),
        ],
    )


@pytest.mark.parametrize("name", ASKED)
def test_any_answer_gets_a_sentence(name):
    takes_anything(ASKED[name])
