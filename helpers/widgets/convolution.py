"""A convolution to touch: a picture, a kernel, and the sum behind every pixel that comes out."""

import numpy as np
import traitlets

from helpers._arguments import (
    bad_argument,
    check_choice,
    check_integer,
    check_numbers,
    check_positions,
)
from helpers.analysis.convolution import convolve
from helpers.widgets.base import CourseWidget, figure_png
from helpers.widgets.modules import joined_module, joined_styles

__all__ = ["EXAMPLE", "KERNELS", "ConvolutionExplorer"]

#: A picture of 9 × 9 pixels whose numbers have one digit, so that sums can be done in the head.
EXAMPLE = np.array(
    [
        [0, 0, 0, 0, 0, 0, 0, 0, 0],
        [0, 9, 9, 9, 9, 9, 9, 9, 0],
        [0, 9, 9, 9, 9, 9, 9, 9, 0],
        [0, 0, 0, 0, 0, 5, 9, 9, 0],
        [0, 0, 0, 0, 2, 9, 9, 2, 0],
        [0, 0, 0, 0, 7, 9, 5, 0, 0],
        [0, 0, 0, 2, 9, 9, 1, 0, 0],
        [0, 0, 0, 7, 9, 5, 0, 0, 0],
        [0, 0, 0, 9, 9, 1, 0, 0, 0],
    ],
    dtype=np.uint8,
)
EXAMPLE.flags.writeable = False

#: Kernels that people have thought out.
KERNELS = {
    "vertical edges": ((-1, 0, 1), (-2, 0, 2), (-1, 0, 1)),
    "horizontal edges": ((-1, -2, -1), (0, 0, 0), (1, 2, 1)),
    "outline": ((-1, -1, -1), (-1, 8, -1), (-1, -1, -1)),
    "blur": ((0.0625, 0.125, 0.0625), (0.125, 0.25, 0.125), (0.0625, 0.125, 0.0625)),
    "sharpen": ((0, -1, 0), (-1, 5, -1), (0, -1, 0)),
    "copy": ((0, 0, 0), (0, 1, 0), (0, 0, 0)),
}

_PADDINGS = ("valid", "same")
_LARGEST_KERNEL = 7
_LARGEST_PICTURE = 64


