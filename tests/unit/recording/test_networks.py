"""Any network that learns is recorded as it is, or refused in words before the first step."""

import keras
import numpy as np
import pytest
from keras import layers

from helpers.analysis.training import first_layer_maps
from helpers.plots.training import TrainingView
from helpers.recording import Recorder, load_record
from tests.support.networks import answers, classifier, compiled, pictures


def train(network, data, epochs=1, targets=None, **keep):
    """Record a training on classes' numbers, or on what ``targets`` makes of the pictures."""
    recorder = Recorder(data, **({"targets": targets} if targets else {}), **keep)
    y = [
        targets(getattr(data, f"x_{part}")) if targets else _as_fit_takes(network, data, part)
        for part in ("train", "valid")
    ]
    network.fit(
        data.x_train, y[0], batch_size=20, epochs=epochs, verbose=0, callbacks=[recorder],
        validation_data=(data.x_valid, y[1]),
    )  # fmt: skip
    return recorder.record


def _as_fit_takes(network, data, part):
    labels = getattr(data, f"y_{part}")
    return getattr(data, f"number_{part}") if labels.dtype.kind == "U" else labels


def conv(name="conv", **options):
    return layers.Conv2D(**{"filters": 4, "kernel_size": 3, **options}, name=name)


def saved(record, tmp_path):
    """Save and load a record, and see that nothing but the encoding came between."""
    again = load_record(record.save(tmp_path / "mine.npz"))
    assert again.made_from == record.made_from
    before, after = dict(record._flat()), dict(again._flat())
    assert before.keys() == after.keys()
    for name, array in before.items():
        allowed = record.stored_error(name)
        if record.encoding(name) == "float16":
            allowed = allowed * np.abs(array) + 2.0**-25
        near = np.abs(after[name].astype(float) - array) <= allowed
        assert (near | (array == after[name]) | np.isnan(array)).all(), name
    return again


class TestFirstLayer:
    @pytest.mark.parametrize("shape", [(12, 10), (12, 10, 3), (9, 7, 1)])
    @pytest.mark.parametrize(
        "options",
        [
            {"activation": "relu", "padding": "same"},
            {"activation": "tanh"},
            {"activation": "gelu", "padding": "same", "strides": 2},
            {"activation": "leaky_relu", "strides": 2, "use_bias": False},
            {"activation": keras.layers.LeakyReLU(negative_slope=0.1)},
            {"activation": "silu", "strides": (2, 1)},
            {"activation": "hard_tanh", "dilation_rate": 2},
        ],
    )
    def test_its_maps_are_the_networks_own(self, shape, options):
        keras.utils.set_random_seed(0)
        data = pictures(shape)
        network = compiled(classifier(shape, [conv(**options)]))
        record = train(network, data, pictures=[3, 5], layers=["conv"])
        look = keras.Model(network.inputs[0], network.get_layer("conv").output)
        truth = answers(look, data.x_test[[3, 5]])
        for picture in (0, 1):
            maps = first_layer_maps(record, 1, picture)
            assert maps.shape == truth.shape[1:]
            np.testing.assert_allclose(maps, truth[picture], atol=1e-5)
        np.testing.assert_allclose(record.maps["conv"][1], truth, atol=1e-5)
        assert TrainingView(record).frame(1).shape == (440, 1200, 3)

    def test_what_cannot_be_computed_is_refused_where_it_was_not_recorded(self):
        data = pictures()
        record = train(
            compiled(classifier((8, 8), [conv(activation=lambda x: x**2)])), data, pictures=[0]
        )
        with pytest.raises(ValueError, match=r"layers=\['conv'\]"):
            first_layer_maps(record, 0)
        norm_first = classifier((8, 8), [layers.BatchNormalization(), conv()])
        record = train(compiled(norm_first), data, pictures=[0])
        with pytest.raises(ValueError, match="holds its maps"):
            TrainingView(record)


def learned_scale(inputs):
    norm = layers.Normalization(axis=-1)
    norm.adapt(pictures((8, 8, 3)).x_train)
    return norm(inputs)


def small_preprocessing(inputs):
    inner = keras.Input((8, 8, 3))
    return keras.Model(inner, layers.Rescaling(1 / 127.5, -1)(inner), name="prepare")(inputs)


