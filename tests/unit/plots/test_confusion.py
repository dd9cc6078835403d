"""Pictures of errors: what stands in the cells is what was counted."""

import warnings

import matplotlib
import numpy as np
import pytest

from helpers.analysis.calibration import refusals, reliability
from helpers.analysis.chance import seed_spread
from helpers.analysis.confusion import confusion_matrix, pair_confusion, pair_table
from helpers.plots import style
from helpers.plots.confusion import (
    RefusalView,
    plot_confusion,
    plot_pairs,
    plot_pairs_over_time,
    plot_reliability,
    plot_seed_spread,
)
from tests.support.cases import NAMES, random_case

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


def test_pairs_over_time():
    rng = np.random.default_rng(0)
    labels, predictions = rng.integers(0, 4, 200), rng.integers(0, 4, (3, 200))
    matrices = confusion_matrix(labels, predictions, 4)
    lines = plot_pairs_over_time(matrices, [0, 1, 8], NAMES, [(0, 1), (2, 3, 0.7)])
    np.testing.assert_allclose(lines[1].get_ydata(), pair_confusion(matrices)[:, 2, 3])
    assert [line.get_label() for line in lines] == ["ant and bee", "cat and dog"]
    ticks = [label.get_text() for label in lines[0].axes.get_xticklabels()]
    assert ticks == ["0", "1", "8"]


def test_spread_and_pairs_show_their_tables():
    rng = np.random.default_rng(0)
    spread = seed_spread(rng.multinomial(100, [0.2, 0.3, 0.5], (3, 3)))
    points = plot_seed_spread(spread).get_offsets()
    np.testing.assert_allclose(points, spread[["by_chance", "spread"]])
    one, other = (m + m.T for m in rng.random((2, 4, 4)))
    table = pair_table(NAMES, one=one, other=other)
    points = plot_pairs(table, "one", "other", n_named=2)
    np.testing.assert_allclose(points.get_offsets(), table)
    assert {text.get_text() for text in points.axes.texts} == {
        " and ".join(pair) for pair in table.nlargest(2, "other").index
    }


def test_reliability_shows_its_tables():
    labels, probabilities = random_case()
    table = reliability(probabilities, labels)
    lines = plot_reliability([table, table], ["one", "other"])
    np.testing.assert_allclose(lines[1].get_xydata(), table[["confidence", "accuracy"]])


def test_refusals_move():
    labels, probabilities = random_case()
    view = RefusalView([probabilities, probabilities**2 / (probabilities**2).sum(
        axis=1, keepdims=True)], labels, ["CNN", "MLP"], percents=[0, 20, 50])  # fmt: skip
    truth = refusals(probabilities, labels, [0, 0.2, 0.5])
    frames = list(view.frames())
    assert len({frame.tobytes() for frame in frames}) == 3
    for percent, row in zip((0, 20, 50), truth.itertuples(), strict=True):
        text = view.describe(percent)
        assert f"{percent} % refused" in text
        assert f"CNN {row.accuracy:.1%}" in text
        assert f"answers {row.answered} pictures" in text
    # What is refused is covered: right of the edge nothing has changed.
    edge = view.draw(50)._edge.get_xdata()[0]
    assert edge == pytest.approx(truth["threshold"].iloc[2])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: plot_confusion(MATRIX, NAMES[:3]), "names: expected 4 names"),
        (lambda: plot_confusion(MATRIX / 2, NAMES), "matrix: expected counts"),
        (lambda: plot_confusion(MATRIX, NAMES, by="rows"), "by: expected one of"),
        (lambda: plot_confusion(MATRIX, NAMES, scale="sqrt"), "scale: expected one of 'errors'"),
        (
            lambda: plot_pairs_over_time(MATRIX[None], [0, 1], NAMES, [(0, 1)]),
            "matrices: expected one for each of 2 epochs",
        ),
        (lambda: plot_pairs_over_time(MATRIX[None], [0], NAMES, []), "pairs: expected 1 to 6"),
        (lambda: plot_reliability([], []), "labels: expected a name for each of 0 tables"),
        (lambda: RefusalView([], [0], []), "names: expected one for each of 0 networks"),
        (
            lambda: plot_pairs(pair_table(NAMES, one=np.eye(4)), "one", "two"),
            "y: expected one of 'one'; received 'two'",
        ),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
