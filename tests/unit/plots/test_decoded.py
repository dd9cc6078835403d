"""A decoded map: each picture over its place, the points where their numbers say."""

import numpy as np
import pytest

from helpers.plots.decoded import plot_decoded_map

PICTURES = np.linspace(0, 1, 4)[:, None, None] * np.ones((4, 5, 5))
LIMITS = [[0, 2], [-1, 3]]


def test_pictures_cover_the_map_and_points_lie_on_it():
    plot = plot_decoded_map(PICTURES, LIMITS, [[0.5, 2], [1.5, 0]], [0, 1])
    shown = plot.image_.get_array()
    assert plot.image_.get_extent() == [0, 2, -1, 3]
    assert shown[0, 0] == pytest.approx(0) and shown[0, -1] == pytest.approx(1 / 3)
    assert shown[-1, 0] == pytest.approx(2 / 3)
    assert np.allclose(plot.points_.get_offsets(), [[0.5, 2], [1.5, 0]])
    colours = plot.points_.get_facecolor()
    assert not np.allclose(colours[0], colours[1])


def test_pictures_that_make_no_square_are_refused():
    with pytest.raises(ValueError, match=r"^pictures: expected n \* n of them"):
        plot_decoded_map(PICTURES[:3], LIMITS)
    with pytest.raises(ValueError, match="^limits: expected lowest and highest x"):
        plot_decoded_map(PICTURES, [[0, 0], [1, 2]])
