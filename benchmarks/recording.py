"""What recording costs ``fit``."""

import statistics

import keras

from benchmarks.table import Row
from benchmarks.timing import processor_seconds, seconds_of
from helpers.course.recipes import find_recipe
from helpers.datasets import load
from helpers.recording import Recorder
from helpers.recording.schedule import EpochPlan

__all__ = ["Training", "measure", "recorder_seconds"]

ROUNDS = 3
MOST = 0.05
CLOCK = processor_seconds


class Training:
    """The article's network and pictures, trained an epoch of the mean length at a time."""

    def __init__(self):
        recipe = find_recipe("cifar10_article")
        self.data = load(recipe.data, valid_size=recipe.valid_size)
        self.keep, self.plan = recipe.keep, _mean_plan(recipe.schedule)
        keras.utils.set_random_seed(0)
        self.model = recipe.build(1_000)

    def epoch(self, recorder):
        """Train for one epoch."""
        images = self.plan.images
        self.model.fit(
            self.data.x_train[:images],
            self.data.y_train[:images],
            batch_size=self.plan.batch_size,
            shuffle=False,
            validation_data=(self.data.x_valid, self.data.y_valid),
            validation_batch_size=200,
            callbacks=[recorder],
            verbose=0,
        )


def _mean_plan(schedule):
    """Give an epoch of as many images as the schedule's have on average."""
    batch = statistics.mode(plan.batch_size for plan in schedule)
    images = statistics.mean(plan.images for plan in schedule)
    return EpochPlan(round(images / batch), batch)


class _Timed(Recorder):
    """A recorder that keeps account of the processor's seconds it takes, in every thread."""

    taken = 0.0

    def on_train_begin(self, logs=None):
        """Get ready, and look at the clock before and after."""
        self.taken += seconds_of(lambda: super(_Timed, self).on_train_begin(logs), CLOCK)

    def on_epoch_end(self, epoch, logs=None):
        """Record, and look at the clock before and after."""
        self.taken += seconds_of(lambda: super(_Timed, self).on_epoch_end(epoch, logs), CLOCK)


def _epochs(training, rounds, keep):
    """Train with a recorder; yield each epoch's seconds, and those of them that it took."""
    recorder = _Timed(training.data, schedule=[training.plan] * (rounds + 1), **keep)
    training.epoch(recorder)  # the first time, TensorFlow traces
    for _ in range(rounds):
        before = recorder.taken
        seconds = seconds_of(lambda: training.epoch(recorder), CLOCK)
        yield seconds, recorder.taken - before


def recorder_seconds(training, rounds, **keep):
    """Give the processor's seconds that a recorder takes for an epoch: the median."""
    return statistics.median(taken for _, taken in _epochs(training, rounds, keep))


def measure():
    """Yield a row that compares ``fit`` with a recorder and without one.

    Two trainings without a recorder differ by more than a recorder costs. So both sides come from
    the same epochs: all their seconds, and those that are left without the recorder's own.
    """
    training = Training()
    measured = list(_epochs(training, ROUNDS, training.keep))
    cost = statistics.median(taken / (seconds - taken) for seconds, taken in measured)
    yield Row(
        f"recording: an epoch of {training.plan.images:,} images; without a recorder",
        seconds=statistics.median(seconds for seconds, _ in measured),
        other=statistics.median(seconds - taken for seconds, taken in measured),
        found=f"{cost:+.1%}",
        budget=f"at most {MOST:+.0%}",
        held=cost <= MOST,
    )
