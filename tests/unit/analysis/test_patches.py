"""The strongest places of maps, and patches cut there, against loops."""

import numpy as np
import pytest

from helpers.analysis.patches import cut_patches, strongest_places

MAPS = np.random.default_rng(0).normal(size=(9, 4, 5, 3))


@pytest.mark.parametrize("n", [1, 4, 9, 20])
def test_in_parts_it_is_the_same_as_at_once_and_as_a_loop(n):
    whole, parts = strongest_places(MAPS, n), None
    for start in (0, 2, 7):
        stop = {0: 2, 2: 7, 7: 9}[start]
        parts = strongest_places(MAPS[start:stop], n, parts)
    for k in range(3):
        best = sorted((-MAPS[i, ..., k].max(), i) for i in range(9))[:n]
        assert whole.pictures[k].tolist() == [i for _, i in best]
        for rank, (answer, i) in enumerate(best):
            assert whole.answers[k, rank] == -answer
            assert MAPS[i, whole.rows[k, rank], whole.columns[k, rank], k] == -answer
    for one, other in zip(whole, parts, strict=True):
        assert np.array_equal(one, other)


def test_patches_are_slices_and_filled_beyond():
    images = np.arange(2 * 5 * 6).reshape(2, 5, 6).astype(np.uint8)
    cut = cut_patches(images, [[0, 1]], [[1, -1]], [[2, 4]], (3, 4), fill=200)
    assert np.array_equal(cut[0, 0], images[0, 1:4, 2:6])
    wanted = np.full((3, 4), 200)
    wanted[1:, :2] = images[1, :2, 4:]
    assert np.array_equal(cut[0, 1], wanted) and cut.dtype == np.uint8
    colour = np.repeat(images[..., None], 3, axis=-1)
    assert np.array_equal(cut_patches(colour, [1], [-1], [4], (3, 4), 200)[0, ..., 2], wanted)


def test_what_does_not_fit_is_refused():
    images = np.zeros((2, 5, 6))
    with pytest.raises(ValueError, match="pictures: expected positions from 0 to 1"):
        cut_patches(images, [2], [0], [0], (2, 2))
    with pytest.raises(ValueError, match="lefts: expected whole numbers of shape"):
        cut_patches(images, [1], [0], [0, 1], (2, 2))
    with pytest.raises(ValueError, match="maps: expected 3 maps, as before"):
        strongest_places(MAPS[..., :2], 2, strongest_places(MAPS, 2))
