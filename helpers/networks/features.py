"""What the layers of a network make of a picture: its feature maps."""

import functools

import numpy as np

from helpers._arguments import bad_argument, check_numbers
from helpers.networks.inputs import as_input

__all__ = ["FeatureReader", "feature_maps", "map_layers", "silent_maps"]

#: Pictures per forward pass: enough to be fast, few enough to stay small in memory.
BATCH = 200


class FeatureReader:
    """A network, opened once, to be asked again and again for its feature maps.

    The network stays as it was: the reader shares its layers and changes nothing in them. Weights
    that are trained or restored later are used from then on. Used in lesson 04.

    Parameters
    ----------
    model : keras.Model
        Sequential or functional, with one input for pictures; built, trained or just loaded.
    layers : sequence of str, optional
        Names of layers whose output is a set of maps. Left out: all convolutional and pooling
        layers, in the network's order.
    compiled : bool
        Compile the network for each number of pictures at its first call (half a second). From
        then on a single picture takes a tenth of the time.

    Attributes
    ----------
    layers : tuple of str

    Raises
    ------
    ValueError
        If ``model`` is no such network, has no convolutional or pooling layer, or has no layer of
        that name.
    """

    def __init__(self, model, layers=None, compiled=False):
        import keras

        if not isinstance(model, keras.Model):
            raise bad_argument("model", "a Keras network", model)
        try:
            # Sequential.input and .output raise AttributeError in Keras 3; inputs[0] does not.
            (picture,), output = model.inputs, model.outputs[0]
        except (AttributeError, TypeError, ValueError):
            raise bad_argument(
                "model", "a Sequential or functional network with one input", model,
                "If it is Sequential, give it a keras.Input first, or call it on a picture.",
            ) from None  # fmt: skip
        known = {layer.name: layer for layer in model.layers}
        self.layers = _default_layers(model) if layers is None else tuple(layers)
        for name in self.layers:
            if name not in known:
                raise bad_argument("layers", f"names out of {list(known)}", name)
            if len(known[name].output.shape) != 4:
                raise bad_argument(
                    "layers", f"layers whose output is maps, such as {_default_layers(model)}", name
                )
        outputs = [*(known[name].output for name in self.layers), output]
        self._network = keras.Model(picture, outputs)
        self._call = (
            self._network.predict_on_batch
            if compiled
            else functools.partial(self._network, training=False)
        )
        self._to_numpy = keras.ops.convert_to_numpy

    def __call__(self, images):
        """Compute all maps, and what the network answers, in a single pass.

        Parameters
        ----------
        images : ndarray of shape (N, H, W) or (N, H, W, C)
            As the network takes them. They are not changed.

        Returns
        -------
        maps : dict of str to ndarray of shape (N, rows, columns, channels), float32
            By layer, read-only.
        output : ndarray of shape (N, ...), float32
            What the network's last layer gives, read-only.

        Raises
        ------
        ValueError
            If the pictures are not of the network's size or range.
        """
        images = as_input(self._network, images)
        parts = [
            self._call(images[start : start + BATCH]) for start in range(0, len(images), BATCH)
        ]
        if not self.layers:  # a network with one output gives it without a list around it
            parts = [part if isinstance(part, (list, tuple)) else [part] for part in parts]
        arrays = [
            np.concatenate([self._to_numpy(part) for part in of_layer])
            for of_layer in zip(*parts, strict=True)
        ]
        for array in arrays:
            array.flags.writeable = False
        return dict(zip(self.layers, arrays[:-1], strict=True)), arrays[-1]


def feature_maps(model, images, layers=None):
    """Compute the feature maps of a network's layers, all in a single pass.

    Used in lesson 04.

    Parameters
    ----------
    model : keras.Model
        Sequential or functional, with one input for pictures; built, trained or just loaded. It
        stays as it was.
    images : ndarray of shape (N, H, W) or (N, H, W, C)
        As the network takes them. A single picture is ``pictures[:1]``.
    layers : sequence of str, optional
        Names of layers. Left out: all convolutional and pooling layers.

    Returns
    -------
    dict of str to ndarray of shape (N, rows, columns, channels), float32
        By layer, in the network's order, read-only. Of lesson 04's network they take 154 KB a
        picture.

    Raises
    ------
    ValueError
        If ``model`` has no convolutional or pooling layer, if there is no layer of that name, or
        if the pictures are not of the network's size or range.
    """
    return FeatureReader(model, layers)(images)[0]


def silent_maps(maps):
    """Find maps that say nothing: the same value at every pixel of every picture.

    For one picture such a map is silent. Over many pictures of all classes it is *dead*: its
    neuron always stays below zero, ReLU always gives 0, and so does the gradient, so it can't
    learn any more. Used in lesson 04.

    Parameters
    ----------
    maps : ndarray of shape (N, rows, columns, channels)
        Of one layer.

    Returns
    -------
    ndarray of shape (channels,), bool

    Raises
    ------
    ValueError
        If the shape is another one.
    """
    expected = "one layer's maps, (N, rows, columns, channels)"
    maps = check_numbers("maps", maps, expected, ranks=(4,))
    return maps.max(axis=(0, 1, 2)) == maps.min(axis=(0, 1, 2))


def map_layers(model):
    """Name the layers whose maps one wants to see.

    Parameters
    ----------
    model : keras.Model

    Returns
    -------
    tuple of str
        All convolutional and pooling layers, in the network's order; empty if there are none.
    """
    from keras import layers

    kinds = (
        layers.Conv2D,
        layers.DepthwiseConv2D,
        layers.SeparableConv2D,
        layers.Conv2DTranspose,
        layers.MaxPooling2D,
        layers.AveragePooling2D,
    )
    return tuple(layer.name for layer in model.layers if isinstance(layer, kinds))


def _default_layers(model):
    """Name the layers with maps, or refuse a network that has none."""
    names = map_layers(model)
    if not names:
        inner = [layer.name for layer in model.layers if hasattr(layer, "layers")]
        raise bad_argument(
            "model", "a network with a Conv2D or pooling layer",
            f"layers {[layer.name for layer in model.layers]}",
            f"Look into the network inside it: model.get_layer({inner[0]!r})." if inner
            else "Dense layers have no maps; lesson 03 builds a network that has.",
        )  # fmt: skip
    return names
