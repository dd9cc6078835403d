"""Small networks of all kinds, and data for them, for tests of what takes any network."""

from types import SimpleNamespace

import keras
import numpy as np
from keras import layers

__all__ = ["answers", "classifier", "compiled", "pictures"]


def pictures(shape=(8, 8), classes=3, n=(60, 20, 12), kind="bytes", labels="numbers", seed=0):
    """Give pictures of any shape, with labels as people write them.

    ``kind`` is "bytes" (0 to 255) or "unit" (0 to 1, float32); ``labels`` is "numbers", "int64",
    "column", "one-hot" or "text".
    """
    rng = np.random.default_rng(seed)
    names = tuple(f"class {k}" for k in range(classes))
    data = SimpleNamespace(name="stripes", names=names)
    for part, count in zip(("train", "valid", "test"), n, strict=True):
        numbers = rng.permutation(np.arange(count) % classes).astype(np.uint16)
        images = rng.integers(0, 100, (count, *shape), dtype=np.uint8)
        images[np.arange(count), :, numbers % shape[1]] += 120
        forms = {
            "numbers": numbers,
            "int64": numbers.astype(np.int64),
            "column": numbers[:, None],
            "one-hot": np.eye(classes, dtype=np.float32)[numbers],
            "text": np.array(names)[numbers],
        }
        setattr(data, f"x_{part}", images if kind == "bytes" else images / np.float32(255))
        setattr(data, f"y_{part}", forms[labels])
        setattr(data, f"number_{part}", numbers)
    return data


def classifier(shape, middle, classes=3, end="softmax", dtype="uint8", scale=True):
    """Build a network of some layers between a picture and its answer."""
    inputs = keras.Input(shape, dtype=dtype)
    tensor = layers.Rescaling(1 / 255)(inputs) if scale is True else inputs
    if scale not in (True, None):
        tensor = scale(inputs)
    if len(shape) == 2:
        tensor = layers.Reshape((*shape, 1))(tensor)
    for layer in middle:
        tensor = layer(tensor)
    tensor = layers.Dense(classes, activation=end, name="answer")(layers.Flatten()(tensor))
    return keras.Model(inputs, tensor)


def compiled(network, loss="sparse_categorical_crossentropy", metrics=("accuracy",), **more):
    """Compile a network, and give it back."""
    network.compile("adam", loss, metrics=list(metrics), **more)
    return network


def answers(network, images):
    """Ask the network itself."""
    return np.asarray(keras.ops.convert_to_numpy(network(images, training=False)))
