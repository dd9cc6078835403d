"""The playground's half in Python: its digits, its knobs, its still."""

import io

import numpy as np
import pytest
from PIL import Image

from helpers.datasets import load
from helpers.widgets import TrainingPlayground


@pytest.fixture(scope="module")
def digits():
    data = load("mnist")
    return data.x_train[:60], data.y_train[:60], data.x_test[:25], data.y_test[:25]


@pytest.fixture(scope="module")
def playground(digits):
    return TrainingPlayground(*digits, learning_rate=0.1, seed=3)


def test_the_page_gets_each_digit_in_sixteen_shades(playground, digits):
    sheet = np.asarray(Image.open(io.BytesIO(playground._sheet)).convert("L")).astype(int)
    width, height, columns = playground._tile
    pictures = np.concatenate(digits[::2]).astype(int)
    for index, picture in enumerate(pictures):
        top, left = height * (index // columns), width * (index % columns)
        cut = sheet[top : top + height, left : left + width]
        assert np.abs(cut - picture).max() <= 9
        assert (cut % 17 == 0).all()
    assert playground._sum == sheet.sum(), "what is black around them adds nothing"
    labels = np.frombuffer(playground._labels, np.uint8)
    np.testing.assert_array_equal(labels, np.concatenate(digits[1::2]))
    assert playground._n_learn == 60 and playground._classes == 10


def test_the_knobs_stand_where_they_are_put(playground):
    assert playground.settings["learning_rate"] == 0.1
    assert playground.settings["seed"] == 3
    assert playground.settings["network"] == "mlp"
    playground.settings = {"network": "linear", "momentum": 0.0, "batch_size": True}
    assert playground.settings["network"] == "linear"
    assert repr([playground.settings[name] for name in ("momentum", "batch_size")]) == "[0, 1]"
    assert playground.settings["learning_rate"] == 0.03  # what is not said is as at first


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"network": "rnn"}, "network: expected one of 'linear', 'mlp', 'cnn'"),
        ({"learning_rate": 0.2}, "learning_rate: expected one of"),
        ({"learning_rate": np.ones(3)}, "learning_rate: expected one of"),
        ({"network": "cnn", "units": 64}, "units: expected one of 2, 4, 8, 16"),
        ({"rate": 0.1}, "settings: expected one of 'network'"),
    ],
)
def test_knobs_that_are_not_there_are_refused(digits, settings, words):
    with pytest.raises(ValueError, match=words):
        TrainingPlayground(*digits, **settings)
    playground = TrainingPlayground(*digits)
    with pytest.raises(ValueError, match=words):
        playground.settings = settings
    assert playground.settings["network"] == "mlp" and playground.settings["units"] == 16


def test_other_pictures_are_refused(digits):
    x, y, x_test, y_test = digits
    for given, words in (
        ((x[:, :14], y, x_test, y_test), "pictures: expected"),
        ((x / 255, y, x_test, y_test), "pictures: expected"),
        ((x[:0], y[:0], x_test, y_test), "pictures: "),
        ((x, y[:-1], x_test, y_test), "labels: expected 60 labels"),
        ((x, y + 5, x_test, y_test), "labels: expected classes from 0 to 9"),
        ((x, y, x_test[..., None], y_test), "test_pictures: expected"),
        ((x, y, x_test, y_test[:3]), "test_labels: expected 25 labels"),
    ):
        with pytest.raises(ValueError, match=words):
            TrainingPlayground(*given)


def test_the_still_shows_what_learning_gives(playground):
    picture = Image.open(io.BytesIO(playground.still_picture()))
    assert picture.width >= 700
    assert len(np.unique(np.asarray(picture.convert("L")))) > 30
    assert "on 60 digits" in playground.summary()
