"""The shipped maps are what they say: of these pictures, small enough, and made as told."""

import hashlib

import numpy as np
import pytest
from scipy.stats import spearmanr

from helpers.analysis.neighbours import neighbour_classes, neighbour_vote, neighbours
from helpers.course.map_recipes import MAP_RECIPES
from helpers.course.records import SHIPPED, shipped_record
from helpers.datasets import load
from helpers.datasets.catalog import ARRAYS, CATALOG
from helpers.recording import record_projection


@pytest.fixture(scope="module")
def sample():
    return load("fashion_mnist", size="sample")


def test_they_are_small():
    assert (SHIPPED / "fashion_umap.npz").stat().st_size <= 4_000_000
    assert (SHIPPED / "fashion_umap_settings.npz").stat().st_size <= 200_000


def test_the_large_map_shows_the_first_pictures_of_the_training_set(sample):
    record = shipped_record("fashion_umap")
    assert record.embeddings.shape == (129, 10_000, 2)
    assert (record.epochs == np.arange(129)).all()
    assert (record.picture_index == np.arange(10_000)).all()
    assert (record.labels[:5_000] == sample.y_train).all()
    assert record.made_from["parameters"] == {
        "n_epochs": 128,
        "n_neighbors": 15,
        "min_dist": 0.2,
        "learning_rate": 0.33,
        "random_state": 24,
    }
    # To 16 bits of the frame: a twentieth of a pixel on a map of a thousand pixels.
    width = np.ptp(record.embeddings)
    assert record.stored_error("embeddings") < width / 20_000
    moved = np.abs(np.diff(record.embeddings, axis=0)).max(axis=(1, 2))
    assert moved[0] == 0
    assert (moved[1:] > 0).all()
    # The full data set's fingerprint, from the digests of its arrays: the data need not be here.
    digests = CATALOG["fashion_mnist"].digests
    fingerprint = hashlib.sha256("".join(digests[name] for name in ARRAYS).encode()).hexdigest()
    assert record.made_from["data"]["fingerprint"] == fingerprint[:16]


def test_the_large_map_keeps_alike_pictures_together(sample):
    record = shipped_record("fashion_umap")
    labels = record.labels[:5_000]
    final = record.embeddings[-1, :5_000]
    right = neighbour_vote(neighbours(final, 10), labels) == labels
    assert 0.7 < right.mean() < 0.85
    # Who mixes on the map mixes among the pixels.
    on_map = neighbour_classes(neighbours(final, 10), labels)
    in_pixels = neighbour_classes(neighbours(sample.x_train, 10), labels)
    apart = ~np.eye(10, dtype=bool)
    assert spearmanr(on_map[apart], in_pixels[apart]).statistic > 0.85


def test_what_lies_between(sample):
    between = shipped_record("fashion_umap").between
    n = len(between["places"])
    assert n > 80
    assert between["pictures"].shape == (n, 28, 28)
    assert between["returned"].shape == (n, 2)


def test_a_map_of_the_settings_comes_out_again(sample):
    shipped, recipe = shipped_record("fashion_umap_settings"), MAP_RECIPES["fashion_umap_settings"]
    assert shipped.made_from["data"]["fingerprint"] == sample.fingerprint
    assert shipped.settings["n_neighbors"].tolist() == np.repeat(recipe.n_neighbors, 4).tolist()
    assert np.allclose(shipped.settings["min_dist"], np.tile(recipe.min_dist, 4))
    again = record_projection(
        sample.x_train[: recipe.n_images], n_neighbors=15, min_dist=0.2, progress=False
    ).embeddings[-1]
    # Another processor rounds otherwise, and UMAP magnifies it: the neighbourhoods agree, not the
    # last digits.
    labels = shipped.labels
    votes = [
        (neighbour_vote(neighbours(points, 10), labels) == labels).mean()
        for points in (shipped.embeddings[5], again)
    ]
    assert votes[0] == pytest.approx(votes[1], abs=0.02)
