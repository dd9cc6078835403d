"""What a record says about learning, against a loop over pictures and against the network."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as st_numpy

from helpers.analysis.training import first_layer_maps, learning_times
from helpers.recording import Recorder


@given(
    right=st_numpy.arrays(bool, st.tuples(st.integers(1, 7), st.integers(1, 5))),
    start=st.integers(0, 3),
)
def test_learning_times_against_a_loop(right, start):
    labels = np.arange(right.shape[1]) % 3
    predictions = np.where(right, labels, labels + 1)
    epochs = np.arange(len(right)) * 2 + start
    table = learning_times(predictions, labels, epochs)
    for picture, row in table.iterrows():
        answers = right[:, picture]
        hits = [int(epoch) for epoch, hit in zip(epochs, answers, strict=True) if hit]
        good = [i for i in range(len(answers)) if answers[i:].all()]
        assert row["flips"] == sum(answers[i] != answers[i - 1] for i in range(1, len(answers)))
        for column, value in (
            ("first_right", hits[0] if hits else None),
            ("last_right", hits[-1] if hits else None),
            ("for_good", int(epochs[good[0]]) if good else None),
        ):
            assert pd.isna(row[column]) if value is None else row[column] == value


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((np.zeros(3), np.zeros(3), np.zeros(3)), "predictions: expected classes of shape"),
        (([[0, 0, 0]] * 2, [0, 0], [0, 1]), "labels: expected 3 labels"),
        (([[0, 0, 0]] * 2, [0, 0, 0], [0, 1, 2]), "epochs: expected a vector of 2"),
    ],
)
def test_shapes_that_do_not_fit_are_named(arguments, message):
    with pytest.raises(ValueError, match=message):
        learning_times(*arguments)


def test_the_first_layer_maps_are_the_network_s():
    import keras
    from keras import layers

    from tests.support.tiny import tiny_data

    data = tiny_data()
    keras.utils.set_random_seed(0)
    network = keras.Sequential(
        [
            keras.Input((8, 8), dtype="uint8"),
            layers.Reshape((8, 8, 1)),
            layers.Rescaling(1 / 127.5, offset=-1),
            layers.Conv2D(4, 5, padding="same", activation="relu", name="conv"),
            layers.Flatten(),
            layers.Dense(3, activation="softmax"),
        ]
    )
    network.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    recorder = Recorder(data, pictures=[4, 7], layers=["conv"])
    network.fit(data.x_train, data.y_train, epochs=2, verbose=0, callbacks=[recorder])
    record = recorder.record
    for epoch in (0, 2):
        for picture in (0, 1):
            ours = first_layer_maps(record, epoch, picture)
            np.testing.assert_allclose(ours, record.maps["conv"][epoch, picture], atol=1e-5)
    with pytest.raises(ValueError, match="picture: expected a number below 2"):
        first_layer_maps(record, 0, picture=2)
