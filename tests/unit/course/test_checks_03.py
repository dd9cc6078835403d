"""Lesson 3's checks: the right answer, the usual mistakes, and what nobody thought of."""

import keras
import numpy as np
import pytest
from keras import layers

from helpers.course.checks import lesson_03 as checks
from helpers.datasets import load

DATA = load("mnist", size="sample", valid_size=400)
RNG = np.random.default_rng(0)
HELD = {"MLP 70-30": RNG.random((9, 8)) / 2, "CNN": RNG.random((9, 8)) / 2 + 0.5}
ASKED = {
    "keras_mlp": lambda answer: checks.check_keras_mlp(answer, DATA),
    "parameters": checks.check_parameters,
    "pooling": checks.check_pooling,
    "field": checks.check_receptive_field,
    "lead": lambda answer: checks.check_lead(answer, HELD),
}


def network(
    *before, hidden=(16, 16), activation="relu", end="softmax", use_bias=True, loss="", **more
):
    made = keras.Sequential(
        [
            keras.Input((28, 28)),
            *(before or [layers.Rescaling(1 / 255)]),
            layers.Flatten(),
            *[layers.Dense(n, activation=activation, use_bias=use_bias) for n in hidden],
            layers.Dense(10, activation=end, use_bias=use_bias),
        ]
    )
    if loss is not None:
        made.compile("adam", loss=loss or "sparse_categorical_crossentropy", **more)
    return made


def test_the_keras_mlp_is_trained_and_stays_as_it_was():
    answer = network()
    before = [weights.copy() for weights in answer.get_weights()]
    verdict = ASKED["keras_mlp"](answer)
    assert verdict and "13,002" in verdict.text
    assert all(map(np.array_equal, before, answer.get_weights()))


def test_the_loss_may_be_an_object():
    assert ASKED["keras_mlp"](network(loss=keras.losses.SparseCategoricalCrossentropy()))


@pytest.mark.parametrize(
    ("make", "hint"),
    [
        (lambda: network(loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True)),
         "Softmax twice"),
        (lambda: network(end=None, loss=keras.losses.SparseCategoricalCrossentropy(True)),
         "no probabilities"),
        (lambda: network(layers.Activation("linear")), "division by 255 is missing"),
        (lambda: network(layers.Rescaling(1 / 255), layers.Rescaling(1 / 255)), "255 twice"),
        (lambda: network(hidden=(16,)), "one hidden layer of 16 is missing"),
        (lambda: network(hidden=(70, 30)), "wanted are 13,002"),
        (lambda: network(use_bias=False), "biases are missing"),
        (lambda: network(activation=None), "no activation function"),
        (lambda: network(loss=None), "not compiled"),
        (lambda: network(loss="categorical_crossentropy"), "wants ten targets"),
        (lambda: network(loss="mse"), "sparse_categorical_crossentropy is wanted"),
        (lambda: keras.Sequential([layers.Dense(16)]), "shape is not known"),
        (lambda: keras.Sequential([keras.Input((784,)), layers.Dense(10)]), "shape (784,)"),
        (lambda: layers.Dense(16), "no Keras network"),
    ],
)  # fmt: skip
def test_the_usual_mistakes_with_keras(make, hint):
    verdict = ASKED["keras_mlp"](make())
    assert verdict.status == "wrong"
    assert hint in verdict.text


def test_the_number_of_parameters_is_keras_own():
    layer = layers.Conv2D(48, 5)
    layer.build((None, 32, 32, 3))
    ask = ASKED["parameters"]
    assert ask(layer.count_params()) and ask(float(layer.count_params()))
    for wrong, hint in (
        (3_600, "has a bias too"), (3_696, "biases twice"), (3_744, "not one for each slice"),
        (1_248, "three colours"), (1_200, "Three colours"), (3_603, "not to the colours"),
        (3_601, "not one for all"), (768, "25 numbers"), (4_000, "Not that number"),
    ):  # fmt: skip
        assert hint in ask(wrong).text


def test_pooling_is_keras_own():
    def by_keras(map):
        pool = layers.MaxPooling2D(2)
        return keras.ops.convert_to_numpy(pool(map[None, ..., None].astype("float32")))[0, ..., 0]

    def blocks(map):
        rows, columns = map.shape
        return map.reshape(rows // 2, 2, columns // 2, 2)

    def overlapping(map):
        return np.array([[map[i : i + 2, j : j + 2].max() for j in range(map.shape[1] - 1)]
                         for i in range(map.shape[0] - 1)])  # fmt: skip

    ask = ASKED["pooling"]
    assert ask(by_keras)
    assert ask(lambda map: blocks(map).max(axis=(1, 3)).tolist())
    for wrong, hint in (
        (overlapping, "overlap"),
        (np.max, "That is one number"),
        (lambda map: blocks(map).max(axis=(1, 3)).T, "changed places"),
        (lambda map: blocks(map).mean(axis=(1, 3)), "average pooling"),
        (lambda map: map[::2, ::2], "top left"),
        (lambda map: map.reshape(3, 4, 2, 2).max(axis=(2, 3)), "follow each other"),
        (lambda map: map[:2], "should become 3 × 4"),
        (lambda map: blocks(map).max(axis=(1, 3)) + 1, "some of the numbers"),
        (lambda map: np.maximum(blocks(map).max(axis=(1, 3)), 0), "start from 0"),
        (lambda map: None, "None"),
        (lambda: 0, "TypeError"),
    ):
        verdict = ask(wrong)
        assert verdict.status == "wrong" and hint in verdict.text, verdict


def test_the_receptive_field():
    ask = ASKED["field"]
    assert ask(15) and ask((15, 15))
    for wrong in (7, 8, 9, 10, 11, 13, 19, 30, 14):
        assert ask(wrong).status == "wrong"
    assert "2 pixels apart" in ask(9).text and "do not simply add" in ask(8).text
    assert ask((15, 14)).status == "wrong"


def test_the_lead():
    mlp, cnn = HELD.values()
    lead = cnn[3].mean() - mlp[3].mean()
    ask = ASKED["lead"]
    assert ask(100 * lead) and ask(round(100 * lead, 1))
    for wrong, hint in (
        (lead, "That is a share"), (-100 * lead, "other way round"),
        (100 * (cnn[3].mean() / mlp[3].mean() - 1), "how many percent"),
        (100 * (cnn[2].mean() - mlp[2].mean()), "2 pixels"),
        (100 * (cnn[:, 3].mean() - mlp[:, 3].mean()), "column 3"),
        (100 * cnn[3].mean(), "CNN alone"), (1.23, "Average row 3"),
    ):  # fmt: skip
        assert hint in ask(wrong).text


@pytest.mark.parametrize("name", ASKED)
@pytest.mark.parametrize(
    "answer", [None, "?", "", [], {}, np.zeros((3, 3)), float("nan"), len, object(), b"7", -1e300]
)
def test_any_answer_gets_a_sentence(name, answer):
    verdict = ASKED[name](answer)
    assert verdict.status == "wrong"
    assert len(verdict.text) > 15 and "Traceback" not in verdict.text


@pytest.mark.parametrize("name", ASKED)
def test_no_answer_is_no_mistake(name):
    assert ASKED[name](...).text.startswith("Not answered yet. Wanted: ")
