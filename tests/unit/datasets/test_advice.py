"""What a data set lacks is said, with what to do; of a good one nothing is said."""

import numpy as np
import pytest

from helpers.datasets import from_arrays
from helpers.datasets.advice import what_to_mend


def made(counts, seed=0, spread=60, classes_apart=True):
    """Pictures of noise about a pattern of each class."""
    rng = np.random.default_rng(seed)
    patterns = rng.integers(60, 196, (len(counts), 8, 8))
    labels = np.repeat(np.arange(len(counts)), counts)
    centres = patterns[labels if classes_apart else np.zeros_like(labels)]
    noise = rng.normal(0, spread, (len(labels), 8, 8))
    return np.clip(centres + noise, 0, 255).astype(np.uint8), labels


def said(images, labels, **options):
    return what_to_mend(from_arrays(images, labels, **options))


def test_of_a_good_data_set_nothing_is_said(capsys):
    assert said(*made([80, 90, 100])) == []


@pytest.mark.parametrize(
    "counts, words",
    [
        (
            [5, 5],
            ["Too few: '0', '1' have fewer than 20", "A short test: 2 pictures", "50.0 points"],
        ),
        (
            [300, 12],
            ["Too few: '1' has fewer", "Too uneven: 210 of '0' and 9 of '1'", "class_weight"],
        ),
    ],
)
def test_too_few_and_too_uneven(capsys, counts, words):
    found = " ".join(said(*made(counts)))
    for each in words:
        assert each in found


def test_copies_in_the_test_are_found_and_groups_mend_it(capsys):
    images, labels = made([20, 20], seed=1)
    burst = np.repeat(np.arange(40), 5)
    rng = np.random.default_rng(2)
    many = np.clip(images[burst] + rng.normal(0, 3, (200, 8, 8)), 0, 255).astype(np.uint8)
    found = said(many, labels[burst])
    assert any(each.startswith("A test that flatters: 4") for each in found)
    assert any(each.startswith("Too alike: 140 of 140") for each in found)
    mended = said(many, labels[burst], groups=burst)
    assert not any(each.startswith("A test that flatters") for each in mended)


def test_classes_that_lie_among_each_other_are_named(capsys):
    images, labels = made([120, 120], classes_apart=False)
    (words,) = said(images, labels)
    assert words.startswith("Hard to tell apart: as pixels, pictures of '0'")


def test_empty_pictures_are_counted(capsys):
    images, labels = made([80, 80])
    images[:4] = np.array([3, 90, 200, 255])[:, None, None]
    assert any("of one colour" in each for each in said(images, labels))
    assert any("of one colour" in each for each in said(images / 255, labels))


def test_no_pictures_are_refused():
    class Nothing:
        x_train, y_train, names = np.zeros((0, 4, 4)), np.zeros(0, int), ("a",)

    with pytest.raises(ValueError, match=r"data.x_train: expected"):
        what_to_mend(Nothing())
