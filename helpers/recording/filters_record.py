"""The record of a network's filters: what each of them and each class looks for, and its worth."""

import dataclasses
from typing import ClassVar

import numpy as np

from helpers._arguments import check_choice
from helpers.recording.record import MomentsRecord, with_dict

__all__ = ["FiltersRecord"]


@dataclasses.dataclass(frozen=True, eq=False, repr=False)
class FiltersRecord(MomentsRecord):
    """Pictures made for classes and filters over time, and what is lost without filters.

    E is the number of epochs, K that of classes, U that of the filters that are shown, P that of
    the points of a curve. Used in lesson 07.

    Attributes
    ----------
    epochs : ndarray of shape (E,), int32
        Epoch numbers; 0 is the untrained network.
    made_from : dict
        The ``layer`` whose filters are shown, the data set, the training, how many pictures were
        asked, versions, seconds.
    class_pictures : ndarray of shape (E, K, H, W) or (E, K, H, W, C), uint8
        A picture made for each class.
    units : ndarray of shape (U,), int32
        Which filters are shown: those without which most is lost at the last epoch, the most
        important one first.
    patterns : ndarray of shape (E, U, H, W) or (E, U, H, W, C), uint8
        A picture made for each of them.
    unit_losses : ndarray of shape (E, U), float32
        By how much the mean probability of the right class falls without each of them, over
        validation pictures.
    losses : dict of str to ndarray of shape (F,), float32
        By layer, the same for every filter, at the last epoch.
    dead : dict of str to ndarray of shape (F,), bool
        By layer, whether a filter answers the same to all of these pictures, everywhere.
    counts : dict of str to ndarray of shape (P,), int32
        By layer, how many filters are taken away.
    curves : dict of str to ndarray of shape (3, P), float32
        By layer, the share of test pictures right without so many: the least important first, by
        chance, the most important first. What is important was measured on validation pictures.
    """

    class_pictures: np.ndarray
    units: np.ndarray
    patterns: np.ndarray
    unit_losses: np.ndarray
    losses: dict
    dead: dict
    counts: dict
    curves: dict

    KIND: ClassVar[str] = "filters"
    ENCODING: ClassVar[dict] = dict.fromkeys(
        ("epochs", "class_pictures", "units", "patterns", "unit_losses", "losses", "dead",
         "counts", "curves"), "exact",
    )  # fmt: skip
    AXES: ClassVar[dict] = {
        "epochs": "epoch",
        "class_pictures": "epoch class ...",
        "units": "shown",
        "patterns": "epoch shown ...",
        "unit_losses": "epoch shown",
    }

    def __repr__(self):
        """Say in one line what was recorded."""
        name = self.made_from.get("network", {}).get("name", "?")
        return (
            f"FiltersRecord of {name}: {len(self.units)} filters of {self.layer} at {len(self)} "
            f"epochs, what is lost without each of {', '.join(self.losses)}"
        )

    @property
    def layer(self):
        """The name of the layer whose filters are shown."""
        return self.made_from["layer"]

    def half_taken(self, layer):
        """Give the share of test pictures right when half of a layer's filters are gone.

        Parameters
        ----------
        layer : str
            One whose filters were taken away.

        Returns
        -------
        ndarray of shape (3,), float32
            The least important ones, some by chance, the most important ones.
        """
        counts = self.counts[check_choice("layer", layer, self.counts)]
        return self.curves[layer][:, np.flatnonzero(counts == counts[-1] // 2)[0]]

    @classmethod
    def _from_flat(cls, arrays, made_from):
        for field in ("losses", "dead", "counts", "curves"):
            arrays = with_dict(field, arrays)
        return cls(made_from=made_from, **arrays)
