"""Pictures of your own, as files in a folder for each class, made into a data set."""

import collections
import contextlib
import os
import sys
import time
from pathlib import Path

import numpy as np

from helpers._arguments import bad_argument, check_choice, check_integer
from helpers.datasets.labels import natural_key
from helpers.datasets.mosaics import SAMPLES
from helpers.datasets.own import check_counts, make_dataset
from helpers.datasets.picture_files import (
    EXPECTED,
    files_of,
    printable,
    read_bytes,
    sort_by_class,
)
from helpers.datasets.pictures import read_picture
from helpers.datasets.split import part_size

__all__ = ["EMOJI_KINDS", "from_folder"]

#: A zip file with emoji in four kinds, for whoever brings no pictures; `from_folder` reads it.
EMOJI_KINDS = SAMPLES / "emoji_kinds.zip"

#: From so many pictures on, there is a bar; and before it a word of how long it will take, if that
#: is so many seconds.
_MANY, _LONG = 200, 5


def from_folder(
    path, image_size=(32, 32), grey=False, test_size=0.2, valid_size=0.1, groups=None, seed=0
):  # fmt: skip
    """Make a data set of picture files: a folder for each class, the folder's name its name.

    Pictures are turned as the camera says, laid on white where they are transparent, cut to the
    middle and shrunk by area. What can't be taken is named and left out. It prints, and keeps in
    ``notes``, which class has which number, and what was left out.

    Parameters
    ----------
    path : str or Path
        A folder that holds a folder for each class, or a zip file of one. PNG, JPEG, WebP, BMP and
        the first frame of GIF are read, at least three pictures for each class. Folders within a
        class's folder belong to the class.
    image_size : tuple of int
        Height and width of the pictures that are made.
    grey : bool
        Brightness only, in place of red, green and blue.
    test_size, valid_size, seed
        As for `from_arrays`.
    groups : "folders" or callable, optional
        Which pictures stay in one part, such as a camera's burst. ``"folders"``: those that lie
        together in a folder within their class's folder (``cat/burst 1/003.png``). A function is
        given each picture's name, its class's folder included, and returns a text or a number: the
        same for pictures that stay together.

    Returns
    -------
    Dataset
        Its ``name`` is the folder's. Classes have numbers in the natural order of their names
        (1, 2, 10); within each part the pictures are in random order.

    Raises
    ------
    ValueError
        If an argument is not what it should be, a class has too few pictures, or a zip file is
        encrypted, names places outside itself or unpacks to more than it should.

    Notes
    -----
    Of 10,000 photographs, 32 × 32 pixels and colour take 31 MB of memory.

    Examples
    --------
    >>> data = from_folder("my pictures", image_size=(64, 64))  # doctest: +SKIP
    """
    height, width = _check_size(image_size)
    for name, size in (("test_size", test_size), ("valid_size", valid_size)):
        part_size(name, size)
    seed = check_integer("seed", seed, low=0)
    if not (groups is None or callable(groups)):
        groups = {"folders": _own_folder}[check_choice("groups", groups, ("folders",))]
    if not isinstance(path, (str, os.PathLike)):
        raise bad_argument("path", EXPECTED, path)
    path = Path(path)
    if not path.exists():
        raise bad_argument("path", EXPECTED, path, f"There is nothing at {path.absolute()}.")
    title = printable(path.stem if path.is_file() else path.absolute().name) or "own pictures"
    source = f"the {'folder' if path.is_dir() else 'zip file'} {printable(path.name)}"
    with files_of(path) as entries:
        pictures, left_out = sort_by_class(entries, path, grouped=groups is not None)
        names = sorted({label for label, _, _ in pictures}, key=natural_key)
        counts = collections.Counter(label for label, _, _ in pictures)
        check_counts("path", [counts[name] for name in names], names)
        images, kept, unreadable = _read_all(pictures, (height, width), bool(grey), title)
    if unreadable:
        left_out.append(
            f"{len(unreadable):,} could not be read and {'is' if len(unreadable) == 1 else 'are'} "
            f"left out: {'; '.join(unreadable[:5])}{'; …' if len(unreadable) > 5 else ''}."
        )
    place = {name: number for number, name in enumerate(names)}
    labels = np.array([place[pictures[number][0]] for number in kept], np.int64)
    called = [pictures[number][1] for number in kept]
    if groups is not None:
        groups = _groups(groups, called)
    return make_dataset(
        images, labels, names, test_size, valid_size, groups, seed,
        name=title, source=source,
        notes=[_mapping(names, np.bincount(labels, minlength=len(names))), *left_out],
        argument="path", called=called.__getitem__,
    )  # fmt: skip


