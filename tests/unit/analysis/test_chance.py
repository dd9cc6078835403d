"""What luck does: held against binomial sums and against counting one by one."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.analysis import chance

NAMES = ("ant", "bee", "cat", "dog")


def test_the_spread_of_trainings_that_are_throws_is_what_chance_gives():
    rng = np.random.default_rng(0)
    matrices = rng.multinomial(1000, [[0.9, 0.06, 0.04], [0.1, 0.7, 0.2], [0, 0, 1]], (400, 3))
    table = chance.seed_spread(matrices)
    assert list(table.columns) == ["mean", "spread", "by_chance"]
    np.testing.assert_allclose(table["mean"], matrices.mean(axis=0).ravel())
    assert table.loc[(0, 1), "by_chance"] == pytest.approx(math.sqrt(1000 * 0.06 * 0.94), rel=0.02)
    np.testing.assert_allclose(table["spread"], table["by_chance"], rtol=0.15, atol=1e-9)
    assert table.loc[(2, 0), "spread"] == 0


@given(st.integers(0, 30), st.integers(0, 30))
def test_mcnemar_is_the_throw_of_a_coin(only_first, only_second):
    first = np.array([True] * only_first + [False] * only_second + [True, False])
    second = np.array([False] * only_first + [True] * only_second + [True, False])
    found = chance.mcnemar(first, second)
    assert found[:2] == (only_first, only_second)
    n, few = only_first + only_second, min(only_first, only_second)
    tail = sum(math.comb(n, k) for k in range(few + 1)) / 2**n
    assert found.p_value == pytest.approx(min(1.0, 2 * tail))


def test_changes_are_counted_picture_by_picture():
    rng = np.random.default_rng(0)
    labels, before, after = rng.integers(0, 4, (3, 300))
    table = chance.changed_confusions(labels, before, after, NAMES)
    assert len(table) == 12
    assert (np.diff(table["cured"] - table["new"]) <= 0).all()
    for row in table.itertuples():
        i, j = NAMES.index(row.actual), NAMES.index(row.predicted)
        was, is_now = ((labels == i) & (said == j) for said in (before, after))
        assert (row.before, row.after) == (was.sum(), is_now.sum())
        assert row.before - row.after == row.cured - row.new
        assert row.cured == sum(a and not b for a, b in zip(was, is_now, strict=True))
        assert row.p_value == chance.mcnemar(is_now, was).p_value
    nothing = chance.changed_confusions(labels, labels, labels, NAMES)
    assert len(nothing) == 0
    assert list(nothing.columns) == list(table.columns)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: chance.seed_spread(np.eye(3, dtype=int)[None]),
            "matrices: expected two or more",
        ),
        (
            lambda: chance.seed_spread(np.stack([np.eye(3, dtype=int)] * 2) * [[[1]], [[2]]]),
            "matrices: expected the same number of pictures",
        ),
        (lambda: chance.mcnemar([1, 0], [0, 1]), "first_right: expected True or False"),
        (
            lambda: chance.mcnemar(np.array([True]), np.array([True, False])),
            "second_right: expected True or False for each of 1 pictures, as first_right",
        ),
        (
            lambda: chance.changed_confusions([0, 1], [0], [0, 1], NAMES),
            "before: expected 2 labels",
        ),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
