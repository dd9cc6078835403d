"""Maps of pictures: a point for each, coloured by class, with the classes named on the spot."""

import itertools
from typing import NamedTuple

import numpy as np
from matplotlib import patheffects

from helpers._arguments import as_array, bad_argument, check_labels, check_numbers
from helpers.analysis.neighbours import class_medians
from helpers.plots import style
from helpers.plots.axes import axes_or_new

__all__ = [
    "MapClasses",
    "ProjectionPlot",
    "map_classes",
    "map_limits",
    "plot_between",
    "plot_projection",
]


def map_limits(points, margin=0.03):
    """Give axis limits that show every point, in a square, so that no direction is stretched.

    Used in lesson 02.

    Parameters
    ----------
    points : ndarray of shape (..., 2)
        One map, or one for each moment: then the limits serve them all.
    margin : float
        Room around the points, as a share of the square.

    Returns
    -------
    ndarray of float64, shape (2, 2)
        Lowest and highest x, lowest and highest y.

    Raises
    ------
    ValueError
        If ``points`` is of another shape or holds NaN.
    """
    expected = "numbers of shape (N, 2)"
    points = as_array("points", points, expected)
    if points.ndim < 2 or points.shape[-1] != 2:
        raise bad_argument("points", f"finite {expected}", points)
    points = check_numbers("points", points, expected)
    rows = points.reshape(-1, 2).astype(np.float64)
    low, high = rows.min(axis=0), rows.max(axis=0)
    half = (high - low).max() * (0.5 + margin) or 1.0
    return np.stack([(low + high) / 2 - half, (low + high) / 2 + half], axis=1)


#: How often names are moved apart at most, and half the pixels left between two.
_ROUNDS, _GAP = 40, 0.5


class MapClasses(NamedTuple):
    """The classes that occur on a map: S of them. `map_classes` makes it.

    Attributes
    ----------
    numbers : list of S int
        Which they are; empty where there are no labels.
    place : ndarray of int, shape (N,)
        The position in ``numbers`` of each point's class.
    names : list of str
        Of the S classes; empty where none were given.
    colours : list of str
        Of the S classes: each has its own, whichever others occur.
    """

    numbers: list
    place: np.ndarray
    names: list
    colours: list


def map_classes(points, labels=None, names=None):
    """Say which classes occur on a map, and in which colours and by which names they are shown.

    Parameters
    ----------
    points : ndarray of shape (N, 2)
    labels : ndarray of int, shape (N,), optional
    names : sequence of K str, optional
        Of classes 0 to K - 1, also of those that do not occur.

    Returns
    -------
    MapClasses

    Raises
    ------
    ValueError
        If there is not one label for each point, or a class that occurs has no name.
    """
    names = list(map(str, () if names is None else names))
    if labels is None:
        if names:
            raise bad_argument("labels", "a label for each point, since there are names", labels)
        return MapClasses([], np.zeros(len(points), int), [], [style.LINE_COLOURS[0]])
    labels = check_labels("labels", labels, len(points))
    if names and len(names) <= labels.max():
        expected = f"{labels.max() + 1} names or more, one for each class"
        raise bad_argument("names", expected, names)
    numbers, place = np.unique(labels, return_inverse=True)
    colours = style.class_colours(labels.max() + 1)
    numbers = numbers.tolist()
    return MapClasses(
        numbers, place, [names[k] for k in numbers if names], [colours[k] for k in numbers]
    )


class ProjectionPlot:
    """A map, drawn. `plot_projection` makes it.

    Attributes
    ----------
    figure_ : matplotlib.figure.Figure
    ax_ : matplotlib.axes.Axes
    points_ : matplotlib.collections.PathCollection
    texts_ : list of matplotlib.text.Text
        The classes' names.
    lines_ : list of matplotlib.lines.Line2D
        Between the pairs.
    """

    def __init__(self, ax, points, texts, lines):
        self.figure_, self.ax_ = ax.figure, ax
        self.points_, self.texts_, self.lines_ = points, texts, lines