def _check_size(image_size):
    expected = "a pair (height, width)"
    if not isinstance(image_size, (tuple, list)) or len(image_size) != 2:
        raise bad_argument("image_size", expected, image_size)
    return [check_integer("image_size", side, low=1, high=4096) for side in image_size]


def _own_folder(name):
    """Name the folder within its class's folder that a picture lies in; else the picture."""
    folder = name.rpartition("/")[0]
    return folder if "/" in folder else name


def _groups(group_of, names):
    """Ask a function for each picture's group; return texts."""
    given = [group_of(name) for name in names]
    strange = [group for group in given if not isinstance(group, (str, int, np.integer))]
    if strange:
        expected = "a function that gives a text or a whole number for each picture"
        raise bad_argument("groups", expected, strange[0])
    return np.array(list(map(str, given)))


def _read_all(pictures, image_size, grey, title):
    """Read all pictures, with a bar if they are many.

    Returns
    -------
    images : ndarray of uint8, shape (M, H, W) or (M, H, W, 3)
    kept : list of int
        Which of the pictures they are.
    unreadable : list of str
        The others' names, and why.
    """
    from tqdm import tqdm

    shape = (len(pictures), *image_size, *(() if grey else (3,)))
    _check_memory(int(np.prod(shape, dtype=object)), image_size)
    many = len(pictures) >= _MANY
    if many:
        _announce(pictures, shape, grey)
    images, kept, unreadable = np.empty(shape, np.uint8), [], []
    bar = tqdm(
        pictures,
        desc=title,
        unit=" pictures",
        file=sys.stdout,
        leave=False,
        disable=not many,
        mininterval=0.5,
    )
    for number, (_, name, source) in enumerate(bar):
        try:
            images[len(kept)] = read_picture(read_bytes(source), image_size, grey)
        except Exception as error:  # of a strange archive or disk, reading raises nearly anything
            unreadable.append(f"{name} ({str(error) or type(error).__name__})")
        else:
            kept.append(number)
    return images[: len(kept)], kept, unreadable


def _announce(pictures, shape, grey):
    """Say what reading will take: memory, and the time that a few of them take."""
    few = pictures[:: max(len(pictures) // 10, 1)][:10]
    started = time.perf_counter()
    for _, _, source in few:
        with contextlib.suppress(Exception):  # is said when its turn comes
            read_picture(read_bytes(source), shape[1:3], grey)
    seconds = (time.perf_counter() - started) / len(few) * len(pictures)
    if seconds < _LONG:
        return
    duration = f"{seconds:.0f} seconds" if seconds < 100 else f"{seconds / 60:.0f} minutes"
    print(
        f"Reading {len(pictures):,} pictures takes about {duration}. At {shape[1]} × {shape[2]} "
        f"pixels they fill {np.prod(shape) / 1e6:,.0f} MB of memory."
    )


def _check_memory(n_bytes, image_size):
    """Raise ``ValueError`` if so many pictures don't fit into what memory is free, twice."""
    import psutil

    free = psutil.virtual_memory().available
    if 2 * n_bytes > free:
        advice = f"They would take {2 * n_bytes / 1e9:.1f} GB while they are dealt out."
        raise bad_argument(
            "image_size", f"pictures that fit into the {free / 1e9:.1f} GB of free memory",
            tuple(image_size), advice,
        )  # fmt: skip


def _mapping(names, counts):
    """Say which class has which number, and how many pictures."""
    shown = [f"{k} {name} ({counts[k]:,})" for k, name in enumerate(names[:20])]
    more = f" and {len(names) - 20} more, see `names`" if len(names) > 20 else ""
    return f"Classes: {', '.join(shown)}{more}."
