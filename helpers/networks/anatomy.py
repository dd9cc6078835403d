"""What every layer of a Keras network is made of, and which pixels its nodes look at.

Used in lessons 03 and 04.
"""

import math
from dataclasses import dataclass

import pandas as pd

from helpers._arguments import bad_argument, check_integer
from helpers.networks._fields import ELEMENTWISE, MERGING, RULES, Axis, Seen

__all__ = ["ReceptiveField", "anatomy", "receptive_field"]

BIASES = {"bias", "beta"}
STATISTICS = {"moving_mean", "moving_variance", "mean", "variance", "count"}


@dataclass(frozen=True)
class ReceptiveField:
    """The pixels of the input that one node of a layer looks at.

    Attributes
    ----------
    rows, columns : slice
        What lies in the picture: ``picture[field.rows, field.columns]`` is the patch.
    top, left : int
        Where the field begins; negative where it reaches beyond the picture, into the padding.
    height, width : int
        Its size with what lies beyond the picture.
    """

    rows: slice
    columns: slice
    top: int
    left: int
    height: int
    width: int


def anatomy(model):
    """Take a network apart, layer by layer.

    Parameters
    ----------
    model : keras.Model
        Sequential or functional, with one input of known size: (height, width) or (height, width,
        channels). A flat input of F numbers counts as one row of F pixels.

    Returns
    -------
    pandas.DataFrame
        A row for each of ``model.layers``, in that order:

        - ``layer``, ``kind``: its name, and its class in Keras.
        - ``output_shape``: of one picture; (rows, columns, channels) for a map.
        - ``weights``, ``biases``, ``parameters``: how many numbers it holds. A batch
          normalization also holds two running statistics per channel: they are parameters, but
          training does not fit them, so they are neither weights nor biases.
        - ``receptive_field``: (height, width) of what one node looks at, in pixels, the padding
          included. For a layer that looks at a whole map (dense, global pooling, group
          normalization), all that this map sees of the picture.
        - ``stride_on_input``: how many pixels (down, right) lie between the fields of two
          neighbouring nodes. None where there are no neighbours.

        The last two are None for a layer of a kind that is not known here (such as one that makes
        maps finer) and for all that comes after it, and for a layer that is used more than once.
        A node is a place on the map with all its channels; where branches meet, it sees what any
        of them sees.

    Raises
    ------
    ValueError
        If ``model`` is something else.

    Notes
    -----
    The network is taken as it answers: dropout and random augmentation let everything through.
    For a chain of layers the receptive field is ``1 + sum((kernel - 1) * dilation * jump)``, see
    Araujo, Norris, Sim: Computing receptive fields of convolutional neural networks. Distill,
    2019.

    Used in lesson 03.
    """
    calls = _trace(model, _start(model))[1]
    rows = []
    for layer in model.layers:
        shape, seen = _only(calls[id(layer)])
        names = [(variable.name, math.prod(variable.shape)) for variable in layer.weights]
        parameters = sum(count for _, count in names)
        biases = sum(count for name, count in names if name in BIASES)
        statistics = sum(count for name, count in names if name in STATISTICS)
        rows.append(
            {
                "layer": layer.name,
                "kind": type(layer).__name__,
                "output_shape": shape,
                "weights": parameters - biases - statistics,
                "biases": biases,
                "parameters": parameters,
                "receptive_field": seen and (seen.rows.reach, seen.columns.reach),
                "stride_on_input": seen and seen.stride,
            }
        )
    return pd.DataFrame(rows)


def receptive_field(model, layer, row=0, column=0):
    """Say which pixels of the input one node looks at.

    Parameters
    ----------
    model : keras.Model
        As for `anatomy`.
    layer : str or int
        The layer's name, or its number in ``model.layers``.
    row, column : int
        The node's place on the layer's map, from 0. For a flattened map, the place it had there.
        Leave them out for a layer that looks at a whole map.

    Returns
    -------
    ReceptiveField
        The smallest rectangle that holds all pixels that can change the node, in any of its
        channels. With dilation or strides wider than the kernel, some pixels in it do not.

    Raises
    ------
    ValueError
        If there is no such layer or place, or the receptive field is not known.

    Notes
    -----
    Used in lessons 03 and 04.
    """
    start = _start(model)
    layers = {each.name: each for each in model.layers}
    if isinstance(layer, str):
        if layer not in layers:
            raise bad_argument("layer", f"a layer's name out of {list(layers)}", layer)
        chosen = layers[layer]
    else:
        chosen = model.layers[check_integer("layer", layer, 0, len(model.layers) - 1)]
    calls = _trace(model, start)[1]
    _, seen = _only(calls[id(chosen)])
    if seen is None:
        raise bad_argument(
            "layer", "one whose receptive field is known", chosen.name, _why_not(model, calls)
        )
    row = check_integer("row", row, 0, len(seen.rows.low) - 1)
    column = check_integer("column", column, 0, len(seen.columns.low) - 1)
    return ReceptiveField(
        rows=seen.rows.pixels(row),
        columns=seen.columns.pixels(column),
        top=seen.rows.first + row * seen.rows.jump,
        left=seen.columns.first + column * seen.columns.jump,
        height=seen.rows.reach,
        width=seen.columns.reach,
    )


