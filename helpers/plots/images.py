"""Pictures in rows, each with its name below."""

import numpy as np

from helpers._arguments import bad_argument, check_images, check_integer, check_marks, check_numbers
from helpers.plots import style
from helpers.plots.axes import axes_or_new
from helpers.plots.tiles import tile

__all__ = ["ImageGrid", "show_images"]

#: Inches that a line of a caption takes, and a letter of a row's name.
_LINE, _LETTER = 0.24, 0.09


class ImageGrid:
    """Pictures in rows, drawn. `show_images` makes it.

    Attributes
    ----------
    figure_ : matplotlib.figure.Figure
    ax_ : matplotlib.axes.Axes
        One for all pictures.
    image_ : matplotlib.image.AxesImage
        All pictures as one.
    texts_ : list of matplotlib.text.Text
        The captions, in the pictures' order; then the rows' names.
    """

    def __init__(self, ax, image, texts):
        self.figure_, self.ax_, self.image_, self.texts_ = ax.figure, ax, image, texts


def show_images(
    images,
    captions=None,
    right=None,
    columns=7,
    tile_size=1.2,
    limits=(0, 255),
    title="",
    ax=None,
    rows=None,
):
    """Draw pictures in rows from the top left, each with a caption below.

    Grey pictures are shown on one scale: 0 is black, 255 white, in every tile. Used in every
    lesson.

    Parameters
    ----------
    images : ndarray of shape (N, H, W) or (N, H, W, 3)
        uint8, or floats on the same scale. It is not changed.
    captions : sequence of N str, optional
        A line below each picture (or more, parted by newlines, as many in each).
    right : sequence of N bool, optional
        Marks the captions: ✓ and blue where true, ✗ and red where false.
    columns : int
        Pictures in a row.
    tile_size : float
        A picture's width, in inches.
    limits : tuple of float
        What is black and what is white.
    title : str
    ax : matplotlib.axes.Axes, optional
        Where to draw. Left out, a figure of the right size is made.
    rows : sequence of str, optional
        A name for each row, to the left of it.

    Returns
    -------
    ImageGrid

    Raises
    ------
    ValueError
        If the pictures have another shape, or captions or marks another number.
    """
    images = check_images("images", images)
    columns = min(check_integer("columns", columns, low=1), len(images))
    if captions is not None and len(captions) != len(images):
        raise bad_argument("captions", f"one for each of {len(images)} pictures", captions)
    if right is not None:
        right = check_marks("right", right, len(images), "pictures")
    n_rows = -(-len(images) // columns)
    if rows is not None and len(rows) != n_rows:
        raise bad_argument("rows", f"a name for each of {n_rows} rows", rows)
    rows = [] if rows is None else list(map(str, rows))
    height, width = images.shape[1:3]
    lines = 0 if captions is None else max(str(text).count("\n") + 1 for text in captions)
    below = round(lines * _LINE / tile_size * width)  # room for the captions, in pixels
    gap = max(1, width // 14)

    expected = "two numbers, the lower one first"
    limits = check_numbers("limits", limits, expected, ranks=(1,))
    if len(limits) != 2 or limits[0] >= limits[1]:
        raise bad_argument("limits", expected, limits.tolist())
    low, high = limits.astype(np.float32)
    shown = (np.clip(images.astype(np.float32), low, high) - low) / (high - low)
    room = [(0, 0), (0, below), (0, 0), (0, 0)][: shown.ndim]
    mosaic = tile(np.pad(shown, room, constant_values=1), columns, gap, fill=1)
    inch, extra = tile_size / width, 0.35 if title else 0
    beside = _LETTER * max(map(len, rows)) + 0.4 * tile_size if rows else 0
    ax = axes_or_new(ax, (mosaic.shape[1] * inch + beside, mosaic.shape[0] * inch + extra))
    image = ax.imshow(mosaic, cmap="gray", vmin=0, vmax=1, interpolation="nearest")
    ax.set_axis_off()
    if rows:  # what room is left over goes to their names
        ax.set_anchor("E")
    if title:
        ax.set_title(title, loc="left")

    texts = []
    for i, caption in enumerate(captions if captions is not None else []):
        row, column = divmod(i, columns)
        mark, colour = "", "black"
        if right is not None:
            mark, colour = ("✓ ", style.RIGHT) if right[i] else ("✗ ", style.WRONG)
        texts.append(
            ax.text(
                column * (width + gap) + (width - 1) / 2,
                row * (height + below + gap) + height + 0.02 * below,
                f"{mark}{caption}",
                ha="center",
                va="top",
                color=colour,
            )
        )
    for row, name in enumerate(rows):
        middle = row * (height + below + gap) + (height - 1) / 2
        texts.append(ax.text(-0.3 * width, middle, name, ha="right", va="center"))
    return ImageGrid(ax, image, texts)
