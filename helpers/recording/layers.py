"""The layers of a Keras network: found by name or path, described, and listened to."""

import contextlib
import warnings

import keras
import numpy as np

from helpers._arguments import bad_argument

__all__ = [
    "Listener",
    "batches",
    "check_network",
    "describe_layers",
    "find_layer",
    "first_kernel_layer",
    "input_is_fixed",
    "leaves",
    "left_alone",
    "to_numpy",
]

#: What of a layer's configuration decides what it makes of its input.
_KEPT = (
    "axis", "data_format", "depth_multiplier", "dilation_rate", "epsilon", "filters", "groups",
    "kernel_size", "max_value", "momentum", "negative_slope", "offset", "padding", "pool_size",
    "rate", "scale", "strides", "target_shape", "threshold", "units", "use_bias",
)  # fmt: skip


def check_network(model):
    """Raise ``ValueError`` unless a network can be recorded: one picture in, one answer out."""
    try:
        inputs, outputs = list(model.inputs), list(model.outputs)
    except (AttributeError, TypeError, ValueError):
        raise bad_argument(
            "model", "a Sequential or functional network", f"a {type(model).__name__}",
            "Of one that is written as a class with its own `call`, nobody knows the layers' "
            "order: build it with keras.Sequential or keras.Model(inputs, outputs).",
        ) from None  # fmt: skip
    if len(inputs) != 1 or len(outputs) != 1:
        raise bad_argument(
            "model", "a network with one input and one output",
            f"{len(inputs)} inputs and {len(outputs)} outputs",
            "Record the part that you want to see: keras.Model(one_input, one_output).",
        )  # fmt: skip


def leaves(model, above=""):
    """List the path and the layer of every layer, those of networks inside the network too.

    Parameters
    ----------
    model : keras.Model
    above : str
        The path so far: names of networks, each with a slash behind it.

    Yields
    ------
    path : str
        ``"conv_1"``, or ``"backbone/conv_1"`` for one within a network within.
    layer : keras.layers.Layer
    """
    for layer in model.layers:
        path = above + layer.name
        if isinstance(layer, keras.Model) and layer.layers:
            yield from leaves(layer, f"{path}/")
        else:
            yield path, layer


def find_layer(model, name, argument="layers"):
    """Find a layer by its name, or by its path where several have that name.

    Parameters
    ----------
    model : keras.Model
    name : str
    argument : str
        What an error calls the name.

    Returns
    -------
    keras.layers.Layer

    Raises
    ------
    ValueError
        If there is none, or more than one.
    """
    known = dict(leaves(model))
    if name in known:
        return known[name]
    found = [path for path in known if path.split("/")[-1] == name]
    if len(found) != 1:
        names = found or list(known)
        raise bad_argument(argument, f"names out of {names}", name,
                           "There is more than one: give its path." if found else "")  # fmt: skip
    return known[found[0]]


def first_kernel_layer(model):
    """Give the path and the layer of the first layer with a kernel; ``None, None`` without one."""
    with_kernel = ((path, each) for path, each in leaves(model) if hasattr(each, "kernel"))
    return next(with_kernel, (None, None))


def input_is_fixed(model, layer):
    """Say whether what reaches a layer stays the same while the network learns."""
    for _, each in leaves(model):
        if each is layer:
            return True
        # What Normalization knows, it knows before the training.
        if each.weights and not isinstance(each, keras.layers.Normalization):
            return False
    return False


def describe_layers(model):
    """Describe every layer by what decides what it makes of its input.

    Returns
    -------
    list of dict
        For each layer its path as ``name``, its ``kind``, the shape of its ``output`` for one
        picture, and its stride, padding, activation, scale ... as far as it has them.
    """
    return [_describe(path, layer) for path, layer in leaves(model)]


def _describe(path, layer):
    facts = {"name": path, "kind": type(layer).__name__}
    with contextlib.suppress(AttributeError, ValueError, TypeError):
        facts["output"] = list(layer.output.shape[1:])
    config = {}
    with contextlib.suppress(NotImplementedError, TypeError), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a lambda, which could not be loaded again
        config = layer.get_config()  # a learner's own layer may have none
    for key in _KEPT:
        if isinstance(config.get(key), (bool, int, float, str, list, tuple, np.ndarray)):
            facts[key] = config[key]
    activation = getattr(layer, "activation", None)
    if activation is not None:
        facts["activation"] = _name_activation(activation)
    return facts


def _name_activation(activation):
    """Give an activation's name, or a dict of its name and numbers where it is a layer."""
    if not isinstance(activation, keras.layers.Layer):
        name = getattr(activation, "__name__", "")
        return name if getattr(keras.activations, name, None) is activation else "of one's own"
    config = activation.get_config()
    numbers = {key: config[key] for key in _KEPT if isinstance(config.get(key), (int, float))}
    return {"name": type(activation).__name__, **numbers}


class Listener:
    """Hears what goes into some layers and what comes out, wherever in the network they are.

    The network itself does the pass. Its layers are the same before and after.

    Parameters
    ----------
    layers : dict of str to keras.layers.Layer
        By the names under which they are heard.
    """

    def __init__(self, layers):
        self._layers = dict(layers)

    def __call__(self, model, images):
        """Let the network look at pictures.

        Returns
        -------
        inputs, outputs : dict of str to ndarray of shape (N, ...), float32
            By name. Of a layer that is used more than once: what it hears and says first.
        """
        parts = [_hear(model, self._layers, part) for part in batches(images)]
        return tuple(
            {name: np.concatenate([part[side][name] for part in parts]) for name in self._layers}
            for side in (0, 1)
        )


#: Pictures per forward pass: enough to be fast, few enough to stay small in memory.
BATCH = 200


def batches(array):
    """Cut an array into pieces of `BATCH` rows; an empty one is one piece."""
    return [array[start : start + BATCH] for start in range(0, max(len(array), 1), BATCH)]


def _hear(model, layers, images):
    heard = ({}, {})
    with contextlib.ExitStack() as stack:
        for name, layer in layers.items():
            stack.enter_context(_tapped(layer, name, heard))
        model(images, training=False)
    return heard


@contextlib.contextmanager
def _tapped(layer, name, heard):
    """Note what a layer is called with and what it answers, the first time."""
    original = layer.call

    def call(*args, **kwargs):
        answer = original(*args, **kwargs)
        if name not in heard[0]:
            channels_first = getattr(layer, "data_format", None) == "channels_first"
            given = args[0] if args else next(iter(kwargs.values()))
            for side, value in zip(heard, (given, answer), strict=True):
                array = to_numpy(value)
                side[name] = np.moveaxis(array, 1, -1) if channels_first else array
        return answer

    layer.call = call
    try:
        yield
    finally:
        del layer.call


def to_numpy(tensor):
    """Bring a tensor or a variable to NumPy; fractions of any precision as float32."""
    array = np.asarray(keras.ops.convert_to_numpy(tensor))
    return array if array.dtype.kind in "bui" else array.astype(np.float32, copy=False)


@contextlib.contextmanager
def left_alone(model):
    """Put back what looking at a network may move: the states of its own random numbers."""
    weights = {id(weight) for weight in model.weights}
    others = [each for each in model.variables if id(each) not in weights]
    states = [np.array(keras.ops.convert_to_numpy(each)) for each in others]
    try:
        yield
    finally:
        for variable, state in zip(others, states, strict=True):
            if not np.array_equal(keras.ops.convert_to_numpy(variable), state):
                variable.assign(state)
