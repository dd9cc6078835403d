"""A picture of errors: what stands in the cells is what was counted."""

import warnings

import matplotlib
import numpy as np
import pytest
from matplotlib.figure import Figure

from helpers.analysis.confusion import shares
from helpers.plots import style
from helpers.plots.confusion import plot_confusion
from tests.support.cases import NAMES

MATRIX = np.array([[90, 10, 0, 0], [3, 496, 1, 0], [0, 0, 0, 0], [200, 0, 0, 800]])


@pytest.mark.parametrize(
    ("by", "diagonal", "error"),
    [
        ("row", "90 %\n90/100", "0.2 %\n1"),
        ("column", "31 %\n90/293", "100 %\n1"),
        ("all", "5.6 %\n90/1600", "0.1 %\n1"),
        ("none", "90", "1"),
    ],
)
def test_cells_say_share_and_count_and_nothing_where_nothing_was(by, diagonal, error):
    plot = plot_confusion(MATRIX, NAMES, by)
    texts = {cell: text.get_text() for cell, text in plot.texts_.items()}
    assert texts[0, 0] == diagonal
    assert texts[1, 2] == error
    assert set(texts) == {tuple(map(int, cell)) for cell in np.argwhere(MATRIX)}
    assert plot.ax_.get_xlabel() == "predicted class"
    assert plot.ax_.get_ylabel() == "actual class"
    assert [label.get_text() for label in plot.ax_.get_yticklabels()] == list(NAMES)
    assert plot.ax_.yaxis_inverted()


def test_nearly_all_is_not_all_and_long_counts_fit():
    matrix = np.array([[9_999, 1], [0, 1_135]])
    texts = plot_confusion(matrix, ["a", "b"]).texts_
    assert texts[0, 0].get_text() == "99.9 %\n9999\n/10000"
    assert texts[1, 1].get_text() == "100 %\n1135\n/1135"
    halves = plot_confusion([[765, 235], [125, 875]], NAMES[:2]).texts_
    assert halves[0, 0].get_text() == "77 %\n765\n/1000"
    assert halves[1, 1].get_text() == "88 %\n875\n/1000"


def cell_colour(plot, actual, said):
    """The colour on the screen in a corner of a cell, beside its text."""
    canvas = plot.figure_.canvas
    canvas.draw()
    x, y = plot.ax_.transData.transform((said + 0.06, actual + 0.09))
    pixels = np.asarray(canvas.buffer_rgba())
    return pixels[pixels.shape[0] - int(y) - 1, int(x), :3].astype(int)


def test_right_is_blue_and_wrong_is_orange_and_empty_is_white():
    plot = plot_confusion(MATRIX, NAMES)
    right, wrong = (
        np.array(matplotlib.colors.to_rgb(colour)) * 255 for colour in (style.RIGHT, style.WRONG)
    )
    assert np.abs(cell_colour(plot, 1, 1) - right).max() < 6  # 99 %
    assert np.abs(cell_colour(plot, 3, 0) - wrong).max() < 6  # the largest error
    assert (cell_colour(plot, 0, 3) == 255).all()


def test_scales():
    small = [
        cell_colour(plot_confusion(MATRIX, NAMES, scale=scale), 1, 0)
        for scale in ("same", "errors", "log")
    ]
    # 0.6 %: nothing to see on one linear scale, something on the others.
    assert np.abs(small[0] - 250).max() <= 3
    assert small[1].min() < small[0].min()
    assert small[2].min() < small[1].min() - 30
    # The same limit gives the same error the same colour in two matrices.
    other = MATRIX + np.array([[0, 40, 0, 0]] + [[0] * 4] * 3)
    one, two = (plot_confusion(m, NAMES, limit=0.5) for m in (MATRIX, other))
    assert np.array_equal(cell_colour(one, 3, 0), cell_colour(two, 3, 0))


def test_text_can_be_read_on_its_colour():
    def luminance(colour):
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    rng = np.random.default_rng(0)
    matrix = rng.integers(1, 300, (4, 4)) + np.diag([2000, 300, 100, 0])
    for scale in ("errors", "same", "log"):
        plot = plot_confusion(matrix, NAMES, scale=scale)
        for (actual, said), text in plot.texts_.items():
            ground = luminance(cell_colour(plot, actual, said) / 255)
            ink = luminance(matplotlib.colors.to_rgb(text.get_color()))
            high, low = max(ground, ink), min(ground, ink)
            assert (high + 0.05) / (low + 0.05) >= 4.5
            assert text.get_fontsize() >= 11


def test_a_matrix_with_nothing_wrong_or_nothing_at_all_can_be_drawn():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for matrix in (np.diag([3, 1, 0, 2]), np.zeros((4, 4), int)):
            for scale in ("errors", "same", "log"):
                for by in ("row", "none"):
                    plot = plot_confusion(matrix, NAMES, by, scale)
                    assert len(plot.texts_) == np.count_nonzero(matrix)


def test_no_plot_changes_its_input():
    before = MATRIX.copy()
    plot_confusion(MATRIX, NAMES)
    assert np.array_equal(MATRIX, before)


