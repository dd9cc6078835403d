"""How an exercise's answer is checked: what a check is made of.

A check is a function of the answer (and of what the lesson has at hand), with `check` in front::

    @check(wants="the name of a class, such as 'Bag'")
    def check_vaguest(answer, likeness, labels):
        given = one_of(answer, labels)
        mistake(given == labels[np.argmax(likeness)], "That is the class that is *most* alike.")
        must(given == labels[np.argmin(likeness)], "Not that one. Sort the ten numbers.")
        return "Its pictures have less in common than those of any other class."

It reads from top to bottom: bring the answer into one form (`number`, `whole_number`, `one_of`,
`array`, `function`: each says in a sentence what is wrong with anything else), name the usual
mistakes, want the right thing, and say why it is right. The learner gets a `Verdict`. Whatever the
answer is, a check never raises, and an answer of ``...`` is "not answered yet".
"""

import functools
import html
import math
from dataclasses import dataclass

import numpy as np

from helpers._arguments import describe

__all__ = [
    "Verdict",
    "array",
    "call",
    "check",
    "close",
    "function",
    "mistake",
    "must",
    "number",
    "one_of",
    "whole_number",
]

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
    """

    status: str
    text: str

    def __bool__(self):
        return self.status == "right"

    def __repr__(self):
        return f"{_MARKS[self.status]} {self.text}"

    def _repr_html_(self):
        mark, colour = _SHOWN[self.status]
        box = (
            f"border-left: 4px solid {colour}; padding: 0.4em 0.8em; "
            "margin: 0.3em 0; max-width: 45em;"
        )
        sign = f'<b style="color: {colour}">{mark}</b>'
        return f'<div style="{box}">{sign} {html.escape(self.text)}</div>'


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
                return Verdict("right", judge(answer, *context, **more))
            except _Wrong as wrong:
                return Verdict("wrong", str(wrong))
            except Exception as error:
                # An answer nobody thought of. The learner gets a sentence, not our stack.
                reason = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
                return Verdict(
                    "wrong",
                    f"This check cannot read {_shown(answer)} ({reason}). Wanted: {wants}.",
                )

        return judged

    return decorate


def mistake(made, hint):
    """End the check with ``hint`` if a usual mistake was made."""
    if made:
        raise _Wrong(hint)


def must(right, otherwise):
    """End the check with the sentence ``otherwise`` unless the answer is right."""
    mistake(not right, otherwise)


def close(given, expected, tolerance=0.005):
    """Compare numbers as a person would who reads them from the screen.

    Parameters
    ----------
    given, expected : float or array_like
    tolerance : float
        The largest difference that counts as none.

    Returns
    -------
    bool
    """
    given, expected = np.asarray(given, float), np.asarray(expected, float)
    return given.shape == expected.shape and bool(np.all(np.abs(given - expected) <= tolerance))


def number(answer, low=-math.inf, high=math.inf):
    """Read an answer as one number.

    Parameters
    ----------
    answer : object
    low, high : float
        The range that makes sense.

    Returns
    -------
    float
    """
    _say_if_none(answer)
    mistake(isinstance(answer, str), f"{answer!r} is a text. Write the number without quotes.")
    mistake(isinstance(answer, (bool, np.bool_)), f"A number is wanted, not {answer}.")
    mistake(callable(answer), "That is a function. Call it, and give what it returns.")
    values = np.asarray(answer)
    mistake(values.dtype.kind not in "uif", f"One number is wanted, not {_shown(answer)}.")
    mistake(
        values.size != 1,
        f"One number is wanted, and this has {values.size:,}: {_shown(answer)}.",
    )
    value = float(values.reshape(()))
    mistake(math.isnan(value), "That is NaN, not a number: was something divided by zero?")
    mistake(
        not low <= value <= high,
        f"{value:.6g} cannot be right: the answer lies between {low:g} and {high:g}.",
    )
    return value


def whole_number(answer, low=-math.inf, high=math.inf):
    """Read an answer as one whole number.

    Parameters
    ----------
    answer : object
    low, high : int
        The range that makes sense.

    Returns
    -------
    int
    """
    value = number(answer, low, high)
    mistake(value != round(value), f"A whole number is wanted, not {value:.6g}.")
    return int(value)


def one_of(answer, names):
    """Read an answer as one of a list of names.

    Parameters
    ----------
    answer : object
        The name, in capitals or not, or its number in the list.
    names : sequence of str

    Returns
    -------
    str
        The name as the list has it.
    """
    _say_if_none(answer)
    names = list(names)
    if isinstance(answer, str):
        wanted = answer.strip().casefold()
        hits = [name for name in names if name.casefold() == wanted]
        mistake(not hits, f"{answer!r} is none of these: {', '.join(names)}.")
        return hits[0]
    return names[whole_number(answer, 0, len(names) - 1)]


def array(answer, shape=None):
    """Read an answer as an array of finite numbers.

    Parameters
    ----------
    answer : object
    shape : tuple of int, optional
        The shape that it must have.

    Returns
    -------
    ndarray
    """
    _say_if_none(answer)
    mistake(callable(answer), "That is a function. Call it, and give what it returns.")
    try:
        values = np.asarray(answer)
    except ValueError:  # rows of different length
        raise _Wrong("That does not make an array: its rows differ in length.") from None
    mistake(values.dtype.kind not in "uifb", f"Numbers are wanted, not {_shown(answer)}.")
    mistake(
        shape is not None and values.shape != shape,
        f"An array of shape {shape} is wanted; this one has shape {values.shape}.",
    )
    mistake(not np.isfinite(values).all(), "There is NaN or infinity in that array.")
    return values


def function(answer):
    """Read an answer as a function that the check may call with `call`."""
    _say_if_none(answer)
    mistake(
        not callable(answer),
        f"A function is wanted, not {_shown(answer)}. Give its name, without parentheses.",
    )
    return answer


def call(learners_function, *arguments):
    """Call a learner's function; what it raises becomes a sentence.

    Parameters
    ----------
    learners_function : callable
    *arguments : object
        Arrays are passed as copies, so that a function that writes into its input spoils nothing.

    Returns
    -------
    object
        What the function returns; None is a mistake, since it mostly means a missing ``return``.
    """
    copies = [item.copy() if isinstance(item, np.ndarray) else item for item in arguments]
    try:
        result = learners_function(*copies)
    except Exception as error:
        raise _Wrong(f"Your function stopped with {type(error).__name__}: {error}") from None
    mistake(result is None, "Your function returns None: does it end in `return`?")
    return result


def _is_open(answer):
    """Whether an answer, or a part of it, is still ``...``."""
    if isinstance(answer, (list, tuple)):
        return any(_is_open(part) for part in answer)
    return answer is ...


def _say_if_none(answer):
    mistake(answer is None, "The answer is None: does the line before it give something back?")


def _shown(answer):
    """Name an answer in a sentence, even one that cannot be printed."""
    try:
        return describe(answer)
    except Exception:
        return f"an object of type {type(answer).__name__}"
