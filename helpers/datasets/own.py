"""Pictures of your own, as arrays, made into a data set like any other."""

import hashlib
import math

import numpy as np

from helpers._arguments import as_array, bad_argument, check_images, check_integer
from helpers.datasets.dataset import Dataset
from helpers.datasets.labels import class_numbers
from helpers.datasets.split import deal_out, part_size

__all__ = ["check_counts", "from_arrays", "make_dataset"]

#: A class gives at least one picture each for training, for validation and for the test.
FEWEST = 3


def from_arrays(images, labels, names=None, test_size=0.2, valid_size=0.1, groups=None, seed=0):
    """Make a data set of pictures and labels that you have as arrays.

    It prints, and keeps in ``notes``, what was put right. Exact copies of a picture always come to
    the same part, so that no test picture was seen in training.

    Parameters
    ----------
    images : ndarray of shape (N, H, W), (N, H, W, 1) or (N, H, W, 3)
        Whole numbers from 0 to 255, or brightness from 0 to 1, which stays so. Copied, never
        changed.
    labels : array_like
        A class for each picture, as Keras's and scikit-learn's loaders give them: whole numbers
        of shape (N,) or (N, 1), one-hot rows, or texts. At least three pictures of each class.
    names : sequence of str, optional
        The classes' names, in the order of their numbers. Left out: what the labels say.
    test_size, valid_size : int or float
        How many pictures are for the test and for validation: a number, or a share of all.
        Each class gives the same share, and at least one picture.
    groups : array_like of shape (N,), optional
        Pictures with the same group stay in one part: those of one camera's burst, of one person.
        Near copies on both sides of a test make its score a lie.
    seed : int
        Chooses which pictures come to which part, and in which order.

    Returns
    -------
    Dataset
        Its ``name`` is ``"own pictures"``. Within each part the pictures are in random order.

    Raises
    ------
    ValueError
        If an argument is not what it should be, or a class has too few pictures or groups.

    Examples
    --------
    >>> from sklearn.datasets import load_digits
    >>> digits = load_digits()
    >>> from_arrays(digits.images / 16, digits.target)
    own pictures: 1,258 pictures for training, 180 for validation, 359 for the test; 8 × 8 pixels, grey; 10 classes
    """  # noqa: E501
    images, notes = _as_pictures(images)
    numbers, named, renumbered = class_numbers(labels, names)
    if len(numbers) != len(images):
        raise bad_argument("labels", f"{len(images)} labels, one for each picture", labels)
    if groups is not None:
        expected = f"a number or a text for each of {len(images)} pictures"
        groups = as_array("groups", groups, expected)
        if groups.shape != (len(images),) or groups.dtype.kind not in "biuUO":
            raise bad_argument("groups", expected, groups)
        # As texts: a table's column of words is an array of objects, which may not be sorted.
        groups = groups.astype(str)
    return make_dataset(
        images, numbers, named, test_size, valid_size, groups, seed,
        name="own pictures", source="arrays", notes=[*notes, *renumbered],
    )  # fmt: skip


def make_dataset(
    images, labels, names, test_size, valid_size, groups, seed, *, name, source, notes,
    argument="labels", called=str,
):  # fmt: skip
    """Deal checked pictures out to three parts, say what is to be said, make the data set.

    Parameters
    ----------
    images : ndarray
        As a `Dataset` has them.
    labels : ndarray of int64, shape (N,)
    names : tuple of str
        A name for each class.
    test_size, valid_size, seed
        As for `from_arrays`.
    groups : ndarray of shape (N,), optional
    name, source : str
        As the `Dataset` has them.
    notes : list of str
        What is to be said before what is found here.
    argument : str
        The caller's argument that the labels come from, for errors.
    called : callable
        What a person calls the picture of a number.

    Returns
    -------
    Dataset

    Raises
    ------
    ValueError
        If the sizes don't fit, or a class can't be in every part.
    """
    seed = check_integer("seed", seed, low=0)
    for note in notes:
        print(note)
    check_counts(argument, np.bincount(labels, minlength=len(names)), names)
    sizes = _sizes(test_size, valid_size, len(labels), len(names))
    copies = _copies(images)
    together, found = _join(copies, groups, labels, called)
    (test, valid, train), lacking = deal_out(labels, sizes, together, seed)
    if lacking:
        few = min(lacking)
        n_groups = len(np.unique(together[labels == few]))
        raise bad_argument(
            argument if groups is None else "groups",
            f"pictures of each class in at least {np.count_nonzero(sizes)} groups",
            f"{n_groups} for {names[few]!r}",
            "Exact copies of a picture are one group.",
        )  # fmt: skip
    if abs(len(test) - sizes[0]) + abs(len(valid) - sizes[1]) > 1 + 0.1 * (sizes[0] + sizes[1]):
        found.append(
            f"Groups stay whole, so there are {len(valid):,} pictures for validation (asked for "
            f"{sizes[1]:,}) and {len(test):,} for the test ({sizes[0]:,})."
        )
    for note in found:
        print(note)
    dtype = np.uint8 if len(names) <= 256 else np.uint16
    chosen = {"train": train, "valid": valid, "test": test}
    arrays = {f"x_{part}": images[index] for part, index in chosen.items()}
    arrays |= {f"y_{part}": labels[index].astype(dtype) for part, index in chosen.items()}
    for array in arrays.values():
        array.flags.writeable = False
    return Dataset(
        name=name, **arrays, names=tuple(names), size="own", source=source,
        fingerprint=_fingerprint(arrays), notes=(*notes, *found),
    )  # fmt: skip


