"""The record of depth: where each layer of a network puts the same pictures, over time."""

import dataclasses
from typing import ClassVar

import numpy as np

from helpers._arguments import check_choice
from helpers.recording.record import MomentsRecord

__all__ = ["LayersRecord"]


@dataclasses.dataclass(frozen=True, eq=False, repr=False)
class LayersRecord(MomentsRecord):
    """What the layers of a network make of the same pictures, while it learns.

    E is the number of recorded epochs, L that of layers (the pixels are the first), N that of
    pictures. Each layer is seen through one fixed linear view, so what moves from epoch to epoch
    is the network's doing.

    Attributes
    ----------
    epochs : ndarray of shape (E,), int32
        Epoch numbers; 0 is the untrained network.
    made_from : dict
        The ``layers``' names, the data set, the training, versions, seconds.
    embeddings : ndarray of shape (E, L, N, 2), float32
        Where every picture lies. 16 bits in the file.
    picture_index : ndarray of shape (N,), int32
        Which test pictures these are.
    labels : ndarray of shape (N,), uint8 or uint16
        Their classes.
    shares : ndarray of shape (E, L), float32
        The share of these pictures that are nearest to the mean of their own class, among all
        numbers of the layer.
    untrained : ndarray of shape (S, L), float32
        The same in S networks of other seeds, before any training.
    """

    embeddings: np.ndarray
    picture_index: np.ndarray
    labels: np.ndarray
    shares: np.ndarray
    untrained: np.ndarray

    KIND: ClassVar[str] = "layers"
    ENCODING: ClassVar[dict] = {
        "epochs": "exact",
        "embeddings": "uint16",
        "picture_index": "exact",
        "labels": "exact",
        "shares": "exact",
        "untrained": "exact",
    }
    AXES: ClassVar[dict] = {
        "epochs": "epoch",
        "embeddings": "epoch layer picture 2",
        "picture_index": "picture",
        "labels": "picture",
        "shares": "epoch layer",
        "untrained": "seed layer",
    }

    def __repr__(self):
        """Say in one line what was recorded."""
        name = self.made_from.get("network", {}).get("name", "?")
        return (
            f"LayersRecord of {name}: {self.embeddings.shape[2]:,} pictures in "
            f"{len(self.layers)} layers at {len(self)} epochs, {self.epochs[0]} to "
            f"{self.epochs[-1]}"
        )

    @property
    def layers(self):
        """The layers' names, the pixels first, as a tuple of str."""
        return tuple(self.made_from["layers"])

    def layer(self, name):
        """Find the position of a layer in the record's arrays.

        Parameters
        ----------
        name : str
            One of `layers`.

        Returns
        -------
        int

        Raises
        ------
        ValueError
            If that layer was not recorded.
        """
        return self.layers.index(check_choice("name", name, self.layers))

    def _check_parts(self):
        super()._check_parts()
        layers = self.made_from.get("layers")
        if not isinstance(layers, list) or len(layers) != self.embeddings.shape[1]:
            raise ValueError(f"made_from['layers'] names {layers}, of {self.embeddings.shape[1]}")

    @classmethod
    def _from_flat(cls, arrays, made_from):
        return cls(made_from=made_from, **arrays)
