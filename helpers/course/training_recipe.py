"""How the record of one training is made: what is trained, on what, for how long."""

import dataclasses
import time
from collections.abc import Callable

import numpy as np

from helpers._arguments import bad_argument
from helpers.datasets import load
from helpers.recording.schedule import shuffled_epochs
from helpers.recording.training_record import TrainingRecord

__all__ = ["TrainingRecipe", "score_on_test", "train"]


@dataclasses.dataclass(frozen=True)
class TrainingRecipe:
    """How the record of one training is made. See `train`."""

    #: What it is, in a sentence that a learner can read.
    summary: str
    #: The data set's name.
    data: str
    #: Builds the compiled network; takes the total number of steps.
    build: Callable
    #: How many images each epoch sees.
    schedule: tuple
    #: Number of training images set aside for validation, by class in equal shares.
    valid_size: int = 2_000
    #: Makes of pictures what the network is to answer, where that is not their class; or None.
    targets: Callable | None = None
    #: Changes a batch of training pictures, with a generator of random numbers; or None.
    augment: Callable | None = None
    #: Mirror a picture at every second time that it is seen, rather than by chance; ``augment``
    #: is then also told which ones.
    alternate: bool = False
    #: What `helpers.recording.Recorder` is to keep.
    keep: dict = dataclasses.field(default_factory=dict)
    #: Of the epochs at which weights are kept, those of which the shipped record has all; with
    #: nothing said, every one.
    whole: tuple | None = None
    #: Whether of the other ones it has those of convolutions and normalising layers.
    convolutions: bool = True
    #: How its weights are stored: see `helpers.recording.encoding`.
    weights_as: str = "float16"
    #: Of the split, the weights, the order of the images and the changes to them.
    seed: int = 0

    def make(self, advance, full=None):
        """Train on the full data.

        Every recipe has this method; ``python -m tools record`` calls it.

        Parameters
        ----------
        advance : callable
            Called with the share of the work that is done (0 to 1) and a few words.
        full : Path, optional
            See `trained`.

        Returns
        -------
        TrainingRecord
        """
        return self.ship(*self.trained(advance, full)[:2])

    def trained(self, advance, full=None):
        """Train on the full data, or take the record of a training that was done.

        Parameters
        ----------
        advance : callable
            As `make` takes it.
        full : Path, optional
            A file for the record before anything is left out of it. If it is there, nothing is
            trained.

        Returns
        -------
        record : TrainingRecord
            With all weights that were kept.
        network : keras.Model
            Of the recipe; with which weights is not said.
        data : Dataset
            As it was split.

        Raises
        ------
        ValueError
            If the file is the record of something else.
        """
        data = load(self.data, size="full", valid_size=self.valid_size, seed=self.seed)
        if full is not None and full.is_file():
            record = TrainingRecord.load(full)
            known = (record.made_from.get("summary"), record.made_from.get("seed"))
            if known != (self.summary, self.seed):
                raise bad_argument("full", f"the record of {self.summary!r}, seed {self.seed}",
                                   f"that of {known[0]!r}, seed {known[1]}")  # fmt: skip
            return record, self.build(sum(plan.steps for plan in self.schedule)), data

        def after_epoch(recorder):
            score = recorder.latest.get("val_accuracy")
            words = (
                f"validation loss {recorder.latest['val_loss']:.4f}"
                if score is None else f"validation accuracy {score:.1%}"
            )  # fmt: skip
            advance(recorder.n_epochs / len(self.schedule), words)

        record, network = train(self, data, after_epoch=after_epoch)
        if full is not None:
            record.save(full)
        return record, network, data

    def ship(self, record, network):
        """Leave out what is not shipped.

        Parameters
        ----------
        record : TrainingRecord
        network : keras.Model
            Both as `train` gives them.

        Returns
        -------
        TrainingRecord
        """
        if self.whole is None:
            return record
        from helpers.recording.weights_probe import thinned

        return thinned(record, network, self.whole, self.convolutions)


