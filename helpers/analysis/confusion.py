"""Where a classifier goes wrong: the confusion matrix, and what is read from it.

Everywhere rows are actual classes and columns predicted ones, as in scikit-learn.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.stats import binomtest

from helpers._arguments import bad_argument, check_choice, check_integer, check_labels

__all__ = [
    "McNemar",
    "Outcomes",
    "average_scores",
    "changed_confusions",
    "check_probabilities",
    "class_scores",
    "confusion_matrix",
    "mcnemar",
    "most_confident",
    "outcomes",
    "pair_confusion",
    "pair_table",
    "seed_spread",
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
    labels = check_labels("labels", labels)
    if not len(labels):
        raise bad_argument("labels", "at least one label", labels)
    predictions = np.asarray(predictions)
    moments = np.atleast_2d(predictions)
    if predictions.ndim not in (1, 2) or moments.shape[1] != len(labels) or not len(moments):
        raise bad_argument("predictions", f"{len(labels)} classes, one for each label", predictions)
    if predictions.dtype.kind not in "ui" or moments.min() < 0:
        raise bad_argument("predictions", "whole numbers, 0 or more", predictions)
    largest = int(max(labels.max(), moments.max()))
    n = largest + 1 if n_classes is None else check_integer("n_classes", n_classes, low=1)
    for name, classes in (("labels", labels), ("predictions", moments)):
        if classes.max() >= n:
            raise bad_argument(name, f"classes from 0 to {n - 1}", int(classes.max()))
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
    matrix = _check_matrix(matrix, stack=True)
    axes = {"row": -1, "column": -2, "all": (-2, -1), "none": None}
    axis = axes[check_choice("by", by, SHARES)]
    if axis is None:
        return matrix.astype(np.float64)
    return _ratio(matrix, matrix.sum(axis=axis, keepdims=True))


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
    matrix = _check_matrix(matrix)
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
    matrix = _check_matrix(matrix)
    index = pd.Index(_check_names(names, len(matrix)), name="class")
    tp, fp, fn, tn = outcomes(matrix)
    return pd.DataFrame(
        {
            "precision": _ratio(tp, tp + fp),
            "recall": _ratio(tp, tp + fn),
            "F1": _ratio(tp, tp + (fp + fn) / 2),
            "accuracy": _ratio(tp + tn, matrix.sum()),
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
    weights = _ratio(scores["actual"].to_numpy(), scores["actual"].sum())
    accuracy = float(_ratio(np.trace(matrix), np.sum(matrix)))
    return pd.DataFrame(
        {
            "macro": scores[columns].mean(),
            "weighted": scores[columns].mul(weights, axis=0).sum(),
            "micro": dict.fromkeys(columns, accuracy),
        }
    ).T


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
    array = np.asarray(probabilities)
    if array.ndim < 2 or array.dtype.kind != "f" or not array.size:
        raise bad_argument(name, "probabilities of shape (pictures, classes)", array)
    if n_pictures is not None and array.shape[-2] != n_pictures:
        raise bad_argument(name, f"a row for each of {n_pictures} labels", array)
    if not np.isfinite(array).all() or array.min() < 0:
        raise bad_argument(name, "numbers from 0 to 1", array, "Some are negative, or no numbers.")
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
    chosen = np.ones(len(probabilities), bool) if chosen is None else np.asarray(chosen)
    if chosen.shape != probabilities.shape[:1] or chosen.dtype != bool:
        raise bad_argument("chosen", f"True or False for each of {len(probabilities)}", chosen)
    n = None if n is None else check_integer("n", n, low=0)
    positions = np.flatnonzero(chosen)
    confidence = probabilities[positions].max(axis=1)
    return positions[np.argsort(-confidence, kind="stable")][:n]


def pair_confusion(matrix):
    """Say for each pair of classes what share of their pictures was taken for the other.

    Both ways count: pictures of a called b and pictures of b called a, divided by all pictures of
    both. Used in lesson 05.

    Parameters
    ----------
    matrix : ndarray of int, shape (..., K, K)

    Returns
    -------
    ndarray of float64, shape (..., K, K)
        Symmetric, 0 on the diagonal.

    Raises
    ------
    ValueError
        If the matrix is not one of counts.
    """
    matrix = _check_matrix(matrix, stack=True)
    both = (matrix + matrix.swapaxes(-1, -2)) * ~np.eye(matrix.shape[-1], dtype=bool)
    actual = matrix.sum(axis=-1)
    return _ratio(both, actual[..., :, None] + actual[..., None, :])


def pair_table(names, **measures):
    """Put several measures of pairs of classes side by side.

    Used in lesson 05.

    Parameters
    ----------
    names : sequence of K str
        The classes' names.
    **measures : ndarray of shape (K, K)
        Symmetric. Each becomes a column.

    Returns
    -------
    pandas.DataFrame
        A row for each of the K (K - 1) / 2 pairs; its index holds the two names, the class with
        the smaller number first.

    Raises
    ------
    ValueError
        If a measure is not symmetric or of another size.
    """
    first, second = np.triu_indices(len(names), k=1)
    columns = {}
    for name, values in measures.items():
        values = np.asarray(values, dtype=np.float64)
        if values.shape != (len(names),) * 2 or not np.allclose(values, values.T):
            raise bad_argument(name, f"a symmetric matrix for {len(names)} classes", values)
        columns[name] = values[first, second]
    index = [(names[i], names[j]) for i, j in zip(first, second)]
    return pd.DataFrame(columns, index=pd.MultiIndex.from_tuples(index, names=["one", "other"]))


def seed_spread(matrices):
    """Say how much each cell moves from training to training, and how much chance alone would.

    Chance alone is the binomial distribution: if each of the n pictures of a class fell into the
    cell by a throw of its own, with probability p, the count would have the standard deviation
    sqrt(n p (1 - p)). Here p is the mean share over the trainings. Used in lesson 05.

    Parameters
    ----------
    matrices : ndarray of int, shape (S, K, K)
        Of S trainings, 2 or more, on the same pictures.

    Returns
    -------
    pandas.DataFrame
        A row for each cell, its index the actual and the predicted class's number; columns
        ``mean`` and ``spread`` of the counts (standard deviation over the trainings, with S - 1)
        and ``by_chance``, the binomial standard deviation.

    Raises
    ------
    ValueError
        If there are fewer than two matrices, or their rows do not count the same pictures.
    """
    matrices = _check_matrix(matrices, stack=True)
    if matrices.ndim != 3 or len(matrices) < 2:
        raise bad_argument("matrices", "two or more, of shape (trainings, K, K)", matrices)
    actual = matrices.sum(axis=-1, keepdims=True)
    if (actual != actual[0]).any():
        raise ValueError(
            "matrices: expected the same number of pictures in a row of every training; "
            f"received {[int(m.sum()) for m in matrices]} pictures in all."
        )
    mean = matrices.mean(axis=0)
    share = _ratio(mean, actual[0])
    table = {
        "mean": mean,
        "spread": matrices.std(axis=0, ddof=1),
        "by_chance": np.sqrt(mean * (1 - share)),
    }
    cells = pd.MultiIndex.from_product([range(len(mean))] * 2, names=["actual", "predicted"])
    return pd.DataFrame({key: values.ravel() for key, values in table.items()}, index=cells)


class McNemar(NamedTuple):
    """What `mcnemar` found."""

    #: Pictures that only the first network has right.
    only_first: int
    #: Pictures that only the second one has right.
    only_second: int
    #: How often chance alone parts so many pictures at least so unevenly.
    p_value: float


def mcnemar(first_right, second_right):
    """Compare two networks on the same pictures: McNemar's test, exact.

    Pictures that both have right, or both wrong, say nothing about who is better. Of the others,
    if the two were equally good, each would be as likely to go to one as to the other, like the
    throw of a coin. The p-value is the two-sided one of that binomial distribution. Used in
    lesson 05.

    Parameters
    ----------
    first_right, second_right : ndarray of bool, shape (N,)
        Whether each network has each picture right.

    Returns
    -------
    McNemar

    Raises
    ------
    ValueError
        If they are not equally long vectors of True and False.

    References
    ----------
    Q. McNemar (1947), "Note on the sampling error of the difference between correlated proportions
    or percentages", Psychometrika 12.
    """
    first, second = np.asarray(first_right), np.asarray(second_right)
    for name, right in (("first_right", first), ("second_right", second)):
        if right.ndim != 1 or right.dtype != bool or not len(right):
            raise bad_argument(name, "True or False for each picture", right)
    if len(first) != len(second):
        raise bad_argument("second_right", f"{len(first)} values, as first_right has", second)
    only_first, only_second = int((first & ~second).sum()), int((second & ~first).sum())
    return McNemar(only_first, only_second, _coin(only_first, only_second))


def changed_confusions(labels, before, after, names):
    """Say which confusions of one network another one has cured, and which it has added.

    Each confusion (pictures of one class called another) is put to McNemar's test: of the
    pictures that just one of the two networks confuses so, how many are whose? Used in lesson 05.

    Parameters
    ----------
    labels : ndarray of int, shape (N,)
        The actual classes.
    before, after : ndarray of int, shape (N,)
        The two networks' predictions.
    names : sequence of K str

    Returns
    -------
    pandas.DataFrame
        A row for each confusion that occurs: ``actual``, ``predicted``, ``before`` and ``after``
        (counts), ``cured`` (pictures confused so only before), ``new`` (only after), ``p_value``.
        Sorted by ``cured - new``, the largest first.

    Raises
    ------
    ValueError
        If lengths differ or a class is out of range.
    """
    moments = np.stack([confusion_matrix(labels, said, len(names)) for said in (before, after)])
    labels, before, after = (np.asarray(array) for array in (labels, before, after))
    rows = []
    for i, j in np.argwhere(moments.sum(axis=0) * ~np.eye(len(names), dtype=bool)):
        was, is_now = (labels == i) & (before == j), (labels == i) & (after == j)
        cured, new = int((was & ~is_now).sum()), int((is_now & ~was).sum())
        counts = (int(was.sum()), int(is_now.sum()), cured, new)
        rows.append((names[i], names[j], *counts, _coin(cured, new)))
    columns = ["actual", "predicted", "before", "after", "cured", "new", "p_value"]
    table = pd.DataFrame(rows, columns=columns)
    order = np.argsort(-(table["cured"] - table["new"]).to_numpy(), kind="stable")
    return table.iloc[order].reset_index(drop=True)


def _coin(heads, tails):
    """Two-sided p-value of so many heads and tails of a fair coin; 1 for no throw."""
    return float(binomtest(heads, heads + tails).pvalue) if heads + tails else 1.0


def _ratio(above, below):
    """Divide, with 0 where the divisor is 0."""
    above, below = np.broadcast_arrays(np.asarray(above, float), np.asarray(below, float))
    return np.divide(above, below, out=np.zeros(above.shape), where=below != 0)


def _check_matrix(matrix, stack=False):
    """Check that this is a square matrix of counts (or a stack of them); return an array."""
    array = np.asarray(matrix)
    square = array.ndim >= 2 and array.shape[-1] == array.shape[-2] and array.size
    if not square or (array.ndim > 2 and not stack):
        raise bad_argument("matrix", "a square confusion matrix", array)
    if array.dtype.kind not in "ui" or array.min() < 0:
        raise bad_argument("matrix", "counts: whole numbers, 0 or more", array)
    return array.astype(np.int64, copy=False)


def _check_names(names, n):
    """Give each class a name: its own, or its number."""
    names = list(range(n)) if names is None else list(names)
    if len(names) != n:
        raise bad_argument("names", f"{n} names, one for each class", names)
    return names
