"""Depth against scikit-learn, brute force, and what must not matter."""

import numpy as np
import pytest
from scipy.spatial.distance import cdist
from sklearn.decomposition import PCA
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.neighbors import NearestCentroid

from helpers.analysis.depth import fit_linear_view, in_unit_size, share_nearest_own_mean


def clouds(seed=0, n=240, k=5, d=30):
    rng = np.random.default_rng(seed)
    labels = np.arange(n) % k
    middles = np.random.default_rng(99).normal(size=(k, d))
    return (middles[labels] + 0.8 * rng.normal(size=(n, d))).astype(np.float32), labels


@pytest.fixture(scope="module")
def view():
    return fit_linear_view(*clouds())


def test_the_share_is_scikit_learns_and_a_loops():
    (known, k), (codes, y) = clouds(0), clouds(1)
    codes = codes + 2 * np.random.default_rng(3).normal(size=codes.shape).astype(np.float32)
    share = share_nearest_own_mean(known, k, codes, y)
    assert 0.3 < share < 0.999, "neither chance nor all of them, or the test says little"
    assert share == NearestCentroid().fit(known, k).score(codes, y)
    means = np.stack([known[k == each].mean(axis=0) for each in range(5)])
    assert share == (cdist(codes, means).argmin(axis=1) == y).mean()


def test_maps_are_rows_and_whole_numbers_do_not_wrap():
    (known, k), (codes, y) = clouds(0), clouds(1)
    known, codes = (np.clip(60 * each + 100, 0, 255).astype(np.uint8) for each in (known, codes))
    flat = share_nearest_own_mean(known, k, codes, y)
    assert flat == share_nearest_own_mean(known.astype(float), k, codes.astype(float), y)
    assert flat == share_nearest_own_mean(
        known.reshape(-1, 2, 5, 3), k, codes.reshape(-1, 2, 5, 3), y
    )


def test_a_class_that_nobody_knows_is_never_right():
    known, k = clouds()
    codes, y = clouds(1)
    rest = k != 2
    share = share_nearest_own_mean(known[rest], k[rest], codes, y)
    assert share == NearestCentroid().fit(known[rest], k[rest]).score(codes, y) <= 0.8


def test_shifts_and_scales_do_not_matter_to_share_or_unit_size():
    (known, k), (codes, y) = clouds(0), clouds(1)
    small, large = in_unit_size(codes, known), in_unit_size(7 * codes + 3, 7 * known + 3)
    np.testing.assert_allclose(small, large, atol=2e-5)
    own = in_unit_size(known, known)
    np.testing.assert_allclose(own.mean(axis=0), 0, atol=1e-5)
    assert (own**2).sum(axis=1).mean() == pytest.approx(1, abs=1e-4)
    # One number divides all: who is nearest to whom stays.
    assert share_nearest_own_mean(own, k, small, y) == share_nearest_own_mean(known, k, codes, y)


def test_a_dead_layers_numbers_have_no_size():
    assert (in_unit_size(np.ones((4, 3)), np.ones((5, 3))) == 0).all()


def test_the_view_is_linear_centred_and_of_size_one(view):
    codes, labels = clouds()
    seen = view.see(codes)
    np.testing.assert_allclose(seen.mean(axis=0), 0, atol=1e-5)
    assert (seen**2).sum(axis=1).mean() == pytest.approx(1, abs=1e-4)
    np.testing.assert_allclose(view.see((codes[:9] + codes[9:18]) / 2),
                               (seen[:9] + seen[9:18]) / 2, atol=1e-5)  # fmt: skip
    means = np.stack([seen[labels == k].mean(axis=0) for k in range(5)])
    np.testing.assert_allclose(view.means, means, atol=1e-5)


def test_it_looks_along_the_principal_axes_alone(view):
    codes, _ = clouds()
    axes = PCA(10).fit(codes).components_
    within = axes.T @ (axes @ view.axes)
    np.testing.assert_allclose(within, view.axes, atol=1e-4)


