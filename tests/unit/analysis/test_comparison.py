"""The match's table, against Wilson's formula written out; and classes batch by batch."""

import numpy as np
import pytest

from helpers.analysis.comparison import comparison_table
from helpers.networks.classifier import classifier

IMAGES = np.arange(40, dtype=np.uint8).reshape(40, 1, 1)
LABELS = np.arange(40) % 4


def test_counts_and_interval():
    players = {
        "perfect": (lambda images: images[:, 0, 0] % 4, 12, 1.5),
        "never": (lambda images: images[:, 0, 0] % 4 + 1, 0, 0),
        "zero": (lambda images: np.zeros(len(images)), 3, 2),
    }
    table = comparison_table(players, IMAGES, LABELS)
    assert list(table.index) == list(players)
    assert list(table["right"]) == [100, 0, 25]
    assert list(table["parameters"]) == [12, 0, 3]
    n, p, z = 40, 0.25, 1.959963984540054
    middle = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    assert table.loc["zero", "from"] == pytest.approx(100 * (middle - half))
    assert table.loc["zero", "to"] == pytest.approx(100 * (middle + half))
    assert table.loc["perfect", "to"] == pytest.approx(100)
    assert 90 < table.loc["perfect", "from"] < 100  # forty right answers are not certainty


def test_classes_come_batch_by_batch_and_in_order():
    class Network:
        sizes = []
        inputs, layers = [np.zeros((1, 1, 1), np.uint8)], ()

        def predict_on_batch(self, images):
            self.sizes.append(len(images))
            return np.eye(4)[images[:, 0, 0] % 4]

    network = Network()
    assert np.array_equal(classifier(network, batch=15)(IMAGES), LABELS)
    assert network.sizes == [15, 15, 10]


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: comparison_table({}, IMAGES, LABELS[:3]), "labels"),
        (lambda: comparison_table({}, IMAGES[0], LABELS), "images"),
        (lambda: comparison_table({"a": (lambda x: [1], 1, 1)}, IMAGES, LABELS), "players"),
        (lambda: classifier(None, batch=0), "batch"),
    ],
)
def test_what_does_not_fit_is_named(call, name):
    with pytest.raises(ValueError, match=f"^{name}: expected"):
        call()
