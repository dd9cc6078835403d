"""What classes look like on average, and how alike they are."""

import warnings

import numpy as np

from helpers._arguments import bad_argument, check_bytes, check_labels, check_numbers
from helpers.analysis.classes import class_linkage
from helpers.plots import style
from helpers.plots.axes import axes_or_new
from helpers.plots.tiles import tile
from helpers.plots.view import EpochView

__all__ = ["AverageView", "plot_class_correlation", "plot_class_numbers"]

#: So many classes have room for their numbers in a heat map of 8 inches.
_MOST_NUMBERED = 14


def plot_class_numbers(values, names, colours=style.CLASS_COLOURS, digits=2, ax=None):
    """Draw one number for each class as a bar, the largest on top, in the class's colour.

    Used in lesson 01.

    Parameters
    ----------
    values : sequence of K float
    names : sequence of K str
    colours : sequence of K colours
    digits : int
        Decimal places of the numbers written at the bars.
    ax : matplotlib.axes.Axes, optional

    Returns
    -------
    matplotlib.container.BarContainer
        The bars, from the smallest to the largest; ``bars[0].axes`` is where they are.

    Raises
    ------
    ValueError
        If there is not one label for each value.
    """
    expected = f"a number for each of {len(names)} classes"
    values = check_numbers("values", values, expected, ranks=(1,)).astype(float)
    if len(values) != len(names):
        raise bad_argument("values", expected, values)
    ax = axes_or_new(ax, (7, 0.34 * len(values) + 0.9))
    order = np.argsort(values, kind="stable")
    bars = ax.barh(
        [names[k] for k in order], values[order], color=[colours[k % len(colours)] for k in order]
    )
    ax.bar_label(bars, [f"{value:.{digits}f}" for value in values[order]], padding=4)
    ax.margins(x=0.12)
    ax.tick_params(axis="y", length=0)
    return bars


def plot_class_correlation(correlation, names, size=8):
    """Draw the classes' correlation as a heat map whose rows and columns are grouped.

    The classes that are most alike stand side by side; the tree says how they were joined. With
    more than 14 classes (at the usual size) the colours stand without numbers. It has several axes
    and so makes its own figure. Used in lesson 01.

    Parameters
    ----------
    correlation : ndarray of shape (K, K)
        Symmetric, as `helpers.analysis.classes.average_correlation` gives it.
    names : sequence of K str
    size : float
        The figure's width and height, in inches.

    Returns
    -------
    seaborn.matrix.ClusterGrid
        ``.figure``, ``.ax_heatmap``; ``.dendrogram_row.reordered_ind`` is the order of classes.

    Raises
    ------
    ValueError
        If the matrix is not symmetric, or there is not one label for each row.
    """
    import matplotlib.pyplot as plt

    tree = class_linkage(correlation)
    correlation = np.asarray(correlation, dtype=float)
    if len(names) != len(correlation):
        raise bad_argument("names", f"a name for each of {len(correlation)} classes", names)
    with warnings.catch_warnings():
        # Classes that are all equally alike make a tree without height.
        warnings.filterwarnings("ignore", message="Attempting to set identical low and high")
        grid = _cluster_map(correlation, names, tree, size)
    grid.ax_heatmap.tick_params(length=0)
    grid.ax_heatmap.tick_params(axis="x", rotation=45)
    plt.setp(grid.ax_heatmap.get_xticklabels(), ha="right", rotation_mode="anchor")
    return grid


def _cluster_map(correlation, names, tree, size):
    """Let seaborn draw the matrix in the order of a tree."""
    import pandas as pd
    import seaborn as sns

    return sns.clustermap(
        pd.DataFrame(correlation, index=names, columns=names),
        row_linkage=tree,
        col_linkage=tree,
        cmap="vlag",
        vmin=-1,
        vmax=1,
        annot=len(names) <= _MOST_NUMBERED * size / 8,
        fmt=".2f",
        annot_kws={"size": 11},
        linewidths=1,
        figsize=(size, size),
        dendrogram_ratio=0.13,
        cbar_pos=None,
    )


