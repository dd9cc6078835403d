"""Votes on labels, kept in the logbook."""

import contextlib

from helpers.course.forms.kept import keep
from helpers.course.logbook.lines import check_key
from helpers.course.logbook.store import LogbookError, read_lines

__all__ = ["keep_votes"]


def keep_votes(vote, key):
    """Keep the votes of a widget in the logbook, and take those that are there.

    Used in lesson 05.

    Parameters
    ----------
    vote : helpers.widgets.LabelVote
    key : str
        Their name in the logbook, such as ``"05/votes"``.

    Returns
    -------
    helpers.widgets.LabelVote
        The same one: the last line of a cell.
    """
    vote.key = check_key(key)
    with contextlib.suppress(LogbookError):  # the page says so
        vote.take_votes(read_lines("vote", key))
    keep(vote, "vote", key)
    return vote
