"""The checks of lesson 2, the map."""

import numpy as np

from helpers.analysis.classes import class_averages
from helpers.analysis.neighbours import neighbour_classes, neighbour_vote, neighbours
from helpers.course.checks.answers import array, close, one_of, share, whole_number
from helpers.course.checks.base import check, mistake, must
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
    """Check exercise 1: the class that comes second in keeping to itself on the map.

    Parameters
    ----------
    answer : object
        Its name or number.
    record : helpers.recording.ProjectionRecord
    names : sequence of str
    """
    given = one_of(answer, names)
    own = np.diag(neighbour_classes(neighbours(record.embeddings[-1], _K), record.labels))
    order = [names[k] for k in np.argsort(own)]
    mistake(given == order[-1], "That is the loneliest of all. The next one is wanted.")
    mistake(given == order[0], "That is the class that mixes most. Sort the other way round.")
    mistake(given == order[1], "That one comes second in mixing. Sort the other way round.")
    share = own[names.index(given)]
    must(
        given == order[-2],
        f"Of that class's neighbours, {share:.1%} are its own. Another class has more.",
    )
    return f"{np.sort(own)[-2]:.1%} of its neighbours are its own: an island with few guests."


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
    value = share(answer, right.mean(), of=len(labels))
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
    kin = labels[neighbours(record.embeddings[-1], _K)] == labels[:, None]
    own = kin.sum(axis=1)
    lonely = int((own == 0).sum())
    mistake(
        np.size(answer) == lonely > 1
        and np.array_equal(np.ravel(answer), np.flatnonzero(own == 0)),
        "Those are the points themselves. How many are they?",
    )
    mistake(
        np.shape(answer) == labels.shape,
        "That says something of each point. Count for how many it is true, with `np.sum`.",
    )
    mistake(
        np.size(answer) == 1 and close(np.ravel(answer)[0], lonely / len(labels), 1e-4),
        "That is a share. How many points are that?",
    )
    given = whole_number(answer, 0, len(labels) * _K)
    start = labels[neighbours(record.embeddings[0], _K)] == labels[:, None]
    mistake(
        given == (~kin).sum(),
        "That counts neighbours that are strangers. Count the points with ten of them.",
    )
    mistake(
        given == (~kin[:, 0]).sum(),
        "There the *nearest* point is a stranger. All ten must be.",
    )
    mistake(
        given == (own == 1).sum(),
        "Those have just one of their class near them. Is it the point itself? `neighbours` "
        "leaves it out already; want none.",
    )
    mistake(
        given == (~start.any(axis=1)).sum() != lonely,
        "That is the layout at the start. The last one is wanted.",
    )
    mistake(given == (own == _K).sum(), "Those have *no* stranger around them. The others!")
    mistake(
        given == (own < _K).sum(),
        "Those have at least one stranger among their neighbours. All ten must be strangers.",
    )
    mistake(
        given == (own < _K / 2).sum(),
        "Those have more strangers than kin. All ten must be strangers.",
    )
    must(
        given == lonely,
        f"Not that number, it is too {'large' if given > lonely else 'small'}. Compare the labels "
        "of ten neighbours with the point's own, and count the rows in which none is the same.",
    )
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
        given.size == averages.size,
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
