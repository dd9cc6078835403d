"""Lesson 08's trainings: networks whose answer is a picture."""

import numpy as np

from helpers._arguments import check_choice
from helpers.course.records import shipped_record
from helpers.course.training_recipe import TrainingRecipe
from helpers.networks import picture_networks
from helpers.recording.schedule import EpochPlan, even_schedule

__all__ = ["PICTURE_RECIPES", "as_brightness", "restored"]


def as_brightness(pictures):
    """Say what these networks are to answer: the picture itself, from 0 to 1.

    Parameters
    ----------
    pictures : ndarray of uint8

    Returns
    -------
    ndarray of float32
    """
    return np.divide(pictures, 255, dtype=np.float32)


def _growing(batch_size, most, n=8):
    """Plan epochs that grow at first, so that the eye can follow the first steps."""
    steps = (2, 4, 8, 16, 32, 64, *[most] * n)
    return tuple(EpochPlan(each, batch_size) for each in steps)


#: Four passes over Fashion-MNIST, nearly; fifty over the emoji.
_FASHION, _EMOJI = _growing(128, 200), _growing(64, 150)
_RATE = 0.002


def _falling(build, **options):
    """Build a network whose learning rate falls along a cosine, from `_RATE` to nothing."""

    def with_rate(steps):
        import keras

        rate = keras.optimizers.schedules.CosineDecay(_RATE, steps)
        return build(learning_rate=rate, **options)

    return with_rate


def _recipe(summary, build, data="fashion_mnist", schedule=_FASHION, valid_size=1_000, at=(-1,),
            seed=0):  # fmt: skip
    """Plan a training of which only weights and scores are kept: all else follows from them."""
    return TrainingRecipe(
        summary=summary,
        data=data,
        build=build,
        schedule=schedule,
        valid_size=valid_size,
        targets=as_brightness,
        keep={"keep_kernels": False, "weights_at": at, "monitor": "val_loss"},
        seed=seed,
    )


def _fashion(code_size, kind="conv_autoencoder", name="Clothes through a code of", **options):
    build = _falling(getattr(picture_networks, kind), code_size=code_size)
    return _recipe(f"{name} {code_size} numbers", build, **options)


PICTURE_RECIPES = {
    # A map that can be watched while it comes about.
    "fashion_code_2": _fashion(2, at=range(len(_FASHION) + 1)),
    "fashion_code_8": _fashion(8),
    "fashion_code_32": _fashion(32),
    "fashion_code_32_seed_1": _fashion(32, seed=1),
    "fashion_code_32_seed_2": _fashion(32, seed=2),
    "fashion_code_128": _fashion(128),
    "fashion_clouds_2": _fashion(2, "variational_autoencoder", "Clothes through clouds of"),
    "fashion_clouds_32": _fashion(32, "variational_autoencoder", "Clothes through clouds of"),
    "emoji_code_24": _recipe(
        "Emoji through a code of 24 numbers",
        _falling(
            picture_networks.conv_autoencoder,
            code_size=24, image_shape=(32, 32, 3), filters=(32, 64),
        ),
        data="emoji",
        schedule=_EMOJI,
        valid_size=100,
    ),
    "fashion_denoising": _recipe(
        "Noise is taken away from clothes",
        _falling(picture_networks.denoising_network),
        schedule=even_schedule(10, steps=80, batch_size=128),
    ),
    "cifar10_recolouring": _recipe(
        "Grey photographs are coloured",
        _falling(picture_networks.recolouring_network),
        data="cifar10",
        schedule=even_schedule(10, steps=80, batch_size=128),
    ),
}  # fmt: skip


def restored(name):
    """Build one of these networks as it was trained.

    Used in lesson 08.

    Parameters
    ----------
    name : str
        Of its recipe and shipped record.

    Returns
    -------
    keras.Model

    Raises
    ------
    ValueError
        If there is no such record.
    """
    recipe = PICTURE_RECIPES[check_choice("name", name, PICTURE_RECIPES)]
    network = recipe.build(sum(plan.steps for plan in recipe.schedule))
    return shipped_record(name).restore(network)
