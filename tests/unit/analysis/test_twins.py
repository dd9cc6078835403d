"""Matching filters, against NumPy's correlation and against trying every pairing."""

import itertools

import numpy as np
import pytest

from helpers.analysis.twins import activation_correlation, match_filters


def random_maps(n=5, seed=0, pictures=6):
    return np.random.default_rng(seed).random((pictures, 4, 3, n)).astype(np.float32)


def test_correlation_is_numpys():
    first, second = random_maps(5), random_maps(3, seed=1)
    flat = [maps.reshape(-1, maps.shape[-1]) for maps in (first, second)]
    truth = np.corrcoef(*flat, rowvar=False)[:5, 5:]
    np.testing.assert_allclose(activation_correlation(first, second), truth, atol=1e-12)


@pytest.mark.parametrize("value", [0, 0.1, 12345.678])
def test_a_map_that_never_changes_is_like_no_other(value):
    first = random_maps()
    first[..., 2] = value
    correlation = activation_correlation(first, random_maps(seed=1))
    assert (correlation[2] == 0).all()
    assert np.isfinite(correlation).all()


@pytest.mark.parametrize("seed", range(4))
def test_no_pairing_is_better(seed):
    first, second = random_maps(5, seed), random_maps(5, seed + 100)
    correlation = activation_correlation(first, second)
    best = max(
        sum(correlation[i, p] for i, p in enumerate(order))
        for order in itertools.permutations(range(5))
    )
    matching = match_filters(first, second)
    assert sorted(matching.partners) == list(range(5))
    assert matching.correlations.sum() == pytest.approx(best)
    np.testing.assert_allclose(matching.correlations, correlation[range(5), matching.partners])
    np.testing.assert_allclose(matching.in_place, np.diagonal(correlation))


def test_shuffled_and_rescaled_maps_are_found_again():
    maps = random_maps(8, pictures=20)
    order = np.random.default_rng(1).permutation(8)
    matching = match_filters(maps, 3 * maps[..., order] + 2)
    assert np.array_equal(order[matching.partners], np.arange(8))
    assert matching.twins(0.99) == 8
    assert match_filters(maps, random_maps(8, 9, 20)).twins(0.9) == 0


@pytest.mark.parametrize(
    "first, second, message",
    [
        (np.zeros((2, 3)), random_maps(), "maps: expected one layer's maps"),
        (random_maps(), np.full((6, 4, 3, 5), "a"), "other_maps: expected one layer's maps"),
        (random_maps(), random_maps(pictures=5), r"shape \(6, 4, 3\) and channels"),
        (random_maps(), random_maps(4), "5 maps, as `maps` has"),
    ],
)
def test_what_does_not_fit_is_named(first, second, message):
    with pytest.raises(ValueError, match=message):
        match_filters(first, second)
