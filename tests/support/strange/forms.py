"""Strange forms of a good argument, and what a function owes to each of them.

A `Case` is a function of the course and good arguments for it. `misbehaviour` gives it every
strange form of one argument after the other and lists what it should not have done. A function may

- take another *form* of the same values (a list, another order in memory, a read-only array): then
  its result must be the same;
- refuse: then by a ``ValueError`` that begins with the name of an argument;
- take *other* values that make sense to it.

What it may never do: raise something else, warn, or write into what it was given. Of some forms it
must refuse every one: see `NEVER` and `ALSO_NEVER`.
"""

import copy
import dataclasses
import re
import sys
import warnings
from collections.abc import Callable

import numpy as np
import pandas as pd

__all__ = ["Case", "Sizes", "misbehaviour"]


@dataclasses.dataclass(frozen=True)
class Sizes:
    """How large the good arguments are, and what they hold."""

    n: int
    side: int
    k: int
    seed: int

    @property
    def rng(self):
        return np.random.default_rng(self.seed)

    def images(self, *channels):
        """Pictures of noise: no two alike, none of one brightness."""
        shape = (self.n, self.side, self.side, *channels)
        return self.rng.integers(0, 256, shape, dtype=np.uint8)

    def labels(self, shift=0):
        """Labels of all classes."""
        return ((np.arange(self.n) + shift) % self.k).astype(np.uint8)

    def names(self):
        return [f"class {k}" for k in range(self.k)]

    def probabilities(self, *moments):
        numbers = self.rng.random((*moments, self.n, self.k)) + 0.1
        return (numbers / numbers.sum(axis=-1, keepdims=True)).astype(np.float32)

    def matrix(self, *moments):
        return self.rng.integers(1, 50, (*moments, self.k, self.k))

    def symmetric(self):
        matrix = self.rng.random((self.k, self.k))
        return (matrix + matrix.T) / 2

    def floats(self, *shape):
        return self.rng.normal(size=shape).astype(np.float32)


@dataclasses.dataclass(frozen=True)
class Case:
    """A function of the course, with good arguments.

    Attributes
    ----------
    function : callable
    good : callable
        Takes `Sizes`; gives the arguments by name, all of them good.
    strange : dict of str to str
        Which arguments get strange forms, and of what kind each is: a key of `ALSO_NEVER`.
    view : callable
        What of the result is compared: something that `same` knows.
    optional : tuple of str
        Arguments that may be None.
    takes : dict of str to tuple of str
        By argument, forms that this function may take although others of the kind may not.
    """

    function: Callable
    good: Callable
    strange: dict
    view: Callable = lambda result: result
    optional: tuple = ()
    takes: dict = dataclasses.field(default_factory=dict)


def _other_forms(array):
    """Give the same values in other forms."""
    yield "a list", array.tolist()
    yield "Fortran order", np.asfortranarray(array)
    apart = np.zeros((*array.shape, 2), array.dtype)
    apart[..., 0] = array
    yield "not contiguous", apart[..., 0]
    yield "backwards in memory", np.ascontiguousarray(array[::-1])[::-1]
    frozen = array.copy()
    frozen.flags.writeable = False
    yield "read-only", frozen
    if array.dtype.itemsize > 1:
        yield "big-endian", array.astype(array.dtype.newbyteorder(">"))
    if array.dtype.kind in "ui":
        yield "int64", array.astype(np.int64)
        yield "uint64", array.astype(np.uint64)
        yield "int16, big-endian", array.astype(">i2")
    elif array.dtype == np.float32:
        yield "float64", array.astype(np.float64)


def _no_numbers(array):
    """Give what is no array of numbers at all."""
    yield "None", None
    yield "a text", "abc"
    yield "a dict", {}
    yield "an object", object()
    yield "ragged", [[1, 2, 3], [4]]
    yield "a set", {1, 2}
    yield "texts", np.full(array.shape, "x")
    yield "objects", np.full(array.shape, None, dtype=object)
    yield "times", array.astype("int64").astype("datetime64[s]")
    yield "records", np.zeros(array.shape, dtype=[("a", "i4"), ("b", "f4")])
    yield "complex", array + 1j
    yield "a number", 3


