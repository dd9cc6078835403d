"""What a class gained: the twelve questions before and after, of all its logbooks."""

from pathlib import Path

import numpy as np
import pandas as pd
from scipy import stats

from helpers._arguments import bad_argument
from helpers.course.logbook.file_format import read_bytes
from helpers.course.logbook.lines import in_order, is_line
from helpers.course.quizzes.before_and_after import QUESTIONS

__all__ = ["class_gain"]

_SHARES = ("before", "after", "change", "from", "to", "gain")
#: So many standard errors to each side hold 95 of 100 cases.
_NORMAL = stats.norm.ppf(0.975)
#: A logbook of a whole course is a hundredth of this.
_MOST_BYTES = 8 << 20


def class_gain(folder):
    """Compare a class's answers before and after the course, question by question.

    A learner counts for a question who answered it both times. The first answer counts.

    Parameters
    ----------
    folder : str or Path
        It has one logbook of each learner: the ``.json`` files that *Save my logbook as a file*
        writes.

    Returns
    -------
    pandas.DataFrame
        A row for each question and one for all of them together: ``learners``; ``blind``, what
        choosing without reading gives; ``before`` and ``after``, the shares right; ``change``, the
        one minus the other; ``from`` and ``to``, between which the change lies in 95 of 100 cases,
        had other learners of this kind been in the class; ``gain``, the change as a share of what
        there was to gain.

    Raises
    ------
    ValueError
        If there is no logbook in the folder, or one of its files is none.

    Notes
    -----
    A question's interval is Agresti and Min's (Statistics in Medicine 24, 2005), which stays wide
    in a small class; that of all together is Student's, over learners. The gain is Hake's
    normalised gain of the class (American Journal of Physics 66, 1998).
    """
    paths = sorted(Path(folder).glob("*.json"))
    if not paths:
        raise bad_argument("folder", "one with a logbook (.json) of each learner", str(folder))
    books = [_read(path) for path in paths]
    # For each learner and question: 1 right, 0 wrong, not a number where there is no answer.
    before, after = (
        np.array([[_first(lines, key, each.name) for each in QUESTIONS] for lines in books])
        for key in ("index/before", "index/after")
    )
    both = np.isfinite(before) & np.isfinite(after)
    blind = np.array([1 / (1 + len(each.wrong)) for each in QUESTIONS])
    rows = {each.name: slice(k, k + 1) for k, each in enumerate(QUESTIONS)}
    return pd.DataFrame(
        {
            name: _compared(before[:, part], after[:, part], both[:, part], blind[part])
            for name, part in {**rows, "all": slice(None)}.items()
        }
    ).T.astype({"learners": int})


def _read(path):
    with path.open("rb") as file:
        content = file.read(_MOST_BYTES + 1)
    try:
        return in_order(filter(is_line, read_bytes(content)))
    except ValueError as error:
        raise ValueError(
            f"{path.name} is no logbook: {error}. Take it out of the folder."
        ) from None


def _first(lines, key, question):
    """Say whether the first answer to a question was right, as a number."""
    for line in lines:
        if (line["kind"], line["key"], line.get("question")) == ("quiz", key, question):
            return float(line["right"])
    return np.nan


def _compared(before, after, both, blind):
    """Compare some questions: each answer of a learner who gave both counts once."""
    counts = both.sum(axis=1)  # of each learner
    took_part = counts > 0
    was, became = (np.where(both, part, 0).sum(axis=1) for part in (before, after))
    counts, was, changes = counts[took_part], was[took_part], (became - was)[took_part]
    if not len(counts):
        return {"learners": 0, "blind": blind.mean(), **dict.fromkeys(_SHARES, np.nan)}
    share, change = was.sum() / counts.sum(), changes.sum() / counts.sum()
    low, high = _interval(changes) if len(blind) == 1 else _interval_of_many(changes, counts)
    gain = change / (1 - share) if share < 1 else np.nan
    shares = dict(zip(_SHARES, (share, share + change, change, low, high, gain), strict=True))
    return {"learners": len(counts), "blind": blind.mean(), **shares}


def _interval(changes):
    """Where the change in a share lies; each learner's is 1, 0 or -1. It is wide where few are."""
    n = len(changes) + 2
    more, less = (np.sum(changes == sign) + 0.5 for sign in (1, -1))
    middle, half = (more - less) / n, np.sqrt(more + less - (more - less) ** 2 / n) / n
    return np.clip(middle + _NORMAL * half * np.array([-1, 1]), -1, 1)


def _interval_of_many(changes, counts):
    """Where the mean change over all answers lies; learners, not answers, are drawn."""
    n = len(changes)
    if n < 2:
        return np.nan, np.nan
    mean = changes.sum() / counts.sum()
    error = np.std(changes - mean * counts, ddof=1) / np.sqrt(n) / counts.mean()
    return mean + stats.t.ppf(0.975, n - 1) * error * np.array([-1, 1])
