"""A pad to draw a digit on, and the network's answer while one draws."""

import matplotlib as mpl
import numpy as np
import traitlets
from matplotlib.figure import Figure

from helpers._arguments import bad_argument, check_bytes, check_integer, check_labels
from helpers.analysis.handwriting import SIDE, NearestPictures, like_mnist
from helpers.networks.features import FeatureReader
from helpers.plots import style
from helpers.plots.tiles import colour_scale, tile
from helpers.widgets.base import CourseWidget, figure_png
from helpers.widgets.modules import joined_module, joined_styles

__all__ = ["DrawingPad"]

#: The pad's width and height in pixels: ten for each of a digit's.
PAD = 280
#: How many pictures set the colour scale of each layer's maps.
_N_SCALE = 200


class DrawingPad(CourseWidget):
    """Draw a digit with mouse, finger or pen, and see what every layer makes of it.

    The drawing is centred and scaled as MNIST's digits were (`helpers.analysis.handwriting`).
    Class probabilities and all maps come back while one draws. Each layer's maps are on one colour
    scale, that does not change from drawing to drawing. Without a kernel the examples still show
    their answers. Used in lesson 04.

    Parameters
    ----------
    model : keras.Model
        Takes pictures of 28 by 28 pixels, uint8, and gives a probability for each class.
    pictures : ndarray of shape (N, 28, 28), uint8
        MNIST's training pictures, or some of them: among these the nearest digits are looked for,
        and they set the colour scales.
    labels : ndarray of shape (N,)
        Their classes.
    examples : ndarray of shape (n, 28, 28), uint8, optional
        What lies on the pad at first, and what the button "Example" puts there. Left out: the
        first three pictures.
    layers : sequence of str, optional
        Whose maps are shown. Left out: all convolutional and pooling layers.
    n_nearest : int
        How many of MNIST's nearest digits are shown.

    Attributes
    ----------
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
        If the network is none for such pictures or has no maps, or the pictures are no such.
    """

    _esm = joined_module("drawing_pad.js")
    _css = joined_styles("shared/base.css", "drawing_pad.css")

    note = traitlets.Unicode("").tag(sync=True)
    _classes = traitlets.Int(10).tag(sync=True)
    _layers = traitlets.List().tag(sync=True)
    _colours = traitlets.Bytes().tag(sync=True)
    _n_nearest = traitlets.Int().tag(sync=True)
    _examples = traitlets.List(traitlets.Bytes()).tag(sync=True)
    # From the page: the ink, a byte for each pixel, and how many drawings there were. CBytes,
    # since what comes from there is no bytes object and Bytes would drop it without a word.
    _drawing = traitlets.CBytes().tag(sync=True, echo_update=False)
    _asked = traitlets.Int(0).tag(sync=True, echo_update=False)
    _answer = traitlets.Bytes().tag(sync=True)
    _answered = traitlets.Int(0).tag(sync=True)

    def __init__(self, model, pictures, labels, examples=None, layers=None, n_nearest=8):
        pictures = _digits("pictures", pictures)
        examples = pictures[:3] if examples is None else _digits("examples", examples)
        self._labels = check_labels("labels", labels, len(pictures)).astype(np.uint8)
        self._reader = FeatureReader(model, layers, compiled=True)
        self._pictures = pictures
        self._lookup = NearestPictures(pictures)
        maps, output = FeatureReader(model, layers)(pictures[:_N_SCALE])
        if output.ndim != 2:
            raise bad_argument("model", "one that gives a probability for each class", model)
        self._limits = {name: colour_scale(array, 0.999) for name, array in maps.items()}
        n_nearest = check_integer("n_nearest", n_nearest, 1, len(pictures))
        # Each answer leaves the attributes of the picture it is for: the first example's stay.
        answers = [self._look(example, n_nearest) for example in examples[::-1]][::-1]
        super().__init__(
            _classes=output.shape[1],
            _layers=[
                {"name": name, "maps": array.shape[3], "rows": array.shape[1],
                 "columns": array.shape[2]}
                for name, array in maps.items()
            ],
            _colours=mpl.colormaps["magma"](np.arange(256), bytes=True)[:, :3].tobytes(),
            _n_nearest=n_nearest,
            _examples=answers,
            _answer=answers[0],
        )  # fmt: skip

    @traitlets.observe("_asked")
    def _was_drawn(self, change):
        """Answer a drawing."""
        drawing = np.frombuffer(self._drawing, np.uint8).reshape(PAD, -1)
        with self.hold_sync():
            try:
                self._answer = self._look(like_mnist(drawing), self._n_nearest)
                self.note = ""
            except ValueError as empty:
                self._answer, self.note = b"", str(empty).split(". ", 1)[-1]
            self._answered = change["new"]

    def _look(self, picture, n_nearest):
        """Show a picture to the network; pack all that the page wants to know into bytes.

        They are: the probabilities (float32), the picture, the nearest digits, their classes, and
        each layer's maps, map after map, as shades from 0 to 255.
        """
        picture = picture.copy()
        picture.flags.writeable = False
        maps, output = self._reader(picture[None])
        self.picture, self.probabilities = picture, output[0]
        self.nearest = self._lookup.find(picture, n_nearest)
        shades = [
            np.rint(255 * np.clip(np.moveaxis(array[0], -1, 0) / self._limits[name], 0, 1))
            for name, array in maps.items()
        ]
        return b"".join(
            [
                output[0].astype("<f4").tobytes(),
                picture.tobytes(),
                self._pictures[self.nearest].tobytes(),
                self._labels[self.nearest].tobytes(),
                *(array.astype(np.uint8).tobytes() for array in shades),
            ]
        )

    def summary(self):
        """Say what the network makes of what is on the pad."""
        best = int(self.probabilities.argmax())
        return (
            f"A pad to draw a digit on. The network takes this one for a {best} "
            f"({self.probabilities[best]:.0%}). Run this cell, or trust this notebook, to draw."
        )

    def still_picture(self):
        """Return the picture, the probabilities and the maps as they are now, as PNG bytes."""
        maps, output = self._reader(self.picture[None])
        width, height = 7.7, 4.2
        figure = Figure(figsize=(width, height), dpi=100, facecolor="white")
        left = figure.add_axes((0.01, 0.53, 0.23, 0.41))
        left.imshow(self.picture, cmap="gray", vmin=0, vmax=255)
        left.set_axis_off()
        bars = figure.add_axes((0.04, 0.16, 0.18, 0.34))
        bars.barh(range(output.shape[1]), output[0], color=style.RIGHT)
        bars.set(xlim=(0, 1), yticks=range(output.shape[1]), xticks=[])
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


def _digits(name, pictures):
    """Raise ``ValueError`` unless these are pictures as MNIST has them; return an array."""
    expected = f"uint8 of shape (N, {SIDE}, {SIDE}), as MNIST has them"
    pictures = check_bytes(name, pictures, expected, ranks=(3,))
    if pictures.shape[1:] != (SIDE, SIDE):
        raise bad_argument(name, expected, pictures)
    return pictures
