"""The recorder: what it keeps is what the network was, and it survives being stopped."""

import keras
import numpy as np
import pytest

from helpers.recording import Recorder, even_schedule, load_record
from tests.support.tiny import tiny_data, tiny_network


def fit(network, data, recorder, epochs=2, callbacks=()):
    for _ in range(epochs):
        network.fit(
            data.x_train, data.y_train, batch_size=20, shuffle=False, verbose=0,
            validation_data=(data.x_valid, data.y_valid), callbacks=[recorder, *callbacks],
        )  # fmt: skip


class Probe(keras.callbacks.Callback):
    """Ask the network itself, after every epoch, what the recorder should have kept."""

    def __init__(self, data):
        super().__init__()
        self.data, self.seen = data, []

    def on_epoch_end(self, epoch, logs=None):
        conv = self.model.get_layer("conv")
        look = keras.Model(self.model.inputs[0], conv.output)
        self.seen.append(
            {
                "kernel": keras.ops.convert_to_numpy(conv.kernel),
                "map": np.array(look(self.data.x_test[[3, 5]], training=False)),
                "probabilities": np.array(self.model(self.data.x_test[:9], training=False)),
                "weights": self.model.get_weights(),
                "logs": dict(logs),
            }
        )


@pytest.fixture(scope="module")
def trained():
    keras.optimizers.Adam()  # Keras numbers what comes after it; a record must not
    data, network = tiny_data(), tiny_network()
    start = network.get_weights()
    recorder = Recorder(
        data, pictures=[3, 5], layers=["conv"], watch=9, weights_at=[1, -1],
        schedule=even_schedule(4, steps=6, batch_size=20), made_from={"seed": 0},
    )  # fmt: skip
    probe = Probe(data)
    fit(network, data, recorder, epochs=4, callbacks=[probe])
    return data, network, recorder, probe.seen, start


def test_every_epoch_is_what_the_network_was(trained):
    _, _, recorder, seen, start = trained
    record = recorder.record
    assert list(record.epochs) == [0, 1, 2, 3, 4]
    assert np.array_equal(record.kernels[0], start[0])
    for epoch, truth in enumerate(seen, start=1):
        assert np.array_equal(record.kernels[epoch], truth["kernel"])
        np.testing.assert_allclose(record.maps["conv"][epoch], truth["map"], atol=1e-6)
        np.testing.assert_allclose(record.probabilities[epoch], truth["probabilities"], atol=1e-6)
        for key, value in truth["logs"].items():
            assert record.scores[key][epoch] == np.float32(value)
    assert np.array_equal(record.images_seen, [0, 120, 240, 360, 480])
    assert (np.diff(record.seconds) > 0).all()


def test_the_untrained_network_is_scored(trained):
    data, _, recorder, _, start = trained
    record = recorder.record
    network = tiny_network()
    network.set_weights(start)
    probabilities = np.array(network(data.x_valid, training=False))
    truth = -np.log(probabilities[np.arange(len(data.y_valid)), data.y_valid]).mean()
    assert record.scores["val_loss"][0] == pytest.approx(truth, rel=1e-5)
    assert record.scores["val_accuracy"][0] == pytest.approx(
        (probabilities.argmax(1) == data.y_valid).mean()
    )
    assert np.isfinite(record.scores["loss"][0])


def test_kept_weights_give_the_recorded_probabilities_back(trained, tmp_path):
    data, network, recorder, seen, _ = trained
    record = load_record(recorder.record.save(tmp_path / "a.npz"))
    assert record.weight_epochs == (1, 4)
    for epoch in record.weight_epochs:
        copy = record.restore(tiny_network(seed=9), epoch)
        probabilities = np.array(copy(data.x_test[:9], training=False))
        np.testing.assert_allclose(probabilities, record.probabilities[epoch], atol=2e-3)
        for kept, true in zip(copy.get_weights(), seen[epoch - 1]["weights"], strict=True):
            np.testing.assert_allclose(kept, true, rtol=2**-10, atol=1e-6)


def test_recording_changes_nothing(trained):
    data, network, *_ = trained
    bare = tiny_network()
    for _ in range(4):
        bare.fit(data.x_train, data.y_train, batch_size=20, shuffle=False, verbose=0)
    for recorded, plain in zip(network.get_weights(), bare.get_weights(), strict=True):
        np.testing.assert_allclose(recorded, plain, atol=1e-6)


def test_what_made_it_is_said(trained):
    made_from = trained[2].record.made_from
    assert made_from["data"]["fingerprint"] == "0123abcd"
    assert made_from["data"]["images"] == {"train": 120, "valid": 30, "test": 20}
    assert made_from["schedule"] == [[6, 20]] * 4
    assert made_from["seed"] == 0
    assert made_from["versions"]["keras"] == keras.__version__
    assert made_from["optimizer"] == {"name": "adam", "learning_rate": pytest.approx(0.001)}
    assert made_from["network"]["parameters"] == tiny_network().count_params()


class Stop(keras.callbacks.Callback):
    """The learner presses ■ in the middle of an epoch."""

    def __init__(self, at_batch):
        super().__init__()
        self.at_batch = at_batch

    def on_train_batch_end(self, batch, logs=None):
        if batch == self.at_batch:
            raise KeyboardInterrupt


