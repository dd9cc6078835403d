"""A photo of one's own, named by a network in the page."""

import matplotlib as mpl
import numpy as np
import traitlets
from matplotlib.figure import Figure

from helpers._arguments import bad_argument, check_bytes
from helpers.networks.features import FeatureReader, map_layers
from helpers.networks.page import layers_for_page, weights_for_page
from helpers.plots import style
from helpers.plots.tiles import colour_scale, tile
from helpers.widgets.base import CourseWidget, figure_png
from helpers.widgets.modules import joined_module, joined_styles

__all__ = ["Photo"]


class Photo(CourseWidget):
    """Show a network a photo from a file, from what was pasted or dropped, or from the camera.

    The page cuts the picture to a square, shrinks it by averaging areas, and computes what the
    network says and what its first layer sees, with a kernel or without. The photo stays in the
    browser. Only while the button "Keep" is pressed does the small picture go to Python and into
    the notebook's file. Used in lessons 06 and 09.

    Parameters
    ----------
    model : keras.Model
        Takes square colour pictures, uint8, and gives a probability for each class. The page has
        its kernels with 8 bits a number: names of nearly all pictures stay the same.
    names : sequence of str
        The classes' names.
    examples : ndarray of shape (N, S, S, 3), uint8
        Test pictures: the first one is shown before there is a photo, and all of them set the
        scale of the maps' colours.
    draws : bool
        Offer a paper too: its drawings are black on white.

    Attributes
    ----------
    picture : ndarray of shape (S, S, 3), uint8, or None
        The small picture while "Keep" is pressed, read-only.

    Raises
    ------
    ValueError
        If the network is none for such pictures, has no maps, or has a layer that the page does
        not know; or the names or examples don't fit it.
    """

    _esm = joined_module("photo.js")
    _css = joined_styles(
        "shared/base.css", "shared/side_by_side.css", "shared/probabilities.css", "photo.css"
    )

    _names = traitlets.List(traitlets.Unicode()).tag(sync=True)
    _size = traitlets.Int().tag(sync=True)
    _draws = traitlets.Bool().tag(sync=True)
    _layers = traitlets.List().tag(sync=True)
    _colours = traitlets.Bytes().tag(sync=True)
    _examples = traitlets.List(traitlets.Bytes()).tag(sync=True)
    _network = traitlets.List().tag(sync=True)
    _weights = traitlets.Bytes().tag(sync=True)
    # The small picture, while it is kept. CBytes, since what comes from the page is no bytes
    # object and Bytes would drop it without a word.
    _kept = traitlets.CBytes().tag(sync=True, echo_update=False)

    def __init__(self, model, names, examples, draws=False):
        expected = "uint8 pictures of shape (N, S, S, 3)"
        examples = check_bytes("examples", examples, expected, ranks=(4,))
        if examples.shape[3] != 3 or examples.shape[1] != examples.shape[2]:
            raise bad_argument("examples", expected, examples)
        layers = map_layers(model)[:1] if hasattr(model, "layers") else ()
        if not layers:
            raise bad_argument("model", "a Keras network with a convolutional layer", model)
        self._maps, self._said = FeatureReader(model, layers)(examples)
        names = [str(name) for name in names]
        if self._said.ndim != 2 or self._said.shape[1] != len(names):
            raise bad_argument("names", "a name for each class of the network", names)
        self._limits = {name: colour_scale(maps, 0.999) for name, maps in self._maps.items()}
        super().__init__(
            _names=names,
            _size=examples.shape[1],
            _draws=bool(draws),
            _layers=[
                {"name": name, "maps": maps.shape[3], "rows": maps.shape[1],
                 "columns": maps.shape[2], "limit": float(self._limits[name])}
                for name, maps in self._maps.items()
            ],
            _colours=mpl.colormaps["magma"](np.arange(256), bytes=True)[:, :3].tobytes(),
            _examples=[example.tobytes() for example in examples],
            _network=layers_for_page(model),
            _weights=weights_for_page(model, small=True),
        )  # fmt: skip

    @property
    def picture(self):
        """The small picture while "Keep" is pressed, else None."""
        if not self._kept:
            return None
        return np.frombuffer(self._kept, np.uint8).reshape(self._size, self._size, 3)

    def summary(self):
        """Say what the network makes of the first example."""
        said = self._said[0]
        return (
            f"A place for a photo of your own. The network takes this test picture for "
            f"{self._names[int(said.argmax())]} ({said.max():.0%}). It knows only "
            f"{', '.join(self._names[:-1])} and {self._names[-1]}. "
            "Run this cell, or trust this notebook, to show it a photo."
        )

    def still_picture(self):
        """Return the first example, its probabilities and its maps, as PNG bytes."""
        ((name, maps),) = self._maps.items()
        figure = Figure(figsize=(7.7, 3.2), dpi=100, facecolor="white")
        left = figure.add_axes((0.01, 0.12, 0.26, 0.8))
        example = np.frombuffer(self._examples[0], np.uint8)
        left.imshow(example.reshape(self._size, self._size, 3))
        left.set_axis_off()
        bars = figure.add_axes((0.4, 0.12, 0.17, 0.8))
        bars.barh(range(len(self._names)), self._said[0], color=style.RIGHT)
        bars.set(xlim=(0, 1), yticks=range(len(self._names)), xticks=[])
        bars.set_yticklabels(self._names, fontsize=9)
        bars.invert_yaxis()
        sheet = figure.add_axes((0.6, 0.12, 0.39, 0.8))
        mosaic = tile(np.moveaxis(maps[0], -1, 0), 8, 1, np.nan)
        sheet.imshow(mosaic, cmap="magma", vmin=0, vmax=self._limits[name])
        sheet.set_axis_off()
        sheet.set_title(name, fontsize=11)
        figure.text(0.01, 0.02, "run this cell to show it a photo", fontsize=11, color="0.3")
        return figure_png(figure, colours=256)