class ConvolutionExplorer(CourseWidget):
    """Convolve a picture with a kernel that can be picked and changed, number by number.

    Pointing at a pixel of the output shows the patch that it sees, the products, and their sum.
    All of it is computed in the browser: it answers at once and needs no kernel of Jupyter's.

    Parameters
    ----------
    pictures : dict of str to ndarray of shape (H, W)
        Whole numbers from 0 (black) on, at least 7 and at most 64 pixels each way.
    kernels : dict of str to array of shape (h, w), optional
        More kernels to pick from, at most 7 × 7. They are rounded to two decimals, so that what is
        written out is what is computed.
    picture, kernel : str, optional
        What is shown first. By default the first picture, and the first of `KERNELS`.
    stride : int
        From 1 to 4.
    padding : {"valid", "same"}
        As in `helpers.analysis.convolution.patches`.
    title : str
        A line above it.

    Attributes
    ----------
    picture : str
        The picture that is shown: to be set, observed.
    weights : list of list of float
        The kernel's numbers: to be set, observed.
    stride, padding
        As above: to be set, observed.
    pixel : list of int
        Row and column of the output's pixel that is pointed at, at first the strongest one.
    output : ndarray of shape (rows, columns)
        What the convolution gives.

    Raises
    ------
    ValueError
        If a picture or a kernel has another shape, or a name or a number is not known.

    Notes
    -----
    Keys, on the output: arrows move from pixel to pixel, Home and End within the row.

    Used in lesson 03.
    """

    _esm = joined_module("convolution.js")
    _css = joined_styles("shared/base.css", "convolution.css")

    title = traitlets.Unicode("").tag(sync=True)
    picture = traitlets.Unicode("").tag(sync=True)
    weights = traitlets.List(traitlets.List(traitlets.CFloat())).tag(sync=True)
    stride = traitlets.Int(1).tag(sync=True)
    padding = traitlets.Enum(_PADDINGS, "valid").tag(sync=True)
    pixel = traitlets.List(traitlets.Int(), [0, 0], minlen=2, maxlen=2).tag(sync=True)
    # Pairs of a name and rows of numbers: a notebook file would sort a dict by its keys.
    _pictures = traitlets.List().tag(sync=True)
    _kernels = traitlets.List().tag(sync=True)

    def __init__(
        self, pictures, kernels=None, picture=None, kernel=None, stride=1, padding="valid", title=""
    ):
        if not isinstance(pictures, dict) or not pictures:
            raise bad_argument("pictures", "a dict of names and pictures, at least one", pictures)
        pictures = {str(name): _checked_picture(each) for name, each in pictures.items()}
        known = {name: [list(map(float, row)) for row in rows] for name, rows in KERNELS.items()}
        for name, each in (kernels or {}).items():
            known[str(name)] = _checked_kernel("kernels", each)
        picture = check_choice("picture", picture or next(iter(pictures)), pictures)
        kernel = check_choice("kernel", kernel or next(iter(known)), known)
        super().__init__(
            title=title,
            picture=picture,
            weights=known[kernel],
            stride=check_integer("stride", stride, 1, 4),
            padding=check_choice("padding", padding, _PADDINGS),
            _pictures=[[name, each.tolist()] for name, each in pictures.items()],
            _kernels=[[name, each] for name, each in known.items()],
        )
        # Where there is most to see: not a corner, which is mostly black.
        strength = np.abs(self.output)
        self.pixel = [int(i) for i in np.unravel_index(strength.argmax(), strength.shape)]

    @traitlets.validate("weights")
    def _check_weights(self, proposal):
        return _checked_kernel("weights", proposal["value"], digits=6)

    @traitlets.validate("picture")
    def _check_picture(self, proposal):
        return check_choice("picture", proposal["value"], dict(self._pictures) or [""])

    @traitlets.validate("stride")
    def _check_stride(self, proposal):
        return check_integer("stride", proposal["value"], 1, 4)

    @property
    def output(self):
        """What the convolution gives, ndarray of shape (rows, columns), float64."""
        shown = np.array(dict(self._pictures)[self.picture], float)[None, :, :, None]
        kernel = np.array(self.weights)[:, :, None, None]
        return convolve(shown, kernel, stride=self.stride, padding=self.padding)[0, :, :, 0]

    def summary(self):
        """Say what is shown, and how to use it where it stands still."""
        rows, columns = self.output.shape
        return (
            f"{self.picture}, convolved with a kernel of {len(self.weights)} × "
            f"{len(self.weights[0])}, stride {self.stride}, padding {self.padding}: {rows} × "
            f"{columns} pixels. Run this cell, or trust this notebook, to move it."
        )

    def still_picture(self):
        """Return picture, kernel and output side by side, as PNG bytes."""
        from matplotlib.figure import Figure

        figure = Figure(figsize=(8, 3.2), dpi=80, layout="tight")
        shown, kernel = np.array(dict(self._pictures)[self.picture]), np.array(self.weights)
        for ax, values, title, low in zip(
            figure.subplots(1, 3),
            (shown, kernel, self.output),
            (self.picture, "kernel", "output: run this cell to move it"),
            (0, None, None),
            strict=True,
        ):
            high = max(np.abs(values).max(), 1e-9)
            ax.imshow(values, cmap="gray", vmin=-high if low is None else low, vmax=high)
            ax.set_title(title, fontsize=11)
            ax.set_axis_off()
        return figure_png(figure)


def _checked_picture(picture):
    expected = "whole numbers from 0 on, of shape (H, W)"
    array = check_positions("pictures", picture, expected, ranks=(2,))
    # Every kernel fits into every picture.
    if min(array.shape) < _LARGEST_KERNEL or max(array.shape) > _LARGEST_PICTURE:
        expected = f"{_LARGEST_KERNEL} to {_LARGEST_PICTURE} pixels each way"
        raise bad_argument("pictures", expected, array)
    return array


def _checked_kernel(name, kernel, digits=2):
    expected = f"numbers of shape (h, w), at most {_LARGEST_KERNEL} each way"
    array = check_numbers(name, kernel, expected, ranks=(2,)).astype(float)
    if max(array.shape) > _LARGEST_KERNEL:
        raise bad_argument(name, expected, array)
    return (np.round(array, digits) + 0.0).tolist()  # + 0.0: no "-0"
