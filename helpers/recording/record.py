"""The record: what happened while something learned, as plain arrays in one file.

A record is one ``.npz`` archive: arrays, and a text in JSON that says what they are and what made
them. Nothing in it can run code. Everything a lesson shows is drawn from a record.
"""

import dataclasses
import io
import json
from pathlib import Path
from typing import ClassVar

import numpy as np

from helpers._arguments import bad_argument
from helpers._files import parse_json, read_arrays, write_whole
from helpers.recording.encoding import decode, encode, max_error

__all__ = [
    "MomentsRecord",
    "Record",
    "RecordError",
    "load_record",
    "with_dict",
]

FORMAT = "watch-it-learn record"
VERSION = 1


class RecordError(ValueError):
    """A file is not a record that this version of the course can read."""


@dataclasses.dataclass(frozen=True, eq=False, repr=False)
class Record:
    """What all records share: arrays, a file, what made it.

    Subclasses name their ``KIND``, by which a file is known, and list in ``ENCODING`` how each of
    their arrays is stored. A field that is a dict of arrays is stored as one array per key.
    """

    #: What made the record: data, seed, versions, seconds ... of JSON's types.
    made_from: dict

    KIND: ClassVar[str]
    ENCODING: ClassVar[dict]
    #: Each array's axes by name; the same name is the same length in all of them. ``...``: any
    #: further axes. ``?``: or no entry at all.
    AXES: ClassVar[dict]

    #: Every kind of record by its name, so that a file can say what it is.
    kinds: ClassVar[dict] = {}

    def __init_subclass__(cls):
        if "KIND" in vars(cls):
            Record.kinds[cls.KIND] = cls

    def __post_init__(self):
        for field in dataclasses.fields(self):
            value = getattr(self, field.name)
            arrays = value.values() if isinstance(value, dict) else [value]
            for array in arrays:
                for part in array if isinstance(array, tuple) else [array]:
                    if isinstance(part, np.ndarray):
                        part.flags.writeable = False

    def save(self, path):
        """Write the record to one file, whole or not at all.

        Parameters
        ----------
        path : str or Path
            Ends in ``.npz``. A file that is there is replaced once the new one is complete.

        Returns
        -------
        Path

        Raises
        ------
        ValueError
            If the name does not end in ``.npz`` or its folder does not exist.
        OSError
            If the disk is full or the folder can't be written; nothing is left behind.
        """
        path = Path(path)
        if path.suffix != ".npz":
            raise bad_argument("path", "a file name that ends in .npz", path)
        if not path.parent.is_dir():
            raise bad_argument("path", "a file in a folder that exists", path)
        stored, manifest = {}, {}
        for name, array in self._flat():
            encoding = self.ENCODING[name.split("/")[0]]
            stored[name], manifest[name] = encode(array, encoding)
        header = {
            "format": FORMAT,
            "version": VERSION,
            "kind": self.KIND,
            "arrays": manifest,
            "made_from": self.made_from,
        }
        text = json.dumps(header).encode()
        buffer = io.BytesIO()
        np.savez_compressed(buffer, header=np.frombuffer(text, dtype=np.uint8), **stored)
        return write_whole(path, buffer.getvalue())

    @classmethod
    def load(cls, path):
        """Read a record of this kind. See `load_record`, which knows the kind by itself."""
        record = load_record(path)
        if not isinstance(record, cls):
            raise RecordError(
                f"{path}: expected a {cls.KIND} record; received a {record.KIND} one."
            )
        return record

    def stored_error(self, name):
        """Say how far the numbers of an array may be moved by `save`.

        Parameters
        ----------
        name : str
            A field, or ``field/key``.

        Returns
        -------
        float
            In the array's units; for weights and kernels (half precision) relative to the number.
        """
        arrays = dict(self._flat())
        if name not in arrays:
            raise bad_argument("name", "one of " + ", ".join(arrays), name)
        return max_error(encode(arrays[name], self.ENCODING[name.split("/")[0]])[1])

    def _flat(self):
        """List every array of the record under the name it has in the file."""
        for field in dataclasses.fields(self):
            value = getattr(self, field.name)
            if field.name == "made_from" or value is None:
                continue
            if not isinstance(value, dict):
                yield field.name, value
                continue
            for key, array in value.items():
                if isinstance(array, tuple):
                    for number, part in enumerate(array):
                        yield f"{field.name}/{key}/{number}", part
                else:
                    yield f"{field.name}/{key}", array

    @classmethod
    def _from_flat(cls, arrays, made_from):
        """Build the record again from what `_flat` listed."""
        raise NotImplementedError

    def _check_parts(self):
        """Raise ``ValueError`` unless the parts of a record that was read fit together."""
        if not isinstance(self.made_from, dict):
            raise ValueError("made_from is no dict")
        lengths = {}
        for name, array in self._flat():
            axes = self.AXES.get(name.split("/")[0], "...").split()
            more = axes[-1] == "..."
            axes = axes[:-1] if more else axes
            if array.dtype.kind not in "buif" or array.ndim < len(axes) or (
                array.ndim > len(axes) and not more
            ):  # fmt: skip
                raise ValueError(f"{name} is an array of {array.dtype} {array.shape}")
            for axis, length in zip(axes, array.shape):
                if axis.endswith("?") and length == 0:
                    continue
                wanted = int(axis) if axis.isdigit() else lengths.setdefault(axis[0], length)
                if length != wanted:
                    raise ValueError(f"{name} has {length} rows or columns, not {wanted}")


