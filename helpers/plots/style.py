"""The one style of every figure in the course, and the colours of the ten classes."""

import matplotlib as mpl

__all__ = ["CLASS_COLOURS", "use"]

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

_STYLE = {
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "figure.dpi": 100,
    "font.size": 11,
}


def use():
    """Turn the course's style on for every figure from here on."""
    mpl.rcParams.update(_STYLE)
