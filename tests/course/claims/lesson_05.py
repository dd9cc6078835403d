"""Lesson 5: where networks go wrong with clothes. An MLP and a CNN, one of each for a seed."""

import keras
import numpy as np
from scipy.stats import spearmanr

from helpers.analysis import calibration
from helpers.analysis import confusion as conf
from helpers.analysis.classes import average_correlation
from helpers.analysis.neighbours import neighbour_classes, neighbours
from helpers.analysis.pairs import pair_confusion
from helpers.analysis.scores import class_scores
from helpers.course.records import shipped_record
from helpers.networks.architectures import mnist_cnn
from helpers.networks.classifier import classifier
from tests.course.claims.claim import claim
from tests.course.claims.small_course import once

T_SHIRT, SANDAL, SHIRT, SNEAKER = 0, 5, 6, 7
ABOVE_DIAGONAL = np.triu_indices(10, k=1)
BROKEN = ("labels shuffled", "nothing learned")


def last_words(course, name):
    """A network's probabilities for the thousand test pictures after each of its last epochs.

    From one epoch to the next a network leans towards shirts or coats, and back. Three of them
    together say more about it than the last one.
    """
    return course.record(name).probabilities[-3:].astype(np.float64)


def right(course, name):
    """Whether the network had each test picture right, epoch by epoch."""
    return last_words(course, name).argmax(axis=-1) == course.data("fashion_mnist").y_test


def matrix(course, name):
    """What was taken for what in these epochs, added up."""
    said = last_words(course, name).argmax(axis=-1)
    return conf.confusion_matrix(course.data("fashion_mnist").y_test, said, 10).sum(axis=0)


def confused(course, name):
    """Share of each of the 45 pairs' pictures that is taken for the other."""
    return pair_confusion(matrix(course, name))[ABOVE_DIAGONAL]


@claim(
    "5",
    "Two networks have learned to tell ten kinds of clothes apart.",
    above=0.1,
    breaks=BROKEN,
    quick=True,
)
def both_networks_tell_clothes_apart(course):
    """Share of test clothes right: the MLP's after 3 passes, or the CNN's after 1, if lower"""
    return min(
        course.accuracy("mnist_mlp", "fashion_mnist", 3),
        course.accuracy("mnist_cnn", "fashion_mnist", 1),
    )


@claim("5", "The worst row is that of the shirts.", above=0, breaks=("nothing learned",))
def shirts_are_the_worst_row(course):
    """Lowest recall of the nine other classes, minus the shirt's, by the CNN"""
    recall = class_scores(matrix(course, "fashion_cnn"))["recall"].to_numpy()
    return np.delete(recall, SHIRT).min() - recall[SHIRT]


@claim(
    "5",
    "T-shirts and shirts stay on top from the first pass to the last.",
    above=0,
    breaks=("labels shuffled",),
)
def t_shirts_and_shirts_stay_on_top(course):
    """Share of T-shirts and shirts the CNN confuses, minus the mean of the 44 other pairs"""
    pairs = pair_confusion(matrix(course, "fashion_cnn"))
    return 45 / 44 * (pairs[T_SHIRT, SHIRT] - pairs[ABOVE_DIAGONAL].mean())


@claim(
    "5",
    "before training one to three columns hold most of the pictures.",
    above=0.5,
    breaks=("one for all",),
    quick=True,
)
def an_untrained_network_has_favourites(course):
    """Share of test clothes in the three fullest columns of an untrained CNN"""
    keras.utils.set_random_seed(course.seed)
    said = classifier(mnist_cnn())(course.data("fashion_mnist").x_test)
    if course.broken == "one for all":
        said = np.arange(len(said)) % 10
    return np.sort(np.bincount(said, minlength=10))[-3:].sum() / len(said)


def over_time(course):
    """Confusion matrices of the CNN after each of its six passes."""
    record = course.record("fashion_cnn")
    said = record.probabilities[1:].argmax(axis=-1)
    return conf.confusion_matrix(course.data("fashion_mnist").y_test, said, 10)


