"""A record's file, read: checked, and brought to present words."""

from pathlib import Path

import numpy as np

from helpers._arguments import bad_argument
from helpers._files import parse_json, read_arrays
from helpers.recording.encoding import decode
from helpers.recording.record import FORMAT, VERSION, Record, RecordError

__all__ = ["load_record"]


def load_record(path):
    """Read a record from its file.

    Parameters
    ----------
    path : str or Path
        It ends in ``.npz``. The course's own records are read by name, by
        `helpers.course.records.shipped_record`.

    Returns
    -------
    TrainingRecord, LayersRecord, ProjectionRecord, MapsRecord or RunsRecord
        Its arrays are read-only.

    Raises
    ------
    ValueError
        If the name does not end in ``.npz``.
    FileNotFoundError
        If there is no such file.
    RecordError
        If the file is cut, damaged, something else, or of another version.
    """
    path = Path(path)
    if path.suffix != ".npz":
        raise bad_argument("path", "a file name that ends in .npz", path)
    if not path.is_file():
        raise FileNotFoundError(f"{path}: there is no such file.")
    try:
        stored = read_arrays(path)
        header = parse_json(stored.pop("header").tobytes())
        is_ours = header.get("format") == FORMAT
    except (ValueError, KeyError, AttributeError) as error:
        raise RecordError(
            f"{path}: not a record, or a damaged one ({error}). "
            "If it came with the course, install the course again; "
            "if it is yours, make it again or take your copy."
        ) from error
    if not is_ours:
        raise RecordError(f"{path}: an .npz file, but not a record of this course.")
    known = isinstance(header.get("kind"), str) and header["kind"] in Record.kinds
    version = header.get("version")
    if not (isinstance(version, int) and 1 <= version <= VERSION and known):
        raise RecordError(
            f"{path}: expected a record of version 1 to {VERSION}; received version "
            f"{version!r}, kind {header.get('kind')!r}. "
            "Update the course, or make the record again with this version."
        )
    try:
        arrays = {key: decode(stored[key], how) for key, how in header["arrays"].items()}
        for array in arrays.values():
            array.flags.writeable = False  # nobody else has them: nothing to copy
        made_from = header["made_from"]
        if version == 1:
            arrays, made_from = _as_now(arrays, made_from)
        record = Record.kinds[header["kind"]]._from_flat(arrays, made_from)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise RecordError(
            f"{path}: a record that lacks a part, or whose parts do not fit together ({error}). "
            "Make it again, or take your copy."
        ) from error
    return record


#: The first edition's convolutional networks, by how their first layer meets a picture's edge.
_PADDINGS = {"cifar_cnn": "same", "mnist_cnn": "valid", "mnist_features_cnn": "valid"}


def _as_now(arrays, made_from):
    """Say in present words what a file of the first edition holds.

    It has the classes' names as ``labels``, its layers by name alone, and what scales a picture
    instead of the scaled pictures.
    """
    made_from = dict(made_from)
    data, network = dict(made_from.get("data", {})), dict(made_from.get("network", {}))
    if "labels" in data:
        data["names"] = data.pop("labels")
    network["layers"] = [{"name": name} for name in network.get("layers", ())]
    padding = _PADDINGS.get(network.get("name"))
    if padding and arrays["kernels"].ndim == 5:
        made_from["kernels_of"] = "conv_1"
        first = next(layer for layer in network["layers"] if layer["name"] == "conv_1")
        first.update(kind="Conv2D", strides=[1, 1], padding=padding, activation="relu")
        scale, offset = (np.float32(network["scaling"][key]) for key in ("scale", "offset"))
        seen = arrays["pictures"].astype(np.float32) * scale + offset
        arrays = {**arrays, "seen": seen if seen.ndim == 4 else seen[..., np.newaxis]}
    return arrays, {**made_from, "data": data, "network": network}
