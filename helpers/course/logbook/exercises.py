"""What became of an exercise: solved or not, and in how many tries."""

import sys
from dataclasses import dataclass

from helpers.course.logbook.store import LogbookError, add_line

__all__ = ["Exercise", "exercises_of", "keep_verdict"]


@dataclass(frozen=True)
class Exercise:
    """What was tried on an exercise.

    Attributes
    ----------
    solved : bool
        Whether an answer was right, now or ever.
    tries : int
        How many different answers there were up to the first right one.
    """

    solved: bool
    tries: int


def exercises_of(lines):
    """Find what was tried, by key.

    Parameters
    ----------
    lines : list of dict
        Of all kinds and keys, in their order.

    Returns
    -------
    dict of str to Exercise
    """
    found = {}
    for line in lines:
        if line["kind"] != "exercise":
            continue
        so_far = found.get(line["key"], Exercise(False, 0))
        if not so_far.solved:
            found[line["key"]] = Exercise(line["status"] == "right", so_far.tries + 1)
    return dict(sorted(found.items()))


def keep_verdict(module, name, status, answer):
    """Keep what a check said, where a learner runs it: in a notebook.

    Parameters
    ----------
    module : str
        The check's module, such as ``"helpers.course.checks.lesson_01"``.
    name : str
        The check's name, such as ``"check_shoes"``.
    status : {"right", "wrong"}
    answer : str
        The answer, shortened.

    Returns
    -------
    str
        Empty; or a sentence that says why it was not kept.
    """
    if not _in_notebook():
        return ""
    lesson = module.rpartition(".")[2].removeprefix("lesson_")
    key = f"{lesson}/{name.removeprefix('check_')}"
    try:
        return add_line("exercise", key, status=status, answer=answer)
    except (OSError, LogbookError) as error:
        said = getattr(error, "strerror", None) or error
        return f"It was not kept in the logbook: {said}"


def _in_notebook():
    """Whether a notebook's kernel runs this: elsewhere a check is a function like any other."""
    ipython = sys.modules.get("IPython")
    return ipython is not None and getattr(ipython.get_ipython(), "kernel", None) is not None
