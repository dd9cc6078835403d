"""A drawing becomes a digit as MNIST has them: MNIST's own pictures are the judge."""

import numpy as np
import pytest
from PIL import Image

from helpers.analysis.handwriting import NearestPictures, like_mnist
from helpers.datasets import load


@pytest.fixture(scope="module")
def digits():
    return load("mnist", size="sample").x_test


def centre_of_mass(picture):
    return np.array([picture.sum(axis=1), picture.sum(axis=0)]) @ np.arange(28) / picture.sum()


def test_a_prepared_digit_comes_back_as_it_is(digits):
    same = [np.array_equal(like_mnist(digit), digit) for digit in digits]
    # Two or three of ten thousand are smaller than the box, and are enlarged.
    assert np.mean(same) >= 0.998


@pytest.mark.parametrize("shift", [(0, 0), (5, -8), (-90, 60)])
def test_it_comes_back_from_a_large_pad_wherever_it_was_drawn(digits, shift):
    for digit in digits[:50]:
        large = np.kron(digit[4:24, 4:24], np.ones((7, 7), np.uint8))
        if digit[4:24, 4:24].sum() != digit.sum():
            continue
        pad = np.zeros((400, 400), np.uint8)
        pad[130:270, 130:270] = large
        assert np.array_equal(like_mnist(np.roll(pad, shift, axis=(0, 1))), digit)


@pytest.mark.parametrize("side", [280, 173, 95])
def test_ink_on_a_large_pad_comes_back_nearly_the_same(digits, side):
    alike = []
    for digit in digits[:200]:
        smooth = Image.fromarray(digit).resize((side, side), Image.Resampling.BICUBIC)
        ink = np.where(np.asarray(smooth) > 100, 255, 0).astype(np.uint8)  # a pen knows no grey
        alike.append(np.corrcoef(like_mnist(ink).ravel(), digit.ravel())[0, 1])
    assert np.mean(alike) > 0.94
    assert min(alike) > 0.6  # a thin one, that rounding moved by a pixel


@pytest.mark.parametrize("height, width", [(200, 30), (31, 140), (3, 7), (1, 1), (280, 280)])
def test_box_and_centre(height, width):
    rng = np.random.default_rng(height)
    pad = np.zeros((280, 280), np.uint8)
    top, left = 280 - height, (280 - width) // 3
    pad[top : top + height, left : left + width] = rng.integers(100, 256, (height, width))
    pad = np.ascontiguousarray(pad)
    picture = like_mnist(pad)
    rows, columns = (np.flatnonzero(picture.any(axis=axis)) for axis in (1, 0))
    sides = sorted([np.ptp(rows) + 1, np.ptp(columns) + 1])
    assert sides[1] == 20
    assert sides[0] == max(round(20 * min(height, width) / max(height, width)), 1)
    assert np.abs(centre_of_mass(picture.astype(float)) - 14).max() <= 0.5 + 1e-9


def test_a_long_tail_stays_in_the_picture():
    pad = np.zeros((100, 100), np.uint8)
    pad[10:90, 50] = 255
    pad[10:20, 10:90] = 255  # heavy at the top: the centre of mass would push the tail out
    picture = like_mnist(pad)
    assert picture.shape == (28, 28)
    assert picture[:, picture.any(axis=0)].any(axis=1).sum() == 20


def test_an_empty_pad_says_what_to_do():
    with pytest.raises(ValueError, match=r"drawing: .*an empty pad.*Draw a digit first\."):
        like_mnist(np.zeros((280, 280), np.uint8))


@pytest.mark.parametrize(
    "drawing",
    [np.zeros((28, 28, 3), np.uint8), np.ones((28, 28)), np.zeros((0, 9), np.uint8), "a 7"],
)
def test_anything_else_is_named(drawing):
    with pytest.raises(ValueError, match="drawing: expected uint8 of shape"):
        like_mnist(drawing)


def test_the_drawing_stays_as_it_is(digits):
    drawing = digits[0].copy()
    like_mnist(drawing)
    assert np.array_equal(drawing, digits[0])


def test_nearest_pictures_are_scikit_learns(digits):
    from sklearn.neighbors import NearestNeighbors

    flat = digits.reshape(len(digits), -1).astype(float)
    truth = NearestNeighbors(n_neighbors=6).fit(flat).kneighbors(flat[:40], return_distance=False)
    lookup = NearestPictures(digits)
    for position in range(40):
        found = lookup.find(digits[position], n=6)
        assert found[0] == position
        assert np.array_equal(found, truth[position])


def test_nearest_pictures_say_what_does_not_fit(digits):
    lookup = NearestPictures(digits[:3])
    with pytest.raises(ValueError, match=r"picture: expected a picture of shape \(28, 28\)"):
        lookup.find(digits[0][:5])
    with pytest.raises(ValueError, match="n: expected a whole number from 1 to 3"):
        lookup.find(digits[0], n=4)
    with pytest.raises(ValueError, match="pictures: expected numbers of shape"):
        NearestPictures(digits[0])
