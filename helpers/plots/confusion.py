"""A picture of errors: the annotated confusion matrix."""

import matplotlib as mpl
import numpy as np
from matplotlib.layout_engine import ConstrainedLayoutEngine

from helpers._arguments import as_array, bad_argument, check_choice, check_numbers
from helpers.analysis.confusion import SHARES, check_matrix, shares
from helpers.plots import style
from helpers.plots.axes import axes_or_new

__all__ = ["ConfusionPlot", "plot_confusion"]

#: How the errors are coloured.
SCALES = ("errors", "same", "log")
#: With more classes than these, no numbers stand in the cells.
_MOST_NUMBERED = 25


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
    colorbars_ : list of matplotlib.colorbar.Colorbar
        Of right answers and of errors, where no numbers stand in the cells.
    """

    def __init__(self, ax, values, texts, colorbars=()):
        self.figure_, self.ax_, self.values_, self.texts_ = ax.figure, ax, values, texts
        self.colorbars_ = list(colorbars)


def plot_confusion(matrix, names=None, by="row", scale="errors", limit=None, ax=None):
    """Draw a confusion matrix with its numbers: right answers in blue, errors in orange.

    On the diagonal stand the share and n/N, elsewhere the share and the count, and nothing where
    nothing was counted. Where the cells are too small for that, the share stands alone, in whole
    percent; above 25 classes, or where even that finds no room, colour bars say what the colours
    are. Used in lesson 05.

    Parameters
    ----------
    matrix : ndarray of int, shape (K, K), or of float
        Rows: actual. Columns: predicted. Counts; or floats: shares that were normalised before, as
        ``by`` says.
    names : sequence of K str, optional
        Left out: the classes' numbers.
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
        Left out, a figure of at most 9 inches by 9 is made.

    Returns
    -------
    ConfusionPlot

    Raises
    ------
    ValueError
        If the matrix is neither one of counts nor one of such shares, there is not one name for
        each class, or ``by`` or ``scale`` is something else.
    """
    counts, values = _counts_and_shares(matrix, by)
    n = len(values)
    names = [*map(str, range(n) if names is None else names)]
    if len(names) != n:
        raise bad_argument("names", f"{n} names, one for each class", names)
    check_choice("scale", scale, SCALES)
    full = None if n > _MOST_NUMBERED else _annotations(counts, values, by)
    new = ax is None
    ax = axes_or_new(ax, _figure_size(names, full))
    diagonal = np.eye(n, dtype=bool)
    cmaps = {True: _ramp(style.RIGHT), False: _ramp(style.WRONG)}
    norms = _norms(values, diagonal, by, scale, limit)
    grid = {} if n > _MOST_NUMBERED else {"edgecolors": "0.85", "linewidth": 0.8}
    meshes = {
        right: ax.pcolormesh(
            np.ma.masked_where(~part | (values == 0), values),
            cmap=cmaps[right],
            norm=norms[right],
            **grid,
        )
        for right, part in ((True, diagonal), (False, ~diagonal))
    }
    ax.set(xlim=(0, n), ylim=(n, 0), xlabel="predicted class", ylabel="actual class")
    ax.spines[:].set(visible=True, color="0.85")
    if new:
        ax.figure.draw_without_rendering()  # now it is known how large the cells are
    across, down = _cell(ax, n)
    written, size = _what_fits(full, values, by, across, down)
    bars = []
    if written is None:
        bars = [_bar(ax, meshes[right], right, by) for right in (True, False)]
    else:
        ax.hlines(range(n + 1), 0, n, color="0.85", lw=0.8, zorder=3)
        ax.vlines(range(n + 1), 0, n, color="0.85", lw=0.8, zorder=3)
    if written is not None and written is not full:
        ax.set_xlabel("predicted class (in the cells: percent)")
    _name_classes(ax, names)
    texts = {}
    for cell in zip(*np.nonzero(values), strict=True) if written is not None else ():
        actual, said = map(int, cell)
        colour = style.ink_on(cmaps[actual == said](norms[actual == said](values[cell])))
        texts[actual, said] = ax.text(
            said + 0.5, actual + 0.5, written[cell],
            size=size, color=colour, ha="center", va="center",
        )  # fmt: skip
    return ConfusionPlot(ax, values, texts, bars)


def _counts_and_shares(matrix, by):
    """Check a matrix of counts, or of shares (then there are no counts), and give both."""
    array = as_array("matrix", matrix, "a square confusion matrix")
    if array.dtype.kind != "f":
        return check_matrix(matrix), shares(matrix, by)
    check_choice("by", by, SHARES)
    expected = "a square confusion matrix of counts (whole numbers), or of shares"
    array = check_numbers("matrix", array, expected, ranks=(2,)).astype(np.float64)
    if array.shape[0] != array.shape[1]:
        raise bad_argument("matrix", expected, array)
    if by == "none":
        raise bad_argument("matrix", "counts, for by='none': whole numbers, 0 or more", array)
    sums = array.sum(axis={"row": 1, "column": 0, "all": (0, 1)}[by])
    # Shares may have been rounded, and a class that never occurs has none.
    off = np.abs(sums - 1) * (sums != 0)
    if array.min() < 0 or off.max() > 0.05:
        whole = {"row": "each row", "column": "each column", "all": "the whole"}[by]
        raise bad_argument(
            "matrix",
            f"counts: whole numbers, 0 or more; or, with by={by!r}, shares of which {whole} sums "
            "to 1",
            array,
        )
    return None, array


def _figure_size(names, full):
    """Say how large a new figure must be, in inches: its cells as large as 9 inches allow."""
    n, longest = len(names), min(max(map(len, names)), 24)
    beside = 0.55 + 0.09 * longest
    if full is None:
        cell = min(0.3, (9 - beside - 1.9) / n)
        return n * cell + beside + 1.9, n * cell + 0.6 + 0.06 * longest
    wide = min(0.77, (9 - beside) / n)
    lines = max(text.count("\n") for text in full.flat) + 1
    high = wide * {1: 0.62, 2: 0.74}.get(lines, 0.87)
    return max(n * wide + beside, 2.6), max(n * high + 0.6 + 0.07 * longest, 2)


def _cell(ax, n):
    """Say how wide and how high a cell is, in points."""
    box = ax.get_window_extent()
    return np.array([box.width, box.height]) / ax.figure.dpi * 72 / n


def _room(text, size):
    """Estimate how wide and how high a text is, in points."""
    lines = text.split("\n")
    return np.array([0.62 * max(map(len, lines)), 1.2 * len(lines)]) * size


def _what_fits(full, values, by, across, down):
    """Choose what stands in the cells, and how large: all of it, the share alone, or nothing."""
    if full is None:
        return None, None
    if by == "none":
        short = full  # there are no shares
    else:
        percents = np.floor(100 * values + 0.5 + 1e-9).astype(int)
        percents[(percents == 100) & (values < 1 - 1e-9)] = 99  # nearly all is not all
        short = np.where((percents == 0) & (values > 0), "<1", percents.astype(str))
    shown = values > 0
    for texts, sizes in ((full, (11,)), (short, (11, 10, 9, 8))):
        for size in sizes:
            rooms = [_room(text, size) for text in texts[shown]]
            if all(wide <= 0.97 * across and high <= 0.97 * down for wide, high in rooms):
                return texts, size
    return None, None


def _bar(ax, mesh, right, by):
    """Draw the scale of right answers, or of errors, beside a matrix without numbers."""
    pad = 0.02
    if not isinstance(ax.figure.get_layout_engine(), ConstrainedLayoutEngine):
        # Nothing else makes room for the numbers of the other bar, which comes in between.
        pad = min(0.3, (0.8 if right else 0.25) * ax.figure.dpi / ax.get_window_extent().width)
    bar = ax.figure.colorbar(mesh, ax=ax, fraction=0.04, pad=pad)
    bar.outline.set_visible(False)
    bar.ax.set_title("right" if right else "wrong", size=11)
    if by != "none":
        bar.ax.yaxis.set_major_formatter(lambda share, _: f"{100 * share:.3g} %")
        bar.ax.yaxis.set_minor_formatter(mpl.ticker.NullFormatter())
    return bar


def _name_classes(ax, names):
    """Write the classes' names at both axes, as large as there is room: all, or every 2nd, 5th."""
    n = len(names)
    for axis, room in zip((ax.xaxis, ax.yaxis), _cell(ax, n), strict=True):
        longest = max(map(len, names))
        flat = axis is ax.yaxis or longest * 0.62 * 11 < room or longest <= 3
        # How much of the axis a name takes, in parts of its size.
        takes = 0.62 * longest + 0.6 if flat and axis is ax.xaxis else 1.3
        size = float(np.clip(room / takes, 8, 11))
        step = next(k for k in (1, 2, 5, 10, 20, 50, 100, n) if k * room >= takes * size or k >= n)
        axis.set_ticks(np.arange(0, n, step) + 0.5, names[::step], size=size)
        axis.set_tick_params(length=0)
        if not flat:
            for label in axis.get_ticklabels():
                label.set(rotation=40, ha="right", rotation_mode="anchor")


def _annotations(matrix, values, by):
    """Write what stands in each cell; the share alone where there are no counts."""
    if matrix is None:
        return np.vectorize(_percent, otypes=[object])(values)
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
