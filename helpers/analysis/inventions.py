"""Codes drawn at random, and how near what is made of them comes to what is real."""

import warnings

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.mixture import GaussianMixture
from sklearn.neighbors import NearestNeighbors

from helpers._arguments import (
    bad_argument,
    check_choice,
    check_integer,
    check_labels,
    check_numbers,
)

__all__ = ["SAMPLERS", "frechet_distance", "nearest_real", "sample_codes"]

#: From knowing nothing of the codes to knowing them one by one.
SAMPLERS = ("normal", "box", "axes", "covariance", "classes", "mixture", "neighbours")
_N_COMPONENTS, _N_FITTED = 10, 2_000
_N_NEIGHBOURS = 5


def sample_codes(codes, n, how="covariance", labels=None, seed=0):
    """Draw new codes at random, in one of several ways that know more and more of real ones.

    Used in lesson 08.

    Parameters
    ----------
    codes : ndarray of shape (N, K)
        Of real pictures, two or more.
    n : int
        How many to draw.
    how : {"normal", "box", "axes", "covariance", "classes", "mixture", "neighbours"}
        ``"normal"``: each number from the normal distribution of mean 0 and standard deviation 1;
        of the codes it only knows how long they are. ``"box"``: each number evenly between its
        lowest and its highest. ``"axes"``: normally distributed with each number's mean and
        standard deviation. ``"covariance"``: also with their covariance. ``"classes"``: the same
        within a class, which is drawn as often as it occurs. ``"mixture"``: from a mixture of at
        most 10 normal distributions that is fitted to 2,000 of the codes. ``"neighbours"``:
        anywhere on the line between a code and one of its 5 nearest.
    labels : ndarray of int, shape (N,), optional
        Their classes, for ``"classes"``. A class of one code gives that code.
    seed : int

    Returns
    -------
    ndarray of float32, shape (n, K)

    Raises
    ------
    ValueError
        If the codes are no such array, the way is none of these, or it needs classes and there
        are none.
    """
    codes = _rows("codes", codes).astype(np.float64)
    n = check_integer("n", n, low=1)
    check_choice("how", how, SAMPLERS)
    rng = np.random.default_rng(check_integer("seed", seed, low=0))
    if how == "classes":
        if labels is None:
            raise bad_argument("labels", "a class for each code, to draw within classes", labels)
        labels = check_labels("labels", labels, len(codes))
        drawn = _within_classes(rng, codes, labels, n)
    elif how == "mixture":
        drawn = _mixture(rng, codes, n)
    else:
        drawn = _SIMPLE[how](rng, codes, n)
    return drawn.astype(np.float32)


def frechet_distance(features, others):
    """Measure how far two clouds apart lie, each taken for a normal distribution.

    It is the square of the difference of their means, and what their covariances differ by: 0 for
    two clouds of the same mean and covariance, whatever their shapes. Used in lesson 08.

    Parameters
    ----------
    features, others : ndarray of shape (N, D) and (M, D)
        Rows of numbers, two or more of each. With fewer than some times D of them their
        covariance is known badly, and the distance comes out too large.

    Returns
    -------
    float
        0 or more, in squared units of the features.

    Raises
    ------
    ValueError
        If the shapes don't fit.

    Notes
    -----
    Dowson and Landau (1982), "The Fréchet distance between multivariate normal distributions":
    ``|m - m'|² + tr(C + C' - 2 (C C')^½)``. Of a classifier's features of pictures it is known as
    FID: Heusel and others (2017), "GANs trained by a two time-scale update rule converge to a
    local Nash equilibrium".
    """
    first = _rows("features", features).astype(np.float64)
    second = _rows("others", others, first.shape[1]).astype(np.float64)
    apart = first.mean(axis=0) - second.mean(axis=0)
    one, other = (np.atleast_2d(np.cov(each, rowvar=False)) for each in (first, second))
    # The trace of (C C')^½ is that of (C^½ C' C^½)^½, which is symmetric.
    values, vectors = np.linalg.eigh(one)
    root = (vectors * np.sqrt(np.maximum(values, 0))) @ vectors.T
    shared = np.sqrt(np.maximum(np.linalg.eigvalsh(root @ other @ root), 0)).sum()
    return float(max(apart @ apart + np.trace(one) + np.trace(other) - 2 * shared, 0))


