"""Good arguments for functions of arrays that also take a network."""

import functools

import numpy as np

from helpers.analysis.comparison import comparison_table
from helpers.networks import autoencoders
from helpers.networks.ablation import Ablation
from helpers.networks.adversarial import adversarial_step
from helpers.networks.classifier import classifier
from helpers.networks.features import FeatureReader, feature_maps
from helpers.networks.inputs import as_input
from helpers.networks.picture_networks import conv_autoencoder
from helpers.networks.pixel_arithmetic import LayerArithmetic
from helpers.networks.top_patches import top_patches
from helpers.plots.pixel import plot_pixel
from helpers.widgets import (
    DrawingPad,
    Photo,
    PixelPointer,
    ReceptiveFieldExplorer,
    TrainingPlayground,
)
from tests.support.strange.forms import Case
from tests.support.tiny import tiny_network

__all__ = ["CASES"]


@functools.cache
def _network(side=8):
    return tiny_network(side)


def _images(sizes, side=8):
    return sizes.rng.integers(0, 256, (sizes.n, side, side), dtype=np.uint8)


@functools.cache
def _colour_network():
    from keras import Input, Sequential, layers

    chain = [Input((8, 8, 3), dtype="uint8"), layers.Rescaling(1 / 255), layers.Conv2D(2, 3)]
    return Sequential([*chain, layers.Flatten(), layers.Dense(3, activation="softmax")])


@functools.cache
def _autoencoder():
    return conv_autoencoder(2, (8, 8), (2, 2))


def _digits(sizes):
    return np.pad(_images(sizes), ((0, 0), (10, 10), (10, 10)))


@functools.cache
def _pixel():
    picture = np.arange(64, dtype=np.uint8).reshape(8, 8)
    return LayerArithmetic(_network(), "conv", picture).pixel(0, 1, 1)


CASES = {
    "networks.autoencoders.codes": Case(
        lambda images: autoencoders.codes(_autoencoder(), images),
        lambda s: {"images": _images(s)},
        {"images": "images"},
    ),
    "networks.autoencoders.reconstructions": Case(
        lambda images: autoencoders.reconstructions(_autoencoder(), images),
        lambda s: {"images": _images(s)},
        {"images": "images"},
    ),
    "networks.autoencoders.decoded": Case(
        lambda codes: autoencoders.decoded(_autoencoder().get_layer("decoder"), codes),
        lambda s: {"codes": s.floats(s.n, 2)},
        {"codes": "numbers"},
    ),
    "networks.autoencoders.decoded_grid": Case(
        lambda limits: autoencoders.decoded_grid(_autoencoder().get_layer("decoder"), limits, n=2),
        lambda s: {"limits": np.array([[0, 1], [2, 4]])},
        {"limits": "numbers"},
    ),
    "networks.features.FeatureReader.__call__": Case(
        lambda images: FeatureReader(_network())(images),
        lambda s: {"images": _images(s)},
        {"images": "images"},
    ),
    "networks.inputs.as_input": Case(
        lambda images: as_input(_network(), images),
        lambda s: {"images": _images(s)},
        {"images": "images"},
    ),
    "networks.features.feature_maps": Case(
        lambda images: feature_maps(_network(), images),
        lambda s: {"images": _images(s)},
        {"images": "images"},
    ),
    "analysis.comparison.comparison_table": Case(
        lambda images, labels: comparison_table(
            {"CNN": (classifier(_network()), 10, 1.0)}, images, labels
        ),
        lambda s: {"images": _images(s), "labels": s.labels()},
        {"images": "images", "labels": "labels"},
    ),
    "networks.pixel_arithmetic.LayerArithmetic": Case(
        lambda picture: LayerArithmetic(_network(), "conv", picture),
        lambda s: {"picture": _images(s)[0]},
        {"picture": "picture"},
        view=lambda layer: (layer.received, layer.maps),
    ),
    "networks.ablation.Ablation": Case(
        lambda images, labels: Ablation(_network(), "conv", images, labels),
        lambda s: {"images": _images(s), "labels": s.labels()},
        {"images": "images", "labels": "labels"},
        view=lambda ablation: (ablation.intact, ablation.dead),
    ),
    "networks.adversarial.adversarial_step": Case(
        lambda images, labels: adversarial_step(_network(), images, labels),
        lambda s: {"images": _images(s), "labels": s.labels()},
        {"images": "images", "labels": "labels"},
    ),
    "networks.top_patches.top_patches": Case(
        lambda images: top_patches(_network(), "conv", images, n=1),
        lambda s: {"images": _images(s)},
        {"images": "images"},
    ),
    "plots.pixel.plot_pixel": Case(
        lambda pixel, picture: plot_pixel(pixel, picture),
        lambda s: {
            "pixel": _pixel(),
            "picture": _images(s)[0],
        },
        {"picture": "picture"},
        view=lambda figure: [len(axes.texts) for axes in figure.axes],
    ),
    "widgets.drawing_pad.DrawingPad": Case(
        lambda pictures, labels, examples: DrawingPad(
            _network(28), pictures, labels, examples, n_nearest=1
        ),
        lambda s: {"pictures": _digits(s), "labels": s.labels(), "examples": _digits(s)[:2]},
        {"pictures": "images", "labels": "labels", "examples": "images"},
        view=lambda pad: (pad.probabilities, pad.nearest),
        optional=("examples",),
    ),
    "widgets.photo.Photo": Case(
        lambda examples: Photo(_colour_network(), "abc", examples),
        lambda s: {"examples": s.rng.integers(0, 256, (s.n, 8, 8, 3), dtype=np.uint8)},
        {"examples": "images"},
        view=lambda photo: (photo._examples, photo._weights),
    ),
    "widgets.pixel_pointer.PixelPointer": Case(
        lambda picture: PixelPointer(_network(), picture, ["conv"]),
        lambda s: {"picture": _images(s)[0]},
        {"picture": "picture"},
        view=lambda widget: (widget._weights, widget._picture),
    ),
    "widgets.receptive_field.ReceptiveFieldExplorer": Case(
        lambda picture: ReceptiveFieldExplorer(_network(), picture),
        lambda s: {"picture": _images(s)[0]},
        {"picture": "picture"},
        view=lambda widget: widget._picture,
    ),
    "widgets.training_playground.TrainingPlayground": Case(
        TrainingPlayground,
        lambda s: {
            "pictures": _digits(s),
            "labels": s.labels(),
            "test_pictures": _digits(s)[:2],
            "test_labels": s.labels()[:2],
        },
        {
            "pictures": "images",
            "labels": "labels",
            "test_pictures": "images",
            "test_labels": "labels",
        },
        view=lambda widget: (widget._sheet, widget._labels),
    ),
}
