"""How alike pictures of one class are, and how alike two classes: the questions of lesson 1."""

import numpy as np
from scipy.cluster.hierarchy import linkage
from scipy.spatial.distance import squareform

from helpers._arguments import (
    bad_argument,
    check_images,
    check_integer,
    check_labels,
    check_numbers,
)
from helpers.analysis._correlation import standardised

__all__ = [
    "alike_pairs",
    "average_correlation",
    "class_averages",
    "class_linkage",
    "likeness",
    "nearest_average",
    "typicality",
]

#: Pictures that are turned into floats at once: few enough to stay in the processor's cache.
_AT_ONCE = 128


def class_averages(images, labels):
    """Average all pictures of each class, pixel by pixel.

    Used in lessons 01, 02 and 05.

    Parameters
    ----------
    images : ndarray of shape (N, H, W) or (N, H, W, C)
    labels : ndarray of int, shape (N,)
        Classes 0 to K - 1, each with at least one picture.

    Returns
    -------
    ndarray of float64, shape (K, H, W) or (K, H, W, C)
        In the units of ``images``.

    Raises
    ------
    ValueError
        If shapes do not fit, or a class has no picture.
    """
    images, labels = _images_and_labels(images, labels)
    return np.stack(
        [images[labels == k].mean(axis=0, dtype=np.float64) for k in range(labels.max() + 1)]
    )


def typicality(images, labels, averages=None):
    """Correlate each picture with the average of its class.

    The measure is Pearson's correlation coefficient over the picture's pixels. Used in lesson 01.

    Parameters
    ----------
    images : ndarray of shape (N, H, W) or (N, H, W, C)
    labels : ndarray of int, shape (N,)
    averages : ndarray of shape (K, H, W) or (K, H, W, C), optional
        Default: those of the same pictures, as `class_averages` gives them.

    Returns
    -------
    ndarray of float64, shape (N,)
        From -1 to 1. 1: the average itself, whatever its brightness and contrast. 0 also for a
        picture that has only one brightness.

    Raises
    ------
    ValueError
        If shapes do not fit, or a class has no picture or no average.
    """
    images, labels = _images_and_labels(images, labels)
    if averages is None:
        averages = class_averages(images, labels)
    averages = check_images("averages", averages)
    if averages.shape[1:] != images.shape[1:] or len(averages) <= labels.max():
        wanted = f"an average of shape {images.shape[1:]} for each of {labels.max() + 1} classes"
        raise bad_argument("averages", wanted, averages)
    centres = standardised(averages)
    found = np.empty(len(images))
    for start in range(0, len(images), _AT_ONCE):
        some = slice(start, start + _AT_ONCE)
        found[some] = np.einsum("ij,ij->i", standardised(images[some]), centres[labels[some]])
    return np.clip(found, -1, 1)


def likeness(images, labels):
    """Say how alike the pictures of each class are.

    The measure is the mean correlation of a class's pictures with their average: near 1 for a
    class whose average is sharp, near 0 for one whose average is a blur. Used in lesson 01.

    Parameters
    ----------
    images : ndarray of shape (N, H, W) or (N, H, W, C)
    labels : ndarray of int, shape (N,)

    Returns
    -------
    ndarray of float64, shape (K,)

    Raises
    ------
    ValueError
        If shapes do not fit, or a class has no picture.
    """
    each = typicality(images, labels)
    labels = check_labels("labels", labels, len(each))
    return np.bincount(labels, weights=each) / np.bincount(labels)


def average_correlation(images, labels):
    """Correlate the classes' averages with each other.

    Used in lessons 01, 02 and 05.

    Parameters
    ----------
    images : ndarray of shape (N, H, W) or (N, H, W, C)
    labels : ndarray of int, shape (N,)

    Returns
    -------
    ndarray of float64, shape (K, K)
        Symmetric, with ones on the diagonal. 0 elsewhere for an average of one brightness.

    Raises
    ------
    ValueError
        If shapes do not fit, or a class has no picture.
    """
    flat = standardised(class_averages(images, labels))
    correlation = np.clip(flat @ flat.T, -1, 1)
    np.fill_diagonal(correlation, 1)
    return correlation


def alike_pairs(correlation, n=None):
    """Rank the pairs of classes, the most alike first.

    Used in lessons 01, 02 and 05.

    Parameters
    ----------
    correlation : ndarray of shape (K, K)
        Symmetric, as `average_correlation` gives it.
    n : int, optional
        How many pairs. Default: all K (K - 1) / 2.

    Returns
    -------
    list of tuple of (int, int, float)
        First class, second class (the larger number), correlation.

    Raises
    ------
    ValueError
        If the matrix is not square and symmetric.
    """
    correlation = _check_correlation(correlation)
    first, second = np.triu_indices(len(correlation), k=1)
    values = correlation[first, second]
    if n is not None:
        n = check_integer("n", n, low=1, high=len(values))
    order = np.argsort(-values, kind="stable")[:n]
    return [(int(first[i]), int(second[i]), float(values[i])) for i in order]


def class_linkage(correlation):
    """Group the classes into a tree: the most alike are joined first.

    Average linkage (UPGMA) on the distance 1 - correlation. Used in lesson 01.

    Parameters
    ----------
    correlation : ndarray of shape (K, K)
        Symmetric, as `average_correlation` gives it.

    Returns
    -------
    ndarray of float64, shape (K - 1, 4)
        The tree in SciPy's form (`scipy.cluster.hierarchy.linkage`).

    Raises
    ------
    ValueError
        If the matrix is not square and symmetric.
    """
    distance = 1 - _check_correlation(correlation)
    np.fill_diagonal(distance, 0)
    return linkage(squareform(distance, checks=False), method="average")


def nearest_average(images, averages):
    """Put each picture into the class whose average is nearest.

    The distance is Euclidean, over all pixels. Used in lesson 01.

    Parameters
    ----------
    images : ndarray of shape (N, H, W) or (N, H, W, C)
    averages : ndarray of shape (K, H, W) or (K, H, W, C)

    Returns
    -------
    ndarray of int, shape (N,)

    Raises
    ------
    ValueError
        If the shapes of pictures and averages differ.
    """
    images, averages = check_images("images", images), check_images("averages", averages)
    if images.shape[1:] != averages.shape[1:]:
        raise bad_argument("averages", f"pictures of shape {images.shape[1:]}", averages)
    centres = averages.reshape(len(averages), -1).astype(np.float64)
    found = np.empty(len(images), dtype=np.intp)
    for start in range(0, len(images), _AT_ONCE):
        some = images[start : start + _AT_ONCE]
        flat = some.reshape(len(some), -1).astype(np.float64)
        # |x - a|² without |x|², which is the same for all averages.
        distances = (centres**2).sum(axis=1) - 2 * flat @ centres.T
        found[start : start + len(some)] = np.argmin(distances, axis=1)
    return found


def _images_and_labels(images, labels):
    """Check pictures with their classes, each of which must occur."""
    images = check_images("images", images)
    return images, check_labels("labels", labels, len(images), every=True)


def _check_correlation(correlation):
    """Check that a matrix is square and symmetric; return a copy as float64."""
    expected = "a symmetric matrix, a row for each class"
    matrix = check_numbers("correlation", correlation, expected, ranks=(2,)).astype(np.float64)
    square = matrix.shape[0] == matrix.shape[1] >= 2
    if not square or not np.allclose(matrix, matrix.T):
        raise bad_argument("correlation", expected, matrix)
    return matrix