class AverageView(EpochView):
    """The average of ever more pictures of each class: 1, 2, 4, and so on, up to all.

    It moves as the views of a training do, with numbers of pictures in place of epochs. Below
    each average stands how much of its contrast is left: the standard deviation of its pixels, in
    percent of that of its single pictures. Used in lesson 01.

    Parameters
    ----------
    images : ndarray of shape (N, H, W) or (N, H, W, 3), uint8
    labels : ndarray of int, shape (N,)
    names : sequence of K str
    columns : int
        Classes in a row.

    Attributes
    ----------
    contrast_ : ndarray of float, shape (steps, K)
        The share of contrast that is left, at each number of pictures.
    """

    def __init__(self, images, labels, names, columns=5):
        images = check_bytes("images", images, "uint8 pictures, (N, H, W) or (N, H, W, 3)")
        labels = check_labels("labels", labels, len(images))
        groups = [images[labels == k] for k in range(len(names))]
        if min(map(len, groups)) == 0:
            raise bad_argument("labels", f"pictures of all {len(names)} classes", labels)
        most = max(map(len, groups))
        counts = [2**i for i in range(most.bit_length()) if 2**i < most] + [most]
        rows = -(-len(names) // columns)
        super().__init__(counts, figsize=(9, 2.12 * rows + 0.5))
        self._names = list(names)

        averages = np.empty((len(counts), len(names), *images.shape[1:]))
        self.contrast_ = np.empty((len(counts), len(names)))
        for k, group in enumerate(groups):
            single = group.reshape(len(group), -1).std(axis=1, dtype=np.float64)
            for i, count in enumerate(counts):
                averages[i, k] = group[:count].mean(axis=0, dtype=np.float64)
                spread = single[:count].mean() or 1.0  # pictures of one brightness have none
                self.contrast_[i, k] = averages[i, k].std() / spread
        height, width = images.shape[1:3]
        gap, room = 2, round(0.2 * height)  # between pictures; below each row, for the names
        self._mosaics = [_with_room(step, columns, room, gap) for step in averages]
        axes = self.figure_.add_axes((0.01, 0.0, 0.98, 0.9))
        axes.set_axis_off()
        self._image = self._moving(axes.imshow(self._mosaics[0], cmap="gray", vmin=0, vmax=255))
        self._texts = []
        for k in range(len(names)):
            row, column = divmod(k, columns)
            x = column * (width + gap) + (width - 1) / 2
            y = row * (height + room + gap) + height + 0.35 * room
            self._texts.append(self._moving(axes.text(x, y, "", ha="center", va="center")))
        self._title = self._moving(
            self.figure_.text(0.012, 0.95, "", fontsize=13, fontweight="bold", va="center")
        )

    def _move(self, index):
        self._image.set_data(self._mosaics[index])
        for text, name, share in zip(self._texts, self._names, self.contrast_[index], strict=True):
            text.set_text(f"{name}: {share:.0%}")
        self._title.set_text(self._headline(index))

    def _headline(self, index):
        count = self.epochs[index]
        if count == 1:
            return "one picture of each class, and its contrast"
        every = "all " if count == self.epochs[-1] else ""
        return f"the average of {every}{count:,} pictures of each class, and the contrast left"

    def _describe(self, index):
        order = np.argsort(-self.contrast_[index], kind="stable")
        each = ", ".join(f"{self._names[k]} {self.contrast_[index, k]:.0%}" for k in order)
        return f"{self._headline(index)[0].upper()}{self._headline(index)[1:]}: {each}."


def _with_room(pictures, columns, room, gap):
    """Lay pictures out in rows with white below each."""
    shown = np.round(pictures).astype(np.uint8)
    spaces = [(0, 0), (0, room), (0, 0), (0, 0)][: shown.ndim]
    return tile(np.pad(shown, spaces, constant_values=255), columns, gap)
