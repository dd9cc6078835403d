"""Pictures of what is taken for what: pairs of classes, over time and from training to training."""

import matplotlib as mpl

from helpers._arguments import bad_argument, check_choice, check_epochs, check_table
from helpers.analysis.confusion import check_matrix
from helpers.analysis.pairs import pair_confusion
from helpers.plots import style
from helpers.plots.axes import axes_or_new

__all__ = ["plot_pairs", "plot_pairs_over_time", "plot_seed_spread"]


def plot_pairs_over_time(matrices, epochs, names, pairs, ax=None):
    """Draw how often each of some pairs of classes is confused, epoch by epoch.

    The epochs stand at equal distances, whatever their numbers. Used in lesson 05.

    Parameters
    ----------
    matrices : ndarray of int, shape (E, K, K)
    epochs : sequence of E int
    names : sequence of K str
    pairs : sequence of (int, int, ...)
        Up to 24 pairs of class numbers, as `helpers.analysis.classes.alike_pairs` gives them.
    ax : matplotlib.axes.Axes, optional

    Returns
    -------
    list of matplotlib.lines.Line2D

    Raises
    ------
    ValueError
        If there is not one matrix for each epoch, or there are too many pairs.
    """
    epochs = check_epochs("epochs", epochs)
    matrices = check_matrix(matrices, stack=True, name="matrices")
    if matrices.ndim != 3 or len(matrices) != len(epochs):
        raise bad_argument("matrices", f"one for each of {len(epochs)} epochs", matrices)
    confused = pair_confusion(matrices)
    looks = style.line_looks("pairs", pairs)
    ax = axes_or_new(ax, (9, max(4.5, 0.23 * len(pairs) + 0.6)))  # room for the names
    lines = []
    for (i, j, *_), look in zip(pairs, looks, strict=True):
        lines += ax.plot(confused[:, i, j], lw=2, label=f"{names[i]} and {names[j]}", **look)
    ax.set_xticks(range(len(epochs)), epochs)
    ax.set(xlabel="epoch", ylabel="taken for each other", ylim=(0, None))
    ax.yaxis.set_major_formatter(mpl.ticker.PercentFormatter(1, decimals=0))
    ax.legend(loc="upper left", bbox_to_anchor=(1, 1))
    return lines


def plot_seed_spread(table, ax=None):
    """Draw how much each cell moves from training to training, against what chance would give.

    Used in lesson 05.

    Parameters
    ----------
    table : pandas.DataFrame
        As `helpers.analysis.chance.seed_spread` returns it.
    ax : matplotlib.axes.Axes, optional

    Returns
    -------
    matplotlib.collections.PathCollection

    Raises
    ------
    ValueError
        If it is no such table.
    """
    check_table("table", table, ("spread", "by_chance"), "seed_spread")
    ax = axes_or_new(ax, (5.5, 5))
    points = ax.scatter(table["by_chance"], table["spread"], s=28, color=style.WRONG, alpha=0.7)
    right, top = (1.08 * table[name].max() or 1 for name in ("by_chance", "spread"))
    ax.plot([0, right], [0, right], color="0.4", lw=1, ls="--", label="as chance alone would give")
    ax.set(
        xlim=(0, right),
        ylim=(0, max(top, right)),
        xlabel="standard deviation by chance alone, in pictures",
        ylabel="from training to training",
    )
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1))
    return points


def plot_pairs(table, x, y, n_named=5, ax=None):
    """Draw one measure of the pairs of classes against another, and name the highest points.

    Used in lesson 05.

    Parameters
    ----------
    table : pandas.DataFrame
        As `helpers.analysis.confusion.pair_table` returns it.
    x, y : str
        Columns.
    n_named : int
        How many pairs, those with the largest ``y``, have their names written.
    ax : matplotlib.axes.Axes, optional

    Returns
    -------
    matplotlib.collections.PathCollection

    Raises
    ------
    ValueError
        If there is no such column.
    """
    check_table("table", table, (), "pair_table")
    for name, column in (("x", x), ("y", y)):
        check_choice(name, column, tuple(table.columns))
    ax = axes_or_new(ax, (6, 4.6))
    points = ax.scatter(table[x], table[y], s=32, color=style.LINE_COLOURS[0], alpha=0.8)
    middle = (table[x].min() + table[x].max()) / 2
    for pair, row in table.nlargest(n_named, y).iterrows():
        left = row[x] > middle  # the name goes to where there is room
        ax.annotate(
            " and ".join(pair),
            (row[x], row[y]),
            xytext=(-7 if left else 7, 0),
            textcoords="offset points",
            ha="right" if left else "left",
            va="center",
        )
    ax.set(xlabel=x, ylabel=y)
    return points
