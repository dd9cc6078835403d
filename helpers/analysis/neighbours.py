"""Who lies next to whom, among pictures and on a map of them: the questions of lesson 2."""

import numpy as np
from scipy.linalg import orthogonal_procrustes
from sklearn.neighbors import NearestNeighbors

from helpers._arguments import (
    bad_argument,
    check_integer,
    check_labels,
    check_numbers,
    check_positions,
)

__all__ = [
    "align",
    "class_medians",
    "kept_neighbours",
    "neighbour_classes",
    "neighbour_vote",
    "neighbours",
]


def neighbours(points, k=10):
    """Find each point's nearest other points.

    The distance is Euclidean. Used in lesson 02.

    Parameters
    ----------
    points : ndarray of shape (N, D) or (N, H, W) or (N, H, W, C)
        Points of a map, rows of pixels, or pictures. Finite numbers.
    k : int
        How many neighbours, from 1 to N - 1. A point is not its own neighbour.

    Returns
    -------
    ndarray of int64, shape (N, k)
        Positions in ``points``, the nearest first.

    Raises
    ------
    ValueError
        If ``points`` is of another shape or holds NaN, or there are not more than ``k`` of them.
    """
    points = _points("points", points)
    k = check_integer("k", k, low=1)
    if len(points) <= k:
        raise bad_argument("points", f"more than k={k} points", points)
    return NearestNeighbors(n_neighbors=k).fit(points).kneighbors(return_distance=False)


def neighbour_vote(nearest, labels):
    """Let each point's neighbours vote on its class.

    Used in lesson 02.

    Parameters
    ----------
    nearest : ndarray of int, shape (N, k)
        Positions in ``labels``, as `neighbours` gives them.
    labels : ndarray of int, shape (M,)

    Returns
    -------
    ndarray of int64, shape (N,)
        The class that most of the neighbours have; of classes with equally many votes, the one
        with the smaller number.

    Raises
    ------
    ValueError
        If a position is not one of ``labels``, or the shapes are others.
    """
    nearest, labels = _nearest(nearest, labels)
    rows = np.arange(len(nearest))[:, None]
    votes = np.zeros((len(nearest), labels.max() + 1), np.int64)
    np.add.at(votes, (rows, labels[nearest]), 1)
    return votes.argmax(axis=1)


def neighbour_classes(nearest, labels):
    """Say how often pictures of one class have neighbours of another.

    Used in lesson 02.

    Parameters
    ----------
    nearest : ndarray of int, shape (N, k)
        As `neighbours` gives them.
    labels : ndarray of int, shape (N,)
        Classes 0 to K - 1, each with at least one picture.

    Returns
    -------
    ndarray of float64, shape (K, K)
        In row i and column j: the share, from 0 to 1, of the neighbours of class i's pictures
        that are of class j. Each row sums to 1.

    Raises
    ------
    ValueError
        If a position is not one of ``labels``, a class has no picture, or the shapes are others.
    """
    nearest, labels = _nearest(nearest, labels)
    labels = check_labels("labels", labels, len(nearest), every=True)
    n_classes = labels.max() + 1
    own = np.broadcast_to(labels[:, None], nearest.shape)
    pairs = own.astype(np.int64) * n_classes + labels[nearest]
    counts = np.bincount(pairs.ravel(), minlength=n_classes**2).reshape(n_classes, n_classes)
    return counts / counts.sum(axis=1, keepdims=True)


def kept_neighbours(before, after):
    """Say what share of the neighbours is still there.

    Used in lesson 02.

    Parameters
    ----------
    before, after : ndarray of int, shape (N, k)
        Neighbours of the same points, as `neighbours` gives them: among pictures and on a map.

    Returns
    -------
    float
        Mean share of a point's neighbours ``before`` that are among those ``after``, 0 to 1. Their
        order does not matter.

    Raises
    ------
    ValueError
        If the shapes differ.
    """
    before = check_positions("before", before, "neighbours, of shape (N, k)", ranks=(2,))
    expected = f"neighbours in an array of shape {before.shape}"
    after = check_positions("after", after, expected, ranks=(2,))
    if before.shape != after.shape:
        raise bad_argument("after", expected, after)
    # Point by point, in blocks that stay small.
    shared = [
        (before[start : start + 1000, :, None] == after[start : start + 1000, None, :]).sum()
        for start in range(0, len(before), 1000)
    ]
    return float(np.sum(shared) / before.size)


def class_medians(points, labels):
    """Find the middle of each class on a map.

    A median lies where most points are, also where a few strays are far away. Used in lesson 02.

    Parameters
    ----------
    points : ndarray of shape (N, 2)
    labels : ndarray of int, shape (N,)
        Classes 0 to K - 1, each with at least one point.

    Returns
    -------
    ndarray of float64, shape (K, 2)
        Medians of both coordinates, each by itself.

    Raises
    ------
    ValueError
        If a class has no point, or the shapes are others.
    """
    points = _points("points", points)
    labels = check_labels("labels", labels, len(points), every=True)
    return np.stack(
        [np.median(points[labels == k], axis=0) for k in range(labels.max() + 1)]
    ).astype(np.float64)


def align(points, reference):
    """Turn, mirror, scale and shift a map so that it lies as well as it can on another.

    Distances within the map keep their proportions. Used in lesson 02.

    Parameters
    ----------
    points, reference : ndarray of shape (N, 2)
        Maps of the same pictures, in the same order.

    Returns
    -------
    ndarray of float64, shape (N, 2)
        ``points`` with the least sum of squared distances to ``reference``.

    Raises
    ------
    ValueError
        If the shapes differ, or all points are one.

    Notes
    -----
    Procrustes analysis: J. C. Gower (1975), "Generalized Procrustes analysis".
    """
    points, reference = _points("points", points), _points("reference", reference)
    if points.shape != reference.shape:
        raise bad_argument("points", f"a map of shape {reference.shape}", points)
    middle = reference.mean(axis=0, dtype=np.float64)
    moving = points - points.mean(axis=0, dtype=np.float64)
    spread = (moving**2).sum()
    if not spread:
        raise bad_argument("points", "points in more than one place", points)
    turn, stretch = orthogonal_procrustes(moving, reference - middle)
    return moving @ turn * (stretch / spread) + middle


def _points(name, points):
    """Check points and return them as rows."""
    array = check_numbers(name, points, "numbers of shape (N, 2), or pictures", ranks=(2, 3, 4))
    return array.reshape(len(array), -1)


def _nearest(nearest, labels):
    """Check neighbours and the labels that they point into."""
    labels = check_labels("labels", labels)
    nearest = check_positions("nearest", nearest, "positions of shape (N, k)", (2,), len(labels))
    return nearest, labels
