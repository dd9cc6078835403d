"""Lesson 5's records are what they say: recomputed here from their own weights."""

import numpy as np
import pytest

from helpers.course.records import SHIPPED, shipped_record
from helpers.datasets import load
from helpers.networks.architectures import mnist_cnn, mnist_mlp

SEEDS = ("", "_seed_1", "_seed_2")
NAMES = [f"fashion_{kind}{seed}" for kind in ("mlp", "cnn") for seed in SEEDS]
NAMES += ["digits_mlp", "digits_cnn"]


def network_of(record):
    return {"mnist_mlp": mnist_mlp, "mnist_cnn": mnist_cnn}[record.made_from["network"]["name"]]()


@pytest.mark.parametrize("name", NAMES)
def test_the_recorded_probabilities_come_back_from_the_weights(name):
    record = shipped_record(name)
    assert np.array_equal(record.test_index, np.arange(10_000))
    data = load(record.made_from["data"]["name"], size="sample")
    n = len(data.x_test)
    assert np.array_equal(record.test_labels[:n], data.y_test)
    network = record.restore(network_of(record), 16)
    recorded = record.probabilities[record.index(16), :n]
    difference = np.abs(network.predict(data.x_test, batch_size=200, verbose=0) - recorded)
    # Weights are stored in half precision; that moves a probability by a percent at most.
    assert difference.max() < 0.02
    assert difference.mean() < 5e-4


@pytest.mark.parametrize(
    ("name", "least"),
    [("fashion_mlp", 0.85), ("fashion_cnn", 0.90), ("digits_mlp", 0.94), ("digits_cnn", 0.985)],
)
def test_they_have_learned_and_say_how_well(name, least):
    record = shipped_record(name)
    right = (record.predictions[-1] == record.test_labels).mean()
    assert right >= least
    assert right == pytest.approx(record.made_from["test_accuracy"], abs=1e-4)
    assert np.bincount(record.test_labels).sum() == 10_000


def test_all_predictions_on_all_test_pictures(full):
    data = full("fashion_mnist")
    for name in ("fashion_mlp", "fashion_cnn"):
        record = shipped_record(name)
        network = record.restore(network_of(record))
        said = network.predict(data.x_test, batch_size=200, verbose=0).argmax(axis=1)
        assert (said == record.predictions[-1]).mean() > 0.998
        assert np.array_equal(data.y_test, record.test_labels)


@pytest.mark.parametrize("kind", ["mlp", "cnn"])
def test_three_seeds_are_three_trainings(kind):
    records = [shipped_record(f"fashion_{kind}{seed}") for seed in SEEDS]
    assert [record.made_from["seed"] for record in records] == [0, 1, 2]
    assert [list(record.epochs) for record in records] == [[0, 1, 2, 4, 8, 16], [16], [16]]
    said = [record.predictions[-1] for record in records]
    for i, j in ((0, 1), (0, 2), (1, 2)):
        assert 0.01 < (said[i] != said[j]).mean() < 0.2
    assert len({record.made_from["data"]["fingerprint"] for record in records}) == 3


def test_they_are_small():
    sizes = {name: (SHIPPED / f"{name}.npz").stat().st_size for name in NAMES}
    assert sum(sizes.values()) <= 4_000_000
