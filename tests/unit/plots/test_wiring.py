"""Wires lead from a node to the patch that its sum is made of, in every map."""

import matplotlib
import numpy as np
import pytest
from matplotlib.figure import Figure

from helpers.plots.wiring import plot_wiring

matplotlib.use("agg")

RNG = np.random.default_rng(0)
MAPS = RNG.random((9, 8, 3))
OUTPUT = MAPS.sum(axis=2)[:7, :6]


def centres(ax):
    """The middle of each patch, of a node last."""
    return [patch.get_xy()[:4].mean(axis=0) for patch in ax.patches if patch.get_zorder() > 2]


def test_each_map_has_its_patch_and_each_node_its_wires():
    ax = plot_wiring(MAPS, OUTPUT, [(0, 0), (6, 5)], ax=Figure().add_subplot())
    assert len(ax.collections) == 4, "three maps and the output"
    drawn = [np.ma.getdata(mesh.get_array()) for mesh in ax.collections]
    for mesh, pixels in zip(drawn, [*np.moveaxis(MAPS, -1, 0), OUTPUT], strict=True):
        assert np.array_equal(mesh, pixels)
    assert len(centres(ax)) == 2 * (3 + 1)
    wires = [line for line in ax.lines if len(line.get_xdata()) == 2]
    assert len(wires) == 2 * 3 * 4
    assert len({line.get_color() for line in wires}) == 2


def test_a_patch_lies_where_the_output_took_it_from():
    """Output pixel (3, 2) is the sum over rows 3 to 5 and columns 2 to 4: its middle is (4, 3)."""
    ax = plot_wiring(MAPS[..., :1], OUTPUT, [(3, 2)], ax=Figure().add_subplot())
    mesh = ax.collections[0].get_coordinates()
    middle = mesh[4:6, 3:5].mean(axis=(0, 1))
    np.testing.assert_allclose(centres(ax)[0], middle, atol=1e-9)
    node = ax.collections[1].get_coordinates()[3:5, 2:4].mean(axis=(0, 1))
    np.testing.assert_allclose(centres(ax)[1], node, atol=1e-9)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((MAPS, OUTPUT[:5], [(0, 0)]), "output: expected a map of 7 rows and 6 columns"),
        ((MAPS, OUTPUT, [(7, 0)]), "nodes: expected one or two pairs"),
        ((MAPS, OUTPUT, [(0, 0, 0)]), "nodes: expected one or two pairs"),
        ((MAPS, OUTPUT, 3 * [(0, 0)]), "nodes: expected one or two pairs"),
        ((MAPS[..., 0], OUTPUT, [(0, 0)]), "maps: expected a layer's maps"),
        ((MAPS, OUTPUT, [(0, 0)], 0), "size: expected"),
    ],
)
def test_what_does_not_fit_is_refused_in_words(arguments, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        plot_wiring(*arguments)
