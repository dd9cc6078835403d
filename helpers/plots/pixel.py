"""A picture of the arithmetic of one pixel of a feature map."""

import numpy as np
from matplotlib.patches import Rectangle

from helpers._arguments import check_integer, check_picture
from helpers.plots import style
from helpers.plots.kernels import SIGNED, short_number
from helpers.plots.tiles import colour_scale

__all__ = ["plot_pixel"]


def plot_pixel(pixel, picture, channels=3):
    """Draw how one pixel of a map is computed: what it sees, times the kernel, summed.

    Used in lesson 04.

    Parameters
    ----------
    pixel : helpers.networks.pixel_arithmetic.PixelArithmetic
    picture : ndarray of shape (H, W) or (H, W, 3), uint8
        The picture that the network was given.
    channels : int
        How many of the layer's input channels are written out: those that contribute most.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ValueError
        If the picture is none, or ``channels`` is not a number of at least 1.
    """
    import matplotlib.pyplot as plt

    picture = check_picture("picture", picture)
    shown = pixel.strongest_channels[: check_integer("channels", channels, low=1)]
    height, width, n = pixel.patch.shape
    inch = 0.44  # a number's cell
    row_height = height * inch + 0.55
    figure_height = max(len(shown) * row_height, 2.2) + 1.35
    figure = plt.figure(figsize=(9, figure_height))

    def place(left, top, w, h):
        return figure.add_axes((left / 9, 1 - (top + h) / figure_height, w / 9, h / figure_height))

    ax = place(0.05, 0.6, 2.1, 2.1)
    ax.imshow(picture, cmap="gray", vmin=0, vmax=255)
    ax.set_axis_off()
    ax.set_title("what it sees", fontsize=12)
    field = pixel.field
    ax.add_patch(
        Rectangle(
            (field.left - 0.5, field.top - 0.5), field.width, field.height,
            fill=False, ec="#E69F00", lw=3,
        )
    )  # fmt: skip
    limits = [
        colour_scale(array[..., shown]) for array in (pixel.patch, pixel.kernel, pixel.products)
    ]
    for k, channel in enumerate(shown):
        top, left = 0.6 + k * row_height, 2.55
        parts = (pixel.patch, pixel.kernel, pixel.products)
        for name, sign, part, limit in zip(
            ("patch", "kernel", "products"), "×= ", parts, limits, strict=True
        ):
            ax = place(left, top, width * inch, height * inch)
            _numbers(ax, part[..., channel], limit)
            title = name if n == 1 or name != "patch" else f"patch, channel {channel}"
            ax.set_title(title, fontsize=11)
            left += width * inch
            figure.text((left + 0.14) / 9, 1 - (top + height * inch / 2) / figure_height, sign,
                        fontsize=16, ha="center", va="center")  # fmt: skip
            left += 0.28
        figure.text(left / 9, 1 - (top + height * inch / 2) / figure_height,
                    f"sum  {_signed(pixel.channel_sums[channel])}",
                    fontsize=13, va="center")  # fmt: skip
    figure.text(0.02, 0.3 / figure_height, _sentence(pixel, shown), fontsize=12, va="bottom")
    figure.suptitle(
        f"{pixel.layer}, map {pixel.map}, row {pixel.row}, column {pixel.column}",
        x=0.02, y=1 - 0.02 / figure_height, ha="left", va="top", fontsize=13, fontweight="bold",
    )  # fmt: skip
    return figure


def _numbers(ax, values, limit):
    """Draw a small matrix with its values written in."""
    image = ax.imshow(values, cmap=SIGNED, vmin=-limit, vmax=limit, interpolation="nearest")
    for (i, j), value in np.ndenumerate(values):
        colour = style.ink_on(image.to_rgba(value))
        ax.text(j, i, short_number(value), ha="center", va="center", color=colour)
    ax.set(xticks=[], yticks=[])
    ax.spines[:].set_visible(False)


def _signed(value):
    return f"{value:+.3f}".replace("-", "−")


def _sentence(pixel, shown):
    """Write the sum out, as one would on paper."""
    terms = [_signed(pixel.channel_sums[channel]) for channel in shown]
    rest = len(pixel.channel_sums) - len(shown)
    if rest:
        others = pixel.channel_sums.sum() - pixel.channel_sums[shown].sum()
        terms.append(f"{_signed(others)} (the other {rest} channels)")
    return (
        f"{'  '.join(terms)}  {_signed(pixel.bias)} (bias)  =  {_signed(pixel.total)}\n"
        f"after {pixel.activation}:  {pixel.value:.3f}   ·   "
        f"the network itself says  {pixel.network_value:.3f}"
    )
