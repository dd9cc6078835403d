"""Point at any pixel of a feature map, and see the numbers that it is made of."""

import matplotlib as mpl
import numpy as np
import traitlets

from helpers._arguments import bad_argument, check_bytes, check_choice, check_integer
from helpers.networks.page import layers_for_page, weights_for_page
from helpers.networks.pixel_arithmetic import LayerArithmetic
from helpers.plots.pixel import plot_pixel
from helpers.widgets.base import CourseWidget, figure_png
from helpers.widgets.drawing_pad import channel_of
from helpers.widgets.modules import joined_module, joined_styles

__all__ = ["PixelPointer"]

#: What the network's weights may take, in bytes. A notebook stores a third more.
MOST_BYTES = 4_000_000


class PixelPointer(CourseWidget):
    """Show the maps of convolutional layers, and how the pixel that one points at is computed.

    Its receptive field on the picture; the patch that the layer receives, the kernel, the products
    and their sum, for the input channels that contribute most; the bias; what ReLU makes of it.
    The page computes all numbers by itself, so this answers at once and needs no kernel. Used in
    lesson 04.

    Parameters
    ----------
    network : keras.Model
        Sequential or functional, of layers that the page knows (`helpers.networks.page`).
    picture : ndarray of shape (H, W) or (H, W, 3), uint8
    layers : sequence of str
        Names of Conv2D layers with ReLU or no activation function.
    n_channels : int
        How many input channels are written out.
    pad : DrawingPad, optional
        Another picture is shown as soon as there is one on this pad.

    Attributes
    ----------
    layer : str
    map, row, column : int
        The pixel that is shown; each can be set, and the others then stay where they are.
    pixel : helpers.networks.pixel_arithmetic.PixelArithmetic
        Its arithmetic, in Python.

    Raises
    ------
    ValueError
        If there is no such layer, the picture is not of the network's size, or the page can't
        compute the network.

    Notes
    -----
    Keys on the enlarged map: the arrows move by a pixel, Page Up and Page Down by a map.
    """

    _esm = joined_module("pixel_pointer.js")
    _css = joined_styles("shared/base.css", "pixel_pointer.css")

    layer = traitlets.Unicode().tag(sync=True)
    map = traitlets.Int(0).tag(sync=True)
    row = traitlets.Int(0).tag(sync=True)
    column = traitlets.Int(0).tag(sync=True)
    _n_channels = traitlets.Int(3).tag(sync=True)
    _picture = traitlets.Bytes().tag(sync=True)
    _size = traitlets.List(traitlets.Int()).tag(sync=True)
    _layers = traitlets.List().tag(sync=True)
    _network = traitlets.List().tag(sync=True)
    _weights = traitlets.Bytes().tag(sync=True)
    _pad = traitlets.Unicode("").tag(sync=True)
    _colours = traitlets.Bytes().tag(sync=True)
    _signed = traitlets.Bytes().tag(sync=True)

    def __init__(self, network, picture, layers, n_channels=3, pad=None):
        expected = "a picture of uint8, as `load` gives it"
        picture = check_bytes("picture", picture, expected, ranks=(2, 3))
        if isinstance(layers, str) or not len(layers):
            raise bad_argument("layers", "a list of names of layers", layers)
        self._of_layer = {name: LayerArithmetic(network, name, picture) for name in layers}
        for name, layer in self._of_layer.items():
            check_choice(f"the activation function of {name}", layer.activation, ("ReLU", "linear"))
        weights = weights_for_page(network, layers=layers)
        if len(weights) > MOST_BYTES:
            expected = f"layers up to which a network's weights take {MOST_BYTES / 1e6:g} MB"
            advice = "Choose earlier layers, or a smaller network."
            raise bad_argument("layers", expected, f"{len(weights) / 1e6:.1f} MB", advice)
        first = next(iter(self._of_layer))
        self._model, self._photo, self._drawn_on = network, picture, pad
        shown = self._of_layer[first].maps
        row, column, brightest = np.unravel_index(shown.argmax(), shown.shape)
        super().__init__(
            layer=first,
            map=int(brightest),
            row=int(row),
            column=int(column),
            _n_channels=check_integer("n_channels", n_channels, low=1),
            _picture=picture.tobytes(),
            _size=[*picture.shape, 1][:3],
            _layers=[_facts(layer) for layer in self._of_layer.values()],
            _network=layers_for_page(network, layers),
            _weights=weights,
            _pad=channel_of(pad, picture),
            _colours=_shades("magma"),
            _signed=_shades("RdBu_r"),
        )

    @traitlets.validate("layer")
    def _known_layer(self, proposal):
        return check_choice("layer", proposal["value"], self._of_layer)

    @property
    def pixel(self):
        """The arithmetic of the pixel that is shown."""
        if self._drawn_on is None:
            return self._pixel(self._of_layer[self.layer])
        return self._pixel(LayerArithmetic(self._model, self.layer, self._drawn_on.picture))

    def _pixel(self, layer):
        # The page moves to another layer in one step; here its numbers may come one by one.
        rows, columns, n = layer.maps.shape
        return layer.pixel(
            min(self.map, n - 1), min(self.row, rows - 1), min(self.column, columns - 1)
        )

    def summary(self):
        """Say which pixel is shown, and what it is."""
        pixel = self._pixel(self._of_layer[self.layer])
        return (
            f"{pixel.layer}, map {pixel.map}, row {pixel.row}, column {pixel.column}: "
            f"{pixel.value:.3f}. Run this cell, or trust this notebook, to point at others."
        )

    def still_picture(self):
        """Return the arithmetic of the pixel, of the picture that was given, as PNG bytes."""
        figure = plot_pixel(self._pixel(self._of_layer[self.layer]), self._photo)
        mpl.pyplot.close(figure)  # which gives it the usual dots per inch again
        figure.set_dpi(80)
        return figure_png(figure, colours=256)


def _facts(layer):
    """Say what a layer's pixels see of the picture."""
    rows, columns, _ = layer.maps.shape
    fields = [layer.pixel(0, 0, 0).field, layer.pixel(0, int(rows > 1), int(columns > 1)).field]
    return {
        "name": layer.layer,
        "field": {
            "top": fields[0].top,
            "left": fields[0].left,
            "down": fields[1].top - fields[0].top,
            "right": fields[1].left - fields[0].left,
            "height": fields[0].height,
            "width": fields[0].width,
        },
    }


def _shades(name):
    """Give the 256 colours of a colour map, three bytes each."""
    return mpl.colormaps[name](np.arange(256), bytes=True)[:, :3].tobytes()
