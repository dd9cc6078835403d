"""Lesson 5's checks know the usual mistakes."""

from types import SimpleNamespace

import numpy as np
import pytest

from helpers.analysis.calibration import refusals
from helpers.analysis.scores import class_scores
from helpers.course.checks import lesson_05 as checks
from tests.support.answers import hints, takes_any_function, takes_anything
from tests.support.cases import NAMES, random_case

LABELS, PROBABILITIES = random_case(n=4_000)
UNTRAINED = np.array([[0, 0, 100, 0], [0, 0, 100, 0], [0, 0, 100, 0], [0, 0, 100, 0]])
EARLY = np.array([[60, 40, 0, 0], [30, 60, 5, 5], [50, 40, 9, 1], [10, 30, 0, 60]])
MATRIX = np.array([[70, 20, 10, 0], [5, 90, 0, 5], [30, 10, 50, 10], [2, 0, 1, 97]])
SHOWN = np.array([[83, 7, 10, 0], [5, 90, 0, 5], [20, 10, 60, 10], [2, 0, 1, 97]])
MOMENTS = np.stack([UNTRAINED, EARLY, MATRIX])
#: The least share to refuse so that 85 % of the rest are right.
STEPS = np.arange(100) / 100
ACCURACY = refusals(PROBABILITIES, LABELS, STEPS)["accuracy"].to_numpy()
REFUSED = STEPS[np.argmax(ACCURACY >= 0.85)]


def record(*matrices):
    """A stand-in for a record whose confusion matrices are these."""
    cells = [np.repeat(np.arange(16), matrix.ravel()) for matrix in matrices]
    return SimpleNamespace(test_labels=cells[0] // 4, predictions=np.stack(cells) % 4)


MLP, CNN = record(*MOMENTS), record(UNTRAINED, SHOWN)
ASKED = {
    "check_recall": lambda answer: checks.check_recall(answer, MLP, CNN, NAMES, "ant"),
    "check_said_too_often": lambda answer: checks.check_said_too_often(answer, MOMENTS, NAMES),
    "check_f1": lambda answer: checks.check_f1(answer, MATRIX),
    "check_refused": lambda answer: checks.check_refused(answer, PROBABILITIES, LABELS, 0.85),
}


def test_recall():
    scores = class_scores(MATRIX, NAMES).loc["ant"]
    assert "Of 100 pictures of the class ant, 70 were found" in ASKED["check_recall"](0.7).text
    hints(
        ASKED["check_recall"],
        [
            (0.83, "the other network"),  # stands on the page
            (70, "in percent"),
            (scores["precision"], "divided by the column"),
            (scores["accuracy"], "against the rest"),
            (scores["F1"], "That is F1"),
            (70 / np.trace(MATRIX), "all right answers"),
            (np.trace(MATRIX) / 400, "over all classes"),
            (0.3, "missed"),
            (0.6, "after its first pass"),
            (50, "divide it by 100"),
            (848, "848 cannot be right: a share lies between 0 and 1."),
            (0.123, "Divide the diagonal"),
            ("0.7", "without quotes"),
            (class_scores(MATRIX)["recall"].to_numpy(), "this has 4"),
        ],
    )


def test_said_too_often():
    assert "bee: said 170 times, and there are 100" in ASKED["check_said_too_often"](70).text
    hints(
        ASKED["check_said_too_often"],
        [
            ("bee", "How many times"),
            ("ant ", "not the favourite"),
            (1, "the number of the class"),
            (20, "at the end"),
            (300, "before any training"),
            (86, "too *rarely*"),
            (-86, "said too rarely"),
            (-70, "other way round"),
            (170, "in all"),
            (110, "false positives"),
            (50, "That is ant; another one has more"),
            (EARLY.sum(axis=0) - EARLY.sum(axis=1), "Which is the largest"),
            (12, "Not that number"),
        ],
    )


def f1(matrix):
    tp = np.diag(matrix)
    fp, fn = matrix.sum(axis=0) - tp, matrix.sum(axis=1) - tp
    return tp / np.maximum(tp + (fp + fn) / 2, 0.5)


def test_f1(capsys):
    table = [
        (lambda m: f1(m).mean(), "gives one number"),
        (lambda m: m / (m + (m.sum(axis=0) + m.sum(axis=1)) / 2), "table of 4 × 4"),
        (lambda m: f1(m)[:2], "4 numbers are wanted"),
        (lambda m: np.diag(m) / (m.sum(axis=0) + m.sum(axis=1) - np.diag(m)), "count half"),
        (
            lambda m: (np.diag(m) / m.sum(axis=0) + np.diag(m) / m.sum(axis=1)) / 2,
            "harmonic mean",
        ),
        (lambda m: np.diag(m) / m.sum(axis=0), "That is precision"),
        (lambda m: np.diag(m) / m.sum(axis=1), "That is recall"),
        (lambda m: np.diag(m) / m.sum(), "Not quite"),
        (lambda m: 2 * np.diag(m) / (m.sum(axis=0) + m.sum(axis=1)), "0 / 0"),
        (lambda m: f1(MATRIX), "another one"),
        (lambda m: None, "does it end in `return`"),
        (lambda m: 1 / 0, "ZeroDivisionError"),
        (0.5, "A function is wanted"),
    ]
    table += [
        (lambda m: np.diag(m) / m.sum(axis=0).sum(), "Not quite"),
        (lambda m: [str(value) for value in f1(m)], "something else than numbers"),
        (f1(MATRIX), "A function is wanted"),
    ]
    hints(ASKED["check_f1"], table)
    takes_any_function(ASKED["check_f1"], capsys)


def test_right_f1():
    assert checks.check_f1(f1, MATRIX)
    assert checks.check_f1(lambda m: class_scores(m)["F1"].to_numpy(), MATRIX)
    assert checks.check_f1(lambda m: list(f1(m)), MATRIX)


def test_refused():
    assert 0.1 < REFUSED < 0.45
    assert f"{REFUSED:.0%}".replace("%", " %") in ASKED["check_refused"](REFUSED).text
    hints(
        ASKED["check_refused"],
        [
            (100 * REFUSED, "in percent"),
            (round(len(LABELS) * REFUSED), "That is how many"),
            (1 - REFUSED, "is answered"),
            (ACCURACY[round(100 * REFUSED)], "accuracy you reach"),
            (REFUSED - 0.02, "not enough"),
            (REFUSED + 0.02, "smaller share"),
            (1, "something has to be answered"),
            (STEPS, "this has 100"),
            (f"{REFUSED:.0%}", "A number is wanted"),
        ],
    )


@pytest.mark.parametrize("name", ASKED)
def test_any_answer_gets_a_sentence(name):
    takes_anything(ASKED[name])
