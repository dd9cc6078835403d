"""The one style of every figure in the course, and the colours of the ten classes.

A lesson turns it on with one line after its imports: ``style.use()``.
"""

import re

import matplotlib as mpl
import numpy as np

from helpers._arguments import bad_argument

__all__ = [
    "CLASS_COLOURS",
    "LINE_COLOURS",
    "NETWORK_COLOURS",
    "RIGHT",
    "WRONG",
    "class_colours",
    "ink_on",
    "line_looks",
    "network_colour",
    "use",
]

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

#: A network keeps its colour from lesson to lesson, whatever it is compared with; none of these is
#: right's or wrong's. A name has the colour of the word in it: "MLP 70-30" that of the MLP.
NETWORK_COLOURS = {
    "CNN": "#009E73",  # green
    "MLP": "#CC79A7",  # pink
    "article": "#56B4E9",  # light blue
    "better": "#E69F00",  # amber
    "best": "#5D3A9B",  # violet
}

#: What a line's points look like, and the line itself when the colours have come round.
_MARKERS, _DASHES = "osD^vP", ("-", (0, (5, 1.5)), (0, (1, 1.2)), (0, (6, 1.2, 1, 1.2)))

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


def class_colours(n_classes):
    """Give each of so many classes its colour; after ten they come round again.

    Parameters
    ----------
    n_classes : int

    Returns
    -------
    list of str
    """
    return [CLASS_COLOURS[k % len(CLASS_COLOURS)] for k in range(n_classes)]


def network_colour(name):
    """Find the colour of a network by its name.

    Parameters
    ----------
    name : object
        What a curve or a table calls it, such as "MLP 70-30" or "the article's".

    Returns
    -------
    str or None
        The colour of the first word that `NETWORK_COLOURS` has; None if it has none of them.
    """
    words = re.findall(r"\w+", str(name))
    return next((NETWORK_COLOURS[word] for word in words if word in NETWORK_COLOURS), None)


def line_looks(name, things, colours=LINE_COLOURS):
    """Give each of several lines a look of its own: none is left without one.

    A network that has a colour keeps it, and the others share the rest in their order. A colour
    comes again once all were used, but then with another marker and other dashes. Any two lines
    differ in colour or marker, and the first ones, one for each colour, in both.

    Parameters
    ----------
    name : str
        The argument whose things become lines, for an error.
    things : sequence or dict
        What the lines are called.
    colours : sequence of colours
        Six or fewer.

    Returns
    -------
    list of dict
        For each thing ``color``, ``marker`` and ``linestyle``, as ``Axes.plot`` takes them.

    Raises
    ------
    ValueError
        If there is nothing to draw, or more than four lines for each colour.
    """
    most = len(_DASHES) * len(colours)
    if not 0 < len(things) <= most:
        raise bad_argument(
            name,
            f"1 to {most} lines",
            f"{len(things)} of them",
            "Draw the others in a second figure.",
        )
    colours = _in_order(list(things)[: len(colours)], colours)
    return [
        {
            "color": colours[k % len(colours)],
            # One marker on in each round, so that a colour never meets the same one again.
            "marker": _MARKERS[(k + k // len(colours)) % len(_MARKERS)],
            "linestyle": _DASHES[k // len(colours)],
        }
        for k in range(len(things))
    ]


def _in_order(things, colours):
    """Put the colours of known networks where their lines are, and the others around them."""
    own = [network_colour(thing) for thing in things]
    own = [None if colour in own[:k] else colour for k, colour in enumerate(own)]
    rest = [colour for colour in colours if colour not in own]
    chosen = [colour or rest.pop(0) for colour in own]
    return (chosen + rest)[: len(colours)]
