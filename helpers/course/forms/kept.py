"""A widget keeps lines in the logbook: its half in the browser sends them, this half writes.

What a learner says travels in messages, never in what a widget shares with Python for good: that
is written into the notebook's file. In the browser it is ``widgets/shared/logbook.js``.
"""

from pathlib import Path

import helpers
from helpers._files import shown_path
from helpers.course.logbook.lines import check_key, is_line
from helpers.course.logbook.store import (
    LogbookError,
    delete_logbook,
    logbook_folder,
    merge_lines,
    read_all,
)
from helpers.widgets.modules import joined_module, joined_styles

__all__ = ["form_module", "form_styles", "keep", "tell"]

#: No message of a page has more lines than this: what waited there while no kernel ran.
_MOST_LINES = 2000
_ROOT = Path(helpers.__file__).parent


def form_module(name):
    """Join the module of a form of this folder with what it imports, as its ``_esm``."""
    return joined_module(f"course/forms/{name}", _ROOT)


def form_styles(*names):
    """Join style sheets of this folder to the widgets' own, as a form's ``_css``."""
    own = [(_ROOT / "course" / "forms" / name).read_text(encoding="utf-8") for name in names]
    return "\n".join([joined_styles("shared/base.css", "shared/logbook.css"), *own])


def keep(widget, kind, key):
    """Let a widget keep its lines in the logbook.

    Parameters
    ----------
    widget : helpers.widgets.base.CourseWidget
        Its module uses ``shared/logbook.js``, with the same kind and key.
    kind : {"guess", "bet", "vote", "exercise", "quiz"} or None
        None: it is shown all lines.
    key : str or None
    """
    if key is not None:
        check_key(key)
    widget.on_msg(lambda _, content, buffers: _hear(widget, kind, key, content))


def tell(widget, kind, key, note=""):
    """Tell the widget's half in the browser what the logbook has.

    Parameters
    ----------
    widget : helpers.widgets.base.CourseWidget
    kind, key : str or None
    note : str
        A sentence on what happened.
    """
    lines, complaints = read_all()
    lines = [line for line in lines if _is_about(line, kind, key)]
    said = [f"It is kept in your logbook on the machine where this notebook runs: {_folder()}."]
    if complaints:
        said = [*complaints, "What you say now is kept, and such a file under another name."]
    widget.send({"logbook": {"lines": lines, "words": " ".join(filter(None, [*said, note]))}})


def _folder():
    return shown_path(logbook_folder())


def _hear(widget, kind, key, content):
    """Answer a message of the widget's other half: lines to be kept, or a question."""
    asked = content.get("logbook") if isinstance(content, dict) else None
    if not isinstance(asked, dict):
        return
    if asked.get("clear") is True and kind is None:
        _clear(widget)
        return
    given = asked.get("lines", [])
    given = given[:_MOST_LINES] if isinstance(given, list) else []
    lines = [line for line in given if is_line(line) and _is_about(line, kind, key)]
    note = ""
    if lines:
        try:
            note = merge_lines(lines)
        except (OSError, LogbookError) as error:
            said = getattr(error, "strerror", None) or error
            widget.send({"logbook": {"lines": [], "words": f"It could not be written: {said}"}})
            return
    tell(widget, kind, key, note)


def _clear(widget):
    """Delete the logbook, and tell the page."""
    try:
        delete_logbook()
    except (OSError, LogbookError) as error:
        said = getattr(error, "strerror", None) or error
        tell(widget, None, None, f"It could not be deleted: {said}.")
        return
    words = f"The logbook in {_folder()} is empty. A new learner can start here."
    widget.send({"logbook": {"lines": [], "cleared": True, "words": words}})


def _is_about(line, kind, key):
    """Whether a line is of the widget's kind and key; a widget of all takes any."""
    return kind in (None, line["kind"]) and key in (None, line["key"])
