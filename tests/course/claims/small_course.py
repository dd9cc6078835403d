"""What the lessons train, made small: on the sample that comes with the course, for one seed.

Networks and recipes are the course's own, only the schedules are shorter. Each training is done
when a claim first asks for it, and kept for the other claims.
"""

import dataclasses
import functools
import time
from unittest import mock

import keras
import numpy as np
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE
from sklearn.neural_network import MLPClassifier
from threadpoolctl import threadpool_limits

from helpers.course.recipes import find_recipe
from helpers.course.training_recipe import train
from helpers.datasets import load
from helpers.networks import architectures
from helpers.networks.classifier import classifier
from helpers.networks.mlp import MLP
from helpers.recording import Recorder, record_projection
from helpers.recording.schedule import even_schedule, growing_schedule
from tests.course.claims.claim import BROKEN

#: The lessons' recipes, and the schedules that they follow here. An epoch of 90 steps is one pass
#: over the 4,500 pictures that are left beside 500 for validation. CIFAR-10's sample leaves 2,500.
SMALL = {
    "mnist_mlp": even_schedule(6, steps=90, batch_size=50),
    "mnist_cnn": even_schedule(6, steps=90, batch_size=50),
    "mnist_features": even_schedule(4, steps=90, batch_size=50),
    "fashion_mlp": even_schedule(6, steps=90, batch_size=50),
    "fashion_cnn": even_schedule(6, steps=90, batch_size=50),
    "fashion_code_8": even_schedule(6, steps=90, batch_size=50),
    "cifar10_article": growing_schedule(12),  # 12,600 pictures
    "cifar10_better": even_schedule(12, steps=16, batch_size=64),  # 12,288 pictures
}

#: Lesson 2's settings, and how many pictures its maps have here: training pictures, new ones.
UMAP = {"n_neighbors": 15, "min_dist": 0.2, "learning_rate": 0.33, "n_epochs": 128}
N_ON_MAP = 1_500
N_NEW = 500


def once(work):
    """Do some work once for each course and arguments, and keep what came of it."""

    @functools.wraps(work)
    def kept(course, *arguments, **settings):
        key = (work.__qualname__, *arguments, *sorted(settings.items()))
        if key not in course._kept:
            course._kept[key] = work(course, *arguments, **settings)
        return course._kept[key]

    return kept


def flat(images):
    """Make pictures rows of numbers from 0 to 1, as lesson 3 does."""
    return images.reshape(len(images), -1) / np.float32(255)


