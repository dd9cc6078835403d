"""Pictures of errors: the annotated matrix, pairs of classes over time, how sure and how right."""

import matplotlib as mpl
import numpy as np

from helpers._arguments import bad_argument, check_choice, check_epochs, check_table
from helpers.analysis.calibration import refusals
from helpers.analysis.confusion import check_matrix, pair_confusion, shares
from helpers.plots import style
from helpers.plots.view import EpochView

__all__ = [
    "ConfusionPlot",
    "RefusalView",
    "plot_confusion",
    "plot_pairs",
    "plot_pairs_over_time",
    "plot_reliability",
    "plot_seed_spread",
]

#: How the errors are coloured.
SCALES = ("errors", "same", "log")
#: Of networks: blue and orange stand for right and wrong here.
_NETWORKS = style.LINE_COLOURS[2:]


class ConfusionPlot:
    """A confusion matrix, drawn. `plot_confusion` makes it.

    Attributes
    ----------
    figure_ : matplotlib.figure.Figure
    ax_ : matplotlib.axes.Axes
    values_ : ndarray of float64, shape (K, K)
        What the colours show.
    texts_ : dict of (int, int) to matplotlib.text.Text
        By actual and predicted class; empty cells have none.
    """

    def __init__(self, ax, values, texts):
        self.figure_, self.ax_, self.values_, self.texts_ = ax.figure, ax, values, texts


def plot_confusion(matrix, names, by="row", scale="errors", limit=None, ax=None):
    """Draw a confusion matrix with its numbers: right answers in blue, errors in orange.

    On the diagonal stand the share and n/N, elsewhere the share and the count, and nothing where
    nothing was counted. Used in lesson 05.

    Parameters
    ----------
    matrix : ndarray of int, shape (K, K)
        Rows: actual. Columns: predicted.
    names : sequence of K str
    by : {"row", "column", "all", "none"}
        What the share is of, as in `helpers.analysis.confusion.shares`. With ``"none"`` there are
        only counts.
    scale : {"errors", "same", "log"}
        ``"errors"``: the errors have a scale of their own, up to ``limit``, so that small ones
        show. ``"same"``: one linear scale for all. ``"log"``: one logarithmic scale for all.
    limit : float, optional
        The error that has the full colour, for ``scale="errors"``. Default: the largest. Give one
        number to matrices that are to be compared.
    ax : matplotlib.axes.Axes, optional

    Returns
    -------
    ConfusionPlot

    Raises
    ------
    ValueError
        If the matrix is not one of counts, there is not one name for each class, or ``by`` or
        ``scale`` is something else.
    """
    import seaborn as sns

    values = shares(matrix, by)
    matrix = np.asarray(matrix)
    if len(names) != len(matrix):
        raise bad_argument("names", f"{len(matrix)} names, one for each class", names)
    check_choice("scale", scale, SCALES)
    annotations = _annotations(matrix, values, by)
    if ax is None:
        import matplotlib.pyplot as plt

        high = 0.73 if any(text.count("\n") > 1 for text in annotations.flat) else 0.62
        _, ax = plt.subplots(figsize=(0.88 * len(matrix) + 1.1, high * len(matrix) + 1.2))
    diagonal = np.eye(len(matrix), dtype=bool)
    cmaps = {True: _ramp(style.RIGHT), False: _ramp(style.WRONG)}
    norms = _norms(values, diagonal, by, scale, limit)
    for right, part in ((True, diagonal), (False, ~diagonal)):
        sns.heatmap(
            values,
            mask=~part | (matrix == 0),
            annot=annotations,
            fmt="",
            annot_kws={"size": 11},
            cmap=cmaps[right],
            norm=norms[right],
            vmin=0,  # seaborn looks for it, even with a norm, and warns where nothing is left
            vmax=1,
            cbar=False,
            linewidths=1,
            xticklabels=names,
            yticklabels=names,
            ax=ax,
        )
    texts = {}
    for text in ax.texts:
        x, y = text.get_position()
        texts[int(y), int(x)] = text
    for cell, text in texts.items():
        right = cell[0] == cell[1]
        text.set_color(style.ink_on(cmaps[right](norms[right](values[cell]))))
    ax.hlines(range(len(matrix) + 1), 0, len(matrix), color="0.85", lw=0.8, zorder=3)
    ax.vlines(range(len(matrix) + 1), 0, len(matrix), color="0.85", lw=0.8, zorder=3)
    ax.set(xlabel="predicted class", ylabel="actual class")
    ax.tick_params(length=0)
    ax.tick_params(axis="y", rotation=0)
    if max(len(str(name)) for name in names) > 3:
        for label in ax.get_xticklabels():
            label.set(rotation=40, ha="right", rotation_mode="anchor")
    return ConfusionPlot(ax, values, texts)