@claim(
    "5",
    "the pairs that are confused most at the end stand out already.",
    above=0,
    breaks=("labels shuffled",),
)
def hard_pairs_are_hard_from_the_start(course):
    """Rank correlation, over 45 pairs, of what the CNN confuses after one pass and at the end"""
    first, last = (pair_confusion(over_time(course)[at])[ABOVE_DIAGONAL] for at in (0, -1))
    return spearmanr(first, last)[0]


@claim("5", "sandals and sneakers come apart early.", above=0, breaks=("nothing learned",))
def sandals_and_sneakers_come_apart(course):
    """Share of sandals and sneakers confused after one pass, minus that at the end"""
    confused = pair_confusion(over_time(course))[:, SANDAL, SNEAKER]
    return confused[0] - confused[-1]


@claim("5", "The errors are not spread evenly.", above=0.5, breaks=("labels shuffled",))
def a_few_pairs_hold_most_errors(course):
    """Share of the CNN's errors that the six most confused of the 45 pairs hold"""
    pairs = np.sort(confused(course, "fashion_cnn"))
    return pairs[-6:].sum() / pairs.sum()


@claim("5", "With few shirts the micro average rises", above=0, breaks=("labels shuffled",))
def few_shirts_raise_the_micro_average(course):
    """The CNN's accuracy with one shirt in twenty, minus that with all"""
    hits, labels = right(course, "fashion_cnn"), course.data("fashion_mnist").y_test
    kept = (labels != SHIRT) | (np.arange(len(labels)) % 20 == 0)
    return hits[:, kept].mean() - hits.mean()


def calibration_error(course, name):
    probabilities = last_words(course, name)[-1]
    if course.broken == "always sure":
        probabilities = np.eye(10)[probabilities.argmax(axis=1)]
    labels = course.data("fashion_mnist").y_test
    return calibration.calibration_error(calibration.reliability(probabilities, labels))


@claim(
    "5",
    "Both networks are nearly as often right as they are sure.",
    below=0.15,
    breaks=("always sure",),
)
def they_are_right_as_often_as_sure(course):
    """Calibration error, the larger one of the CNN's and the MLP's"""
    return max(calibration_error(course, name) for name in ("fashion_cnn", "fashion_mlp"))


@claim("5", "Refusing the unsure ones helps", above=0, breaks=BROKEN)
def refusing_helps(course):
    """The CNN's accuracy when it refuses the least sure fifth, minus that on all"""
    labels = course.data("fashion_mnist").y_test
    scores = calibration.refusals(last_words(course, "fashion_cnn")[-1], labels, [0, 0.2])[
        "accuracy"
    ]
    return scores[1] - scores[0]


@once
def forecasts(course):
    """Rank correlations with what the CNN confuses: of the averages, and of lesson 2's map."""
    data, umap = course.data("fashion_mnist"), shipped_record("fashion_umap")
    mixed = neighbour_classes(neighbours(umap.embeddings[-1], 15), umap.labels)
    pairs = confused(course, "fashion_cnn")
    return [
        spearmanr(forecast[ABOVE_DIAGONAL], pairs)[0]
        for forecast in (average_correlation(data.x_train, data.y_train), mixed + mixed.T)
    ]


@claim("5", "Similar averages forecast what is confused", above=0, breaks=BROKEN)
def averages_forecast_confusion(course):
    """Rank correlation, over 45 pairs, of the averages' correlation with what the CNN confuses"""
    return forecasts(course)[0]


@claim("5", "neighbours on the map do it better", above=0, breaks=("one for all",))
def the_map_forecasts_better(course):
    """The same for the mixture on lesson 2's large map, minus that for the averages"""
    averages, on_map = forecasts(course)
    if course.broken == "one for all":
        on_map = averages
    return on_map - averages
