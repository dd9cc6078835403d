"""A record's scores are of the same pictures at every epoch, and count what fit really ran."""

import keras
import numpy as np
import pytest
from keras import layers

from helpers.recording import Recorder, even_schedule
from tests.support.networks import classifier, compiled, pictures
from tests.support.tiny import tiny_network


@pytest.fixture
def data():
    return pictures(n=(70, 20, 12))


def network(end="softmax", **how):
    keras.utils.set_random_seed(0)
    middle = [layers.Conv2D(4, 3, activation="relu"), layers.Dropout(0.2)]
    return compiled(classifier((8, 8), middle, end=end), **how)


class TestImagesSeen:
    @pytest.mark.parametrize("validated", [True, False])
    def test_of_arrays_in_batches_that_do_not_come_out_even(self, data, validated):
        recorder = Recorder(data, schedule=even_schedule(2, steps=99, batch_size=7))
        network().fit(
            data.x_train, data.y_train, batch_size=32, epochs=2, verbose=0, callbacks=[recorder],
            validation_data=(data.x_valid, data.y_valid) if validated else None,
        )  # fmt: skip
        assert recorder.record.images_seen.tolist() == [0, 70, 140]

    def test_of_a_stream_and_of_a_generator(self, data):
        import tensorflow as tf

        stream = tf.data.Dataset.from_tensor_slices((data.x_train, data.y_train)).repeat().batch(16)
        recorder = Recorder(data)
        options = {"steps_per_epoch": 3, "epochs": 2, "shuffle": False, "verbose": 0}
        network().fit(stream, **options, callbacks=[recorder])
        assert recorder.record.images_seen.tolist() == [0, 48, 96]

        def batches():
            while True:
                yield data.x_train[:10], data.y_train[:10]

        recorder = Recorder(data)
        network().fit(batches(), steps_per_epoch=4, shuffle=False, verbose=0, callbacks=[recorder])
        assert recorder.record.images_seen.tolist() == [0, 40]


class TestValidation:
    def test_fit_may_validate_on_other_pictures(self, data):
        model, recorder = network(), Recorder(data)
        model.fit(
            data.x_train, data.y_train, epochs=2, verbose=0, callbacks=[recorder],
            validation_data=(data.x_test, data.y_test),
        )  # fmt: skip
        truth = model.evaluate(data.x_valid, data.y_valid, verbose=0, return_dict=True)
        for key, value in truth.items():
            assert recorder.record.scores[f"val_{key}"][-1] == pytest.approx(value, rel=1e-5)

    def test_penalties_and_losses_of_layers_are_in_the_score(self, data):
        keras.utils.set_random_seed(0)
        middle = [layers.Dense(4, kernel_regularizer="l2", activity_regularizer="l1")]
        model, recorder = compiled(classifier((8, 8), middle)), Recorder(data)
        truth = model.evaluate(data.x_valid, data.y_valid, batch_size=200, verbose=0)[0]
        model.fit(data.x_train, data.y_train, verbose=0, callbacks=[recorder])
        assert recorder.record.scores["val_loss"][0] == pytest.approx(truth, rel=1e-5)

    def test_pictures_in_another_scale_than_fits_are_refused(self, data):
        keras.utils.set_random_seed(0)
        model = compiled(classifier((8, 8), [], scale=None, dtype="float32"))
        with pytest.raises(ValueError, match="data: expected pictures as fit gets them"):
            model.fit(
                data.x_train / 255, data.y_train, verbose=0, callbacks=[Recorder(data)],
                validation_data=(data.x_valid / 255, data.y_valid),
            )  # fmt: skip


class TestMonitor:
    def test_the_lowest_loss_is_the_best(self, data):
        model = network(metrics=())
        recorder = Recorder(data, monitor="val_loss", weights_at=["best"])
        seen = []
        keep = keras.callbacks.LambdaCallback(
            on_epoch_end=lambda epoch, logs: seen.append(model.get_weights())
        )
        model.fit(
            data.x_train, data.y_train, epochs=4, verbose=0, callbacks=[recorder, keep],
            validation_data=(data.x_valid, data.y_valid),
        )  # fmt: skip
        record = recorder.record
        assert set(record.scores) == {"loss", "val_loss"}
        best = int(record.scores["val_loss"].argmin())
        assert record.best_epoch == recorder.best_epoch == best > 0
        assert record.weight_epochs == (best,)
        assert all(map(np.array_equal, record.weights[str(best)], seen[best - 1]))

    def test_one_that_is_not_there_is_refused_at_the_start(self, data):
        model = network(metrics=())
        before = model.get_weights()
        with pytest.raises(ValueError, match=r"monitor: expected a score .*'val_loss'.*received "):
            model.fit(
                data.x_train, data.y_train, verbose=0,
                callbacks=[Recorder(data, weights_at=["best"])],
            )  # fmt: skip
        assert all(map(np.array_equal, before, model.get_weights()))
        recorder = Recorder(data)
        model.fit(data.x_train, data.y_train, verbose=0, callbacks=[recorder])
        with pytest.raises(ValueError, match="one with the score 'val_accuracy'"):
            _ = recorder.record.best_epoch


