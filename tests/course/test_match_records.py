"""The records of lesson 3's match are what they say: recomputed here from their own weights."""

import numpy as np
import pytest

from helpers.course.records import shipped_record
from helpers.datasets import load
from helpers.networks.architectures import mnist_cnn, mnist_mlp
from helpers.networks.classifier import classifier

NETWORKS = {"mnist_cnn": mnist_cnn, "mnist_mlp": mnist_mlp}


@pytest.mark.parametrize("name", NETWORKS)
def test_the_recorded_probabilities_come_back_from_the_weights(name):
    record = shipped_record(name)
    images = load("mnist", size="sample").x_test
    assert np.array_equal(record.test_index, np.arange(1_000))
    probabilities = record.restore(NETWORKS[name]()).predict_on_batch(images)
    difference = np.abs(probabilities - record.probabilities[-1])
    # Weights are stored in half precision; that moves a probability by a percent at most.
    assert difference.max() < 0.02
    assert difference.mean() < 5e-4


@pytest.mark.parametrize(("name", "least"), [("mnist_cnn", 0.989), ("mnist_mlp", 0.94)])
def test_accuracy_on_all_test_images(full, name, least):
    data = full("mnist")
    record = shipped_record(name)
    says = classifier(record.restore(NETWORKS[name]()))
    accuracy = (says(data.x_test) == data.y_test).mean()
    assert accuracy >= least
    assert accuracy == pytest.approx(record.made_from["test_accuracy"], abs=0.001)
