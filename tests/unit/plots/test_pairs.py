"""Pairs of classes: the lines and points are the numbers of their tables."""

import numpy as np
import pytest

from helpers.analysis.chance import seed_spread
from helpers.analysis.confusion import confusion_matrix
from helpers.analysis.pairs import pair_confusion, pair_table
from helpers.plots.pairs import plot_pairs, plot_pairs_over_time, plot_seed_spread
from tests.support.cases import NAMES

MATRIX = np.array([[90, 10, 0, 0], [3, 496, 1, 0], [0, 0, 0, 0], [200, 0, 0, 800]])


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


@pytest.mark.parametrize("n", [6, 7, 12])
def test_every_pair_has_a_line_of_its_own(n):
    pairs = [(i, j) for i in range(6) for j in range(i)][:n]
    matrices = np.random.default_rng(0).integers(1, 9, (2, 6, 6))
    lines = plot_pairs_over_time(matrices, [0, 1], list("abcdef"), pairs)
    assert len(lines) == n
    assert len({(line.get_color(), line.get_marker()) for line in lines}) == n
    for line, (i, j) in zip(lines, pairs, strict=True):
        np.testing.assert_allclose(line.get_ydata(), pair_confusion(matrices)[:, i, j])
    figure = lines[0].figure
    figure.canvas.draw()
    box = lines[0].axes.get_legend().get_window_extent()
    assert box.x1 <= figure.bbox.x1 and box.y0 >= 0


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: plot_pairs_over_time(MATRIX[None], [0, 1], NAMES, [(0, 1)]),
            "matrices: expected one for each of 2 epochs",
        ),
        (lambda: plot_pairs_over_time(MATRIX[None], [0], NAMES, []), "pairs: expected 1 to 24"),
        (
            lambda: plot_pairs(pair_table(NAMES, one=np.eye(4)), "one", "two"),
            "y: expected one of 'one'; received 'two'",
        ),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
