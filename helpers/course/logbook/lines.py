"""What a line of the logbook is. Lines are added, and never changed.

So two notebooks, or a page and a notebook, can each add their own, and both together lose nothing:
the union of their lines is the logbook. A line is a dict of JSON's types::

    {"kind": "guess", "key": "01/averages", "id": "5f0c…", "number": 7,
     "when": "2026-03-01T10:20:30+00:00", "value": 50, "unit": "of 100"}

``number`` orders them: one more than the largest that was there. A clock may jump; ``when`` is
only for people.
"""

import json
import re
import uuid
from datetime import datetime, timezone

from helpers._arguments import bad_argument

__all__ = [
    "KINDS",
    "check_key",
    "in_order",
    "is_line",
    "new_line",
    "next_number",
    "says_nothing_new",
    "union",
]

#: What lines there are, in the order in which they are shown.
KINDS = ("guess", "bet", "vote", "exercise", "quiz")

#: A lesson, and a name in it.
_KEY = re.compile(r"[a-z0-9_]{1,40}/[a-z0-9_-]{1,60}")
_ID = re.compile(r"[0-9a-zA-Z-]{8,40}")
#: No number of a line is larger: JavaScript counts exactly up to here.
_LARGEST = 2**53 - 1
#: A line is short. What is longer is no line of ours.
_MOST_LETTERS = 2000
_ABOUT = ("id", "number", "when")
_number = (int, float)
#: For each kind, what a line of it says: one of these sets of fields, each of such a type.
_SAYS = {
    "guess": ({"value": (*_number, str)}, {"answer": (*_number, str)}),
    "bet": ({"pairs": (list,)}, {"withdrawn": (bool,)}),
    "vote": ({"picture": (int,), "vote": (str,)},),
    "exercise": ({"status": (str,)},),
    "quiz": ({"question": (str,), "answer": (str,), "right": (bool,)},),
}


def check_key(key):
    """Raise ``ValueError`` unless ``key`` names an entry; return it.

    Parameters
    ----------
    key : str
        A lesson's number and a name, such as ``"01/averages"``: small letters without accents,
        digits, ``_`` and ``-``.

    Returns
    -------
    str
    """
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        raise bad_argument("key", "a lesson and a name in it, such as '01/averages'", key)
    return key


def new_line(kind, key, number, **said):
    """Make a line that says something.

    Parameters
    ----------
    kind : {"guess", "bet", "vote", "exercise", "quiz"}
    key : str
        See `check_key`.
    number : int
        Its place; see `next_number`.
    **said : object
        What it says.

    Returns
    -------
    dict
    """
    when = datetime.now(timezone.utc).isoformat(timespec="seconds")
    about = {"id": uuid.uuid4().hex, "number": number, "when": when}
    return {"kind": kind, "key": check_key(key), **about, **said}


def is_line(thing):
    """Say whether something that anybody may have written is a line.

    Parameters
    ----------
    thing : object
        Of JSON's types.

    Returns
    -------
    bool
    """
    if not isinstance(thing, dict) or not isinstance(thing.get("kind"), str):
        return False
    texts = [thing.get(name) for name in ("key", "id", "when")]
    if not all(isinstance(text, str) for text in texts):
        return False
    number = thing.get("number")
    if not _is(number, (int,)) or not 0 <= number <= _LARGEST or len(texts[2]) > 40:
        return False
    if not _KEY.fullmatch(texts[0]) or not _ID.fullmatch(texts[1]):
        return False
    try:
        short = len(json.dumps(thing, allow_nan=False)) <= _MOST_LETTERS
    except (ValueError, TypeError, RecursionError):  # not a number, or endless
        return False
    return short and any(
        all(_is(thing.get(name), types) for name, types in fields.items())
        for fields in _SAYS.get(thing["kind"], ())
    )


def _is(value, types):
    """Whether a value is of one of some types; True and False are no numbers."""
    return isinstance(value, types) and (not isinstance(value, bool) or bool in types)


def in_order(lines):
    """Sort lines as they were written."""
    return sorted(lines, key=lambda line: (line["number"], line["when"], line["id"]))


def union(*books):
    """Put lines together: each once, in their order.

    Parameters
    ----------
    *books : list of dict

    Returns
    -------
    list of dict
    """
    return in_order({line["id"]: line for book in books for line in book}.values())


def next_number(lines):
    """Give the number of the line that comes after all of these."""
    return min(1 + max((line["number"] for line in lines), default=0), _LARGEST)


def says_nothing_new(line, lines):
    """Say whether a line repeats the last one of its kind and key, word by word."""
    last = [one for one in lines if (one["kind"], one["key"]) == (line["kind"], line["key"])]
    return bool(last) and _said(in_order(last)[-1]) == _said(line)


def _said(line):
    return {name: value for name, value in line.items() if name not in _ABOUT}
