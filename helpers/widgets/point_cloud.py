"""The point cloud: thousands of pictures as points that move through epochs, layers, settings."""

import numpy as np
import traitlets
from matplotlib.figure import Figure

from helpers._arguments import bad_argument, check_choice, check_epochs, check_integer, check_real
from helpers.plots import style
from helpers.plots.projection import map_limits, plot_projection
from helpers.widgets._point_cloud_parts import (
    as_bytes,
    as_maps,
    checked_classes,
    checked_notes,
    checked_table,
    chosen_texts,
    of_layers,
    part_texts,
    ramp,
    sheet_of,
)
from helpers.widgets.base import EpochWidget, figure_png, written
from helpers.widgets.modules import joined_module, joined_styles
from helpers.widgets.point_layouts import keyframes, packed_layouts

__all__ = ["PointCloud"]


class PointCloud(EpochWidget):
    """Show pictures as points that move: from epoch to epoch, and along a second axis.

    Between the recorded layouts every point moves in a straight line. Point at a spot to see the
    pictures that lie there; click a point to follow it. Everything is in the page, so it answers
    at once and needs no kernel.

    Parameters
    ----------
    points : ndarray
        One map, (N, 2); its layouts at E epochs, (E, N, 2); or with ``choices`` M maps, (M, N, 2),
        or M maps at E epochs, (E, M, N, 2). All share one frame: turn them into the same position
        first (`helpers.analysis.neighbours.align`).
    labels : ndarray of int, shape (N,), optional
        Classes, numbers up to 255. Not all of them need to occur. Left out: one colour.
    names : sequence of K str
        Of classes 0 to K - 1. By default their numbers.
    pictures : ndarray of shape (P, H, W) or (P, H, W, 3), uint8, optional
        Of the first P points; the others are points alone.
    epochs : sequence of E int, optional
        Ascending. By default 0, 1, 2 ...
    choices : dict of str to sequence, optional
        What the maps differ in, and its values, numbers or words: a slider for each. The maps are
        ordered as `itertools.product` orders the values: the last one changes fastest.
    choice : sequence of int, optional
        Which value of each slider is shown first, counted from 0.
    notes : sequence of M str, optional
        A line below each map.
    table : ndarray of shape (E, M), optional
        A number from 0 to 1 for each epoch and each map, shown as a table of shares: a click on
        it moves the sliders. It needs ``choices``.
    table_title : str
        What these numbers are.
    values : dict of str to ndarray of shape (N,), optional
        Numbers that the points can be coloured by.
    colour : str
        By what they are coloured first: ``"class"``, ``"nothing"``, or one of ``values``.
    descriptions : sequence of E str, optional
        What is seen at each epoch, in words, for those who hear the page.
    n_nearest : int, optional
        How many pictures are shown. By default 9, or all if there are fewer.
    title, label : str
        A line above; what is counted: "epoch", "step" ...
    fps : float
        Recorded layouts a second at speed 1x.
    epoch : int, optional
        The epoch to start with. By default the first.

    Attributes
    ----------
    epoch : int
        The epoch that is shown: to be set, observed, linked.
    choice : list of int
        Which value each slider has, counted from 0; it can be set.
    spot : list of float
        Where the learner points, x and y on the map; it can be set.
    nearest : list of int
        The pictures nearest to the spot, the nearest first: positions in ``points``.
    picked : list of int
        The points that are followed, at most 12; it can be set.

    Raises
    ------
    ValueError
        If shapes do not fit, a class has no name, or there are not as many maps as choices.

    Notes
    -----
    Of more than 40 epochs those that `helpers.widgets.point_layouts.keyframes` chooses travel.

    Keys on the map: the arrows move the spot, with Shift in larger steps; Enter follows the
    nearest point; + and - zoom, 0 shows everything; Escape lets go of what is followed. On the
    other controls: left and right one epoch, Home and End, space plays and pauses.

    Used in lesson 02.

    Examples
    --------
    >>> import numpy as np
    >>> corners = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    >>> PointCloud(corners, [0, 0, 1, 1], ["left", "right"]).summary()
    'A map of 4 pictures of 2 classes. Run this cell, or trust this notebook, to move it.'
    """

    _esm = joined_module("point_cloud.js")
    _css = joined_styles(
        "shared/base.css", "shared/transport.css", "shared/picture_sheet.css", "point_cloud.css"
    )

    title = traitlets.Unicode("").tag(sync=True)
    label = traitlets.Unicode("epoch").tag(sync=True)
    fps = traitlets.Float(6.0).tag(sync=True)
    names = traitlets.List(traitlets.Unicode()).tag(sync=True)
    descriptions = traitlets.List(traitlets.Unicode()).tag(sync=True)
    spot = traitlets.List(traitlets.Float(), minlen=2, maxlen=2).tag(sync=True)
    nearest = traitlets.List(traitlets.Int()).tag(sync=True)
    picked = traitlets.List(traitlets.Int(), maxlen=12).tag(sync=True)
    choice = traitlets.List(traitlets.Int()).tag(sync=True)
    colour = traitlets.Unicode("class").tag(sync=True)
    n_nearest = traitlets.Int(9).tag(sync=True)
    _colours = traitlets.List(traitlets.Unicode()).tag(sync=True)
    _choices = traitlets.List().tag(sync=True)
    _notes = traitlets.List(traitlets.Unicode()).tag(sync=True)
    _limits = traitlets.List(traitlets.Float()).tag(sync=True)
    #: Maps, epochs, points.
    _shape = traitlets.List(traitlets.Int()).tag(sync=True)
    _layouts = traitlets.Bytes().tag(sync=True)
    _labels = traitlets.Bytes().tag(sync=True)
    #: Of each set of values its name, lowest, highest; a byte for each of its points.
    _scales = traitlets.List().tag(sync=True)
    _values = traitlets.Bytes().tag(sync=True)
    _ramp = traitlets.Bytes().tag(sync=True)
    _sheet = traitlets.Bytes().tag(sync=True)
    _tile = traitlets.List(traitlets.Int()).tag(sync=True)
    _pictured = traitlets.Int(0).tag(sync=True)
    _table = traitlets.List().tag(sync=True)
    _table_title = traitlets.Unicode("").tag(sync=True)

    def __init__(
        self,
        points,
        labels=None,
        names=(),
        pictures=None,
        *,
        epochs=None,
        choices=None,
        choice=None,
        notes=None,
        table=None,
        table_title="",
        values=None,
        colour="class",
        descriptions=None,
        n_nearest=None,
        title="",
        label="epoch",
        fps=6,
        epoch=None,
    ):
        limits = map_limits(points)
        choices = {name: list(each) for name, each in (choices or {}).items()}
        layouts = as_maps(points, choices)
        m, e, n, _ = layouts.shape
        epochs = list(range(e)) if epochs is None else check_epochs("epochs", epochs, e).tolist()
        kept = keyframes(epochs)
        labels, names = checked_classes(labels, list(map(str, names)), n)
        self._class_of, self._maps = labels, layouts[:, kept]
        self._sizes = [len(each) for each in choices.values()]
        sheet, tile, n_pictures = sheet_of(pictures, n)
        scales, bytes_of_values = as_bytes(values or {}, n)
        if not names and colour == "class":
            colour = "nothing"
        self._known = [*(["class"] if names else []), "nothing", *(name for name, *_ in scales)]
        n_nearest = min(9, n_pictures or n) if n_nearest is None else n_nearest
        super().__init__(
            epochs=[epochs[place] for place in kept],
            epoch=epoch,
            title=title,
            label=label,
            fps=check_real("fps", fps, above=0, high=50),
            names=names,
            descriptions=chosen_texts(descriptions, kept, e),
            spot=limits.mean(axis=1).tolist(),
            choice=[0] * len(choices) if choice is None else list(choice),
            colour=colour,
            n_nearest=check_integer("n_nearest", n_nearest, low=1, high=max(n_pictures or n, 1)),
            _colours=style.class_colours(max(len(names), 1)),
            _choices=[[name, list(map(written, each))] for name, each in choices.items()],
            _notes=checked_notes(notes, m),
            _limits=limits.ravel().tolist(),
            _shape=[m, len(kept), n],
            _layouts=packed_layouts(self._maps, limits),
            _labels=labels.astype(np.uint8).tobytes(),
            _scales=scales,
            _values=bytes_of_values,
            _ramp=ramp() if scales else b"",
            _sheet=sheet,
            _tile=tile,
            _pictured=n_pictures,
            _table=checked_table(table, e, m, kept, choices),
            _table_title=str(table_title),
        )

    @classmethod
    def from_record(cls, record, pictures=None, **options):
        """Make a cloud of a record of a map.

        Parameters
        ----------
        record : helpers.recording.ProjectionRecord, MapsRecord or LayersRecord
            The second one's settings become sliders; ``options`` may bring its maps into one
            position as ``points``. The third one's layers become a slider, and its shares the
            table.
        pictures : ndarray of shape (P, H, W) or (P, H, W, 3), uint8, optional
            Of the first P points.
        **options
            Whatever else :class:`PointCloud` takes.

        Returns
        -------
        PointCloud
        """
        settings = getattr(record, "settings", None)
        named = {"names": record.made_from.get("data", {}).get("names", ())}
        if settings is not None:
            named["choices"] = {name: np.unique(values) for name, values in settings.items()}
        elif hasattr(record, "epochs"):
            named["epochs"] = record.epochs
        if hasattr(record, "shares"):
            named |= of_layers(record)
        points = options.pop("points", record.embeddings)
        return cls(points, record.labels, pictures=pictures, **{**named, **options})

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

    @traitlets.validate("colour")
    def _possible_colour(self, proposal):
        return check_choice("colour", proposal["value"], self._known)

    @traitlets.validate("picked")
    def _possible_points(self, proposal):
        picked = proposal["value"]
        if not all(0 <= point < len(self._class_of) for point in picked):
            raise bad_argument("picked", f"points from 0 to {len(self._class_of) - 1}", picked)
        return picked

    def summary(self):
        """Say what the cloud shows, and how to use it where it stands still."""
        m, e, n = self._shape
        maps = f"{m} maps of the same" if m > 1 else "a map of"
        classes = f" of {len(np.unique(self._class_of))} classes" if self.names else ""
        times = f", {self.label} {self.epochs[0]} to {self.epochs[-1]}" if e > 1 else ""
        name = f"{self.title}: {maps}" if self.title else maps[0].upper() + maps[1:]
        return (
            f"{name} {n:,} pictures{classes}{times}. "
            "Run this cell, or trust this notebook, to move it."
        )

    def still_picture(self):
        """Return four moments side by side as PNG bytes; of one map or several maps, that one.

        Where nothing is coloured, nothing is named either.
        """
        chosen = int(np.ravel_multi_index(self.choice, self._sizes)) if self._sizes else 0
        layouts = self._maps[chosen]
        moments = np.unique(np.linspace(0, len(layouts) - 1, 4).round().astype(int))
        size = 4.8 if len(moments) == 1 else 3.4
        figure = Figure((size * len(moments), size + 0.3), dpi=80, facecolor="white")
        limits = np.reshape(self._limits, (2, 2))
        told = self.names and self.colour != "nothing"
        named = (self._class_of, self.names) if told else ()
        texts = []
        for place, moment in enumerate(moments):
            ax = figure.add_subplot(1, len(moments), place + 1)
            title = f"{self.label} {self.epochs[moment]}" if len(moments) > 1 else ""
            plot = plot_projection(layouts[moment], *named, limits=limits, ax=ax, title=title)
            texts.append(plot.texts_)
        figure.subplots_adjust(0.01, 0.01, 0.99, 0.92, 0.03)
        figure.draw_without_rendering()
        for of_one in texts:
            part_texts(figure, of_one)
        return figure_png(figure, colours=48)
