"""A pad to draw a digit on, and the network's answer while one draws."""

import uuid

import matplotlib as mpl
import numpy as np
import traitlets
from matplotlib.figure import Figure

from helpers._arguments import bad_argument, check_bytes, check_integer, check_labels
from helpers.analysis.handwriting import SIDE, NearestPictures
from helpers.networks.features import FeatureReader, map_layers
from helpers.networks.page import layers_for_page, unknown_to_page, weights_for_page
from helpers.plots import style
from helpers.plots.tiles import colour_scale, tile
from helpers.widgets.base import EpochWidget, figure_png
from helpers.widgets.modules import joined_module, joined_styles
from helpers.widgets.picture_sheet import picture_sheet

__all__ = ["DrawingPad", "channel_of"]

#: How many pictures set the colour scale of each layer's maps.
_N_SCALE = 200
#: Among how many pictures the nearest ones are looked for: 150 bytes each in the page.
_N_SHEET = 1_000


class DrawingPad(EpochWidget):
    """Draw a digit with mouse, finger or pen, and see what every layer makes of it.

    The drawing is centred and scaled as MNIST's digits were (`helpers.analysis.handwriting`).
    Class probabilities and all maps come while one draws. Each layer's maps are on one colour
    scale, that does not change from drawing to drawing, nor from epoch to epoch. The page computes
    them by itself, with a kernel or without, if it knows the network's layers; for any other
    network the kernel answers, and without one only the examples are answered. Used in lessons 03
    and 04.

    Parameters
    ----------
    model : keras.Model
        Takes grey pictures of 28 by 28 pixels, uint8, and gives a probability for each class.
    pictures : ndarray of shape (N, 28, 28), uint8
        Training pictures: among the first 1,000 the nearest ones are looked for, and the first 200
        set the colour scales.
    labels : ndarray of shape (N,)
        Their classes.
    examples : ndarray of shape (n, 28, 28), uint8, optional
        What lies on the pad at first, and what the button "Example" puts there. Left out: the
        first three pictures.
    layers : sequence of str, optional
        Whose maps are shown. Left out: all convolutional and pooling layers, if there are any.
    n_nearest : int
        How many of the nearest pictures are shown.
    names : sequence of str, optional
        The classes' names. Left out: their numbers.
    centred : bool
        Centre and scale drawings as MNIST's digits were. False, for a network whose pictures fill
        their frame (Fashion-MNIST): what is on the pad is only made smaller.
    record : TrainingRecord, optional
        Of a network built as ``model`` is, with all weights at several epochs. A slider then goes
        through them. The model is left as it was.

    Attributes
    ----------
    epoch : int
        The epoch whose weights answer: to be set, observed, linked. 0 without a record.
    picture : ndarray of shape (28, 28), uint8
        What the network saw last, read-only.
    probabilities : ndarray of shape (K,), float32
        What it answered, read-only.
    nearest : ndarray of shape (n_nearest,), int64
        Positions of the nearest of ``pictures``.
    note : str
        What the pad says instead, where there is no answer: that it is empty.

    Raises
    ------
    ValueError
        If the network is none for such pictures, the pictures are no such, or there is a record
        and the page does not know the network's layers.

    Notes
    -----
    What is drawn goes to the page's own kernel and no further. It enters the notebook's file only
    while the button "Keep" is pressed.
    """

    _esm = joined_module("drawing_pad.js")
    _css = joined_styles(
        "shared/base.css", "shared/side_by_side.css", "shared/probabilities.css", "drawing_pad.css"
    )

    picture = traitlets.Instance(np.ndarray)
    probabilities = traitlets.Instance(np.ndarray)
    nearest = traitlets.Instance(np.ndarray)
    note = traitlets.Unicode("")
    _names = traitlets.List(traitlets.Unicode()).tag(sync=True)
    _layers = traitlets.List().tag(sync=True)
    _colours = traitlets.Bytes().tag(sync=True)
    _n_nearest = traitlets.Int().tag(sync=True)
    _examples = traitlets.List(traitlets.Bytes()).tag(sync=True)
    _sheet = traitlets.Bytes().tag(sync=True)
    _tile = traitlets.List(traitlets.Int()).tag(sync=True)
    _labels = traitlets.List(traitlets.Int()).tag(sync=True)
    _centred = traitlets.Bool().tag(sync=True)
    # By what name others on the page hear of a drawing; empty if nobody does.
    _channel = traitlets.Unicode("").tag(sync=True)
    # The network, if the page can compute it, with its weights at each epoch; or else the answers
    # to the examples.
    _network = traitlets.List().tag(sync=True)
    _weights = traitlets.List(traitlets.Bytes()).tag(sync=True)
    _answers = traitlets.List(traitlets.Bytes()).tag(sync=True)
    # While "Keep" is pressed: the number of the example on the pad, or -1, and the strokes on it.
    _kept = traitlets.List().tag(sync=True, echo_update=False)

    def __init__(
        self, model, pictures, labels, examples=None, layers=None, n_nearest=8, names=None,
        centred=True, record=None,
    ):  # fmt: skip
        pictures = _digits("pictures", pictures)
        examples = pictures[:3] if examples is None else _digits("examples", examples)
        n_nearest = check_integer("n_nearest", n_nearest, 1, min(len(pictures), _N_SHEET))
        if layers is None and hasattr(model, "layers"):
            layers = map_layers(model)
        self._reader = FeatureReader(model, layers, compiled=True)
        maps, output = self._reader(examples[:1])
        if output.ndim != 2:
            raise bad_argument("model", "one that gives a probability for each class", model)
        names = _class_names(names, output.shape[1])
        labels = check_labels("labels", labels, len(pictures), len(names))
        unknown = unknown_to_page(model)
        if record is not None and unknown:
            raise bad_argument("record", "one of a network that the page can compute", unknown)
        self._limits = {}
        looked_at = pictures[:_N_SCALE], examples[:1]
        epochs, weights = self._over_time(model, record, *looked_at, in_page=not unknown)
        sheet, size = picture_sheet(pictures[:_N_SHEET])
        super().__init__(
            epochs,
            epochs[-1],
            picture=_locked(examples[0].copy()),
            probabilities=self._first[1][0],
            nearest=_locked(NearestPictures(pictures[:_N_SHEET]).find(examples[0], n_nearest)),
            _names=names,
            _layers=[
                {"name": name, "maps": array.shape[3], "rows": array.shape[1],
                 "columns": array.shape[2], "limit": float(self._limits[name])}
                for name, array in maps.items()
            ],
            _colours=mpl.colormaps["magma"](np.arange(256), bytes=True)[:, :3].tobytes(),
            _n_nearest=n_nearest,
            _examples=[example.tobytes() for example in examples],
            _sheet=sheet,
            _tile=size,
            _labels=labels[:_N_SHEET].tolist(),
            _centred=bool(centred),
            _network=[] if unknown else layers_for_page(model),
            _weights=weights,
            _answers=[self._packed(example) for example in examples] if unknown else [],
        )  # fmt: skip
        self.on_msg(lambda _, content, buffers: self._hear(content, buffers))

    def _over_time(self, model, record, pictures, example, in_page):
        """Set the colour scales and look at an example; pack the weights of each epoch.

        The model stays as it is.
        """
        own = model.get_weights()
        epochs = [0] if record is None else list(record.weight_epochs)
        weights = []
        try:
            for epoch in epochs:
                if record is not None:
                    record.restore(model, epoch)
                for name, array in self._reader(pictures)[0].items():
                    limit = colour_scale(array, 0.999)
                    self._limits[name] = max(limit, self._limits.get(name, 0))
                if in_page:
                    weights.append(weights_for_page(model))
            self._first = self._reader(example)
        finally:
            model.set_weights(own)
        return epochs, weights

    def _hear(self, content, buffers):
        """Take what the page has drawn and computed; answer what it can't compute."""
        content = content if isinstance(content, dict) else {}
        if "empty" in content:
            self.note = str(content["empty"])
            return
        if not {"drawn", "ask"} & set(content):
            return
        picture = _locked(np.frombuffer(buffers[0], np.uint8).reshape(SIDE, SIDE).copy())
        if "ask" in content:
            answer = self._packed(picture)
            self.send({"answered": content["ask"]}, [answer])
        else:
            answer = bytes(buffers[1])
        self.note = ""
        self.picture = picture
        self.probabilities = np.frombuffer(answer[: 4 * len(self._names)], "<f4")
        if content.get("nearest"):
            self.nearest = _locked(np.asarray(content["nearest"], np.int64))

    def _packed(self, picture):
        """Pack what the network makes of a picture: its probabilities, then every layer's maps.

        The maps come map after map, as shades from 0 to 255.
        """
        maps, output = self._reader(picture[None])
        shades = [
            np.rint(255 * np.clip(np.moveaxis(array[0], -1, 0) / self._limits[name], 0, 1))
            for name, array in maps.items()
        ]
        parts = [output[0].astype("<f4"), *(array.astype(np.uint8) for array in shades)]
        return b"".join(part.tobytes() for part in parts)

    def summary(self):
        """Say what the network makes of the first example."""
        said = self._first[1][0]
        return (
            f"A pad to draw on. The network takes its first example for "
            f"{self._names[int(said.argmax())]} ({said.max():.0%}). "
            "Run this cell, or trust this notebook, to draw."
        )

    def still_picture(self):
        """Return the first example, its probabilities and its maps, as PNG bytes."""
        maps, output = self._first
        width, height = 7.7, 4.2
        figure = Figure(figsize=(width, height), dpi=100, facecolor="white")
        left = figure.add_axes((0.01, 0.53, 0.23, 0.41))
        left.imshow(np.frombuffer(self._examples[0], np.uint8).reshape(SIDE, SIDE), cmap="gray")
        left.set_axis_off()
        room = 0.018 * max(map(len, self._names))
        bars = figure.add_axes((0.02 + room, 0.16, 0.2 - room, 0.34))
        bars.barh(range(output.shape[1]), output[0], color=style.RIGHT)
        bars.set(xlim=(0, 1), yticks=range(output.shape[1]), xticks=[])
        bars.set_yticklabels(self._names, fontsize=9)
        bars.invert_yaxis()
        start = 0.26
        for name in [name for name in maps if maps[name].shape[1] > 7][::2]:
            array = np.moveaxis(maps[name][0], -1, 0)
            mosaic = tile(array, max(len(array) // 8, 1), 1, np.nan)
            share = mosaic.shape[1] / mosaic.shape[0] * 0.84 * height / width
            axes = figure.add_axes((start, 0.1, share, 0.84))
            axes.imshow(mosaic, cmap="magma", vmin=0, vmax=self._limits[name], aspect="auto")
            axes.set_axis_off()
            axes.set_title(name, fontsize=11)
            start += share + 0.02
        figure.text(0.01, 0.02, "run this cell to draw your own", fontsize=11, color="0.3")
        return figure_png(figure, colours=256)


def channel_of(pad, picture):
    """Say by what name a widget hears on the page of what is on a pad; of none, an empty text.

    Raises
    ------
    ValueError
        If it is no pad, or the widget's picture is none of a pad's size.
    """
    if pad is None:
        return ""
    if not isinstance(pad, DrawingPad):
        raise bad_argument("pad", "a DrawingPad", pad)
    if picture.shape != (SIDE, SIDE):
        raise bad_argument("picture", f"one of shape ({SIDE}, {SIDE}), as on the pad", picture)
    pad._channel = pad._channel or uuid.uuid4().hex
    return pad._channel


def _digits(name, pictures):
    """Raise ``ValueError`` unless these are pictures as MNIST has them; return an array."""
    expected = f"uint8 of shape (N, {SIDE}, {SIDE}), as MNIST has them"
    pictures = check_bytes(name, pictures, expected, ranks=(3,))
    if pictures.shape[1:] != (SIDE, SIDE):
        raise bad_argument(name, expected, pictures)
    return pictures


def _class_names(names, n_classes):
    """Give each class its name, or its number."""
    given = [str(k) for k in range(n_classes)] if names is None else [str(name) for name in names]
    if len(given) != n_classes:
        raise bad_argument("names", f"{n_classes} names, one for each class", names)
    return given


def _locked(array):
    array.flags.writeable = False
    return array
