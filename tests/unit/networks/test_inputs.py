"""Pictures that fit are taken as they are; of others it is said what is wrong and what to write."""

import keras
import numpy as np
import pytest
from keras import layers

from helpers.networks.classifier import classifier
from helpers.networks.inputs import as_input

RNG = np.random.default_rng(0)
BYTES = RNG.integers(0, 256, (5, 8, 6, 3), dtype=np.uint8)
UNIT = (BYTES / 255).astype(np.float32)


def network(*first, shape=(8, 6, 3), dtype="float32"):
    return keras.Sequential([
        keras.Input(shape, dtype=dtype), *first,
        layers.Flatten(), layers.Dense(3, activation="softmax"),
    ])  # fmt: skip


def adapted(pictures):
    layer = layers.Normalization()
    layer.adapt(pictures.astype(np.float32))
    return layer


def nested(*first):
    """A model of preprocessing, as applications and recipes have it."""
    return keras.Sequential([keras.Input((8, 6, 3)), *first], name="preprocessing")


TAKES_BYTES = {
    "rescaling": lambda: network(layers.Rescaling(1 / 255)),
    "to -1 … 1": lambda: network(layers.Rescaling(1 / 127.5, -1)),
    "a list of scales": lambda: network(layers.Rescaling([1 / 255, 1 / 254, 1 / 256], [0, 0.1, 0])),
    "normalization": lambda: network(adapted(BYTES)),
    "normalization, given": lambda: network(layers.Normalization(mean=120.0, variance=4000.0)),
    "as EfficientNet": lambda: network(
        layers.Rescaling(1 / 255), adapted(UNIT), layers.Rescaling([2.0, 2.1, 2.2])
    ),
    "nested": lambda: network(nested(layers.RandomFlip(), layers.Rescaling(1 / 255))),
    "nested twice": lambda: network(nested(nested(layers.Rescaling(1 / 255)))),
    "nested normalization": lambda: network(nested(adapted(BYTES))),
    "uint8": lambda: network(dtype="uint8"),
}
TAKES_UNIT = {
    "0 … 1 to -1 … 1": lambda: network(layers.Rescaling(2, -1)),
    "a list": lambda: network(layers.Rescaling([2.0, 2.0, 2.0], [-1, -1, -1])),
    "normalization": lambda: network(adapted(UNIT)),
    "nested": lambda: network(nested(layers.Rescaling(2, -1))),
}


@pytest.mark.parametrize("kind", TAKES_BYTES)
def test_it_takes_bytes(kind):
    model = TAKES_BYTES[kind]()
    assert as_input(model, BYTES) is BYTES
    with pytest.raises(ValueError, match=r"images: .*0 to 255, as uint8; .*, or images \* 255"):
        as_input(model, UNIT)
    with pytest.raises(ValueError, match=r"images: .*0 to 255, as uint8"):
        as_input(model, 2 * UNIT - 1)


@pytest.mark.parametrize("kind", TAKES_UNIT)
def test_it_takes_zero_to_one(kind):
    model = TAKES_UNIT[kind]()
    assert as_input(model, UNIT) is UNIT
    with pytest.raises(ValueError, match=r"images: expected brightness from 0 to 1; .*/ 255"):
        as_input(model, BYTES)


def test_without_scaling_nobody_can_tell():
    model = network()
    assert as_input(model, BYTES) is BYTES
    assert as_input(model, UNIT) is UNIT


def test_a_layer_that_learns_ends_the_search():
    late = network(layers.Conv2D(3, 1), layers.Rescaling(1 / 255))
    assert as_input(late, UNIT) is UNIT


def test_black_pictures_are_no_sign():
    assert len(as_input(TAKES_BYTES["rescaling"](), np.zeros((2, 8, 6, 3), np.float32))) == 2


@pytest.mark.parametrize(
    "shape, pictures, advice",
    [
        ((8, 6, 3), BYTES[0], r"images\[None\]"),
        ((8, 6), BYTES[0, ..., 0], r"images\[None\]"),
        ((8, 6, 1), BYTES[0, ..., 0], r"images\[None\]"),
        ((8, 6, 3), BYTES[..., 0], r"np\.repeat\(images\[\.\.\., None\], 3, axis=-1\)"),
        ((8, 6, 3), BYTES[..., :1], r"np\.repeat\(images, 3, axis=-1\)"),
        ((8, 6, 1), BYTES, r"images\.mean\(axis=-1\)\.astype\(images\.dtype\)"),
        ((8, 6), BYTES, r"images\.mean\(axis=-1\)"),
        ((8, 6, 3), BYTES[..., [0, 1, 2, 0]], r"images\[\.\.\., :3\]"),
        ((8, 8, 3), BYTES, r"Bring them to 8 × 8 pixels.*image_size=\(8, 8\)"),
        ((10,), BYTES, "rows of 10 numbers"),
    ],
)  # fmt: skip
def test_the_advice_for_another_shape_helps(shape, pictures, advice):
    model = network(shape=shape)
    with pytest.raises(ValueError, match=f"images: expected .*{advice}"):
        as_input(model, pictures)
    try:
        as_input(model, pictures)
    except ValueError as error:
        written = str(error).rstrip(".").rsplit(": ", 1)[-1]
    if written.startswith(("images", "np.")):  # what it says to write, written
        assert as_input(model, eval(written, {"np": np, "images": pictures})).dtype == np.uint8


def test_channels_that_come_first():
    first = np.zeros((5, 3, 8, 6), np.uint8)
    with pytest.raises(ValueError, match="images: "):  # 6 channels are refused by themselves
        as_input(network(), first)
    square = keras.Sequential([keras.Input((3, 3, 1)), layers.Flatten(), layers.Dense(2)])
    assert as_input(square, np.zeros((5, 3, 3), np.uint8)).shape == (5, 3, 3, 1)


def test_rows_of_pixels():
    model = keras.Sequential([keras.Input((144,)), layers.Dense(3, activation="softmax")])
    assert as_input(model, BYTES).shape == (5, 144)
    assert classifier(model)(BYTES).shape == (5,)


def test_a_network_without_one_input_is_named():
    class Own(keras.Model):
        def call(self, pictures):
            return pictures

    two = [keras.Input((8, 6, 3)) for _ in range(2)]
    for model in (Own(), keras.Model(two, layers.Add()(two)), "a network"):
        with pytest.raises(ValueError, match="model: expected a Sequential or functional network"):
            as_input(model, BYTES)
