"""The form in which the bet of lesson 1 is placed."""

import contextlib

import traitlets

from helpers._arguments import bad_argument
from helpers.course.bets import KEY, N_PAIRS, BetError, move_first_edition
from helpers.course.forms.kept import form_module, form_styles, keep
from helpers.course.logbook.store import LogbookError
from helpers.widgets.base import CourseWidget

__all__ = ["BetForm"]


class BetForm(CourseWidget):
    """Three rows of two menus, and a button that places the bet.

    A bet that is there already is shown, and can be changed. Used in lessons 01 and 05.

    Parameters
    ----------
    names : sequence of str
        The names of all classes.

    Raises
    ------
    ValueError
        If there are not three different names at least.
    """

    _esm = form_module("bet.js")
    _css = form_styles("bet.css")

    key = traitlets.Unicode(KEY).tag(sync=True)
    names = traitlets.List(traitlets.Unicode()).tag(sync=True)
    n_pairs = traitlets.Int(N_PAIRS).tag(sync=True)
    #: What is wrong with a bet of the first edition, if it is there and cannot be read.
    _note = traitlets.Unicode("").tag(sync=True)

    def __init__(self, names):
        names = [str(name) for name in names]
        if len(set(names)) != len(names) or len(names) < 3:
            raise bad_argument("names", "three different names or more", names)
        note = ""
        try:
            with contextlib.suppress(OSError, LogbookError):  # it stays where it is, and is read
                move_first_edition()
        except BetError as error:
            note = str(error)
        super().__init__(names=names, _note=note)
        keep(self, "bet", KEY)

    def summary(self):
        """Say what can be done here. A bet is not in it."""
        return (
            f"A bet on {N_PAIRS} pairs of these: {', '.join(self.names)}. "
            "Run this cell, or trust this notebook, to place it."
        )
