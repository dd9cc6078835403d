"""A picture of how much networks bear, as curves."""

from helpers._arguments import bad_argument, check_numbers
from helpers.plots import style
from helpers.plots.axes import axes_or_new

__all__ = ["plot_robustness"]


def plot_robustness(amounts, scores, xlabel, chance=None, ax=None):
    """Draw how many of 100 pictures are still right as a change gets stronger.

    Used in lesson 03.

    Parameters
    ----------
    amounts : sequence of A float
    scores : dict of str to array of shape (A,) or (A, R)
        For each network the share that is right; with R repetitions their mean is the line, and
        the band reaches from the worst to the best. Up to 24 networks.
    xlabel : str
    chance : float, optional
        What guessing gives, 1 / K with K classes: a dotted line.
    ax : matplotlib.axes.Axes, optional

    Returns
    -------
    list of matplotlib.lines.Line2D

    Raises
    ------
    ValueError
        If there is not one score (or row of them) for each amount, or there are too many networks.
    """
    amounts = check_numbers("amounts", amounts, "a vector of numbers", ranks=(1,))
    looks = style.line_looks("scores", scores)
    beside = len(scores) > 4  # too many names to stand among the curves
    ax = axes_or_new(ax, (8, max(3.8, 0.23 * len(scores) + 0.6)) if beside else (6, 3.8))
    lines = []
    for (name, values), look in zip(scores.items(), looks, strict=True):
        expected = f"{len(amounts)} values for {name}, or rows of them"
        values = check_numbers("scores", values, expected, ranks=(1, 2)) * 100.0
        if len(values) != len(amounts):
            raise bad_argument("scores", expected, values)
        if values.ndim == 2:
            ax.fill_between(
                amounts, values.min(axis=1), values.max(axis=1), color=look["color"], alpha=0.18
            )
            values = values.mean(axis=1)
        lines += ax.plot(amounts, values, markersize=5, label=name, **look)
    if chance is not None:
        ax.axhline(100 * chance, color="0.6", linewidth=1, linestyle=":")
    ax.set(ylim=(0, 103), xlabel=xlabel, ylabel="right, of 100")
    ax.legend(loc="upper left", bbox_to_anchor=(1, 1)) if beside else ax.legend(loc="lower left")
    return lines
