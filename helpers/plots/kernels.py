"""Pictures of a layer's weights, with the numbers written in."""

import numpy as np

from helpers._arguments import bad_argument, check_numbers
from helpers.plots import style
from helpers.plots.axes import mosaic_axes
from helpers.plots.tiles import MapTiles, colour_scale, corner, tile

__all__ = ["SIGNED", "plot_kernels", "short_number"]

#: Weights and products: blue below zero, white at zero, red above.
SIGNED = "RdBu_r"


def plot_kernels(kernels, columns=8, limit=None, names=None, title="", ax=None):
    """Draw the kernels of a layer with one input channel, their values written in.

    One colour scale holds for all of them. Used in lessons 03 and 04.

    Parameters
    ----------
    kernels : ndarray of shape (h, w, n) or (h, w, 1, n)
    columns : int
        Kernels in a row.
    limit : float, optional
        The weight that is shown in full colour. Left out: the largest there is.
    names : sequence of n str, optional
        What stands above each. Left out: its number.
    title : str
    ax : matplotlib.axes.Axes, optional
        Where to draw. Left out, a figure of the right size is made.

    Returns
    -------
    MapTiles
        Its ``texts_`` are the values, kernel by kernel, row by row.

    Raises
    ------
    ValueError
        If the shape is another one, or there is not one name for each kernel.
    """
    expected = "weights of shape (h, w, n) or (h, w, 1, n)"
    kernels = check_numbers("kernels", kernels, expected, ranks=(3, 4))
    if kernels.ndim == 4 and kernels.shape[2] == 1:
        kernels = kernels[:, :, 0]
    if kernels.ndim != 3 or kernels.dtype.kind != "f":
        raise bad_argument("kernels", expected, kernels)
    height, width, n = kernels.shape
    if names is not None and len(names) != n:
        raise bad_argument("names", f"one for each of {n} kernels", names)
    limit = limit or colour_scale(kernels)
    # A weight takes several pixels of the mosaic, so that a gap can be narrower than a weight. A
    # tile has room for its number above it.
    fine, above, gap = 12, 9, 5
    tiles = np.moveaxis(kernels, -1, 0).repeat(fine, axis=1).repeat(fine, axis=2)
    tiles = np.pad(tiles, ((0, 0), (above, 0), (0, 0)), constant_values=np.nan)
    mosaic = tile(tiles, min(columns, n), gap, fill=np.nan)
    ax, _ = mosaic_axes(ax, mosaic.shape, width=9, title=title)
    image = ax.imshow(mosaic, cmap=SIGNED, vmin=-limit, vmax=limit, interpolation="nearest")
    texts = []
    for k in range(n):
        top, left = corner(k, columns, n, *tiles.shape[1:], gap)
        for i, j in np.ndindex(height, width):
            x, y = left + (j + 0.5) * fine, top + above + (i + 0.5) * fine
            value, how = kernels[i, j, k], {"ha": "center", "va": "center"}
            colour = style.ink_on(image.to_rgba(value))
            texts.append(ax.text(x - 0.5, y - 0.5, short_number(value), color=colour, **how))
        name = str(k if names is None else names[k])
        ax.text(left - 0.5, top + above - 1, name, ha="left", va="bottom", color="0.35")
    return MapTiles(ax, image, texts)


def short_number(value):
    """Write a number into as little room as two decimals take: .31, -.07, 1.20."""
    text = f"{value:.2f}".replace("-0.00", "0.00")
    return text.replace("0.", ".", 1) if abs(float(text)) < 1 else text
