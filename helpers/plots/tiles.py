"""Many small pictures as one: composed in NumPy, which is far quicker than one axes each."""

import numpy as np

from helpers._arguments import as_array, bad_argument, check_integer, check_numbers, check_real

__all__ = ["MapTiles", "colour_scale", "corner", "tile"]


def tile(pictures, columns=8, gap=1, fill=255):
    """Lay pictures of one size out in rows, from the top left.

    Parameters
    ----------
    pictures : ndarray of shape (N, H, W) or (N, H, W, C)
        N at least 1.
    columns : int
        Pictures in a row.
    gap : int
        Pixels between them.
    fill : scalar or sequence of C scalars
        What the gaps and the empty places show.

    Returns
    -------
    ndarray of shape (rows * (H + gap) - gap, columns * (W + gap) - gap[, C])
        Of the same dtype.

    Raises
    ------
    ValueError
        If the pictures have another shape or the numbers are out of range.
    """
    expected = "an array of shape (N, H, W) or (N, H, W, C)"
    pictures = as_array("pictures", pictures, expected)
    # NaN is welcome: it shows what lies behind.
    if pictures.ndim not in (3, 4) or 0 in pictures.shape or pictures.dtype.kind not in "buif":
        raise bad_argument("pictures", expected, pictures)
    columns = check_integer("columns", columns, low=1)
    gap = check_integer("gap", gap, low=0)
    n, height, width, *channels = pictures.shape
    rows = -(-n // columns)
    cells = np.empty((rows * columns, height + gap, width + gap, *channels), pictures.dtype)
    cells[...] = fill
    cells[:n, :height, :width] = pictures
    grid = cells.reshape(rows, columns, height + gap, width + gap, *channels).swapaxes(1, 2)
    mosaic = grid.reshape(rows * (height + gap), columns * (width + gap), *channels)
    return mosaic[: mosaic.shape[0] - gap or None, : mosaic.shape[1] - gap or None]


def colour_scale(values, share=1.0):
    """Find the one limit for a colour scale that is centred on zero.

    Parameters
    ----------
    values : ndarray
        Everything that will be shown on the scale: all epochs, all tiles.
    share : float
        Share of the values that stay within the limit, in (0, 1]. Below 1, a few extreme values
        are shown at the end of the scale and the others gain contrast.

    Returns
    -------
    float
        The limit ``m`` of a scale from ``-m`` to ``m``; never 0.

    Raises
    ------
    ValueError
        If the values are no finite numbers, or the share is out of range.
    """
    share = check_real("share", share, above=0, high=1)
    values = check_numbers("values", values, "numbers")
    # In floats: the absolute value of the smallest whole number is no whole number of its type.
    sizes = np.abs(values.astype(np.result_type(values, np.float32), copy=False)).ravel()
    return float(np.quantile(sizes, share)) or 1.0


def corner(k, columns, n, height, width, gap):
    """Say at which row and column of the mosaic tile ``k`` begins."""
    row, column = divmod(int(k), min(columns, n))
    return row * (height + gap), column * (width + gap)


class MapTiles:
    """Maps in rows, drawn. `plot_maps`, `plot_twins` and `plot_kernels` make it.

    Attributes
    ----------
    figure_ : matplotlib.figure.Figure
    ax_ : matplotlib.axes.Axes
        One for all tiles.
    image_ : matplotlib.image.AxesImage
        All tiles as one; NaN between them.
    texts_ : list of matplotlib.text.Text
        What is written into the tiles.
    colorbar_ : matplotlib.colorbar.Colorbar or None
    """

    def __init__(self, ax, image, texts, colorbar=None):
        self.figure_, self.ax_, self.image_ = ax.figure, ax, image
        self.texts_, self.colorbar_ = texts, colorbar
