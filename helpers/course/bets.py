"""The bet: which pairs of classes will a network confuse most? Placed in lesson 1, scored in 5.

It is kept in the logbook, so that it outlives a restart and belongs to one person, also where many
share a server. A bet of the first edition, a file of its own, is read, and moved there when the
next one is placed.
"""

from dataclasses import dataclass

from helpers._arguments import bad_argument
from helpers._files import parse_json, shown_path
from helpers.course.logbook.lines import new_line
from helpers.course.logbook.store import (
    LogbookError,
    add_line,
    merge_lines,
    read_lines,
    user_folder,
)

__all__ = [
    "KEY",
    "N_PAIRS",
    "Bet",
    "BetError",
    "load_bet",
    "move_first_edition",
    "place_bet",
    "withdraw_bet",
]

#: Its name in the logbook.
KEY = "01/bet"
#: A bet is on this many pairs.
N_PAIRS = 3

_FIRST_EDITION = {"format": "watch-it-learn bet", "version": 1}


class BetError(RuntimeError):
    """A bet that is there, but cannot be read."""


@dataclass(frozen=True)
class Bet:
    """Three pairs of classes, and when they were chosen.

    Attributes
    ----------
    pairs : tuple of tuple of (str, str)
        Names of classes; within a pair in the order of the data set.
    placed : str
        Date and time (UTC), as ISO 8601 has it.
    """

    pairs: tuple
    placed: str

    def __str__(self):
        pairs = "; ".join(f"{first} and {second}" for first, second in self.pairs)
        return f"Your bet: {pairs}. Placed on {self.placed[:10]}."


def place_bet(pairs, names):
    """Place the bet, or change it.

    Used in lessons 01 and 05.

    Parameters
    ----------
    pairs : sequence of three pairs of str
        Such as ``[("Coat", "Shirt"), ("Pullover", "Coat"), ("Sandal", "Sneaker")]``. The order
        does not matter, neither of the pairs nor within one; capital letters neither.
    names : sequence of str
        The names of all classes.

    Returns
    -------
    Bet
        As it was written.

    Raises
    ------
    ValueError
        If it is not three different pairs of two different classes. The bet that was there
        stays as it is.
    OSError, LogbookError
        If it cannot be written. The bet that was there stays as it is.

    Notes
    -----
    If a file is there that cannot be read as a bet, it is kept under another name.
    """
    checked = _check_pairs(pairs, names)
    notes = [_clear_the_way(), add_line("bet", KEY, pairs=[list(pair) for pair in checked])]
    for note in filter(None, notes):
        print(note)
    return load_bet()


def load_bet():
    """Read the bet.

    Used in lessons 01, 02 and 05.

    Returns
    -------
    Bet or None
        None if there is none.

    Raises
    ------
    BetError
        If the file is cut short, of another kind, or of another version. It is left as it is.
    """
    try:
        lines = read_lines("bet", KEY)
    except LogbookError as error:
        raise BetError(f"Your bet cannot be read. {error} {_AGAIN}") from error
    for line in reversed(lines):
        if "pairs" not in line:
            return None  # it was withdrawn
        pairs = _as_pairs(line["pairs"])
        if pairs is not None:
            return Bet(pairs, line["when"])
    return _first_edition()


def withdraw_bet():
    """Take the bet back.

    Returns
    -------
    bool
        Whether there was one.
    """
    if load_bet() is None:
        return False
    _clear_the_way()
    add_line("bet", KEY, withdrawn=True)
    return True


_AGAIN = "Place it again; this file will be kept under another name."


def _as_pairs(pairs):
    """Bring pairs of names into one form; None if they are something else."""
    try:
        found = tuple((first, second) for first, second in pairs)
    except (TypeError, ValueError):
        return None
    texts = all(isinstance(name, str) for pair in found for name in pair)
    return found if texts and len(found) == N_PAIRS else None


def _old_path():
    return user_folder() / "bet.json"


def _first_edition():
    """Read the bet that the first edition has left, if there is one."""
    path = _old_path()
    try:
        content = parse_json(path.read_text(encoding="utf-8"))
        if not isinstance(content, dict) or content.get("format") != _FIRST_EDITION["format"]:
            raise ValueError("it holds something else")
        if content["version"] != _FIRST_EDITION["version"]:
            raise ValueError(f"it is of version {content['version']!r}")
        pairs = _as_pairs(content["pairs"])
        if pairs is None or not isinstance(content["placed"], str):
            raise ValueError(f"it does not hold {N_PAIRS} pairs")
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BetError(
            f"Your bet in {shown_path(path)} cannot be read: {error}. {_AGAIN}"
        ) from error
    return Bet(pairs, content["placed"])


def move_first_edition():
    """Bring the first edition's bet into the logbook, if there is one.

    Returns
    -------
    str
        As of `helpers.course.logbook.store.add_line`. It raises the same, and `BetError`.
    """
    bet = _first_edition()
    if bet is None:
        return ""
    pairs = [list(pair) for pair in bet.pairs]
    # Before all others, whatever is there.
    note = merge_lines([{**new_line("bet", KEY, 0, pairs=pairs), "when": bet.placed[:40]}])
    _old_path().unlink(missing_ok=True)
    return note


def _clear_the_way():
    """Move the first edition's bet; if it can't be read, keep it under another name and say so."""
    try:
        return move_first_edition()
    except BetError:
        path = _old_path()
        number = 1
        while (aside := path.with_name(f"bet-unreadable-{number}.json")).exists():
            number += 1
        path.rename(aside)
        return f"The old file was no bet that can be read. It is kept as {shown_path(aside)}."


def _check_pairs(pairs, names):
    """Bring the pairs into one form, or say what is wrong with them."""
    names = [str(name) for name in names]
    places = {name.casefold(): place for place, name in enumerate(names)}
    wanted = f"{N_PAIRS} pairs of names, such as [({names[0]!r}, {names[1]!r}), …]"
    try:
        named = [tuple(pair) for pair in pairs if not isinstance(pair, str)]
    except TypeError:
        raise bad_argument("pairs", wanted, pairs) from None
    if len(named) != len(pairs) or len(named) != N_PAIRS or any(len(pair) != 2 for pair in named):
        raise bad_argument("pairs", wanted, pairs)
    found = []
    for pair in named:
        for name in pair:
            if not isinstance(name, str) or name.strip().casefold() not in places:
                raise bad_argument("pairs", "names out of " + ", ".join(names), name)
        first, second = sorted(places[name.strip().casefold()] for name in pair)
        if first == second:
            raise bad_argument("pairs", "two different classes in each pair", pair)
        if (first, second) in found:
            raise bad_argument("pairs", f"{N_PAIRS} different pairs", pair, "It is there twice.")
        found.append((first, second))
    return tuple((names[first], names[second]) for first, second in found)
