"""Lesson 3's checks: the right answer, the usual mistakes, and what nobody thought of."""

import keras
import numpy as np
import pytest
from keras import layers

from helpers.course.checks import lesson_03 as checks
from helpers.datasets import load
from tests.support.answers import hints, takes_any_function, takes_anything

DATA = load("mnist", size="sample", valid_size=400)
RNG = np.random.default_rng(0)
HELD = {"MLP 70-30": RNG.random((9, 4)) / 2, "CNN": RNG.random((9, 4)) / 2 + 0.5}
ASKED = {
    "check_keras_mlp": lambda answer: checks.check_keras_mlp(answer, DATA),
    "check_parameters": checks.check_parameters,
    "check_pooling": checks.check_pooling,
    "check_receptive_field": checks.check_receptive_field,
    "check_lead": lambda answer: checks.check_lead(answer, HELD),
}


def network(
    *before,
    hidden=(16, 16),
    activation="relu",
    end="softmax",
    use_bias=True,
    loss="",
    n_outputs=10,
    **more,
):
    made = keras.Sequential(
        [
            keras.Input((28, 28)),
            *(before or [layers.Rescaling(1 / 255)]),
            layers.Flatten(),
            *[layers.Dense(n, activation=activation, use_bias=use_bias) for n in hidden],
            layers.Dense(n_outputs, activation=end, use_bias=use_bias),
        ]
    )
    if loss is not None:
        made.compile("adam", loss=loss or "sparse_categorical_crossentropy", **more)
    return made


def test_the_keras_mlp_is_trained_and_stays_as_it_was():
    answer = network()
    before = [weights.copy() for weights in answer.get_weights()]
    verdict = ASKED["check_keras_mlp"](answer)
    assert verdict and "13,002" in verdict.text
    assert all(map(np.array_equal, before, answer.get_weights()))


def test_the_loss_may_be_an_object():
    assert ASKED["check_keras_mlp"](network(loss=keras.losses.SparseCategoricalCrossentropy()))


#: Made in the test: each is a network.
MISTAKES = [
        (lambda: network(loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True)),
         "Softmax twice"),
        (lambda: network(end=None, loss=keras.losses.SparseCategoricalCrossentropy(True)),
         "no probabilities"),
        (lambda: network(layers.Activation("linear")), "division by 255 is missing"),
        (lambda: network(layers.Rescaling(1 / 255), layers.Rescaling(1 / 255)), "255 twice"),
        (lambda: network(hidden=(16,)), "one hidden layer of 16 is missing"),
        (lambda: network(hidden=(70, 30)), "not 13,002"),
        (lambda: network(use_bias=False), "biases are missing"),
        (lambda: network(activation=None), "no activation function"),
        (lambda: network(loss=None), "not compiled"),
        (lambda: network(loss="categorical_crossentropy"), "wants ten targets"),
        (lambda: network(loss="mse"), "sparse_categorical_crossentropy is wanted"),
        (lambda: keras.Sequential([layers.Dense(16)]), "shape is not known"),
        (lambda: keras.Sequential([keras.Input((784,)), layers.Dense(10)]), "shape (784,)"),
        (lambda: keras.Sequential([
            keras.Input((28, 28)), layers.Rescaling(1 / 255), layers.Dense(16, activation="relu"),
            layers.Dense(16, activation="relu"), layers.Dense(10, activation="softmax"),
        ]), "Put layers.Flatten() before"),
        (lambda: network(hidden=(16, 16), n_outputs=1), "wants ten"),
        (lambda: network(hidden=(16, 16, 16)), "one hidden layer of 16 too many"),
        (lambda: layers.Dense(16), "no Keras network"),
        (lambda: network, "Call it"),
        (lambda: keras.Sequential, "Call it"),
        (lambda: 13_002, "no Keras network"),
]  # fmt: skip


def test_the_usual_mistakes_with_keras():
    hints(ASKED["check_keras_mlp"], [(make(), hint) for make, hint in MISTAKES])


def test_the_number_of_parameters_is_keras_own():
    layer = layers.Conv2D(48, 5)
    layer.build((None, 32, 32, 3))
    ask = ASKED["check_parameters"]
    assert ask(layer.count_params()) and ask(float(layer.count_params()))
    hints(ASKED["check_parameters"], [
        (3_600, "has a bias too"), (3_696, "biases twice"), (3_744, "not one for each slice"),
        (1_248, "three colours"), (1_200, "Three colours"), (3_603, "not to the colours"),
        (3_601, "not one for all"), (768, "25 numbers"), (4_000, "Not that number"),
        ("3648", "without quotes"), (-3_648, "at 0 or above"), (3_647.5, "whole number"),
        ([3_600, 48], "this has 2"),
    ])  # fmt: skip


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

    ask = ASKED["check_pooling"]
    assert ask(by_keras)
    assert ask(lambda map: blocks(map).max(axis=(1, 3)).tolist())
    by_value = [
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
        (lambda map, size: blocks(map).max(axis=(1, 3)), "it is called with 1 argument"),
        (lambda map: blocks(map).max(axis=1), "should become 3 × 4"),
        (lambda map: blocks(map).max(axis=(0, 2)), "should become 3 × 4"),
        (lambda map: list(blocks(map).max(axis=(1, 3)))[:-1], "should become 3 × 4"),
        (by_keras(np.zeros((6, 8))), "A function is wanted"),
    ]
    hints(ASKED["check_pooling"], by_value)


def test_whatever_pools_a_sentence_comes_of_it(capsys):
    takes_any_function(ASKED["check_pooling"], capsys)


def test_the_receptive_field():
    ask = ASKED["check_receptive_field"]
    assert ask(15) and ask((15, 15))
    hints(
        ASKED["check_receptive_field"],
        [
            (9, "2 pixels apart"),
            (8, "do not simply add"),
            (10, "forgets the strides"),
            (30, "overshoots"),
            (11, "4 pixels apart"),
            (19, "two steps between them"),
            (7, "One layer is left"),
            (13, "Which one is 3?"),
            (14, "layer by layer"),
            ((15, 14), "this has 2"),
            ("15", "without quotes"),
        ],
    )


def test_the_lead():
    mlp, cnn = HELD.values()
    ahead = 100 * (cnn - mlp)
    ask = ASKED["check_lead"]
    assert ask(ahead.max()) and ask(round(ahead.max(), 1))
    where = np.unravel_index(ahead.argmax(), ahead.shape)
    hints(
        ASKED["check_lead"],
        [
            (ahead.max() / 100, "That is a share"),
            (-ahead.max(), "other way round"),
            (ahead.min(), "smallest lead"),
            (100 * (cnn / mlp - 1).max(), "how many percent"),
            (100 * (cnn.max() - mlp.max()), "the best of each"),
            (ahead.mean(axis=1).max(), "mean over the directions"),
            (ahead.mean(axis=0).max(), "mean over the distances"),
            (ahead.mean(), "mean lead"),
            (ahead[3].mean(), "as printed above"),
            (100 * cnn[where], "CNN alone"),
            (where[0], f"it is at {where[0]} pixels"),
            (ahead.argmax(), "place of the largest"),
            (ahead, "Which of these"),
            (1.23, "Subtract the MLP's array"),
        ],
    )


@pytest.mark.parametrize("name", ASKED)
def test_any_answer_gets_a_sentence(name):
    takes_anything(ASKED[name])
