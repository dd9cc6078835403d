"""Where the logbook is kept: a small JSON file for each kind of line, in the user's own folder.

Each file is written whole or not at all. Who adds a line locks the folder, reads what is there and
writes it back with the line, so two notebooks at once lose nothing. A file that cannot be read is
kept under another name. The folder is made only when something is written.
"""

import contextlib
import os
from pathlib import Path

import filelock

from helpers._files import DISK_FULL, NOT_WRITABLE, shown_path, write_whole
from helpers.course.logbook.file_format import MOST_BYTES, as_bytes, read_bytes
from helpers.course.logbook.lines import (
    KINDS,
    in_order,
    is_line,
    new_line,
    next_number,
    says_nothing_new,
    union,
)

__all__ = [
    "LogbookError",
    "add_line",
    "delete_logbook",
    "logbook_folder",
    "merge_lines",
    "read_all",
    "read_lines",
    "user_folder",
]

_FILES = {
    "guess": "guesses.json",
    "bet": "bets.json",
    "vote": "votes.json",
    "exercise": "exercises.json",
    "quiz": "quizzes.json",
}
#: Seconds until another notebook has written its line.
_PATIENCE = 10


class LogbookError(RuntimeError):
    """A logbook that is there, but cannot be read or locked."""


def user_folder():
    """Say where the course keeps what belongs to one person.

    Returns
    -------
    Path
        The folder that the environment variable ``COURSE_USER_DIR`` names, or else in this user's
        data folder as the operating system has it. It need not exist.
    """
    chosen = os.environ.get("COURSE_USER_DIR", "")
    if chosen:
        return Path(chosen).expanduser().absolute()
    from platformdirs import user_data_path

    return user_data_path("watch-it-learn", appauthor=False)


def logbook_folder():
    """Say where the logbook is kept; the folder need not exist."""
    return user_folder() / "logbook"


def read_lines(kind=None, key=None):
    """Read the logbook, or a part of it.

    Parameters
    ----------
    kind : {"guess", "bet", "vote", "exercise", "quiz"}, optional
        Only lines of this kind.
    key : str, optional
        Only lines with this key.

    Returns
    -------
    list of dict
        In the order in which they were written. Empty where there is no logbook.

    Raises
    ------
    LogbookError
        If a file is cut short, of another kind, or of another version. It is left as it is.
    """
    kinds = KINDS if kind is None else (kind,)
    lines = [line for each in kinds for line in _lines(_path(each)) if is_line(line)]
    return in_order(line for line in lines if key is None or line["key"] == key)


def read_all():
    """Read whatever can be read of the logbook.

    Returns
    -------
    list of dict
        As of `read_lines`.
    list of str
        A sentence for each file that cannot be read.
    """
    lines, complaints = [], []
    for kind in KINDS:
        try:
            lines += read_lines(kind)
        except LogbookError as error:
            complaints.append(str(error))
    return in_order(lines), complaints


def add_line(kind, key, **said):
    """Write a line, unless it repeats word by word the last one of its kind and key.

    Parameters
    ----------
    kind : {"guess", "bet", "vote", "exercise", "quiz"}
    key : str
        A lesson and a name in it, such as ``"01/averages"``.
    **said : object
        What the line says, of JSON's types.

    Returns
    -------
    str
        Empty; or a sentence on a file that could not be read, and was put aside.

    Raises
    ------
    OSError
        If it cannot be written. What was there stays as it is.
    LogbookError
        If another program has held the logbook for ten seconds.
    """

    def add(lines):
        line = new_line(kind, key, next_number(lines), **said)
        return [] if says_nothing_new(line, lines) else [line]

    return _write(kind, add)


def merge_lines(lines):
    """Add lines that were written elsewhere; what is there already stays as it is.

    Parameters
    ----------
    lines : list of dict
        See `helpers.course.logbook.lines`.

    Returns
    -------
    str
        As of `add_line`. It raises the same.
    """
    notes = []
    for kind in KINDS:
        given = [line for line in lines if line["kind"] == kind]
        if given:
            notes.append(_write(kind, lambda _, given=given: given))
    return " ".join(filter(None, notes))


def delete_logbook():
    """Delete the logbook, for a new learner: also files that could not be read.

    Returns
    -------
    int
        How many files are gone.
    """
    gone = 0
    folder = logbook_folder()
    with contextlib.ExitStack() as locks:
        if folder.is_dir():
            locks.enter_context(_locked(folder))
        old = [user_folder() / "bet.json", *user_folder().glob("bet-unreadable-*.json")]
        for path in (*folder.glob("*.json"), *old):
            if path.is_file():
                path.unlink()
                gone += 1
    # The lock stays: another notebook may be waiting for it.
    return gone


def _path(kind):
    return logbook_folder() / _FILES[kind]


def _lines(path):
    """Read what a file has as lines, good ones or not."""
    try:
        with path.open("rb") as file:
            return read_bytes(file.read(MOST_BYTES + 1))
    except FileNotFoundError:
        return []
    except (OSError, ValueError) as error:
        raise LogbookError(
            f"{shown_path(path)} cannot be read: {error}. It stays there."
        ) from error


def _write(kind, choose):
    """Add what ``choose`` makes of a kind's lines; return a sentence if a file was put aside."""
    path, note = _path(kind), ""
    with _locked(path.parent):
        try:
            there = _lines(path)
        except LogbookError:
            there, note = [], _put_aside(path)
        good = [line for line in there if is_line(line)]
        new = choose(good)
        known = {line["id"] for line in good}
        if any(line["id"] not in known for line in new):
            # What is no line of ours stays: a later version may have written it.
            other = [line for line in there if not is_line(line)]
            write_whole(path, as_bytes([*other, *union(good, new)]), parents=True)
    return note


@contextlib.contextmanager
def _locked(folder):
    """Hold the logbook, so that nobody else writes meanwhile."""
    lock = filelock.FileLock(folder / "lock", timeout=_PATIENCE)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except filelock.Timeout:
        raise LogbookError(
            f"Another program has held the logbook in {shown_path(folder)} for {_PATIENCE} "
            "seconds, so nothing was written. Try again."
        ) from None
    except NotImplementedError:  # a disk without locks
        pass
    except OSError as error:
        # Where no lock can be made, no file can: writing it says so, and what to do.
        if error.errno not in (*DISK_FULL, *NOT_WRITABLE) and not folder.is_file():
            raise
    try:
        yield
    finally:
        lock.release()


def _put_aside(path):
    """Rename a file that can't be read, so that a new one can take its place; say so."""
    number = 1
    while (aside := path.with_name(f"{path.stem}-unreadable-{number}.json")).exists():
        number += 1
    path.rename(aside)
    return f"The old {path.name} could not be read. It is kept as {shown_path(aside)}."
