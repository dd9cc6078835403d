"""Lesson 7: filters of small networks for digits, patterns, filters taken away, one step."""

import keras
import numpy as np
from sklearn.linear_model import RidgeClassifier

from helpers.analysis.depth import share_nearest_own_mean
from helpers.networks.adversarial import adversarial_step
from helpers.networks.architectures import mnist_features_cnn
from helpers.networks.features import feature_maps
from helpers.networks.maximisation import maximise
from helpers.networks.readout import Readout
from tests.course.claims.claim import claim
from tests.course.claims.small_course import once

NAME, LAYER = "mnist_features", "conv_2"
N_KNOWN, N_NEW = 2_000, 500
N_FILTERS = 16
STEP = 12  # of 255: where digits are black on white, a step of 1 does nothing yet


@once
def codes(course, trained):
    """What the second pooling makes of known digits and of new ones."""
    keras.utils.set_random_seed(course.seed)
    network = course.network(NAME) if trained else mnist_features_cnn()
    data = course.data("mnist")
    return [
        feature_maps(network, images, ["pool_2"])["pool_2"].reshape(len(images), -1)
        for images in (data.x_train[:N_KNOWN], data.x_test[:N_NEW])
    ]


@claim(
    "7",
    "Training lets even the plain means do much of the work",
    above=0,
    breaks=("nothing learned",),
)
def training_brings_classes_apart(course):
    """Share of digits nearest to their class's mean behind trained filters, minus random ones"""
    data = course.data("mnist")
    shares = [
        share_nearest_own_mean(known, data.y_train[:N_KNOWN], new, data.y_test[:N_NEW])
        for known, new in (codes(course, True), codes(course, False))
    ]
    return shares[0] - shares[1]


@claim("7", "with *random* filters one fitted layer reads digits well.", above=0.5)
def random_filters_are_not_nothing(course):
    """Share of digits that one fitted layer reads behind random filters"""
    data, (known, new) = course.data("mnist"), codes(course, False)
    return RidgeClassifier(10).fit(known, data.y_train[:N_KNOWN]).score(new, data.y_test[:N_NEW])


@claim(
    "7",
    "pattern excites its filter more than anything real does.",
    above=0.5,
    breaks=("one for all",),
)
def patterns_excite_most(course):
    """Share of filters that answer to the pattern made for them more than to any of 1,000 digits"""
    network, digits = course.network(NAME), course.data("mnist").x_test[:1_000]
    readout, units = Readout(network, LAYER), np.arange(N_FILTERS)
    real = np.concatenate([sums.mean(axis=(1, 2)) for sums in readout.of_images(digits)])[:, units]
    made = maximise(network, LAYER, units, steps=60).answers
    if course.broken == "one for all":
        made = real.max(axis=0)
    return np.mean(made > real.max(axis=0))


@claim(
    "7",
    "random steps of the same size change nothing.",
    above=0,
    breaks=("one for all",),
)
def the_direction_counts(course):
    """Share of digits right after a step drawn by chance, minus one along the gradient's signs"""
    data, network = course.data("mnist"), course.network(NAME)
    images, labels = data.x_test[:N_NEW], data.y_test[:N_NEW]
    signs = np.random.default_rng(course.seed).choice([-1, 1], images.shape)
    random = np.clip(images + STEP * signs, 0, 255).astype(np.uint8)
    aimed = random
    if course.broken != "one for all":
        aimed = adversarial_step(network, images, labels, STEP)
    return np.subtract(
        *(np.mean(np.asarray(network(each)).argmax(axis=1) == labels) for each in (random, aimed))
    )
