"""Probes of one's own, the weights that are kept, and records that belong to themselves."""

import dataclasses

import keras
import numpy as np
import pytest
from keras import layers

from helpers.recording import Probe, Recorder, Weights, load_record
from tests.support.networks import classifier, compiled, pictures
from tests.support.records import training_record


class Norms(Probe):
    """How long each layer's weights are, and how many are above zero."""

    axes = {"norms": "layer", "positive": ""}
    encoding = {"norms": "float16"}

    def begin(self, model, data):
        self.layers = [layer for layer in model.layers if layer.weights]

    def look(self, model):
        flat = [np.concatenate([w.ravel() for w in each.get_weights()]) for each in self.layers]
        norms = [np.linalg.norm(weights) for weights in flat]
        return {"norms": norms, "positive": sum(int((weights > 0).sum()) for weights in flat)}


def network():
    keras.utils.set_random_seed(0)
    norm = layers.Normalization(axis=None)
    norm.adapt(pictures().x_train)
    return compiled(
        classifier(
            (8, 8),
            [layers.Conv2D(4, 3, name="conv"), layers.BatchNormalization(name="norm")],
            scale=norm, dtype="float32",
        )
    )  # fmt: skip


def train(model, epochs=2, **keep):
    data = pictures()
    recorder = Recorder(data, **keep)
    model.fit(data.x_train, data.y_train, epochs=epochs, verbose=0, callbacks=[recorder])
    return recorder.record


def test_a_probe_of_ones_own(tmp_path):
    model, seen = network(), []
    ask = keras.callbacks.LambdaCallback(
        on_epoch_end=lambda epoch, logs: seen.append(np.linalg.norm(model.layers[-1].kernel))
    )
    data = pictures()
    recorder = Recorder(data, probes=[Norms()])
    model.fit(data.x_train, data.y_train, epochs=2, verbose=0, callbacks=[recorder, ask])
    record = load_record(recorder.record.save(tmp_path / "mine.npz"))
    norms = record.probes["norms"]
    assert norms.shape == (3, len([layer for layer in model.layers if layer.weights]))
    bias = np.linalg.norm(model.layers[-1].bias)
    assert norms[-1, -1] == pytest.approx(np.hypot(seen[-1], bias), rel=1e-3)
    assert record.probes["positive"].shape == (3,)
    assert record.probes["positive"].dtype.kind == "i"
    assert record.axes("probes/norms") == ["epoch", "layer"]
    assert record.axes("scores/loss") == ["epoch"]


@pytest.mark.parametrize(
    "given",
    [None, {"norms": [1.0]}, {"norms": [[1.0]], "positive": 1}, {"norms": ["a"], "positive": 1}],
)
def test_what_a_probe_should_not_give_is_named_before_the_first_step(given):
    class Bad(Norms):
        def look(self, model):
            return given

    model = network()
    before = model.get_weights()
    with pytest.raises(ValueError, match="probes: expected"):
        train(model, probes=[Bad()])
    assert all(map(np.array_equal, before, model.get_weights()))


class TestWeights:
    def test_convolutions_and_norms_alone(self, tmp_path):
        model, whole = network(), network()
        conv = Weights(at=[0, 1, 2], which="convolutions")
        record = train(model, weights_at=[-1], probes=[conv])
        record = load_record(record.save(tmp_path / "mine.npz"))
        assert record.weight_epochs == (0, 1, 2)
        kept = dict(zip(record.made_from["network"]["weights"], record.weights["1"], strict=True))
        names = {path.split("/", 1)[0] for path, each in kept.items() if each is not None}
        assert {"conv", "norm"} <= names
        assert not any(path.startswith("answer") and kept[path] is not None for path in kept)
        assert all(each is not None for each in record.weights["2"])
        with pytest.raises(ValueError, match="epoch: expected one at which all weights were kept"):
            record.restore(whole, 1)
        answer = whole.get_layer("answer").get_weights()
        record.restore(whole, 1, partial=True)
        assert all(map(np.array_equal, answer, whole.get_layer("answer").get_weights()))
        assert np.array_equal(whole.get_layer("conv").kernel, kept["conv/kernel"])
        record.restore(whole, 2)
        for now, then in zip(whole.get_weights(), model.get_weights(), strict=True):
            np.testing.assert_allclose(now, then, rtol=2**-10, atol=1e-6)

    def test_whole_numbers_stay_whole(self, tmp_path):
        model = network()
        record = load_record(train(model).save(tmp_path / "mine.npz"))
        counts = [w for w in record.weights["2"] if w.dtype.kind in "iu"]
        truth = [w for w in model.get_weights() if w.dtype.kind in "iu"]
        assert counts
        assert all(map(np.array_equal, counts, truth))

    def test_what_half_precision_has_no_room_for_is_kept_in_single(self, tmp_path):
        model = network()
        old = model.get_layer("norm").get_weights()
        values = (1e6, np.nan, 1e-7, np.inf)
        odd = [np.full(w.shape, v, np.float32) for w, v in zip(old, values, strict=True)]
        model.get_layer("norm").set_weights(odd)
        record = train(model, epochs=1, weights_at=[0])
        again = load_record(record.save(tmp_path / "mine.npz"))
        for before, after in zip(record.weights["0"], again.weights["0"], strict=True):
            exact = before.dtype.kind == "i" or not np.isfinite(before).all() or (
                np.abs(before).max() > 65_504 or np.abs(before).max() < 1e-5
            )  # fmt: skip
            assert not exact or np.array_equal(before, after, equal_nan=before.dtype.kind == "f")
        assert record.stored_error("weights/0/4") >= 0


class TestARecordBelongsToItself:
    def test_arrays_that_are_given_are_not_shared(self):
        plain = training_record()
        fields = {each.name: getattr(plain, each.name) for each in dataclasses.fields(plain)}
        mine = {
            **fields,
            "kernels": plain.kernels.copy(),
            "maps": {"conv": plain.maps["conv"].copy()},
        }
        facts = {"data": {"name": "mine"}, "list": [1]}
        record = type(plain)(**{**mine, "made_from": facts})
        mine["kernels"][:] = 0
        mine["maps"]["conv"][:] = 0
        mine["maps"]["more"] = 1
        facts["list"].append(2)
        assert np.array_equal(record.kernels, plain.kernels)
        assert np.array_equal(record.maps["conv"], plain.maps["conv"])
        assert set(record.maps) == {"conv"}
        assert record.made_from["list"] == [1]
        assert not record.kernels.flags.writeable

    def test_the_recorders_data_stays_writeable(self):
        data = pictures()
        recorder = Recorder(data, pictures=[0], watch=3)
        network().fit(data.x_train, data.y_train, verbose=0, callbacks=[recorder])
        record = recorder.record
        before = record.pictures.copy()
        data.x_test[:] = 0
        data.y_test[:] = 0
        assert np.array_equal(record.pictures, before)
        assert record.test_labels.any()

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("epochs", np.arange(3, dtype=np.int32)),
            ("kernels", np.zeros((3, 3, 3, 1, 4), np.float32)),
            ("probabilities", np.zeros((4, 6, 3), np.float32)),
            ("probabilities", [[0.1]]),
            ("test_labels", np.array(["a"] * 7)),
            ("made_from", {"what": object()}),
            ("made_from", None),
        ],
    )
    def test_it_is_checked_when_it_is_made(self, field, value):
        plain = training_record()
        fields = {each.name: getattr(plain, each.name) for each in dataclasses.fields(plain)}
        with pytest.raises(ValueError, match=r"TrainingRecord|made_from"):
            type(plain)(**{**fields, field: value})
