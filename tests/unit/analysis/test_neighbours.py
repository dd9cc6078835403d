"""Neighbours against brute force, scikit-learn and SciPy."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial import procrustes
from scipy.spatial.distance import cdist
from sklearn.neighbors import KNeighborsClassifier

from helpers.analysis.neighbours import (
    align,
    class_medians,
    kept_neighbours,
    neighbour_classes,
    neighbour_vote,
    neighbours,
)


@pytest.fixture
def points():
    return np.random.default_rng(0).normal(size=(80, 2)).astype(np.float32)


@pytest.fixture
def labels():
    return np.random.default_rng(1).integers(0, 4, 80).astype(np.uint8)


def brute_force(points, k):
    distances = cdist(points.reshape(len(points), -1), points.reshape(len(points), -1))
    np.fill_diagonal(distances, np.inf)
    return np.argsort(distances, axis=1, kind="stable")[:, :k]


@pytest.mark.parametrize("k", [1, 10, 79])
def test_neighbours_against_all_distances(points, k):
    assert (neighbours(points, k) == brute_force(points, k)).all()


def test_neighbours_of_pictures():
    # Whole numbers from 0 to 255 must not wrap around when they are subtracted.
    pictures = np.random.default_rng(0).integers(0, 256, (40, 5, 6), dtype=np.uint8)
    assert (neighbours(pictures, 7) == brute_force(pictures.astype(float), 7)).all()


def test_a_point_is_not_its_own_neighbour_even_among_copies():
    points = np.zeros((6, 2))
    nearest = neighbours(points, 5)
    assert all(set(row) == set(range(6)) - {i} for i, row in enumerate(nearest))


def test_the_vote_is_scikit_learns(points, labels):
    # Leave-one-out by fitting N classifiers, each without one point.
    expected = [
        KNeighborsClassifier(7)
        .fit(np.delete(points, i, axis=0), np.delete(labels, i))
        .predict(points[[i]])[0]
        for i in range(len(points))
    ]
    assert (neighbour_vote(neighbours(points, 7), labels) == expected).all()


def test_a_tie_goes_to_the_smaller_number():
    assert neighbour_vote([[0, 1], [2, 3]], np.array([2, 1, 0, 0])).tolist() == [1, 0]


def test_neighbour_classes_against_a_loop(points, labels):
    nearest = neighbours(points, 5)
    expected = np.zeros((4, 4))
    for own, row in zip(labels, nearest, strict=True):
        for other in row:
            expected[own, labels[other]] += 1
    found = neighbour_classes(nearest, labels)
    assert np.allclose(found, expected / expected.sum(axis=1, keepdims=True))
    assert np.allclose(found.sum(axis=1), 1)


def test_kept_neighbours(points):
    nearest = neighbours(points, 6)
    assert kept_neighbours(nearest, nearest[:, ::-1]) == 1
    assert kept_neighbours([[1, 2], [0, 2]], [[3, 1], [4, 5]]) == 0.25
    other = neighbours(np.random.default_rng(5).normal(size=(80, 2)), 6)
    by_hand = np.mean([len(set(a) & set(b)) / 6 for a, b in zip(nearest, other, strict=True)])
    assert kept_neighbours(nearest, other) == pytest.approx(by_hand)


def test_class_medians_stay_where_most_points_are(labels):
    points = np.stack([labels * 10.0, labels * -1.0], axis=1)
    points[np.flatnonzero(labels == 2)[0]] = 1e6
    assert np.allclose(class_medians(points, labels), [[0, 0], [10, -1], [20, -2], [30, -3]])


turns = st.floats(-np.pi, np.pi)


@settings(max_examples=40, deadline=None)
@given(angle=turns, scale=st.floats(0.1, 10), shift=st.tuples(turns, turns), mirrored=st.booleans())
def test_align_undoes_turning_mirroring_scaling_and_shifting(angle, scale, shift, mirrored):
    reference = np.random.default_rng(0).normal(size=(30, 2))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    moved = reference @ turn * scale * [-1 if mirrored else 1, 1] + shift
    assert np.allclose(align(moved, reference), reference)


def test_align_leaves_what_scipy_calls_the_disparity(points):
    reference = points + np.random.default_rng(3).normal(size=points.shape) * 0.4
    rest = ((align(points, reference) - reference) ** 2).sum()
    spread = ((reference - reference.mean(axis=0)) ** 2).sum()
    assert rest / spread == pytest.approx(procrustes(reference, points)[2])


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: neighbours(np.zeros(5)), "points: expected numbers of shape"),
        (lambda: neighbours(np.full((9, 2), np.nan), 2), "points: expected finite numbers"),
        (lambda: neighbours(np.zeros((9, 2)), 9), "points: expected more than k=9 points"),
        (lambda: neighbours(np.zeros((9, 2)), 0), "k: expected a whole number of at least 1"),
        (lambda: neighbour_vote([[0, 9]], np.array([0, 1])), "nearest: expected positions from 0"),
        (lambda: neighbour_vote([[0.5]], np.array([0, 1])), "nearest: expected positions of shape"),
        (lambda: neighbour_classes([[1], [0]], np.array([0, 2])), "received none of class 1"),
        (lambda: neighbour_classes([[1]], np.array([0, 1])), "labels: expected 1 labels"),
        (lambda: kept_neighbours([[1, 2]], [[1]]), "after: expected neighbours in an array"),
        (lambda: class_medians(np.zeros((3, 2)), [0, 2, 2]), "received none of class 1"),
        (lambda: class_medians(np.zeros((3, 2)), [0, 1]), "labels: expected 3 labels"),
        (lambda: align(np.zeros((4, 2)), np.ones((4, 2))), "points: expected points in more"),
        (lambda: align(np.ones((4, 2)), np.ones((5, 2))), "points: expected a map of shape"),
    ],
)
def test_bad_input_is_named(call, said):
    with pytest.raises(ValueError, match=said):
        call()
