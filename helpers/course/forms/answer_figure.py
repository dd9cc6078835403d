"""A figure as a picture on which a page puts marks: where its axes are, and its bytes."""

import io
import sys

from PIL import Image

from helpers.widgets.base import png

__all__ = ["close", "picture", "placed"]

#: How many colours the figure may have as a picture.
_COLOURS = 128
#: Inches around what is drawn.
_EDGE = 0.1


def placed(ax):
    """Draw the figure of some axes, and say where on it they are.

    Parameters
    ----------
    ax : matplotlib.axes.Axes

    Returns
    -------
    traits : dict
        ``_figure``, its bytes; ``_width``, in pixels; ``_box``, the axes' left, top, width and
        height as shares of the picture.
    whole : matplotlib.transforms.Bbox
        The part of the figure that is the picture, in inches.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    figure = ax.figure.canvas.figure  # the whole one, also where the axes are in a part of it
    FigureCanvasAgg(figure).draw()
    # As notebooks show figures: all that is drawn, and a narrow edge. A label may stand outside.
    whole = figure.get_tightbbox().padded(_EDGE)
    extent = ax.get_window_extent().transformed(figure.dpi_scale_trans.inverted())
    box = [
        (extent.x0 - whole.x0) / whole.width,
        (whole.y1 - extent.y1) / whole.height,
        extent.width / whole.width,
        extent.height / whole.height,
    ]
    width = round(whole.width * figure.dpi)
    return {"_figure": picture(figure, whole), "_width": width, "_box": box}, whole


def picture(figure, part):
    """Draw a part of a figure, in inches, as a small PNG."""
    store = io.BytesIO()
    figure.savefig(store, format="png", dpi=figure.dpi, bbox_inches=part)
    return png(Image.open(store), _COLOURS)


def close(figure):
    """Take a figure out of pyplot's hands, so that a notebook does not show it once more."""
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close(figure)