def check_counts(argument, counts, names):
    """Raise ``ValueError`` for a class of too few pictures; the error names the argument."""
    few = [f"{name!r} has {n}" for name, n in zip(names, counts, strict=True) if n < FEWEST]
    if few:
        raise bad_argument(
            argument, f"at least {FEWEST} pictures of each class",
            f"one where {', '.join(few[:5])}",
            "Each class is needed for training, for validation and for the test. Add pictures, or "
            "leave the class out.",
        )  # fmt: skip


def _as_pictures(images):
    """Check pictures; return them as uint8 or float32, and what is to be said of them."""
    expected = "numbers of shape (N, H, W) or (N, H, W, 3)"
    array = as_array("images", images, f"pictures of one size, {expected}")
    shape = array.shape
    if array.ndim == 2 and (side := math.isqrt(shape[1])) > 1 and side * side == shape[1]:
        advice = f"Rows of pixels become pictures by images.reshape(-1, {side}, {side})."
        raise bad_argument("images", expected, array, advice)
    if array.ndim == 4 and shape[1] in (1, 3) and shape[3] not in (1, 3):
        advice = "The channels come last: images.transpose(0, 2, 3, 1)."
        raise bad_argument("images", expected, array, advice)
    if array.ndim == 4 and shape[3] == 4:
        advice = "The fourth channel says how opaque a pixel is. Leave it out: images[..., :3]."
        raise bad_argument("images", expected, array, advice)
    array = check_images("images", array)
    if array.ndim == 4 and array.shape[3] == 1:
        array = array[..., 0]

    low, high = array.min(), array.max()
    whole = array.dtype.kind in "ui"
    if not whole and low >= 0 and high <= 1:
        return array.astype(np.float32, copy=False), []
    expected = "whole numbers from 0 to 255, or brightness from 0 to 1"
    received = f"numbers from {low:g} to {high:g}"
    if low < 0 or high > 255:
        advice = (
            "Give them as they were before they were scaled." if low < 0
            else "If they have 16 bits, give images / 65535."
        )  # fmt: skip
        raise bad_argument("images", expected, received, advice)
    if not whole and (array % 1 != 0).any():
        advice = "Round them: np.rint(images)."
        raise bad_argument("images", expected, f"fractions: {received}", advice)
    notes = []
    if 0 < high < 64:
        notes.append(
            f"The brightest pixel has {high:g} of 255. If that is meant to be white, give "
            f"images / {high:g}."
        )
    return array.astype(np.uint8, copy=False), notes


def _sizes(test_size, valid_size, n, n_classes):
    """Say how many pictures go to test, validation and training: all, and none too small."""
    sizes = [
        part_size("test_size", test_size, n), part_size("valid_size", valid_size, n),
    ]  # fmt: skip
    if not sizes[0]:
        advice = "Without a test nobody knows what a network has learned."
        raise bad_argument("test_size", "at least one picture", test_size, advice)
    for k, (name, asked) in enumerate((("test_size", test_size), ("valid_size", valid_size))):
        if asked and sizes[k] < n_classes:
            if asked >= 1:
                raise bad_argument(name, f"at least one picture of {n_classes} classes", asked)
            sizes[k] = n_classes  # a share of few pictures is one of each class
    left = n - sum(sizes)
    if left < n_classes:
        raise bad_argument(
            "test_size", f"a part of {n} pictures that leaves one of each class for training",
            test_size, f"valid_size is {valid_size}.",
        )  # fmt: skip
    return [*sizes, left]


def _copies(images):
    """Number pictures so that exact copies, and they only, have the same number."""
    known = {}
    digests = (hashlib.blake2b(np.ascontiguousarray(image).data).digest() for image in images)
    return np.array([known.setdefault(digest, len(known)) for digest in digests])


def _join(copies, groups, labels, called):
    """Join copies and groups to groups of pictures that stay together; say what was found."""
    notes = []
    _, first = np.unique(copies, return_index=True)
    n_copies = len(copies) - len(first)
    if n_copies:
        are = "pictures are exact copies" if n_copies > 1 else "picture is an exact copy"
        notes.append(f"{n_copies:,} {are} of others. Copies stay in one part.")
        original = first[copies]
        odd = np.flatnonzero(labels != labels[original])
        if len(odd):
            pairs = ", ".join(f"{called(original[k])} and {called(k)}" for k in odd[:3])
            notes.append(
                f"Look at them: {len(odd):,} of the copies have another class than the original "
                f"({pairs}{' …' if len(odd) > 3 else ''})."
            )
    if groups is None:
        return copies, notes
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    # Two groups that share a picture are one.
    _, groups = np.unique(groups, return_inverse=True)
    groups = groups.reshape(-1)
    n = groups.max() + 1 + copies.max() + 1
    edges = coo_array((np.ones(len(groups)), (groups, groups.max() + 1 + copies)), shape=(n, n))
    _, component = connected_components(edges, directed=False)
    return np.unique(component[groups], return_inverse=True)[1].reshape(-1), notes


def _fingerprint(arrays):
    """Name the arrays by what they hold: 16 hexadecimal digits."""
    contents = hashlib.sha256()
    for key in sorted(arrays):
        array = arrays[key]
        contents.update(f"{key} {array.dtype.str} {array.shape}".encode())
        contents.update(np.ascontiguousarray(array).data)
    return contents.hexdigest()[:16]
