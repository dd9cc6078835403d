"""A network as a browser computes it: its layers in words, and its weights packed into bytes.

``helpers/widgets/shared/page_network.js`` is the other half. What is here is all that it knows.
"""

import numpy as np

from helpers._arguments import bad_argument, check_choice

__all__ = ["layers_for_page", "unknown_to_page", "weights_for_page"]


def layers_for_page(model, layers=None):
    """Describe a network's layers, in the order in which they are computed.

    Parameters
    ----------
    model : keras.Model
        Sequential or functional, with one input for pictures.
    layers : sequence of str, optional
        Which layers are wanted: what comes after the last of them is left out.

    Returns
    -------
    list of dict
        Each layer's ``name``, ``kind``, the ``shape`` of what it gives for one picture, the
        numbers of the layers that it takes (``from``; -1 is the picture), the shapes of its
        weights as `weights_for_page` packs them, and what its kind needs.

    Raises
    ------
    ValueError
        If the page does not know one of the layers.
    """
    described = _layers(model)[1]
    if isinstance(described, str):
        raise bad_argument("model", "a network whose layers the page can compute", described)
    return described[: _count(described, layers)]


def unknown_to_page(model):
    """Say in words what keeps a page from computing a network; an empty text if nothing does.

    Parameters
    ----------
    model : keras.Model

    Returns
    -------
    str
    """
    described = _layers(model)[1]
    return described if isinstance(described, str) else ""


def weights_for_page(model, small=False, layers=None):
    """Pack all weights of a network that a page can compute.

    Parameters
    ----------
    model : keras.Model
    small : bool
        One byte for each number of a kernel, with a scale for each output channel. Left out,
        half precision where that holds a layer's weights exactly, as it does those of a record,
        and single precision elsewhere.
    layers : sequence of str, optional
        As for `layers_for_page`.

    Returns
    -------
    bytes
        For each array: a byte that says how it is stored (1, 2 or 4 bytes a number), three more
        that fill up, the numbers, and what fills up to four bytes. Of one byte a number, the
        scales come first, in single precision.

    Raises
    ------
    ValueError
        If the page does not know one of the layers.
    """
    count = len(layers_for_page(model, layers))
    packed = []
    for layer in _layers(model)[0][:count]:
        for array in _arrays(layer):
            kernel = array.ndim > 1
            packed.append(_packed_small(array) if small and kernel else _packed(array))
    return b"".join(packed)


def _count(described, layers):
    """Say how many layers there are up to the last of those that are wanted."""
    places = {each["name"]: place + 1 for place, each in enumerate(described)}
    if layers is None:
        return len(described)
    for name in layers:
        check_choice("layers", name, places)
    return max(map(places.get, layers), default=0)


def _packed(array):
    with np.errstate(over="ignore"):
        half = array.astype("<f2")
    stored = half if np.array_equal(half, array) else array.astype("<f4")
    return _filled(bytes([stored.itemsize, 0, 0, 0]) + stored.tobytes())


def _packed_small(array):
    flat = array.reshape(-1, array.shape[-1])
    # As records store it, so that their weights travel on unchanged.
    scales = (np.abs(flat).max(axis=0) / 127).astype("<f4")
    numbers = np.rint(flat / np.where(scales > 0, scales, 1)).clip(-127, 127).astype(np.int8)
    return _filled(bytes([1, 0, 0, 0]) + scales.tobytes() + numbers.tobytes())


def _filled(stored):
    return stored + bytes(-len(stored) % 4)


class _Unknown(Exception):
    """What keeps a page from computing a network."""


def _layers(model):
    """Give the layers that compute something, and their descriptions or what is unknown."""
    computing, described = [], []
    try:
        if _follow(model, -1, "", computing, described) != len(described) - 1:
            return [], "a network whose answer is not its last layer's"
    except _Unknown as unknown:
        return [], str(unknown)
    except (AttributeError, KeyError, TypeError, ValueError):
        return [], "layers that do not follow from one picture, each called once"
    return computing, described


def _follow(model, start, inside, computing, described):
    """Describe the layers of a network, and of networks within it; return the answer's number.

    ``start`` is the number of what it takes; ``inside`` goes before its layers' names.
    """
    import keras
    from keras import layers

    if len(model.inputs) != 1 or len(model.outputs) != 1:
        raise _Unknown(f"{model.name}, which takes or gives more than one thing")
    numbers = {id(model.inputs[0]): start}
    for layer in model.layers:
        if isinstance(layer, layers.InputLayer):
            continue
        # Of a network within this one: where it was called, not its own ends.
        taken, given = (getattr(keras.Operation, end).fget(layer) for end in ("input", "output"))
        taken = taken if isinstance(taken, (list, tuple)) else [taken]
        source = [numbers[id(tensor)] for tensor in taken]
        if isinstance(layer, (layers.Dropout, layers.GaussianNoise, layers.SpatialDropout2D)):
            numbers[id(given)] = source[0]
            continue
        name = inside + layer.name
        if isinstance(layer, keras.Model):
            numbers[id(given)] = _follow(layer, *source, f"{name}/", computing, described)
            continue
        known = _KINDS.get(type(layer).__name__)
        if known is None:
            raise _Unknown(f"{name}, of kind {type(layer).__name__}")
        about = known(layer)
        if isinstance(about, str):
            raise _Unknown(f"{name}, with {about}")
        computing.append(layer)
        described.append(
            {
                "name": name,
                "shape": list(layer.output.shape[1:]),
                "from": source,
                "weights": [list(array.shape) for array in _arrays(layer)],
                **about,
            }
        )
        numbers[id(given)] = len(described) - 1
    return numbers[id(model.outputs[0])]


