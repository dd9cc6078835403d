"""What the shipped records are made of: the trainings, the maps and the runs, by name."""

from helpers._arguments import bad_argument
from helpers.course.depth_recipe import DepthRecipe
from helpers.course.filters_recipe import FiltersRecipe
from helpers.course.map_recipes import MAP_RECIPES
from helpers.course.picture_recipes import PICTURE_RECIPES
from helpers.course.run_recipes import RUN_RECIPES
from helpers.course.training_recipe import TrainingRecipe
from helpers.networks import architectures
from helpers.networks.augmentation import random_affine, random_shift_and_flip
from helpers.recording.schedule import even_schedule, growing_schedule

__all__ = ["RECIPES", "find_recipe"]


def find_recipe(name):
    """Look a recipe up by the name of its record.

    Parameters
    ----------
    name : str
        A key of `RECIPES`.

    Returns
    -------
    TrainingRecipe, DepthRecipe, FiltersRecipe, ProjectionRecipe, SettingsRecipe or RunsRecipe
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


def _rise_and_fall(build, top, start=0.0001, rise=0.1, end=0.0):
    """Build a network with a learning rate that rises for a share of the steps, then falls.

    It falls along a cosine, to a share of its top.
    """

    def with_rate(steps):
        import keras

        warm_up = int(steps * rise)
        rate = keras.optimizers.schedules.CosineDecay(
            initial_learning_rate=start,
            decay_steps=steps - warm_up,
            alpha=end,
            warmup_target=top,
            warmup_steps=warm_up,
        )
        return build(rate)

    return with_rate


def _better(rate):
    """Build the better recipe's network."""
    return architectures.cifar_cnn(rate, batch_norm=True, third_layer=True, dropout=0)


_BETTER = _rise_and_fall(_better, top=0.002, end=0.01)


#: The dog (test image 16), and the test images that the shipped sample has too.
_WATCH = {"pictures": [16], "watch": 1_000}

#: Epochs to look into the layers at, nine of 48: many where much happens.
_NINE = (0, 1, 2, 4, 8, 12, 20, 32, 48)

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
_PASSES = even_schedule(30, steps=275, batch_size=200)


def _features(seed, **keep):
    """Plan the training of lesson 04's network, which is done three times."""
    return TrainingRecipe(
        summary="Batch normalisation, dropout, digits shifted, turned and stretched",
        data="mnist",
        build=_rise_and_fall(architectures.mnist_features_cnn, top=0.002),
        schedule=_PASSES,
        valid_size=5_000,
        augment=random_affine,
        keep={
            "pictures": [0, 1, 4],
            "layers": ["conv_2"],
            "watch": 1_000,
            "weights_at": (0, 1, 2, 3, 5, 8, 13, 21, 30),
            **keep,
        },
        whole=(30,),
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
        # All weights at every epoch: a page can slide through what the network answers.
        keep={"watch": 1_000, "weights_at": range(11), **keep},
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
        keep={**_WATCH, "layers": ["pool_2"], "weights_at": _NINE},
        whole=(12, 48),
    ),
    "cifar10_ladder_1": _rung("The article's network, in batches of 64", _constant_rate()),
    "cifar10_ladder_2": _rung("+ batch normalization", _constant_rate(batch_norm=True)),
    "cifar10_ladder_3": _rung(
        "+ a third convolution", _constant_rate(batch_norm=True, third_layer=True)
    ),
    "cifar10_ladder_4": _rung(
        "+ shifted and mirrored pictures, no dropout",
        _constant_rate(batch_norm=True, third_layer=True, dropout=0),
        random_shift_and_flip,
    ),
    "cifar10_ladder_5": _rung(
        "+ a learning rate that warms up, then decays", _BETTER, random_shift_and_flip
    ),
    "cifar10_better": TrainingRecipe(
        summary="A better recipe: all five steps of the ladder",
        data="cifar10",
        build=_BETTER,
        # 48 epochs again, so that the two records share a slider; fewer images in all.
        schedule=even_schedule(48, steps=175, batch_size=64),
        augment=random_shift_and_flip,
        keep={**_WATCH, "layers": ["pool_2"], "weights_at": _NINE},
        whole=(12, 48),
    ),
    "cifar10_best": TrainingRecipe(
        summary="The best that as many pictures as the article's network sees have given",
        data="cifar10",
        build=_rise_and_fall(architectures.cifar_residual_cnn, top=0.2, start=0.0, rise=0.2),
        # 48 epochs again, and exactly the article's 669,600 pictures: 14 passes over 48,000.
        schedule=even_schedule(48, steps=93, batch_size=150),
        augment=random_shift_and_flip,
        alternate=True,
        keep={**_WATCH, "weights_at": _NINE},
        whole=(48,),
        convolutions=False,
        weights_as="int8",
    ),
    "mnist_cnn": _match("CNN"),
    "mnist_mlp": _match("MLP", keep_kernels=False),
    "mnist_features": _features(seed=0),
    "mnist_features_seed_1": _features(seed=1),
    # For its score alone: how far the seeds are apart.
    "mnist_features_seed_2": _features(
        seed=2, pictures=(), layers=(), keep_kernels=False, weights_at=()
    ),
    "fashion_mlp": _errors("MLP", "fashion_mnist", at=(0, 1, 2, 4, 8, 16)),
    "fashion_mlp_seed_1": _errors("MLP", "fashion_mnist", seed=1),
    "fashion_mlp_seed_2": _errors("MLP", "fashion_mnist", seed=2),
    "fashion_cnn": _errors("CNN", "fashion_mnist", at=(0, 1, 2, 4, 8, 16)),
    "fashion_cnn_seed_1": _errors("CNN", "fashion_mnist", seed=1),
    "fashion_cnn_seed_2": _errors("CNN", "fashion_mnist", seed=2),
    "digits_mlp": _errors("MLP", "mnist"),
    "digits_cnn": _errors("CNN", "mnist"),
    **MAP_RECIPES,
    **PICTURE_RECIPES,
    **RUN_RECIPES,
}

#: The layers that are looked into, of those trainings of which all weights are kept at nine epochs.
_LAYERS = {
    "mnist_features": ("conv_1", "pool_1", "conv_2", "pool_2", "dense", "probabilities"),
    "cifar10_article": ("pool_1", "conv_2", "pool_2", "dense", "probabilities"),
    "cifar10_better": ("norm_1", "norm_2", "norm_3", "dense", "probabilities"),
    "cifar10_best": ("relu_1", "add_2", "add_4", "add_6", "largest", "probabilities"),
}
RECIPES |= {f"{name}_depth": DepthRecipe(RECIPES[name], each) for name, each in _LAYERS.items()}

#: Whose filters are taken away, those of which layer are shown, and at which epochs.
_FILTERS = {
    "cifar10_best": (
        ("relu_1", "relu_3"),
        (0, 4, 12, 48),
        {"n_valid": 200, "n_test": 400, "n_units": 20, "steps": 40},
    ),
    "cifar10_article": (("conv_1", "conv_2"), (12, 48), {"n_units": 20}),
    "mnist_features": (("conv_1", "conv_2"), (30,), {"n_units": 20}),
}
RECIPES |= {
    f"{name}_filters": FiltersRecipe(name, RECIPES[name], *each) for name, each in _FILTERS.items()
}
