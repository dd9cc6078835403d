"""A picture of how an MLP learned, as curves."""

import numpy as np

from helpers._arguments import bad_argument, check_numbers
from helpers.plots import style
from helpers.plots.axes import axes_or_new

__all__ = ["plot_history"]


def plot_history(history, axes=None):
    """Draw what an MLP kept while it learned: cost and error of each batch, accuracy.

    Used in lesson 03.

    Parameters
    ----------
    history : dict of list of float
        `helpers.networks.mlp.MLP.history_`.
    axes : sequence of two matplotlib.axes.Axes, optional
        For cost and error, and for the accuracy. Left out, a figure is made.

    Returns
    -------
    sequence of matplotlib.axes.Axes

    Raises
    ------
    ValueError
        If nothing was learned yet.
    """
    expected = "that of an MLP with at least one epoch"
    if not isinstance(history, dict) or not np.size(history.get("train_accuracy", ())):
        raise bad_argument("history", expected, history)
    cost, error = (
        check_numbers("history", history.get(name), f"numbers for each batch as its {name}", (1,))
        for name in ("cost", "error")
    )
    if len(cost) != len(error):
        raise bad_argument("history", f"as many errors as costs, {len(cost)}", error)
    epochs = len(history["train_accuracy"])
    axes = axes_or_new(axes, (9, 3.6), n=2, name="axes")
    left, right = axes
    at = np.linspace(0, epochs, len(cost) + 1)[1:]
    network = style.NETWORK_COLOURS["MLP"]
    for values, name, colour in ((cost, "cost", network), (error, "averaged error", "0.35")):
        # Every batch faintly, and their mean over half an epoch on top.
        width = max(1, len(cost) // (2 * epochs))
        left.plot(at, values, color=colour, alpha=0.25, linewidth=0.8)
        mean = np.convolve(values, np.full(width, 1 / width), "valid")
        left.plot(at[width - 1 :], mean, color=colour, linewidth=2, label=name)
    left.set(xlabel="epoch", yscale="log", title="of each batch")
    left.legend()
    for key, line, name in (
        ("train_accuracy", "--", "training"),
        ("valid_accuracy", "-", "validation"),
    ):
        values = history[key]
        if np.isfinite(values).all():
            right.plot(range(1, epochs + 1), values, line, color=network, label=name)
    right.set(xlabel="epoch", title="share right")
    right.legend(loc="lower right")
    return axes
