"""Lesson 1: what the pictures have in common. No network; a seed draws one half of the pictures."""

import numpy as np
from scipy.stats import spearmanr

from helpers.analysis.classes import average_correlation, class_averages, likeness, nearest_average
from helpers.analysis.confusion import confusion_matrix
from helpers.analysis.pairs import pair_confusion
from helpers.plots.classes import AverageView
from tests.course.claims.claim import claim

T_SHIRT, TROUSER, PULLOVER, DRESS, COAT, SANDAL, SHIRT = range(7)  # classes of Fashion-MNIST
AIRPLANE, SHIP = 0, 8  # classes of CIFAR-10
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


@claim("1", "Ships and airplanes are blue", above=0, quick=True)
def averages_of_ships_and_airplanes_are_blue(course):
    """Mean blue minus mean red of the average ship or airplane, in grey levels, the lesser"""
    data = course.half("cifar10")
    red, _, blue = class_averages(data.x_train, data.y_train).mean(axis=(1, 2)).T
    return (blue - red)[[AIRPLANE, SHIP]].min()


@claim("1", "The dress stands near the top", above=0, quick=True)
def dresses_are_alike(course):
    """Likeness of the dress, minus the median of the ten classes"""
    data = course.half("fashion_mnist")
    alike = likeness(data.x_train, data.y_train)
    return alike[DRESS] - np.median(alike)


@claim("1", "sandals have less in common than any digit", above=0, quick=True)
def sandals_are_less_alike_than_any_digit(course):
    """Likeness of the least alike digit, minus that of the sandals"""
    clothes, digits = course.half("fashion_mnist"), course.half("mnist")
    return (
        likeness(digits.x_train, digits.y_train).min()
        - (likeness(clothes.x_train, clothes.y_train)[SANDAL])
    )


@claim(
    "1",
    "the best class of CIFAR-10 has less in common than the worst class of MNIST",
    above=0,
    breaks=("one for all",),
    quick=True,
)
def photographs_are_less_alike_than_digits(course):
    """Likeness of the least alike digit, minus that of the most alike kind of photographs"""
    digits = course.half("mnist")
    photographs = digits if course.broken == "one for all" else course.half("cifar10")
    return likeness(digits.x_train, digits.y_train).min() - (
        likeness(photographs.x_train, photographs.y_train).max()
    )


def contrast_left(course, n_pictures):
    """How much contrast the average of so many pictures has, for each class."""
    data = course.half("fashion_mnist")
    view = AverageView(data.x_train, data.y_train, data.names)
    if course.broken == "one for all":  # as if averaging changed nothing
        n_pictures = 1
    return view.contrast_[view.epochs.index(n_pictures) if n_pictures else -1]


@claim(
    "1",
    "Already 64 pictures give nearly the final average",
    above=0.5,
    breaks=("one for all",),
    quick=True,
)
def most_of_the_fading_is_early(course):
    """Of the contrast that averaging all takes away, the share that 64 pictures take: the least"""
    lost, in_all = 1 - contrast_left(course, 64), 1 - contrast_left(course, None)
    return np.min(lost / np.maximum(in_all, lost + 1e-9) * (lost > 0))


@claim(
    "1",
    "a class keeps about as much contrast as its likeness says.",
    below=0.1,
    breaks=("one for all",),
    quick=True,
)
def contrast_is_likeness(course):
    """Contrast left in an average of all, minus the class's likeness: the largest of the ten"""
    data = course.half("fashion_mnist")
    return np.abs(contrast_left(course, None) - likeness(data.x_train, data.y_train)).max()


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


@claim(
    "1",
    "most of the others have become coats, T-shirts, sandals and pullovers.",
    above=0.5,
    breaks=("one for all",),
    quick=True,
)
def shirts_become_four_kinds(course):
    """Of the shirts that are not taken for shirts, the share taken for one of these four"""
    row = clothes_by_averages(course)[SHIRT]
    if course.broken == "one for all":
        row = np.ones(10)
    return row[[COAT, T_SHIRT, SANDAL, PULLOVER]].sum() / np.delete(row, SHIRT).sum()


@claim("1", "The average sandal is the dimmest of the ten", above=0, quick=True)
def the_average_sandal_is_dimmest(course):
    """Mean brightness of the next average, minus that of the average sandal"""
    data = course.half("fashion_mnist")
    brightness = class_averages(data.x_train, data.y_train).mean(axis=(1, 2))
    return np.delete(brightness, SANDAL).min() - brightness[SANDAL]


@claim("1", "near to whatever is dark", above=0, quick=True)
def dark_clothes_are_taken_for_sandals(course):
    """Mean brightness of clothes for the body, minus that of those taken for sandals"""
    data = course.half("fashion_mnist")
    said = nearest_average(data.x_test, class_averages(data.x_train, data.y_train))
    clothes, brightness = np.isin(data.y_test, BODY), data.x_test.mean(axis=(1, 2))
    return brightness[clothes].mean() - brightness[clothes & (said == SANDAL)].mean()


@claim("1", "most of the pairs at the top are confused often", above=0, quick=True)
def alike_pairs_are_confused(course):
    """Of the six pairs most alike on average, how many are of the ten most confused; minus 3"""
    confused = pair_confusion(clothes_by_averages(course))[ABOVE_DIAGONAL]
    alike = between_averages(course)[ABOVE_DIAGONAL]
    return len({*np.argsort(alike)[-6:]} & {*np.argsort(confused)[-10:]}) - 3


@claim("1", "but trousers and dresses are not", above=0, breaks=("one for all",), quick=True)
def trousers_and_dresses_are_not_confused(course):
    """Mean share confused of the five other pairs of the six most alike, minus that of these two"""
    confused, alike = pair_confusion(clothes_by_averages(course)), between_averages(course)
    top = np.argsort(alike[ABOVE_DIAGONAL])[-6:]
    if course.broken == "one for all":
        return 0.0
    pairs = [(i, j) for i, j in np.transpose(ABOVE_DIAGONAL)[top] if (i, j) != (TROUSER, DRESS)]
    return np.mean([confused[pair] for pair in pairs]) - confused[TROUSER, DRESS]


@claim("1", "a look at ten averages is a fair forecast", above=0, quick=True)
def averages_forecast_their_own_confusions(course):
    """Rank correlation, over 45 pairs, of the averages' correlation with what was confused"""
    confused = pair_confusion(clothes_by_averages(course))
    return spearmanr(between_averages(course)[ABOVE_DIAGONAL], confused[ABOVE_DIAGONAL])[0]
