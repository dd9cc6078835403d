"""The record of many trainings, of which only the scores are kept."""

import dataclasses
from typing import ClassVar

from helpers.recording.record import MomentsRecord, with_dict

__all__ = ["RunsRecord"]


@dataclasses.dataclass(frozen=True, eq=False, repr=False)
class RunsRecord(MomentsRecord):
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
    AXES: ClassVar[dict] = {"epochs": "epoch", "settings": "run", "scores": "run epoch"}

    def __repr__(self):
        """Say in one line what was recorded."""
        runs = len(next(iter(self.settings.values())))
        return f"RunsRecord: {runs} runs by {', '.join(self.settings)}; {len(self)} epochs each"

    @classmethod
    def _from_flat(cls, arrays, made_from):
        fields = with_dict("scores", with_dict("settings", arrays))
        return cls(made_from=made_from, **fields)
