"""A picture of how a node is wired: to a patch of each map before it."""

import numpy as np
from matplotlib.patches import Polygon

from helpers._arguments import bad_argument, check_integer, check_numbers, check_positions
from helpers.plots.axes import axes_or_new
from helpers.plots.style import LINE_COLOURS
from helpers.plots.tiles import colour_scale

__all__ = ["plot_wiring"]

#: Maps stand upright and are seen from the side: this much of a pixel's width stays, and its far
#: side is this much higher.
_WIDTH, _RISE = 0.5, 0.3
#: From map to map of a stack, and from the stack to the output, in heights of a map.
_NEXT, _AWAY = 0.24, 0.75
#: Light blue and amber are seen on black, on white, and by everybody.
_COLOURS = (LINE_COLOURS[4], LINE_COLOURS[5])


def plot_wiring(maps, output, nodes, size=3, title="", ax=None):
    """Draw maps, what a convolution makes of them, and which patches its nodes are wired to.

    The maps stand behind each other like cards, and to their right stands one map of the output,
    all seen from the side. Each node is joined to the corners of its patch in every map. Used in
    lesson 03.

    Parameters
    ----------
    maps : ndarray of shape (H, W, n)
        What goes into the layer, or as many of its maps as shall be seen. 0 is black.
    output : ndarray of shape (h, w)
        One of the layer's maps, of a stride of 1 and without padding.
    nodes : sequence of one or two (row, column)
        Pixels of the output.
    size : int
        The kernel's rows and columns.
    title : str
    ax : matplotlib.axes.Axes, optional
        Where to draw. Left out, a figure is made.

    Returns
    -------
    matplotlib.axes.Axes
        Its ``patches`` are the nodes' patches, map by map, and then the node itself.

    Raises
    ------
    ValueError
        If the sizes do not fit, or a node is not in the output.
    """
    maps = check_numbers("maps", maps, "a layer's maps, (rows, columns, n)", ranks=(3,))
    size = check_integer("size", size, low=1)
    height, width, n = maps.shape
    inside = height - size + 1, width - size + 1
    expected = f"a map of {max(inside[0], 0)} rows and {max(inside[1], 0)} columns"
    output = check_numbers("output", output, expected, ranks=(2,))
    if output.shape != inside:
        raise bad_argument("output", expected, output)
    expected = f"one or two pairs (row, column) within {inside[0]} rows and {inside[1]} columns"
    nodes = check_positions("nodes", nodes, expected, ranks=(2,))
    if nodes.shape not in {(1, 2), (2, 2)} or (nodes >= inside).any():
        raise bad_argument("nodes", expected, nodes)

    lefts = _NEXT * height * np.arange(n)
    right = lefts[-1] + _WIDTH * width + _AWAY * height
    span = right + _WIDTH * width
    ax = axes_or_new(ax, (4.4, 4.4 * 1.4 * height / span + 0.4))
    limit = colour_scale(maps, 0.999)
    for k in range(n):
        _stand(ax, maps[..., k], lefts[k], limit)
    _stand(ax, output, right, colour_scale(output, 0.999))
    for (row, column), colour in zip(nodes.tolist(), _COLOURS, strict=False):
        node = _place(right, row + 0.5, column + 0.5)
        for left in lefts:
            patch = _corners(left, row, column, size)
            ax.add_patch(Polygon(patch, fc=(*_rgb(colour), 0.35), ec=colour, lw=1.8, zorder=4))
            for x, y in patch:
                ax.plot([x, node[0]], [y, node[1]], color=colour, lw=0.8, alpha=0.7, zorder=3)
        pixel = Polygon(_corners(right, row, column, 1), fc=colour, ec="white", lw=0.8, zorder=6)
        ax.add_patch(pixel)
        ax.plot(*node, "o", color=colour, mec="white", ms=7, zorder=7)
    ax.set_aspect("equal")
    ax.set_axis_off()
    if title:
        ax.set_title(title)
    return ax


def _place(left, row, column):
    """Say where a point of a standing map is drawn: x and y."""
    return np.array([left + _WIDTH * column, _RISE * column - row])


def _corners(left, row, column, size):
    """Give the four corners of a square of so many pixels."""
    return [
        _place(left, row + down, column + across)
        for down, across in ((0, 0), (0, size), (size, size), (size, 0))
    ]


def _stand(ax, pixels, left, limit):
    """Draw a map upright, seen from the side."""
    height, width = pixels.shape
    rows, columns = np.mgrid[: height + 1, : width + 1]
    x, y = left + _WIDTH * columns, _RISE * columns - rows
    ax.pcolormesh(x, y, pixels, cmap="gray", vmin=0, vmax=limit, rasterized=True, zorder=2)
    frame = [_place(left, *corner) for corner in ((0, 0), (0, width), (height, width), (height, 0))]
    ax.add_patch(Polygon(frame, fill=False, ec="0.6", lw=0.8, zorder=2))


def _rgb(colour):
    return tuple(int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5))
