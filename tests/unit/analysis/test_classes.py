"""Averages, likeness and correlation of classes, against NumPy, SciPy and scikit-learn."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.cluster.hierarchy import cophenet
from sklearn.neighbors import NearestCentroid

from helpers.analysis.classes import (
    alike_pairs,
    average_correlation,
    class_averages,
    class_linkage,
    likeness,
    nearest_average,
    typicality,
)
from helpers.datasets import load

DATA = load("fashion_mnist", size="sample")
IMAGES, LABELS = DATA.x_train[:600], DATA.y_train[:600]
COLOUR = load("cifar10", size="sample")


def test_averages_are_means_by_class():
    averages = class_averages(IMAGES, LABELS)
    assert averages.shape == (10, 28, 28) and averages.dtype == np.float64
    for k in range(10):
        members = [image.astype(float) for image, label in zip(IMAGES, LABELS) if label == k]
        np.testing.assert_allclose(averages[k], sum(members) / len(members))


def test_typicality_is_pearsons_correlation_with_the_class_average():
    found = typicality(IMAGES, LABELS)
    averages = class_averages(IMAGES, LABELS)
    for i in range(0, 600, 37):
        expected = np.corrcoef(IMAGES[i].ravel(), averages[LABELS[i]].ravel())[0, 1]
        assert found[i] == pytest.approx(expected, abs=1e-12)


def test_typicality_against_averages_of_other_pictures():
    averages = class_averages(DATA.x_train[600:], DATA.y_train[600:])
    found = typicality(IMAGES, LABELS, averages)
    expected = np.corrcoef(IMAGES[5].ravel(), averages[LABELS[5]].ravel())[0, 1]
    assert found[5] == pytest.approx(expected, abs=1e-12)


def test_likeness_is_the_mean_over_each_class_in_grey_and_in_colour():
    for images, labels in ((IMAGES, LABELS), (COLOUR.x_train[:300], COLOUR.y_train[:300])):
        each, found = typicality(images, labels), likeness(images, labels)
        assert found == pytest.approx([each[labels == k].mean() for k in range(10)])


def test_likeness_is_the_length_of_the_average_of_standardized_pictures():
    # What "how much of the contrast is left" and "how alike" have to do with each other.
    members = IMAGES[LABELS == 3].reshape(-1, 784).astype(float)
    members -= members.mean(axis=1, keepdims=True)
    members /= np.linalg.norm(members, axis=1, keepdims=True)
    average = members.mean(axis=0)
    with_own_average = (members @ average / np.linalg.norm(average)).mean()
    assert with_own_average == pytest.approx(np.linalg.norm(average))


def test_same_pictures_are_all_alike_and_flat_ones_are_like_nothing():
    same = np.repeat(IMAGES[:1], 5, axis=0)
    assert likeness(same, np.zeros(5, int)) == pytest.approx([1.0])
    assert typicality(np.full((3, 4, 4), 7, np.uint8), np.zeros(3, int)).tolist() == [0, 0, 0]


def test_the_correlation_of_averages_is_numpys():
    averages = class_averages(IMAGES, LABELS).reshape(10, -1)
    np.testing.assert_allclose(average_correlation(IMAGES, LABELS), np.corrcoef(averages))


def test_pairs_come_most_alike_first():
    matrix = np.array([[1, 0.2, 0.9], [0.2, 1, -0.5], [0.9, -0.5, 1]])
    assert alike_pairs(matrix) == [(0, 2, 0.9), (0, 1, 0.2), (1, 2, -0.5)]
    assert alike_pairs(matrix, 1) == [(0, 2, 0.9)]
    assert len(alike_pairs(average_correlation(IMAGES, LABELS))) == 45


def test_the_tree_joins_the_most_alike_first():
    matrix = np.array([[1, 0.2, 0.9], [0.2, 1, -0.5], [0.9, -0.5, 1]])
    tree = class_linkage(matrix)
    assert sorted(tree[0, :2]) == [0, 2]
    # UPGMA by hand: 1 joins {0, 2} at the mean of its distances, 0.8 and 1.5.
    assert tree[:, 2] == pytest.approx([0.1, 1.15])
    assert cophenet(tree) == pytest.approx([1.15, 0.1, 1.15])
    assert matrix[0, 0] == 1


@pytest.mark.filterwarnings("ignore:self.within_class_std_dev_")  # pixels that are always black
def test_the_nearest_average_is_scikit_learns_nearest_centroid():
    averages = class_averages(IMAGES, LABELS)
    flat = IMAGES.reshape(600, -1).astype(float)
    expected = NearestCentroid().fit(flat, LABELS).predict(DATA.x_test.reshape(1000, -1))
    assert (nearest_average(DATA.x_test, averages) == expected).all()


@settings(max_examples=50, deadline=None)
@given(
    images=arrays(np.uint8, (6, 3, 4)),
    labels=st.permutations([0, 0, 1, 1, 2, 2]),
)
def test_any_pictures_give_correlations(images, labels):
    labels = np.array(labels)
    assert np.isfinite(typicality(images, labels)).all()
    assert (np.abs(likeness(images, labels)) <= 1).all()


@pytest.mark.parametrize(
    ("images", "labels", "said"),
    [
        (IMAGES[0], LABELS, "images: expected numbers of shape"),
        (IMAGES, LABELS[:5], "labels: expected 600 labels"),
        (IMAGES, LABELS.astype(float), "labels: expected a vector of whole numbers"),
        (IMAGES[:2], np.array([0, 2]), "received none of class 1"),
        (np.full((2, 3, 3), np.nan), np.array([0, 1]), "finite"),
    ],
)
def test_what_does_not_fit_is_named(images, labels, said):
    for ask in (class_averages, typicality, likeness, average_correlation):
        with pytest.raises(ValueError, match=said):
            ask(images, labels)


def test_matrices_and_averages_that_do_not_fit_are_named():
    for matrix in (np.zeros((2, 3)), np.array([[1, 0.5], [0.1, 1]]), np.eye(1), np.zeros(3)):
        for ask in (alike_pairs, class_linkage):
            with pytest.raises(ValueError, match="correlation: expected a symmetric matrix"):
                ask(matrix)
    with pytest.raises(ValueError, match="n: expected a whole number from 1 to 1"):
        alike_pairs(np.eye(2), 2)
    with pytest.raises(ValueError, match="averages: expected pictures of shape"):
        nearest_average(IMAGES, np.zeros((10, 32, 32)))
    with pytest.raises(ValueError, match="averages: expected an average of shape"):
        typicality(IMAGES, LABELS, np.zeros((3, 28, 28)))