@pytest.mark.parametrize(
    ("scale", "kind"),
    [
        (layers.Rescaling([1 / 255, 1 / 127, 1 / 200], [0, 1, 2]), "bytes"),
        (learned_scale, "bytes"),
        (small_preprocessing, "bytes"),
        (None, "unit"),
        (layers.Rescaling(2, -1), "unit"),
    ],
)
def test_however_pictures_are_scaled(scale, kind, tmp_path):
    data = pictures((8, 8, 3), kind=kind)
    network = compiled(
        classifier((8, 8, 3), [conv(activation="tanh")], scale=scale, dtype="float32")
    )
    record = saved(train(network, data, pictures=[1], watch=12), tmp_path)
    look = keras.Model(network.inputs[0], network.get_layer("conv").output)
    truth = answers(look, data.x_test[[1]])[0]
    np.testing.assert_allclose(first_layer_maps(record, 1), truth, atol=2e-2)
    np.testing.assert_allclose(record.probabilities[-1], answers(network, data.x_test), atol=1e-4)
    restored = record.restore(keras.models.clone_model(network))
    np.testing.assert_allclose(
        answers(restored, data.x_test), answers(network, data.x_test), atol=0.02
    )


def backbone(shape=(8, 8, 3)):
    inner = keras.Input(shape)
    tensor = layers.MaxPooling2D(2, name="pool")(conv(activation="relu")(inner))
    return keras.Model(inner, conv("deep", kernel_size=2)(tensor), name="backbone")


class TestNested:
    def test_kernels_and_maps_are_found_inside(self, tmp_path):
        data = pictures((8, 8, 3))
        body = backbone()
        network = compiled(classifier((8, 8, 3), [body]))
        nodes = len(body.get_layer("conv")._inbound_nodes)
        record = train(network, data, pictures=[0, 2], layers=["backbone/pool", "deep"])
        assert record.made_from["kernels_of"] == "backbone/conv"
        assert np.array_equal(record.kernels[-1], body.get_layer("conv").kernel)
        scaled = data.x_test[[0, 2]] / np.float32(255)
        for name, key in (("pool", "backbone/pool"), ("deep", "deep")):
            truth = answers(keras.Model(body.inputs[0], body.get_layer(name).output), scaled)
            np.testing.assert_allclose(record.maps[key][-1], truth, atol=1e-5)
        truth = answers(keras.Model(body.inputs[0], body.get_layer("conv").output), scaled)
        np.testing.assert_allclose(first_layer_maps(record, 1, 1), truth[1], atol=1e-5)
        assert len(body.get_layer("conv")._inbound_nodes) == nodes
        assert set(saved(record, tmp_path).maps) == {"backbone/pool", "deep"}

    def test_two_layers_of_one_name_want_a_path(self):
        data = pictures((8, 8, 3))
        network = compiled(classifier((8, 8, 3), [backbone(), conv("conv", kernel_size=1)]))
        with pytest.raises(ValueError, match=r"names out of .*'conv'"):
            train(network, data, layers=["pol"])
        record = train(network, data, pictures=[0], layers=["backbone/conv", "conv"])
        assert record.maps["backbone/conv"].shape != record.maps["conv"].shape

    def test_the_kernels_of_another_layer(self):
        data = pictures()
        network = compiled(classifier((8, 8), [conv(), conv("second")]))
        record = train(network, data, keep_kernels="second")
        assert np.array_equal(record.kernels[-1], network.get_layer("second").kernel)
        with pytest.raises(ValueError, match="keep_kernels: expected a layer with kernels"):
            train(network, data, keep_kernels=network.layers[1].name)


