"""Filters of two networks that do the same: which map of one is which map of the other."""

import dataclasses

import numpy as np

from helpers._arguments import bad_argument, check_numbers
from helpers.analysis._correlation import standardised

__all__ = ["Matching", "activation_correlation", "match_filters"]


@dataclasses.dataclass(frozen=True)
class Matching:
    """Every map of one network with its partner in the other. Used in lesson 04.

    Attributes
    ----------
    partners : ndarray of shape (n,), int
        The number of the other network's map, for map 0, 1, 2 ... of the first.
    correlations : ndarray of shape (n,), float
        How well the two maps of each pair agree, from -1 to 1.
    in_place : ndarray of shape (n,), float
        How well map 0 agrees with map 0, 1 with 1, and so on: no matching done.
    """

    partners: np.ndarray
    correlations: np.ndarray
    in_place: np.ndarray

    def twins(self, least=0.9):
        """Count the pairs whose maps agree at least so well.

        Parameters
        ----------
        least : float
            A correlation.

        Returns
        -------
        int
        """
        return int(np.sum(self.correlations >= least))


def activation_correlation(maps, other_maps):
    """Correlate every map of one network with every map of another, over the same pictures.

    Parameters
    ----------
    maps, other_maps : ndarray of shape (N, rows, columns, n) and (N, rows, columns, m)
        What a layer of each makes of the same N pictures.

    Returns
    -------
    ndarray of shape (n, m), float64
        Pearson's correlation over all pixels of all pictures; 0 for a map that never changes.

    Raises
    ------
    ValueError
        If the shapes do not fit together.
    """
    expected = "one layer's maps, (N, rows, columns, channels)"
    maps = check_numbers("maps", maps, expected, ranks=(4,))
    other_maps = check_numbers("other_maps", other_maps, expected, ranks=(4,))
    if maps.shape[:3] != other_maps.shape[:3]:
        raise bad_argument(
            "other_maps", f"maps of shape {maps.shape[:3]} and channels, as `maps` has", other_maps
        )
    # A row for each map: all its pixels in all pictures.
    first, second = (standardised(a.reshape(-1, a.shape[3]).T) for a in (maps, other_maps))
    return np.clip(first @ second.T, -1, 1)


def match_filters(maps, other_maps):
    """Pair the maps of two networks so that the pairs agree as well as they can, all together.

    The sum of the pairs' correlations is as large as any pairing makes it: the linear assignment
    problem, solved by scipy (the Hungarian algorithm's task; H. W. Kuhn, 1955). Used in lesson
    04.

    Parameters
    ----------
    maps, other_maps : ndarray of shape (N, rows, columns, n)
        What the same layer of each network makes of the same N pictures.

    Returns
    -------
    Matching

    Raises
    ------
    ValueError
        If the shapes do not fit together.
    """
    from scipy.optimize import linear_sum_assignment

    correlation = activation_correlation(maps, other_maps)
    if correlation.shape[0] != correlation.shape[1]:
        raise bad_argument("other_maps", f"{len(correlation)} maps, as `maps` has", other_maps)
    rows, partners = linear_sum_assignment(correlation, maximize=True)
    return Matching(partners, correlation[rows, partners], correlation.diagonal().copy())