def _arrays(layer):
    """Give a layer's weights as the page needs them."""
    import keras

    if type(layer).__name__ == "BatchNormalization":
        numpy = keras.ops.convert_to_numpy
        mean, variance = numpy(layer.moving_mean), numpy(layer.moving_variance)
        scale = 1 / np.sqrt(variance.astype(float) + layer.epsilon)
        scale = scale * numpy(layer.gamma) if layer.scale else scale
        shift = -mean * scale + (numpy(layer.beta) if layer.center else 0)
        return [scale.astype(np.float32), shift.astype(np.float32)]
    if type(layer).__name__ == "Rescaling" and _for_channels(layer):
        channels = layer.output.shape[-1:]
        return [
            np.broadcast_to(np.asarray(of, np.float32), channels)
            for of in (layer.scale, layer.offset)
        ]
    if type(layer).__name__ == "Conv2DTranspose":  # the outputs last, as everywhere else
        kernel, *bias = layer.get_weights()
        return [np.ascontiguousarray(kernel.swapaxes(2, 3)), *bias]
    return [np.asarray(array) for array in layer.get_weights()]


_ACTIVATIONS = ("linear", "relu", "sigmoid", "softmax", "tanh")


def _activation(layer):
    name = getattr(layer.activation, "__name__", "one of its own")
    return name if name in _ACTIVATIONS else None


def _with_activation(layer, **about):
    name = _activation(layer)
    if name is None:
        return f"the activation {getattr(layer.activation, '__name__', 'of its own')}"
    return {**about, "activation": name}


def _convolution(layer):
    if layer.data_format != "channels_last" or tuple(layer.dilation_rate) != (1, 1):
        return "channels first or gaps in its kernels"
    if layer.groups != 1 or layer.padding not in ("valid", "same"):
        return "groups, or another padding"
    return _with_activation(
        layer, kind="convolution", strides=list(layer.strides), same=layer.padding == "same"
    )


def _transposed(layer):
    if layer.data_format != "channels_last" or tuple(layer.dilation_rate) != (1, 1):
        return "channels first or gaps in its kernels"
    if layer.output_padding is not None or layer.padding not in ("valid", "same"):
        return "a padding of its output"
    return _with_activation(
        layer, kind="transposed", strides=list(layer.strides), same=layer.padding == "same"
    )


def _pooling(layer):
    if layer.data_format != "channels_last":
        return "channels first"
    kind = "largest" if type(layer).__name__ == "MaxPooling2D" else "mean"
    return {
        "kind": kind,
        "size": list(layer.pool_size),
        "strides": list(layer.strides),
        "same": layer.padding == "same",
    }


def _global_pooling(layer):
    if layer.data_format != "channels_last":
        return "channels first"
    return {"kind": "largest of all" if "Max" in type(layer).__name__ else "mean of all"}


def _for_channels(layer):
    return bool(np.ndim(layer.scale) or np.ndim(layer.offset))


def _rescaling(layer):
    if max(np.ndim(layer.scale), np.ndim(layer.offset)) > 1:
        return "a scale for each pixel"
    if _for_channels(layer):
        return {"kind": "affine"}
    return {"kind": "scale", "scale": float(layer.scale), "offset": float(layer.offset)}


def _relu(layer):
    if layer.max_value is not None or layer.negative_slope or layer.threshold:
        return "a slope or a limit"
    return {"kind": "activation", "activation": "relu"}


def _normalization(layer):
    if layer.axis not in (-1, len(layer.output.shape) - 1):
        return "another axis than the last"
    return {"kind": "affine"}


_KINDS = {
    "Activation": lambda layer: _with_activation(layer, kind="activation"),
    "Add": lambda layer: {"kind": "add"},
    "AveragePooling2D": _pooling,
    "BatchNormalization": _normalization,
    "Conv2D": _convolution,
    "Conv2DTranspose": _transposed,
    "Dense": lambda layer: _with_activation(layer, kind="dense"),
    "Flatten": lambda layer: {"kind": "same numbers"},
    "GlobalAveragePooling2D": _global_pooling,
    "GlobalMaxPooling2D": _global_pooling,
    "MaxPooling2D": _pooling,
    "ReLU": _relu,
    "Rescaling": _rescaling,
    "Reshape": lambda layer: {"kind": "same numbers"},
    "Softmax": lambda layer: {"kind": "activation", "activation": "softmax"},
}
