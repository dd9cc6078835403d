"""A frame of a view against a new figure for every frame."""

import functools
import itertools

import numpy as np

from benchmarks import naive
from benchmarks.table import Row
from benchmarks.timing import in_turns
from helpers.course.records import shipped_record
from helpers.datasets import load
from helpers.networks.architectures import cifar_cnn
from helpers.plots.projection import map_limits
from helpers.plots.projection_view import ProjectionView
from helpers.plots.training import TrainingView

__all__ = ["map_in_turns", "map_record", "measure"]

ROUNDS = 5
LEAST = 30
NAMES = [f"class {k}" for k in range(10)]


def measure():
    """Yield a row for a frame of a training and for one of a map."""
    record = shipped_record("cifar10_article")
    images = load("cifar10").x_test
    images = np.resize(images, (10_000, *images.shape[1:]))
    model = record.restore(cifar_cnn())
    model.predict(images[:400], batch_size=200, verbose=0)
    naive.training_frame(record, model, images[:200], 0)

    def ours():
        for _ in TrainingView(record).frames():
            pass

    taken = in_turns(ours, lambda: naive.training_frame(record, model, images, 12), ROUNDS)
    yield _row("a frame of a training", taken.ours / len(record.epochs), taken.other)
    points = shipped_record("fashion_umap").embeddings.shape[1]
    taken = map_in_turns(map_record(points), ROUNDS)
    yield _row(f"a frame of a map, {points:,} points", taken.ours, taken.other)


def _row(what, ours, other):
    return Row(
        f"drawing: {what}; a new figure for each",
        seconds=ours,
        other=other,
        found=f"{other / ours:.0f} times as fast",
        budget=f"at least {LEAST} times",
        held=other / ours >= LEAST,
    )


@functools.cache
def map_record(n_points):
    """Make a map's record of so many points: those that are recorded, and others near them."""
    record = shipped_record("fashion_umap")
    kept = record.embeddings.shape[1]
    chosen = np.arange(n_points) % kept
    layouts = record.embeddings[::16, chosen]
    jitter = np.random.default_rng(0).normal(scale=0.05, size=layouts.shape[1:])
    layouts = layouts + np.where(np.arange(n_points)[:, None] < kept, 0, jitter)
    return type(record)(
        epochs=record.epochs[::16],
        made_from=record.made_from,
        embeddings=layouts.astype(np.float32),
        picture_index=np.arange(n_points, dtype=np.int32),
        labels=record.labels[chosen],
    )


def map_in_turns(record, rounds):
    """Time a frame of a map's view against a new figure; in seconds a frame."""
    view = ProjectionView(record, names=NAMES)
    limits = map_limits(record.embeddings)
    epochs = itertools.cycle(view.epochs)
    of_ours = 8

    def ours():
        for _ in range(of_ours):
            view.frame(next(epochs))

    def other():
        naive.map_frame(record.embeddings[-1], record.labels, NAMES, limits)

    ours(), other()
    taken = in_turns(ours, other, rounds)
    return taken._replace(ours=taken.ours / of_ours, ratio=taken.ratio * of_ours)
