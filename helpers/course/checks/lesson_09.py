"""The checks of lesson 9, ``notebooks/source/09_your_pictures.py``."""

import numpy as np

from helpers.course.checks.answers import call, function, one_of, whole_number
from helpers.course.checks.base import check, mistake, must

__all__ = ["check_betray", "check_enough", "check_mixed", "mix_up"]

_SIDE = 6


@check(wants="a function of pictures and labels, such as betray")
def check_betray(answer, data):
    """Check that a corner, and nothing else, says the class."""
    learners = function(answer)
    n_classes = len(data.names)
    chosen = np.concatenate([np.flatnonzero(data.y_train == k)[:3] for k in range(n_classes)])
    images, labels = data.x_train[chosen].copy(), data.y_train[chosen]
    before = images.copy()
    made = np.asarray(call(learners, images, labels))
    must(
        made.shape == images.shape,
        f"It should return pictures of shape {images.shape}; it returned {made.shape}.",
    )
    # `call` hands over copies: one of them is looked at afterwards.
    given = call(lambda images, labels: (learners(images, labels), images)[1], images, labels)
    mistake(
        not np.array_equal(given, before),
        "It changes the pictures that it is given. Make a copy first: images.copy().",
    )
    rest = made.copy()
    rest[:, :_SIDE, :_SIDE] = before[:, :_SIDE, :_SIDE]
    mistake(
        not np.array_equal(rest, before),
        f"More than the {_SIDE} by {_SIDE} pixels at the top left has changed.",
    )
    corners = made[:, :_SIDE, :_SIDE].reshape(len(made), -1)
    mistake(np.array_equal(made, before), "The pictures are as they were.")
    mistake(
        (corners != made[:, :1, :1].repeat(_SIDE, 1).repeat(_SIDE, 2).reshape(len(made), -1)).any(),
        "The square should have one colour throughout.",
    )
    colours = [np.unique(corners[labels == k], axis=0) for k in range(n_classes)]
    mistake(
        any(len(each) > 1 for each in colours),
        "Pictures of one class have squares of several colours. Let the colour follow the label.",
    )
    distinct = np.unique(np.concatenate(colours), axis=0)
    must(
        len(distinct) == n_classes,
        f"{n_classes} classes need {n_classes} colours; there are {len(distinct)}. Mind that uint8 "
        "wraps round at 256.",
    )
    return "The square tells the class, and it has nothing to do with the thing."


@check(wants="a number of pictures of each class")
def check_enough(answer, reached):
    """Check the smallest number that comes within 0.05 of the end."""
    given = whole_number(answer, low=1)
    values, sizes = reached.to_numpy(), reached.index.to_numpy()
    expected = int(sizes[np.argmax(values >= values[-1] - 0.05)])
    mistake(given not in sizes, f"The table has {', '.join(map(str, sizes))}.")
    mistake(given > expected, "That is enough, but a smaller number is too.")
    must(
        given == expected,
        f"With {given} it is at {values[list(sizes).index(given)]:.2f}, which is more than 0.05 "
        f"below {values[-1]:.2f}.",
    )
    return f"From {expected} pictures of each class on, more of them bring at most 0.05."


def mix_up(labels, seed=3):
    """Exchange the labels of two classes.

    Parameters
    ----------
    labels : ndarray of int, shape (N,)
    seed : int
        Chooses which two.

    Returns
    -------
    ndarray of int, shape (N,)
    """
    labels = np.asarray(labels)
    first, second = np.random.default_rng(seed).permutation(np.unique(labels))[:2]
    mixed = labels.copy()
    mixed[labels == first], mixed[labels == second] = second, first
    return mixed


@check(wants="the names of two classes, as a pair")
def check_mixed(answer, names, labels, mixed):
    """Check which two classes' labels were exchanged."""
    must(
        isinstance(answer, (tuple, list)) and len(answer) == 2,
        f"Give two names, such as ({names[0]!r}, {names[-1]!r}).",
    )
    given = {one_of(each, names) for each in answer}
    swapped = {names[k] for k in np.unique(np.asarray(labels)[labels != mixed])}
    mistake(len(given) == 1, "That is one class twice. With whom was it mixed up?")
    mistake(
        len(given & swapped) == 1,
        "One of them is right. Look where its row of the matrix is full.",
    )
    must(
        given == swapped,
        "Not these two. In the matrix of actual and predicted classes, look for a pair that is "
        "taken for each other nearly always, both ways.",
    )
    first, second = sorted(swapped)
    return f"{first} and {second} were exchanged: the matrix accuses the labels, not the network."
