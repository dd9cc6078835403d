"""The record: what happened while something learned, as plain arrays in one file.

A record is one ``.npz`` archive: arrays, and a text in JSON that says what they are and what made
them. Nothing in it can run code. Everything a lesson shows is drawn from a record.
"""

import dataclasses
import io
import json
import zipfile
import zlib
from pathlib import Path
from typing import ClassVar

import numpy as np

from helpers._arguments import bad_argument
from helpers._files import write_whole
from helpers.recording.encoding import decode, encode, max_error

__all__ = [
    "MapsRecord",
    "ProjectionRecord",
    "RecordError",
    "RunsRecord",
    "TrainingRecord",
    "load_record",
    "record_names",
]

FORMAT = "watch-it-learn record"
VERSION = 1
SHIPPED = Path(__file__).parent.parent / "records"


class RecordError(ValueError):
    """A file is not a record that this version of the course can read."""


@dataclasses.dataclass(frozen=True, eq=False, repr=False)
class _Record:
    """What all records share: arrays, a file, what made it.

    Subclasses list in ``ENCODING`` how each of their arrays is stored. A field that is a dict of
    arrays is stored as one array per key.
    """

    #: What made the record: data, seed, versions, seconds ... of JSON's types.
    made_from: dict

    KIND: ClassVar[str]
    ENCODING: ClassVar[dict]

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
            raise bad_argument("path", "a file name that ends in .npz", str(path))
        if not path.parent.is_dir():
            raise bad_argument("path", "a file in a folder that exists", str(path))
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


@dataclasses.dataclass(frozen=True, eq=False, repr=False)
class _MomentsRecord(_Record):
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


@dataclasses.dataclass(frozen=True, eq=False, repr=False)
class TrainingRecord(_MomentsRecord):
    """A network, recorded while it learned.

    E is the number of recorded moments, the first of them before training. Used in lessons 03 to
    06.

    Attributes
    ----------
    epochs : ndarray of shape (E,), int32
        Epoch numbers; 0 is the untrained network.
    made_from : dict
        Data set and its fingerprint, network, schedule, seed, versions, seconds.
    scores : dict of str to ndarray of shape (E,), float32
        ``loss``, ``accuracy`` (training: the running mean over the epoch, as Keras reports it;
        at epoch 0 measured on as many training images as there are validation images),
        ``val_loss``, ``val_accuracy``.
    images_seen : ndarray of shape (E,), int64
        Training images seen up to each moment.
    seconds : ndarray of shape (E,), float32
        Seconds of training up to each moment, recording left out.
    kernels, biases : ndarray of shape (E, h, w, c, n) or (E, inputs, n), and (E, n), float32
        The first layer that has a kernel. Half precision in the file.
    pictures : ndarray of shape (P, H, W) or (P, H, W, C), uint8
        The pictures whose maps were recorded.
    maps : dict of str to ndarray of shape (E, P, h, w, c), float32
        What the named layers made of ``pictures``. 8 bits in the file.
    probabilities : ndarray of shape (E, M, K), float32
        Of each of K classes, for M test images. 16 bits in the file.
    test_index : ndarray of shape (M,), int32
        Which test images these are.
    test_labels : ndarray of shape (M,), uint8
        Their true classes.
    weights : dict of str to tuple of ndarray, float32
        All weights at a few epochs (the key is the epoch's number as text), in the order of
        ``network.get_weights()``. Half precision in the file.
    """

    scores: dict
    images_seen: np.ndarray
    seconds: np.ndarray
    kernels: np.ndarray
    biases: np.ndarray
    pictures: np.ndarray
    maps: dict
    probabilities: np.ndarray
    test_index: np.ndarray
    test_labels: np.ndarray
    weights: dict

    KIND: ClassVar[str] = "training"
    ENCODING: ClassVar[dict] = {
        "epochs": "exact",
        "scores": "exact",
        "images_seen": "exact",
        "seconds": "exact",
        "kernels": "float16",
        "biases": "float16",
        "pictures": "exact",
        "maps": "uint8",
        "probabilities": "uint16",
        "test_index": "exact",
        "test_labels": "exact",
        "weights": "float16",
    }

    def __repr__(self):
        """Say in one line what was recorded."""
        data = self.made_from.get("data", {}).get("name", "?")
        return (
            f"TrainingRecord of {self.made_from.get('network', {}).get('name', '?')} on {data}: "
            f"{len(self)} moments, epochs {self.epochs[0]} to {self.epochs[-1]}, "
            f"{self.images_seen[-1]:,} images seen"
        )

    @property
    def predictions(self):
        """The most probable class of each test image at each moment, (E, M) uint8."""
        return self.probabilities.argmax(axis=2).astype(np.uint8)

    @property
    def weight_epochs(self):
        """The epochs at which all weights were kept, ascending, as a tuple of int."""
        return tuple(sorted(map(int, self.weights)))

    @property
    def best_epoch(self):
        """The epoch with the highest validation accuracy; the first of several."""
        return int(self.epochs[self.scores["val_accuracy"].argmax()])

    def restore(self, network, epoch=-1):
        """Give a network the weights it had at a recorded epoch.

        Parameters
        ----------
        network : keras.Model
            Built as the recorded one was. Its weights are replaced; nothing else is.
        epoch : int
            One of `weight_epochs`; a negative number counts from their end.

        Returns
        -------
        keras.Model
            The same ``network``.

        Raises
        ------
        ValueError
            If no weights were kept at that epoch or the network is of another shape. The network
            is then as it was.
        """
        epochs = self.weight_epochs
        if isinstance(epoch, (int, np.integer)) and -len(epochs) <= epoch < 0:
            epoch = epochs[epoch]
        if epoch not in epochs:
            raise bad_argument("epoch", f"one at which all weights were kept {epochs}", epoch)
        weights = self.weights[str(epoch)]
        shapes = [tuple(weight.shape) for weight in network.weights]
        if shapes != [weight.shape for weight in weights]:
            raise bad_argument(
                "network",
                f"weights of shapes {[weight.shape for weight in weights]}",
                shapes,
                "Build it as the recorded network was built.",
            )
        network.set_weights(list(weights))
        return network

    @classmethod
    def _from_flat(cls, arrays, made_from):
        fields = {"scores": {}, "maps": {}, "weights": {}}
        for name, array in arrays.items():
            field, *rest = name.split("/")
            if not rest:
                fields[field] = array
            elif field == "weights":
                fields[field].setdefault(rest[0], {})[int(rest[1])] = array
            else:
                fields[field]["/".join(rest)] = array
        fields["weights"] = {
            epoch: tuple(parts[number] for number in sorted(parts))
            for epoch, parts in fields["weights"].items()
        }
        return cls(made_from=made_from, **fields)


