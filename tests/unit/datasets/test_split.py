"""Parts that get their share of each class, and groups that stay whole; by counting."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.datasets.split import deal_out

COUNTS = st.lists(st.integers(3, 40), min_size=1, max_size=6)
SHARE = st.floats(0.05, 0.4)


def _labels(counts):
    labels = np.repeat(np.arange(len(counts)), counts)
    return np.random.default_rng(1).permutation(labels)


def _sizes(n, k, test, valid):
    test, valid = max(k, int(test * n)), max(k, int(valid * n))
    return [test, valid, n - test - valid]


@given(COUNTS, SHARE, SHARE, st.integers(0, 5))
@settings(max_examples=80)
def test_without_groups_each_class_gives_its_share(counts, test, valid, seed):
    labels = _labels(counts)
    sizes = _sizes(len(labels), len(counts), test, valid)
    if sizes[2] < len(counts):
        return
    parts, lacking = deal_out(labels, sizes, np.arange(len(labels)), seed)
    assert not lacking
    assert [len(part) for part in parts] == sizes
    assert sorted(np.concatenate(parts)) == list(range(len(labels)))
    large = min(counts) >= 20
    for part, size in zip(parts, sizes, strict=True):
        got = np.bincount(labels[part], minlength=len(counts))
        assert got.min() >= 1
        if large:  # where "at least one" changes nothing
            exact = np.array(counts) * size / len(labels)
            assert np.abs(got - exact).max() < 2


@given(COUNTS, st.integers(1, 6), st.integers(0, 5))
@settings(max_examples=80)
def test_groups_of_one_class_stay_whole_and_every_part_has_every_class(counts, largest, seed):
    labels = _labels(counts)
    rng = np.random.default_rng(seed)
    groups = np.empty(len(labels), int)
    enough = True
    for label in range(len(counts)):
        own = np.flatnonzero(labels == label)
        groups[own] = label * 1000 + rng.integers(0, max(1, len(own) // largest), len(own))
        enough &= len(np.unique(groups[own])) >= 3
    groups = np.unique(groups, return_inverse=True)[1]
    parts, lacking = deal_out(labels, _sizes(len(labels), len(counts), 0.2, 0.1), groups, seed)
    held = [set(groups[part]) for part in parts]
    assert not held[0] & held[1] and not held[0] & held[2] and not held[1] & held[2]
    assert sorted(np.concatenate(parts)) == list(range(len(labels)))
    assert bool(lacking) == (not enough)
    if enough:
        assert all(len(np.unique(labels[part])) == len(counts) for part in parts)


def test_a_group_may_hold_several_classes():
    labels, groups = np.arange(120) % 4, np.arange(120) // 8
    parts, lacking = deal_out(labels, [24, 16, 80], groups, seed=0)
    assert not lacking
    assert [len(part) for part in parts] == [24, 16, 80]
    assert not set(groups[parts[0]]) & set(groups[parts[2]])


def test_a_part_of_nothing_gets_nothing():
    parts, lacking = deal_out(np.arange(30) % 3, [6, 0, 24], np.arange(30), seed=0)
    assert [len(part) for part in parts] == [6, 0, 24]
    assert not lacking
