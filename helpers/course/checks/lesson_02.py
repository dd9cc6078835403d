"""The checks of lesson 2, the map."""

import numpy as np

from helpers.analysis.classes import class_averages
from helpers.analysis.neighbours import neighbour_classes, neighbour_vote, neighbours
from helpers.course.checks.base import (
    array,
    check,
    close,
    mistake,
    must,
    number,
    one_of,
    whole_number,
)
from helpers.plots.projection import map_limits

__all__ = [
    "check_averages",
    "check_loneliest",
    "check_one_neighbour",
    "check_settled",
    "check_strangers",
]

#: How many neighbours the lesson asks.
_K = 10


@check(wants="the name of a class, such as 'Bag', or its number")
def check_loneliest(answer, record, names):
    """Check exercise 1: the class that keeps most to itself on the map.

    Parameters
    ----------
    answer : object
        Its name or number.
    record : helpers.recording.ProjectionRecord
    names : sequence of str
    """
    given = one_of(answer, names)
    own = np.diag(neighbour_classes(neighbours(record.embeddings[-1], _K), record.labels))
    mistake(
        given == names[np.argmin(own)],
        "That is the class that mixes most. Its opposite is wanted.",
    )
    share = own[names.index(given)]
    must(
        given == names[np.argmax(own)],
        f"Of that class's neighbours, {share:.1%} are its own. Another class has more.",
    )
    return f"{own.max():.1%} of its neighbours are its own: an island with hardly a guest."


@check(wants="a share, a number between 0 and 1")
def check_one_neighbour(answer, record):
    """Check exercise 2: how often the nearest point is of the right class.

    Parameters
    ----------
    answer : object
        The share.
    record : helpers.recording.ProjectionRecord
    """
    final, labels = record.embeddings[-1], record.labels
    right = labels[neighbours(final, 1)[:, 0]] == labels
    value = number(answer)
    mistake(close(value, 100 * right.mean(), 0.1), "That is in percent. Give it as a share.")
    mistake(
        value == right.sum(), "That is how many are right. Divide by how many points there are."
    )
    value = number(answer, 0, 1)
    ten = (neighbour_vote(neighbours(final, _K), labels) == labels).mean()
    mistake(value == 1, "Everything right? Then each point asks itself: leave it out.")
    mistake(close(value, ten, 0.001), "That is the vote of ten. Ask only one: k is 1.")
    mistake(close(value, 1 - right.mean(), 0.001), "That is the share of errors.")
    start = (labels[neighbours(record.embeddings[0], 1)[:, 0]] == labels).mean()
    mistake(close(value, start, 0.001), "That is the layout at the start. The last one is wanted.")
    must(close(value, right.mean(), 0.001), "Not that number. Use `neighbours(..., 1)`.")
    return f"{right.mean():.1%} with one neighbour, {ten:.1%} with ten."


@check(wants="an epoch, a whole number")
def check_settled(answer, record):
    """Check exercise 3: from when on the median step stays below a hundredth of the width.

    Parameters
    ----------
    answer : object
        The epoch.
    record : helpers.recording.ProjectionRecord
    """
    last = int(record.epochs[-1])
    given = whole_number(answer, 0, last)
    steps = np.linalg.norm(np.diff(record.embeddings, axis=0), axis=2)
    long = np.median(steps, axis=1) >= np.ptp(map_limits(record.embeddings[-1])[0]) / 100
    expected = int(np.flatnonzero(long)[-1]) + 2
    mistake(
        given == expected - 1,
        "One epoch early: there the step is still too long. Row 0 of `steps` is epoch 1.",
    )
    mistake(
        given == expected - 2,
        "That is the row of the last long step. Row i is epoch i + 1, "
        "and the answer is the epoch after it.",
    )
    first_short = int(np.flatnonzero(~long)[0]) + 1
    mistake(
        given in (first_short, first_short - 1),
        "There the step is short because UMAP's first epoch moves nothing. "
        "From when on is it *always* short?",
    )
    mistake(given > expected, "It is below that already before. Find the last long step.")
    must(given == expected, f"After epoch {given} there is still a longer step.")
    return f"From epoch {expected} of {last} on, half of the points move less than that."


@check(wants="how many points, a whole number")
def check_strangers(answer, record):
    """Check exercise 4: points without a neighbour of their own class.

    Parameters
    ----------
    answer : object
        Their number.
    record : helpers.recording.ProjectionRecord
    """
    labels = record.labels
    given = whole_number(answer, 0, len(labels))
    own = (labels[neighbours(record.embeddings[-1], _K)] == labels[:, None]).sum(axis=1)
    mistake(given == (own == _K).sum(), "Those have *no* stranger around them. The others!")
    mistake(
        given == (own < _K).sum(),
        "Those have at least one stranger among their neighbours. All ten must be strangers.",
    )
    mistake(
        given == (own < _K / 2).sum(),
        "Those have more strangers than kin. All ten must be strangers.",
    )
    must(given == (own == 0).sum(), "Not that number. Count rows in which nobody is of the class.")
    return f"{given / len(labels):.1%} of the points lie all among strangers."


@check(wants="ten points of the map, an array of shape (10, 2)")
def check_averages(answer, live, images):
    """Check exercise 5: where the averages lie on the live map.

    Parameters
    ----------
    answer : object
        The points.
    live : helpers.recording.ProjectionRecord
        With its model.
    images : ndarray of shape (N, H, W), uint8
        What the map was made of.
    """
    averages = class_averages(images, live.labels).reshape(live.labels.max() + 1, -1)
    given = array(answer)
    mistake(
        given.shape == averages.shape,
        "Those are the averages themselves. Ask live.model.transform for their places.",
    )
    given = array(answer, (len(averages), 2))
    expected = live.model.transform(averages)
    width = np.ptp(map_limits(live.embeddings[-1])[0])
    medians = [np.median(live.embeddings[-1][live.labels == k], axis=0) for k in range(len(given))]
    mistake(
        close(given, medians, width / 1000),
        "Those are the middles of the classes. Average the pictures, then ask where they lie.",
    )
    mistake(
        close(given, live.model.transform(averages / 255), width / 1000),
        "Did you divide by 255? UMAP was given brightness from 0 to 255.",
    )
    must(close(given, expected, width / 100), "Not there. Average over axis 0, class by class.")
    everything = np.vstack([given, live.embeddings[-1]])
    nearest = neighbours(everything, _K + len(given))[: len(given)] - len(given)
    said = [neighbour_vote(row[row >= 0][None, :_K], live.labels)[0] for row in nearest]
    home = int(np.sum(np.array(said) == np.arange(len(given))))
    return f"{home} of {len(given)} averages lie among pictures of their own class."