class SmallCourse:
    """All that the lessons train, for one seed.

    Parameters
    ----------
    seed : int
        Of the pictures that are drawn, of first weights, of orders, of dropout.
    broken : str, optional
        A key of `tests.course.claims.claim.BROKEN`: what is wrong with this course's learners.
    """

    def __init__(self, seed, broken=None):
        assert broken is None or broken in BROKEN
        self.seed = seed
        self.broken = broken
        self._kept = {}

    # Pictures

    @once
    def data(self, name, valid_size=500):
        """Load a sample. The seed draws the validation part; the thousand test pictures stay."""
        data = load(name, size="sample", valid_size=valid_size, seed=self.seed)
        if self.broken == "labels shuffled":
            labels = np.random.default_rng(self.seed).permutation(data.y_train)
            data = dataclasses.replace(data, y_train=labels)
        return data

    def half(self, name):
        """Load a sample with half of its training pictures: lesson 1's averages differ by seed."""
        return self.data(name, 0.5)

    # Networks in Keras

    @once
    def training(self, name, more=0):
        """Train by one of the course's recipes: its record, and the network.

        With ``more``, it is one more training, which differs in nothing but the seed.
        """
        recipe = find_recipe(name)
        small = dataclasses.replace(
            recipe,
            schedule=SMALL[name],
            build=lambda steps: self._broken(recipe.build(steps)),
            whole=None,
            keep={"watch": 1_000, "weights_at": [0]},
            seed=self.seed + 100 * more,
        )
        return train(small, self.data(recipe.data))

    def record(self, name, more=0):
        """Give the record of a training."""
        return self.training(name, more)[0]

    def network(self, name, more=0):
        """Give the network that was trained."""
        return self.training(name, more)[1]

    def says(self, name):
        """Give that network as a function that names pictures."""
        return classifier(self.network(name))

    @once
    def accuracy(self, architecture, name, epochs):
        """Train one of the course's networks for a moment: its accuracy on the test pictures."""
        data = self.data(name)
        keras.utils.set_random_seed(self.seed)
        network = self._broken(getattr(architectures, architecture)())
        network.fit(data.x_train, data.y_train, batch_size=50, epochs=epochs, verbose=0)
        return np.mean(classifier(network)(data.x_test) == data.y_test)

    def _broken(self, network):
        if self.broken == "nothing learned":
            still = keras.optimizers.SGD(0.0)
            if network.loss == "mse":
                network.compile(still, "mse")
            else:
                network.compile(still, "sparse_categorical_crossentropy", metrics=["accuracy"])
        return network

    def share_of_recording(self):
        """Record an epoch of lesson 6's long training: the share of its seconds that this takes.

        It is epoch 25 of 48, whose 12,250 pictures are near the mean of all epochs. A first, tiny
        epoch goes before it, in which TensorFlow gets ready. Seconds of the processor are counted,
        not of the clock, so that it does not matter what else the machine does.
        """
        recipe = find_recipe("cifar10_article")
        small = dataclasses.replace(
            recipe,
            schedule=(recipe.schedule[0], recipe.schedule[24]),
            keep={**recipe.keep, "weights_at": []},
            seed=self.seed,
        )
        overhead = []
        look, times = Recorder._look_at_network, 10 if self.broken == "slow recorder" else 1

        def look_again(recorder):
            return [look(recorder) for _ in range(times)][-1]

        with (
            mock.patch.object(Recorder, "_look_at_network", look_again),
            mock.patch.object(time, "perf_counter", time.process_time),
        ):
            record, _ = train(
                small,
                self.data("cifar10"),
                after_epoch=lambda recorder: overhead.append(recorder.overhead),
            )
        return (overhead[1] - overhead[0]) / (record.seconds[2] - record.seconds[1])

    # Networks without Keras

    @once
    def mlp(self, name="mnist", shuffled_pixels=False, **settings):
        """Train lesson 3's network in NumPy: a function that names pictures."""
        data = self.data(name)
        order = np.arange(data.x_train[0].size)
        if shuffled_pixels:
            order = np.random.default_rng(self.seed).permutation(order)
        settings = {"batch_size": 50, "max_epochs": 10, "seed": self.seed, **settings}
        if self.broken == "nothing learned":
            settings["learning_rate"] = 0.0
        # A large step can take the numbers out of their range. The score shows that.
        with threadpool_limits(1), np.errstate(all="ignore"):
            network = MLP(**settings).fit(flat(data.x_train)[:, order], data.y_train)
        return lambda images: network.predict(flat(images)[:, order])

    @once
    def sklearn_mlp(self):
        """Train lesson 3's network of scikit-learn: a function that names pictures."""
        data = self.data("mnist")
        network = MLPClassifier(
            (40,),
            early_stopping=True,
            n_iter_no_change=3,
            learning_rate_init=1e-12 if self.broken == "nothing learned" else 0.001,
            random_state=self.seed,
        )
        with threadpool_limits(1):
            network.fit(flat(data.x_train), data.y_train)
        return lambda images: network.predict(flat(images))

    # Maps

    @once
    def chosen(self):
        """Draw the pictures of a map, with their labels."""
        data = self.data("fashion_mnist")
        some = np.random.default_rng(self.seed).permutation(len(data.x_train))[:N_ON_MAP]
        return data.x_train[some], data.y_train[some]

    @once
    def umap(self, more=0):
        """Record a map as lesson 2 does; with ``more``, one more, by another seed."""
        images, labels = self.chosen()
        seed = self.seed + 100 * more
        return record_projection(images, labels, **UMAP, seed=seed, progress=False)

    @once
    def map(self, method):
        """Lay the pictures out by "PCA", "t-SNE" or "UMAP".

        "UMAP again" has another seed, "UMAP from dice" a random start as well.
        """
        images, _ = self.chosen()
        pixels = images.reshape(len(images), -1)
        if self.broken == "nothing learned":
            return np.random.default_rng([self.seed, len(method)]).normal(size=(len(pixels), 2))
        if method == "UMAP from dice":
            import umap

            dice = umap.UMAP(**UMAP, init="random", random_state=self.seed + 100, n_jobs=1)
            return dice.fit_transform(pixels)
        if method.startswith("UMAP"):
            return self.umap(int(method == "UMAP again")).embeddings[-1]
        methods = {"PCA": PCA, "t-SNE": TSNE}
        return methods[method](2, random_state=self.seed).fit_transform(pixels)

    @once
    def landed(self):
        """Put the first test pictures on UMAP's map."""
        new = self.data("fashion_mnist").x_test[:N_NEW]
        return self.umap().model.transform(new.reshape(N_NEW, -1))
