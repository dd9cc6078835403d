"""How the record of a network's filters is made: of which training, and of which layers."""

import dataclasses

from helpers.course.records import record_names, shipped_record
from helpers.course.training_recipe import TrainingRecipe
from helpers.datasets import load

__all__ = ["FiltersRecipe"]

#: Of the bar, what the training takes; the rest is for its filters.
_TRAINING = 0.8


@dataclasses.dataclass(frozen=True)
class FiltersRecipe:
    """How the record of what a training's filters look for, and what they are worth, is made."""

    #: The name of the training's recipe and record.
    name: str
    #: What is trained. Its record must keep all weights at the epochs to be looked at.
    training: TrainingRecipe
    #: The layers whose filters are taken away; those of the last one are also shown.
    layers: tuple
    #: The epochs to be looked at.
    epochs: tuple
    #: What else `helpers.recording.filters_recorder.record_filters` takes.
    more: dict = dataclasses.field(default_factory=dict)

    @property
    def summary(self):
        """What it is, in a sentence that a learner can read."""
        return self.training.summary

    def make(self, advance, full=None):
        """Take what was trained, or train, and look at the filters.

        Parameters
        ----------
        advance : callable
            Called with the share of the work that is done (0 to 1) and a few words.
        full : Path, optional
            A file with the training's record before anything is left out of it: see
            `TrainingRecipe.trained`. Left out, the shipped record is taken if it has all weights
            at these epochs.

        Returns
        -------
        FiltersRecord
        """
        from helpers.recording.filters_recorder import record_filters

        record, network, data = (self._shipped() if full is None else None) or (
            self.training.trained(lambda share, words="": advance(_TRAINING * share, words), full)
        )
        return record_filters(
            record,
            network,
            data,
            self.layers,
            self.epochs,
            progress=lambda share, words: advance(_TRAINING + (1 - _TRAINING) * share, words),
            **self.more,
        )

    def _shipped(self):
        """Give the shipped record, a network, data; None where the record has too few weights."""
        record = shipped_record(self.name) if self.name in record_names() else None
        if record is None or not all(
            epoch in record.weight_epochs
            and all(weight is not None for weight in record.weights[str(epoch)])
            for epoch in self.epochs
        ):
            return None
        recipe = self.training
        data = load(recipe.data, size="full", valid_size=recipe.valid_size, seed=recipe.seed)
        return record, recipe.build(sum(plan.steps for plan in recipe.schedule)), data