def train(recipe, data, after_epoch=None):
    """Train a network by a recipe and record it.

    Parameters
    ----------
    recipe : TrainingRecipe
    data : Dataset
        Loaded with a validation part.
    after_epoch : callable, optional
        Called after every epoch with the recorder.

    Returns
    -------
    record : TrainingRecord
        Its ``made_from`` also holds ``test_accuracy`` (or ``test_mse``), looked at once, at the
        end.
    network : keras.Model
        As trained.
    """
    import keras

    from helpers.recording.keras_recorder import Recorder

    keras.utils.set_random_seed(recipe.seed)
    rng = np.random.default_rng(recipe.seed)
    network = recipe.build(sum(plan.steps for plan in recipe.schedule))
    recorder = Recorder(
        data,
        schedule=recipe.schedule,
        targets=recipe.targets,
        made_from={
            "summary": recipe.summary,
            "seed": recipe.seed,
            "weights_as": recipe.weights_as,
            "augmentation": getattr(recipe.augment, "__name__", None),
        },
        **recipe.keep,
    )

    def wanted(part, positions=slice(None)):
        if recipe.targets is not None:
            return recipe.targets(getattr(data, f"x_{part}")[positions])
        return _as_wanted(network, getattr(data, f"y_{part}")[positions])

    valid = (data.x_valid, wanted("valid"))
    # Half of the pictures begin mirrored.
    times_seen = rng.integers(0, 2, len(data.x_train)) if recipe.alternate else None
    started = time.perf_counter()
    chosen = shuffled_epochs(recipe.schedule, len(data.x_train), seed=recipe.seed)
    for plan, positions in zip(recipe.schedule, chosen, strict=True):
        images = data.x_train[positions]
        if recipe.augment is not None:
            mirrored = {}
            if recipe.alternate:
                mirrored = {"mirrored": times_seen[positions] % 2 == 1}
                np.add.at(times_seen, positions, 1)
            images = recipe.augment(images, rng, **mirrored)
        network.fit(
            images,
            wanted("train", positions),
            batch_size=plan.batch_size,
            shuffle=False,
            validation_data=valid,
            validation_batch_size=200,
            callbacks=[recorder],
            verbose=0,
        )
        if after_epoch is not None:
            after_epoch(recorder)
    recorder.note(
        seconds=round(time.perf_counter() - started, 1),
        **score_on_test(network, data, mirrored=recipe.alternate, targets=recipe.targets),
    )
    return recorder.record, network


def score_on_test(network, data, mirrored, targets=None):
    """Look at the test pictures, once: the share that a network gets right, or how far it is off.

    Parameters
    ----------
    network : keras.Model
    data : Dataset
    mirrored : bool
        Whether also to ask it about each picture and its mirrored one, and take the mean.
    targets : callable, optional
        See `TrainingRecipe`.

    Returns
    -------
    dict of str to float
        ``test_accuracy``, and with ``mirrored`` ``test_accuracy_mirrored``. With ``targets`` only
        ``test_mse``, the mean squared difference.
    """
    says = network.predict(data.x_test, batch_size=200, verbose=0)
    if targets is not None:
        return {"test_mse": float(np.mean((says - targets(data.x_test)) ** 2))}
    scores = {"test_accuracy": float((says.argmax(axis=1) == data.y_test).mean())}
    if mirrored:
        says = says + network.predict(data.x_test[:, :, ::-1], batch_size=200, verbose=0)
        both = float((says.argmax(axis=1) == data.y_test).mean())
        scores["test_accuracy_mirrored"] = both
    return scores


def _as_wanted(network, labels):
    """Give labels as a network's loss wants them: as numbers, or as one-hot rows."""
    import keras

    if isinstance(network.loss, keras.losses.CategoricalCrossentropy):
        return np.eye(network.output_shape[-1], dtype=np.float32)[labels]
    return labels
