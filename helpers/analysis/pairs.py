"""Pairs of classes: how often they are taken for each other, and what else is known of them."""

import numpy as np
import pandas as pd

from helpers._arguments import bad_argument, check_numbers
from helpers.analysis.confusion import check_matrix, ratio

__all__ = ["pair_confusion", "pair_places", "pair_table"]


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
    matrix = check_matrix(matrix, stack=True)
    both = (matrix + matrix.swapaxes(-1, -2)) * ~np.eye(matrix.shape[-1], dtype=bool)
    actual = matrix.sum(axis=-1)
    return ratio(both, actual[..., :, None] + actual[..., None, :])


def pair_places(values):
    """Give each pair of classes its place by a measure: 1 for the largest.

    Used in lesson 05.

    Parameters
    ----------
    values : ndarray of shape (K, K)
        Symmetric, as `pair_confusion` gives them.

    Returns
    -------
    ndarray of int64, shape (K, K)
        Symmetric, 0 on the diagonal. Equal pairs share the better place.

    Raises
    ------
    ValueError
        If the values are not symmetric.
    """
    expected = "a symmetric matrix"
    values = check_numbers("values", values, expected, ranks=(2,)).astype(np.float64)
    if values.shape[0] != values.shape[1] or not np.allclose(values, values.T):
        raise bad_argument("values", expected, values)
    above = np.sort(values[np.triu_indices(len(values), k=1)])
    places = 1 + len(above) - np.searchsorted(above, values, side="right")
    np.fill_diagonal(places, 0)
    return np.minimum(places, places.T)


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
        expected = f"a symmetric matrix for {len(names)} classes"
        values = check_numbers(name, values, expected, ranks=(2,)).astype(np.float64)
        if values.shape != (len(names),) * 2 or not np.allclose(values, values.T):
            raise bad_argument(name, expected, values)
        columns[name] = values[first, second]
    index = [(names[i], names[j]) for i, j in zip(first, second)]
    return pd.DataFrame(columns, index=pd.MultiIndex.from_tuples(index, names=["one", "other"]))
