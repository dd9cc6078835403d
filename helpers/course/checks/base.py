"""How an exercise's answer is checked: what a check is made of.

A check is a function of the answer (and of what the lesson has at hand), with `check` in front::

    @check(wants="the name of a class, such as 'Bag'")
    def check_vaguest(answer, likeness, labels):
        given = one_of(answer, labels)
        mistake(given == labels[np.argmax(likeness)], "That is the class that is *most* alike.")
        must(given == labels[np.argmin(likeness)], "Not that one. Sort the ten numbers.")
        return "Its pictures have less in common than those of any other class."

It reads from top to bottom: bring the answer into one form (`helpers.course.checks.answers`: each
form says in a sentence what is wrong with anything else), name the usual mistakes, want the right
thing, and say why it is right. The learner gets a `Verdict`. Whatever the answer is, a check never
raises, and an answer of ``...`` is "not answered yet". In a notebook the verdict goes into the
logbook.
"""

import functools
import html
import re
from dataclasses import dataclass

from helpers._arguments import describe
from helpers.course.logbook.exercises import keep_verdict

__all__ = ["Verdict", "check", "mistake", "must", "shown"]

_MARKS = {"right": "✅", "wrong": "❌", "unanswered": "☐"}
#: In a page: marks that every machine can show, also one without colour emoji, and their colours.
_SHOWN = {
    "right": ("✔", "#009e73"),
    "wrong": ("✘", "#d55e00"),
    "unanswered": ("☐", "#8c8c8c"),
}


@dataclass(frozen=True)
class Verdict:
    """What a check says of an answer.

    It shows itself at the end of a cell, can be printed, and is true where the answer is right.

    Attributes
    ----------
    status : {"right", "wrong", "unanswered"}
    text : str
        Why, in a sentence or two.
    note : str
        What else is to be said: that it could not be kept, and why.
    """

    status: str
    text: str
    note: str = ""

    def __bool__(self):
        return self.status == "right"

    def __repr__(self):
        return " ".join(filter(None, [_MARKS[self.status], self.text, self.note]))

    def _repr_html_(self):
        mark, colour = _SHOWN[self.status]
        box = (
            f"border-left: 4px solid {colour}; padding: 0.4em 0.8em; "
            "margin: 0.3em 0; max-width: 45em;"
        )
        sign = f'<b style="color: {colour}">{mark}</b>'
        text = html.escape(" ".join(filter(None, [self.text, self.note])))
        return f'<div style="{box}">{sign} {text}</div>'


class _Wrong(Exception):
    """Ends a check; the message is what the learner reads."""


def check(wants):
    """Make a function into a check.

    Parameters
    ----------
    wants : str
        What an answer is, in words: "a number between 0 and 1". It is read after "Wanted: ".

    Returns
    -------
    callable
        A decorator. The function below it takes the answer first, ends early through `mistake` or
        `must` where the answer is wrong, and returns the sentence for a right one. What comes out
        returns a `Verdict`.
    """

    def decorate(judge):
        @functools.wraps(judge)
        def judged(answer, *context, **more):
            try:
                if _is_open(answer):
                    return Verdict("unanswered", f"Not answered yet. Wanted: {wants}.")
                status, text = "right", judge(answer, *context, **more)
            except _Wrong as wrong:
                status, text = "wrong", str(wrong)
            except Exception as error:
                # An answer nobody thought of. The learner gets a sentence, not our stack.
                reason = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
                status = "wrong"
                text = f"This check cannot read {shown(answer)} ({reason}). Wanted: {wants}."
            note = keep_verdict(judge.__module__, judge.__name__, status, shown(answer))
            return Verdict(status, text, note)

        return judged

    return decorate


def mistake(made, hint):
    """End the check with ``hint`` if a usual mistake was made."""
    if made:
        raise _Wrong(hint)


def must(right, otherwise):
    """End the check with the sentence ``otherwise`` unless the answer is right."""
    mistake(not right, otherwise)


def _is_open(answer):
    """Whether an answer, or a part of it, is still ``...``."""
    if isinstance(answer, (list, tuple)):
        return any(_is_open(part) for part in answer)
    return answer is ...


def shown(answer):
    """Name an answer in a sentence, even one that cannot be printed."""
    try:
        return re.sub(r" at 0x[0-9a-fA-F]+", "", describe(answer))
    except Exception:
        return f"an object of type {type(answer).__name__}"
