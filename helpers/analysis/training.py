"""What a training record says about the way of learning."""

import numpy as np
import pandas as pd

from helpers._arguments import bad_argument, check_labels, check_positions
from helpers.analysis.activations import activate
from helpers.analysis.convolution import convolve

__all__ = ["first_layer_maps", "learning_times"]


def learning_times(predictions, labels, epochs):
    """Say for every picture when it was first, last and finally got right.

    Used in lesson 06.

    Parameters
    ----------
    predictions : ndarray of shape (E, M)
        The predicted class of M pictures at E moments.
    labels : ndarray of shape (M,)
        The true classes.
    epochs : ndarray of shape (E,)
        The moments' epoch numbers, ascending.

    Returns
    -------
    pandas.DataFrame
        A row for each picture: ``first_right`` and ``last_right`` (epoch numbers), ``for_good``
        (the epoch from which on it was always right), each missing where there is no such epoch,
        and ``flips``: how often it changed between right and wrong.

    Raises
    ------
    ValueError
        If the shapes do not fit together.
    """
    predictions = check_positions(
        "predictions", predictions, "classes of shape (moments, pictures)", ranks=(2,)
    )
    check_labels("predictions", predictions.ravel())
    labels = check_labels("labels", labels, predictions.shape[1])
    expected = f"a vector of {predictions.shape[0]} epoch numbers"
    epochs = check_positions("epochs", epochs, expected, ranks=(1,))
    if epochs.shape != predictions.shape[:1]:
        raise bad_argument("epochs", expected, epochs)
    right = predictions == labels
    ever = right.any(axis=0)
    first = right.argmax(axis=0)
    last = len(right) - 1 - right[::-1].argmax(axis=0)
    # The moment after the last wrong one; pictures that end wrong have none.
    wrong_from_end = (~right)[::-1].argmax(axis=0)
    for_good = np.where(right.all(axis=0), 0, len(right) - wrong_from_end)

    def when(index, known):
        column = pd.array(epochs[np.minimum(index, len(epochs) - 1)], dtype="Int64")
        column[~known] = pd.NA
        return column

    return pd.DataFrame(
        {
            "first_right": when(first, ever),
            "last_right": when(last, ever),
            "for_good": when(for_good, right[-1]),
            "flips": (right[1:] != right[:-1]).sum(axis=0),
        }
    )


def first_layer_maps(record, epoch, picture=0):
    """Compute what the first layer's kernels made of a recorded picture.

    The first layer's maps need not be stored in a record: its kernels are, and what reaches them,
    and this takes a moment. Where they can't be computed so, the stored ones are taken. Used in
    lesson 06.

    Parameters
    ----------
    record : helpers.recording.TrainingRecord
        Of a network with a convolution, with its kernels and at least one picture.
    epoch : int
        A recorded epoch.
    picture : int
        Position in ``record.pictures``.

    Returns
    -------
    ndarray of shape (h, w, n), float32
        With the layer's own stride, padding and activation.

    Raises
    ------
    ValueError
        If the record has no such kernels, epoch or picture, or does not know how the layer
        computes.
    """
    if record.kernels.ndim != 5:
        raise bad_argument("record", "one that holds a convolution's kernels", record.kernels)
    if not 0 <= picture < len(record.pictures):
        raise bad_argument("picture", f"a number below {len(record.pictures)}", picture)
    index = record.index(epoch)
    name = record.made_from.get("kernels_of")
    layers = record.made_from.get("network", {}).get("layers", ())
    layer = next((each for each in layers if each["name"] == name), {})
    if _is_plain(layer) and len(record.seen):
        maps = convolve(
            record.seen[picture][np.newaxis], record.kernels[index], record.biases[index],
            stride=layer["strides"][0], padding=layer["padding"],
        )[0]  # fmt: skip
        maps = activate(maps, layer.get("activation"))
        if maps is not None:
            return maps
    for known in (name, str(name).split("/")[-1]):
        if known in record.maps:
            return record.maps[known][index, picture]
    raise bad_argument(
        "record", "one that says how its first convolution computes, or holds its maps",
        f"{layer.get('kind', 'a layer')} {name!r}",
        f"Record them: Recorder(..., pictures=[...], layers=[{name!r}]).",
    )  # fmt: skip


def _is_plain(layer):
    """Say whether a layer is a convolution as `convolve` computes it."""
    return (
        layer.get("kind") == "Conv2D"
        and layer.get("groups", 1) == 1
        and set(layer.get("dilation_rate", [1])) == {1}
        and len(set(layer["strides"])) == 1
        and layer["padding"] in ("same", "valid")
        and layer.get("data_format", "channels_last") == "channels_last"
    )
