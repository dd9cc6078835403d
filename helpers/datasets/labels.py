"""Labels as other people write them (words, columns, one-hot rows) made into class numbers."""

import re

import numpy as np

from helpers._arguments import as_array, bad_argument, check_labels

__all__ = ["class_numbers", "natural_key"]

_EXPECTED = "a whole number, a text or a one-hot row for each picture"


def class_numbers(labels, names=None):
    """Make class numbers, 0, 1, 2 …, of labels in any usual form.

    Parameters
    ----------
    labels : array_like
        Whole numbers from 0 on, texts, or truth values, shape (N,) or (N, 1); or one-hot rows,
        shape (N, classes).
    names : sequence of str, optional
        The classes' names. For numbers and one-hot rows: of class 0, 1, and so on. For texts: the
        same texts, in the order that they are to be numbered in. Left out: what the labels say,
        numbers in their order, texts in natural order (1, 2, 10).

    Returns
    -------
    numbers : ndarray of int64, shape (N,)
        All from 0 to the largest are there: a class without a picture gets no number.
    names : tuple of str
    notes : list of str
        A sentence if classes have other numbers now than the labels gave them.

    Raises
    ------
    ValueError
        If the labels are something else, or the names don't go with them.
    """
    array = as_array("labels", labels, _EXPECTED)
    if array.dtype == object and all(isinstance(label, str) for label in array.flat):
        array = array.astype(str)
    if array.ndim == 2 and array.shape[1] == 1:
        array = array[:, 0]
    elif array.ndim == 2:
        array = _from_one_hot(array)
    if array.ndim != 1 or not array.size:
        raise bad_argument("labels", _EXPECTED, array)
    names = None if names is None else _as_names(names)
    if array.dtype.kind == "U":
        return (*_of_texts(array, names), [])
    if array.dtype.kind == "f" and float(np.abs(array).max()) < 1e15 and (array % 1 == 0).all():
        array = array.astype(np.int64)  # 0.0 and 1.0, as some loaders have it
    if array.dtype.kind == "b":
        array = array.astype(np.uint8)
    if array.dtype.kind not in "ui" or array.min() < 0:
        raise bad_argument("labels", _EXPECTED, array)

    found, numbers = np.unique(array, return_inverse=True)
    if names is None:
        named = tuple(map(str, found.tolist()))
    elif found[-1] < len(names):
        named = tuple(names[number] for number in found.tolist())
    else:
        advice = f"The largest label is {found[-1]}."
        raise bad_argument("names", f"a name for each class from 0 on, {len(names)} are too few",
                           names, advice)  # fmt: skip
    notes = []
    if found[-1] != len(found) - 1 or (names is not None and len(names) != len(found)):
        pairs = [f"{old} is now {new}" for new, old in enumerate(found.tolist()) if old != new]
        notes.append(
            "Classes without pictures get no number"
            + (f": label {', '.join(pairs[:5])}{' …' if len(pairs) > 5 else ''}." if pairs else ".")
        )
    return check_labels("labels", numbers.reshape(-1)), named, notes


def natural_key(name):
    """Sort names as a person would: "2" before "10", "Apple" beside "apple"."""
    # Short runs of digits: of a longer one int() may refuse to make a number.
    parts = re.split(r"(\d{1,18})", name)
    return [int(part) if k % 2 else part.casefold() for k, part in enumerate(parts)], name


def _from_one_hot(array):
    """Say in which column of each row the one is."""
    known = array.dtype.kind in "biuf" and array.size
    if not known or not np.isin(array, (0, 1)).all() or (array.sum(axis=1) != 1).any():
        advice = "In a one-hot row one number is 1 and all others are 0."
        raise bad_argument("labels", _EXPECTED, array, advice)
    return array.argmax(axis=1)


def _of_texts(array, names):
    """Number texts by their place in `names`, or in natural order."""
    found = np.unique(array).tolist()
    order = sorted(found, key=natural_key) if names is None else names
    missing = set(found) - set(order)
    if missing:
        raise bad_argument("names", f"all texts that the labels hold, {min(missing)!r} too", names)
    order = [name for name in order if name in set(found)]
    place = {name: number for number, name in enumerate(order)}
    numbers = np.array([place[name] for name in found])[np.searchsorted(found, array)]
    return check_labels("labels", numbers), tuple(order)


def _as_names(names):
    """Check the classes' names: texts, or what is one when it is printed, each once."""
    expected = "a sequence of names, one for each class and no two alike"
    if isinstance(names, (str, bytes)) or np.ndim(names) != 1 or not len(names):
        raise bad_argument("names", expected, names)
    texts = [str(name) for name in names]
    if len(set(texts)) < len(texts):
        raise bad_argument("names", expected, names)
    return texts