def plot_projection(points, labels=None, names=None, pairs=(), limits=None, title="", ax=None):
    """Draw a map: a point for each picture, and each class's name at its median.

    Where names would stand upon each other they make room upwards and downwards. Axes have no
    ticks: on such a map only who is near whom means something. Used in lesson 02.

    Parameters
    ----------
    points : ndarray of shape (N, 2)
    labels : ndarray of int, shape (N,), optional
        Classes, of which not all need to occur. Each keeps its colour, whichever others there are;
        ten colours come round again. Left out: one colour for all points.
    names : sequence of K str, optional
        Of classes 0 to K - 1. Left out: no names.
    pairs : sequence of tuple of (str, str)
        Names to be joined by lines, such as those of a bet.
    limits : ndarray of shape (2, 2), optional
        As `map_limits` gives them; by default those of these points.
    title : str
    ax : matplotlib.axes.Axes, optional

    Returns
    -------
    ProjectionPlot

    Raises
    ------
    ValueError
        If shapes do not fit, a class has no name, or a pair is of other names than those of the
        classes that occur.
    """
    best = map_limits(points)
    points = np.asarray(points)
    if points.ndim != 2:
        raise bad_argument("points", "one map of shape (N, 2)", points)
    limits = best if limits is None else _checked_limits(limits)
    classes = map_classes(points, labels, names)
    medians = class_medians(points, classes.place)[: len(classes.names)]
    places = dict(zip(classes.names, medians, strict=True))
    for name in np.ravel(list(pairs)):
        if name not in places:
            expected = "pairs of names out of " + ", ".join(classes.names)
            raise bad_argument("pairs", expected, str(name))
    ax = axes_or_new(ax, (6.5, 6.5))
    # In one random order for all classes, so that none lies on top of another.
    order = np.random.default_rng(0).permutation(len(points))
    drawn = ax.scatter(
        *points[order].T,
        s=float(np.clip(15_000 / len(points), 1.0, 14.0)),
        c=np.array(classes.colours)[classes.place[order]],
        linewidths=0,
        # Points of plain colours: a notebook's picture is a third as large, and no worse.
        antialiaseds=False,
    )
    lines = [
        ax.plot(
            *np.stack([places[first], places[second]]).T,
            color="black",
            linewidth=2.5,
            path_effects=[patheffects.withStroke(linewidth=5, foreground="white")],
        )[0]
        for first, second in pairs
    ]
    texts = [
        ax.text(
            *place,
            name,
            ha="center",
            va="center",
            weight="bold",
            path_effects=[patheffects.withStroke(linewidth=3.5, foreground="white")],
        )
        for name, place in zip(classes.names, medians, strict=True)
    ]
    ax.set(xlim=limits[0], ylim=limits[1], xticks=[], yticks=[], aspect="equal")
    for spine in ax.spines.values():
        spine.set(visible=True, color="#bbbbbb")
    if title:
        ax.set_title(title)
    _part(texts, ax)
    return ProjectionPlot(ax, drawn, texts, lines)


def _part(texts, ax):
    """Move texts up and down until none stands upon another, each about as little as that takes."""
    ax.figure.draw_without_rendering()  # from here on it is known how large everything is
    # Left, low, right, high, in pixels.
    boxes = np.array([text.get_window_extent().extents for text in texts])
    moved = set()
    for _ in range(_ROUNDS):
        meet = False
        for i, j in itertools.combinations(range(len(texts)), 2):
            low = np.maximum(boxes[i], boxes[j])[:2]
            across, up = np.minimum(boxes[i], boxes[j])[2:] - low
            if across > 0 and up > 0:
                under, over = (i, j) if boxes[i, 1] <= boxes[j, 1] else (j, i)
                boxes[under, 1::2] -= up / 2 + _GAP
                boxes[over, 1::2] += up / 2 + _GAP
                moved |= {i, j}
                meet = True
        if not meet:
            break
    for k in moved:
        middle = boxes[k].reshape(2, 2).mean(axis=0)
        texts[k].set_position(ax.transData.inverted().transform(middle))


def plot_between(record, names=None, axes=None):
    """Draw the pictures that a map's model made up for places between the real ones.

    On the left is the map, with a dot for each place, and a line from there to where the made-up
    picture is put when it is asked for its own place. On the right is the picture of each place.
    Used in lesson 02.

    Parameters
    ----------
    record : helpers.recording.ProjectionRecord
        With ``between``.
    names : sequence of K str, optional
    axes : sequence of two matplotlib.axes.Axes, optional

    Returns
    -------
    ProjectionPlot
        The map on the left; its ``lines_`` are those from the places.

    Raises
    ------
    ValueError
        If no such pictures are in the record.
    """
    if not record.between:
        raise bad_argument("record", "a record with pictures between the real ones", record)
    axes = axes_or_new(axes, (9, 4.6), n=2, name="axes")
    places = record.between["places"]
    labels = record.labels if len(record.labels) else None
    plot = plot_projection(record.embeddings[-1], labels, names, ax=axes[0])
    for place, landing in zip(places, record.between["returned"], strict=True):
        plot.lines_ += axes[0].plot(*np.transpose([place, landing]), color="black", linewidth=1)
    axes[0].plot(*places.T, linestyle="", marker=".", color="black")
    # Each picture fills its part of the grid.
    half = [np.diff(np.unique(places[:, axis])).min() / 2 for axis in (0, 1)]
    for (x, y), picture in zip(places, record.between["pictures"], strict=True):
        extent = [x - half[0], x + half[0], y - half[1], y + half[1]]
        axes[1].imshow(picture, cmap="gray", vmin=0, vmax=255, extent=extent)
    axes[1].set(xlim=axes[0].get_xlim(), ylim=axes[0].get_ylim())
    axes[1].set_axis_off()
    return plot


def _checked_limits(limits):
    """Check limits of both axes."""
    expected = "two rows, each with a lower and a higher number"
    limits = check_numbers("limits", limits, expected, ranks=(2,))
    if limits.shape != (2, 2) or not (limits[:, 0] < limits[:, 1]).all():
        raise bad_argument("limits", expected, limits.tolist())
    return limits
