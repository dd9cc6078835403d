"""Where am I: what the logbook has, lesson by lesson."""

import traitlets

from helpers._arguments import bad_argument
from helpers.course.forms.kept import form_module, form_styles, keep
from helpers.course.logbook.overview import exercise_names
from helpers.widgets.base import CourseWidget

__all__ = ["WhereAmI"]


class WhereAmI(CourseWidget):
    """Show guesses against truth, exercises, quizzes and the bet, lesson by lesson.

    The logbook can be saved as a file here, such a file can be added, and the logbook deleted for
    a new learner. It works without a kernel, with what the browser's storage has.

    Parameters
    ----------
    titles : dict of str to str
        The lessons' titles by their numbers, such as ``{"01": "Look before you learn"}``. One with
        exercises that has no title here is shown too.

    Raises
    ------
    ValueError
        If there are none.

    Notes
    -----
    Used in the index. Nothing of a learner is in what the notebook stores.
    """

    _esm = form_module("where.js")
    _css = form_styles("where.css")

    #: Number, title, names of the exercises.
    _lessons = traitlets.List().tag(sync=True)

    def __init__(self, titles):
        if not isinstance(titles, dict) or not titles:
            raise bad_argument("titles", "the lessons' titles by their numbers", titles)
        names = exercise_names()
        titles = {str(number): str(title) for number, title in titles.items()}
        lessons = [
            [number, titles.get(number, "A lesson"), list(names.get(number, ()))]
            for number in sorted({*titles, *names})
        ]
        super().__init__(_lessons=lessons)
        keep(self, None, None)

    def summary(self):
        """Say what stands here. What a learner did is not in it."""
        return (
            "Where am I: guesses, exercises and quizzes, lesson by lesson. "
            "Run this cell, or trust this notebook, to see yours."
        )
