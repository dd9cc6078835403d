"""The one style of every figure in the course, and the colours of the ten classes.

A lesson turns it on with one line after its imports: ``style.use()``.
"""

import matplotlib as mpl
import numpy as np

__all__ = ["CLASS_COLOURS", "LINE_COLOURS", "RIGHT", "WRONG", "ink_on", "use"]

#: One colour for each of ten classes, in the order of their numbers. Any two are at least 17 apart
#: (CIEDE2000) for normal colour vision, protanopia, deuteranopia and tritanopia, and none is
#: so light that it is lost on white. Classes that look alike (tops and coats, shoes; 3, 5 and 8,
#: 4, 7 and 9) have colours that are further apart.
CLASS_COLOURS = (
    "#81cba3",  # mint
    "#0d8a8b",  # teal
    "#a07900",  # ochre
    "#eaaddd",  # pink
    "#9276ff",  # violet
    "#0513f9",  # blue
    "#642e5f",  # plum
    "#bdc600",  # lime
    "#5a5850",  # grey
    "#940302",  # dark red
)

#: A right answer and a wrong one: apart for every kind of colour vision; never the only mark.
RIGHT, WRONG = "#0072B2", "#D55E00"

#: Lines that are compared with each other, in this order.
LINE_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00")

_STYLE = {
    # White behind everything, so that a figure reads in a light theme and in a dark one.
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    # 100 pixels to the inch: a figure 9 inches wide fills a notebook's column and is not shrunk,
    # and its smallest text (11 points) is as large as the prose beside it.
    "figure.dpi": 100,
    "figure.figsize": (8, 4.5),
    "font.size": 11,
    "axes.titlesize": 12,
    "axes.labelsize": 11,
    "xtick.labelsize": 11,
    "ytick.labelsize": 11,
    "legend.fontsize": 11,
    "legend.frameon": False,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.prop_cycle": mpl.cycler(color=LINE_COLOURS),
    # A picture is shown as it is: pixel by pixel, 0 black and 255 white.
    "image.cmap": "gray",
    "image.interpolation": "nearest",
}


def use():
    """Turn the course's style on for every figure from here on.

    Used in every lesson.
    """
    mpl.rcParams.update(_STYLE)


def ink_on(colour):
    """Choose black or white for a text, whichever has more contrast on a colour.

    Parameters
    ----------
    colour : color
        What matplotlib takes for a colour.

    Returns
    -------
    {"black", "white"}
        Their contrast is 4.58 at least, by WCAG 2's relative luminance.
    """
    rgb = np.array(mpl.colors.to_rgb(colour))
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    luminance = linear @ [0.2126, 0.7152, 0.0722]
    return "black" if (luminance + 0.05) ** 2 > 1.05 * 0.05 else "white"
