"""Records of maps: one that was watched while it was laid out, or several finished ones."""

import dataclasses
from typing import ClassVar

import numpy as np

from helpers.recording.record import MomentsRecord, Record, with_dict

__all__ = ["MapsRecord", "ProjectionRecord"]


@dataclasses.dataclass(frozen=True, eq=False, repr=False)
class ProjectionRecord(MomentsRecord):
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
    AXES: ClassVar[dict] = {
        "epochs": "epoch",
        "embeddings": "epoch picture 2",
        "picture_index": "picture",
        "labels": "picture?",
        "between": "place ...",
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
        return cls(made_from=made_from, **with_dict("between", arrays))


@dataclasses.dataclass(frozen=True, eq=False, repr=False)
class MapsRecord(Record):
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
    AXES: ClassVar[dict] = {
        "settings": "map",
        "embeddings": "map picture 2",
        "picture_index": "picture",
        "labels": "picture",
    }

    def __len__(self):
        """Number of maps."""
        return len(self.embeddings)

    def __repr__(self):
        """Say in one line what was recorded."""
        return f"MapsRecord of {_pictures(self)}: {len(self)} maps by {', '.join(self.settings)}"

    @classmethod
    def _from_flat(cls, arrays, made_from):
        return cls(made_from=made_from, **with_dict("settings", arrays))


def _pictures(record):
    """Say how many pictures a record shows, and of what."""
    count = f"{record.embeddings.shape[1]:,} pictures"
    name = record.made_from.get("data", {}).get("name")
    return f"{count} of {name}" if name else count
