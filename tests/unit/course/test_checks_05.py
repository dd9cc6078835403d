"""Lesson 5's checks know the usual mistakes."""

import numpy as np
import pytest

from helpers.analysis.calibration import refusals
from helpers.analysis.scores import class_scores
from helpers.course.checks import lesson_05 as checks
from tests.support.cases import NAMES, random_case

LABELS, PROBABILITIES = random_case(n=4_000)
MATRIX = np.array([[70, 20, 10, 0], [5, 90, 0, 5], [30, 10, 50, 10], [2, 0, 1, 97]])


def test_recall():
    scores = class_scores(MATRIX, NAMES).loc["ant"]

    def said(answer):
        return checks.check_recall(answer, MATRIX, NAMES, "ant")

    assert said(0.7)
    assert "as a share" in said(70).text
    assert "divided by the column" in said(scores["precision"]).text
    assert "against the rest" in said(scores["accuracy"]).text
    assert "That is F1" in said(scores["F1"]).text
    assert "all right answers" in said(70 / np.trace(MATRIX)).text
    assert "missed" in said(0.3).text
    assert "from 0 to 1" in said(50).text
    assert "Divide the diagonal" in said(0.123).text
    assert said(...).status == "unanswered"
    assert "Write the number without quotes" in said("0.7").text


def test_said_too_often():
    def said(answer, matrix=MATRIX):
        return checks.check_said_too_often(answer, matrix, NAMES)

    assert said("bee") and said("Bee ") and said(1)
    assert "20 times more often" in said("bee").text
    assert "said too rarely" in said("cat").text
    assert "most false positives" in said("ant").text
    assert "+12 times" in said("dog").text
    assert "none of these" in said("cow").text


def f1(matrix):
    tp = np.diag(matrix)
    fp, fn = matrix.sum(axis=0) - tp, matrix.sum(axis=1) - tp
    return tp / np.maximum(tp + (fp + fn) / 2, 0.5)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
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
    ],
)
def test_wrong_f1(answer, words):
    verdict = checks.check_f1(answer, MATRIX)
    assert not verdict
    assert words in verdict.text


def test_right_f1():
    assert checks.check_f1(f1, MATRIX)
    assert checks.check_f1(lambda m: class_scores(m)["F1"].to_numpy(), MATRIX)
    assert checks.check_f1(lambda m: list(f1(m)), MATRIX)


def test_refused():
    steps = np.arange(100) / 100
    accuracy = refusals(PROBABILITIES, LABELS, steps)["accuracy"].to_numpy()
    wanted = 0.85
    share = steps[np.argmax(accuracy >= wanted)]
    assert 0.1 < share < 0.45

    def said(answer):
        return checks.check_refused(answer, PROBABILITIES, LABELS, wanted)

    assert said(share)
    assert f"{share:.0%}".replace("%", " %") in said(share).text
    assert "as a share" in said(100 * share).text
    assert "is answered" in said(1 - share).text
    assert "accuracy you reach" in said(accuracy[round(100 * share)]).text
    assert "not enough" in said(share - 0.02).text
    assert "smaller share" in said(share + 0.02).text
    assert "something has to be answered" in said(1).text
    assert said(...).status == "unanswered"