@dataclasses.dataclass(frozen=True, eq=False, repr=False)
class ProjectionRecord(_MomentsRecord):
    """A map of pictures, recorded while it was laid out.

    E is the number of recorded layouts, the first of them the start. Used in lesson 02.

    Attributes
    ----------
    epochs : ndarray of shape (E,), int32
        Epoch numbers; 0 is the start.
    made_from : dict
        Data set and its fingerprint, parameters, seed, versions, seconds.
    embeddings : ndarray of shape (E, N, 2), float32
        Where every picture lies at every moment. 16 bits in the file.
    picture_index : ndarray of shape (N,), int32
        Which pictures these are.
    labels : ndarray of shape (N,), uint8
        Their classes; the layout never saw them. Of shape (0,) where none were given.
    between : dict of str to ndarray
        What the model makes of G places on the final map, where that was recorded: ``places``
        (G, 2) float32, ``pictures`` (G, H, W) uint8 by ``inverse_transform``, and ``returned``
        (G, 2) float32, where ``transform`` puts these pictures.
    model : umap.UMAP or None
        The fitted model, where the record was made in this session. It is not stored.
    """

    embeddings: np.ndarray
    picture_index: np.ndarray
    labels: np.ndarray
    between: dict = dataclasses.field(default_factory=dict)
    model: object = None

    KIND: ClassVar[str] = "projection"
    ENCODING: ClassVar[dict] = {
        "epochs": "exact",
        "embeddings": "uint16-delta",
        "picture_index": "exact",
        "labels": "exact",
        "between": "exact",
    }

    def __repr__(self):
        """Say in one line what was recorded."""
        return (
            f"ProjectionRecord of {_pictures(self)}: "
            f"{len(self)} layouts, epochs {self.epochs[0]} to {self.epochs[-1]}"
        )

    def _flat(self):
        return ((name, array) for name, array in super()._flat() if name != "model")

    @classmethod
    def _from_flat(cls, arrays, made_from):
        return cls(made_from=made_from, **_with_dict("between", arrays))


@dataclasses.dataclass(frozen=True, eq=False, repr=False)
class MapsRecord(_Record):
    """Several finished maps of the same pictures, each laid out with other settings.

    M is the number of maps. Used in lesson 02.

    Attributes
    ----------
    made_from : dict
        Data set and its fingerprint, seed, versions, seconds.
    settings : dict of str to ndarray of shape (M,), float32
        What each map was laid out with, such as ``n_neighbors`` and ``min_dist``.
    embeddings : ndarray of shape (M, N, 2), float32
        Where every picture lies on every map. 16 bits in the file.
    picture_index : ndarray of shape (N,), int32
        Which pictures these are.
    labels : ndarray of shape (N,), uint8
        Their classes; no layout saw them.
    """

    settings: dict
    embeddings: np.ndarray
    picture_index: np.ndarray
    labels: np.ndarray

    KIND: ClassVar[str] = "maps"
    ENCODING: ClassVar[dict] = {
        "settings": "exact",
        "embeddings": "uint16",
        "picture_index": "exact",
        "labels": "exact",
    }

    def __len__(self):
        """Number of maps."""
        return len(self.embeddings)

    def __repr__(self):
        """Say in one line what was recorded."""
        return f"MapsRecord of {_pictures(self)}: {len(self)} maps by {', '.join(self.settings)}"

    @classmethod
    def _from_flat(cls, arrays, made_from):
        return cls(made_from=made_from, **_with_dict("settings", arrays))


