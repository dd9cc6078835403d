"""How an MLP learned, as curves; and how much networks bear, as curves."""

import numpy as np

from helpers._arguments import bad_argument, check_numbers
from helpers.plots import style

__all__ = ["plot_history", "plot_robustness"]


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
    if axes is None:
        import matplotlib.pyplot as plt

        _, axes = plt.subplots(1, 2, figsize=(9, 3.6), layout="constrained")
    left, right = axes
    at = np.linspace(0, epochs, len(cost) + 1)[1:]
    for values, name, colour in (
        (cost, "cost", style.LINE_COLOURS[0]),
        (error, "averaged error", style.LINE_COLOURS[1]),
    ):
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
            right.plot(range(1, epochs + 1), values, line, color=style.LINE_COLOURS[0], label=name)
    right.set(xlabel="epoch", title="share of digits right")
    right.legend(loc="lower right")
    return axes


def plot_robustness(amounts, scores, xlabel, ax=None):
    """Draw how many pictures are still right as a change gets stronger.

    Used in lesson 03.

    Parameters
    ----------
    amounts : sequence of A float
    scores : dict of str to array of shape (A,) or (A, R)
        For each network the share that is right; with R repetitions their mean is the line, and
        the band reaches from the worst to the best.
    xlabel : str
    ax : matplotlib.axes.Axes, optional

    Returns
    -------
    list of matplotlib.lines.Line2D

    Raises
    ------
    ValueError
        If there is not one score (or row of them) for each amount.
    """
    if ax is None:
        import matplotlib.pyplot as plt

        _, ax = plt.subplots(figsize=(6, 3.8))
    amounts = check_numbers("amounts", amounts, "a vector of numbers", ranks=(1,))
    lines = []
    for (name, values), colour, marker in zip(scores.items(), style.LINE_COLOURS, "osD^vP"):
        expected = f"{len(amounts)} values for {name}, or rows of them"
        values = check_numbers("scores", values, expected, ranks=(1, 2)).astype(float)
        if len(values) != len(amounts):
            raise bad_argument("scores", expected, values)
        if values.ndim == 2:
            ax.fill_between(
                amounts, values.min(axis=1), values.max(axis=1), color=colour, alpha=0.18
            )
            values = values.mean(axis=1)
        lines += ax.plot(amounts, values, marker=marker, markersize=5, color=colour, label=name)
    ax.axhline(0.1, color="0.6", linewidth=1, linestyle=":")
    ax.set(ylim=(0, 1.03), xlabel=xlabel, ylabel="share right")
    ax.legend(loc="lower left")
    return lines
