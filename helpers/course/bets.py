"""The bet: which pairs of classes will a network confuse most? Placed in lesson 1, scored in 5.

It is a small JSON file in the user's own data folder, so that it outlives a restart and belongs to
one person, also where many share a server.
"""

import json
import os
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

from helpers._arguments import bad_argument
from helpers._files import parse_json, write_whole

__all__ = ["N_PAIRS", "Bet", "BetError", "bet_path", "load_bet", "place_bet", "withdraw_bet"]

#: A bet is on this many pairs.
N_PAIRS = 3

_FORMAT = {"format": "watch-it-learn bet", "version": 1}


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


def bet_path():
    """Say where the bet is kept.

    Returns
    -------
    Path
        In the folder that the environment variable ``COURSE_USER_DIR`` names, or else in this
        user's data folder as the operating system has it. It need not exist.
    """
    chosen = os.environ.get("COURSE_USER_DIR", "")
    if chosen:
        return Path(chosen).expanduser().absolute() / "bet.json"
    from platformdirs import user_data_path

    return user_data_path("watch-it-learn", appauthor=False) / "bet.json"


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
    OSError
        If the file cannot be written. The bet that was there stays as it is.

    Notes
    -----
    If a file is there that cannot be read as a bet, it is kept under another name.
    """
    bet = Bet(_check_pairs(pairs, names), datetime.now(timezone.utc).isoformat(timespec="seconds"))
    path = bet_path()
    try:
        load_bet()
    except BetError:
        print(f"The old file was no bet that can be read. It is kept as {_put_aside(path)}.")
    content = {**_FORMAT, "placed": bet.placed, "pairs": bet.pairs}
    text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
    write_whole(path, text.encode(), parents=True)
    return bet


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
    path = bet_path()
    try:
        content = parse_json(path.read_text(encoding="utf-8"))
        if not isinstance(content, dict) or content.get("format") != _FORMAT["format"]:
            raise ValueError("it holds something else")
        if content["version"] != _FORMAT["version"]:
            raise ValueError(f"it is of version {content['version']!r}")
        pairs = tuple((first, second) for first, second in content["pairs"])
        names = [name for pair in pairs for name in (*pair, content["placed"])]
        if len(pairs) != N_PAIRS or not all(isinstance(name, str) for name in names):
            raise ValueError(f"it does not hold {N_PAIRS} pairs")
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BetError(
            f"Your bet in {_shown(path)} cannot be read: {error}. "
            "Place it again; this file will be kept under another name."
        ) from error
    return Bet(pairs, content["placed"])


def withdraw_bet():
    """Take the bet back.

    Returns
    -------
    bool
        Whether there was one.
    """
    try:
        bet_path().unlink()
    except FileNotFoundError:
        return False
    return True


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


def _put_aside(path):
    """Rename a file so that a new one can take its place; return the new name."""
    number = 1
    while (aside := path.with_name(f"bet-unreadable-{number}.json")).exists():
        number += 1
    path.rename(aside)
    return _shown(aside)


def _shown(path):
    """A path for a message, without the name of the user."""
    try:
        return f"~/{path.relative_to(Path.home())}"
    except ValueError:
        return str(path)
