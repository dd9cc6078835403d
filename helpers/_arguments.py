"""What every public function says when an argument is not what it should be.

One form for all: which argument, what was expected, what was received, what to do.
"""

import math
import numbers
import operator
from pathlib import Path

import numpy as np

__all__ = [
    "as_array",
    "bad_argument",
    "check_bytes",
    "check_choice",
    "check_epochs",
    "check_images",
    "check_integer",
    "check_labels",
    "check_marks",
    "check_numbers",
    "check_picture",
    "check_positions",
    "check_real",
    "check_table",
]

#: No brightness, weight, score or place on a map is so large. What is would overflow when it is
#: squared in single precision, far from here and without an argument's name.
_LARGEST = 1e15
#: No more classes than these: a confusion matrix has a row and a column for each.
_MOST_CLASSES = 1000


def bad_argument(name, expected, received, advice=""):
    """Build the error for an argument; the caller raises it.

    Parameters
    ----------
    name : str
        The argument's name, as the caller's signature has it.
    expected : str
        What it should have been, in words.
    received : object
        What it was. Arrays are described by shape and dtype, other values by ``repr``.
    advice : str
        A sentence that says what to do, if there is something to do.

    Returns
    -------
    ValueError
    """
    text = f"{name}: expected {expected}; received {describe(received)}."
    return ValueError(f"{text} {advice}" if advice else text)


def describe(value):
    """Name a value in an error: short, and without printing a whole array."""
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape} and dtype {value.dtype}"
    if isinstance(value, Path):  # its end says which file it is
        return repr(str(value))
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:77]}..."


def check_choice(name, value, choices):
    """Raise ``ValueError`` unless ``value`` is one of ``choices``; return it."""
    choices = tuple(choices)
    # Compared one by one: an unhashable or array value is "another value", not a crash.
    if not any(isinstance(value, type(choice)) and value == choice for choice in choices):
        raise bad_argument(name, "one of " + ", ".join(map(repr, choices)), value)
    return value


def check_integer(name, value, low=None, high=None):
    """Raise ``ValueError`` unless ``value`` is a whole number in [low, high]; return an ``int``."""
    whole = _is_number(value, numbers.Integral)
    if not whole or (low is not None and value < low) or (high is not None and value > high):
        limits = {
            (False, False): "",
            (True, False): f" of at least {low}",
            (False, True): f" of at most {high}",
            (True, True): f" from {low} to {high}",
        }[low is not None, high is not None]
        raise bad_argument(name, f"a whole number{limits}", value)
    return int(value)


def check_real(name, value, low=None, high=None, above=None, below=None, expected=None):
    """Raise ``ValueError`` unless ``value`` is a finite real number in its bounds.

    Parameters
    ----------
    name : str
        The argument's name.
    value : object
        Python's number or NumPy's; True and False are none.
    low, high : float, optional
        Bounds that may be reached.
    above, below : float, optional
        Bounds that may not.
    expected : str, optional
        What it should be, in words. Default: a number within the bounds.

    Returns
    -------
    float
    """
    bounds = [
        (f"of at least {low}", low, operator.ge),
        (f"above {above}", above, operator.gt),
        (f"of at most {high}", high, operator.le),
        (f"below {below}", below, operator.lt),
    ]
    bounds = [(words, bound, holds) for words, bound, holds in bounds if bound is not None]
    try:
        number = float(value) if _is_number(value, numbers.Real) else math.nan
    except OverflowError:  # a whole number of hundreds of digits
        number = math.inf
    if not math.isfinite(number) or not all(holds(number, bound) for _, bound, holds in bounds):
        words = " and ".join(words for words, _, _ in bounds)
        if low is not None and high is not None:
            words = f"from {low} to {high}"
        words = f"a number {words}" if words else "a finite number"
        raise bad_argument(name, expected or words, value)
    return number


def _is_number(value, kind):
    """Whether a value is a number of a kind; True and False are none."""
    return isinstance(value, kind) and not isinstance(value, (bool, np.bool_))


def as_array(name, values, expected):
    """Make an array of what was given, or raise ``ValueError`` where it cannot be one."""
    try:
        return np.asarray(values)
    except (TypeError, ValueError):  # rows of several lengths
        raise bad_argument(name, expected, values) from None


def check_numbers(name, values, expected, ranks=None):
    """Raise ``ValueError`` unless ``values`` are finite real numbers; return an array.

    Parameters
    ----------
    name : str
        The argument's name.
    values : array_like
        Not empty, and no number beyond 1e15 either way.
    expected : str
        What the argument should be, in words, shape included.
    ranks : tuple of int, optional
        How many axes it may have. Left out: any number of them.

    Returns
    -------
    ndarray
        Not copied where ``values`` is an array.
    """
    array = as_array(name, values, expected)
    if array.dtype.kind not in "uif" or not array.size or array.ndim not in (ranks or [array.ndim]):
        raise bad_argument(name, expected, array)
    # Small whole numbers need no look. Of others, NaN is neither above nor below.
    large = array.dtype.kind == "f" or array.dtype.itemsize == 8
    if large and not (float(array.min()) >= -_LARGEST and float(array.max()) <= _LARGEST):
        advice = f"It holds NaN, infinity or a number beyond {_LARGEST:g}."
        raise bad_argument(name, f"finite {expected}", array, advice)
    return array


