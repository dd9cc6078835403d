"""``python -m helpers logbook``: what you guessed, bet, voted, solved and answered.

It prints the logbook, saves it as one file, adds one that was saved elsewhere (by this command, or
by a page that ran without a kernel), or deletes it for a new learner.
"""

import contextlib
import sys
from pathlib import Path

from helpers._files import shown_path, write_whole
from helpers.course.bets import BetError, load_bet
from helpers.course.logbook.file_format import as_bytes, read_bytes
from helpers.course.logbook.lines import is_line
from helpers.course.logbook.overview import lessons_so_far
from helpers.course.logbook.store import (
    LogbookError,
    delete_logbook,
    logbook_folder,
    merge_lines,
    read_all,
)

__all__ = ["add_arguments", "run"]

_FILE = Path("watch-it-learn-logbook.json")


def add_arguments(parser):
    """Declare the command's arguments."""
    actions = {
        "show": "print it (this is what happens without a word)",
        "export": f"save it as one file, {_FILE} if none is named",
        "merge": "add a file that was saved on another machine, or by a page",
        "delete": "delete it, for a new learner: with --yes",
    }
    words = "; ".join(f"{action}: {what}" for action, what in actions.items())
    parser.add_argument("action", nargs="?", choices=tuple(actions), default="show", help=words)
    parser.add_argument("file", nargs="?", type=Path, help="of export and merge")
    parser.add_argument("--yes", action="store_true", help="delete, and do not ask")


def run(arguments):
    """Do what is asked; return 2 where it can't be done, or not wholly."""
    act = {"show": _show, "export": _export, "merge": _merge, "delete": _delete}
    lines, complaints = read_all()
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    try:
        status = act[arguments.action](arguments, lines)
    except LogbookError as error:  # another program holds it
        print(error, file=sys.stderr)
        return 2
    return status or (2 if complaints and arguments.action != "delete" else 0)


def _show(arguments, lines):
    bet = None
    with contextlib.suppress(BetError):  # what is wrong with its file was said
        bet = load_bet()
    if not lines and bet is None:
        print(f"Nothing is in the logbook yet. It will be kept in {shown_path(logbook_folder())}.")
        return 0
    for lesson in lessons_so_far(lines):
        print("\n".join(_told(lesson)))
    if bet is not None:
        print(bet)
    print(f"{_counted(lines)}, kept in {shown_path(logbook_folder())}.")
    return 0


def _told(lesson):
    """Tell what the logbook has of a lesson: one line, and one for each thing in it."""
    number = lesson.lesson.lstrip("0")
    title = f"Lesson {number}" if number.isdigit() else lesson.lesson.capitalize()
    if lesson.exercises:
        done = "done: " if lesson.is_done else ""
        tries = f", {lesson.tries} tries" if lesson.tries else ""
        title += f": {done}{lesson.solved} of {lesson.exercises} exercises solved{tries}"
    told = [title]
    for name, guess in lesson.guesses.items():
        true = "not seen yet" if guess.answer is None else f"it is {_said(guess.answer)}"
        late = ", guessed after the answer was seen" if guess.after else ""
        unit = f" {guess.unit}" if guess.unit else ""
        told.append(f"  {guess.question or name} You: {_said(guess.value)}{unit}; {true}{late}.")
    for name, (right, answered) in lesson.quizzes.items():
        told.append(f"  Quiz {name!r}: right at the first go {right} of {answered} answered.")
    if lesson.votes:
        told.append(f"  Votes on labels: {lesson.votes}.")
    return told


def _said(value):
    return value if isinstance(value, str) else f"{value:,.6g}"


def _counted(lines):
    return f"{len(lines)} line{'' if len(lines) == 1 else 's'}"


def _export(arguments, lines):
    file = arguments.file or _FILE
    if file.exists():
        print(f"{file} is there already. Name another file.", file=sys.stderr)
        return 2
    if not file.absolute().parent.is_dir():
        print(f"{file.absolute().parent} is no folder. Name a file in one.", file=sys.stderr)
        return 2
    write_whole(file, as_bytes(lines))
    print(f"{file}: {_counted(lines)}.")
    return 0


def _merge(arguments, there):
    file = arguments.file or _FILE
    try:
        given = read_bytes(file.read_bytes())
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or error
        print(f"{file} cannot be read as a logbook: {said}.", file=sys.stderr)
        return 2
    known = {line["id"] for line in there}
    lines = [line for line in given if is_line(line)]
    note = merge_lines(lines)
    if note:
        print(note)
    new = [line for line in lines if line["id"] not in known]
    print(f"{_counted(new)} added; {len(lines) - len(new)} were there already.")
    if len(given) > len(lines):
        print(f"{len(given) - len(lines)} more are no lines of a logbook, and were left out.")
    return 0


def _delete(arguments, lines):
    if not arguments.yes:
        print(
            f"This deletes the logbook in {shown_path(logbook_folder())}, for good. "
            "To save it first: python -m helpers logbook export. "
            "To delete it: python -m helpers logbook delete --yes.",
            file=sys.stderr,
        )
        return 2
    gone = delete_logbook()
    print(f"{gone} file{'' if gone == 1 else 's'} deleted. A new learner can start here.")
    return 0
