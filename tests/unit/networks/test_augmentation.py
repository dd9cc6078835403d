"""Shifted and mirrored pictures, against one picture done by hand at a time."""

import numpy as np
import pytest

from helpers.networks.augmentation import random_affine, random_shift_and_flip


@pytest.mark.parametrize("shape", [(40, 6, 7), (40, 6, 7, 3)])
def test_every_picture_is_a_reflected_shift_of_itself(shape):
    images = np.random.default_rng(0).integers(0, 256, shape, dtype=np.uint8)
    original = images.copy()
    moved = random_shift_and_flip(images, np.random.default_rng(1), 2)
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
    assert 8 < mirrored < 32


def test_no_shift_only_mirrors():
    images = np.arange(2 * 3 * 4, dtype=np.uint8).reshape(2, 3, 4)
    for result, image in zip(
        random_shift_and_flip(images, np.random.default_rng(0), 0), images, strict=True
    ):
        assert np.array_equal(result, image) or np.array_equal(result, image[:, ::-1])


@pytest.mark.parametrize("pixels", [-1, 3, 1.5])
def test_bad_shifts_are_named(pixels):
    with pytest.raises(ValueError, match="by: expected a whole number from 0 to 2"):
        random_shift_and_flip(np.zeros((2, 3, 4), np.uint8), np.random.default_rng(0), pixels)


def test_the_mirrored_ones_can_be_named():
    images = np.arange(3 * 4 * 5, dtype=np.uint8).reshape(3, 4, 5)
    chosen = np.array([True, False, True])
    moved = random_shift_and_flip(images, np.random.default_rng(0), 0, mirrored=chosen)
    assert np.array_equal(moved[chosen], images[chosen][:, :, ::-1])
    assert np.array_equal(moved[~chosen], images[~chosen])
    for wrong in ([1, 0, 1], [True, False]):
        with pytest.raises(ValueError, match="mirrored: expected True or False for each of the 3"):
            random_shift_and_flip(images, np.random.default_rng(0), 0, mirrored=wrong)


def _seen_through(image, matrix, offset):
    """Interpolate a picture linearly at moved places, pixel by pixel; black outside."""
    height, width = image.shape
    padded = np.pad(image.astype(float), 1)
    result = np.zeros((height, width))
    for y in range(height):
        for x in range(width):
            v, u = matrix @ (y, x) + offset
            if not (0 <= v <= height - 1 and 0 <= u <= width - 1):
                continue
            top, left = int(np.floor(v)), int(np.floor(u))
            for row, share in ((top, 1 - (v - top)), (top + 1, v - top)):
                for column, part in ((left, 1 - (u - left)), (left + 1, u - left)):
                    result[y, x] += share * part * padded[row + 1, column + 1]
    return result


@pytest.mark.parametrize("channels", [(), (3,)])
def test_turned_and_stretched_pictures_against_one_pixel_at_a_time(channels):
    images = np.random.default_rng(0).integers(0, 256, (3, 7, 9, *channels), dtype=np.uint8)
    original = images.copy()
    moved = random_affine(images, np.random.default_rng(5), by=1, degrees=20, stretch=0.3)
    assert moved.shape == images.shape
    assert moved.dtype == np.uint8
    assert np.array_equal(images, original)
    rng = np.random.default_rng(5)  # draws what the function draws, in its order
    turns = np.deg2rad(rng.uniform(-20, 20, 3))
    sizes = rng.uniform(0.7, 1.3, (3, 2, 1))
    shifts = rng.uniform(-1, 1, (3, 2))
    middle = np.array([3.0, 4.0])
    for image, result, turn, size, shift in zip(images, moved, turns, sizes, shifts, strict=True):
        matrix = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]) / size
        offset = middle - matrix @ middle + shift
        planes = [(image, result)]
        if channels:
            planes = [(image[..., c], result[..., c]) for c in range(3)]
        for plane, seen in planes:
            assert np.abs(_seen_through(plane, matrix, offset) - seen).max() <= 0.5 + 1e-6


def test_nothing_random_leaves_a_picture_as_it_is():
    images = np.random.default_rng(0).integers(0, 256, (2, 5, 6), dtype=np.uint8)
    same = random_affine(images, np.random.default_rng(0), by=0, degrees=0, stretch=0)
    assert np.array_equal(same, images)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"by": 5}, "by: expected a whole number from 0 to 4"),
        ({"degrees": 181}, "degrees: expected"),
        ({"stretch": 1}, "stretch: expected"),
    ],
)
def test_bad_turns_and_stretches_are_named(arguments, words):
    with pytest.raises(ValueError, match=words):
        random_affine(np.zeros((2, 5, 6), np.uint8), np.random.default_rng(0), **arguments)