def check_images(name, images):
    """Raise ``ValueError`` unless ``images`` is a finite batch of pictures; return an array.

    A batch is (N, H, W) for grey pictures or (N, H, W, C) with 1, 3 or 4 channels, N at least 1.
    The array is returned as it is, not copied.
    """
    expected = "numbers of shape (N, H, W) or (N, H, W, 1, 3 or 4)"
    array = check_numbers(name, images, expected, ranks=(3, 4))
    if array.ndim == 4 and array.shape[-1] not in (1, 3, 4):
        raise bad_argument(name, expected, array)
    return array


def check_picture(name, picture):
    """Raise ``ValueError`` unless ``picture`` is one that `check_images` takes; return an array."""
    array = as_array(name, picture, "a picture")
    return check_images(name, array[np.newaxis])[0]


def check_bytes(name, pixels, expected, ranks=(3, 4)):
    """Raise ``ValueError`` unless ``pixels`` are whole numbers from 0 to 255; return uint8."""
    array = check_numbers(name, pixels, expected, ranks)
    if array.dtype.kind not in "ui" or array.min() < 0 or array.max() > 255:
        advice = "Brightness is a whole number from 0 to 255."
        raise bad_argument(name, expected, array, advice)
    return array.astype(np.uint8, copy=False)


def check_labels(name, labels, length=None, n_classes=_MOST_CLASSES, every=False):
    """Raise ``ValueError`` unless ``labels`` is a vector of classes; return an array of integers.

    Parameters
    ----------
    name : str
        The argument's name.
    labels : array_like
        Whole numbers from 0 on, at least one.
    length : int, optional
        How many there must be.
    n_classes : int
        How many classes there are.
    every : bool
        Whether each class from 0 to the largest must occur.
    """
    expected = "a vector of whole numbers, 0 or more"
    array = as_array(name, labels, expected)
    if array.shape == (0,):
        raise bad_argument(name, "at least one label", array)
    array = check_positions(name, array, expected, ranks=(1,))
    if length is not None and len(array) != length:
        raise bad_argument(name, f"{length} labels, one for each picture", array)
    if array.max() >= n_classes:
        raise bad_argument(name, f"classes from 0 to {n_classes - 1}", int(array.max()))
    missing = np.flatnonzero(np.bincount(array) == 0) if every else ()
    if len(missing):
        found = f"none of class {', '.join(map(str, missing))}"
        raise ValueError(
            f"{name}: expected each class from 0 to {array.max()} at least once; received {found}."
        )
    return array


def check_positions(name, values, expected, ranks, below=None):
    """Raise ``ValueError`` unless ``values`` are whole numbers from 0 on; return an array of them.

    Parameters
    ----------
    name : str
        The argument's name.
    values : array_like
        At least one.
    expected : str
        What the argument should be, in words, shape included.
    ranks : tuple of int
        How many axes it may have.
    below : int, optional
        What they count: each is smaller.

    Returns
    -------
    ndarray
        Of a type that can count and be counted with: uint64 becomes int64.
    """
    array = as_array(name, values, expected)
    if array.ndim not in ranks or array.dtype.kind not in "ui" or not array.size or array.min() < 0:
        raise bad_argument(name, expected, array)
    largest = int(array.max())
    if below is not None and largest >= below:
        raise bad_argument(name, f"positions from 0 to {below - 1}", largest)
    if largest > _LARGEST:
        raise bad_argument(name, expected, largest)
    # Mixed with int64, uint64 would become float64, which counts nothing.
    return array.astype(np.int64) if array.dtype.itemsize == 8 else array


def check_epochs(name, epochs, length=None):
    """Raise ``ValueError`` unless ``epochs`` are ascending numbers from 0 on; return an array."""
    expected = "a vector of epoch numbers, ascending"
    array = check_positions(name, epochs, expected, ranks=(1,)).astype(np.int64)
    if length is not None and len(array) != length:
        raise bad_argument(name, f"{length} epoch numbers", array)
    if (np.diff(array) <= 0).any():
        raise bad_argument(name, expected, array.tolist())
    return array


def check_marks(name, marks, length, what):
    """Raise ``ValueError`` unless ``marks`` has True or False for each of so many things."""
    expected = f"True or False for each of {length} {what}"
    array = as_array(name, marks, expected)
    if array.shape != (length,) or array.dtype != bool:
        raise bad_argument(name, expected, array)
    return array


def check_table(name, table, columns, maker):
    """Raise ``ValueError`` unless ``table`` is one with such columns, as ``maker`` returns it."""
    expected = f"a table as `{maker}` returns it"
    if not hasattr(table, "columns"):
        raise bad_argument(name, expected, table)
    missing = [column for column in columns if column not in table.columns]
    if missing:
        raise bad_argument(name, expected, f"one without the column {missing[0]!r}")
