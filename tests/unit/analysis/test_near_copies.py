"""Near copies: against correlations that NumPy computes pair by pair."""

import numpy as np
import pytest

from helpers.analysis.near_copies import near_copies

RNG = np.random.default_rng(0)


def pictures(n=30):
    return RNG.integers(0, 256, (n, 6, 6, 3), dtype=np.uint8)


def by_hand(images, others):
    table = np.corrcoef(
        images.reshape(len(images), -1).astype(float), others.reshape(len(others), -1).astype(float)
    )
    return table[: len(images), len(images) :]


def test_each_picture_finds_the_most_alike_other_one():
    images = pictures()
    images[7] = images[3] // 2 + 40  # darker, the same
    which, alike = near_copies(images)
    table = by_hand(images, images)
    np.fill_diagonal(table, -2)
    assert np.allclose(alike, table.max(axis=1), atol=1e-5)
    assert which[7] == 3 and which[3] == 7
    assert (np.delete(which, [3, 7]) == -1).all()
    everyone, _ = near_copies(images, least=-1)
    assert np.array_equal(everyone, table.argmax(axis=1))


def test_more_pictures_than_are_compared_at_once():
    images, others = pictures(600), pictures(9)
    others[4] = images[555]
    which, alike = near_copies(images, others)
    assert which[555] == 4 and alike[555] == pytest.approx(1, abs=1e-5)
    assert np.allclose(alike, by_hand(images, others).max(axis=1), atol=1e-5)


def test_a_picture_of_one_colour_is_like_no_other():
    images = pictures(4)
    images[0] = images[1] = 90
    which, _ = near_copies(images)
    assert which[0] == which[1] == -1
    assert near_copies(pictures(1))[0].tolist() == [-1]


@pytest.mark.parametrize(
    "given, message",
    [
        ({"images": np.zeros((3, 4))}, "images: expected"),
        ({"others": np.zeros((2, 5, 5, 3))}, "others: expected pictures of shape"),
        ({"least": 2}, "least: expected a number from -1 to 1"),
    ],
)
def test_what_does_not_fit_is_named(given, message):
    with pytest.raises(ValueError, match=message):
        near_copies(**{"images": pictures(), **given})
