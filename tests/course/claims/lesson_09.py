"""Lesson 9: layers that know photographs, and a network from nothing, on the course's emoji."""

import keras
import numpy as np
from keras import layers
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from helpers.course.records import shipped_record
from helpers.datasets import EMOJI_KINDS, from_folder
from helpers.networks.architectures import cifar_cnn
from helpers.networks.augmentation import random_shift_and_flip
from helpers.networks.classifier import classifier
from tests.course.claims.claim import claim

PER_CLASS, STEPS, BATCH = 40, 150, 32


def borrowed():
    """What the third convolution of the better network says, averaged over each map."""
    network = cifar_cnn(batch_norm=True, third_layer=True)
    shipped_record("cifar10_better").restore(network)
    maps = network.get_layer("norm_3").output
    return keras.Model(network.inputs[0], layers.GlobalAveragePooling2D()(maps))


def from_nothing(n_classes):
    """Build a network as small as the lesson's."""
    network = keras.Sequential([keras.Input((32, 32, 3)), layers.Rescaling(1 / 127.5, offset=-1)])
    for maps, size in ((16, 5), (32, 3), (64, 3)):
        network.add(layers.Conv2D(maps, size, padding="same", activation="relu"))
        network.add(layers.MaxPooling2D(2) if maps < 64 else layers.GlobalAveragePooling2D())
    network.add(layers.Dense(n_classes, activation="softmax"))
    network.compile(keras.optimizers.Adam(0.003), loss="sparse_categorical_crossentropy")
    return network


@claim(
    "9",
    "the borrowed layers are ahead with forty of each class",
    above=0,
)
def borrowed_layers_are_ahead_on_forty_emoji_of_a_kind(course):
    """Accuracy of one layer on the borrowed ones, minus a small network's (40 emoji of a kind)"""
    rng = np.random.default_rng(course.seed)
    data = from_folder(EMOJI_KINDS, image_size=(32, 32), seed=course.seed)
    pictures = np.concatenate([data.x_train, data.x_test])
    labels = np.concatenate([data.y_train, data.y_test])
    kinds = range(len(data.names))
    known = np.concatenate(
        [rng.permutation(np.flatnonzero(labels == kind))[:PER_CLASS] for kind in kinds]
    )
    new = np.setdiff1d(np.arange(len(labels)), known)
    told = labels[known]
    if course.broken == "labels shuffled":
        told = rng.permutation(told)

    keras.utils.set_random_seed(course.seed)
    small = from_nothing(len(kinds))
    for _ in range(STEPS):
        some = rng.integers(0, len(known), BATCH)
        small.train_on_batch(random_shift_and_flip(pictures[known][some], rng, by=3), told[some])
    codes = borrowed()
    judge = make_pipeline(StandardScaler(), LogisticRegression(max_iter=2_000))
    judge.fit(codes.predict(pictures[known], verbose=0), told)
    said = judge.predict(codes.predict(pictures[new], verbose=0))
    return np.mean(said == labels[new]) - np.mean(classifier(small)(pictures[new]) == labels[new])
