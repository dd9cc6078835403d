"""Where a classifier goes wrong: the confusion matrix, and what is read from it.

Everywhere rows are actual classes and columns predicted ones, as in scikit-learn.
"""

import numpy as np

from helpers._arguments import (
    as_array,
    bad_argument,
    check_choice,
    check_integer,
    check_labels,
    check_marks,
    check_numbers,
    check_positions,
)

__all__ = [
    "check_matrix",
    "check_probabilities",
    "confusion_matrix",
    "most_confident",
    "ratio",
    "shares",
]

#: By what a cell is divided.
SHARES = ("row", "column", "all", "none")


def confusion_matrix(labels, predictions, n_classes=None):
    """Count for every pair of classes how many pictures of one were taken for the other.

    Used in lesson 05.

    Parameters
    ----------
    labels : ndarray of int, shape (N,)
        The actual classes.
    predictions : ndarray of int, shape (N,) or (E, N)
        The predicted ones, at one moment or at E.
    n_classes : int, optional
        Number of classes K. Default: one more than the largest class that occurs.

    Returns
    -------
    ndarray of int64, shape (K, K) or (E, K, K)
        Row: actual. Column: predicted.

    Raises
    ------
    ValueError
        If there is nothing to count, lengths differ or a class is out of range.
    """
    if n_classes is not None:
        n_classes = check_integer("n_classes", n_classes, low=1)
    known = {} if n_classes is None else {"n_classes": n_classes}
    labels = check_labels("labels", labels, **known)
    predictions = check_positions(
        "predictions", predictions, "whole numbers, 0 or more: a class for each label", ranks=(1, 2)
    )
    moments = np.atleast_2d(predictions)
    if moments.shape[1] != len(labels):
        raise bad_argument("predictions", f"{len(labels)} classes, one for each label", predictions)
    check_labels("predictions", moments.ravel(), **known)
    n = n_classes or int(max(labels.max(), moments.max())) + 1
    # As scikit-learn's, which lesson 05 and the tests hold it against; that one takes one moment at
    # a time, and for 129 moments of 10,000 pictures twenty times as long.
    cells = labels.astype(np.int64) * n + moments
    counts = np.stack([np.bincount(moment, minlength=n * n) for moment in cells])
    return counts.reshape(*predictions.shape[:-1], n, n)


def shares(matrix, by="row"):
    """Divide the counts of a confusion matrix.

    Used in lesson 05.

    Parameters
    ----------
    matrix : ndarray of shape (..., K, K)
        Counts.
    by : {"row", "column", "all", "none"}
        Divide by the number of pictures of the actual class (the diagonal is then recall), of the
        predicted class (precision), by the number of all pictures, or not at all.

    Returns
    -------
    ndarray of float64, shape (..., K, K)
        0 where a row or a column is empty.

    Raises
    ------
    ValueError
        If the matrix is not one of counts, or ``by`` is something else.
    """
    matrix = check_matrix(matrix, stack=True)
    axes = {"row": -1, "column": -2, "all": (-2, -1), "none": None}
    axis = axes[check_choice("by", by, SHARES)]
    if axis is None:
        return matrix.astype(np.float64)
    return ratio(matrix, matrix.sum(axis=axis, keepdims=True))


def check_probabilities(name, probabilities, n_pictures=None):
    """Raise ``ValueError`` unless the last axis holds probabilities; return an array.

    Parameters
    ----------
    name : str
        The argument's name.
    probabilities : ndarray of shape (..., N, K)
        Not negative, and each row sums to 1 within 0.001 (records keep 16 bits).
    n_pictures : int, optional
        What N must be.

    Returns
    -------
    ndarray
    """
    expected = "probabilities of shape (pictures, classes)"
    array = check_numbers(name, probabilities, expected)
    if array.ndim < 2 or array.dtype.kind != "f":
        raise bad_argument(name, expected, array)
    if n_pictures is not None and array.shape[-2] != n_pictures:
        raise bad_argument(name, f"a row for each of {n_pictures} labels", array)
    if array.min() < 0:
        raise bad_argument(name, "numbers from 0 to 1", array, "Some are negative.")
    sums = array.sum(axis=-1)
    worst = float(sums.flat[np.abs(sums - 1).argmax()])
    if abs(worst - 1) > 1e-3:
        raise bad_argument(name, "rows that sum to 1", f"a row with the sum {worst:.4g}")
    return array


def most_confident(probabilities, chosen=None, n=None):
    """List pictures, those first of which the network is most sure, right or wrong.

    Used in lesson 05.

    Parameters
    ----------
    probabilities : ndarray of float, shape (N, K)
    chosen : ndarray of bool, shape (N,), optional
        Which pictures to list. Default: all.
    n : int, optional
        At most so many. Default: all.

    Returns
    -------
    ndarray of int64
        Positions of pictures, by falling probability of the predicted class; equal ones in their
        own order. May be empty.

    Raises
    ------
    ValueError
        If the shapes do not fit, or the probabilities are none.
    """
    probabilities = check_probabilities("probabilities", probabilities)
    if probabilities.ndim != 2:
        raise bad_argument("probabilities", "an array of shape (N, K)", probabilities)
    chosen = np.ones(len(probabilities), bool) if chosen is None else chosen
    chosen = check_marks("chosen", chosen, len(probabilities), "pictures")
    n = None if n is None else check_integer("n", n, low=0)
    positions = np.flatnonzero(chosen)
    confidence = probabilities[positions].max(axis=1)
    return positions[np.argsort(-confidence, kind="stable")][:n]


def ratio(above, below):
    """Divide, with 0 where the divisor is 0.

    Parameters
    ----------
    above, below : array_like of numbers
        Of shapes that go together.

    Returns
    -------
    ndarray of float64
    """
    above, below = np.broadcast_arrays(np.asarray(above, float), np.asarray(below, float))
    return np.divide(above, below, out=np.zeros(above.shape), where=below != 0)


def check_matrix(matrix, stack=False, name="matrix"):
    """Raise ``ValueError`` unless this is a square matrix of counts; return it as an array.

    Parameters
    ----------
    matrix : array_like of int, shape (K, K)
    stack : bool
        Whether shape (..., K, K) will do as well.
    name : str
        What an error calls it.

    Returns
    -------
    ndarray of int64
    """
    array = as_array(name, matrix, "a square confusion matrix")
    square = array.ndim >= 2 and array.shape[-1] == array.shape[-2] and array.size
    if not square or (array.ndim > 2 and not stack):
        raise bad_argument(name, "a square confusion matrix", array)
    expected = "counts: whole numbers, 0 or more"
    array = check_positions(name, array, expected, ranks=(array.ndim,))
    return array.astype(np.int64, copy=False)
