"""What several tools ask for in the same words: lessons, a folder, leave to overwrite."""

import sys
from pathlib import Path

from helpers._files import make_folder
from tools.lessons import find_extras, find_lessons

__all__ = [
    "add_force",
    "add_lessons",
    "add_output",
    "chosen_lessons",
    "may_write",
    "write_for_lessons",
]


def add_lessons(parser):
    """Declare which lessons a command is for."""
    parser.add_argument("lessons", nargs="*", metavar="LESSON", help="number or name; all if none")


def add_output(parser, default):
    """Declare the folder that a command writes to; ``default`` is one of the checkout's."""
    parser.add_argument(
        "--output", type=Path, metavar="DIR", help=f"a folder for them (default: {default})"
    )
    parser.set_defaults(default_output=default)


def add_force(parser, what):
    """Declare the leave to overwrite; ``what`` says what is lost."""
    parser.add_argument("--force", action="store_true", help=f"overwrite {what}")


def chosen_lessons(arguments):
    """Find the lessons and extras that were asked for: all where none is named.

    Returns
    -------
    list of tools.lessons.Lesson

    Raises
    ------
    ValueError
        For a name that is no lesson's.
    """
    notebooks = arguments.root / "notebooks"
    extras = [] if arguments.lessons else find_extras(notebooks)
    return extras + find_lessons(arguments.lessons, notebooks)


def write_for_lessons(arguments, write, extras=True):
    """Write something for each lesson that was asked for, and say what.

    Parameters
    ----------
    arguments : argparse.Namespace
        With what `add_lessons` and `add_output` declare. Where no lesson is named, all are meant
        but the index, which has no text of its own to teach.
    write : callable
        Takes a lesson and the folder, which exists, and gives a line to print for each file.
    extras : bool
        Whether the extras are among all.

    Returns
    -------
    int
        What a shell should see: 2 if a lesson was refused. Those before it are written then.
    """
    folder = arguments.output or arguments.root / arguments.default_output
    try:
        lessons = chosen_lessons(arguments)
        make_folder(folder)
        for lesson in lessons:
            left_out = lesson.name == "index" or (lesson.is_extra and not extras)
            if arguments.lessons or not left_out:
                for line in write(lesson, folder):
                    print(line)
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def may_write(paths, force):
    """Tell whether files may be written; say on standard error which of them are there already.

    Parameters
    ----------
    paths : sequence of Path
    force : bool
        Whether they may be overwritten.

    Returns
    -------
    bool
    """
    taken = [path for path in paths if path.exists()]
    if not taken or force:
        return True
    for path in taken:
        print(f"{path} is there already.", file=sys.stderr)
    print("Nothing was made. --force overwrites.", file=sys.stderr)
    return False
