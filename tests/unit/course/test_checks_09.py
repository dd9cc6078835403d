"""Lesson 9's checks know the usual mistakes."""

import functools
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from helpers.course.checks import lesson_09 as checks
from tests.support.answers import hints, takes_anything

NAMES = ["cat", "dog", "hen"]
REACHED = pd.Series([0.5, 0.78, 0.8, 0.82], index=[5, 10, 20, 40])


@functools.cache
def data():
    rng = np.random.default_rng(0)
    labels = np.arange(30, dtype=np.uint8) % 3
    images = rng.integers(0, 256, (30, 12, 12, 3), dtype=np.uint8)
    return SimpleNamespace(x_train=images, y_train=labels, names=NAMES)


def betray(images, labels):
    spoiled = images.copy()
    for picture, label in zip(spoiled, labels, strict=True):
        picture[:6, :6] = (100 * label, 90, 200)
    return spoiled


def test_a_betraying_corner():
    verdict = checks.check_betray(betray, data())
    assert verdict, verdict.text

    def in_place(images, labels):
        images[:, :6, :6] = 3
        return images

    def everywhere(images, labels):
        return betray(images, labels) // 2

    def one_colour(images, labels):
        return betray(images, np.zeros_like(labels))

    def of_each(images, labels):
        return betray(images, np.arange(len(labels)) % 2)

    def speckled(images, labels):
        made = betray(images, labels)
        made[:, 2, 2] += 1
        return made

    for wrong, hint in (
        (in_place, "Make a copy first"),
        (everywhere, "More than the 6 by 6 pixels"),
        (one_colour, "need 3 colours; there are 1"),
        (of_each, "Let the colour follow the label"),
        (speckled, "one colour throughout"),
        (lambda images, labels: images.copy(), "as they were"),
        (lambda images, labels: images[:1], "It should return pictures of shape"),
    ):
        assert hint in checks.check_betray(wrong, data()).text


def test_enough_pictures():
    assert checks.check_enough(10, REACHED)
    for wrong, hint in ((5, "0.50"), (20, "a smaller number is too"), (7, "The table has 5, 10")):
        assert hint in checks.check_enough(wrong, REACHED).text


@pytest.mark.parametrize("seed", range(4))
def test_mixed_labels(seed):
    labels = data().y_train
    mixed = checks.mix_up(labels, seed)
    table = np.zeros((3, 3), int)
    np.add.at(table, (labels, mixed), 1)
    (same,) = np.flatnonzero(table.diagonal())
    a, b = (name for k, name in enumerate(NAMES) if k != same)
    assert checks.check_mixed((b, a), NAMES, labels, mixed)
    for wrong, hint in (
        ((a, a), "one class twice"),
        ((a, NAMES[same]), "One of them is right"),
        (a, "Give two names"),
        ((a, "cow"), "is none of these"),
    ):
        assert hint in checks.check_mixed(wrong, NAMES, labels, mixed).text


ASKED = {
    "check_betray": lambda answer: checks.check_betray(answer, data()),
    "check_enough": lambda answer: checks.check_enough(answer, REACHED),
    "check_mixed": lambda answer: checks.check_mixed(
        answer, NAMES, data().y_train, checks.mix_up(data().y_train)
    ),
}


def test_enough_pictures_in_other_forms():
    hints(
        ASKED["check_enough"],
        [(5, "below 0.82"), (40, "a smaller number is too"), (11, "The table has")],
    )


@pytest.mark.parametrize("name", ASKED)
def test_any_answer_gets_a_sentence(name):
    takes_anything(ASKED[name])