@pytest.mark.parametrize("whole_epochs", [0, 2])
def test_a_stopped_training_is_good_up_to_its_last_whole_epoch_and_goes_on(whole_epochs):
    data, network = tiny_data(), tiny_network()
    recorder = Recorder(data, watch=9)
    fit(network, data, recorder, epochs=whole_epochs)
    with pytest.raises(KeyboardInterrupt):
        fit(network, data, recorder, epochs=1, callbacks=[Stop(at_batch=3)])
    assert list(recorder.record.epochs) == list(range(whole_epochs + 1))
    fit(network, data, recorder, epochs=3 - whole_epochs)

    through = tiny_network()
    unbroken = Recorder(data, watch=9)
    fit(through, data, unbroken, epochs=3)
    assert recorder.record.images_seen[-1] == unbroken.record.images_seen[-1]
    np.testing.assert_allclose(
        recorder.record.probabilities, unbroken.record.probabilities, atol=1e-5
    )


def test_it_validates_by_itself_where_fit_does_not():
    data, network = tiny_data(), tiny_network()
    recorder = Recorder(data)
    network.fit(data.x_train, data.y_train, verbose=0, callbacks=[recorder])
    truth = network.evaluate(data.x_valid, data.y_valid, verbose=0, return_dict=True)
    assert recorder.record.scores["val_loss"][1] == pytest.approx(truth["loss"], rel=1e-5)


def test_little_can_be_asked_for():
    data, network = tiny_data(), tiny_network()
    recorder = Recorder(data, keep_kernels=False, weights_at=())
    with pytest.raises(ValueError, match="nothing is recorded yet"):
        _ = recorder.record
    fit(network, data, recorder, epochs=1)
    record = recorder.record
    assert record.kernels.shape == (2, 0)
    assert record.probabilities.shape == (2, 0, 3)
    assert record.weights == {}
    assert record.maps == {}


def test_only_some_epochs_can_be_asked_for(trained):
    data, _, all_epochs, *_ = trained
    network = tiny_network()
    recorder = Recorder(
        data, pictures=[3, 5], layers=["conv"], watch=9, weights_at=[3], at=[1, 3, 9]
    )
    with pytest.raises(ValueError, match="nothing is recorded yet"):
        _ = recorder.record
    fit(network, data, recorder, epochs=4)
    assert recorder.n_epochs == 4
    some, every = recorder.record, all_epochs.record
    assert list(some.epochs) == [1, 3]
    assert np.array_equal(some.images_seen, every.images_seen[[1, 3]])
    for key, values in every.scores.items():
        np.testing.assert_allclose(some.scores[key], values[[1, 3]], rtol=1e-4)
    np.testing.assert_allclose(some.kernels, every.kernels[[1, 3]], atol=1e-6)
    np.testing.assert_allclose(some.maps["conv"], every.maps["conv"][[1, 3]], atol=1e-5)
    np.testing.assert_allclose(some.probabilities, every.probabilities[[1, 3]], atol=1e-5)
    copy = some.restore(tiny_network(seed=9), 3)
    probabilities = np.array(copy(data.x_test[:9], training=False))
    np.testing.assert_allclose(probabilities, some.probabilities[some.index(3)], atol=1e-6)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"at": [-1]}, "at: expected a whole number of at least 0; received -1"),
        ({"at": [1], "weights_at": ["best"]}, "at: expected all epochs"),
        ({"watch": 21}, "watch: expected a whole number from 0 to 20; received 21"),
        ({"watch": [0, 20]}, "watch: expected positions below 20"),
        ({"pictures": [-1]}, "pictures: expected positions of test images"),
        ({"pictures": [0.5]}, "pictures: expected positions of test images"),
        ({"weights_at": [1.5]}, "weights_at: expected a whole number"),
    ],
)
def test_what_cannot_be_recorded_is_said_before_training(wrong, message):
    with pytest.raises(ValueError, match=message):
        Recorder(tiny_data(), **wrong)


def test_an_unknown_layer_is_named():
    data, network = tiny_data(), tiny_network()
    before = network.get_weights()
    with pytest.raises(
        ValueError, match=r"layers: expected names out of .*'conv'.*received 'cnov'"
    ):
        fit(network, data, Recorder(data, layers=["cnov"]))
    assert all(np.array_equal(a, b) for a, b in zip(before, network.get_weights(), strict=True))


def test_functional_networks_are_recorded_too():
    data = tiny_data()
    inputs = keras.Input((8, 8), dtype="uint8")
    flat = keras.layers.Flatten()(keras.layers.Rescaling(1 / 255)(inputs))
    hidden = keras.layers.Dense(5, activation="relu", name="hidden")(flat)
    network = keras.Model(inputs, keras.layers.Dense(3, activation="softmax")(hidden))
    network.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    recorder = Recorder(data, pictures=[0], layers=["hidden"])
    fit(network, data, recorder, epochs=1)
    assert recorder.record.kernels.shape == (2, 64, 5)
    assert recorder.record.maps["hidden"].shape == (2, 1, 5)
