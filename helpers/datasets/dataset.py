"""What a lesson gets: one data set, ready to look at and impossible to spoil."""

import hashlib
from dataclasses import dataclass

import numpy as np

from helpers import is_quick
from helpers._arguments import check_choice, check_integer
from helpers.datasets.cache import open_cached
from helpers.datasets.catalog import ARRAYS, CATALOG, DatasetError
from helpers.datasets.split import part_size, stratified_split

__all__ = ["Dataset", "load"]


@dataclass(frozen=True, eq=False, repr=False)
class Dataset:
    """A data set: pictures and labels for training, for validation and for the test.

    All arrays are read-only. Make a copy to change one: ``data.x_train.copy()``.

    Attributes
    ----------
    name : str
        One that `load` takes; of your own pictures, their folder's.
    x_train, x_valid, x_test : ndarray of uint8, shape (N, H, W) or (N, H, W, 3)
        Pictures: brightness from 0 (black) to 255 (white), for colour ones of red, green, blue.
        Arrays of your own that go from 0 to 1 stay so, as float32.
    y_train, y_valid, y_test : ndarray of uint8, shape (N,)
        The class of each picture: an index into `names`. With more than 256 classes, uint16.
    names : tuple of str
        The classes' names.
    size : str
        ``"full"``, or ``"sample"`` for the first pictures of the full data set; ``"own"`` for
        pictures of your own.
    source : str
        Where it came from, in words.
    fingerprint : str
        16 hexadecimal digits that are the same if, and only if, every array is the same.
    notes : tuple of str
        What was left out or put right when it was made, a sentence for each.
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
    notes: tuple = ()

    def __repr__(self):
        height, width = self.x_train.shape[1:3]
        kind = "colour" if self.x_train.ndim == 4 else "grey"
        return (
            f"{self.title}: {len(self.x_train):,} pictures for "
            f"training, {len(self.x_valid):,} for validation, {len(self.x_test):,} for the test; "
            f"{height} × {width} pixels, {kind}; {len(self.names)} classes"
        )

    @property
    def title(self):
        """What a person reads: its name, and of the course's data sets the size."""
        return self.name if self.size == "own" else f"{CATALOG[self.name].title} ({self.size})"


def load(name, size="auto", valid_size=0, seed=0):
    """Load a data set, from the local cache or from the sample that comes with the course.

    Nothing is ever downloaded here. ``python -m helpers fetch`` does that, once.

    Parameters
    ----------
    name : str
        ``"mnist"``, ``"fashion_mnist"``, ``"cifar10"`` or ``"emoji"``. The last one comes with the
        course whole.
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
    part_size("valid_size", valid_size)  # before anything is read
    arrays, size, source = _read(info, size)
    known = info.sample_digests if size == "sample" else info.digests
    contents = hashlib.sha256("".join(known[name] for name in ARRAYS).encode())

    x_train, y_train = arrays["x_train"], arrays["y_train"]
    x_valid, y_valid = x_train[:0], y_train[:0]
    if part_size("valid_size", valid_size, len(y_train)):
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


def _read(info, size):
    """Read the arrays in the size that is asked for: arrays, the size that it is, the source."""
    from helpers.datasets.mosaics import read_sample

    command = f"`python -m helpers fetch {info.name}`"
    automatic = size == "auto" and not is_quick()
    if info.comes_whole and size != "sample":
        return read_sample(info), "full", "the course, with which it comes"
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
