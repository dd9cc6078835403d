"""What every public function says when an argument is not what it should be.

One form for all: which argument, what was expected, what was received, what to do.
"""

import numbers

import numpy as np

__all__ = ["bad_argument", "check_choice", "check_images", "check_integer", "check_labels"]


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
    whole = isinstance(value, numbers.Integral) and not isinstance(value, (bool, np.bool_))
    if not whole or (low is not None and value < low) or (high is not None and value > high):
        limits = {
            (False, False): "",
            (True, False): f" of at least {low}",
            (False, True): f" of at most {high}",
            (True, True): f" from {low} to {high}",
        }[low is not None, high is not None]
        raise bad_argument(name, f"a whole number{limits}", value)
    return int(value)


def check_images(name, images):
    """Raise ``ValueError`` unless ``images`` is a finite batch of pictures; return an array.

    A batch is (N, H, W) for grey pictures or (N, H, W, C) with 1, 3 or 4 channels, N at least 1.
    The array is returned as it is, not copied.
    """
    array = np.asarray(images)
    grey, colour = array.ndim == 3, array.ndim == 4 and array.shape[-1] in (1, 3, 4)
    if not (grey or colour) or array.dtype.kind not in "uif" or 0 in array.shape:
        raise bad_argument(name, "numbers of shape (N, H, W) or (N, H, W, 1, 3 or 4)", array)
    if array.dtype.kind == "f" and not np.isfinite(array).all():
        raise bad_argument(name, "finite numbers", array, "It holds NaN or infinity.")
    return array


def check_labels(name, labels, length=None):
    """Raise ``ValueError`` unless ``labels`` is a vector of whole numbers >= 0; return an array."""
    array = np.asarray(labels)
    if array.ndim != 1 or array.dtype.kind not in "ui" or (array.size and array.min() < 0):
        raise bad_argument(name, "a vector of whole numbers, 0 or more", array)
    if length is not None and len(array) != length:
        raise bad_argument(name, f"{length} labels, one for each picture", array)
    return array
