"""The checks of lesson 5, ``notebooks/source/05_confusion_matrix.py``."""

import numpy as np

from helpers.analysis.calibration import refusals
from helpers.analysis.confusion import confusion_matrix
from helpers.analysis.scores import class_scores
from helpers.course.checks.answers import call, close, function, share, whole_number
from helpers.course.checks.base import check, mistake, must

__all__ = ["check_f1", "check_recall", "check_refused", "check_said_too_often"]


@check(wants="a share, a number between 0 and 1")
def check_recall(answer, record, other, names, name):
    """Check exercise 1: the recall of one class, by a network whose matrix is not on the page.

    Parameters
    ----------
    answer : object
        The recall.
    record, other : helpers.recording.TrainingRecord
        Of the network that is asked for, and of the one whose scores the lesson has shown.
    names : sequence of str
    name : str
        The class.
    """
    k = list(names).index(name)
    matrix, shown, early = (
        confusion_matrix(each.test_labels, each.predictions[epoch], len(names))
        for each, epoch in ((record, -1), (other, -1), (record, 1))
    )
    scores = class_scores(matrix, names).loc[name]
    recall = scores["recall"]
    given = share(answer, recall, of=int(matrix[k].sum()))
    for wrong, hint in (
        (
            class_scores(shown, names).loc[name, "recall"],
            "That is the other network, whose table stands above. Count the matrix of this one.",
        ),
        (
            scores["precision"],
            "That is the precision: you divided by the column. Recall divides by the row.",
        ),
        (
            scores["accuracy"],
            "That is the accuracy of this class against the rest. It counts the true negatives "
            "too.",
        ),
        (scores["F1"], "That is F1. It counts too what was called so wrongly."),
        (
            matrix[k, k] / np.trace(matrix),
            "You divided by all right answers. Divide by the pictures of this class: the sum of "
            "its row.",
        ),
        (
            np.trace(matrix) / matrix.sum(),
            "That is the accuracy over all classes. Only one class is asked for.",
        ),
        (1 - recall, "That is the share that was missed. Recall is the rest."),
        (
            class_scores(early, names).loc[name, "recall"],
            "That is after its first pass. Take the last: `predictions[-1]`.",
        ),
    ):
        mistake(close(given, wrong, 5e-4) and not close(given, recall, 5e-4), hint)
    must(close(given, recall, 1e-3), f"Not {given:.3g}. Divide the diagonal by the sum of the row.")
    return f"Of {matrix[k].sum():,} pictures of the class {name}, {matrix[k, k]:,} were found."


@check(wants="how many times more, a whole number")
def check_said_too_often(answer, moments, names):
    """Check exercise 2: how often too often the favourite class is said after the first pass.

    Parameters
    ----------
    answer : object
        The number.
    moments : ndarray of int, shape (E, K, K)
        Confusion matrices: untrained, after the first pass, …, at the end.
    names : sequence of str
    """
    matrix = moments[1]
    said, occurs = matrix.sum(axis=0), matrix.sum(axis=1)
    excess = said - occurs
    favourite = int(excess.argmax())
    if isinstance(answer, str) and answer.strip().casefold() in map(str.casefold, names):
        right = names[favourite].casefold() == answer.strip().casefold()
        mistake(right, "That is the class. How many times too often is it said?")
        mistake(True, "That is a class, and not the favourite. How many times is a number.")
    mistake(
        np.shape(answer) == excess.shape,
        "That is one number for each class. Which is the largest?",
    )
    given = whole_number(answer)
    for wrong, hint in (
        (favourite, "That is the number of the class. How many times too often is it said?"),
        (
            (moments[-1].sum(axis=0) - moments[-1].sum(axis=1)).max(),
            "That is at the end of the training. After the first pass it is `moments[1]`.",
        ),
        (
            (moments[0].sum(axis=0) - moments[0].sum(axis=1)).max(),
            "That is before any training. After the first pass it is `moments[1]`.",
        ),
        (
            -excess.min(),
            "That is the class said too *rarely*: its row holds more than its column. Turn the "
            "difference round.",
        ),
        (excess.min(), "Below zero it is said too rarely. Look for the largest excess."),
        (-excess.max(), "The other way round: the column's sum minus the row's."),
        (said[favourite], "So often it is said in all. How often does the class occur?"),
        (said.max(), "That is the largest column. Subtract from each column its row."),
        (
            said[favourite] - matrix[favourite, favourite],
            "Those are its false positives. But it also misses some of its own: compare the whole "
            "column with the whole row.",
        ),
    ):
        mistake(given == wrong != excess.max(), hint)
    hits = [name for name, value in zip(names, excess) if value == given]
    mistake(hits and given != excess.max(), f"That is {' or '.join(hits)}; another one has more.")
    must(
        given == excess.max(),
        "Not that number. Column sums say how often a class is said, row sums how often it occurs.",
    )
    return (
        f"{names[favourite]}: said {said[favourite]:,} times, and there are "
        f"{occurs[favourite]:,} of them."
    )


