"""How many images a network sees in each epoch, and which.

Here, as in the course, an *epoch* is a stretch of training after which one looks at the network.
It need not be one pass over all images.
"""

from typing import NamedTuple

import numpy as np

from helpers._arguments import check_integer

__all__ = ["EpochPlan", "even_schedule", "growing_schedule", "shuffled_epochs"]


class EpochPlan(NamedTuple):
    """One epoch of a schedule: ``steps`` updates of the weights from ``batch_size`` images each."""

    steps: int
    batch_size: int

    @property
    def images(self):
        """Number of images seen in the epoch."""
        return self.steps * self.batch_size


def growing_schedule(n_epochs=48):
    """Plan epochs that begin tiny and grow, so that the eye can follow the first steps.

    Epoch ``i`` takes ``(2 i + 1) * 5`` steps of ``(i // 6 + 1) * 10`` images each, as in the
    article "Watch how AI learns to classify images" (2021-12-27). Used in lesson 06.

    Parameters
    ----------
    n_epochs : int
        Number of epochs, 1 or more. 48 epochs are 11,520 steps and 669,600 images.

    Returns
    -------
    tuple of EpochPlan

    Raises
    ------
    ValueError
        If ``n_epochs`` is not a whole number of at least 1.
    """
    n_epochs = check_integer("n_epochs", n_epochs, low=1)
    return tuple(EpochPlan((2 * i + 1) * 5, (i // 6 + 1) * 10) for i in range(n_epochs))


def even_schedule(n_epochs, steps, batch_size):
    """Plan epochs that are all alike.

    Parameters
    ----------
    n_epochs, steps, batch_size : int
        Each 1 or more.

    Returns
    -------
    tuple of EpochPlan

    Raises
    ------
    ValueError
        If one of them is not a whole number of at least 1.
    """
    n_epochs = check_integer("n_epochs", n_epochs, low=1)
    plan = EpochPlan(
        check_integer("steps", steps, low=1), check_integer("batch_size", batch_size, low=1)
    )
    return (plan,) * n_epochs


def shuffled_epochs(schedule, n_images, seed=0):
    """Choose the images of every epoch: all once in random order, then all again, and so on.

    Parameters
    ----------
    schedule : sequence of EpochPlan
        From `growing_schedule` or `even_schedule`.
    n_images : int
        Number of training images there are, 1 or more.
    seed : int
        Of the shuffling.

    Yields
    ------
    ndarray of shape (steps * batch_size,), int64
        Positions of the images of one epoch, in the order in which they are seen. The choice for
        an epoch does not depend on the epochs after it, so a training that goes on later sees
        what it would have seen.

    Raises
    ------
    ValueError
        If ``n_images`` is not a whole number of at least 1.
    """
    n_images = check_integer("n_images", n_images, low=1)
    rng = np.random.default_rng(seed)
    waiting = np.empty(0, dtype=np.int64)
    for plan in schedule:
        while len(waiting) < plan.images:
            waiting = np.concatenate([waiting, rng.permutation(n_images)])
        yield waiting[: plan.images]
        waiting = waiting[plan.images :]