@dataclasses.dataclass(frozen=True, eq=False, repr=False)
class MomentsRecord(Record):
    """A record of something over time: its arrays have a row for every recorded epoch."""

    #: Epoch numbers, ascending; 0 is the state before any training. (E,) int32.
    epochs: np.ndarray

    def __len__(self):
        """Number of recorded moments, the one before training included."""
        return len(self.epochs)

    def index(self, epoch):
        """Find the position of an epoch in the record's arrays.

        Parameters
        ----------
        epoch : int
            One of `epochs`. A negative number counts from the end, as in a list.

        Returns
        -------
        int

        Raises
        ------
        ValueError
            If that epoch was not recorded.
        """
        if isinstance(epoch, (int, np.integer)):
            if -len(self) <= epoch < 0:
                return int(epoch) + len(self)
            found = np.flatnonzero(self.epochs == epoch)
            if len(found):
                return int(found[0])
        known = f"{self.epochs[0]} to {self.epochs[-1]}"
        if len(self) != self.epochs[-1] - self.epochs[0] + 1:
            known = ", ".join(map(str, self.epochs))
        raise bad_argument("epoch", f"a recorded epoch ({known})", epoch)


def with_dict(field, arrays):
    """Give arrays as a record's fields: those named ``field/key`` become one dict."""
    within = {name: array for name, array in arrays.items() if name.startswith(f"{field}/")}
    fields = {name: array for name, array in arrays.items() if name not in within}
    return {**fields, field: {name.split("/")[1]: array for name, array in within.items()}}


def _with_names(made_from):
    """Call the classes' names by their present word: files of the first edition say labels."""
    data = made_from.get("data") if isinstance(made_from, dict) else None
    if isinstance(data, dict) and "labels" in data:
        data["names"] = data.pop("labels")
    return made_from


def load_record(path):
    """Read a record from its file.

    Parameters
    ----------
    path : str or Path
        It ends in ``.npz``. The course's own records are read by name, by
        `helpers.course.records.shipped_record`.

    Returns
    -------
    TrainingRecord, ProjectionRecord, MapsRecord or RunsRecord
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
    if header.get("version") != VERSION or not known:
        raise RecordError(
            f"{path}: expected a record of version {VERSION}; received version "
            f"{header.get('version')!r}, kind {header.get('kind')!r}. "
            "Update the course, or make the record again with this version."
        )
    try:
        arrays = {key: decode(stored[key], how) for key, how in header["arrays"].items()}
        made_from = _with_names(header["made_from"])
        record = Record.kinds[header["kind"]]._from_flat(arrays, made_from)
        record._check_parts()
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise RecordError(
            f"{path}: a record that lacks a part, or whose parts do not fit together ({error}). "
            "Make it again, or take your copy."
        ) from error
    return record
