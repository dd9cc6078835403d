"""The strongest patches against a search through all places of all pictures."""

import keras
import numpy as np
import pytest
from keras import layers

from helpers.networks.anatomy import receptive_field
from helpers.networks.readout import Readout
from helpers.networks.top_patches import top_patches
from tests.support.networks import classifier
from tests.support.tiny import tiny_network

RNG = np.random.default_rng(0)
COLOUR = RNG.integers(0, 256, (130, 12, 12, 3), dtype=np.uint8)  # more than one forward pass


@pytest.fixture(scope="module")
def network():
    keras.utils.set_random_seed(0)
    middle = [
        layers.Conv2D(3, 3, padding="same", activation="relu", name="first"),
        layers.MaxPooling2D(2),
        layers.Conv2D(5, 3, activation="relu", name="second"),
        layers.MaxPooling2D(2),
        layers.Conv2D(4, 2, padding="same", name="third"),
    ]
    return classifier((12, 12, 3), middle)


@pytest.mark.parametrize("layer", ["first", "second", "third"])
def test_they_are_what_a_search_through_all_places_finds(network, layer):
    found = top_patches(network, layer, COLOUR, n=7, fill=9)
    sums = np.asarray(Readout(network, layer).sums(COLOUR.astype(np.float32)))
    for unit in range(sums.shape[-1]):
        each = sums[..., unit].reshape(len(COLOUR), -1)
        order = np.argsort(-each.max(axis=1))[:7]
        np.testing.assert_allclose(found.answers[unit], each.max(axis=1)[order], atol=1e-5)
        assert found.pictures[unit].tolist() == order.tolist()
        for rank, picture in enumerate(order):
            row, column = divmod(int(each[picture].argmax()), sums.shape[2])
            assert (found.rows[unit, rank], found.columns[unit, rank]) == (row, column)
            field = receptive_field(network, layer, row, column)
            if field.height > 12:
                assert np.array_equal(found.patches[unit, rank], COLOUR[picture])
                continue
            wanted = np.full((field.height, field.width, 3), 9, np.uint8)
            rows = slice(field.rows.start - field.top, field.rows.stop - field.top)
            columns = slice(field.columns.start - field.left, field.columns.stop - field.left)
            wanted[rows, columns] = COLOUR[picture][field.rows, field.columns]
            assert np.array_equal(found.patches[unit, rank], wanted)


def test_only_places_within_the_picture_count_where_that_is_asked_for(network):
    found = top_patches(network, "second", COLOUR, n=6, inside=True, fill=9)
    sums = np.asarray(Readout(network, "second").sums(COLOUR.astype(np.float32)))
    fields = [receptive_field(network, "second", k, k) for k in range(sums.shape[1])]
    kept = [
        k for k, field in enumerate(fields) if field.top >= 0 and field.top + field.height <= 12
    ]
    assert 0 < len(kept) < sums.shape[1]
    best = sums[:, kept][:, :, kept].max(axis=(1, 2))
    np.testing.assert_allclose(found.answers, -np.sort(-best.T)[:, :6], atol=1e-5)
    assert set(np.unique(found.rows)) <= set(kept)
    field = receptive_field(network, "second", found.rows[0, 0], found.columns[0, 0])
    picture = COLOUR[found.pictures[0, 0]]
    assert np.array_equal(found.patches[0, 0], picture[field.rows, field.columns])


def test_units_see_the_whole_picture(network):
    found = top_patches(network, "answer", COLOUR, units=[2], n=3)
    answers = np.asarray(network(COLOUR))
    assert found.patches.shape == (1, 3, 12, 12, 3)
    sums = np.asarray(Readout(network)(COLOUR.astype(np.float32)))[:, 2]
    assert found.pictures[0].tolist() == np.argsort(-sums)[:3].tolist()
    assert answers.shape[1] == 3 and not found.rows.any()


def test_grey_pictures_and_a_dead_filter():
    network = tiny_network()
    conv = network.get_layer("conv")
    kernel, bias = conv.get_weights()
    conv.set_weights([kernel, bias - [0, 0, 99, 0]])
    digits = RNG.integers(0, 256, (20, 8, 8), dtype=np.uint8)
    found = top_patches(network, "conv", digits)
    assert found.patches.shape == (4, 10, 3, 3) and found.patches.dtype == np.uint8
    assert (found.answers[:, 0] > 0).tolist() == [True, True, False, True]


def test_what_cannot_be_found_is_refused(network):
    with pytest.raises(ValueError, match="n: expected a whole number from 1 to 4; received 10"):
        top_patches(network, "first", COLOUR[:4])
    with pytest.raises(ValueError, match="units: expected positions from 0 to 2"):
        top_patches(network, "first", COLOUR, units=[3])
    with pytest.raises(ValueError, match="layer: expected one of"):
        top_patches(network, "fourth", COLOUR)
    with pytest.raises(ValueError, match="images: expected pictures of shape"):
        top_patches(network, "first", COLOUR[:, :6])
    finer = classifier((8, 8, 3), [layers.UpSampling2D(2), layers.Conv2D(2, 3, name="fine")])
    with pytest.raises(ValueError, match="layer: expected one whose receptive field is known"):
        top_patches(finer, "fine", COLOUR[:, :8, :8])