def test_it_parts_the_classes_no_worse_than_the_discriminant_plane(view):
    (codes, labels), (others, y) = clouds(), clouds(1)
    mine = share_nearest_own_mean(view.see(codes), labels, view.see(others), y)
    pca = PCA(10).fit(codes)
    plane = LinearDiscriminantAnalysis(n_components=2).fit(pca.transform(codes), labels)
    theirs = [plane.transform(pca.transform(each)) for each in (codes, others)]
    assert mine >= share_nearest_own_mean(theirs[0], labels, theirs[1], y)


def test_ten_corners_are_told_apart_where_two_discriminants_show_three():
    """What a softmax gives: a corner for each class, all equally far from each other."""
    rng = np.random.default_rng(0)
    labels = np.arange(400) % 10
    codes = np.eye(10)[labels] + 0.05 * rng.normal(size=(400, 10))
    seen = fit_linear_view(codes, labels).see(codes)
    assert share_nearest_own_mean(seen, labels, seen, labels) > 0.95


def test_a_turned_space_is_seen_alike_and_onto_puts_classes_where_they_were(view):
    codes, labels = clouds()
    turn = np.linalg.qr(np.random.default_rng(5).normal(size=(30, 30)))[0].astype(np.float32)
    other = fit_linear_view(codes @ turn + 4, labels, onto=view.means)
    assert np.linalg.norm(other.means - view.means) < 0.1 * np.linalg.norm(view.means)
    seen, before = other.see(codes @ turn + 4), view.see(codes)
    assert np.sqrt(((seen - before) ** 2).sum(axis=1).mean()) < 0.1
    # Distances within a view are the same, however it is turned.
    freely = fit_linear_view(codes @ turn + 4, labels)
    np.testing.assert_allclose(cdist(freely.means, freely.means), cdist(other.means, other.means),
                               atol=1e-4)  # fmt: skip


def test_two_classes_and_few_numbers_do():
    rng = np.random.default_rng(0)
    codes = rng.normal(size=(30, 2))
    assert fit_linear_view(codes, np.arange(30) % 2).see(codes).shape == (30, 2)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: share_nearest_own_mean(np.zeros(4), [0], np.zeros((1, 2)), [0]), "known: expec"),
        (lambda: share_nearest_own_mean(np.zeros((2, 3)), [0, 1], np.zeros((1, 2)), [0]),
         "codes: expected 3 numbers for each picture"),
        (lambda: share_nearest_own_mean(np.zeros((2, 3)), [0], np.zeros((1, 3)), [0]),
         "known_labels: expected 2 labels"),
        (lambda: in_unit_size(np.zeros((2, 3)), np.zeros((2, 4))), "codes: expected 4 numbers"),
        (lambda: in_unit_size(np.full((2, 3), np.nan), np.zeros((2, 3))), "codes: expected finite"),
        (lambda: fit_linear_view(np.zeros((4, 3)), [0, 1, 0, 1]), "more than one place"),
        (lambda: fit_linear_view(np.eye(4), [0, 0, 0, 0]), "labels: expected two classes"),
        (lambda: fit_linear_view(np.eye(4)[:, :1], [0, 1, 0, 1]), "two numbers or more each"),
        (lambda: fit_linear_view(np.eye(4), [0, 2, 0, 2]), "received none of class 1"),
        (lambda: fit_linear_view(np.eye(4), [0, 1, 0, 1], onto=np.zeros((3, 2))), "onto: expected"),
        (lambda: fit_linear_view(np.eye(4), [0, 1, 0, 1], n_axes=1), "n_axes: expected"),
    ],
)  # fmt: skip
def test_bad_input_is_named(call, said):
    with pytest.raises(ValueError, match=said):
        call()


def test_a_view_takes_points_of_its_own_dimension(view):
    with pytest.raises(ValueError, match="codes: expected 30 numbers for each picture"):
        view.see(np.zeros((2, 4)))
