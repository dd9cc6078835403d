"""Counts, scores and tests of errors: held against scikit-learn and against counting one by one."""

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics

from helpers.analysis import confusion
from helpers.analysis.pairs import pair_confusion, pair_table
from helpers.analysis.scores import average_scores, class_scores, outcomes
from tests.support.cases import NAMES, random_case


@st.composite
def labels_and_predictions(draw):
    """Give any labels, any predictions: classes may be missing on either side."""
    n_classes = draw(st.integers(1, 6))
    n = draw(st.integers(1, 40))
    classes = st.lists(st.integers(0, n_classes - 1), min_size=n, max_size=n)
    labels, predictions = (np.array(draw(classes), np.uint8) for _ in range(2))
    return labels, predictions, n_classes


# scikit-learn doubts that anybody wants the matrix of one class.
@pytest.mark.filterwarnings("ignore:A single label was found")
@given(labels_and_predictions())
def test_the_matrix_is_scikit_learns(case):
    labels, predictions, n = case
    ours = confusion.confusion_matrix(labels, predictions, n)
    theirs = metrics.confusion_matrix(labels, predictions, labels=range(n))
    assert np.array_equal(ours, theirs)
    for by, normalize in (("row", "true"), ("column", "pred"), ("all", "all")):
        theirs = metrics.confusion_matrix(labels, predictions, labels=range(n), normalize=normalize)
        np.testing.assert_allclose(confusion.shares(ours, by), theirs, atol=1e-12)
    assert np.array_equal(confusion.shares(ours, "none"), ours)


def test_moments_are_counted_one_by_one():
    rng = np.random.default_rng(1)
    labels, predictions = rng.integers(0, 3, 30), rng.integers(0, 4, (5, 30))
    together = confusion.confusion_matrix(labels, predictions)
    assert together.shape == (5, 4, 4)
    for moment, matrix in zip(predictions, together, strict=True):
        assert np.array_equal(matrix, confusion.confusion_matrix(labels, moment, 4))
    np.testing.assert_allclose(
        confusion.shares(together), [confusion.shares(matrix) for matrix in together]
    )


@settings(max_examples=200)
@given(labels_and_predictions())
def test_the_scores_are_scikit_learns(case):
    labels, predictions, n = case
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # ours are quiet
        matrix = confusion.confusion_matrix(labels, predictions, n)
        scores = class_scores(matrix)
        averages = average_scores(matrix)
    options = {"labels": range(n), "zero_division": 0}
    theirs = metrics.precision_recall_fscore_support(labels, predictions, **options)
    for column, values in zip(("precision", "recall", "F1", "actual"), theirs, strict=True):
        np.testing.assert_allclose(scores[column], values, atol=1e-12)
    for average in ("macro", "weighted", "micro"):
        theirs = metrics.precision_recall_fscore_support(
            labels, predictions, average=average, **options
        )
        np.testing.assert_allclose(averages.loc[average], theirs[:3], atol=1e-12)
    theirs = metrics.multilabel_confusion_matrix(labels, predictions, labels=range(n))
    found = outcomes(matrix)
    for kind, i, j in (("tn", 0, 0), ("fp", 0, 1), ("fn", 1, 0), ("tp", 1, 1)):
        assert np.array_equal(getattr(found, kind), theirs[:, i, j])
    np.testing.assert_allclose(
        scores["accuracy"],
        [metrics.accuracy_score(labels == k, predictions == k) for k in range(n)],
    )


def test_recall_is_not_accuracy():
    # A class that one picture in ten has, and that is never predicted.
    labels, predictions = np.arange(100) % 10, np.zeros(100, int)
    scores = class_scores(confusion.confusion_matrix(labels, predictions))
    assert scores.loc[3, "accuracy"] == pytest.approx(0.9)
    assert scores.loc[3, "recall"] == scores.loc[3, "precision"] == scores.loc[3, "F1"] == 0
    assert list(class_scores(np.eye(4, dtype=int), NAMES).index) == list(NAMES)


