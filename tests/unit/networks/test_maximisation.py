"""Made pictures: what a filter answers to them, against what it answers to all that is random."""

import keras
import numpy as np
import pytest
from keras import layers

from helpers.networks.maximisation import _Waves, maximise
from helpers.networks.readout import Readout
from tests.support.networks import classifier
from tests.support.tiny import tiny_network

RANDOM = np.random.default_rng(0).integers(0, 256, (200, 8, 8), dtype=np.uint8)


def linear(kernels):
    """A network whose only layer multiplies pixels and adds up."""
    n = kernels.shape[-1]
    network = classifier((8, 8), [], classes=n, end="linear", scale=None, dtype="uint8")
    network.get_layer("answer").set_weights([kernels.reshape(64, n), np.zeros(n)])
    return network


@pytest.mark.parametrize(
    "how",
    [
        {"climbs": "waves"},
        {"climbs": "pixels"},
        {"climbs": "pixels", "start": "grey", "variation": 0.01},
        {"start": RANDOM},
    ],
)
def test_a_made_picture_excites_its_filter_more_than_any_random_one(how):
    network = tiny_network()
    for layer in ("conv", "probabilities"):
        made = maximise(network, layer, steps=80, **{"jitter": 0, **how})
        readout = Readout(network, layer)
        random = np.asarray(readout(RANDOM.astype(np.float32))).max(axis=0)
        assert made.pictures.dtype == np.uint8 and made.pictures.shape == (readout.n, 8, 8)
        assert (made.answers > random).all()
        # What it says of the picture is so of the picture that it gives.
        answers = np.asarray(readout(made.pictures.astype(np.float32)))
        np.testing.assert_allclose(made.answers, np.diag(answers), rtol=1e-5)


def test_a_filter_is_found_wherever_the_picture_is_moved():
    made = maximise(tiny_network(), "conv", steps=80, jitter=2, blur=0.3)
    random = np.asarray(Readout(tiny_network(), "conv")(RANDOM.astype(np.float32)))
    assert (made.answers > random.max(axis=0)).all()


def test_of_a_sum_of_pixels_it_finds_the_greatest_there_is():
    kernels = np.random.default_rng(1).normal(size=(8, 8, 2))
    made = maximise(linear(kernels), steps=300, rate=0.2, climbs="pixels", jitter=0, start="grey")
    best = 255 * (np.moveaxis(kernels, -1, 0) > 0)
    assert np.abs(made.pictures - best).mean() < 2
    assert made.answers == pytest.approx(
        (best * np.moveaxis(kernels, -1, 0)).sum(axis=(1, 2)), 0.02
    )


def test_waves_are_the_pixels_that_they_came_from():
    rng = np.random.default_rng(0)
    for size, colours in (((8, 8, 1), None), ((7, 9, 3), rng.normal(size=(3, 3)))):
        form, pixels = _Waves(size, colours), rng.normal(size=(2, *size)).astype(np.float32)
        np.testing.assert_allclose(form.pixels(form.of(pixels)), pixels, atol=1e-4)


def test_each_filter_begins_with_the_start_that_it_likes_best():
    readout = Readout(tiny_network(), "conv")
    made = maximise(tiny_network(), "conv", start=RANDOM, steps=1, rate=1e-6, jitter=0, watch=[0])
    best = np.asarray(readout(RANDOM.astype(np.float32))).argmax(axis=0)
    assert np.abs(made.pictures[:, 0].astype(int) - RANDOM[best]).max() <= 6  # 2 % off the ends


def test_a_smoother_picture_is_made_where_that_is_asked_for():
    def roughness(**how):
        made = maximise(tiny_network(), "conv", climbs="pixels", jitter=0, steps=60, **how)
        return np.abs(np.diff(made.pictures.astype(float), axis=1)).mean()

    plain = roughness()
    assert roughness(blur=0.7) < 0.8 * plain
    assert roughness(variation=5.0) < 0.8 * plain


def test_filters_that_relu_silences_are_woken():
    network = tiny_network()
    conv = network.get_layer("conv")
    kernel, bias = conv.get_weights()
    conv.set_weights([kernel, bias - 0.3])  # silent for grey, and no slope there
    made = maximise(network, "conv", start="grey", steps=100, jitter=0)
    assert (made.answers > -0.3).all() and made.answers.max() > 0


def test_the_same_seed_makes_the_same_pictures_and_watched_steps_end_with_them():
    made = maximise(tiny_network(), "conv", [2, 0], steps=20, seed=5)
    seen = maximise(tiny_network(), "conv", [2, 0], steps=20, seed=5, watch=[0, 7, 20])
    other = maximise(tiny_network(), "conv", [2, 0], steps=20, seed=6)
    assert made.units.tolist() == [2, 0] and seen.pictures.shape == (2, 3, 8, 8)
    assert np.array_equal(seen.pictures[:, -1], made.pictures)
    assert not np.array_equal(other.pictures, made.pictures)


def test_colours_and_more_filters_than_climb_together():
    network = keras.Sequential(
        [keras.Input((6, 6, 3)), layers.Rescaling(2.0), layers.Conv2D(20, 3, name="conv")]
    )
    axes = np.eye(3)[::-1] * [[1.0], [0.5], [0.2]]
    made = maximise(network, "conv", steps=3, colour_axes=axes)
    assert made.pictures.shape == (20, 6, 6, 3) and made.pictures.dtype == np.float32
    assert 0 <= made.pictures.min() and made.pictures.max() <= 1


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"layer": "conv_9"}, "layer: expected one of"),
        ({"layer": "conv", "units": [4]}, "units: expected positions from 0 to 3; received 4"),
        ({"units": [3]}, "units: expected positions from 0 to 2"),
        ({"units": [-1]}, "units: expected numbers of filters"),
        ({"steps": 0}, "steps: expected a whole number of at least 1"),
        ({"rate": 0}, "rate: expected a number above 0"),
        ({"start": "zero"}, "start: expected one of 'grey', 'noise'"),
        ({"start": RANDOM[:, :4]}, "images: expected pictures of shape"),
        ({"jitter": 8}, "jitter: expected a whole number from 0 to 7"),
        ({"climbs": "pixels", "colour_axes": np.eye(1)}, "colour_axes: expected None"),
        ({"colour_axes": np.eye(3)}, "colour_axes: expected an array of shape"),
        ({"climbs": "stairs"}, "climbs: expected one of"),
        ({"watch": [101]}, "watch: expected a whole number from 0 to 100"),
    ],
)
def test_bad_arguments_are_told(how, words):
    with pytest.raises(ValueError, match=words):
        maximise(tiny_network(), **how)


def test_a_network_that_no_gradient_goes_through_is_refused():
    for stopper in (keras.ops.stop_gradient, keras.ops.round):
        network = classifier((8, 8), [layers.Lambda(stopper)])
        with pytest.raises(ValueError, match="model: expected a network that a gradient goes"):
            maximise(network, steps=1)
