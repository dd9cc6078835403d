"""The checks of lesson 5, ``notebooks/source/05_confusion_matrix.py``."""

import numpy as np

from helpers.analysis.calibration import refusals
from helpers.analysis.scores import class_scores
from helpers.course.checks.base import call, check, close, function, mistake, must, number, one_of

__all__ = ["check_f1", "check_recall", "check_refused", "check_said_too_often"]


@check(wants="a number between 0 and 1")
def check_recall(answer, matrix, names, name):
    """Check the recall of one class, read from the matrix."""
    given = number(answer, low=0, high=100)
    scores = class_scores(matrix, names).loc[name]
    k = list(names).index(name)
    recall = scores["recall"]
    mistake(close(given, 100 * recall, 0.5), "Give it as a share: 50 % is 0.5.")
    mistake(given > 1, "Recall is a share, from 0 to 1.")
    mistake(
        close(given, scores["precision"], 1e-3) and not close(recall, scores["precision"], 1e-3),
        "That is the precision: you divided by the column. Recall divides by the row.",
    )
    mistake(
        close(given, scores["accuracy"], 1e-3),
        "That is the accuracy of this class against the rest. It counts the true negatives too.",
    )
    mistake(
        close(given, scores["F1"], 1e-3) and not close(recall, scores["F1"], 1e-3), "That is F1."
    )
    mistake(
        close(given, matrix[k, k] / np.trace(matrix), 1e-3),
        "You divided by all right answers. Divide by the pictures of this class: the sum of its "
        "row.",
    )
    mistake(
        close(given, 1 - recall, 1e-3), "That is the share that was missed. Recall is the rest."
    )
    must(close(given, recall, 2e-3), f"Not {given:.3g}. Divide the diagonal by the sum of the row.")
    return f"Of {matrix[k].sum():,} pictures of the class {name}, {matrix[k, k]:,} were found."


@check(wants="the name of a class, such as 'Bag'")
def check_said_too_often(answer, matrix, names):
    """Check the class that is predicted more often than it occurs, by the widest margin."""
    given = one_of(answer, names)
    excess = matrix.sum(axis=0) - matrix.sum(axis=1)
    right, rare = names[int(excess.argmax())], names[int(excess.argmin())]
    wrong_calls = matrix.sum(axis=0) - np.diag(matrix)
    mistake(
        given == rare != right,
        f"{given} is said too rarely: its row holds more than its column. Turn the difference.",
    )
    mistake(
        given == names[int(wrong_calls.argmax())] != right,
        f"{given} has the most false positives, but it also misses many of its own. "
        "Compare the whole column with the whole row.",
    )
    mistake(
        given == names[int(matrix.sum(axis=0).argmin())] != right,
        "That class has the smallest column. The largest excess is wanted.",
    )
    must(
        given == right,
        f"Not {given}: it is said {excess[list(names).index(given)]:+d} times more than it occurs.",
    )
    return f"The network says {right} {excess.max()} times more often than it occurs."


@check(wants="a function that takes a confusion matrix and gives one F1 for each class")
def check_f1(answer, matrix):
    """Check a learner's F1 on the lesson's matrix and on one with an empty class."""
    given = function(answer)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = call(given, matrix)
    mistake(np.ndim(found) == 0, "Your function gives one number. One for each class is wanted.")
    found = np.asarray(found, dtype=float)
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
    with np.errstate(divide="ignore", invalid="ignore"):
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
    given = number(answer, low=0, high=100)
    percents = np.arange(100)
    accuracy = refusals(probabilities, labels, percents / 100)["accuracy"].to_numpy()
    must(
        (accuracy >= wanted).any(),
        "With these probabilities no share is enough. Run all cells again.",
    )
    percent = int(percents[np.argmax(accuracy >= wanted)])
    mistake(
        given == percent and percent > 1, "Give it as a share: 50 % refused is 0.5."
    )  # a whole number above 1
    mistake(given >= 1, "A share below 1 is wanted: something has to be answered.")
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
        f"Refusing {given:.0%} is not enough: {accuracy[round(100 * given)]:.1%} of the rest is "
        "right.",
    )
    must(
        given <= percent / 100 + 0.005,
        "That is enough, but a smaller share is enough too. Go in steps of one percent.",
    )
    return f"Refusing {percent} % leaves {accuracy[percent]:.1%} right."
