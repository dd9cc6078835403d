"""Codes drawn at random, against what is known of their distributions; distances, by hand."""

import numpy as np
import pytest
from scipy.linalg import sqrtm

from helpers.analysis.inventions import SAMPLERS, frechet_distance, nearest_real, sample_codes

RNG = np.random.default_rng(0)
#: Two islands, far apart, one three times as large.
LABELS = np.repeat([0, 1], [750, 250])
CODES = RNG.normal(size=(1000, 3)) @ [[1, 0.8, 0], [0, 0.6, 0], [0, 0, 2]] + 30 * LABELS[:, None]


def drawn(how, n=4000, **options):
    return sample_codes(CODES, n, how, labels=LABELS, **options)


@pytest.mark.parametrize("how", SAMPLERS)
def test_codes_have_the_form_of_the_real_ones_and_come_again_with_the_seed(how):
    codes = drawn(how, 50)
    assert codes.shape == (50, 3)
    assert codes.dtype == np.float32
    assert np.isfinite(codes).all()
    assert np.array_equal(codes, drawn(how, 50))
    assert not np.array_equal(codes, drawn(how, 50, seed=1))


def test_the_normal_distribution_knows_nothing_of_the_codes():
    codes = drawn("normal")
    assert np.abs(codes.mean(axis=0)).max() < 0.1
    assert np.abs(codes.std(axis=0) - 1).max() < 0.1


def test_the_box_reaches_from_the_lowest_to_the_highest_and_no_further():
    codes, low, high = drawn("box"), CODES.min(axis=0), CODES.max(axis=0)
    assert (codes >= np.float32(low)).all() and (codes <= np.float32(high)).all()
    assert np.abs(codes.mean(axis=0) - (low + high) / 2).max() < 0.05 * (high - low).max()


def test_each_axis_has_its_mean_and_deviation_but_not_what_they_share():
    codes = drawn("axes")
    assert np.allclose(codes.mean(axis=0), CODES.mean(axis=0), atol=0.7)
    assert np.allclose(codes.std(axis=0), CODES.std(axis=0), rtol=0.05)
    assert np.abs(np.corrcoef(codes.T) - np.eye(3)).max() < 0.06


def test_covariance_is_kept():
    assert np.allclose(np.cov(drawn("covariance").T), np.cov(CODES.T), rtol=0.1)


@pytest.mark.parametrize("how", ["classes", "mixture", "neighbours"])
def test_the_sea_between_the_islands_stays_empty(how):
    first = drawn(how)[:, 0]
    assert ((first > 6) & (first < 24)).mean() < 0.01
    assert abs((first > 15).mean() - 0.25) < 0.03
    first = drawn("covariance")[:, 0]
    assert ((first > 6) & (first < 24)).mean() > 0.3


def test_neighbours_lie_on_a_line_between_two_codes():
    few = np.array([[0.0, 0], [1, 0], [0, 1]])
    codes = sample_codes(few, 200, "neighbours")
    on_a_side = np.isclose(codes[:, 0], 0) | np.isclose(codes[:, 1], 0)
    assert (on_a_side | np.isclose(codes.sum(axis=1), 1, atol=1e-6)).all()


def test_a_class_of_one_gives_that_code_and_a_flat_cloud_stays_flat():
    codes = np.array([[1.0, 2], [3, 4], [3, 5], [3, 6]])
    given = sample_codes(codes, 100, "classes", labels=[0, 1, 1, 1])
    assert {tuple(row) for row in given if row[0] < 2} == {(1.0, 2.0)}
    assert np.isclose(given[:, 0], 3).sum() + np.isclose(given[:, 0], 1).sum() == 100


def test_what_makes_no_sense_is_refused_in_words():
    with pytest.raises(ValueError, match=r"^labels: expected a class for each code"):
        sample_codes(CODES, 5, "classes")
    with pytest.raises(ValueError, match=r"^codes: expected numbers of shape \(N, K\), N 2 or"):
        sample_codes(CODES[:1], 5)
    with pytest.raises(ValueError, match="^how: expected one of 'normal', 'box'"):
        sample_codes(CODES, 5, "gauss")
    with pytest.raises(ValueError, match=r"^others: expected numbers of shape \(N, 3\)"):
        frechet_distance(CODES, CODES[:, :2])


def test_the_distance_of_clouds_of_independent_numbers_has_a_closed_form():
    # Exactly of mean 0, deviation 1 and no covariance, then stretched and moved.
    clean = RNG.normal(size=(500, 4))
    clean -= clean.mean(axis=0)
    clean = clean @ np.linalg.inv(np.linalg.cholesky(np.cov(clean.T))).T
    one, other = np.array([1, 2, 3, 0.5]), np.array([2, 2, 1, 0])
    found = frechet_distance(clean * one, clean[:, ::-1] * other + [1, 0, -2, 0])
    assert found == pytest.approx(5 + ((one - other) ** 2).sum())
    assert frechet_distance(clean, clean) == pytest.approx(0, abs=1e-9)


def test_the_distance_agrees_with_the_root_of_the_product_of_covariances():
    one, other = CODES, RNG.normal(size=(300, 3)) @ RNG.normal(size=(3, 3))
    c, d = np.cov(one.T), np.cov(other.T)
    by_formula = ((one.mean(0) - other.mean(0)) ** 2).sum() + np.trace(
        c + d - 2 * sqrtm(c @ d).real
    )
    assert frechet_distance(one, other) == pytest.approx(by_formula)
    assert frechet_distance(other, one) == pytest.approx(by_formula)


def test_the_nearest_real_one_is_found_as_by_comparing_all():
    invented, real = RNG.normal(size=(40, 5)), RNG.normal(size=(70, 5))
    distances, positions = nearest_real(invented, real)
    every = np.linalg.norm(invented[:, None] - real, axis=2)
    assert np.allclose(distances, every.min(axis=1))
    assert np.array_equal(positions, every.argmin(axis=1))
