"""The one style of every figure in the course, and the colours of the ten classes."""

import matplotlib as mpl

__all__ = ["CLASS_COLOURS", "LINE_COLOURS", "RIGHT", "WRONG", "use"]

#: One colour for each of ten classes.
CLASS_COLOURS = (
    "#3f90da",
    "#ffa90e",
    "#bd1f01",
    "#94a4a2",
    "#832db6",
    "#a96b59",
    "#e76300",
    "#b9ac70",
    "#717581",
    "#92dadd",
)

#: A right answer and a wrong one: apart for every kind of colour vision; never the only mark.
RIGHT, WRONG = "#0072B2", "#D55E00"

#: Lines that are compared with each other, in this order.
LINE_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00")

_STYLE = {
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "figure.dpi": 100,
    "font.size": 11,
}


def use():
    """Turn the course's style on for every figure from here on."""
    mpl.rcParams.update(_STYLE)
