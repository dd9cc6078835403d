"""Bring an exercise's answer into one form, or say in a sentence what is wrong with it."""

import contextlib
import inspect
import io
import math

import numpy as np

from helpers.course.checks.base import mistake, shown

__all__ = ["array", "call", "close", "function", "number", "one_of", "share", "whole_number"]


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
        False also where ``given`` holds anything else than real numbers.
    """
    try:
        given, expected = np.asarray(given), np.asarray(expected, float)
    except ValueError:  # rows of different length
        return False
    if given.dtype.kind not in "uif":
        return False
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
    if isinstance(answer, str):
        mistake(_is_number(answer), f"{answer!r} is a text. Write the number without quotes.")
        mistake(True, f"A number is wanted, not the text {shown(answer)}.")
    mistake(callable(answer), "That is a function. Call it, and give what it returns.")
    values = np.asarray(answer)
    mistake(values.dtype.kind not in "uifb", f"One number is wanted, not {shown(answer)}.")
    mistake(
        values.size != 1,
        f"One number is wanted, and this has {values.size:,}: {shown(answer)}.",
    )
    mistake(values.dtype.kind == "b", f"A number is wanted, not {values.reshape(())}.")
    value = float(values.reshape(()))
    mistake(math.isnan(value), "That is NaN, not a number: was something divided by zero?")
    if not low <= value <= high:
        limits = f"between {low:g} and {high:g}" if high < math.inf else f"at {low:g} or above"
        mistake(True, f"{value:.6g} cannot be right: the answer lies {limits}.")
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


def share(answer, right=None, of=None):
    """Read an answer as a share, and know percent and counts for what they are.

    Parameters
    ----------
    answer : object
    right : float, optional
        The right share, from 0 to 1, to tell what a number above 1 was meant to be.
    of : int, optional
        Of how many things it is a share.

    Returns
    -------
    float
        From 0 to 1.
    """
    value = number(answer)
    if value > 1 and right is not None:
        mistake(close(value, 100 * right, 0.5), "That is in percent. As a share, 50 % is 0.5.")
        count = of is not None and value == round(right * of)
        mistake(count, f"That is how many. Divide by how many there are: {of}.")
    mistake(
        1 < value <= 100,
        f"{value:.6g} is no share: a share lies between 0 and 1. If it is in percent, divide it "
        "by 100.",
    )
    mistake(not 0 <= value <= 1, f"{value:.6g} cannot be right: a share lies between 0 and 1.")
    return value


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
    values = np.asarray(answer)
    if values.dtype.kind in "UO" and all(isinstance(name, str) for name in values.flat):
        mistake(values.size != 1, f"One name is wanted, and this has {values.size:,}.")
        given = str(values.reshape(())).strip()
        hits = [name for name in names if name.casefold() == given.casefold()]
        mistake(not hits, f"{given!r} is none of these: {', '.join(names)}.")
        return hits[0]
    place = number(answer)
    mistake(
        place not in range(len(names)),
        f"{place:.6g} is the number of none of them. Give a name, such as {names[0]!r}, or a whole "
        f"number from 0 to {len(names) - 1}.",
    )
    return names[int(place)]


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
        mistake(True, "That does not make an array: its rows differ in length.")
    mistake(values.dtype.kind not in "uifb", f"Numbers are wanted, not {shown(answer)}.")
    if shape is not None and values.shape != shape:
        turned = " Rows and columns have changed places." if values.shape == shape[::-1] else ""
        mistake(
            True,
            f"An array of shape {shape} is wanted; this one has shape {values.shape}.{turned}",
        )
    mistake(not np.isfinite(values).all(), "There is NaN or infinity in that array.")
    return values


def function(answer):
    """Read an answer as a function that the check may call with `call`."""
    _say_if_none(answer)
    mistake(
        not callable(answer),
        f"A function is wanted, not {shown(answer)}. Give its name, without parentheses.",
    )
    return answer


def call(learners_function, *arguments):
    """Call a learner's function; what it raises becomes a sentence, what it prints is not shown.

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
    _say_if_it_cannot_take(learners_function, copies)
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed), np.errstate(all="ignore"):
            result = learners_function(*copies)
    except (Exception, SystemExit) as error:
        reason = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        mistake(True, f"Your function stopped with {reason}")
    mistake(
        result is None and printed.getvalue(),
        "Your function prints its result and returns None. End it with `return`.",
    )
    mistake(result is None, "Your function returns None: does it end in `return`?")
    return result


def _say_if_it_cannot_take(learners_function, arguments):
    try:
        signature = inspect.signature(learners_function)
    except (TypeError, ValueError):  # some built-in functions have none
        return
    try:
        signature.bind(*arguments)
    except TypeError:
        n = len(arguments)
        mistake(
            True,
            f"Your function has the arguments {signature}; "
            f"it is called with {n} argument{'s' if n > 1 else ''}.",
        )


def _is_number(text):
    try:
        float(text)
    except ValueError:
        return False
    return True


def _say_if_none(answer):
    mistake(answer is None, "The answer is None: does the line before it give something back?")