@pytest.mark.parametrize("validated", [True, False])
def test_a_recorded_training_is_the_same_to_the_last_bit(data, validated):
    def train(*callbacks):
        keras.utils.set_random_seed(3)
        middle = [
            layers.RandomTranslation(0.1, 0.1),
            layers.Conv2D(4, 3, activation="relu", name="conv"),
            layers.BatchNormalization(),
            layers.GaussianNoise(0.1),
            layers.Dropout(0.3),
        ]
        model = compiled(classifier((8, 8), middle))
        history = model.fit(
            data.x_train, data.y_train, batch_size=16, epochs=3, verbose=0, callbacks=callbacks,
            validation_data=(data.x_valid, data.y_valid) if validated else None,
        ).history  # fmt: skip
        after = np.random.random()  # noqa: NPY002
        return history["loss"], model.get_weights(), after, keras.random.uniform((3,))

    recorder = Recorder(
        data, pictures=[0], layers=["conv"], codes=["conv"], watch=12, weights_at=[0, "best"]
    )
    with_recorder, without = train(recorder), train()
    assert with_recorder[0] == without[0]
    assert all(map(np.array_equal, with_recorder[1], without[1]))
    assert with_recorder[2] == without[2]
    assert np.array_equal(with_recorder[3], without[3])


class TestGoingOn:
    def fit(self, model, data, recorder, epochs=1):
        model.fit(data.x_train, data.y_train, epochs=epochs, verbose=0, callbacks=[recorder])

    def test_compiled_again_it_goes_on(self, data):
        model, recorder = network(), Recorder(data)
        self.fit(model, data, recorder)
        model.compile("sgd", "sparse_categorical_crossentropy")
        self.fit(model, data, recorder)
        record = recorder.record
        assert len(record) == 3
        truth = model.evaluate(data.x_valid, data.y_valid, verbose=0, return_dict=True)
        for key, value in truth.items():
            assert record.scores[f"val_{key}"][-1] == pytest.approx(value, rel=1e-5)
        assert np.isfinite(record.scores["val_loss"]).all()

    def test_stopped_and_compiled_again_it_goes_on_from_its_last_whole_epoch(self, data):
        model, recorder = network(), Recorder(data)
        self.fit(model, data, recorder)
        whole = model.get_weights()

        def stop(batch, logs):
            raise KeyboardInterrupt

        stopping = keras.callbacks.LambdaCallback(on_train_batch_end=stop)
        with pytest.raises(KeyboardInterrupt):
            model.fit(data.x_train, data.y_train, verbose=0, callbacks=[recorder, stopping])
        assert not all(map(np.array_equal, whole, model.get_weights()))
        model.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"])
        begun = []
        look = keras.callbacks.LambdaCallback(
            on_epoch_begin=lambda epoch, logs: begun.append(model.get_weights())
        )
        model.fit(data.x_train, data.y_train, verbose=0, callbacks=[recorder, look])
        assert all(map(np.array_equal, whole, begun[0]))
        assert len(recorder.record) == 3

    def test_a_copy_from_disk_goes_on_where_it_stood(self, data, tmp_path):
        model, recorder = network(), Recorder(data)
        self.fit(model, data, recorder)
        model.save(tmp_path / "mine.keras")
        self.fit(keras.models.load_model(tmp_path / "mine.keras"), data, recorder)
        assert len(recorder.record) == 3

    def test_another_network_or_one_that_learned_elsewhere_is_refused(self, data):
        model, recorder = network(), Recorder(data)
        self.fit(model, data, recorder)
        with pytest.raises(ValueError, match="model: expected the network that this recorder"):
            self.fit(tiny_network(), data, recorder)
        other = keras.models.clone_model(model)
        other.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
        with pytest.raises(ValueError, match="model: expected the"):
            self.fit(other, data, recorder)
        model.fit(data.x_train, data.y_train, verbose=0)
        with pytest.raises(ValueError, match="without this recorder"):
            self.fit(model, data, recorder)
        logits = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
        model.compile("adam", logits)
        with pytest.raises(ValueError, match="model: expected probabilities, as before"):
            self.fit(model, data, recorder)
        assert len(recorder.record) == 2
