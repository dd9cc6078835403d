"""Maps of pictures: a point for each, coloured by class, with the classes named on the spot."""

import functools
import itertools

import numpy as np
from matplotlib import font_manager, patheffects
from matplotlib.colors import to_rgb
from PIL import Image, ImageDraw, ImageFont

from helpers._arguments import (
    as_array,
    bad_argument,
    check_integer,
    check_labels,
    check_numbers,
)
from helpers.analysis.neighbours import class_medians
from helpers.plots import style
from helpers.plots.view import EpochView

__all__ = ["ProjectionPlot", "ProjectionView", "map_limits", "plot_between", "plot_projection"]

_HEADER = 30  # pixels above a moving map, for the epoch
_MARGIN = 8  # pixels left free around the outermost points
_TEXT = 15  # pixels: 11 points at 100 to the inch


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


def plot_projection(points, labels, names=None, pairs=(), limits=None, title="", ax=None):
    """Draw a map: a point for each picture, and each class's name at its median.

    Axes have no ticks: on such a map only who is near whom means something. Used in lesson 02.

    Parameters
    ----------
    points : ndarray of shape (N, 2)
    labels : ndarray of int, shape (N,)
        Classes 0 to K - 1, each with at least one point.
    names : sequence of K str, optional
        Left out: no names.
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
        If shapes do not fit, a class has no point, or a pair is of other names.
    """
    best = map_limits(points)
    points = np.asarray(points)
    if points.ndim != 2:
        raise bad_argument("points", "one map of shape (N, 2)", points)
    limits = best if limits is None else _checked_limits(limits)
    labels, names = _checked(points, labels, names)
    medians = class_medians(points, labels)
    places = {name: medians[k] for k, name in enumerate(names)}
    for name in np.ravel(list(pairs)):
        if name not in places:
            raise bad_argument("pairs", "pairs of names out of " + ", ".join(names), str(name))
    if ax is None:
        import matplotlib.pyplot as plt

        _, ax = plt.subplots(figsize=(6.5, 6.5))
    # In one random order for all classes, so that none lies on top of another.
    order = np.random.default_rng(0).permutation(len(points))
    drawn = ax.scatter(
        *points[order].T,
        s=float(np.clip(15_000 / len(points), 1.0, 14.0)),
        c=np.array(_colours(len(medians)))[labels[order]],
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
        for name, place in places.items()
    ]
    ax.set(xlim=limits[0], ylim=limits[1], xticks=[], yticks=[], aspect="equal")
    for spine in ax.spines.values():
        spine.set(visible=True, color="#bbbbbb")
    if title:
        ax.set_title(title)
    return ProjectionPlot(ax, drawn, texts, lines)


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
    if axes is None:
        import matplotlib.pyplot as plt

        _, axes = plt.subplots(1, 2, figsize=(11, 5.5), layout="tight")
    places = record.between["places"]
    plot = plot_projection(record.embeddings[-1], record.labels, names, ax=axes[0])
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


class ProjectionView(EpochView):
    """A map that can be moved to any epoch of its making.

    Limits and colours stay the same over all epochs. Points are set into the picture by NumPy, not
    by matplotlib: a frame takes milliseconds. Used in lesson 02.

    Parameters
    ----------
    record : helpers.recording.ProjectionRecord
    names : sequence of K str, optional
        The classes' names; by default those that the record knows.
    n_points : int, optional
        Draw so many of the points only, the first ones. Names stay at the medians of all.
    size : int
        Width of the map in pixels.
    point_size : int
        Width of a point in pixels.

    Raises
    ------
    ValueError
        If the record has no labels, or there are not as many names as classes.
    """

    def __init__(self, record, names=None, n_points=None, size=560, point_size=2):
        size = check_integer("size", size, low=100, high=4000)
        point_size = check_integer("point_size", point_size, low=1, high=20)
        total = record.embeddings.shape[1]
        n_points = check_integer("n_points", total if n_points is None else n_points, 1, total)
        if not len(record.labels):
            raise bad_argument("record", "a record with labels", record)
        names = record.made_from.get("data", {}).get("names") if names is None else names
        labels, names = _checked(record.embeddings[-1], record.labels, names)
        super().__init__(record.epochs, (size / 100, (size + _HEADER) / 100))

        # Each point's pixel at every epoch. Screens count y from the top.
        self._limits = map_limits(record.embeddings, margin=0)
        self._size, self._labels, self._names = size, labels, names
        self._medians = [class_medians(layout, labels) for layout in record.embeddings]
        order = np.random.default_rng(0).permutation(n_points)
        self._pixels = self._to_pixels(record.embeddings[:, order]).astype(np.int32)
        dot = np.arange(point_size) - (point_size - 1) // 2
        self._dot = [(across, down) for across in dot for down in dot]

        colours = _colours(len(self._medians[0]))
        self._ink = np.array([_as_pixel(colours[label]) for label in labels[order]])
        self._stamps = [_stamp(name) for name in names]
        self._ground = np.full((size + _HEADER, size), _as_pixel("white"), np.uint32)
        shown = self.figure_.figimage(self._as_rgba(self._ground), xo=0, yo=0)
        self._image = self._moving(shown)

    def _to_pixels(self, points):
        """Place points of the map in the picture: x from the left, y from the top."""
        low, high = self._limits.T
        shares = (points - low) / (high - low)
        shares[..., 1] = 1 - shares[..., 1]
        return np.rint(_MARGIN + shares * (self._size - 1 - 2 * _MARGIN)) + [0, _HEADER]

    def frame(self, epoch):
        """Draw one epoch as a picture.

        Parameters
        ----------
        epoch : int
            One of `epochs`.

        Returns
        -------
        ndarray of shape (height, width, 3), uint8
        """
        self._index = self._position(epoch)
        # Pillow leaves the fourth byte out several times faster than NumPy copies around it.
        painted = Image.frombuffer("RGBX", self._ground.shape[::-1], self._painted(self._index))
        return np.array(painted.convert("RGB"))

    def _move(self, index):
        self._image.set_data(self._painted(index))

    def _painted(self, index):
        picture = self._ground.copy()
        x, y = self._pixels[index].T
        for across, down in self._dot:
            picture[y + down, x + across] = self._ink
        rgba = self._as_rgba(picture)
        places = self._to_pixels(self._medians[index])[: len(self._stamps)]
        for stamp, place in zip(self._stamps, _apart(places, self._stamps), strict=True):
            _set_stamp(rgba, stamp, place)
        text = f"epoch {self.epochs[index]} of {self.epochs[-1]}"
        _set_stamp(rgba, _stamp(text), (self._size / 2, _HEADER / 2))
        return rgba

    @staticmethod
    def _as_rgba(picture):
        return picture.view(np.uint8).reshape(*picture.shape, 4)

    def _describe(self, index):
        place = self._to_pixels(self._medians[index]) - [0, _HEADER]
        thirds = np.clip((place * 3 / self._size).astype(int), 0, 2)
        where = [
            f"{('top', 'middle', 'bottom')[down]} {('left', 'centre', 'right')[across]}"
            for across, down in thirds
        ]
        classes = self._names or [f"class {k}" for k in range(len(where))]
        places = "; ".join(f"{name} {spot}" for name, spot in zip(classes, where, strict=True))
        return f"The map after epoch {self.epochs[index]}. {places}."


