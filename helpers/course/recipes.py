"""What the shipped records are made of: what is trained, on what, for how long; and the maps."""

import dataclasses
import time
from collections.abc import Callable

import numpy as np

from helpers._arguments import bad_argument
from helpers.course.map_recipes import MAP_RECIPES
from helpers.course.run_recipes import RUN_RECIPES
from helpers.datasets import load
from helpers.networks import architectures
from helpers.networks.augmentation import random_shift, random_shift_and_flip
from helpers.recording.schedule import even_schedule, growing_schedule, shuffled_epochs

__all__ = ["RECIPES", "TrainingRecipe", "find_recipe", "train"]


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
    #: Changes a batch of training pictures, with a generator of random numbers; or None.
    augment: Callable | None = None
    #: What `helpers.recording.Recorder` is to keep.
    keep: dict = dataclasses.field(default_factory=dict)
    #: Stop when validation accuracy has not risen for so many epochs, and take the best one's
    #: weights; None: train the whole schedule. With it, ``keep`` needs ``weights_at=["best"]``.
    patience: int | None = None
    #: Of the split, the weights, the order of the images and the changes to them.
    seed: int = 0

    def make(self, advance):
        """Train on the full data.

        Every recipe has this method; ``python -m tools record`` calls it.

        Parameters
        ----------
        advance : callable
            Called with the share of the work that is done (0 to 1) and a few words.

        Returns
        -------
        TrainingRecord
        """
        data = load(self.data, size="full", valid_size=self.valid_size, seed=self.seed)

        def after_epoch(recorder):
            scores = recorder.latest
            advance(
                recorder.n_epochs / len(self.schedule),
                f"validation accuracy {scores['val_accuracy']:.1%}",
            )

        return train(self, data, after_epoch=after_epoch)[0]


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
        Its ``made_from`` also holds ``test_accuracy``, looked at once, at the end.
    network : keras.Model
        As trained; with ``patience``, as it was at its best epoch.
    """
    import keras

    from helpers.recording.keras_recorder import Recorder

    keras.utils.set_random_seed(recipe.seed)
    rng = np.random.default_rng(recipe.seed)
    network = recipe.build(sum(plan.steps for plan in recipe.schedule))
    recorder = Recorder(
        data,
        schedule=recipe.schedule,
        made_from={
            "summary": recipe.summary,
            "seed": recipe.seed,
            "patience": recipe.patience,
            "augmentation": getattr(recipe.augment, "__name__", None),
        },
        **recipe.keep,
    )
    started = time.perf_counter()
    chosen = shuffled_epochs(recipe.schedule, len(data.x_train), seed=recipe.seed)
    for plan, positions in zip(recipe.schedule, chosen, strict=True):
        images = data.x_train[positions]
        if recipe.augment is not None:
            images = recipe.augment(images, rng)
        network.fit(
            images,
            data.y_train[positions],
            batch_size=plan.batch_size,
            shuffle=False,
            validation_data=(data.x_valid, data.y_valid),
            validation_batch_size=200,
            callbacks=[recorder],
            verbose=0,
        )
        if after_epoch is not None:
            after_epoch(recorder)
        if recipe.patience is not None and (
            recorder.n_epochs - recorder.best_epoch >= recipe.patience
        ):
            break
    if recipe.patience is not None:
        recorder.record.restore(network, recorder.best_epoch)
    recorder.note(
        seconds=round(time.perf_counter() - started, 1),
        test_accuracy=network.evaluate(
            data.x_test, data.y_test, batch_size=200, verbose=0, return_dict=True
        )["accuracy"],
    )
    return recorder.record, network


def find_recipe(name):
    """Look a recipe up by the name of its record.

    Parameters
    ----------
    name : str
        A key of `RECIPES`.

    Returns
    -------
    TrainingRecipe, ProjectionRecipe, SettingsRecipe or RunsRecipe
        Its method ``make`` makes the record.

    Raises
    ------
    ValueError
        If there is no such recipe.
    """
    if name not in RECIPES:
        raise bad_argument("name", f"one of {', '.join(RECIPES)}", name)
    return RECIPES[name]


def _constant_rate(**switches):
    """Build `cifar_cnn` with the article's learning rate, however long the training is."""
    return lambda steps: architectures.cifar_cnn(**switches)


def _warm_up_and_cosine(steps):
    """Build the better network with a learning rate that rises, then falls along a cosine."""
    import keras

    warm_up = steps // 10
    rate = keras.optimizers.schedules.CosineDecay(
        initial_learning_rate=0.0001,
        decay_steps=steps - warm_up,
        alpha=0.01,
        warmup_target=0.002,
        warmup_steps=warm_up,
    )
    return architectures.cifar_cnn(rate, batch_norm=True, third_layer=True, dropout=0)


#: The dog (test image 16), and the test images that the shipped sample has too.
_WATCH = {"pictures": [16], "watch": 1_000}

