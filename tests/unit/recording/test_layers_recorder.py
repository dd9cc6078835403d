"""Depth is recorded as the network itself has it, and what can't be is refused."""

import keras
import numpy as np
import pytest
from sklearn.neighbors import NearestCentroid

from helpers.recording import LayersRecord, Recorder, load_record, record_layers
from tests.support.tiny import tiny_data, tiny_network

pytestmark = pytest.mark.filterwarnings("ignore:self.within_class_std_dev_")

LAYERS = ("conv", "norm", "probabilities")


@pytest.fixture(scope="module")
def training():
    data, network = tiny_data(), tiny_network()
    recorder = Recorder(data, weights_at=(0, 1, 3), watch=5)
    network.fit(data.x_train, data.y_train, epochs=3, verbose=0, callbacks=[recorder],
                validation_data=(data.x_valid, data.y_valid))  # fmt: skip
    return data, recorder.record


@pytest.fixture(scope="module")
def depth(training):
    data, record = training
    others = (tiny_network(seed=seed) for seed in (5, 6))
    return record_layers(record, tiny_network(), data, LAYERS, n_shown=15, untrained=others)


def codes(network, name, images):
    """Ask Keras, by a network that ends with the layer."""
    if name == "pixels":
        return images.reshape(len(images), -1).astype(np.float32)
    part = keras.Model(network.inputs[0], network.get_layer(name).output)
    return keras.ops.convert_to_numpy(part(images, training=False)).reshape(len(images), -1)


def test_it_has_the_pixels_and_every_layer_at_the_epochs_with_all_weights(depth):
    assert depth.layers == ("pixels", *LAYERS)
    assert depth.epochs.tolist() == [0, 1, 3]
    assert depth.embeddings.shape == (3, 4, 15, 2)
    assert depth.untrained.shape == (2, 4)
    assert depth.layer("norm") == 2
    assert "15 pictures in 4 layers at 3 epochs, 0 to 3" in repr(depth)


def test_the_shares_are_scikit_learns_of_the_networks_own_layers(training, depth):
    data, record = training
    for at, epoch in enumerate(depth.epochs):
        network = record.restore(tiny_network(seed=9), int(epoch))
        for place, name in enumerate(depth.layers):
            known, shown = (codes(network, name, x) for x in (data.x_valid, data.x_test[:15]))
            share = NearestCentroid().fit(known, data.y_valid).score(shown, data.y_test[:15])
            assert depth.shares[at, place] == pytest.approx(share), (epoch, name)
    network = tiny_network(seed=6)
    known, shown = (codes(network, "norm", x) for x in (data.x_valid, data.x_test[:15]))
    share = NearestCentroid().fit(known, data.y_valid).score(shown, data.y_test[:15])
    assert depth.untrained[1, 2] == pytest.approx(share)


def test_a_layers_view_is_one_linear_map_for_all_epochs(training, depth):
    data, record = training
    for place, name in enumerate(depth.layers):
        rows, seen = [], []
        for at, epoch in enumerate(depth.epochs):
            network = record.restore(tiny_network(seed=9), int(epoch))
            known, shown = (codes(network, name, x) for x in (data.x_valid, data.x_test[:15]))
            spread = ((known - known.mean(axis=0)) ** 2).sum(axis=1).mean()
            rows.append((shown - known.mean(axis=0)) / np.sqrt(spread))
            seen.append(depth.embeddings[at, place])
        # Whether one map takes all points to their places: what least squares can't explain.
        ones = np.ones((45, 1))
        points = np.concatenate(rows)
        axes = np.linalg.svd(points - points.mean(axis=0), full_matrices=False)[2][:40]
        points = np.hstack([points @ axes.T, ones])
        seen = np.concatenate(seen)
        answer = np.linalg.lstsq(points, seen, rcond=None)[0]
        assert np.abs(points @ answer - seen).max() < 0.02 * np.ptp(seen), name


def test_pixels_do_not_move(depth):
    np.testing.assert_allclose(depth.embeddings[0, 0], depth.embeddings[2, 0], atol=1e-5)
    assert np.ptp(depth.shares[:, 0]) == 0


def test_it_comes_back_from_its_file(depth, tmp_path):
    again = load_record(depth.save(tmp_path / "depth.npz"))
    assert isinstance(again, LayersRecord)
    assert again.layers == depth.layers and again.made_from == depth.made_from
    assert np.abs(again.embeddings - depth.embeddings).max() <= depth.stored_error("embeddings")
    np.testing.assert_array_equal(again.shares, depth.shares)
    np.testing.assert_array_equal(again.untrained, depth.untrained)


def test_it_may_be_told_how_far_it_is_and_compared_with_nothing(training):
    data, record = training
    told = []
    depth = record_layers(record, tiny_network(), data, ("probabilities",),
                          progress=lambda share, words: told.append(share))  # fmt: skip
    assert depth.untrained.shape == (0, 2)
    assert told == sorted(told) and told[-1] == 1


def test_what_can_not_be_recorded_is_refused(training):
    data, record = training
    bare = Recorder(data, weights_at=())
    network = tiny_network()
    network.fit(data.x_train, data.y_train, verbose=0, callbacks=[bare],
                validation_data=(data.x_valid, data.y_valid))  # fmt: skip
    with pytest.raises(ValueError, match=r"record: expected one with all weights.*weights_at"):
        record_layers(bare.record, tiny_network(), data, LAYERS)
    with pytest.raises(ValueError, match="layers: expected names out of"):
        record_layers(record, tiny_network(), data, ("conv_9",))
    with pytest.raises(ValueError, match="n_shown: expected a whole number of at least 3"):
        record_layers(record, tiny_network(), data, LAYERS, n_shown=1)
    with pytest.raises(ValueError, match="data: expected one with a valid part"):
        record_layers(record, tiny_network(), tiny_data(n_valid=1), LAYERS)


def test_parts_that_do_not_fit_are_refused(depth):
    with pytest.raises(ValueError, match="LayersRecord: expected parts that fit together"):
        LayersRecord(
            made_from={"layers": ["pixels"]}, epochs=depth.epochs, embeddings=depth.embeddings,
            picture_index=depth.picture_index, labels=depth.labels, shares=depth.shares,
            untrained=depth.untrained,
        )  # fmt: skip
    with pytest.raises(ValueError, match="name: expected one of 'pixels'"):
        depth.layer("conv_9")
