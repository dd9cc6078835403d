"""Autoencoders, opened: against Keras' own answers."""

import functools

import keras
import numpy as np
import pytest
from keras import layers

from helpers.networks.autoencoders import codes, decoded, decoded_grid, halves, reconstructions
from helpers.networks.picture_networks import (
    conv_autoencoder,
    denoising_network,
    recolouring_network,
    variational_autoencoder,
)
from helpers.networks.random_layers import RandomNoise, Sampling

RNG = np.random.default_rng(0)
IMAGES = RNG.integers(0, 256, (7, 8, 8), dtype=np.uint8)


@functools.cache
def nested():
    return conv_autoencoder(3, (8, 8), (2, 4))


@functools.cache
def flat():
    """Build an autoencoder of a learner's own, all layers in one row, its code in maps."""
    chain = [
        keras.Input((8, 8, 1)),
        layers.Conv2D(4, 3, 2, "same", activation="relu"),
        layers.Conv2D(1, 3, 2, "same", name="narrow"),
        layers.Dropout(0.5, name="drop"),
        layers.Conv2DTranspose(1, 4, 4, activation="sigmoid"),
    ]
    return keras.Sequential(chain)


@pytest.mark.parametrize("build", [nested, flat])
def test_the_halves_put_together_are_the_whole(build):
    model = build()
    images = IMAGES if model is nested() else IMAGES / np.float32(255)
    given = codes(model, images)
    whole = model.predict(images.reshape(7, *model.input_shape[1:]), verbose=0)
    assert given.shape == (7, 3 if model is nested() else 4)
    assert np.allclose(decoded(halves(model)[1], given), whole.reshape(7, 8, 8), atol=1e-6)
    assert np.allclose(reconstructions(model, images), whole.reshape(7, 8, 8), atol=1e-6)


def test_the_layer_can_be_named():
    encoder, decoder = halves(nested(), "encoder")
    assert encoder.output_shape == decoder.input_shape == (None, 3)
    given = codes(flat(), IMAGES / np.float32(255), layer="narrow")
    assert np.allclose(given, codes(flat(), IMAGES / np.float32(255)))


def test_a_variational_one_gives_the_middles_of_its_clouds():
    model = variational_autoencoder(3, (8, 8), (2, 4))
    clouds = model.get_layer("encoder").predict(IMAGES, verbose=0)
    assert np.allclose(codes(model, IMAGES), clouds[:, :3], atol=1e-6)
    assert np.array_equal(codes(model, IMAGES), codes(model, IMAGES))


def test_sampling_adds_the_divergence_from_the_normal_distribution():
    layer = Sampling(0.25)
    middle, deviation = np.array([[0.5, -1], [0, 2]]), np.array([[1, 0.5], [2, 1]])
    cloud = np.concatenate([middle, 2 * np.log(deviation)], axis=1).astype(np.float32)
    drawn = np.stack([np.asarray(layer(cloud, training=True)) for _ in range(800)])
    by_hand = (deviation**2 + middle**2 - 1 - 2 * np.log(deviation)).sum(axis=1) / 2
    assert float(layer.losses[0]) == pytest.approx(0.25 * by_hand.mean(), rel=1e-5)
    assert np.allclose(drawn.mean(axis=0), middle, atol=0.25)
    assert np.allclose(drawn.std(axis=0), deviation, rtol=0.1)
    again = Sampling.from_config(layer.get_config())
    assert again.weight == 0.25


def test_noise_is_another_amount_for_each_picture_and_none_when_asked():
    layer, grey = RandomNoise(0.3), np.full((200, 6, 6, 1), 0.5, np.float32)
    assert np.array_equal(layer(grey), grey)
    noisy = np.asarray(layer(grey, training=True))
    amounts = noisy.reshape(200, -1).std(axis=1)
    assert noisy.min() >= 0 and noisy.max() <= 1
    assert amounts.min() < 0.05 and 0.2 < amounts.max() < 0.42
    assert abs(amounts.mean() - 0.15) < 0.03


def test_no_colour_comes_through_the_recolouring_network():
    model = recolouring_network()
    scaled = RNG.uniform(0.2, 0.8, (1, 32, 32, 3)).astype(np.float32)
    other = scaled + np.float32([0.114, 0, -0.299])  # as grey as before
    answers = keras.Model(model.get_layer("scale").output, model.outputs[0])
    assert np.allclose(np.asarray(answers(other)), np.asarray(answers(scaled)), atol=1e-5)
    # What comes has the photograph's own grey, whatever its colours.
    grey = [0.299, 0.587, 0.114]
    assert np.allclose(np.asarray(answers(scaled)) @ grey, scaled @ grey, atol=1e-5)


def test_a_grid_is_read_like_a_page_with_the_second_number_upwards():
    chain = [keras.Input((2,)), layers.Dense(2, use_bias=False), layers.Reshape((1, 2))]
    decoder = keras.Sequential(chain)
    decoder.layers[0].set_weights([np.eye(2)])
    places = decoded_grid(decoder, [[0, 3], [10, 40]], 3)[:, 0]
    assert np.allclose(places[:3], [[0.5, 35], [1.5, 35], [2.5, 35]])
    assert np.allclose(places[-1], [2.5, 15])


def test_what_can_not_be_cut_or_decoded_is_refused_in_words():
    with pytest.raises(ValueError, match="^layer: expected one that everything goes through"):
        halves(denoising_network(), "conv_3")
    with pytest.raises(ValueError, match=r"^layer: expected a name out of \['encoder'"):
        halves(nested(), "code")
    with pytest.raises(ValueError, match="^model: expected a Sequential or functional network"):
        halves(keras.Sequential([layers.Dense(2)]))
    with pytest.raises(ValueError, match=r"^codes: expected codes of shape \(N, 3\)"):
        decoded(halves(nested())[1], np.zeros((2, 4)))
    with pytest.raises(ValueError, match="^limits: expected lowest and highest"):
        decoded_grid(halves(nested())[1], [[0, 1], [1, 1]])
    with pytest.raises(ValueError, match=r"^code_size: expected a whole number of at least 1"):
        conv_autoencoder(0)
    with pytest.raises(ValueError, match=r"^image_shape: expected \(H, W\) or"):
        conv_autoencoder(2, (30, 28))