def _checked(points, labels, names):
    """Check that labels and names belong to these points, and return both."""
    labels = check_labels("labels", labels, len(points))
    names = list(map(str, names or ()))
    if names and len(names) != labels.max() + 1:
        raise bad_argument("names", f"{labels.max() + 1} names, one for each class", names)
    return labels, names


def _checked_limits(limits):
    """Check limits of both axes."""
    expected = "two rows, each with a lower and a higher number"
    limits = check_numbers("limits", limits, expected, ranks=(2,))
    if limits.shape != (2, 2) or not (limits[:, 0] < limits[:, 1]).all():
        raise bad_argument("limits", expected, limits.tolist())
    return limits


def _colours(n_classes):
    """Give each class its colour; they come round again after ten."""
    return [style.CLASS_COLOURS[k % len(style.CLASS_COLOURS)] for k in range(n_classes)]


def _as_pixel(colour):
    """Pack a colour into the four bytes of one pixel, so that one assignment sets it."""
    rgb = [round(255 * channel) for channel in to_rgb(colour)]
    return np.array([*rgb, 255], np.uint8).view(np.uint32)[0]


@functools.cache
def _font():
    return ImageFont.truetype(font_manager.findfont("DejaVu Sans:bold"), _TEXT)


def _stamp(text):
    """Write a text with a white outline: a small RGBA picture, used again and again."""
    font = _font()
    left, top, right, bottom = font.getbbox(text, stroke_width=2)
    stamp = Image.new("RGBA", (right - left, bottom - top), (255, 255, 255, 0))
    ImageDraw.Draw(stamp).text(
        (-left, -top), text, font=font, fill="black", stroke_width=2, stroke_fill="white"
    )
    return np.asarray(stamp)


def _apart(places, stamps, rounds=20):
    """Move the centres of stamps that would cover each other apart, up and down."""
    places = np.array(places, dtype=float)
    sizes = np.array([stamp.shape[1::-1] for stamp in stamps], dtype=float)
    for _ in range(rounds):
        moved = False
        for one, other in itertools.combinations(np.argsort(places[:, 1], kind="stable"), 2):
            across, down = np.abs(places[other] - places[one])
            width, height = (sizes[one] + sizes[other]) / 2
            if across < width and down < height:
                places[one, 1] -= (height - down) / 2
                places[other, 1] += (height - down) / 2
                moved = True
        if not moved:
            break
    return places


def _set_stamp(picture, stamp, place):
    """Lay a stamp over a picture, centred at a place, but all of it inside."""
    height, width = stamp.shape[:2]
    x = int(np.clip(place[0] - width / 2, 0, max(picture.shape[1] - width, 0)))
    y = int(np.clip(place[1] - height / 2, 0, max(picture.shape[0] - height, 0)))
    below = picture[y : y + height, x : x + width, :3]
    stamp = stamp[: below.shape[0], : below.shape[1]]
    cover = stamp[..., 3:].astype(np.uint16)
    below[...] = (stamp[..., :3] * cover + below * (255 - cover) + 127) // 255