def plot_pairs_over_time(matrices, epochs, names, pairs, ax=None):
    """Draw how often each of some pairs of classes is confused, epoch by epoch.

    The epochs stand at equal distances, whatever their numbers. Used in lesson 05.

    Parameters
    ----------
    matrices : ndarray of int, shape (E, K, K)
    epochs : sequence of E int
    names : sequence of K str
    pairs : sequence of (int, int, ...)
        Up to six pairs of class numbers, as `helpers.analysis.classes.alike_pairs` gives them.
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
    if not 0 < len(pairs) <= len(style.LINE_COLOURS):
        raise bad_argument("pairs", f"1 to {len(style.LINE_COLOURS)} pairs of classes", pairs)
    ax = _axes(ax, (9, 4.5))
    lines = []
    for (i, j, *_), colour, marker in zip(pairs, style.LINE_COLOURS, "osD^vP"):
        label = f"{names[i]} and {names[j]}"
        lines += ax.plot(confused[:, i, j], color=colour, marker=marker, lw=2, label=label)
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
    ax = _axes(ax, (5.5, 5))
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
    ax = _axes(ax, (6, 4.6))
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


def plot_reliability(tables, names, ax=None):
    """Draw accuracy against confidence: on the diagonal, a network is as sure as it is right.

    A dot is a bin of confidence; its area says how many pictures it holds. Used in lesson 05.

    Parameters
    ----------
    tables : sequence of pandas.DataFrame
        As `helpers.analysis.calibration.reliability` returns them.
    names : sequence of str
        A name for each.
    ax : matplotlib.axes.Axes, optional

    Returns
    -------
    list of matplotlib.lines.Line2D
        One for each table.

    Raises
    ------
    ValueError
        If there is not one name for each table.
    """
    if len(tables) != len(names) or not len(tables):
        raise bad_argument("names", f"a name for each of {len(tables)} tables", names)
    for table in tables:
        check_table("tables", table, ("confidence", "accuracy", "count"), "reliability")
    ax = _axes(ax, (5.5, 5))
    ax.plot([0, 1], [0, 1], color="0.4", lw=1, ls="--", label="as sure as right")
    lines = []
    for table, name, colour in zip(tables, names, _NETWORKS):
        lines += ax.plot(table["confidence"], table["accuracy"], color=colour, lw=2, label=name)
        areas = 20 + 400 * table["count"] / table["count"].sum()
        ax.scatter(table["confidence"], table["accuracy"], s=areas, color=colour, alpha=0.6)
    ax.set(
        xlim=(0, 1.03),
        ylim=(0, 1.03),
        aspect="equal",
        xlabel="how sure the network is",
        ylabel="how often it is right",
    )
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter(mpl.ticker.PercentFormatter(1, decimals=0))
    ax.legend(loc="upper left")
    return lines


class RefusalView(EpochView):
    """What is gained when a network may refuse the pictures it is least sure of.

    It moves as the views of a training do, with percent refused in place of epochs. Used in
    lesson 05.

    Parameters
    ----------
    probabilities : sequence of ndarray of float, shape (N, K)
        One for each network, on the same pictures. The histogram shows the first one's.
    labels : ndarray of int, shape (N,)
        The actual classes.
    names : sequence of str
        The networks' names, such as ``"CNN"``.
    percents : sequence of int
        Percent of the pictures to refuse, ascending, from 0 to 99.

    Raises
    ------
    ValueError
        If there is not one name for each network, or the numbers do not fit.
    """

    def __init__(self, probabilities, labels, names, percents=range(0, 61, 3)):
        if len(probabilities) != len(names) or not len(names):
            raise bad_argument("names", f"one for each of {len(probabilities)} networks", names)
        percents = check_epochs("percents", percents)
        if percents[-1] > 99:
            raise bad_argument("percents", "percents from 0 to 99", int(percents[-1]))
        super().__init__(percents, figsize=(10, 4.3))
        self._names = list(names)
        self._tables = [
            refusals(each, labels, np.array(self.epochs) / 100) for each in probabilities
        ]
        left = self.figure_.add_axes((0.075, 0.14, 0.4, 0.68))
        self._marks = []
        for table, name, colour in zip(self._tables, names, _NETWORKS):
            left.plot(self.epochs, table["accuracy"], lw=2, color=colour, label=name)
            self._marks.append(self._moving(left.plot([], [], "o", ms=9, color=colour)[0]))
        left.set(xlabel="percent refused", ylabel="right on the rest")
        left.yaxis.set_major_formatter(mpl.ticker.PercentFormatter(1, decimals=0))
        left.legend(loc="lower right")

        right = self.figure_.add_axes((0.565, 0.14, 0.41, 0.68))
        sure = np.asarray(probabilities[0]).max(axis=1)
        hit = np.asarray(probabilities[0]).argmax(axis=1) == np.asarray(labels)
        for chosen, colour, label in ((hit, style.RIGHT, "right"), (~hit, style.WRONG, "wrong")):
            right.hist(
                sure[chosen],
                np.linspace(0, 1, 41),
                histtype="step",
                color=colour,
                lw=2,
                label=label,
            )
        right.set(xlim=(0, 1), xlabel=f"how sure the {names[0]} is", ylabel="pictures")
        right.set_yscale("symlog", linthresh=10)
        right.yaxis.set_major_formatter("{x:,.0f}")
        right.xaxis.set_major_formatter(mpl.ticker.PercentFormatter(1, decimals=0))
        right.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2)
        self._refused = self._moving(
            right.axvspan(0, 0.5, facecolor="white", alpha=0.75, edgecolor="none", zorder=3)
        )
        self._edge = self._moving(right.axvline(0, color="0.25", lw=1.5, zorder=4))
        self._title = self._moving(
            self.figure_.text(0.012, 0.93, "", fontsize=14, fontweight="bold", va="center")
        )

    def _move(self, index):
        for mark, table in zip(self._marks, self._tables):
            mark.set_data([self.epochs[index]], [table["accuracy"].iloc[index]])
        # Nothing is refused at 0 percent: the threshold lies below the least sure picture.
        edge = self._tables[0]["threshold"].iloc[index] if self.epochs[index] else 0.0
        self._refused.set_width(edge)
        self._edge.set_xdata([edge, edge])
        self._title.set_text(self._headline(index))

    def _headline(self, index):
        each = ", ".join(
            f"{name} {table['accuracy'].iloc[index]:.1%}"
            for name, table in zip(self._names, self._tables)
        )
        return f"{self.epochs[index]} % refused  ·  right on the rest: {each}"

    def _describe(self, index):
        table = self._tables[0].iloc[index]
        return (
            f"{self._headline(index)}. The {self._names[0]} answers "
            f"{table['answered']:,.0f} pictures, the least sure of them with "
            f"{table['threshold']:.0%}."
        )


def _annotations(matrix, values, by):
    """Write what stands in each cell."""
    totals = {
        "row": matrix.sum(axis=1, keepdims=True),
        "column": matrix.sum(axis=0, keepdims=True),
        "all": matrix.sum(),
        "none": 0,
    }
    totals = np.broadcast_to(totals[by], matrix.shape)
    texts = np.empty(matrix.shape, dtype=object)
    for cell, count in np.ndenumerate(matrix):
        if by == "none":
            texts[cell] = f"{count:,}"
            continue
        below = f"{count}/{totals[cell]}" if cell[0] == cell[1] else f"{count:,}"
        if len(below) > 7:  # wider than a cell
            below = below.replace("/", "\n/")
        texts[cell] = f"{_percent(values[cell])}\n{below}"
    return texts


def _percent(share):
    """Write a share with two digits, and never round up to all.

    A half goes up, as in the matrix to click: Python alone would write 76 % for 76.5.
    """
    tenths = 1000 * share
    if 990 <= tenths < 1000:
        return f"{np.floor(tenths + 1e-6) / 10:.1f} %"
    return f"{tenths / 10 + 1e-9:.{0 if tenths >= 99.5 else 1}f} %"


def _norms(values, diagonal, by, scale, limit):
    """Give the scales of right answers (True) and of errors (False)."""
    top = 1.0 if by in ("row", "column") else (float(values.max()) or 1.0)
    if scale == "log":
        positive = values[values > 0]
        low = float(positive.min()) if positive.size else top / 10
        one = mpl.colors.LogNorm(min(low, top / 10), top)
        return {True: one, False: one}
    if scale == "same":
        limit = top
    elif limit is None:
        limit = float(values[~diagonal].max(initial=0)) or top
    return {
        True: mpl.colors.Normalize(0, top, clip=True),
        False: mpl.colors.Normalize(0, limit, clip=True),
    }


def _ramp(colour):
    """Make a colour map from nearly white to a colour."""
    return mpl.colors.LinearSegmentedColormap.from_list("ramp", ["#fafafa", colour])


def _axes(ax, figsize):
    """Give the axes to draw on: those given, or new ones."""
    if ax is not None:
        return ax
    import matplotlib.pyplot as plt

    return plt.subplots(figsize=figsize)[1]
