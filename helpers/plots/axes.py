"""Where a figure is drawn: on the axes that were given, or on new ones of the right size."""

import numpy as np

from helpers._arguments import bad_argument

__all__ = ["axes_or_new", "mosaic_axes"]


def axes_or_new(ax, figsize, n=1, name="ax"):
    """Give the axes to draw on: those that were given, or else those of a new figure.

    A new figure makes room for what stands beside its axes, such as a legend.

    Parameters
    ----------
    ax : matplotlib.axes.Axes or sequence of them or None
    figsize : tuple of float
        The new figure's width and height in inches.
    n : int
        How many axes are wanted, side by side.
    name : str
        What an error calls ``ax``.

    Returns
    -------
    matplotlib.axes.Axes or, if ``n`` is above 1, ndarray of them

    Raises
    ------
    ValueError
        If what was given are no axes, or another number of them.
    """
    if ax is None:
        import matplotlib.pyplot as plt

        return plt.subplots(1, n, figsize=figsize, layout="constrained")[1]
    given = np.ravel(np.array(ax, dtype=object))
    if len(given) != n or not all(hasattr(each, "transData") for each in given):
        raise bad_argument(name, f"{n} axes of matplotlib" if n > 1 else "matplotlib axes", ax)
    return given if n > 1 else given[0]


def mosaic_axes(ax, shape, width, title="", colorbar=False):
    """Give axes for a mosaic: those that were given, or new ones that it fills.

    Parameters
    ----------
    ax : matplotlib.axes.Axes or None
    shape : tuple of int
        The mosaic's rows and columns.
    width : float
        Its width in a new figure, in inches; the figure has 9.
    title : str
    colorbar : bool
        Whether a new figure gets axes for a colour bar beside the mosaic.

    Returns
    -------
    ax : matplotlib.axes.Axes
        Without ticks and frame, and with the title.
    beside : matplotlib.axes.Axes or None
        For the colour bar; None where ``ax`` was given.
    """
    high, above = width * shape[0] / shape[1], 0.35 if title else 0.05
    below = 0.1 if colorbar else 0.05  # half a number of the bar stands below it
    total = high + above + below
    new = ax is None
    ax, beside = axes_or_new(ax, (9, total)), None
    if new:
        ax.figure.set_layout_engine("none")
        ax.set_position((0.005, below / total, width / 9 - 0.005, high / total))
        if colorbar:
            beside = ax.figure.add_axes(((width + 0.1) / 9, below / total, 0.013, high / total))
    ax.set_axis_off()
    if title:
        ax.set_title(title, loc="left", fontsize=12)
    return ax, beside
