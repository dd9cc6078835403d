"""The shipped records of depth: small, of these pictures, and what their networks' layers say."""

import keras
import numpy as np
import pytest

from helpers.analysis.depth import share_nearest_own_mean
from helpers.course.recipes import RECIPES
from helpers.course.records import SHIPPED, record_names, shipped_record
from helpers.datasets import load

NAMES = [name for name in record_names() if name.endswith("_depth")]
for_each = pytest.mark.parametrize("name", NAMES)


@for_each
def test_it_is_small_and_has_the_recipes_layers_at_the_epochs_that_its_training_kept(name):
    record, training = shipped_record(name), RECIPES[name].training
    assert (SHIPPED / f"{name}.npz").stat().st_size <= 500_000
    assert record.layers == ("pixels", *RECIPES[name].layers)
    assert record.epochs.tolist() == list(training.keep["weights_at"])
    assert record.embeddings.shape == (len(record), len(record.layers), 1_000, 2)
    assert record.untrained.shape == (len(RECIPES[name].seeds), len(record.layers))
    sample = load(training.data, size="sample")
    assert np.array_equal(record.labels, sample.y_test[:1_000])
    # To less than half a pixel on a map of a thousand.
    assert record.stored_error("embeddings") < np.ptp(record.embeddings) / 2_000


@for_each
def test_pixels_stay_and_what_is_learned_parts_the_classes(name):
    record = shipped_record(name)
    assert np.ptp(record.shares[:, 0]) == 0
    assert np.abs(np.diff(record.embeddings[:, 0], axis=0)).max() <= 2.01 * record.stored_error(
        "embeddings"
    )
    assert record.untrained[:, 0] == pytest.approx(record.shares[0, 0])
    last = record.shares[-1]
    assert (np.diff(last) > -0.02).all(), "each layer parts them no worse than the one before"
    assert (last[1:] > record.untrained[:, 1:].max(axis=0)).all()
    # The view shows two numbers of many, and still much of it.
    points = record.embeddings[-1, -1]
    half = np.arange(1_000) < 500
    seen = share_nearest_own_mean(
        points[half], record.labels[half], points[~half], record.labels[~half]
    )
    assert seen > 0.6 * last[-1]


@for_each
def test_the_last_shares_come_back_from_the_shipped_weights(name, full):
    record, recipe = shipped_record(name), RECIPES[name].training
    full(recipe.data)
    data = load(recipe.data, size="full", valid_size=recipe.valid_size, seed=recipe.seed)
    network = shipped_record(name.removesuffix("_depth")).restore(recipe.build(1_000))
    layer = network.get_layer(record.layers[-2]).output
    part = keras.Model(network.inputs[0], [layer, network.outputs[0]])
    n = record.made_from["pictures"]["means"]
    known, shown = (part.predict(x, batch_size=200, verbose=0)
                    for x in (data.x_valid[:n], data.x_test[:1_000]))  # fmt: skip
    for place, (before, after) in enumerate(zip(known, shown, strict=True)):
        share = share_nearest_own_mean(before, data.y_valid[:n], after, data.y_test[:1_000])
        assert share == pytest.approx(record.shares[-1, place - 2], abs=0.01)
