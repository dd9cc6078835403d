"""What a confusion matrix says of each class: precision, recall and the like."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers._arguments import bad_argument
from helpers.analysis.confusion import check_matrix, ratio

__all__ = ["Outcomes", "average_scores", "class_scores", "outcomes"]


class Outcomes(NamedTuple):
    """The four kinds of outcome of each class against the rest: arrays of shape (K,)."""

    #: True positives: of the class, and called so.
    tp: np.ndarray
    #: False positives: not of the class, but called so.
    fp: np.ndarray
    #: False negatives: of the class, but called something else.
    fn: np.ndarray
    #: True negatives: not of the class, and not called so.
    tn: np.ndarray


def outcomes(matrix):
    """Add up what a confusion matrix says of each class against the rest.

    Used in lesson 05.

    Parameters
    ----------
    matrix : ndarray of int, shape (K, K)

    Returns
    -------
    Outcomes

    Raises
    ------
    ValueError
        If the matrix is not one of counts.
    """
    matrix = check_matrix(matrix)
    tp = np.diag(matrix)
    fp, fn = matrix.sum(axis=0) - tp, matrix.sum(axis=1) - tp
    return Outcomes(tp, fp, fn, matrix.sum() - tp - fp - fn)


def class_scores(matrix, names=None):
    """Score each class: precision, recall, F1, and accuracy of the class against the rest.

    With TP, FP, FN and TN as `outcomes` counts them and N pictures in all: precision is
    TP / (TP + FP), recall TP / (TP + FN), F1 their harmonic mean TP / (TP + (FP + FN) / 2), and
    accuracy (TP + TN) / N. Used in lesson 05.

    Parameters
    ----------
    matrix : ndarray of int, shape (K, K)
    names : sequence of K str, optional
        The classes' names.

    Returns
    -------
    pandas.DataFrame
        A row for each class, with the columns ``precision``, ``recall``, ``F1``, ``accuracy``,
        ``actual`` (pictures of the class, its *support*) and ``predicted`` (pictures called so).
        What is divided by zero is 0: the recall of a class that never occurs, the precision of
        one that is never predicted.

    Raises
    ------
    ValueError
        If the matrix is not one of counts, or there is not one name for each class.
    """
    matrix = check_matrix(matrix)
    index = pd.Index(_check_names(names, len(matrix)), name="class")
    tp, fp, fn, tn = outcomes(matrix)
    return pd.DataFrame(
        {
            "precision": ratio(tp, tp + fp),
            "recall": ratio(tp, tp + fn),
            "F1": ratio(tp, tp + (fp + fn) / 2),
            "accuracy": ratio(tp + tn, matrix.sum()),
            "actual": tp + fn,
            "predicted": tp + fp,
        },
        index=index,
    )


def average_scores(matrix):
    """Average the classes' scores in the three usual ways.

    *macro*: each class counts the same. *weighted*: each class counts as often as it occurs.
    *micro*: each picture counts the same; with one answer for each picture it is plain accuracy,
    three times. Used in lesson 05.

    Parameters
    ----------
    matrix : ndarray of int, shape (K, K)
        Every class counts, also one that neither occurs nor is predicted (its scores are 0).

    Returns
    -------
    pandas.DataFrame
        Rows ``macro``, ``weighted``, ``micro``; columns ``precision``, ``recall``, ``F1``.

    Raises
    ------
    ValueError
        If the matrix is not one of counts.
    """
    scores = class_scores(matrix)
    columns = ["precision", "recall", "F1"]
    weights = ratio(scores["actual"].to_numpy(), scores["actual"].sum())
    accuracy = float(ratio(np.trace(matrix), np.sum(matrix)))
    return pd.DataFrame(
        {
            "macro": scores[columns].mean(),
            "weighted": scores[columns].mul(weights, axis=0).sum(),
            "micro": dict.fromkeys(columns, accuracy),
        }
    ).T


def _check_names(names, n):
    """Give each class a name: its own, or its number."""
    names = list(range(n)) if names is None else list(names)
    if len(names) != n:
        raise bad_argument("names", f"{n} names, one for each class", names)
    return names
