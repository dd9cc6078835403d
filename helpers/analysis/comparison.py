"""Several networks on the same test pictures: who is right how often, and how sure that is."""

import numpy as np
import pandas as pd
from scipy.stats import binomtest

from helpers._arguments import bad_argument, check_images, check_labels, check_real

__all__ = ["comparison_table"]


def comparison_table(players, images, labels, level=0.95):
    """Let networks classify the same pictures.

    Used in lesson 03.

    Parameters
    ----------
    players : dict of str to tuple (callable, int, float)
        Of each network: what gives the classes of ``images``, its number of parameters, and the
        seconds of its training.
    images : ndarray of shape (N, H, W) or (N, H, W, C)
    labels : ndarray of int, shape (N,)
    level : float
        Of the interval, above 0 and below 1.

    Returns
    -------
    pandas.DataFrame
        A row for each network: ``parameters``, ``seconds``, ``right`` in percent, and ``from`` and
        ``to``: Wilson's interval for the share that would be right of endlessly many such
        pictures, in percent.

    Raises
    ------
    ValueError
        If there is not one label for each picture, or one class from each network.

    References
    ----------
    Wilson: Probable inference, the law of succession, and statistical inference. Journal of the
    American Statistical Association 22 (1927).
    """
    images = check_images("images", images)
    labels = check_labels("labels", labels, len(images))
    level = check_real("level", level, above=0, below=1)
    rows = {}
    for name, (classify, parameters, seconds) in players.items():
        said = np.asarray(classify(images))
        if said.shape != labels.shape:
            raise bad_argument("players", f"{len(labels)} classes from {name}", said)
        n_right = int(np.sum(said == labels))
        interval = binomtest(n_right, len(labels)).proportion_ci(level, method="wilson")
        rows[name] = {
            "parameters": int(parameters),
            "seconds": float(seconds),
            "right": 100 * n_right / len(labels),
            "from": 100 * interval.low,
            "to": 100 * interval.high,
        }
    return pd.DataFrame.from_dict(rows, orient="index")