def test_the_most_confident_come_first():
    labels, probabilities = random_case()
    said = probabilities.argmax(axis=1)
    chosen = (labels == 2) & (said == 1)
    found = confusion.most_confident(probabilities, chosen)
    assert sorted(found) == list(np.flatnonzero(chosen))
    assert (np.diff(probabilities[found, 1]) <= 0).all()
    assert np.array_equal(confusion.most_confident(probabilities, chosen, 3), found[:3])
    assert len(confusion.most_confident(probabilities, labels > 9)) == 0
    same = np.full((4, 2), 0.5, np.float32)
    assert list(confusion.most_confident(same)) == [0, 1, 2, 3]


@given(labels_and_predictions())
def test_pairs_count_both_ways(case):
    labels, predictions, n = case
    matrix = confusion.confusion_matrix(labels, predictions, n)
    pairs = pair_confusion(matrix)
    for i in range(n):
        for j in range(n):
            ours = np.isin(labels, (i, j))
            wrong = ours & np.isin(predictions, (i, j)) & (labels != predictions) & (i != j)
            assert pairs[i, j] == pytest.approx(wrong.sum() / max(ours.sum(), 1))


def test_a_table_of_pairs():
    rng = np.random.default_rng(0)
    one, other = (m + m.T for m in rng.random((2, 4, 4)))
    table = pair_table(NAMES, one=one, other=other)
    assert len(table) == 6
    assert table.loc[("bee", "dog"), "other"] == other[1, 3]
    ranks = [table[name].rank() for name in table]
    assert table.corr("spearman").loc["one", "other"] == pytest.approx(np.corrcoef(*ranks)[0, 1])
    with pytest.raises(ValueError, match="one: expected a symmetric matrix for 4 classes"):
        pair_table(NAMES, one=rng.random((4, 4)))


LABELS, PROBABILITIES = random_case()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: confusion.confusion_matrix([], []), "labels: expected"),
        (
            lambda: confusion.confusion_matrix(np.array([], int), np.array([], int)),
            "labels: expected at least one label; received an array of shape",
        ),
        (
            lambda: confusion.confusion_matrix([0, 1], [0, 1, 1]),
            r"predictions: expected 2 classes, one for each label; received an array of shape \(3,",
        ),
        (lambda: confusion.confusion_matrix([0, 1], [0.0, 1.0]), "predictions: expected whole"),
        (lambda: confusion.confusion_matrix([0, 1], [0, -1]), "predictions: expected whole"),
        (
            lambda: confusion.confusion_matrix([0, 1], [0, 7], n_classes=3),
            "predictions: expected classes from 0 to 2; received 7",
        ),
        (
            lambda: confusion.confusion_matrix([0, 5], [0, 1], n_classes=3),
            "labels: expected classes from 0 to 2; received 5",
        ),
        (lambda: confusion.shares(np.ones((2, 3), int)), "matrix: expected a square"),
        (lambda: confusion.shares(np.eye(2)), "matrix: expected counts"),
        (lambda: confusion.shares(np.eye(2, dtype=int), by="rows"), "by: expected one of 'row'"),
        (lambda: outcomes(-np.eye(2, dtype=int)), "matrix: expected counts"),
        (
            lambda: class_scores(np.eye(3, dtype=int), NAMES[:2]),
            r"names: expected 3 names, one for each class; received \['ant', 'bee'\]",
        ),
        (
            lambda: confusion.most_confident(PROBABILITIES * 2),
            "probabilities: expected rows that sum to 1; received 'a row with the sum 2'",
        ),
        (lambda: confusion.most_confident(-PROBABILITIES), "probabilities: expected numbers"),
        (lambda: confusion.most_confident(PROBABILITIES[0]), "probabilities: expected"),
        (
            lambda: confusion.most_confident(PROBABILITIES, LABELS),
            "chosen: expected True or False for each of 500",
        ),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
