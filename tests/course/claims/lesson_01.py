"""Lesson 1: what the pictures have in common. No network; a seed draws one half of the pictures."""

import numpy as np
from scipy.stats import spearmanr

from helpers.analysis.classes import average_correlation, class_averages, likeness, nearest_average
from helpers.analysis.confusion import confusion_matrix
from helpers.analysis.pairs import pair_confusion
from tests.course.claims.claim import claim

TROUSER, PULLOVER, COAT, SANDAL, SHIRT = 1, 2, 4, 5, 6  # classes of Fashion-MNIST
BODY = (0, 1, 2, 3, 4, 6)
SHOES_AND_BAGS = (5, 7, 8, 9)
ABOVE_DIAGONAL = np.triu_indices(10, k=1)


def right_by_averages(course, name):
    data = course.half(name)
    said = nearest_average(data.x_test, class_averages(data.x_train, data.y_train))
    return np.mean(said == data.y_test)


def clothes_by_averages(course):
    """Count what the averages of the clothes take for what."""
    data = course.half("fashion_mnist")
    said = nearest_average(data.x_test, class_averages(data.x_train, data.y_train))
    return confusion_matrix(data.y_test, said, 10)


def between_averages(course):
    data = course.half("fashion_mnist")
    return average_correlation(data.x_train, data.y_train)


@claim("1", "Ten averages are enough to sort most pictures of clothes.", above=0.5, quick=True)
def averages_sort_clothes(course):
    """Share of the test clothes that the nearest average puts into the right class"""
    return right_by_averages(course, "fashion_mnist")


@claim("1", "on digits the averages do well.", above=0.5, quick=True)
def averages_sort_digits(course):
    """Share of the test digits that the nearest average puts into the right class"""
    return right_by_averages(course, "mnist")


@claim("1", "For photographs, that is not the way.", above=0, quick=True)
def averages_do_not_sort_photographs(course):
    """The same share of clothes, minus that of the photographs of CIFAR-10"""
    return right_by_averages(course, "fashion_mnist") - right_by_averages(course, "cifar10")


@claim("1", "clothes are more alike within a class than digits are.", above=0, quick=True)
def clothes_are_more_alike_than_digits(course):
    """Mean likeness of the ten kinds of clothes, minus that of the ten digits"""
    clothes, digits = course.half("fashion_mnist"), course.half("mnist")
    return likeness(clothes.x_train, clothes.y_train).mean() - (
        likeness(digits.x_train, digits.y_train).mean()
    )


@claim("1", "trousers lead, and sandals are last by a distance.", above=0, quick=True)
def trousers_lead_and_sandals_are_last(course):
    """Likeness: trousers ahead of the next, or sandals behind the next, whichever is less"""
    data = course.half("fashion_mnist")
    alike = likeness(data.x_train, data.y_train)
    ahead = alike[TROUSER] - np.delete(alike, TROUSER).max()
    behind = np.delete(alike, SANDAL).min() - alike[SANDAL]
    return min(ahead, behind)


@claim("1", "pullover, coat and shirt are a dark block.", above=0, quick=True)
def pullover_coat_and_shirt_look_alike(course):
    """Least correlation among the averages of the three, minus the median of all 45 pairs"""
    between = between_averages(course)
    block = between[[PULLOVER, PULLOVER, COAT], [COAT, SHIRT, SHIRT]]
    return block.min() - np.median(between[ABOVE_DIAGONAL])


@claim("1", "there are two families, and nobody named them.", above=0, quick=True)
def there_are_two_families(course):
    """Mean correlation of averages within what covers a body, minus that with shoes and bags"""
    between = between_averages(course)
    own = between[np.ix_(BODY, BODY)]
    across = between[np.ix_(BODY, SHOES_AND_BAGS)]
    return own[np.triu_indices(len(BODY), k=1)].mean() - across.mean()


@claim("1", "first the row of the shirts. Few are on the diagonal", above=0, quick=True)
def averages_find_shirts_least(course):
    """Lowest recall of the nine other classes, minus that of the shirt"""
    counts = clothes_by_averages(course)
    recall = np.diag(counts) / counts.sum(axis=1)
    return np.delete(recall, SHIRT).min() - recall[SHIRT]


@claim("1", "a look at ten averages is a fair forecast", above=0, quick=True)
def averages_forecast_their_own_confusions(course):
    """Rank correlation, over 45 pairs, of the averages' correlation with what was confused"""
    confused = pair_confusion(clothes_by_averages(course))
    return spearmanr(between_averages(course)[ABOVE_DIAGONAL], confused[ABOVE_DIAGONAL])[0]
