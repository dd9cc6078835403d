"""Small stand-ins, so that a test of a recording takes seconds."""

from types import SimpleNamespace

import numpy as np


def tiny_data(n_train=120, n_valid=30, n_test=20, side=8, classes=3, seed=0):
    """Give pictures that can be learned: each class has its own bright column."""
    rng = np.random.default_rng(seed)

    def part(n):
        labels = rng.integers(0, classes, n).astype(np.uint8)
        images = rng.integers(0, 120, (n, side, side), dtype=np.uint8)
        images[np.arange(n), :, labels] = 250
        return images, labels

    parts = {
        f"{kind}_{name}": array
        for name, n in (("train", n_train), ("valid", n_valid), ("test", n_test))
        for kind, array in zip("xy", part(n), strict=True)
    }
    return SimpleNamespace(
        name="columns",
        size="sample",
        fingerprint="0123abcd",
        names=tuple("abcdefghij"[:classes]),
        **parts,
    )


def tiny_network(side=8, classes=3, seed=0):
    """Build a compiled convolutional network of a few hundred weights."""
    import keras
    from keras import layers

    keras.utils.set_random_seed(seed)
    network = keras.Sequential(
        [
            keras.Input((side, side), dtype="uint8"),
            layers.Rescaling(1 / 255, name="scale"),
            layers.Reshape((side, side, 1)),
            layers.Conv2D(4, 3, activation="relu", name="conv"),
            layers.BatchNormalization(name="norm"),
            layers.Dropout(0.1),
            layers.Flatten(),
            layers.Dense(classes, activation="softmax", name="probabilities"),
        ],
        name="tiny",
    )
    network.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return network
