"""The checks of lesson 8, the autoencoder."""

import numpy as np

from helpers.analysis.inventions import nearest_real
from helpers.course.checks.answers import array, one_of, whole_number
from helpers.course.checks.base import check, mistake, must

__all__ = ["check_components", "check_hardest", "check_hole"]

#: How far from every code a hole is, as a share of the map's longer side.
_FAR = 0.1


@check(wants="how many components, a whole number")
def check_components(answer, pca, images, error):
    """Check exercise 1: how many components PCA needs to be as near as the network.

    Parameters
    ----------
    answer : object
        The number.
    pca : sklearn.decomposition.PCA
        Fitted to pictures as rows.
    images : ndarray of shape (N, H, W)
    error : float
        The network's mean squared difference.
    """
    given = whole_number(answer, low=0)
    rows = images.reshape(len(images), -1) - pca.mean_
    # What so many components do not reach is what is left of the squares.
    reached = np.cumsum(((rows @ pca.components_.T) ** 2).mean(axis=0))
    left = ((rows**2).sum(axis=1).mean() - reached) / rows.shape[1]
    enough = np.flatnonzero(left <= error)
    must(len(enough), f"Not even {len(left)} components come so near: train the network less.")
    right = int(enough[0]) + 1
    mistake(given == 0, "Without any component PCA gives the average picture. More are needed.")
    mistake(
        given == right - 1,
        "One more: that is the place in a list, which counts from 0, or the last number that does "
        "not do.",
    )
    mistake(given > len(left), f"`pca` has only {len(left)} components.")
    must(
        given == right,
        f"With {given} the mean squared difference is {left[given - 1]:.4f}, and {error:.4f} is "
        f"wanted. {'Fewer do.' if given > right else 'More are needed.'}",
    )
    return f"{right} components come as near as the network's code of 8 numbers."


@check(wants="the name of a class, such as 'Bag', or its number")
def check_hardest(answer, images, given_back, labels, names):
    """Check exercise 2: the class that is given back worst.

    Parameters
    ----------
    answer : object
        Its name or number.
    images, given_back : ndarray of shape (N, H, W)
    labels : ndarray of int, shape (N,)
    names : sequence of str
    """
    said = one_of(answer, names)
    off = ((given_back - images) ** 2).mean(axis=(1, 2))
    means = np.array([off[labels == k].mean() for k in range(len(names))])
    order = np.argsort(means)
    mistake(
        said == names[order[0]], "That is the class that is given back best. Sort the other way."
    )
    must(
        said == names[order[-1]],
        f"There the mean squared difference is {means[names.index(said)]:.4f}. Another class has "
        "more: average the differences class by class.",
    )
    return f"{said}: {means.max():.4f}, and the mean of all is {off.mean():.4f}."


@check(wants="two numbers, a place on the map")
def check_hole(answer, points):
    """Check exercise 3: a place on the map that is far from every code.

    Parameters
    ----------
    answer : object
        Its two numbers.
    points : ndarray of shape (N, 2)
        The codes.
    """
    place = np.asarray(array(answer, shape=(2,)), float)
    low, high = points.min(axis=0), points.max(axis=0)
    mistake(
        (place < low).any() or (place > high).any(),
        f"That is not on the map, which goes from {low.round(1)} to {high.round(1)}.",
    )
    distance = float(nearest_real(place[None], points)[0][0])
    side = float((high - low).max())
    must(
        distance > _FAR * side,
        f"The nearest code is only {distance:.2f} away, and more than {_FAR * side:.2f} is wanted.",
    )
    return f"Nobody lives within {distance:.2f} of that place. Decode it, and look."
