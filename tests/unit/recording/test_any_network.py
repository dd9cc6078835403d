"""Random networks, data and probes: what trains, records; what records, saves, loads and draws."""

import keras
import matplotlib
import numpy as np
import pytest
from keras import layers

from helpers.analysis.training import first_layer_maps
from helpers.plots.predictions import PredictionStrip, PredictionView
from helpers.plots.training import TrainingView, plot_right_over_time, plot_scores
from helpers.recording import Recorder, load_record
from tests.support.networks import answers, classifier, compiled, pictures

matplotlib.use("agg")

ACTIVATIONS = ["relu", "tanh", "gelu", "elu", "leaky_relu", "softplus", None, "hard_sigmoid"]


def random_training(seed):
    """Build a network, data that it can learn, and what is to be kept."""
    rng = np.random.default_rng(seed)
    keras.utils.set_random_seed(seed)

    def one_of(*choices):
        return choices[rng.integers(len(choices))]

    shape = (int(rng.integers(6, 14)), int(rng.integers(6, 14)), *one_of((), (1,), (3,)))
    classes = one_of(2, 3, 5, 17, 300)
    kind = one_of("bytes", "unit")
    labels = one_of("numbers", "int64", "one-hot")
    data = pictures(shape, classes, (64, 30, 20), kind, labels, seed)
    first = layers.Conv2D(
        int(rng.integers(1, 5)), int(rng.integers(1, 5)), strides=one_of(1, 2, (1, 2)),
        padding=one_of("same", "valid"), activation=one_of(*ACTIVATIONS), name="first",
        use_bias=one_of(True, False),
    )  # fmt: skip
    more = [
        layers.BatchNormalization(),
        layers.Dropout(0.2),
        layers.DepthwiseConv2D(2, padding="same", name="second"),
        layers.MaxPooling2D(2, padding="same"),
    ]
    middle = [first, *(layer for layer in more if rng.random() < 0.5)]
    logits, one_hot = one_of(True, False), labels == "one-hot"
    scale = True if kind == "bytes" else None
    network = classifier(shape, middle, classes, None if logits else "softmax", "float32", scale)
    if rng.random() < 0.4:
        outer = keras.Input(shape)
        network = keras.Model(outer, network(outer), name="outer")
    name = "CategoricalCrossentropy" if one_hot else "SparseCategoricalCrossentropy"
    compiled(network, getattr(keras.losses, name)(from_logits=logits))
    keep = {
        "pictures": [3, 0],
        "watch": one_of(20, [5, 2, 9]),
        "layers": ["first"],
        "codes": one_of((), ("answer",)),
        "weights_at": one_of((), (0, -1), ("best",)),
        "weights": one_of("all", "convolutions"),
        "monitor": one_of("val_accuracy", "val_loss"),
    }
    return network, data, keep, logits


@pytest.mark.parametrize("seed", range(12))
def test_what_trains_records_and_what_records_saves_loads_and_draws(seed, tmp_path):
    network, data, keep, logits = random_training(seed)
    recorder = Recorder(data, **keep)
    network.fit(
        data.x_train, data.y_train, epochs=2, batch_size=30, verbose=0, callbacks=[recorder],
        validation_data=(data.x_valid, data.y_valid),
    )  # fmt: skip
    made = recorder.record
    record = load_record(made.save(tmp_path / "mine.npz"))
    for name, array in dict(record._flat()).items():
        before = dict(made._flat())[name]
        allowed = made.stored_error(name)
        if made.encoding(name) == "float16":
            allowed = allowed * np.abs(before) + 2.0**-25
        assert (np.abs(array.astype(float) - before) <= allowed).all(), name

    inner = next((layer for layer in network.layers if hasattr(layer, "layers")), network)
    look = keras.Model(inner.inputs[0], inner.get_layer("first").output)
    truth = answers(look, data.x_test[keep["pictures"]])
    error = made.stored_error("maps/first") + 1e-5 * np.abs(truth).max()
    np.testing.assert_allclose(record.maps["first"][-1], truth, atol=error)
    largest = np.abs(made.kernels[-1]).sum() + 1
    for place in (0, 1):
        maps = first_layer_maps(record, 2, place)
        np.testing.assert_allclose(maps, truth[place], atol=2.0**-9 * largest + error)
    says = answers(network, data.x_test[made.test_index])
    says = np.asarray(keras.ops.softmax(says)) if logits else says
    np.testing.assert_allclose(record.probabilities[-1], says, atol=1e-4)
    assert np.array_equal(record.test_labels, data.number_test[made.test_index])

    assert TrainingView(record).frame(2).any()
    number, few = int(made.test_index[0]), made.test_index[:2].tolist()
    bytes_ = np.zeros((2, 8, 8), np.uint8)
    view = PredictionView(record, bytes_[0], number)
    assert record.names[record.predictions[2, 0]] in view.describe(2)
    assert PredictionStrip(record, bytes_, few).frame(2).any()
    assert len(plot_scores([record], [""], score="loss")) == 2
    assert plot_right_over_time(record).get_array().shape == (len(made.test_index), 3)
    matplotlib.pyplot.close("all")
