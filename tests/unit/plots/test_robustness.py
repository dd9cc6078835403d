"""How much networks bear: the lines are the scores, and chance is where it was said to be."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from helpers.plots.robustness import plot_robustness


def test_robustness_is_a_line_and_a_band():
    ax = Figure().add_subplot()
    scores = {"one": np.array([[1.0, 0.8], [0.4, 0.2]]), "two": [0.9, 0.5]}
    lines = plot_robustness([0, 3], scores, "px", ax=ax)
    assert [line.get_label() for line in lines] == ["one", "two"]
    assert np.allclose(lines[0].get_ydata(), [90, 30])
    assert np.allclose(lines[1].get_ydata(), [90, 50])
    (band,) = ax.collections
    heights = band.get_paths()[0].vertices[:, 1]
    assert np.allclose((heights.min(), heights.max()), (20, 100))
    assert ax.get_xlabel() == "px"
    assert lines[0].get_color() != lines[1].get_color()
    assert lines[0].get_marker() != lines[1].get_marker()


@pytest.mark.parametrize("n", [1, 5, 8])
def test_every_network_has_a_line_of_its_own(n):
    scores = {f"network {k}": np.full(3, k / n) for k in range(n)}
    lines = plot_robustness([0, 1, 2], scores, "px")
    assert np.allclose([line.get_ydata()[0] for line in lines], [100 * k / n for k in range(n)])
    assert len({(line.get_color(), line.get_marker()) for line in lines}) == n
    legend, figure = lines[0].axes.get_legend(), lines[0].figure
    figure.canvas.draw()
    assert len(legend.get_texts()) == n
    assert legend.get_window_extent().x1 <= figure.bbox.x1


def test_the_line_of_chance_is_drawn_where_it_is_known():
    for chance in (None, 0.5, 0.01):
        ax = Figure().add_subplot()
        (line,) = plot_robustness([0, 1], {"one": [1, 0.5]}, "px", chance, ax=ax)
        others = [other.get_ydata()[0] for other in ax.lines if other is not line]
        assert others == ([] if chance is None else [100 * chance])


def test_what_does_not_fit_is_named():
    ax = Figure().add_subplot()
    with pytest.raises(ValueError, match="^scores: expected 2 values for one"):
        plot_robustness([0, 3], {"one": [1.0]}, "px", ax=ax)
    with pytest.raises(ValueError, match="^scores: expected 1 to 24 lines"):
        plot_robustness([0], {}, "px", ax=ax)
