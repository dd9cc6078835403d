"""Is a network sure when it is right? Reliability, calibration error, and refusing to answer."""

import numpy as np
import pandas as pd

from helpers._arguments import (
    bad_argument,
    check_integer,
    check_labels,
    check_numbers,
    check_table,
)
from helpers.analysis.confusion import check_probabilities

__all__ = ["calibration_error", "refusals", "reliability"]


def reliability(probabilities, labels, n_bins=10):
    """Compare how sure a network is with how often it is right.

    Pictures are sorted into bins of equal width by the probability of the predicted class. Used in
    lesson 05.

    Parameters
    ----------
    probabilities : ndarray of float, shape (N, K)
    labels : ndarray of int, shape (N,)
        The actual classes.
    n_bins : int
        Number of bins from 0 to 1. A bin holds its upper end, but not its lower one.

    Returns
    -------
    pandas.DataFrame
        A row for each bin that holds a picture: ``above`` and ``up_to`` (its ends), ``count``,
        ``confidence`` (mean probability of the predicted class) and ``accuracy`` (share right).

    Raises
    ------
    ValueError
        If the probabilities do not sum to 1, lengths differ, or a class is out of range.
    """
    confidence, right = _confidence(probabilities, labels)
    edges = np.linspace(0, 1, check_integer("n_bins", n_bins, low=1) + 1)
    bins = np.searchsorted(edges[1:-1], confidence)
    count = np.bincount(bins, minlength=n_bins)
    filled = count > 0
    return pd.DataFrame(
        {
            "above": edges[:-1][filled],
            "up_to": edges[1:][filled],
            "count": count[filled],
            "confidence": np.bincount(bins, confidence, n_bins)[filled] / count[filled],
            "accuracy": np.bincount(bins, right, n_bins)[filled] / count[filled],
        }
    )


def calibration_error(table):
    """Average the gap between confidence and accuracy: the expected calibration error (ECE).

    Each bin counts as many times as it holds pictures. Used in lesson 05.

    Parameters
    ----------
    table : pandas.DataFrame
        As `reliability` returns it.

    Returns
    -------
    float
        From 0 (calibrated) to 1. It depends on the number of bins.

    Raises
    ------
    ValueError
        If it is no such table.

    References
    ----------
    C. Guo et al. (2017), "On calibration of modern neural networks", ICML.
    """
    check_table("table", table, ("count", "confidence", "accuracy"), "reliability")
    gaps = (table["confidence"] - table["accuracy"]).abs()
    return float(np.average(gaps, weights=table["count"]))


def refusals(probabilities, labels, shares):
    """Let a network refuse the pictures it is least sure of, and score it on the rest.

    Used in lesson 05.

    Parameters
    ----------
    probabilities : ndarray of float, shape (N, K)
    labels : ndarray of int, shape (N,)
        The actual classes.
    shares : sequence of float
        Shares of the pictures to refuse, from 0 to below 1. Among equally sure ones the last are
        refused first.

    Returns
    -------
    pandas.DataFrame
        A row for each share: ``refused`` (the share), ``answered`` (number of pictures left),
        ``threshold`` (confidence of the least sure picture that is answered) and ``accuracy`` on
        the pictures that are answered.

    Raises
    ------
    ValueError
        If a share is out of range or leaves no picture, the probabilities do not sum to 1, lengths
        differ, or a class is out of range.
    """
    confidence, right = _confidence(probabilities, labels)
    shares = check_numbers("shares", shares, "shares from 0 to below 1", ranks=(1,)).astype(float)
    if not ((shares >= 0) & (shares < 1)).all():
        raise bad_argument("shares", "shares from 0 to below 1", shares.tolist())
    answered = len(right) - np.rint(shares * len(right)).astype(int)
    if answered.size and answered.min() < 1:
        raise bad_argument("shares", "shares that leave a picture", float(shares.max()))
    order = np.argsort(-confidence, kind="stable")
    return pd.DataFrame(
        {
            "refused": shares,
            "answered": answered,
            "threshold": confidence[order][answered - 1],
            "accuracy": np.cumsum(right[order])[answered - 1] / answered,
        }
    )


def _confidence(probabilities, labels):
    """Give each picture's highest probability, and whether that class is the right one."""
    labels = check_labels("labels", labels)
    probabilities = check_probabilities("probabilities", probabilities, len(labels))
    if probabilities.ndim != 2:
        raise bad_argument("probabilities", "an array of shape (N, K)", probabilities)
    if labels.max() >= probabilities.shape[1]:
        raise bad_argument(
            "labels", f"classes from 0 to {probabilities.shape[1] - 1}", int(labels.max())
        )
    return probabilities.max(axis=1), probabilities.argmax(axis=1) == labels
