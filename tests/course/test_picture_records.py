"""The shipped autoencoders: they answer as they did when they were recorded."""

import numpy as np
import pytest

from helpers.course.picture_recipes import PICTURE_RECIPES, restored
from helpers.course.records import SHIPPED, shipped_record
from helpers.datasets import load
from helpers.networks.autoencoders import reconstructions


@pytest.mark.parametrize("name", PICTURE_RECIPES)
def test_a_shipped_network_is_as_far_off_as_its_record_says(name):
    data = load(PICTURE_RECIPES[name].data, size="sample")
    pictures = data.x_test[:500]
    answers = reconstructions(restored(name), pictures)
    off = np.mean((answers - pictures / 255) ** 2)
    record = shipped_record(name)
    # A part of the test pictures, and half precision for the weights.
    assert off == pytest.approx(record.made_from["test_mse"], rel=0.12)
    assert record.made_from["summary"] == PICTURE_RECIPES[name].summary
    assert record.made_from["data"]["size"] == "full"


def test_they_are_small():
    assert sum((SHIPPED / f"{name}.npz").stat().st_size for name in PICTURE_RECIPES) < 5_000_000


def test_the_map_of_two_numbers_has_all_its_moments():
    record = shipped_record("fashion_code_2")
    assert record.weight_epochs == tuple(record.epochs.tolist())
