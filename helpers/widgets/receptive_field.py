"""Receptive fields to walk through: a layer, a node of its maps, and the pixels that it sees."""

import numpy as np
import traitlets

from helpers._arguments import bad_argument, check_bytes, check_integer
from helpers.networks.anatomy import anatomy, receptive_field
from helpers.networks.inputs import as_input
from helpers.networks.page import layers_for_page, weights_for_page
from helpers.widgets.base import CourseWidget, figure_png
from helpers.widgets.drawing_pad import channel_of
from helpers.widgets.modules import joined_module, joined_styles

__all__ = ["ReceptiveFieldExplorer"]


class ReceptiveFieldExplorer(CourseWidget):
    """Go through a network's layers, point at a node of a map, and see the pixels it looks at.

    The fields of all layers are in the browser. So it answers at once and needs no kernel.

    Parameters
    ----------
    model : keras.Model
        As for `helpers.networks.anatomy.anatomy`. It stays as it was.
    picture : ndarray of shape (H, W) or (H, W, 3), uint8
        As the network takes it.
    layer : str, optional
        The layer to start with. By default the first.
    title : str
        A line above it.
    pad : DrawingPad, optional
        Another picture is shown as soon as there is one on this pad; the page then computes the
        network, and must know its layers (`helpers.networks.page`).

    Attributes
    ----------
    layer : int
        The number of the layer that is shown, among those that make maps: to be set, observed.
    layers : list of str
        Their names.
    node : list of int
        Row and column of the node that is pointed at: to be set, observed.

    Raises
    ------
    ValueError
        If the picture is not of the network's size, no layer makes maps, or there is no such layer;
        with a pad, if the page can't compute the network.

    Notes
    -----
    Keys, on the map: arrows move from node to node; Page Up and Page Down go a layer up or down.

    Used in lesson 03.
    """

    _esm = joined_module("receptive_field.js")
    _css = joined_styles("shared/base.css", "receptive_field.css")

    title = traitlets.Unicode("").tag(sync=True)
    layer = traitlets.Int(0).tag(sync=True)
    node = traitlets.List(traitlets.Int(), [0, 0], minlen=2, maxlen=2).tag(sync=True)
    _picture = traitlets.List().tag(sync=True)
    _layers = traitlets.List().tag(sync=True)
    _pad = traitlets.Unicode("").tag(sync=True)
    _network = traitlets.List().tag(sync=True)
    _weights = traitlets.Bytes().tag(sync=True)

    def __init__(self, model, picture, layer=None, title="", pad=None):
        table = anatomy(model)
        size = tuple(model.inputs[0].shape[1:3])
        expected = f"one uint8 picture of shape {size}, grey or colour"
        picture = check_bytes("picture", picture, expected, ranks=(2, 3))
        if picture.shape[:2] != size or picture.shape[2:] not in ((), (3,)):
            raise bad_argument("picture", expected, picture)
        layers = _map_layers(model, table, picture)
        if not layers:
            raise bad_argument("model", "a network with layers that make maps", model)
        names = [each["name"] for each in layers]
        if layer is not None and layer not in names:
            raise bad_argument("layer", f"one of {names}", layer)
        number = 0 if layer is None else names.index(layer)
        rows, columns = layers[number]["size"]
        channel = channel_of(pad, picture)
        super().__init__(
            title=title,
            layer=number,
            node=[rows // 2, columns // 2],
            _picture=picture.tolist(),
            _layers=layers,
            _pad=channel,
            _network=layers_for_page(model, names) if channel else [],
            _weights=weights_for_page(model, layers=names) if channel else b"",
        )

    @property
    def layers(self):
        """The names of the layers that make maps."""
        return [each["name"] for each in self._layers]

    @traitlets.validate("layer")
    def _check_layer(self, proposal):
        if not self._layers:  # while it is being made
            return proposal["value"]
        return check_integer("layer", proposal["value"], 0, len(self._layers) - 1)

    def summary(self):
        """Say what is shown, and how to use it where it stands still."""
        each = self._layers[self.layer]
        return (
            f"Layer {each['name']}: a node of its maps sees {each['reach'][0]} × "
            f"{each['reach'][1]} pixels. Run this cell, or trust this notebook, to move it."
        )

    def still_picture(self):
        """Return the picture with the field of the present node, as PNG bytes."""
        from matplotlib.figure import Figure
        from matplotlib.patches import Rectangle

        each, (row, column) = self._layers[self.layer], self.node
        figure = Figure(figsize=(4, 4.2), dpi=80, layout="tight")
        ax = figure.add_subplot()
        ax.imshow(self._picture, cmap="gray", vmin=0, vmax=255)
        corner = [each["first"][1] + column * each["stride"][1] - 0.5,
                  each["first"][0] + row * each["stride"][0] - 0.5]  # fmt: skip
        ax.add_patch(
            Rectangle(corner, *each["reach"][::-1], fill=False, edgecolor="#ffb000", linewidth=3)
        )
        ax.set_title(f"{each['name']}: run this cell to move it", fontsize=11)
        ax.set_axis_off()
        return figure_png(figure)


def _map_layers(model, table, picture):
    """Describe each layer that makes maps: size, fields, and its maps' mean for the picture."""
    import keras

    known = [
        each
        for each in table.to_dict("records")
        if len(each["output_shape"] or ()) == 3 and each["receptive_field"] is not None
    ]
    if not known:
        return []
    outputs = [model.get_layer(each["layer"]).output for each in known]
    seen = as_input(model, picture[None], "picture")
    maps = keras.Model(model.inputs[0], outputs)(seen, training=False)
    maps = maps if isinstance(maps, (list, tuple)) else [maps]
    layers = []
    for each, values in zip(known, maps, strict=True):
        rows, columns, channels = each["output_shape"]
        field = receptive_field(model, each["layer"], 0, 0)
        strength = np.abs(keras.ops.convert_to_numpy(values)[0]).mean(axis=2)
        layers.append(
            {
                "name": each["layer"],
                "kind": each["kind"],
                "size": [rows, columns],
                "channels": channels,
                "reach": [field.height, field.width],
                "first": [field.top, field.left],
                "stride": list(each["stride_on_input"] or (0, 0)),
                "shades": np.rint(255 * strength / max(strength.max(), 1e-9)).astype(int).tolist(),
            }
        )
    return layers
