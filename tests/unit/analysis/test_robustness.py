"""Moved, turned and noisy pictures, against SciPy, Pillow and what a shift is."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from scipy import ndimage

from helpers.analysis.robustness import (
    DIRECTIONS,
    add_noise,
    change_scores,
    rotate,
    shift,
    shift_scores,
)
from helpers.datasets import load

PICTURES = np.random.default_rng(0).integers(0, 256, (5, 9, 7), dtype=np.uint8)
PICTURES.flags.writeable = False
DIGITS = load("mnist", size="sample").x_test[:50]


@given(down=st.integers(-8, 8), right=st.integers(-6, 6))
def test_a_shift_is_scipys(down, right):
    expected = ndimage.shift(PICTURES, (0, down, right), order=0, mode="constant")
    moved = shift(PICTURES, down, right)
    assert moved.dtype == np.uint8
    assert np.array_equal(moved, expected)


def test_a_shift_by_nothing_is_a_copy_and_colour_goes_along():
    assert np.array_equal(shift(PICTURES, 0, 0), PICTURES)
    assert not np.shares_memory(shift(PICTURES, 0, 0), PICTURES)
    colour = np.stack([PICTURES, PICTURES // 2, 255 - PICTURES], axis=-1)
    moved = shift(colour, 2, -1)
    for channel in range(3):
        assert np.array_equal(moved[..., channel], shift(colour[..., channel], 2, -1))


def test_there_and_back_loses_only_what_left_the_picture():
    back = shift(shift(DIGITS, 2, -3), -2, 3)
    assert np.array_equal(back[:, :-2, 3:], DIGITS[:, :-2, 3:])
    assert not back[:, -2:].any() and not back[:, :, :3].any()


def test_turning_is_counter_clockwise_and_pillows():
    assert np.array_equal(rotate(DIGITS, 0), DIGITS)
    assert np.array_equal(rotate(DIGITS, 90), np.rot90(DIGITS, axes=(1, 2)))
    ours = rotate(DIGITS, 20).astype(float)
    pillows = np.stack(
        [
            np.asarray(Image.fromarray(digit).rotate(20, Image.Resampling.BILINEAR))
            for digit in DIGITS
        ]
    )
    assert np.abs(ours - pillows).mean() < 1.0


def test_noise_has_its_strength_and_its_seed():
    grey = np.full((20, 28, 28), 128, np.uint8)
    noisy = add_noise(grey, 20)
    assert noisy.dtype == np.uint8
    assert noisy.std() == pytest.approx(20, rel=0.03)
    assert noisy.mean() == pytest.approx(128, abs=0.6)
    assert np.array_equal(noisy, add_noise(grey, 20))
    assert not np.array_equal(noisy, add_noise(grey, 20, seed=1))
    assert np.array_equal(add_noise(DIGITS, 0), DIGITS)
    black = add_noise(np.zeros((20, 28, 28), np.uint8), 20)
    assert (black == 0).mean() == pytest.approx(0.5, abs=0.03)  # the darker half is cut


def test_scores_are_those_of_a_judge_that_knows_only_places():
    # One white pixel in the middle; the judge is right while it is in the three middle columns.
    pictures = np.zeros((4, 11, 11), np.uint8)
    pictures[:, 5, 5] = 255
    seen = []

    def judge(images):
        seen.append(len(images))
        return (images[:, :, 4:7].max(axis=(1, 2)) > 0).astype(int)

    scores = shift_scores(judge, pictures, np.ones(4, int), [0, 1, 3])
    expected = np.ones((3, 4))
    expected[2] = [right == 0 for _, right in DIRECTIONS]
    assert np.array_equal(scores, expected)
    assert seen == [4] * 9  # not moved: asked once, not four times
    assert len(set(DIRECTIONS)) == 4
    assert {abs(down) + abs(right) for down, right in DIRECTIONS} == {1}, "all go equally far"


def test_scores_of_any_change_keep_its_order():
    scores = change_scores(
        lambda images: images.max(axis=(1, 2)), DIGITS, np.full(50, 7), np.full_like, [7, 3, 7]
    )
    assert list(scores) == [1, 0, 1]


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: shift(PICTURES, 9, 0), "down"),
        (lambda: shift(PICTURES, 0, 0.5), "right"),
        (lambda: shift(PICTURES[0], 0, 0), "images"),
        (lambda: rotate(PICTURES / 255, 3), "images"),
        (lambda: rotate(PICTURES, float("nan")), "degrees"),
        (lambda: rotate(PICTURES, "3"), "degrees"),
        (lambda: add_noise(PICTURES / 255, 3), "images"),
        (lambda: add_noise(PICTURES, -1), "strength"),
        (lambda: shift_scores(len, PICTURES, [1, 2], [0]), "labels"),
        (lambda: shift_scores(len, PICTURES, [1] * 5, [7]), "distances"),
        (lambda: change_scores(len, PICTURES, [1], rotate, [7]), "labels"),
    ],
)
def test_what_does_not_fit_is_named(call, name):
    with pytest.raises(ValueError, match=f"^{name}: expected"):
        call()
