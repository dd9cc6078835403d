"""Pairs of classes, counted one by one."""

import numpy as np
import pytest

from helpers.analysis.pairs import pair_places


def test_a_pairs_place_is_one_more_than_how_many_are_before_it():
    rng = np.random.default_rng(0)
    values = rng.integers(0, 6, (7, 7)) / 5  # with ties
    values = values + values.T
    places = pair_places(values)
    pairs = [(i, j) for i in range(7) for j in range(7) if i < j]
    for i, j in pairs:
        before = sum(values[pair] > values[i, j] for pair in pairs)
        assert places[i, j] == places[j, i] == before + 1
    assert (np.diag(places) == 0).all()
    values[0, 1] += 1
    with pytest.raises(ValueError, match="values: expected a symmetric matrix"):
        pair_places(values)
