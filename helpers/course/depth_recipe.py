"""How the record of a network's depth is made: of which training, and in which layers."""

import dataclasses

from helpers.course.training_recipe import TrainingRecipe

__all__ = ["DepthRecipe"]

#: Of the bar, what the training takes; the rest is for going through its weights.
_TRAINING = 0.9


@dataclasses.dataclass(frozen=True)
class DepthRecipe:
    """How the record of what a training's layers do is made."""

    #: What is trained. Its record must keep all weights at the epochs to be looked at.
    training: TrainingRecipe
    #: The layers' names, from the input to the output.
    layers: tuple
    #: Of the networks that are compared with, untrained.
    seeds: tuple = (1, 2, 3, 4)

    @property
    def summary(self):
        """What it is, in a sentence that a learner can read."""
        return self.training.summary

    def make(self, advance, full=None):
        """Train, or take what was trained, and look into the layers.

        Parameters
        ----------
        advance : callable
            Called with the share of the work that is done (0 to 1) and a few words.
        full : Path, optional
            A file with the training's record before anything is left out of it: see
            `TrainingRecipe.trained`.

        Returns
        -------
        LayersRecord
        """
        import keras

        from helpers.recording.layers_recorder import record_layers

        recipe = self.training
        record, network, data = recipe.trained(
            lambda share, words="": advance(_TRAINING * share, words), full
        )

        def untrained():
            for seed in self.seeds:
                keras.utils.set_random_seed(seed)
                yield recipe.build(sum(plan.steps for plan in recipe.schedule))

        return record_layers(
            record,
            network,
            data,
            self.layers,
            untrained=untrained(),
            progress=lambda share, words: advance(_TRAINING + (1 - _TRAINING) * share, words),
        )