class TestAnswers:
    @pytest.mark.parametrize("classes", [2, 3, 100, 300])
    def test_any_number_of_classes(self, classes, tmp_path):
        data = pictures(classes=classes, n=(600, 300, 300))
        network = compiled(classifier((8, 8), [], classes))
        record = saved(train(network, data, watch=300), tmp_path)
        assert np.array_equal(record.test_labels, data.number_test)
        assert record.test_labels.max() == classes - 1
        truth = answers(network, data.x_test)
        np.testing.assert_allclose(record.probabilities[-1], truth, atol=1e-4)
        sure = np.sort(truth)[:, -1] - np.sort(truth)[:, -2] > 1e-3
        assert np.array_equal(record.predictions[-1][sure], truth.argmax(1)[sure])

    @pytest.mark.parametrize("end", ["sigmoid", None])
    def test_one_unit_is_two_classes(self, end):
        data = pictures(classes=2)
        loss = keras.losses.BinaryCrossentropy(from_logits=end is None)
        network = compiled(classifier((8, 8), [], 1, end), loss)
        record = train(network, data, watch=12)
        truth = answers(network, data.x_test)[:, 0]
        truth = truth if end else 1 / (1 + np.exp(-truth))
        np.testing.assert_allclose(record.probabilities[-1][:, 1], truth, atol=1e-6)
        np.testing.assert_allclose(record.probabilities.sum(axis=2), 1, atol=1e-6)
        right = (record.predictions[-1] == data.number_test).mean()
        assert right == ((truth > 0.5) == data.number_test).mean()

    def test_logits_are_made_probabilities(self):
        data = pictures()
        loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
        network = compiled(classifier((8, 8), [conv()], end=None), loss)
        record = train(network, data, watch=12)
        truth = keras.ops.softmax(network(data.x_test, training=False))
        np.testing.assert_allclose(record.probabilities[-1], truth, atol=1e-6)

    @pytest.mark.parametrize(
        ("loss", "units", "end"),
        [
            ("sparse_categorical_crossentropy", 3, None),
            ("sparse_categorical_crossentropy", 3, "sigmoid"),
            ("binary_crossentropy", 1, "tanh"),
        ],
    )
    def test_what_its_loss_takes_for_probabilities_and_is_none(self, loss, units, end):
        data = pictures(classes=max(units, 2))
        network = compiled(classifier((8, 8), [conv()], units, end), loss)
        before = network.get_weights()
        with pytest.raises(ValueError, match="from_logits=True"):
            train(network, data, watch=12)
        assert all(map(np.array_equal, before, network.get_weights()))

    @pytest.mark.parametrize("labels", ["numbers", "int64", "column", "one-hot", "text"])
    def test_labels_as_people_write_them(self, labels, tmp_path):
        data = pictures(labels=labels)
        one_hot = labels == "one-hot"
        loss = "categorical_crossentropy" if one_hot else "sparse_categorical_crossentropy"
        network = compiled(classifier((8, 8), [conv()]), loss)
        record = saved(train(network, data, watch=12), tmp_path)
        assert np.array_equal(record.test_labels, data.number_test)
        y = _as_fit_takes(network, data, "valid")
        truth = network.evaluate(data.x_valid, y, verbose=0, return_dict=True)
        assert record.scores["val_loss"][-1] == pytest.approx(truth["loss"], rel=1e-4)
        assert record.scores["val_accuracy"][-1] == pytest.approx(truth["accuracy"])

    @pytest.mark.parametrize("labels", [np.arange(60) % 4, np.arange(60) % 3 - 1])
    def test_labels_of_no_class_are_refused_before(self, labels):
        data = pictures()
        data.y_train = labels
        with pytest.raises(ValueError, match="data: expected labels from 0 to 2"):
            train(compiled(classifier((8, 8), [])), data)

    def test_regression(self, tmp_path):
        data = pictures()
        for part in ("train", "valid", "test"):
            images = getattr(data, f"x_{part}")
            setattr(data, f"y_{part}", images.mean(axis=(1, 2)) / np.float32(255))
        network = compiled(classifier((8, 8), [conv()], 1, None), "mse", ["mae"])
        record = train(network, data, watch=12, monitor="val_mae", weights_at=["best"])
        np.testing.assert_allclose(record.outputs[-1], answers(network, data.x_test), atol=1e-6)
        again = saved(record, tmp_path)
        assert again.best_epoch == record.epochs[record.scores["val_mae"].argmin()]
        with pytest.raises(ValueError, match="tells classes apart"):
            _ = again.predictions

    def test_autoencoder(self, tmp_path):
        data = pictures()
        network = keras.Sequential(
            [
                keras.Input((8, 8), dtype="uint8"),
                layers.Rescaling(1 / 255),
                layers.Flatten(),
                layers.Dense(2, name="code"),
                layers.Dense(64),
                layers.Reshape((8, 8)),
            ]
        )
        compiled(network, "mse", [])
        with pytest.raises(ValueError, match="targets=lambda pictures"):
            train(network, data)
        record = train(
            network, data, targets=lambda x: x / np.float32(255), watch=[2, 3], codes=["code"]
        )
        np.testing.assert_allclose(
            record.outputs[-1], answers(network, data.x_test[2:4]), atol=1e-6
        )
        code = answers(keras.Model(network.inputs[0], network.layers[2].output), data.x_test[2:4])
        np.testing.assert_allclose(record.codes["code"][-1], code, atol=1e-5)
        error = ((answers(network, data.x_valid) - data.x_valid / 255) ** 2).mean()
        assert record.scores["val_loss"][-1] == pytest.approx(error, rel=1e-4)
        assert np.isfinite(record.scores["val_loss"]).all()
        assert saved(record, tmp_path).codes["code"].shape == (2, 2, 2)


