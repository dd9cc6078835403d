"""What learns in the page learns as the course's NumPy network does, and as Keras."""

import numpy as np
import pytest

from helpers.networks.mlp import MLP
from tests.support.node import NODE, NodeModule

pytestmark = pytest.mark.skipif(NODE is None, reason="there is no Node here")

N, SIDE, CLASSES, BATCH, STEPS = 60, 12, 4, 20, 6
RATE, MOMENTUM = 0.1, 0.9


@pytest.fixture(scope="module")
def browser():
    module = NodeModule("tests/unit/widgets/learning_steps.js")
    yield module
    module.close()


@pytest.fixture
def digits():
    rng = np.random.default_rng(0)
    pictures = rng.integers(0, 256, (N, SIDE, SIDE), dtype=np.uint8)
    pictures[rng.random(pictures.shape) < 0.4] = 0  # black, as most of a digit's picture
    return pictures, rng.integers(0, CLASSES, N)


def learned(browser, digits, hidden, values, l2=0.0):
    """Let JavaScript take the steps, batch after batch; give the weights, and the last costs."""
    pictures, labels = digits
    knobs = {"learningRate": RATE, "momentum": MOMENTUM, "l2": l2}
    made = {"shape": [SIDE, SIDE], "hidden": hidden, "classes": CLASSES}
    flat = [np.ravel(each).tolist() for each in values]
    return browser.call(
        "steps", made, flat, pictures.reshape(-1), labels.tolist(), BATCH, STEPS, knobs
    )


@pytest.mark.parametrize("hidden", [(), (9,), (8, 5)])
@pytest.mark.parametrize("l2", [0.0, 0.03])
def test_dense_layers_learn_as_the_network_in_numpy_does(browser, digits, hidden, l2):
    pictures, labels = digits
    x = pictures.reshape(N, -1) / 255
    knobs = {"activation": "relu", "l2": l2, "learning_rate": RATE, "momentum": MOMENTUM}
    network = MLP(hidden, **knobs, batch_size=BATCH, max_epochs=0, dtype="float64").fit(x, labels)
    first = [each for pair in zip(network.weights_, network.biases_) for each in pair]
    there = learned(browser, digits, {"units": list(hidden)}, first, l2)
    for step in range(STEPS):
        batch = np.arange(step * BATCH, (step + 1) * BATCH) % N
        cost, *gradients = network.cost_and_gradients(x[batch], labels[batch])
        network._step(*gradients, RATE)
        cost -= l2 / 2 * sum((each**2).sum() for each in first[::2])
        assert there["costs"][step] == pytest.approx(cost, abs=1e-9)
        first = [each for pair in zip(network.weights_, network.biases_) for each in pair]
    for ours, theirs in zip(first, there["values"], strict=True):
        np.testing.assert_allclose(theirs, ours.ravel(), atol=1e-9)


@pytest.mark.parametrize("hidden", [{"maps": [3]}, {"maps": [3, 6]}, {"maps": [2], "units": [5]}])
def test_convolutions_learn_as_keras_does(browser, digits, hidden):
    import keras
    from keras import layers

    pictures, labels = digits
    keras.utils.set_random_seed(1)
    model = keras.Sequential([keras.Input((SIDE, SIDE, 1)), layers.Rescaling(1 / 255)])
    for maps in hidden["maps"]:
        model.add(layers.Conv2D(maps, 3, activation="relu"))
        model.add(layers.MaxPooling2D(2))
    model.add(layers.Flatten())
    for units in hidden.get("units", []):
        model.add(layers.Dense(units, activation="relu"))
    model.add(layers.Dense(CLASSES, activation="softmax"))
    model.compile(keras.optimizers.SGD(RATE, MOMENTUM), "sparse_categorical_crossentropy")

    there = learned(browser, digits, hidden, _as_ours(model))
    costs = [
        model.train_on_batch(pictures[batch][..., None], labels[batch])
        for batch in np.arange(STEPS * BATCH).reshape(STEPS, BATCH) % N
    ]
    assert there["costs"][0] == pytest.approx(float(costs[0]), abs=1e-5)
    for ours, theirs in zip(_as_ours(model), there["values"], strict=True):
        np.testing.assert_allclose(theirs, ours.ravel(), atol=2e-5)


def _as_ours(model):
    """A model's weights in the order that JavaScript has them: a convolution's kernel by kernel."""
    return [each.transpose(3, 0, 1, 2) if each.ndim == 4 else each for each in model.get_weights()]
