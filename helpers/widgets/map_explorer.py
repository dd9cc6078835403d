"""The map explorer: point at a spot of a map, and see the pictures that lie there."""

import math

import numpy as np
import traitlets
from matplotlib.figure import Figure

from helpers._arguments import bad_argument, check_images, check_integer, check_labels
from helpers.plots import style
from helpers.plots.projection import map_limits, plot_projection
from helpers.widgets.base import CourseWidget, figure_png, written
from helpers.widgets.modules import joined_module, joined_styles
from helpers.widgets.picture_sheet import picture_sheet

__all__ = ["MapExplorer"]


class MapExplorer(CourseWidget):
    """Show a map of pictures, and the pictures nearest to a spot that the learner points at.

    Or show one of several maps of the same pictures, chosen by sliders: then the points move from
    one map to the other. All maps and pictures are in the browser, so the explorer answers at once
    and needs no kernel.

    Parameters
    ----------
    points : ndarray of shape (N, 2) or (M, N, 2)
        One map, or M maps of the same pictures. Several maps share one frame: turn them into the
        same position first (`helpers.analysis.neighbours.align`).
    labels : ndarray of int, shape (N,)
        Classes, numbers up to 255. Not all of them need to occur.
    names : sequence of K str
        Of classes 0 to K - 1.
    pictures : ndarray of shape (N, H, W) or (N, H, W, 3), uint8, optional
        Left out: the map alone.
    choices : dict of str to sequence, optional
        What the maps differ in, and its values, numbers or words: a slider for each. The maps are
        ordered as `itertools.product` orders the values: the last one changes fastest.
    notes : sequence of M str, optional
        A line below each map.
    choice : sequence of int, optional
        Which value of each slider is shown first, counted from 0.
    n_nearest : int
        How many pictures are shown.
    title : str
        A line above the map.

    Attributes
    ----------
    spot : list of float
        Where the learner points, x and y on the map; it can be set.
    nearest : list of int
        The pictures nearest to the spot, the nearest first: positions in ``labels``.
    choice : list of int
        Which value each slider has, counted from 0; it can be set.

    Raises
    ------
    ValueError
        If shapes do not fit, a class has no name, or there are not as many maps as choices.

    Notes
    -----
    Keys: the arrows move the spot, with Shift in larger steps; Home puts it into the middle.

    Used in lesson 02.

    Examples
    --------
    >>> import numpy as np
    >>> corners = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    >>> MapExplorer(corners, [0, 0, 1, 1], ["left", "right"]).summary()
    'A map of 4 pictures of 2 classes. Run this cell, or trust this notebook, to explore it.'
    """

    _esm = joined_module("map_explorer.js")
    _css = joined_styles("shared/base.css", "shared/picture_sheet.css", "map_explorer.css")

    title = traitlets.Unicode("").tag(sync=True)
    names = traitlets.List(traitlets.Unicode()).tag(sync=True)
    spot = traitlets.List(traitlets.Float(), minlen=2, maxlen=2).tag(sync=True)
    nearest = traitlets.List(traitlets.Int()).tag(sync=True)
    choice = traitlets.List(traitlets.Int()).tag(sync=True)
    n_nearest = traitlets.Int(9).tag(sync=True)
    _colours = traitlets.List(traitlets.Unicode()).tag(sync=True)
    _choices = traitlets.List().tag(sync=True)
    _notes = traitlets.List(traitlets.Unicode()).tag(sync=True)
    _limits = traitlets.List(traitlets.Float()).tag(sync=True)
    _points = traitlets.Bytes().tag(sync=True)
    _labels = traitlets.Bytes().tag(sync=True)
    _sheet = traitlets.Bytes().tag(sync=True)
    _tile = traitlets.List(traitlets.Int()).tag(sync=True)

    def __init__(
        self,
        points,
        labels,
        names,
        pictures=None,
        choices=None,
        notes=None,
        choice=None,
        n_nearest=9,
        title="",
    ):
        limits = map_limits(points)
        points = np.asarray(points, dtype=np.float64)
        maps = points[None] if points.ndim == 2 else points
        if maps.ndim != 3:
            raise bad_argument("points", "numbers of shape (N, 2) or (M, N, 2)", points)
        labels = check_labels("labels", labels, maps.shape[1], n_classes=256)
        names = list(map(str, names))
        if len(names) <= labels.max():
            expected = f"{labels.max() + 1} names or more, one for each class"
            raise bad_argument("names", expected, names)
        choices = {name: list(values) for name, values in (choices or {}).items()}
        wanted = math.prod(map(len, choices.values()))
        if len(maps) != wanted:
            raise bad_argument("points", f"{wanted} maps, one for each choice", points)
        notes = list(map(str, notes or []))
        if notes and len(notes) != len(maps):
            raise bad_argument("notes", f"{len(maps)} lines, one for each map", notes)
        sheet, tile = b"", []
        if pictures is not None:
            pictures = check_images("pictures", pictures)
            if len(pictures) != len(labels):
                raise bad_argument("pictures", f"{len(labels)} pictures", pictures)
            sheet, tile = picture_sheet(pictures)
        self._maps, self._class_of = maps, labels
        self._sizes = [len(values) for values in choices.values()]
        low, high = limits.T
        shares = (maps - low) / (high - low)
        super().__init__(
            title=title,
            names=names,
            spot=limits.mean(axis=1).tolist(),
            choice=[0] * len(choices) if choice is None else list(choice),
            n_nearest=check_integer("n_nearest", n_nearest, low=1, high=len(labels)),
            _colours=style.class_colours(len(names)),
            _choices=[[name, list(map(written, values))] for name, values in choices.items()],
            _notes=notes,
            _limits=limits.ravel().tolist(),
            _points=np.rint(shares * 65535).astype("<u2").tobytes(),
            _labels=labels.astype(np.uint8).tobytes(),
            _sheet=sheet,
            _tile=tile,
        )

    @traitlets.validate("choice")
    def _possible_choice(self, proposal):
        choice = proposal["value"]
        fits = len(choice) == len(self._sizes) and all(
            0 <= index < size for index, size in zip(choice, self._sizes, strict=True)
        )
        if not fits:
            wanted = f"for each slider a number from 0 to {[size - 1 for size in self._sizes]}"
            raise bad_argument("choice", wanted, choice)
        return choice

    @property
    def _shown(self):
        """Which of the maps the sliders choose."""
        return int(np.ravel_multi_index(self.choice, self._sizes)) if self._sizes else 0

    def summary(self):
        """Say what the explorer shows, and how to use it where it stands still."""
        maps = f"{len(self._maps)} maps of the same" if len(self._maps) > 1 else "a map of"
        n_classes = len(np.unique(self._class_of))
        name = f"{self.title}: {maps}" if self.title else maps[0].upper() + maps[1:]
        return (
            f"{name} {len(self._class_of):,} pictures of {n_classes} classes. "
            "Run this cell, or trust this notebook, to explore it."
        )

    def still_picture(self):
        """Return the map that is shown as PNG bytes."""
        figure = Figure(figsize=(4.8, 4.8), dpi=100, facecolor="white")
        ax = figure.add_axes([0.01, 0.01, 0.98, 0.98])
        limits = np.reshape(self._limits, (2, 2))
        plot_projection(self._maps[self._shown], self._class_of, self.names, limits=limits, ax=ax)
        return figure_png(figure, colours=48)
