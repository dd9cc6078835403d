"""Is it luck? What other seeds, and the throw of a coin, say of a classifier's mistakes."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.stats import binomtest

from helpers._arguments import as_array, bad_argument, check_labels, check_marks
from helpers.analysis.confusion import check_matrix, confusion_matrix, ratio

__all__ = ["McNemar", "changed_confusions", "mcnemar", "seed_spread"]


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
    matrices = check_matrix(matrices, stack=True, name="matrices")
    if matrices.ndim != 3 or len(matrices) < 2:
        raise bad_argument("matrices", "two or more, of shape (trainings, K, K)", matrices)
    actual = matrices.sum(axis=-1, keepdims=True)
    if (actual != actual[0]).any():
        raise ValueError(
            "matrices: expected the same number of pictures in a row of every training; "
            f"received {[int(m.sum()) for m in matrices]} pictures in all."
        )
    mean = matrices.mean(axis=0)
    share = ratio(mean, actual[0])
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
    first = as_array("first_right", first_right, "True or False for each picture")
    check_marks("first_right", first, max(first.size, 1), "pictures")
    second = check_marks("second_right", second_right, len(first), "pictures, as first_right has")
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
    labels = check_labels("labels", labels, n_classes=len(names))
    before = check_labels("before", before, len(labels), len(names))
    after = check_labels("after", after, len(labels), len(names))
    moments = np.stack([confusion_matrix(labels, said, len(names)) for said in (before, after)])
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
