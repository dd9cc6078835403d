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
from helpers._files import write_whole
from helpers.recording.encoding import encode, fitting, max_error

__all__ = [
    "FORMAT",
    "VERSION",
    "MomentsRecord",
    "Record",
    "RecordError",
    "with_dict",
]

FORMAT = "watch-it-learn record"
#: Files of version 1 are those of the first edition.
VERSION = 2


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
            own = _plain(value) if field.name == "made_from" else _own(value)
            object.__setattr__(self, field.name, own)
        try:
            self._check_parts()
        except ValueError as error:
            raise bad_argument(type(self).__name__, "parts that fit together", str(error)) from None

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
            stored[name], how = encode(array, fitting(array, self.encoding(name)))
            manifest[name] = {**how, "axes": self.axes(name)}
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
        from helpers.recording.loading import load_record

        record = load_record(path)
        if not isinstance(record, cls):
            raise RecordError(
                f"{path}: expected a {cls.KIND} record; received a {record.KIND} one."
            )
        return record

    def axes(self, name):
        """Name the axes of an array.

        Parameters
        ----------
        name : str
            A field, or ``field/key``.

        Returns
        -------
        list of str
            ``...`` stands for any further ones.
        """
        return [axis.rstrip("?") for axis in self.AXES.get(name.split("/")[0], "...").split()]

    def encoding(self, name):
        """Say how an array is to be stored: one of `helpers.recording.encoding.ENCODINGS`.

        An array that it can't hold, with values beyond half precision or not finite, is stored
        ``exact``; so are whole numbers.
        """
        return self.ENCODING[name.split("/")[0]]

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
        return max_error(encode(arrays[name], fitting(arrays[name], self.encoding(name)))[1])

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
                        if part is not None:
                            yield f"{field.name}/{key}/{number}", part
                else:
                    yield f"{field.name}/{key}", array

    @classmethod
    def _from_flat(cls, arrays, made_from):
        """Build the record again from what `_flat` listed."""
        raise NotImplementedError

    def _check_parts(self):
        """Raise ``ValueError`` unless the parts of a record fit together."""
        lengths = {}
        for name, array in self._flat():
            axes = self.AXES.get(name.split("/")[0], "...").split()
            more = axes[-1:] == ["..."]
            axes = axes[:-1] if more else axes
            if not isinstance(array, np.ndarray):
                raise ValueError(f"{name} is a {type(array).__name__}, not an array")
            if array.dtype.kind not in "buif" or array.ndim < len(axes) or (
                array.ndim > len(axes) and not more
            ):  # fmt: skip
                raise ValueError(f"{name} is an array of {array.dtype} {array.shape}")
            for axis, length in zip(axes, array.shape):
                if axis.endswith("?") and length == 0:
                    continue
                word = axis.rstrip("?")
                wanted = int(word) if word.isdigit() else lengths.setdefault(word, length)
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


def _plain(made_from):
    """Bring what made a record to JSON's types, so that it can be saved; the caller's stays."""
    if not isinstance(made_from, dict):
        raise bad_argument("made_from", "a dict", made_from)
    try:
        return json.loads(json.dumps(made_from, default=_plain_value))
    except (TypeError, ValueError) as error:
        raise bad_argument("made_from", "text, numbers, lists and dicts of them", made_from,
                           f"It holds something else: {error}.") from None  # fmt: skip


def _plain_value(value):
    if isinstance(value, (np.ndarray, np.generic)):
        return value.tolist()
    raise TypeError(f"a {type(value).__name__}")


def _own(value):
    """Make arrays the record's own, and read-only; those that nobody can write to are shared."""
    if isinstance(value, dict):
        return {key: _own(each) for key, each in value.items()}
    if isinstance(value, tuple):
        return tuple(_own(each) for each in value)
    if not isinstance(value, np.ndarray):
        return value
    base = value
    while isinstance(base, np.ndarray) and not base.flags.writeable:
        base = base.base
    if base is not None:
        value = value.copy()
    value.flags.writeable = False
    return value
