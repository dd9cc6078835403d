"""Pictures of how sure and how right: the reliability curve, and refusing the least sure ones."""

import textwrap

import matplotlib as mpl
import numpy as np

from helpers._arguments import bad_argument, check_epochs, check_table
from helpers.analysis.calibration import refusals
from helpers.plots import style
from helpers.plots.axes import axes_or_new
from helpers.plots.view import EpochView

__all__ = ["RefusalView", "plot_reliability"]

#: Of networks: blue and orange stand for right and wrong here.
_NETWORKS = style.LINE_COLOURS[2:]


def plot_reliability(tables, names, ax=None):
    """Draw accuracy against confidence: on the diagonal, a network is as sure as it is right.

    A dot is a bin of confidence; its area says how many pictures it holds. Used in lesson 05.

    Parameters
    ----------
    tables : sequence of pandas.DataFrame
        As `helpers.analysis.calibration.reliability` returns them.
    names : sequence of str
        A name for each, up to 16.
    ax : matplotlib.axes.Axes, optional

    Returns
    -------
    list of matplotlib.lines.Line2D
        One for each table.

    Raises
    ------
    ValueError
        If there is not one name for each table, or there are too many.
    """
    if len(tables) != len(names) or not len(tables):
        raise bad_argument("names", f"a name for each of {len(tables)} tables", names)
    for table in tables:
        check_table("tables", table, ("confidence", "accuracy", "count"), "reliability")
    looks = style.line_looks("tables", names, _NETWORKS)
    beside = len(tables) > 4  # too many names to stand among the curves
    ax = axes_or_new(ax, (8, 5) if beside else (5.5, 5))
    ax.plot([0, 1], [0, 1], color="0.4", lw=1, ls="--", label="as sure as right")
    lines = []
    for table, name, look in zip(tables, names, looks, strict=True):
        x, y = table["confidence"], table["accuracy"]
        dots = {"color": look["color"], "marker": look["marker"] if beside else "o"}
        areas = 20 + 400 * table["count"] / table["count"].sum()
        lines += ax.plot(x, y, lw=2, label=name, ls=look["linestyle"], **dots, ms=4)
        ax.scatter(x, y, s=areas, alpha=0.6, **dots)
    ax.set(
        xlim=(0, 1.03),
        ylim=(0, 1.03),
        aspect="equal",
        xlabel="how sure the network is",
        ylabel="how often it is right",
    )
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter(mpl.ticker.PercentFormatter(1, decimals=0))
    ax.legend(loc="upper left", bbox_to_anchor=(1, 1) if beside else (0, 1))
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
        The networks' names, such as ``"CNN"``; up to 16.
    percents : sequence of int
        Percent of the pictures to refuse, ascending, from 0 to 99.

    Raises
    ------
    ValueError
        If there is not one name for each network, there are too many, or the numbers do not fit.
    """

    def __init__(self, probabilities, labels, names, percents=range(0, 61, 3)):
        if len(probabilities) != len(names) or not len(names):
            raise bad_argument("names", f"one for each of {len(probabilities)} networks", names)
        percents = check_epochs("percents", percents)
        if percents[-1] > 99:
            raise bad_argument("percents", "percents from 0 to 99", int(percents[-1]))
        looks = style.line_looks("names", names, _NETWORKS)
        self._names = list(map(str, names))
        self._tables = [refusals(each, labels, percents / 100) for each in probabilities]
        # The headline has as many lines as it needs, and so has the legend: the figure grows.
        longest = _headline(99, [f"{name} 100.0%" for name in self._names])
        above = 0.5 + 0.27 * len(_lines(longest))
        beside = len(names) > 4  # too many names to stand among the curves
        below = 0.6 + (0.1 + 0.22 * -(-len(names) // 4) if beside else 0)
        height = above + 2.93 + below
        super().__init__(percents, figsize=(10, height))
        place = below / height, 2.93 / height
        left = self.figure_.add_axes((0.075, place[0], 0.4, place[1]))
        self._marks = []
        for table, name, look in zip(self._tables, self._names, looks, strict=True):
            marker, look["marker"] = look["marker"] if beside else "o", None
            left.plot(self.epochs, table["accuracy"], lw=2, label=name, **look)
            mark = left.plot([], [], marker, ms=9, color=look["color"])[0]
            self._marks.append(self._moving(mark))
        left.set(xlabel="percent refused", ylabel="right on the rest")
        left.yaxis.set_major_formatter(mpl.ticker.PercentFormatter(1, decimals=0))
        if beside:
            self.figure_.legend(*left.get_legend_handles_labels(), loc="lower left", ncols=4)
        else:
            left.legend(loc="lower right")

        right = self.figure_.add_axes((0.565, place[0], 0.41, place[1]))
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
            self.figure_.text(
                0.012, 1 - 0.17 / height, "", fontsize=14, fontweight="bold", va="top"
            )
        )

    def _move(self, index):
        for mark, table in zip(self._marks, self._tables, strict=True):
            mark.set_data([self.epochs[index]], [table["accuracy"].iloc[index]])
        # Nothing is refused at 0 percent: the threshold lies below the least sure picture.
        edge = self._tables[0]["threshold"].iloc[index] if self.epochs[index] else 0.0
        self._refused.set_width(edge)
        self._edge.set_xdata([edge, edge])
        self._title.set_text("\n".join(_lines(self._said(index))))

    def _said(self, index):
        accuracies = [table["accuracy"].iloc[index] for table in self._tables]
        each = [f"{name} {share:.1%}" for name, share in zip(self._names, accuracies, strict=True)]
        return _headline(self.epochs[index], each)

    def _describe(self, index):
        table = self._tables[0].iloc[index]
        return (
            f"{self._said(index)}. The {self._names[0]} answers "
            f"{table['answered']:,.0f} pictures, the least sure of them with "
            f"{table['threshold']:.0%}."
        )


def _headline(percent, each):
    return f"{percent} % refused  ·  right on the rest: {', '.join(each)}"


def _lines(text):
    """Break a headline where the figure is not wide enough for it: after a comma."""
    joined = text.replace(" ", "\xa0").replace(",\xa0", ", ")
    return [line.replace("\xa0", " ") for line in textwrap.wrap(joined, 74)]
