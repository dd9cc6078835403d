"""Point at any pixel of a feature map, and see the numbers that it is made of."""

import matplotlib as mpl
import numpy as np
import traitlets

from helpers._arguments import bad_argument, check_bytes, check_choice, check_integer
from helpers.networks.pixel_arithmetic import LayerArithmetic
from helpers.plots.pixel import plot_pixel
from helpers.plots.tiles import colour_scale
from helpers.widgets.base import CourseWidget, figure_png
from helpers.widgets.modules import joined_module, joined_styles

__all__ = ["PixelPointer"]

#: What all layers' numbers may take, in bytes. A notebook stores half as much again.
MOST_BYTES = 4_000_000


class PixelPointer(CourseWidget):
    """Show the maps of convolutional layers, and how the pixel that one points at is computed.

    Its receptive field on the picture; the patch that the layer receives, the kernel, the products
    and their sum, for the input channels that contribute most; the bias; what ReLU makes of it.
    All numbers are in the page, so this answers at once and needs no kernel. Used in lesson 04.

    Parameters
    ----------
    network : keras.Model
        Sequential or functional.
    picture : ndarray of shape (H, W) or (H, W, 3), uint8
    layers : sequence of str
        Names of Conv2D layers with ReLU or no activation function. Of a large layer only the first
        maps are shown, as many as make 4 MB with those of the other layers.
    n_channels : int
        How many input channels are written out.

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
        If there is no such layer, or the picture is not of the network's size.

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
    _numbers = traitlets.List(traitlets.Bytes()).tag(sync=True)
    _colours = traitlets.Bytes().tag(sync=True)
    _signed = traitlets.Bytes().tag(sync=True)

    def __init__(self, network, picture, layers, n_channels=3):
        expected = "a picture of uint8, as `load` gives it"
        picture = check_bytes("picture", picture, expected, ranks=(2, 3))
        if isinstance(layers, str) or not len(layers):
            raise bad_argument("layers", "a list of names of layers", layers)
        self._of_layer = {name: LayerArithmetic(network, name, picture) for name in layers}
        for name, layer in self._of_layer.items():
            check_choice(f"the activation function of {name}", layer.activation, ("ReLU", "linear"))
        self._shown = {
            name: _maps_that_fit(layer, MOST_BYTES // len(self._of_layer))
            for name, layer in self._of_layer.items()
        }
        first = next(iter(self._of_layer))
        self._photo = picture
        rgb = np.broadcast_to(np.atleast_3d(picture), (*picture.shape[:2], 3))
        shown = self._of_layer[first].maps[..., : self._shown[first]]
        row, column, brightest = np.unravel_index(shown.argmax(), shown.shape)
        super().__init__(
            layer=first,
            map=int(brightest),
            row=int(row),
            column=int(column),
            _n_channels=check_integer("n_channels", n_channels, low=1),
            _picture=rgb.tobytes(),
            _size=list(picture.shape[:2]),
            _layers=[_facts(layer, self._shown[name]) for name, layer in self._of_layer.items()],
            _numbers=[_packed(layer, self._shown[name]) for name, layer in self._of_layer.items()],
            _colours=_shades("magma"),
            _signed=_shades("RdBu_r"),
        )

    @traitlets.validate("layer")
    def _known_layer(self, proposal):
        return check_choice("layer", proposal["value"], self._of_layer)

    @property
    def pixel(self):
        """The arithmetic of the pixel that is shown."""
        layer = self._of_layer[self.layer]
        # The page moves to another layer in one step; here its numbers may come one by one.
        rows, columns, _ = layer.maps.shape
        n = self._shown[self.layer]
        return layer.pixel(
            min(self.map, n - 1), min(self.row, rows - 1), min(self.column, columns - 1)
        )

    def summary(self):
        """Say which pixel is shown, and what it is."""
        pixel = self.pixel
        return (
            f"{pixel.layer}, map {pixel.map}, row {pixel.row}, column {pixel.column}: "
            f"{pixel.value:.3f}. Run this cell, or trust this notebook, to point at others."
        )

    def still_picture(self):
        """Return the arithmetic of the pixel that is shown as PNG bytes."""
        figure = plot_pixel(self.pixel, self._photo)
        mpl.pyplot.close(figure)  # which gives it the usual dots per inch again
        figure.set_dpi(80)
        return figure_png(figure, colours=256)


def _maps_that_fit(layer, most_bytes):
    """Say how many of a layer's maps fit into so many bytes, with what the layer receives."""
    rows, columns, n = layer.maps.shape
    each = 4 * (rows * columns + layer.kernels[..., 0].size + 1)
    fit = (most_bytes - 4 * layer.received.size) // each
    if fit < 1:
        advice = "Choose a later layer, fewer layers, or a network for smaller pictures."
        raise bad_argument(
            "layers", f"layers whose numbers fit into {MOST_BYTES / 1e6:g} MB",
            f"{layer.layer}, which receives {layer.received.size * 4 / 1e6:.1f} MB", advice,
        )  # fmt: skip
    return int(min(fit, n))


def _facts(layer, shown):
    """Say what the page must know of a layer besides its numbers."""
    (rows, columns, n), (height, width, channels, _) = layer.maps.shape, layer.kernels.shape
    fields = [layer.pixel(0, 0, 0).field, layer.pixel(0, int(rows > 1), int(columns > 1)).field]
    return {
        "name": layer.layer,
        "maps": shown,
        "all_maps": n,
        "rows": rows,
        "columns": columns,
        "received": list(layer.received.shape),
        "kernel": [height, width, channels],
        "stride": layer.stride,
        "activation": layer.activation,
        "limit": colour_scale(layer.maps, 0.999),
        "limits": [colour_scale(layer.received), colour_scale(layer.kernels)],
        "field": {
            "top": fields[0].top,
            "left": fields[0].left,
            "down": fields[1].top - fields[0].top,
            "right": fields[1].left - fields[0].left,
            "height": fields[0].height,
            "width": fields[0].width,
        },
    }


def _packed(layer, shown):
    """Put a layer's numbers side by side: received, kernels, biases, maps; float32."""
    parts = [layer.received, *(of[..., :shown] for of in (layer.kernels, layer.biases, layer.maps))]
    return b"".join(np.ascontiguousarray(part, "<f4").tobytes() for part in parts)


def _shades(name):
    """Give the 256 colours of a colour map, three bytes each."""
    return mpl.colormaps[name](np.arange(256), bytes=True)[:, :3].tobytes()
