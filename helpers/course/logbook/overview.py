"""Where a learner is: guesses and truth, exercises, quizzes, lesson by lesson.

``course/forms/overview.js`` says the same in a page.
"""

import functools
import importlib
import pkgutil
from dataclasses import dataclass

from helpers.course import checks
from helpers.course.logbook.exercises import exercises_of
from helpers.course.logbook.guesses import guesses_of

__all__ = ["LessonSoFar", "exercise_names", "lessons_so_far", "quiz_score"]

_PREFIX = "lesson_"


@dataclass(frozen=True)
class LessonSoFar:
    """What the logbook has of a lesson.

    Attributes
    ----------
    lesson : str
        Its number, such as ``"01"``, or another name, such as ``"index"``.
    guesses : dict of str to helpers.course.logbook.guesses.Guessed
        By their names.
    solved, exercises : int
        How many exercises are solved, and how many there are.
    tries : int
        Answers that were tried, up to the right ones.
    quizzes : dict of str to (int, int)
        By their names: questions right at the first go, and answered.
    has_bet : bool
    votes : int
    """

    lesson: str
    guesses: dict
    solved: int
    exercises: int
    tries: int
    quizzes: dict
    has_bet: bool
    votes: int

    @property
    def is_done(self):
        """Whether there are exercises, and all of them are solved."""
        return 0 < self.exercises == self.solved


@functools.cache
def exercise_names():
    """Name the exercises of each lesson, as its checks have them.

    Returns
    -------
    dict of str to tuple of str
        By the lesson's number.
    """
    found = {}
    for module in pkgutil.iter_modules(checks.__path__):
        if module.name.startswith(_PREFIX):
            listed = importlib.import_module(f"{checks.__name__}.{module.name}").__all__
            names = tuple(name.removeprefix("check_") for name in listed if "check_" in name)
            found[module.name.removeprefix(_PREFIX)] = names
    return dict(sorted(found.items()))


def lessons_so_far(lines):
    """Sum up the logbook, lesson by lesson.

    Parameters
    ----------
    lines : list of dict
        In their order.

    Returns
    -------
    list of LessonSoFar
        Every lesson with exercises, and whatever else the logbook has.
    """
    known = exercise_names()
    lessons = sorted({*known, *(_lesson(line["key"]) for line in lines)})
    guesses, tried = guesses_of(lines), exercises_of(lines)
    return [_so_far(lesson, known.get(lesson, ()), lines, guesses, tried) for lesson in lessons]


def quiz_score(lines):
    """Count the questions of a quiz that were right at the first go, and those answered.

    Parameters
    ----------
    lines : list of dict
        Of one quiz, in their order.

    Returns
    -------
    (int, int)
    """
    first = {}
    for line in lines:
        first.setdefault(line["question"], line["right"] is True)
    return sum(first.values()), len(first)


def _lesson(key):
    return key.partition("/")[0]


def _so_far(lesson, names, lines, guesses, tried):
    own = [line for line in lines if _lesson(line["key"]) == lesson]
    quizzes = sorted({line["key"] for line in own if line["kind"] == "quiz"})
    mine = [tried[f"{lesson}/{name}"] for name in names if f"{lesson}/{name}" in tried]
    bets = [line for line in own if line["kind"] == "bet"]
    return LessonSoFar(
        lesson=lesson,
        guesses={
            key.partition("/")[2]: guess for key, guess in guesses.items() if _lesson(key) == lesson
        },
        solved=sum(exercise.solved for exercise in mine),
        exercises=len(names),
        tries=sum(exercise.tries for exercise in mine),
        quizzes={
            key.partition("/")[2]: quiz_score(
                [line for line in own if (line["kind"], line["key"]) == ("quiz", key)]
            )
            for key in quizzes
        },
        has_bet=bool(bets) and "pairs" in bets[-1],
        votes=len({(line["key"], line["picture"]) for line in own if line["kind"] == "vote"}),
    )
