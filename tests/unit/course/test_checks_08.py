"""Lesson 8's checks know the usual mistakes."""

import numpy as np
import pytest
from sklearn.decomposition import PCA

from helpers.course.checks import lesson_08 as checks
from tests.support.answers import hints, takes_anything

RNG = np.random.default_rng(0)
IMAGES = RNG.random((60, 4, 4)) * np.linspace(0.2, 1, 16).reshape(4, 4)
ROWS = IMAGES.reshape(60, 16)
MODEL = PCA(12, random_state=0).fit(ROWS)
LEFT = [
    np.mean((PCA(k, random_state=0).fit(ROWS).inverse_transform(
        PCA(k, random_state=0).fit_transform(ROWS)) - ROWS) ** 2)
    for k in range(1, 13)
]  # fmt: skip
ERROR = (LEFT[4] + LEFT[5]) / 2  # five do not do, six do

NAMES = ["Bag", "Coat", "Shirt"]
LABELS = np.arange(60) % 3
BACK = IMAGES + np.array([0.1, 0.3, 0.2])[LABELS][:, None, None]
POINTS = np.array([[0.0, 0], [10, 0], [0, 4], [1, 1]])

ASKED = {
    "check_components": lambda answer: checks.check_components(answer, MODEL, IMAGES, ERROR),
    "check_hardest": lambda answer: checks.check_hardest(answer, IMAGES, BACK, LABELS, NAMES),
    "check_hole": lambda answer: checks.check_hole(answer, POINTS),
}


def test_components():
    assert "6 components" in ASKED["check_components"](6).text
    hints(
        ASKED["check_components"],
        [
            (5, "counts from 0"),
            (0, "the average picture"),
            (3, "More are needed"),
            (9, "Fewer do"),
            (13, "only 12 components"),
            (LEFT[5], "whole number"),
        ],
    )


def test_no_number_of_components_may_do():
    assert "Not even 12" in checks.check_components(3, MODEL, IMAGES, 0.0).text


def test_hardest():
    assert "Coat" in ASKED["check_hardest"]("coat").text and ASKED["check_hardest"](1)
    hints(
        ASKED["check_hardest"],
        [("Bag", "given back best"), ("Shirt", "Another class"), ("Boot", "none of these")],
    )


def test_hole():
    assert "Nobody lives" in ASKED["check_hole"]([9, 3.5]).text
    hints(
        ASKED["check_hole"],
        [
            ([0.5, 0.5], "more than 1.00 is wanted"),
            ([11, 0], "not on the map"),
            ([3], "shape (2,)"),
            (["a", "b"], "Numbers are wanted"),
        ],
    )


@pytest.mark.parametrize("name", ASKED)
def test_anything_at_all_gets_a_sentence(name):
    takes_anything(ASKED[name])
