"""Confidence against accuracy: held against scikit-learn and against counting one by one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.calibration import calibration_curve

from helpers.analysis.calibration import calibration_error, refusals, reliability
from tests.support.cases import random_case


@given(st.integers(0, 1000), st.integers(1, 25), st.integers(2, 6))
def test_bins_are_scikit_learns(seed, n_bins, n_classes):
    labels, probabilities = random_case(seed, 200, n_classes, dtype=np.float64)
    table = reliability(probabilities, labels, n_bins)
    sure, right = probabilities.max(axis=1), probabilities.argmax(axis=1) == labels
    accuracy, confidence = calibration_curve(right, sure, n_bins=n_bins)
    np.testing.assert_allclose(table["accuracy"], accuracy)
    np.testing.assert_allclose(table["confidence"], confidence)
    assert table["count"].sum() == len(labels)
    assert ((table["above"] < table["confidence"]) & (table["confidence"] <= table["up_to"])).all()


def test_the_error_is_the_mean_gap():
    labels, probabilities = random_case()
    sure, right = probabilities.max(axis=1), probabilities.argmax(axis=1) == labels
    gaps = 0.0
    for k in range(10):
        inside = (sure > k / 10) & (sure <= (k + 1) / 10)
        if inside.any():
            gaps += inside.sum() * abs(sure[inside].mean() - right[inside].mean())
    assert calibration_error(reliability(probabilities, labels)) == pytest.approx(gaps / 500)


def test_a_calibrated_network_has_almost_no_error_and_an_oversure_one_has():
    rng = np.random.default_rng(0)
    probabilities = rng.dirichlet([0.3] * 5, 50_000)
    labels = (rng.random((50_000, 1)) > probabilities.cumsum(axis=1)).sum(axis=1)
    assert calibration_error(reliability(probabilities, labels)) < 0.01
    surer = probabilities**3 / (probabilities**3).sum(axis=1, keepdims=True)
    assert calibration_error(reliability(surer, labels)) > 0.1


def test_refusing_leaves_the_surest():
    labels, probabilities = random_case()
    table = refusals(probabilities, labels, [0, 0.1, 0.5, 0.99])
    sure, right = probabilities.max(axis=1), probabilities.argmax(axis=1) == labels
    assert list(table["answered"]) == [500, 450, 250, 5]
    for row in table.itertuples():
        left = sure >= row.threshold
        assert left.sum() == row.answered  # no two of these are equally sure
        assert row.accuracy == pytest.approx(right[left].mean())
    assert table["accuracy"].iloc[0] == pytest.approx(right.mean())


def test_equally_sure_ones_are_kept_from_the_front():
    probabilities = np.full((10, 2), 0.5)
    labels = np.array([0] * 5 + [1] * 5)
    assert refusals(probabilities, labels, [0.5])["accuracy"].iloc[0] == 1


LABELS, PROBABILITIES = random_case()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: reliability(PROBABILITIES, LABELS[:-1]),
            r"probabilities: expected a row for each of 499 labels; received an array of shape \(5",
        ),
        (lambda: reliability(PROBABILITIES * 0.9, LABELS), "expected rows that sum to 1; received"),
        (lambda: reliability(PROBABILITIES[:0], LABELS[:0]), "labels: expected at least one"),
        (
            lambda: reliability(PROBABILITIES, np.where(LABELS == 3, 7, LABELS)),
            "labels: expected classes from 0 to 3; received 7",
        ),
        (lambda: reliability(PROBABILITIES[None], LABELS), "probabilities: expected an array"),
        (lambda: reliability(PROBABILITIES, LABELS, 0), "n_bins: expected a whole number"),
        (
            lambda: refusals(PROBABILITIES, LABELS, [0.5, 1]),
            r"shares: expected shares from 0 to below 1; received \[0.5, 1.0\]",
        ),
        (lambda: refusals(PROBABILITIES, LABELS, [0.9999]), "shares: expected shares that leave"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