@dataclasses.dataclass(frozen=True, eq=False, repr=False)
class RunsRecord(_MomentsRecord):
    """Many small trainings of the same network on the same data, each with other settings.

    R is the number of runs, E the number of recorded epochs. Used in lesson 03.

    Attributes
    ----------
    epochs : ndarray of shape (E,), int32
        Epoch numbers, the same for all runs.
    made_from : dict
        Data set and its fingerprint, network, settings, seed, versions, seconds.
    settings : dict of str to ndarray of shape (R,), float64
        What each run was trained with, such as ``learning_rate``.
    scores : dict of str to ndarray of shape (R, E), float32
        Such as ``cost`` and ``val_accuracy``. Not finite where a run went astray.
    """

    settings: dict
    scores: dict

    KIND: ClassVar[str] = "runs"
    ENCODING: ClassVar[dict] = {"epochs": "exact", "settings": "exact", "scores": "exact"}

    def __repr__(self):
        """Say in one line what was recorded."""
        runs = len(next(iter(self.settings.values())))
        return f"RunsRecord: {runs} runs by {', '.join(self.settings)}; {len(self)} epochs each"

    @classmethod
    def _from_flat(cls, arrays, made_from):
        fields = _with_dict("scores", _with_dict("settings", arrays))
        return cls(made_from=made_from, **fields)


def _pictures(record):
    """Say how many pictures a record shows, and of what."""
    count = f"{record.embeddings.shape[1]:,} pictures"
    name = record.made_from.get("data", {}).get("name")
    return f"{count} of {name}" if name else count


def _with_dict(field, arrays):
    """Give arrays as a record's fields: those named ``field/key`` become one dict."""
    within = {name: array for name, array in arrays.items() if name.startswith(f"{field}/")}
    fields = {name: array for name, array in arrays.items() if name not in within}
    return {**fields, field: {name.split("/")[1]: array for name, array in within.items()}}


_KINDS = {kind.KIND: kind for kind in (TrainingRecord, ProjectionRecord, MapsRecord, RunsRecord)}


def record_names():
    """Name the records that are shipped with the course.

    Returns
    -------
    list of str
        As `load_record` takes them.
    """
    return sorted(path.stem for path in SHIPPED.glob("*.npz"))


def load_record(name):
    """Read a record: one that is shipped, or one of your own.

    Parameters
    ----------
    name : str or Path
        A shipped record's name (see `record_names`), or the path of an ``.npz`` file.

    Returns
    -------
    TrainingRecord, ProjectionRecord, MapsRecord or RunsRecord
        Its arrays are read-only.

    Raises
    ------
    ValueError
        If there is no shipped record of that name.
    FileNotFoundError
        If there is no such file.
    RecordError
        If the file is cut, damaged, something else, or of another version.
    """
    path = Path(name)
    if path.suffix != ".npz":
        path = SHIPPED / f"{name}.npz"
        if str(name) not in record_names():
            raise bad_argument(
                "name", f"one of {record_names()} or a path that ends in .npz", str(name)
            )
    if not path.is_file():
        raise FileNotFoundError(f"{path}: there is no such file.")
    try:
        if not zipfile.is_zipfile(path):
            raise zipfile.BadZipFile("not an .npz archive")
        with np.load(path, allow_pickle=False) as archive:
            # Reading every member checks its CRC, so a damaged file is noticed here, not later.
            stored = {key: archive[key] for key in archive.files}
        header = json.loads(stored.pop("header").tobytes())
        is_ours = header.get("format") == FORMAT
    except (OSError, ValueError, KeyError, AttributeError, zipfile.BadZipFile, zlib.error,
            EOFError, NotImplementedError, RuntimeError) as error:  # fmt: skip
        raise RecordError(
            f"{path}: not a record, or a damaged one ({error}). "
            "If it came with the course, install the course again; "
            "if it is yours, make it again or take your copy."
        ) from error
    if not is_ours:
        raise RecordError(f"{path}: an .npz file, but not a record of this course.")
    if header.get("version") != VERSION or header.get("kind") not in _KINDS:
        raise RecordError(
            f"{path}: expected a record of version {VERSION}; received version "
            f"{header.get('version')!r}, kind {header.get('kind')!r}. "
            "Update the course, or make the record again with this version."
        )
    try:
        arrays = {key: decode(stored[key], how) for key, how in header["arrays"].items()}
        return _KINDS[header["kind"]]._from_flat(arrays, header["made_from"])
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise RecordError(f"{path}: a record that lacks a part ({error}).") from error
