"""Shifted and mirrored pictures, against one picture done by hand at a time."""

import numpy as np
import pytest

from helpers.networks.augmentation import random_shift, random_shift_and_flip


@pytest.mark.parametrize("move, flips", [(random_shift_and_flip, True), (random_shift, False)])
@pytest.mark.parametrize("shape", [(40, 6, 7), (40, 6, 7, 3)])
def test_every_picture_is_a_reflected_shift_of_itself(shape, move, flips):
    images = np.random.default_rng(0).integers(0, 256, shape, dtype=np.uint8)
    original = images.copy()
    moved = move(images, np.random.default_rng(1), 2)
    assert moved.shape == shape
    assert moved.dtype == np.uint8
    assert np.array_equal(images, original)
    mirrored = 0
    for image, result in zip(images, moved, strict=True):
        padded = np.pad(image, [(2, 2), (2, 2)] + [(0, 0)] * (image.ndim - 2), mode="reflect")
        windows = [padded[y : y + 6, x : x + 7] for y in range(5) for x in range(5)]
        plain = any(np.array_equal(window, result) for window in windows)
        flipped = any(np.array_equal(window[:, ::-1], result) for window in windows)
        assert plain or flipped
        mirrored += flipped
    assert 8 < mirrored < 32 if flips else mirrored == 0


def test_no_shift_only_mirrors():
    images = np.arange(2 * 3 * 4, dtype=np.uint8).reshape(2, 3, 4)
    for result, image in zip(
        random_shift_and_flip(images, np.random.default_rng(0), 0), images, strict=True
    ):
        assert np.array_equal(result, image) or np.array_equal(result, image[:, ::-1])


@pytest.mark.parametrize("pixels", [-1, 3, 1.5])
@pytest.mark.parametrize("move", [random_shift_and_flip, random_shift])
def test_bad_shifts_are_named(move, pixels):
    with pytest.raises(ValueError, match="by: expected a whole number from 0 to 2"):
        move(np.zeros((2, 3, 4), np.uint8), np.random.default_rng(0), pixels)
