"""Averages on a slider, numbers as bars, and the grouped heat map."""

import warnings

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_hex

from helpers.analysis.classes import average_correlation
from helpers.datasets import load
from helpers.plots import style
from helpers.plots.classes import AverageView, plot_class_correlation, plot_class_numbers

DATA = load("fashion_mnist", size="sample")
IMAGES, LABELS = DATA.x_train[:400], DATA.y_train[:400]
MATRIX = average_correlation(IMAGES, LABELS)


@pytest.fixture(scope="module")
def view():
    return AverageView(IMAGES, LABELS, DATA.names)


def test_the_counts_double_up_to_all(view):
    largest = np.bincount(LABELS).max()
    assert view.epochs == (1, 2, 4, 8, 16, 32, largest)


def test_the_contrast_is_that_of_the_averages(view):
    assert view.contrast_[0] == pytest.approx(np.ones(10))
    sandals = IMAGES[LABELS == 5][:8].reshape(8, -1)
    expected = sandals.mean(axis=0).std() / sandals.std(axis=1).mean()
    assert view.contrast_[3, 5] == pytest.approx(expected)


def test_a_frame_shows_the_averages_and_says_how_much_is_left(view):
    frame = view.frame(1)
    assert frame.dtype == np.uint8 and frame.shape[1:] == (900, 3)
    assert not (frame == view.frame(view.epochs[-1])).all()
    assert (frame == view.frame(1)).all(), "going back shows the same again"
    words = view.describe(8)
    assert words.startswith("The average of 8 pictures of each class, and the contrast left: ")
    assert f"Sandal {view.contrast_[3, 5]:.0%}" in words
    assert "of all" in view.describe(view.epochs[-1])
    assert view.describe(1).startswith("One picture of each class")


def test_its_pictures_are_the_averages_pixel_by_pixel(view):
    view.draw(4)
    shown = view._image.get_array()
    average = IMAGES[LABELS == 1][:4].mean(axis=0)
    np.testing.assert_array_equal(shown[:28, 30:58], np.round(average))


def test_colour_pictures_too():
    colour = load("cifar10", size="sample")
    view = AverageView(colour.x_train[:200], colour.y_train[:200], colour.names)
    assert view.frame(2).shape[2] == 3


def test_flat_pictures_and_missing_classes():
    flat = AverageView(np.full((4, 8, 8), 3, np.uint8), np.array([0, 0, 1, 1]), ["a", "b"])
    assert np.isfinite(flat.contrast_).all() and flat.frame(2).size
    with pytest.raises(ValueError, match="labels: expected pictures of all 3 classes"):
        AverageView(np.zeros((4, 8, 8), np.uint8), np.array([0, 0, 1, 1]), ["a", "b", "c"])
    with pytest.raises(ValueError, match="labels: expected 400 labels"):
        AverageView(IMAGES, LABELS[:3], DATA.names)


def test_bars_are_sorted_and_keep_their_class_colours():
    bars = plot_class_numbers([0.3, 0.1, 0.2], ["a", "b", "c"])
    ax = bars[0].axes
    assert [bar.get_width() for bar in bars] == [0.1, 0.2, 0.3]
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["b", "c", "a"]
    assert [to_hex(bar.get_facecolor()) for bar in bars] == [
        style.CLASS_COLOURS[k] for k in (1, 2, 0)
    ]
    assert [text.get_text() for text in ax.texts] == ["0.10", "0.20", "0.30"]
    with pytest.raises(ValueError, match="values: expected a number for each of 2 classes"):
        plot_class_numbers([1, 2, 3], ["a", "b"])


def test_the_heat_map_is_annotated_grouped_and_on_a_fixed_scale():
    before = MATRIX.copy()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        grid = plot_class_correlation(MATRIX, DATA.names)
    order = grid.dendrogram_row.reordered_ind
    assert sorted(order) == list(range(10)) and order == grid.dendrogram_col.reordered_ind
    mesh = grid.ax_heatmap.collections[0]
    assert mesh.get_clim() == (-1, 1)
    np.testing.assert_allclose(mesh.get_array(), MATRIX[np.ix_(order, order)])
    written = [float(text.get_text()) for text in grid.ax_heatmap.texts]
    np.testing.assert_allclose(written, MATRIX[np.ix_(order, order)].ravel(), atol=0.0051)
    assert all(text.get_fontsize() >= 11 for text in grid.ax_heatmap.texts)
    assert (MATRIX == before).all()


def test_alike_classes_stand_side_by_side():
    matrix = average_correlation(DATA.x_train, DATA.y_train)
    order = plot_class_correlation(matrix, DATA.names).dendrogram_row.reordered_ind
    names = [DATA.names[k] for k in order]
    shoes = sorted(names.index(name) for name in ("Sandal", "Sneaker", "Ankle boot"))
    assert shoes[2] - shoes[0] == 2


def test_a_heat_map_that_cannot_be_leaves_no_figure():
    with pytest.raises(ValueError, match="names: expected a name for each of 10 classes"):
        plot_class_correlation(MATRIX, DATA.names[:3])
    with pytest.raises(ValueError, match="correlation: expected a symmetric matrix"):
        plot_class_correlation(MATRIX[:, :3], DATA.names)
    assert plt.get_fignums() == []
