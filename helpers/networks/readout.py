"""A layer's sums as a function of pictures that gradients go through."""

import warnings

import numpy as np

from helpers._arguments import bad_argument, check_choice, check_numbers
from helpers.networks.inputs import as_input, brightness_limits

__all__ = ["Readout", "float_copy"]

#: Layers that are nothing but an activation: what goes into them is read.
_ACTIVATIONS = ("Activation", "ELU", "LeakyReLU", "PReLU", "ReLU", "Softmax")
#: Pictures per forward pass.
BATCH = 50


def float_copy(model, without=None):
    """Copy a network into one that takes fractions, so that a gradient reaches the picture.

    To a picture of whole numbers none does.

    Parameters
    ----------
    model : keras.Model
        Sequential or functional, with one input. It stays as it was.
    without : str, optional
        The name of a layer that the copy has without its activation.

    Returns
    -------
    keras.Model
        With layers of the same names and copies of the weights as they are now.
    """
    import keras

    try:
        (picture,) = model.inputs
        (_,) = model.outputs
    except (AttributeError, TypeError, ValueError):
        raise bad_argument(
            "model", "a Sequential or functional network with one input and one output", model,
            "If it is Sequential, give it a keras.Input first, or call it on a picture.",
        ) from None  # fmt: skip

    fractions = keras.Input(picture.shape[1:], dtype="float32", name=picture.name)
    given = [fractions]
    if not isinstance(model, keras.Sequential):  # alone, in a list or under a name, as it takes it
        given = keras.tree.pack_sequence_as(model.input, given)
    copy = keras.models.clone_model(
        model, input_tensors=given, clone_function=lambda layer: _copied(layer, without)
    )
    copy.set_weights(model.get_weights())
    return copy


def _copied(layer, without):
    """Copy a layer, but for its weights; an activation of a learner's own is taken as it is."""
    import keras

    if isinstance(layer, keras.layers.Lambda):
        return keras.layers.Lambda(layer.function, arguments=layer.arguments, name=layer.name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a lambda, which could not be loaded again
        try:
            config = layer.get_config()
        except NotImplementedError:
            raise bad_argument(
                "model", "layers that can be copied", f"{layer.name!r}, {type(layer).__name__}",
                "Give it a method `get_config` that returns its arguments.",
            ) from None  # fmt: skip
    if "activation" not in config:
        return type(layer).from_config(config)
    copy = type(layer).from_config({**config, "activation": "linear"})
    if layer.name != without:
        copy.activation = layer.activation
    return copy


class Readout:
    """What the filters or units of a layer answer, before the activation function.

    A filter that ReLU silences answers 0 to all that is near, and no gradient says how to wake it;
    its sums go on telling. So sums are what is read: of a layer that has an activation function,
    or is one, what goes into it. The network stays as it was, and the readout has its weights as
    they were when it was made.

    Parameters
    ----------
    model : keras.Model
        Sequential or functional, with one input for pictures.
    layer : str, optional
        The name of a layer. Left out: the last one, whose sums are the classes'.
    limits : tuple of float, optional
        What is black and what is white. Left out: as the network's own scaling has it.

    Attributes
    ----------
    layer : str
    n : int
        How many filters or units the layer has.
    shape : tuple of int
        Of one picture as the network takes it.
    limits : tuple of float

    Raises
    ------
    ValueError
        If there is no such layer or such network, the layer's answer is neither maps nor a row of
        numbers, or nobody can tell what is black and white.
    """

    def __init__(self, model, layer=None, limits=None):
        import keras

        names = [each.name for each in getattr(model, "layers", ())]
        self.layer = names[-1] if layer is None and names else layer
        copy = float_copy(model, without=check_choice("layer", self.layer, names))
        chosen = copy.get_layer(self.layer)
        is_activation = type(chosen).__name__ in _ACTIVATIONS
        tensor = chosen.input if is_activation else chosen.output
        if isinstance(tensor, list) or len(tensor.shape) not in (2, 4):
            raise bad_argument(
                "layer", "one that answers with maps or a row of numbers",
                f"{self.layer!r}, {type(chosen).__name__}",
            )  # fmt: skip
        if not tensor.shape[-1]:
            raise bad_argument("layer", "one whose number of filters is fixed", self.layer)
        self.n = int(tensor.shape[-1])
        self.shape = tuple(copy.inputs[0].shape[1:])
        if None in self.shape:
            raise bad_argument("model", "a network for pictures of one size", self.shape)
        self.limits = _limits(brightness_limits(model) if limits is None else limits)
        self._model = model
        self._part = keras.Model(copy.inputs[0], tensor)

    def sums(self, pictures):
        """Give the layer's sums, as a tensor that can be differentiated.

        Parameters
        ----------
        pictures : tensor, float32
            As many as one likes, of the shape that the network takes.

        Returns
        -------
        tensor of shape (N, rows, columns, n) or (N, n), float32
        """
        return self._part(pictures, training=False)

    def __call__(self, pictures):
        """Give each filter's or unit's answer: the mean of its map, or its number.

        Parameters
        ----------
        pictures : tensor, float32
            As many as one likes, of the shape that the network takes.

        Returns
        -------
        tensor of shape (N, n), float32
        """
        import keras

        sums = self.sums(pictures)
        return sums if len(sums.shape) == 2 else keras.ops.mean(sums, axis=(1, 2))

    def of_images(self, images):
        """Give the layer's sums for pictures as a learner has them, batch by batch.

        Parameters
        ----------
        images : ndarray of shape (N, H, W) or (N, H, W, C)

        Yields
        ------
        ndarray of shape (n, rows, columns, filters), float32
            A unit has one row and one column.
        """
        import keras

        images = as_input(self._model, images)
        for start in range(0, len(images), BATCH):
            part = images[start : start + BATCH].astype(np.float32)
            sums = keras.ops.convert_to_numpy(self._part(part, training=False))
            yield sums if sums.ndim == 4 else sums[:, None, None, :]


def _limits(limits):
    """Check what is black and what is white."""
    if limits is None:
        raise bad_argument(
            "limits", "what is black and what is white, such as (0, 1)", limits,
            "The network scales no pictures itself, so it does not tell.",
        )  # fmt: skip
    limits = check_numbers("limits", limits, "two numbers, black and white", ranks=(1,))
    if len(limits) != 2 or limits[0] >= limits[1]:
        raise bad_argument("limits", "two numbers, the darker one first", limits.tolist())
    return float(limits[0]), float(limits[1])
