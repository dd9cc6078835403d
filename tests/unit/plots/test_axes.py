"""Where things are drawn: on what was given, or on something new of the size that was asked for."""

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.figure import Figure

from helpers.plots.axes import axes_or_new, mosaic_axes

mpl.use("agg")


def test_given_axes_are_taken_and_missing_ones_are_made():
    ax, pair = Figure().subplots(), Figure().subplots(1, 2)
    assert axes_or_new(ax, (3, 2)) is ax
    assert list(axes_or_new(pair, (3, 2), n=2)) == list(pair)
    assert list(axes_or_new(tuple(pair), (3, 2), n=2)) == list(pair)
    new = axes_or_new(None, (3, 2))
    assert tuple(new.figure.get_size_inches()) == (3, 2)
    assert len(axes_or_new(None, (3, 2), n=2)) == 2


def test_what_stands_beside_new_axes_is_within_the_figure():
    ax = axes_or_new(None, (6, 3))
    ax.plot([0, 1], label="a rather long name of a line")
    legend = ax.legend(loc="upper left", bbox_to_anchor=(1, 1))
    ax.figure.canvas.draw()
    assert legend.get_window_extent().x1 <= 600 * ax.figure.dpi / 100


def test_a_mosaic_fills_its_new_axes():
    ax, beside = mosaic_axes(None, (30, 60), 8, title="T", colorbar=True)
    box = ax.get_window_extent()
    assert box.width / box.height == pytest.approx(2, rel=0.02)
    assert beside.figure is ax.figure
    assert ax.get_title(loc="left") == "T"
    given = Figure().subplots()
    assert mosaic_axes(given, (30, 60), 8, colorbar=True) == (given, None)


@pytest.mark.parametrize("wrong", [Figure(), "here", [1, 2], np.zeros(2)])
def test_what_are_no_axes_is_refused(wrong):
    with pytest.raises(ValueError, match="^axes: expected 2 axes of matplotlib"):
        axes_or_new(wrong, (3, 2), n=2, name="axes")
    with pytest.raises(ValueError, match="^ax: expected matplotlib axes"):
        axes_or_new(wrong, (3, 2))
