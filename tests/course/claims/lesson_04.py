"""Lesson 4: a network for digits from the inside; and why the test must not choose."""

import keras
import numpy as np
from threadpoolctl import threadpool_limits

from helpers.analysis.twins import match_filters
from helpers.networks.architectures import mnist_features_cnn
from helpers.networks.features import feature_maps
from tests.course.claims.claim import claim
from tests.course.claims.small_course import flat, once

LEAST = 0.8  # the correlation from which on two filters count as twins
N_LOOKED_AT = 100  # digits, by whose maps filters are compared
N_STRANGERS = 4  # untrained networks
N_CANDIDATES = 40
N_DRAWS = 20


@claim(
    "4",
    "Here you open a good network",
    above=0.1,
    breaks=("labels shuffled", "nothing learned"),
    quick=True,
)
def the_network_reads_digits(course):
    """Share of the test digits that lesson 4's network reads after one pass"""
    return course.accuracy("mnist_features_cnn", "mnist", 1)


@claim("4", "The chosen one falls by far more.", above=0, breaks=("one for all",), quick=True)
def the_test_must_not_choose(course):
    """How far the chosen one's score falls on other pictures, minus the mean fall; over 20 draws"""
    return np.mean([here - there for here, there in chosen_by_the_test(course)])


@once
def chosen_by_the_test(course):
    """For each draw, how far the chosen one is above the mean: where it was chosen, elsewhere."""
    data = course.data("mnist")
    some, others = flat(data.x_train[:2_000]), flat(data.x_test)
    targets = np.eye(10)[data.y_train[:2_000]]

    def candidate(number):
        dice = np.random.default_rng([course.seed, course.broken != "one for all" and number])
        weights = dice.normal(size=(784, 64))
        hidden = np.maximum(some @ weights, 0)
        output = np.linalg.solve(hidden.T @ hidden, hidden.T @ targets)
        return (np.maximum(others @ weights, 0) @ output).argmax(axis=1) == data.y_test

    with threadpool_limits(1):
        hits = np.array([candidate(number) for number in range(N_CANDIDATES)])
    above = []
    for draw in range(N_DRAWS):
        order = np.random.default_rng([course.seed, draw]).permutation(len(data.x_test))
        used, fresh = hits[:, order[:200]].mean(axis=1), hits[:, order[200:]].mean(axis=1)
        chosen = used.argmax()
        above.append((used[chosen] - used.mean(), fresh[chosen] - fresh.mean()))
    return above


@claim(
    "4",
    "on the other pictures, too, it is better than the mean.",
    above=0,
    breaks=("one for all",),
    quick=True,
)
def the_chosen_one_is_good_elsewhere_too(course):
    """The chosen one's score on other pictures, minus the mean score there; over 20 draws"""
    return np.mean([there for _, there in chosen_by_the_test(course)])


def likeness_to_the_start(course, layer):
    """Mean correlation of a trained network's maps with what they were before training."""
    pictures = course.data("mnist").x_test[:N_LOOKED_AT]
    start = course.record("mnist_features").restore(mnist_features_cnn(), 0)
    before, after = (
        feature_maps(network, pictures, [layer])[layer]
        for network in (start, course.network("mnist_features"))
    )
    return match_filters(after, before).in_place.mean()


@claim("4", "In conv_2 it is less", above=0, breaks=("one for all",))
def the_second_layer_changes_more(course):
    """Mean correlation of maps with those before training: that of conv_1, minus that of conv_2"""
    second = "conv_1" if course.broken == "one for all" else "conv_2"
    return likeness_to_the_start(course, "conv_1") - likeness_to_the_start(course, second)


@once
def looks(course):
    """What two trained networks make of some digits, and what untrained ones do."""
    strangers = []
    for number in range(N_STRANGERS):
        keras.utils.set_random_seed(1_000 + N_STRANGERS * course.seed + number)
        strangers.append(mnist_features_cnn())
    networks = *(course.network("mnist_features", more) for more in (0, 1)), *strangers
    pictures = course.data("mnist").x_test[:N_LOOKED_AT]
    return [feature_maps(network, pictures) for network in networks]


def twins_beyond_chance(course, layer):
    """Twins of two trained networks, minus the mean number between untrained ones."""
    first, second, *strangers = (maps[layer] for maps in looks(course))
    if course.broken == "one for all":
        second = first
    chance = [
        match_filters(one, other).twins(LEAST)
        for one, other in zip(strangers[::2], strangers[1::2])
    ]
    return match_filters(first, second).twins(LEAST) - np.mean(chance)


@claim(
    "4",
    "In conv_2 the trained networks have fewer.",
    below=0,
    breaks=("one for all",),
)
def training_moves_filters_apart(course):
    """Of 64 filters of conv_2: twins in another training, minus those of untrained networks"""
    return twins_beyond_chance(course, "conv_2")
