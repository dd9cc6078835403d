"""Lesson 6: networks for photographs. The article's schedule and the better one, both cut short."""

import keras
import numpy as np

from helpers.networks.architectures import cifar_cnn
from tests.course.claims.claim import claim

BROKEN = ("labels shuffled", "nothing learned")
ARTICLE, BETTER = "cifar10_article", "cifar10_better"


def right(course, name):
    """Share of the test photographs that a trained network gets right."""
    return course.record(name).made_from["test_accuracy"]


def likeness_to_the_start(course, name):
    """Cosine of the angle between the first layer's kernels before and after training."""
    kernels = course.record(name).kernels
    start, end = kernels[0].ravel(), kernels[-1].ravel()
    return start @ end / np.linalg.norm(start) / np.linalg.norm(end)


@claim("6", "as they turn from noise into edges and colours.", above=0.1, breaks=BROKEN)
def both_recipes_learn(course):
    """Share of test photographs right: the lower of the article's and the better recipe's"""
    return min(right(course, ARTICLE), right(course, BETTER))


@claim("6", "Every class gets about a tenth.", below=0.2, breaks=("always sure",), quick=True)
def an_untrained_network_has_no_opinion(course):
    """Largest probability that the untrained network gives any class, over the test photographs"""
    keras.utils.set_random_seed(course.seed)
    pictures = course.data("cifar10").x_test
    probabilities = cifar_cnn().predict(pictures, batch_size=200, verbose=0)
    if course.broken == "always sure":
        probabilities = np.eye(10)[probabilities.argmax(axis=1)]
    return probabilities.max()


@claim(
    "6",
    "They have changed, but less than the noise that they started from",
    below=1,
    breaks=("one for all",),
)
def kernels_hardly_change_at_first(course):
    """Mean change of a weight in 8 small epochs, by its mean size at the start"""
    kernels = course.record(ARTICLE).kernels
    changed = kernels[0] if course.broken == "one for all" else kernels[8] - kernels[0]
    return np.abs(changed).mean() / np.abs(kernels[0]).mean()


@claim("6", "A better recipe got more test pictures right", above=0, breaks=("one for all",))
def the_better_recipe_wins(course):
    """Share of test photographs right by the better recipe, minus that by the article's"""
    better = ARTICLE if course.broken == "one for all" else BETTER
    return right(course, better) - right(course, ARTICLE)


@claim("6", "A few small epochs on your machine moved the scores", above=0.1, breaks=BROKEN)
def a_few_epochs_move_the_scores(course):
    """Validation accuracy after 8 small epochs"""
    return course.record(ARTICLE).scores["val_accuracy"][8]


@claim("6", "had to build from nearly nothing", above=0, breaks=("nothing learned",))
def the_articles_kernels_are_built_anew(course):
    """Likeness of kernels at the start and the end: the better network's minus the article's"""
    return likeness_to_the_start(course, BETTER) - likeness_to_the_start(course, ARTICLE)


@claim(
    "6",
    "It goes along as a *callback*, which `fit` calls after every epoch.",
    below=0.05,
    breaks=("slow recorder",),
    by_machine=True,
)
def recording_costs_little(course):
    """Processor time spent recording in the article's epoch 25, as a share of the epoch's"""
    return course.share_of_recording()