def _other_shapes(array):
    """Give other shapes of about the same values."""
    yield "one more axis", array[None]
    yield "one more axis at the end", array[..., None]
    yield "two more axes", array[None, None]
    yield "one axis less", array[0]
    yield "empty", array[:0]
    yield "one row only", array[:1]
    yield "one row less", array[:-1]
    yield "one row more", np.concatenate([array, array[:1]])
    if array.ndim > 1:
        yield "one column less", array[..., :-1]
        yield "no columns", array[..., :0]


def _other_values(array):
    """Give other values in the same shape."""
    yield "all the same", np.ones_like(array)
    yield "all 0", np.zeros_like(array)
    yield "True and False", array.astype(bool)
    yield "numbers as texts", array.astype(str)
    yield "numbers as objects", array.astype(object)
    yield "half precision", array.astype(np.float16)
    changed = array.astype(np.int64)
    first = (0,) * array.ndim
    for name, value in (("a -1", -1), ("a huge number", 10**12), ("2 to the 62", 2**62)):
        other = changed.copy()
        other[first] = value
        yield name, other
    unsigned = array.astype(np.uint64)
    unsigned[first] = 2**64 - 1
    yield "a number too large for int64", unsigned
    for name, value in (("NaN", np.nan), ("infinity", np.inf), ("1e300", 1e300), ("-0.5", -0.5)):
        other = array.astype(np.float64)
        other[first] = value
        yield name, other


#: What no function may take for numbers.
NEVER = frozenset(name for name, _ in _no_numbers(np.zeros(3)))
_NOT_FINITE = {"NaN", "infinity"}
_NOT_WHOLE = {"NaN", "infinity", "-0.5", "half precision", "True and False"}
_TOO_LARGE = {"a huge number", "2 to the 62", "a number too large for int64"}
_SHAPES = frozenset(name for name, _ in _other_shapes(np.zeros((3, 3))))
#: Forms that may fit by themselves and not go together with another argument.
_TOGETHER = _SHAPES | {"all the same", "all 0", "without a column"}
#: By the kind of an argument: what else must be refused.
ALSO_NEVER = {
    # Pictures (N, H, W) or (N, H, W, C).
    "images": {"empty", "two more axes", "no columns", "True and False", *_NOT_FINITE},
    # One picture.
    "picture": {"empty", "two more axes", *_NOT_FINITE},
    # Classes (N,): whole numbers from 0 on, no more than classes can be.
    "labels": {
        "one more axis", "one more axis at the end", "two more axes", "one axis less", "empty",
        "a -1", *_NOT_WHOLE, *_TOO_LARGE,
    },  # fmt: skip
    # Positions in something else.
    "positions": {"a -1", "empty", *_NOT_WHOLE, *_TOO_LARGE},
    "probabilities": {"empty", "no columns", "one axis less", "all the same", "all 0", "a -1",
                      "True and False", *_TOO_LARGE, *_NOT_FINITE},  # fmt: skip
    # Counts, (K, K).
    "matrix": {"empty", "one row less", "one column less", "a -1", *_NOT_WHOLE},
    # A stack of them, (..., K, K).
    "matrices": {"empty", "one column less", "a -1", *_NOT_WHOLE},
    # One picture of many, (H, W, 3).
    "mosaic": {"empty", "one row less", "one column less", "two more axes", *_NOT_FINITE},
    "symmetric": {"empty", "one row less", "one column less", "one axis less", *_NOT_FINITE},
    # Whole numbers, of any size.
    "epochs": {"a -1", "empty", *_NOT_WHOLE},
    # Any finite numbers of one fixed rank.
    "numbers": {"one more axis", "two more axes", "empty", *_NOT_FINITE},
    # Any finite numbers of any shape.
    "any shape": {*_NOT_FINITE},
    # True and False.
    "marks": {"one more axis", "one row less", "a -1", "NaN"},
    # A picture of an animation: uint8 and nothing else, since 0 to 1 and 0 to 255 look alike.
    "frame": {"empty", "two more axes", *_NOT_FINITE},
    # A table, of which only what is none is strange.
    "table": set(),
    # Anything else that says no more of itself.
    "any": set(),
}  # fmt: skip


