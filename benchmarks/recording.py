"""What recording costs ``fit``, and what the better recipe costs against the article's."""

import dataclasses
import functools
import statistics

import keras
import numpy as np

from benchmarks.table import Row
from benchmarks.timing import in_turns, processor_seconds, seconds_of
from helpers.datasets import load
from helpers.recording import Recorder
from helpers.recording.recipes import find_recipe
from helpers.recording.schedule import EpochPlan

__all__ = ["Training", "measure", "recorder_seconds"]

ROUNDS = 3
MOST = 0.05


class Training:
    """The article's network and pictures, trained an epoch at a time."""

    def __init__(self, recipe="cifar10_article", data=None):
        self.data = load("cifar10", valid_size=2_000) if data is None else data
        self.recipe = find_recipe(recipe)
        self.plan = _mean_plan(self.recipe.schedule)
        self._rng = np.random.default_rng(0)
        keras.utils.set_random_seed(0)
        self.model = self.recipe.build(1_000)

    def epoch(self, recorder=None, plan=None):
        """Train for one epoch of the schedule's mean length, or of another plan's."""
        plan = plan or self.plan
        images = self.data.x_train[: plan.images]
        if self.recipe.augment is not None:
            images = self.recipe.augment(images, self._rng)
        self.model.fit(
            images,
            self.data.y_train[: plan.images],
            batch_size=plan.batch_size,
            shuffle=False,
            validation_data=(self.data.x_valid, self.data.y_valid),
            validation_batch_size=200,
            callbacks=[recorder] if recorder else [],
            verbose=0,
        )


def _mean_plan(schedule):
    """Give an epoch of as many images as the schedule's have on average."""
    batch = statistics.mode(plan.batch_size for plan in schedule)
    images = statistics.mean(plan.images for plan in schedule)
    return EpochPlan(round(images / batch), batch)


def measure():
    """Yield a row for recording, and one for the recipes."""
    yield _cost_of_recording()
    yield _cost_of_recipe()


class _Timed(Recorder):
    """A recorder that keeps account of the processor's seconds it takes, in every thread."""

    taken = 0.0

    def on_epoch_end(self, epoch, logs=None):
        """Record, and look at the clock before and after."""
        started = processor_seconds()
        super().on_epoch_end(epoch, logs)
        self.taken += processor_seconds() - started


def _epochs(training, rounds, keep):
    """Train with a recorder; yield each epoch's seconds, and those of them that it took."""
    recorder = _Timed(training.data, schedule=[training.plan] * (rounds + 1), **keep)
    training.epoch(recorder)  # the first time, TensorFlow traces
    for _ in range(rounds):
        before = recorder.taken
        seconds = seconds_of(lambda: training.epoch(recorder), processor_seconds)
        yield seconds, recorder.taken - before


def recorder_seconds(training, rounds, **keep):
    """Give the processor's seconds that a recorder takes at the end of an epoch: the median."""
    return statistics.median(taken for _, taken in _epochs(training, rounds, keep))


def _cost_of_recording():
    """Compare ``fit`` with a recorder and without one.

    Two trainings without a recorder differ by more than a recorder costs. So both sides come from
    the same epochs: all their seconds, and those that are left without the recorder's own.
    """
    training = Training()
    measured = list(_epochs(training, ROUNDS, training.recipe.keep))
    cost = statistics.median(taken / (seconds - taken) for seconds, taken in measured)
    return Row(
        f"recording: an epoch of {training.plan.images:,} images; without a recorder",
        seconds=statistics.median(seconds for seconds, _ in measured),
        other=statistics.median(seconds - taken for seconds, taken in measured),
        found=f"{cost:+.1%}",
        budget=f"at most {MOST:+.0%}",
        held=cost <= MOST,
    )


def _cost_of_recipe():
    """Compare whole trainings, each put together from its batch sizes' seconds an image."""
    data = load("cifar10", valid_size=2_000)
    nothing = dataclasses.replace(data, x_valid=data.x_valid[:1], y_valid=data.y_valid[:1])
    ways = []
    for name in ("cifar10_better", "cifar10_article"):
        training = Training(name, nothing)
        images = {}
        for plan in training.recipe.schedule:
            images[plan.batch_size] = images.get(plan.batch_size, 0) + plan.images
        ways.append((training, images))

    # The mix of batch sizes as in the whole training, a hundredth of it.
    def part(training, images, share=0.005):
        for size, n in images.items():
            training.epoch(plan=EpochPlan(max(round(share * n / size), 1), size))

    for training, images in ways:
        part(training, images, share=0.0001)
    taken = in_turns(*(functools.partial(part, *way) for way in ways), rounds=5)
    better, article = taken.ours / 0.005, taken.other / 0.005
    return Row(
        "training: the better recipe, whole; the article's",
        seconds=better,
        other=article,
        found=f"{1 / taken.ratio:.2f} times its seconds",
    )