def _why_not(model, calls):
    """Name the first layer that nothing is known of, and say why."""
    first = next((one for one in model.layers if _only(calls[id(one)])[1] is None), None)
    kind, name = type(first).__name__, first.name
    if len(calls[id(first)]) > 1:
        return f"The layer {name!r} is used more than once."
    if kind in ("UpSampling2D", "Conv2DTranspose"):
        return (
            f"From {name!r} on ({kind}), maps are finer than what they are made of, and "
            "neighbours don't see equally much."
        )
    return f"The layer {name!r} is of a kind that is not known here ({kind}), or works otherwise."


def _start(model):
    """Check the model, and say what its input sees: every pixel itself."""
    expected = "a Sequential or functional Keras model with one input"
    try:
        inputs, _ = model.inputs, model.outputs
        (picture,) = inputs
    except (AttributeError, TypeError, ValueError):
        advice = "A Sequential model needs a keras.Input as its first entry."
        raise bad_argument("model", expected, model, advice) from None
    shape = tuple(picture.shape[1:])
    if None in shape or not 1 <= len(shape) <= 3:
        expected = "an input of known size: (height, width), with or without channels, or flat"
        raise bad_argument("model", expected, shape)
    height, width = shape[:2] if len(shape) > 1 else (1, *shape)
    return Seen(
        Axis.of_pixels(height), Axis.of_pixels(width), ("flat", "picture", "map")[len(shape) - 1]
    )


def _trace(model, start):
    """Walk through a network, from the input to the output.

    Returns
    -------
    sights : dict
        What every symbolic tensor sees, by the tensor's ``id``; None where that is not known.
    calls : dict
        For every layer, by its ``id``, a list with (shape, what is seen) for each call of it.
    """
    sights, calls = {}, {}
    waiting = [*model.outputs, *model.inputs]
    while waiting:
        tensor = waiting.pop()
        if id(tensor) in sights:
            continue
        # Keras notes at every symbolic tensor which call of which layer made it.
        layer, call, _ = tensor._keras_history
        node = layer._inbound_nodes[call]
        shape = tuple(tensor.shape[1:])
        if tensor is model.inputs[0]:
            seen = start
        elif missing := [each for each in node.input_tensors if id(each) not in sights]:
            waiting += [tensor, *missing]
            continue
        else:
            seen = _pass(layer, [sights[id(each)] for each in node.input_tensors], shape)
        sights[id(tensor)] = seen
        calls.setdefault(id(layer), []).append((shape, seen))
    return sights, calls


def _pass(layer, inputs, shape):
    """Carry what is seen through one layer; None if that is not known."""
    module, kind = type(layer).__module__, type(layer).__name__
    if not inputs or None in inputs or not module.startswith("keras."):
        return None
    if kind in ("Functional", "Sequential"):
        if len(layer.inputs) == len(layer.outputs) == 1:
            return _trace(layer, inputs[0])[0][id(layer.outputs[0])]
        return None
    # `x + y` is no layer, but does the same as one. Other operations share a layer's name only.
    alike = kind in ELEMENTWISE if ".ops." in module else kind in RULES
    if not alike or getattr(layer, "data_format", "channels_last") != "channels_last":
        return None
    seen = RULES[kind](layer, inputs if kind in MERGING else inputs[0], shape)
    if seen and seen.layout != "flat" and seen.size != shape[:2]:
        return None
    return seen


def _only(calls):
    """Return the one call of a layer; of a layer used several times only a common shape."""
    if len(calls) == 1:
        return calls[0]
    shapes = {shape for shape, _ in calls}
    return (shapes.pop() if len(shapes) == 1 else None), None
