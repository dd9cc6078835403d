"""A map of codes, with the pictures that a decoder makes of its places behind the points."""

import numpy as np

from helpers._arguments import bad_argument, check_images, check_numbers
from helpers.plots.axes import axes_or_new
from helpers.plots.projection import map_classes, map_limits
from helpers.plots.tiles import tile

__all__ = ["DecodedMap", "plot_decoded_map"]


class DecodedMap:
    """A decoded map, drawn. `plot_decoded_map` makes it.

    Attributes
    ----------
    figure_ : matplotlib.figure.Figure
    ax_ : matplotlib.axes.Axes
    image_ : matplotlib.image.AxesImage
        All pictures as one.
    points_ : matplotlib.collections.PathCollection or None
    """

    def __init__(self, ax, image, points):
        self.figure_, self.ax_, self.image_, self.points_ = ax.figure, ax, image, points


def plot_decoded_map(pictures, limits, points=None, labels=None, title="", ax=None):
    """Draw what a decoder makes of the places of a map, and where the real pictures' codes lie.

    Used in lesson 08.

    Parameters
    ----------
    pictures : ndarray of shape (n * n, H, W) or (n * n, H, W, 3)
        From 0 to 1, row by row from the top left, as `helpers.networks.autoencoders.decoded_grid`
        gives them. What leaves that range is cut off.
    limits : ndarray of shape (2, 2)
        Lowest and highest x, lowest and highest y, of the grid.
    points : ndarray of shape (N, 2), optional
        Codes of real pictures.
    labels : ndarray of int, shape (N,), optional
        Their classes, for colours.
    title : str
    ax : matplotlib.axes.Axes, optional

    Returns
    -------
    DecodedMap

    Raises
    ------
    ValueError
        If there are not as many pictures as a square has places, or shapes don't fit.
    """
    pictures = check_images("pictures", pictures)
    n = round(len(pictures) ** 0.5)
    if n * n != len(pictures):
        raise bad_argument("pictures", "n * n of them, one for each place of a grid", pictures)
    expected = "lowest and highest x, lowest and highest y"
    limits = check_numbers("limits", limits, expected, ranks=(2,)).astype(np.float64)
    if limits.shape != (2, 2) or (limits[:, 0] >= limits[:, 1]).any():
        raise bad_argument("limits", expected, limits.tolist())
    (left, right), (bottom, top) = limits
    if points is not None:
        map_limits(points)
    classes = None if points is None else map_classes(points, labels)
    ax = axes_or_new(ax, (5, 5))
    shown = np.clip(pictures.astype(np.float32), 0, 1)
    image = ax.imshow(
        tile(shown, columns=n, gap=0),
        cmap="gray",
        vmin=0,
        vmax=1,
        extent=(left, right, bottom, top),
        aspect="auto",
    )
    dots = None
    if points is not None:
        colours = np.array(classes.colours)[classes.place]
        dots = ax.scatter(*np.transpose(points), s=7, c=colours, linewidths=0.3, edgecolors="w")
    ax.set(xlim=(left, right), ylim=(bottom, top), xticks=[], yticks=[])
    if title:
        ax.set_title(title)
    return DecodedMap(ax, image, dots)