#: What the steps from one recipe to the other bring, each tried on a third of the better recipe's
#: images: enough to tell them apart.
_SHORT = even_schedule(16, steps=175, batch_size=64)


def _rung(summary, build, augment=None):
    """Plan one step of lesson 06's ladder; only its scores are kept."""
    return TrainingRecipe(
        summary=summary,
        data="cifar10",
        build=build,
        schedule=_SHORT,
        augment=augment,
        keep={"keep_kernels": False, "weights_at": ()},
    )


#: Passes over the 55,000 MNIST training images that are left beside 5,000 for validation.
_PASSES = even_schedule(40, steps=275, batch_size=200)


def _features(seed):
    """Plan the training of lesson 04's network, which is done twice."""
    return TrainingRecipe(
        summary="Batch normalisation, dropout, shifted digits, early stopping",
        data="mnist",
        build=lambda steps: architectures.mnist_features_cnn(),
        schedule=_PASSES,
        valid_size=5_000,
        augment=random_shift,
        patience=5,
        keep={"pictures": [0, 1, 4], "layers": ["conv_2"], "weights_at": ["best"]},
        seed=seed,
    )


def _match(kind, **keep):
    """Plan one side of lesson 03's match: 10 passes over the 54,000 images that are left."""
    return TrainingRecipe(
        summary=f"The {kind} of lesson 3 on digits, 10 epochs",
        data="mnist",
        build=lambda steps: getattr(architectures, f"mnist_{kind.lower()}")(),
        schedule=even_schedule(10, steps=270, batch_size=200),
        valid_size=6_000,
        keep={"watch": 1_000, "weights_at": [10], **keep},
    )


def _errors(kind, data, seed=0, at=(16,)):
    """Plan a training whose errors lesson 05 looks at: all test images, at a few epochs."""
    return TrainingRecipe(
        summary=f"The {kind} of lesson 3 on {data}, seed {seed}",
        data=data,
        build=lambda steps: getattr(architectures, f"mnist_{kind.lower()}")(),
        # 16 passes over the 55,000 images that are left beside 5,000 for validation.
        schedule=even_schedule(16, steps=440, batch_size=125),
        valid_size=5_000,
        keep={"watch": 10_000, "keep_kernels": False, "weights_at": [16], "at": list(at)},
        seed=seed,
    )


RECIPES = {
    "cifar10_article": TrainingRecipe(
        summary="The article's network and schedule",
        data="cifar10",
        build=_constant_rate(),
        schedule=growing_schedule(48),
        keep={**_WATCH, "layers": ["pool_2"], "weights_at": [12, 48]},
    ),
    "cifar10_ladder_1": _rung("The article's network, in batches of 64", _constant_rate()),
    "cifar10_ladder_2": _rung("+ batch normalisation", _constant_rate(batch_norm=True)),
    "cifar10_ladder_3": _rung(
        "+ a third convolution", _constant_rate(batch_norm=True, third_layer=True)
    ),
    "cifar10_ladder_4": _rung(
        "+ shifted and mirrored pictures, no dropout",
        _constant_rate(batch_norm=True, third_layer=True, dropout=0),
        random_shift_and_flip,
    ),
    "cifar10_ladder_5": _rung(
        "+ a learning rate that warms up, then decays", _warm_up_and_cosine, random_shift_and_flip
    ),
    "cifar10_better": TrainingRecipe(
        summary="A better recipe: all five steps of the ladder",
        data="cifar10",
        build=_warm_up_and_cosine,
        # 48 epochs again, so that the two records share a slider; fewer images in all.
        schedule=even_schedule(48, steps=175, batch_size=64),
        augment=random_shift_and_flip,
        keep={**_WATCH, "layers": ["pool_2"], "weights_at": [12, 48]},
    ),
    "mnist_cnn": _match("CNN"),
    "mnist_mlp": _match("MLP", keep_kernels=False),
    "mnist_features": _features(seed=0),
    "mnist_features_seed_1": _features(seed=1),
    "fashion_mlp": _errors("MLP", "fashion_mnist", at=(0, 1, 2, 4, 8, 16)),
    "fashion_mlp_seed_1": _errors("MLP", "fashion_mnist", seed=1),
    "fashion_mlp_seed_2": _errors("MLP", "fashion_mnist", seed=2),
    "fashion_cnn": _errors("CNN", "fashion_mnist", at=(0, 1, 2, 4, 8, 16)),
    "fashion_cnn_seed_1": _errors("CNN", "fashion_mnist", seed=1),
    "fashion_cnn_seed_2": _errors("CNN", "fashion_mnist", seed=2),
    "digits_mlp": _errors("MLP", "mnist"),
    "digits_cnn": _errors("CNN", "mnist"),
    **MAP_RECIPES,
    **RUN_RECIPES,
}