def nearest_real(features, real):
    """Find for each row the nearest of the real ones.

    Used in lesson 08.

    Parameters
    ----------
    features : ndarray of shape (N, D)
        Of what was invented: pixels, or a classifier's features.
    real : ndarray of shape (M, D)

    Returns
    -------
    distances : ndarray of float64, shape (N,)
        Euclidean.
    positions : ndarray of int64, shape (N,)
        In ``real``.

    Raises
    ------
    ValueError
        If the shapes don't fit.
    """
    features = _rows("features", features, at_least=1)
    real = _rows("real", real, features.shape[1], at_least=1)
    search = NearestNeighbors(n_neighbors=1, algorithm="brute").fit(real)
    distances, positions = search.kneighbors(features)
    return distances[:, 0].astype(np.float64), positions[:, 0]


def _normal(rng, codes, n):
    return rng.normal(size=(n, codes.shape[1]))


def _box(rng, codes, n):
    return rng.uniform(codes.min(axis=0), codes.max(axis=0), (n, codes.shape[1]))


def _axes(rng, codes, n):
    return rng.normal(codes.mean(axis=0), codes.std(axis=0), (n, codes.shape[1]))


def _covariance(rng, codes, n):
    if len(codes) < 2:
        return np.repeat(codes, n, axis=0)
    # What two of the numbers share may be so little that rounding takes it below nothing.
    values, vectors = np.linalg.eigh(np.atleast_2d(np.cov(codes, rowvar=False)))
    along = rng.normal(size=(n, len(values))) * np.sqrt(np.maximum(values, 0))
    return codes.mean(axis=0) + along @ vectors.T


def _within_classes(rng, codes, labels, n):
    chosen = rng.choice(labels, n)
    drawn = np.empty((n, codes.shape[1]))
    for label in np.unique(chosen):
        here = chosen == label
        drawn[here] = _covariance(rng, codes[labels == label], here.sum())
    return drawn


def _mixture(rng, codes, n):
    # Ten codes for each of its parts, or a part is one code.
    parts = max(1, min(_N_COMPONENTS, len(codes) // 10))
    # One that has not settled to the last digit does for drawing from it.
    mixture = GaussianMixture(
        parts,
        reg_covar=1e-3,
        tol=1e-2,
        init_params="k-means++",
        random_state=int(rng.integers(2**31)),
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        mixture.fit(rng.permutation(codes)[:_N_FITTED])
    return rng.permutation(mixture.sample(n)[0])


def _neighbours(rng, codes, n):
    k = min(_N_NEIGHBOURS, len(codes) - 1)
    start = rng.integers(len(codes), size=n)
    search = NearestNeighbors(n_neighbors=k + 1).fit(codes)
    # The first is the code itself, or one that equals it.
    near = search.kneighbors(codes[start], return_distance=False)[
        np.arange(n), rng.integers(1, k + 1, n)
    ]
    share = rng.uniform(size=(n, 1))
    return (1 - share) * codes[start] + share * codes[near]


_SIMPLE = {
    "normal": _normal,
    "box": _box,
    "axes": _axes,
    "covariance": _covariance,
    "neighbours": _neighbours,
}


def _rows(name, values, width=None, at_least=2):
    """Check rows of numbers."""
    wanted = "K" if width is None else width
    expected = f"numbers of shape (N, {wanted}), N {at_least} or more"
    rows = check_numbers(name, values, expected, ranks=(2,))
    if len(rows) < at_least or width not in (None, rows.shape[1]):
        raise bad_argument(name, expected, rows)
    return rows
