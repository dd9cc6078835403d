"""What a lesson gets: one data set, ready to look at and impossible to spoil."""

import hashlib
import numbers
from dataclasses import dataclass

import numpy as np

from helpers import is_quick
from helpers._arguments import bad_argument, check_choice, check_integer, check_labels, check_real
from helpers.datasets.cache import open_cached
from helpers.datasets.catalog import ARRAYS, CATALOG, DatasetError

__all__ = ["Dataset", "load", "stratified_split"]


@dataclass(frozen=True, eq=False, repr=False)
class Dataset:
    """A data set: pictures and labels for training, for validation and for the test.

    All arrays are uint8 and read-only. Make a copy to change one: ``data.x_train.copy()``.

    Attributes
    ----------
    name : str
        ``"mnist"``, ``"fashion_mnist"`` or ``"cifar10"``.
    x_train, x_valid, x_test : ndarray of uint8, shape (N, H, W) or (N, 32, 32, 3)
        Pictures: brightness from 0 (black) to 255 (white), for colour ones of red, green, blue.
    y_train, y_valid, y_test : ndarray of uint8, shape (N,)
        The class of each picture: an index into `names`.
    names : tuple of str
        The classes' names.
    size : str
        ``"full"``, or ``"sample"`` for the first pictures of the full data set.
    source : str
        Where it came from, in words.
    fingerprint : str
        16 hexadecimal digits that are the same if, and only if, every array is the same.
    """

    name: str
    x_train: np.ndarray
    y_train: np.ndarray
    x_valid: np.ndarray
    y_valid: np.ndarray
    x_test: np.ndarray
    y_test: np.ndarray
    names: tuple
    size: str
    source: str
    fingerprint: str

    def __repr__(self):
        height, width = self.x_train.shape[1:3]
        kind = "colour" if self.x_train.ndim == 4 else "grey"
        return (
            f"{CATALOG[self.name].title} ({self.size}): {len(self.x_train):,} pictures for "
            f"training, {len(self.x_valid):,} for validation, {len(self.x_test):,} for the test; "
            f"{height} × {width} pixels, {kind}; {len(self.names)} classes"
        )


def load(name, size="auto", valid_size=0, seed=0):
    """Load a data set, from the local cache or from the sample that comes with the course.

    Nothing is ever downloaded here. ``python -m helpers fetch`` does that, once.

    Parameters
    ----------
    name : str
        ``"mnist"``, ``"fashion_mnist"`` or ``"cifar10"``.
    size : {"auto", "full", "sample"}
        ``"full"`` is the whole data set, which must be in the local cache. ``"sample"`` is its
        first pictures, in the same order: test picture 16 is the same in both.
        ``"auto"`` is the full one if it is cached, and else the sample, and then says so. With
        the environment variable ``COURSE_QUICK=1`` it is the sample.
    valid_size : int or float
        How many training pictures to set aside for validation: a number of them, or a share
        between 0 and 1. Each class gives the same share. Both parts keep their order.
    seed : int
        Chooses which pictures are set aside.

    Returns
    -------
    Dataset

    Raises
    ------
    ValueError
        If an argument is not what it should be.
    DatasetError
        If the full data set is asked for and is not in the cache, or is damaged.

    Notes
    -----
    Full data sets are mapped into memory, not read: loading takes milliseconds, and people who
    share a server share the memory. A validation set is a copy, and so is the training set that
    is left without it.

    Used in every lesson.

    Examples
    --------
    >>> data = load("mnist", size="sample")
    >>> data.x_train.shape
    (5000, 28, 28)
    """
    info = CATALOG[check_choice("name", name, CATALOG)]
    check_choice("size", size, ("auto", "full", "sample"))
    seed = check_integer("seed", seed, low=0)
    _check_valid_size(valid_size)  # before anything is read
    arrays, size, source = _read(info, size)
    known = info.sample_digests if size == "sample" else info.digests
    contents = hashlib.sha256("".join(known[name] for name in ARRAYS).encode())

    x_train, y_train = arrays["x_train"], arrays["y_train"]
    x_valid, y_valid = x_train[:0], y_train[:0]
    if _check_valid_size(valid_size, len(y_train)):
        rest, valid = stratified_split(y_train, valid_size, seed)
        x_valid, y_valid = x_train[valid], y_train[valid]
        x_train, y_train = x_train[rest], y_train[rest]
        contents.update(valid.astype("<i8").tobytes())
    x_test, y_test = arrays["x_test"], arrays["y_test"]
    for array in (x_train, y_train, x_valid, y_valid, x_test, y_test):
        array.flags.writeable = False
    return Dataset(
        name=name,
        x_train=x_train,
        y_train=y_train,
        x_valid=x_valid,
        y_valid=y_valid,
        x_test=x_test,
        y_test=y_test,
        names=info.names,
        size=size,
        source=source,
        fingerprint=contents.hexdigest()[:16],
    )


