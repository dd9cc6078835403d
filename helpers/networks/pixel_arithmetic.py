"""Where a pixel of a feature map comes from: every number that goes into it."""

import dataclasses
import warnings

import numpy as np

from helpers._arguments import bad_argument, check_integer, check_picture
from helpers.analysis.convolution import padded, patches
from helpers.networks.anatomy import ReceptiveField, receptive_field
from helpers.networks.inputs import as_input

__all__ = ["LayerArithmetic", "PixelArithmetic"]


@dataclasses.dataclass(frozen=True)
class PixelArithmetic:
    """How one pixel of a feature map is computed, in numbers that can be redone by hand.

    ``products = patch * kernel``, ``total = products.sum() + bias``, and ``value`` is what the
    activation function makes of ``total``. Used in lesson 04.

    Attributes
    ----------
    layer : str
    map, row, column : int
        Which pixel of which map.
    field : helpers.networks.anatomy.ReceptiveField
        The pixels of the picture that it sees.
    patch, kernel, products : ndarray of shape (h, w, channels), float32
        What the layer receives there, its weights, and one times the other.
    channel_sums : ndarray of shape (channels,), float64
        The products' sum in each channel.
    bias, total, value : float
    activation : str
        The activation function's name: ``"ReLU"``, ``"tanh"`` ...
    network_value : float
        What the network itself computed there, for comparison.
    """

    layer: str
    map: int
    row: int
    column: int
    field: ReceptiveField
    patch: np.ndarray
    kernel: np.ndarray
    products: np.ndarray
    channel_sums: np.ndarray
    bias: float
    total: float
    value: float
    activation: str
    network_value: float

    @property
    def strongest_channels(self):
        """The channels' numbers, the one that contributes most (up or down) first."""
        return np.argsort(-np.abs(self.channel_sums), kind="stable")


class LayerArithmetic:
    """Everything that a convolutional layer computes for one picture.

    Used in lesson 04.

    Parameters
    ----------
    model : keras.Model
        Sequential or functional. It stays as it was.
    layer : str
        The name of a Conv2D layer, without dilation or groups.
    picture : ndarray of shape (H, W) or (H, W, C)
        As the network takes it.

    Attributes
    ----------
    layer : str
    received : ndarray of shape (H', W', channels), float32
        What the layer receives, "same" padding already around it.
    kernels : ndarray of shape (h, w, channels, n), float32
    biases : ndarray of shape (n,), float32
    stride : int
    maps : ndarray of shape (rows, columns, n), float32
        The layer's maps, as the network itself computes them.
    activation : str
        The activation function's name: ``"ReLU"``, ``"linear"``, ``"tanh"`` ...

    Raises
    ------
    ValueError
        If there is no such layer, or the picture is not of the network's size.
    """

    def __init__(self, model, layer, picture):
        import keras

        known = {each.name: each for each in getattr(model, "layers", ())}
        names = [name for name, each in known.items() if isinstance(each, keras.layers.Conv2D)]
        if layer not in names:
            raise bad_argument("layer", f"the name of a convolutional layer, one of {names}", layer)
        conv = known[layer]
        if set(conv.strides) != {conv.strides[0]} or set(conv.dilation_rate) != {1} or (
            conv.groups != 1
        ):  # fmt: skip
            raise bad_argument(
                "layer", "one with one stride for both directions and no dilation or groups", layer
            )
        if not _acts_on_each(conv.activation):
            advice = "Its activation function makes each map's number of all maps' numbers."
            raise bad_argument("layer", "one whose activation acts on each number", layer, advice)
        both = keras.Model(model.inputs[0], [conv.input, conv.output])
        seen = as_input(model, check_picture("picture", picture)[None], "picture")
        received, maps = map(keras.ops.convert_to_numpy, both(seen, training=False))
        self.layer, self.stride = layer, int(conv.strides[0])
        self.received = padded(received, conv.kernel_size, self.stride, conv.padding)[0]
        self._model, self._activate = model, conv.activation
        self._patches = patches(self.received[None], conv.kernel_size, self.stride)[0]
        self.kernels = keras.ops.convert_to_numpy(conv.kernel)
        self.biases = (
            keras.ops.convert_to_numpy(conv.bias)
            if conv.use_bias
            else np.zeros(conv.filters, np.float32)
        )
        self.maps = maps[0]
        activation = conv.activation  # a function, or a layer such as LeakyReLU
        relu = activation is keras.activations.relu
        name = getattr(activation, "__name__", type(activation).__name__)
        self.activation = "ReLU" if relu else name

    def pixel(self, map, row, column):
        """Write out how one pixel is computed.

        Parameters
        ----------
        map, row, column : int
            Which pixel of which map.

        Returns
        -------
        PixelArithmetic
            With the sum taken in double precision.

        Raises
        ------
        ValueError
            If there is no such pixel.
        """
        rows, columns, n = self.maps.shape
        map = check_integer("map", map, 0, n - 1)
        row = check_integer("row", row, 0, rows - 1)
        column = check_integer("column", column, 0, columns - 1)
        patch, kernel = self._patches[row, column], self.kernels[..., map]
        products = patch.astype(np.float64) * kernel
        total = float(products.sum() + self.biases[map])
        value = np.asarray(self._activate(np.float32([[[[total]]]])))
        return PixelArithmetic(
            layer=self.layer,
            map=map,
            row=row,
            column=column,
            field=receptive_field(self._model, self.layer, row, column),
            patch=patch,
            kernel=kernel,
            products=products.astype(np.float32),
            channel_sums=products.sum(axis=(0, 1)),
            bias=float(self.biases[map]),
            total=total,
            value=float(value.item()),
            activation=self.activation,
            network_value=float(self.maps[row, column, map]),
        )


def _acts_on_each(activation):
    """Say whether an activation function makes each number of that number alone."""
    if type(activation).__name__ == "PReLU":  # a layer, with weights for each place
        return False
    numbers = np.float32([-0.7, 0.4]).reshape(1, 1, 1, 2)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Keras's, of a softmax over one number: that is asked here
        alone = [np.asarray(activation(numbers[..., k : k + 1])) for k in (0, 1)]
    together = np.asarray(activation(numbers))
    return together.shape == numbers.shape and np.allclose(np.concatenate(alone, -1), together)
