"""Filters are recorded as the network itself has them, and what can't be is refused."""

import keras
import numpy as np
import pytest

from helpers.recording import FiltersRecord, Recorder, load_record, record_filters
from tests.support.tiny import tiny_data, tiny_network


@pytest.fixture(scope="module")
def training():
    data, network = tiny_data(n_valid=60, n_test=50), tiny_network()
    recorder = Recorder(data, weights_at=(0, 1, 3), watch=5)
    network.fit(data.x_train, data.y_train, epochs=3, verbose=0, callbacks=[recorder],
                validation_data=(data.x_valid, data.y_valid))  # fmt: skip
    return data, recorder.record


@pytest.fixture(scope="module")
def filters(training):
    data, record = training
    more = {"n_units": 3, "n_valid": 60, "n_test": 50, "n_points": 5, "steps": 40}
    return record_filters(record, tiny_network(), data, ["norm", "conv"], [1, 3], **more)


def without(record, epoch, gone, images, labels):
    """Score the network with kernels of nothing: the share right, and how sure it is of it."""
    network = record.restore(tiny_network(), epoch)
    kernel, bias = network.get_layer("conv").get_weights()
    kernel[..., gone], bias[gone] = 0, 0
    network.get_layer("conv").set_weights([kernel, bias])
    answers = np.asarray(network(images))
    return (answers.argmax(axis=1) == labels).mean(), answers[np.arange(len(labels)), labels].mean()


def test_what_is_lost_is_what_kernels_of_nothing_lose(training, filters):
    data, record = training
    _, intact = without(record, 3, [], data.x_valid, data.y_valid)
    lost = [intact - without(record, 3, [k], data.x_valid, data.y_valid)[1] for k in range(4)]
    np.testing.assert_allclose(filters.losses["conv"], lost, atol=1e-6)
    order = filters.units
    assert (np.diff(filters.losses["conv"][order]) <= 0).all() and len(order) == 3
    np.testing.assert_allclose(filters.unit_losses[-1], filters.losses["conv"][order], atol=1e-6)
    assert filters.layer == "conv" and list(filters.losses) == ["norm", "conv"]


def test_curves_begin_with_all_filters_and_end_with_none(training, filters):
    data, record = training
    test = data.x_test, data.y_test
    assert filters.counts["conv"].tolist() == [0, 1, 2, 3, 4]
    curves = filters.curves["conv"]
    np.testing.assert_allclose(curves[:, 0], without(record, 3, [], *test)[0], atol=1e-6)
    np.testing.assert_allclose(curves[:, -1], without(record, 3, [0, 1, 2, 3], *test)[0], atol=1e-6)
    most, _ = without(record, 3, filters.units[:2], *test)
    assert curves[2, 2] == pytest.approx(most, abs=1e-6)
    assert filters.half_taken("conv")[2] == pytest.approx(most, abs=1e-6)


def test_made_pictures_are_taken_for_what_they_were_made_for(training, filters):
    _, record = training
    assert filters.class_pictures.shape == (2, 3, 8, 8)
    assert filters.patterns.shape == (2, 3, 8, 8)
    network = record.restore(tiny_network(), 3)
    answers = np.asarray(network(filters.class_pictures[-1]))
    assert answers.argmax(axis=0).tolist() == [0, 1, 2], "each class likes its own best"
    assert not np.array_equal(filters.patterns[0], filters.patterns[1])


def test_the_network_ends_with_the_last_epochs_weights(training):
    data, record = training
    network = tiny_network(seed=4)
    record_filters(record, network, data, ["conv"], [1], n_units=1, n_points=3, steps=1)
    for one, other in zip(network.get_weights(), record.weights["1"], strict=True):
        assert np.array_equal(one, other)


def test_what_was_saved_comes_back(filters, tmp_path):
    loaded = load_record(filters.save(tmp_path / "filters.npz"))
    assert isinstance(loaded, FiltersRecord)
    assert "3 filters of conv at 2 epochs, what is lost without each of norm, conv" in repr(loaded)
    for name, array in dict(filters._flat()).items():
        np.testing.assert_array_equal(dict(loaded._flat())[name], array)


def test_what_cannot_be_recorded_is_refused(training):
    data, record = training
    for more, words in (
        ({"epochs": [2]}, r"epochs: expected some at which all weights were kept \[0, 1, 3\]"),
        ({"layers": ["conv_9"]}, "layer: expected one of"),
        ({"n_points": 4}, "n_points: expected an odd number"),
    ):
        arguments = {"layers": ["conv"], "n_units": 1, "n_points": 3, "steps": 1, **more}
        with pytest.raises(ValueError, match=words):
            record_filters(record, tiny_network(), data, **arguments)
    keras.backend.clear_session()