def stratified_split(labels, valid_size, seed=0):
    """Choose pictures for validation so that each class gives the same share.

    The classes' shares are rounded down, and what is then missing is taken from the classes
    with the largest remainders (Hamilton's method). So no class is off by a whole picture.

    Parameters
    ----------
    labels : array of int, shape (N,)
    valid_size : int or float
        A number from 0 to N - 1, or a share between 0 and 1.
    seed : int
        Chooses which pictures of each class.

    Returns
    -------
    train, valid : ndarray of int64
        Indices into `labels`, each in ascending order. Together they are all of them, once.

    Raises
    ------
    ValueError
        If `valid_size` is something else.
    """
    labels = check_labels("labels", labels)
    count = _check_valid_size(valid_size, len(labels))
    counts = np.bincount(labels)
    # Whole-number arithmetic: a share that is exact stays exact.
    chosen, remainders = np.divmod(counts * count, max(len(labels), 1))
    missing = count - chosen.sum()
    chosen[np.argsort(-remainders, kind="stable")[:missing]] += 1
    rng = np.random.default_rng(check_integer("seed", seed, low=0))
    is_valid = np.zeros(len(labels), bool)
    for label, number in enumerate(chosen):
        is_valid[rng.permutation(np.flatnonzero(labels == label))[:number]] = True
    return np.flatnonzero(~is_valid), np.flatnonzero(is_valid)


def _check_valid_size(valid_size, n=None):
    """Turn a number or a share into a number of pictures; without `n`, only check its form."""
    expected = "a whole number of pictures, 0 or more, or a share between 0 and 1"
    whole = isinstance(valid_size, numbers.Integral)
    check_real("valid_size", valid_size, low=0, below=None if whole else 1, expected=expected)
    if n is None:
        return None
    count = int(valid_size) if whole else round(valid_size * n)
    if count and count >= n:
        advice = f"There are {n:,} pictures for training, and some must be left."
        raise bad_argument("valid_size", f"fewer than {n}", valid_size, advice)
    return count


def _read(info, size):
    """Read the arrays in the size that is asked for: arrays, the size that it is, the source."""
    from helpers.datasets.mosaics import read_sample

    command = f"`python -m helpers fetch {info.name}`"
    automatic = size == "auto" and not is_quick()
    if size == "full" or automatic:
        try:
            arrays, source = open_cached(info)
        except DatasetError as error:
            if not automatic:
                raise
            print(f"{error} Until then, you get the sample.")
            return read_sample(info), "sample", "the sample that comes with the course"
        if arrays is not None:
            return arrays, "full", source
        if not automatic:
            raise DatasetError(
                f"The full {info.title} is not on this machine yet. Get it with {command}, or "
                'use size="sample".'
            )
        print(
            f"{info.title}: the first {info.n_sample_train:,} training and "
            f"{info.n_sample_test:,} test pictures. For all of them, run {command} once."
        )
    return read_sample(info), "sample", "the sample that comes with the course"