@check(wants="a function that takes a confusion matrix and gives one F1 for each class")
def check_f1(answer, matrix):
    """Check a learner's F1 on the lesson's matrix and on one with an empty class."""
    given = function(answer)
    found = np.asarray(call(given, matrix))
    mistake(found.ndim == 0, "Your function gives one number. One for each class is wanted.")
    mistake(found.dtype.kind not in "uifb", "Your function gives something else than numbers.")
    expected = class_scores(matrix)
    n = len(matrix)
    mistake(
        found.shape == (n, n),
        f"It gives a table of {n} × {n}. Take the diagonal where TP is meant.",
    )
    mistake(found.shape != (n,), f"{n} numbers are wanted, not the shape {found.shape}.")
    tp = np.diag(matrix)
    fp, fn = matrix.sum(axis=0) - tp, matrix.sum(axis=1) - tp
    mistake(
        close(found, tp / (tp + fp + fn), 1e-6),
        "FP + FN must count half. (Without the half it is another score, the Jaccard index.)",
    )
    mistake(
        close(found, (expected["precision"] + expected["recall"]) / 2, 1e-6)
        and not close(found, expected["F1"], 1e-6),
        "That is the mean of precision and recall. F1 is their harmonic mean, which is lower.",
    )
    mistake(close(found, expected["precision"], 1e-6), "That is precision: FN does not count yet.")
    mistake(close(found, expected["recall"], 1e-6), "That is recall: FP does not count yet.")
    must(close(found, expected["F1"], 1e-6), "Not quite. Write TP, FP and FN down for one class.")
    # A class that neither occurs nor is ever predicted.
    empty = np.array([[3, 1, 0], [2, 4, 0], [0, 0, 0]])
    found = np.asarray(call(given, empty), dtype=float)
    must(
        np.isfinite(found).all(),
        "Right, except for a class that neither occurs nor is predicted: 0 / 0. "
        "Give 0 there, for instance by `np.maximum(…, 1)` under the line.",
    )
    must(
        close(found, class_scores(empty)["F1"], 1e-6),
        "Right for the lesson's matrix, but not for another one. Does it use only its argument?",
    )
    return "Right, and quiet for a class that never occurs."


@check(wants="a share of the pictures, a number between 0 and 1")
def check_refused(answer, probabilities, labels, wanted):
    """Check the smallest share to refuse so that the rest is right often enough."""
    percents = np.arange(100)
    accuracy = refusals(probabilities, labels, percents / 100)["accuracy"].to_numpy()
    must(
        (accuracy >= wanted).any(),
        "With these probabilities no share is enough. Run all cells again.",
    )
    percent = int(percents[np.argmax(accuracy >= wanted)])
    given = share(answer, percent / 100, of=len(labels))
    mistake(given == 1, "A share below 1 is wanted: something has to be answered.")
    mistake(
        close(given, 1 - percent / 100, 1e-6) and percent != 50,
        "That is the share that is answered. The share that is refused is wanted.",
    )
    mistake(
        close(given, float(accuracy[percent]), 5e-4),
        "That is the accuracy you reach. What share did you refuse?",
    )
    must(
        given >= percent / 100 - 0.005,
        f"Refusing {given:.1%} is not enough: {accuracy[round(100 * given)]:.2%} of the rest is "
        "right.",
    )
    must(
        given <= percent / 100 + 0.005,
        "That is enough, but a smaller share is enough too. Go in steps of one percent.",
    )
    return f"Refusing {percent} % leaves {accuracy[percent]:.1%} right."
