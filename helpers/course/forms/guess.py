"""A guess: a learner commits to a number or to a choice before the answer is seen."""

import traitlets

from helpers._arguments import bad_argument, check_choice, check_real
from helpers.course.forms.guess_answer import GuessAnswer
from helpers.course.forms.kept import form_module, form_styles, keep, tell
from helpers.course.logbook.guesses import guess_of
from helpers.course.logbook.lines import check_key
from helpers.course.logbook.store import LogbookError, add_line, read_lines
from helpers.widgets.base import CourseWidget

__all__ = ["Guess"]


class Guess(CourseWidget):
    """Ask for a guess, keep it in the logbook, and draw it into the figure that answers it.

    Show it where the question stands; show ``guess.answer(...)`` where the answer stands. Both
    live on the page by themselves: a guess that is made later moves the mark in the answer's
    figure, with a kernel or without one. A guess that is made after the answer was on the screen
    is marked so, and does not replace one that was made before.

    Parameters
    ----------
    key : str
        Its name in the logbook: the lesson's number and a name, such as ``"01/averages"``.
    question : str
        As it stands above the field, one sentence.
    low, high : float, optional
        The least and the largest number that make sense. They are wanted unless there are
        choices.
    unit : str
        What follows the number, such as ``"of 100"`` or ``"%"``.
    logarithmic : bool
        Whether the range is a logarithmic one, such as 1 to 1,000,000.
    choices : sequence of str, optional
        Two to eight answers to choose from, in place of a number.

    Raises
    ------
    ValueError
        If there is no such key, no question, neither a range nor choices, or both.

    Examples
    --------
    >>> guess = Guess("01/averages", "How many of 100 are right?", low=0, high=100, unit="of 100")
    >>> guess.answer(67.7).summary()
    'It is 67.7 of 100. Run this cell to see your guess beside it.'

    Notes
    -----
    Used in every lesson. Nothing of a learner is in what the notebook stores.
    """

    _esm = form_module("guess.js")
    _css = form_styles("guess.css")

    key = traitlets.Unicode().tag(sync=True)
    question = traitlets.Unicode().tag(sync=True)
    low = traitlets.Float(None, allow_none=True).tag(sync=True)
    high = traitlets.Float(None, allow_none=True).tag(sync=True)
    unit = traitlets.Unicode("").tag(sync=True)
    choices = traitlets.List(traitlets.Unicode()).tag(sync=True)

    def __init__(
        self, key, question, low=None, high=None, unit="", logarithmic=False, choices=None
    ):
        check_key(key)
        if not isinstance(question, str) or not question.strip():
            raise bad_argument("question", "a sentence", question)
        if choices is not None:
            if low is not None or high is not None or logarithmic:
                raise bad_argument("choices", "choices or a range, not both", choices)
            choices = [str(choice) for choice in choices]
            if not 2 <= len(choices) <= 8 or len(set(choices)) != len(choices):
                raise bad_argument("choices", "two to eight different answers", choices)
        else:
            low = check_real("low", low, above=0 if logarithmic else None)
            high = check_real("high", high, above=low)
        self._logarithmic = bool(logarithmic)
        super().__init__(
            key=key, question=question, low=low, high=high, unit=str(unit), choices=choices or []
        )
        self._answered = False
        keep(self, "guess", key)

    @property
    def value(self):
        """The guess that counts, a number or a choice; None where none can be read."""
        try:
            guess = guess_of(read_lines("guess", self.key))
        except LogbookError:
            return None
        return None if guess is None else guess.value

    def commit(self, value):
        """Commit to a guess in code, as the button does.

        Parameters
        ----------
        value : float or str
            A number in the range, or one of the choices.

        Raises
        ------
        ValueError
            If it is neither.
        OSError, LogbookError
            If it cannot be written.
        """
        value = self._checked("value", value)
        more = {"after": True} if self._answered else {}
        note = add_line(
            "guess", self.key, value=value, unit=self.unit, question=self.question, **more
        )
        tell(self, "guess", self.key, note)

    def answer(self, truth, ax=None, along="x", at=None, alt=""):
        """Show what is true, and the guess beside it in a figure.

        Parameters
        ----------
        truth : float or str
            What is true. A number may lie outside of the range that was asked for.
        ax : matplotlib.axes.Axes, optional
            Axes of a figure that shows the answer. The truth is drawn into it, and the figure is
            shown by what is returned, with a mark for the guess. Left out, a line of numbers from
            ``low`` to ``high`` is drawn, or for choices nothing.
        along : {"x", "y"}
            Along which of its axes the guessed number goes. It is linear or logarithmic.
        at : dict of str to float, optional
            For choices: where on that axis each of them stands.
        alt : str
            What the figure of ``ax`` shows, a sentence for somebody who listens.

        Returns
        -------
        GuessAnswer
            A widget: the last line of a cell.

        Raises
        ------
        ValueError
            If the truth is none, or the axes or places are not fit.
        """
        if self.choices:
            check_choice("truth", truth, self.choices)
        else:
            truth = check_real("truth", truth)
        self._answered = True
        return GuessAnswer(self, truth, ax, along, at, alt)

    def _checked(self, name, value):
        if self.choices:
            return check_choice(name, value, self.choices)
        return check_real(name, value, low=self.low, high=self.high)

    def summary(self):
        """Say what is asked. What was answered is not in it."""
        asked = ", ".join(self.choices) or f"a number from {self.low:,.6g} to {self.high:,.6g}"
        return (
            f"A guess: {self.question} (Wanted: {asked}.) "
            "Run this cell, or trust this notebook, to make it."
        )