def random_matrix(n):
    rng = np.random.default_rng(n)
    return rng.poisson(30 / n, (n, n)) + np.diag(rng.integers(100, 500, n))


def shown(figure):
    """The texts of a figure that can be seen, and where."""
    figure.canvas.draw()
    texts = [
        text
        for ax in figure.axes
        for text in (*ax.texts, ax.xaxis.label, ax.yaxis.label, *ax.get_xticklabels(),
                     *ax.get_yticklabels())
        if text.get_text() and text.get_visible()
    ]  # fmt: skip
    return [(text, text.get_window_extent()) for text in texts]


@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize("n", [2, 10, 25, 26, 100])
def test_any_number_of_classes_is_within_nine_inches_and_can_be_read(n, named):
    names = [f"class no. {k}" for k in range(n)] if named else None
    plot = plot_confusion(random_matrix(n), names)
    figure = plot.figure_
    assert (figure.get_size_inches() <= 9.001).all()
    texts = shown(figure)
    assert all(text.get_fontsize() >= 8 for text, _ in texts)
    for text, box in texts:
        inside = figure.bbox.padded(1)
        assert inside.contains(box.x0, box.y0) and inside.contains(box.x1, box.y1), text
    for labels in (plot.ax_.get_yticklabels(), [] if named else plot.ax_.get_xticklabels()):
        boxes = [label.get_window_extent() for label in labels]
        assert not any(one.overlaps(other) for one, other in zip(boxes, boxes[1:], strict=False))
    cells = plot.texts_.items()
    assert len(cells) == (np.count_nonzero(plot.values_) if n <= 25 else 0)
    across = plot.ax_.bbox.width / n
    assert all(text.get_window_extent().width <= across for _, text in cells)
    assert len(plot.colorbars_) == (2 if n > 25 else 0)
    for axis, pick in ((plot.ax_.xaxis, 0), (plot.ax_.yaxis, 1)):
        for label in axis.get_ticklabels():
            number = int(label.get_text().split()[-1])
            assert label.get_position()[pick] == number + 0.5


def test_a_nearly_right_class_is_not_all_right_in_small_cells():
    matrix = np.eye(20, dtype=int) * 999
    matrix[0, 1] = 1
    texts = plot_confusion(matrix).texts_
    assert [texts[cell].get_text() for cell in ((0, 0), (0, 1), (1, 1))] == ["99", "<1", "100"]


def test_given_axes_are_used_whatever_their_size_and_what_stands_on_them():
    for size in ((1.5, 1.5), (4, 3), (30, 30)):
        ax = Figure(figsize=size).add_subplot()
        ax.text(0.5, 0.5, "mine")
        plot = plot_confusion(MATRIX, NAMES, ax=ax)
        assert plot.ax_ is ax
        assert ax.texts[0].get_text() == "mine"
        assert ax.texts[0] not in plot.texts_.values()
        ax.figure.draw_without_rendering()
        cell = ax.bbox.width / 4
        assert all(text.get_window_extent().width <= cell for text in plot.texts_.values())
        assert bool(plot.texts_) != bool(plot.colorbars_)
    assert len(plot.texts_) == 7


@pytest.mark.parametrize("layout", [None, "constrained"])
def test_no_colour_bar_covers_the_numbers_of_the_other(layout):
    ax = Figure(figsize=(9, 7), layout=layout).add_subplot()
    bars = plot_confusion(random_matrix(30), ax=ax).colorbars_
    ax.figure.draw_without_rendering()
    boxes = [bar.ax.get_tightbbox() for bar in bars]
    assert not boxes[0].overlaps(boxes[1])
    assert not any(box.overlaps(ax.bbox) for box in boxes)
    assert max(box.x1 for box in boxes) <= ax.figure.bbox.x1


@pytest.mark.parametrize("by", ["row", "column", "all"])
def test_a_matrix_that_was_normalised_is_drawn_as_it_is(by):
    plot = plot_confusion(shares(MATRIX, by), NAMES, by)
    counted = plot_confusion(MATRIX, NAMES, by)
    np.testing.assert_allclose(plot.values_, counted.values_)
    assert {c: t.get_text() for c, t in plot.texts_.items()} == {
        c: t.get_text().split("\n")[0] for c, t in counted.texts_.items()
    }
    assert np.array_equal(cell_colour(plot, 1, 0), cell_colour(counted, 1, 0))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: plot_confusion(MATRIX, NAMES[:3]), "names: expected 4 names"),
        (lambda: plot_confusion(MATRIX / 2, NAMES), "matrix: expected counts"),
        (lambda: plot_confusion(shares(MATRIX, "column"), NAMES), "matrix: expected counts.*row"),
        (lambda: plot_confusion(shares(MATRIX), NAMES, "none"), "matrix: expected counts, for by"),
        (lambda: plot_confusion(-np.eye(4)), "matrix: expected counts"),
        (lambda: plot_confusion(MATRIX, NAMES, by="rows"), "by: expected one of"),
        (lambda: plot_confusion(MATRIX, NAMES, scale="sqrt"), "scale: expected one of 'errors'"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