def _forms(good, kind):
    """Yield (name, value, duty): ``same``, ``refuse`` or ``either``."""
    array = np.asarray(good)
    if kind == "table":
        yield "without a column", good[good.columns[:-1]], "refuse"
        yield "an array", array, "refuse"
        yield from ((name, value, "refuse") for name, value in _no_numbers(np.zeros(3)))
        return
    for name, value in _other_forms(array):
        strict = kind == "frame" and np.asarray(value).dtype != array.dtype
        yield name, value, "either" if strict else "same"
    refused = NEVER | ALSO_NEVER[kind]
    others = (*_no_numbers(array), *_other_shapes(array), *_other_values(array))
    for name, value in others:
        yield name, value, "refuse" if name in refused else "either"


def same(one, other):
    """Say whether two results are the same, up to rounding."""
    if isinstance(one, (tuple, list)):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, (pd.DataFrame, pd.Series)):
        return same(one.to_dict(), other.to_dict())
    if isinstance(one, (np.ndarray, np.generic, float)):
        one, other = np.asarray(one), np.asarray(other)
        if one.dtype.kind in "fc":
            return one.shape == other.shape and np.allclose(one, other, 1e-4, 1e-6, equal_nan=True)
        return np.array_equal(one, other)
    if one is pd.NA:
        return other is pd.NA
    return one == other


def _call(case, arguments):
    """Call a function with warnings as errors; give its result as it is to be compared."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        # Not about what was given: pyplot counts figures, and NumPy announces new versions.
        warnings.filterwarnings("ignore", category=DeprecationWarning)
        warnings.filterwarnings("ignore", category=PendingDeprecationWarning)
        warnings.filterwarnings("ignore", message="More than 20 figures")
        # Nor what an earlier test left behind and is cleared away just now.
        warnings.filterwarnings("ignore", category=ResourceWarning)
        try:
            return case.view(case.function(**arguments))
        finally:
            if "matplotlib.pyplot" in sys.modules:
                sys.modules["matplotlib.pyplot"].close("all")


def misbehaviour(case, sizes):
    """List what a function did that it should not have, given every strange form."""
    known = case.good(sizes)
    expected = _call(case, case.good(sizes))
    wrong = []
    for argument, kind in case.strange.items():
        plain = known[argument]
        container = None
        if isinstance(plain, (dict, list)) and not _is_numbers(plain):
            # A dict or a list of arrays: its first one becomes strange.
            container, key = plain, (next(iter(plain)) if isinstance(plain, dict) else 0)
            plain = plain[key]
        for name, value, duty in _forms(plain, kind):
            if (value is None and argument in case.optional) or name in case.takes.get(
                argument, ()
            ):
                duty = "either"
            arguments = case.good(sizes)
            if container is None:
                arguments[argument] = value
            else:
                arguments[argument][key] = value
            before = copy.deepcopy(arguments)
            where = f"{argument} = {name}"
            try:
                found = _call(case, arguments)
            except ValueError as error:
                if duty == "same":
                    wrong.append(f"{where}: refused ({error})")
                elif not _names_it(str(error), argument, arguments, name):
                    wrong.append(f"{where}: the error does not name it ({error})")
            except Exception as error:
                wrong.append(f"{where}: {type(error).__name__}: {error}")
            else:
                if duty == "refuse":
                    wrong.append(f"{where}: taken")
                elif duty == "same" and not same(expected, found):
                    wrong.append(f"{where}: another result")
            if not _unchanged(before, arguments):
                wrong.append(f"{where}: what was given has changed")
    return wrong


def _names_it(message, argument, arguments, form):
    """Say whether an error begins with the argument's name.

    Of two arguments whose shapes do not fit together, either may be named.
    """
    named = re.match(r"(\w+)(\[[^:]*\])?: ", message)
    return named is not None and named[1] in (arguments if form in _TOGETHER else [argument])


def _is_numbers(values):
    return isinstance(values, list) and not any(np.ndim(value) for value in values)


def _unchanged(before, after):
    """Say whether what was given is as it was, down to the dtype."""
    if isinstance(before, np.ndarray):
        return before.dtype == after.dtype and before.tobytes() == after.tobytes()
    if isinstance(before, dict):
        return all(_unchanged(before[key], after[key]) for key in before | after)
    if isinstance(before, (list, tuple)):
        return len(before) == len(after) and all(map(_unchanged, before, after))
    return True