class Own(keras.Model):
    """A network as a class of its own."""

    def __init__(self):
        super().__init__()
        self.dense = layers.Dense(3, activation="softmax")

    def call(self, images):
        return self.dense(keras.ops.reshape(keras.ops.cast(images, "float32"), (-1, 64)))


def two_inputs():
    one, two = keras.Input((8, 8)), keras.Input((8, 8))
    both = layers.Flatten()(layers.Add()([one, two]))
    return keras.Model([one, two], layers.Dense(3, activation="softmax")(both))


def two_outputs():
    inputs = keras.Input((8, 8))
    flat = layers.Flatten()(inputs)
    ends = [layers.Dense(3, activation="softmax", name=name)(flat) for name in "ab"]
    return keras.Model(inputs, ends)


@pytest.mark.parametrize(
    ("build", "x", "y", "message"),
    [
        (Own, 1, 1, "model: expected a Sequential or functional network"),
        (two_inputs, 2, 1, "2 inputs and 1 outputs"),
        (two_outputs, 1, 2, "1 inputs and 2 outputs"),
    ],
)
def test_what_cannot_be_recorded_is_refused_before_the_first_step(build, x, y, message):
    data, network = pictures(), build()
    network.compile("sgd", ["sparse_categorical_crossentropy"] * y if y > 1 else (
        "sparse_categorical_crossentropy"))  # fmt: skip
    x = [data.x_train] * x if x > 1 else data.x_train
    y = [data.y_train] * y if y > 1 else data.y_train
    steps = []
    counting = keras.callbacks.LambdaCallback(on_train_batch_end=lambda *_: steps.append(1))
    with pytest.raises(ValueError, match=message):
        network.fit(x, y, verbose=0, callbacks=[Recorder(data), counting])
    assert not steps


def test_large_pictures_and_bare_data():
    data = pictures((224, 224, 3), n=(8, 4, 4))
    del data.name, data.names
    network = compiled(
        classifier((224, 224, 3), [conv(strides=4, activation="relu"), layers.GlobalMaxPooling2D()])
    )
    record = train(network, data, pictures=[0], watch=4)
    truth = answers(
        keras.Model(network.inputs[0], network.get_layer("conv").output), data.x_test[:1]
    )
    np.testing.assert_allclose(first_layer_maps(record, 1), truth[0], atol=1e-5)
    assert record.names == ("0", "1", "2")


def test_data_without_a_validation_part():
    data = pictures()
    del data.x_valid, data.y_valid
    network = compiled(classifier((8, 8), [conv(activation="relu")]))
    recorder = Recorder(data, pictures=[0])
    network.fit(data.x_train, data.y_train, verbose=0, epochs=2, callbacks=[recorder])
    assert set(recorder.record.scores) == {"accuracy", "loss"}
    assert TrainingView(recorder.record).describe(2)
    with pytest.raises(ValueError, match="monitor: expected a score"):
        network.fit(
            data.x_train, data.y_train, verbose=0, callbacks=[Recorder(data, weights_at=["best"])]
        )
