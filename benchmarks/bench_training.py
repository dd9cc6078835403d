"""What recording costs, and what the better recipe costs against the article's.

Run it with ``python benchmarks/bench_training.py``. Both are ratios of parts that take turns in
one run, so that a machine that slows down slows down both.
"""

import statistics
import time

import keras
import numpy as np

from helpers.datasets import load
from helpers.recording import Recorder
from helpers.recording.recipes import find_recipe
from helpers.recording.schedule import EpochPlan

ROUNDS = 5


def time_epochs(recipe, network, data, plans, recorder=None):
    """Train on the plans and return seconds; the pictures are taken from the start."""
    rng = np.random.default_rng(0)
    started = time.perf_counter()
    for plan in plans:
        images = data.x_train[: plan.images]
        if recipe.augment is not None:
            images = recipe.augment(images, rng)
        network.fit(
            images,
            data.y_train[: plan.images],
            batch_size=plan.batch_size,
            shuffle=False,
            verbose=0,
            validation_data=(data.x_valid, data.y_valid),
            validation_batch_size=200,
            callbacks=[recorder] if recorder else [],
        )
    return time.perf_counter() - started


def cost_of_recipes(data):
    """Compare whole trainings, each put together from its batch sizes' seconds an image."""
    recipes = {name: find_recipe(name) for name in ("cifar10_article", "cifar10_better")}
    networks = {name: recipe.build(1_000) for name, recipe in recipes.items()}
    batches = {
        name: sorted({plan.batch_size for plan in recipe.schedule})
        for name, recipe in recipes.items()
    }
    no_validation = _without_validation(data)

    def whole_training(name):
        recipe, seconds = recipes[name], 0.0
        for size in batches[name]:
            steps = max(1_600 // size, 10)
            images = sum(p.images for p in recipe.schedule if p.batch_size == size)
            part = time_epochs(recipe, networks[name], no_validation, [EpochPlan(steps, size)])
            seconds += part / (steps * size) * images
        return seconds

    for name in recipes:
        whole_training(name)  # the first time, TensorFlow traces
    rounds = [{name: whole_training(name) for name in recipes} for _ in range(ROUNDS)]
    for name in recipes:
        print(f"{name:18}{statistics.median(r[name] for r in rounds):8.0f} s for all its images")
    ratios = [r["cifar10_better"] / r["cifar10_article"] for r in rounds]
    print(f"better / article: median {statistics.median(ratios):.2f}"
          f" ({min(ratios):.2f} to {max(ratios):.2f})")  # fmt: skip


def cost_of_recording(data):
    """Compare ``fit`` with a recorder and without on the schedule's last epochs, in turns.

    The recorder's own clock, on the whole schedule, is in every record as ``seconds_recording``.
    """
    recipe = find_recipe("cifar10_article")
    plans = recipe.schedule[::6]
    networks = [recipe.build(1_000) for _ in range(2)]
    for network in networks:
        time_epochs(recipe, network, data, recipe.schedule[:1])
    ratios = []
    for _ in range(ROUNDS):
        recorder = Recorder(data, schedule=plans, **recipe.keep)
        bare = time_epochs(recipe, networks[0], data, plans)
        recorded = time_epochs(recipe, networks[1], data, plans, recorder)
        ratios.append(recorded / bare)
    print(f"fit with / without recording, every sixth epoch: median {statistics.median(ratios):.3f}"
          f" ({min(ratios):.3f} to {max(ratios):.3f})")  # fmt: skip


def _without_validation(data):
    """Give the same data with almost nothing to validate on."""
    import dataclasses

    return dataclasses.replace(data, x_valid=data.x_valid[:1], y_valid=data.y_valid[:1])


if __name__ == "__main__":
    keras.utils.set_random_seed(0)
    cifar10 = load("cifar10", valid_size=2_000)
    cost_of_recipes(cifar10)
    cost_of_recording(cifar10)
