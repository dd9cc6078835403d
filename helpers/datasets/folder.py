"""Pictures of your own, as files in a folder for each class, made into a data set."""

import collections
import contextlib
import itertools
import os
import sys
import time
import unicodedata
from pathlib import Path

import numpy as np

from helpers._arguments import bad_argument, check_integer
from helpers.datasets.archive import LARGEST_FILE, MOST_FILES, open_zip
from helpers.datasets.labels import natural_key
from helpers.datasets.own import check_counts, make_dataset
from helpers.datasets.pictures import SUFFIXES, read_picture
from helpers.datasets.split import part_size

__all__ = ["from_folder"]

_EXPECTED = "a folder, or a zip file of one, that holds a folder of pictures for each class"
#: What operating systems leave in folders.
_LITTER = {"__macosx", "thumbs.db", "desktop.ini"}
#: From so many pictures on, there is a bar, and before it a word of how long it will take.
_MANY = 200
_KINDS_TO_CONVERT = {
    ".heic": "HEIC is what phones save: export them as JPEG, or set the camera to the most "
    "compatible format",
    ".heif": "export them as JPEG",
    ".avif": "export them as JPEG or PNG",
    ".tif": "export them as PNG",
    ".tiff": "export them as PNG",
    ".svg": "export them as PNG",
    ".pdf": "export their pages as PNG",
}


def from_folder(
    path, image_size=(32, 32), grey=False, test_size=0.2, valid_size=0.1, seed=0
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
    Of 10,000 photographs, 32 × 32 pixels and colour take 31 MB of memory. Near copies, such as a
    burst of one camera, stay together only with `from_arrays` and its ``groups``.

    Examples
    --------
    >>> data = from_folder("my pictures", image_size=(64, 64))  # doctest: +SKIP
    """
    height, width = _check_size(image_size)
    for name, size in (("test_size", test_size), ("valid_size", valid_size)):
        part_size(name, size)
    seed = check_integer("seed", seed, low=0)
    if not isinstance(path, (str, os.PathLike)):
        raise bad_argument("path", _EXPECTED, path)
    path = Path(path)
    if not path.exists():
        raise bad_argument("path", _EXPECTED, path, f"There is nothing at {path.absolute()}.")
    title = _shown(path.stem if path.is_file() else path.absolute().name) or "own pictures"
    with contextlib.ExitStack() as stack:
        if path.is_dir():
            entries = list(itertools.islice(_walk(path), MOST_FILES + 1))
            if len(entries) > MOST_FILES:
                advice = f"It holds more than {MOST_FILES:,} files."
                raise bad_argument("path", _EXPECTED, path, advice)
        else:
            try:
                entries = stack.enter_context(open_zip(path))
            except ValueError as error:
                raise bad_argument("path", _EXPECTED, path, f"But {error}.") from error
        pictures, left_out = _sort(entries, path)
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
    return make_dataset(
        images, labels, names, test_size, valid_size, None, seed,
        name=title, source=f"the {'folder' if path.is_dir() else 'zip file'} {_shown(path.name)}",
        notes=[_mapping(names, np.bincount(labels, minlength=len(names))), *left_out],
        argument="path", called=lambda number: pictures[kept[number]][1],
    )  # fmt: skip


def _check_size(image_size):
    expected = "a pair (height, width)"
    if not isinstance(image_size, (tuple, list)) or len(image_size) != 2:
        raise bad_argument("image_size", expected, image_size)
    return [check_integer("image_size", side, low=1, high=4096) for side in image_size]


def _shown(name):
    """Give a name as it can be printed, in one spelling of its accents."""
    name = unicodedata.normalize("NFC", name)
    return "".join(
        letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in name
    )


def _walk(root):
    """List a folder's files as `open_zip` does an archive's. Links are not followed."""

    def refuse(error):  # a class would be missing, without a word
        raise bad_argument("path", "folders that may be read", error.filename) from error

    for folder, inner, files in os.walk(root, onerror=refuse):
        inner.sort(key=natural_key)  # the same order on every system
        for name in sorted([*files, *inner], key=natural_key):
            path = Path(folder, name)
            parts = path.relative_to(root).parts
            if path.is_symlink():
                yield parts, None
            elif name in files:
                yield parts, path


def _read_bytes(source):
    """Read a picture's file, in a folder or in an archive."""
    if callable(source):
        return source()
    if not source.is_file():  # a pipe would never end
        raise ValueError("it is no file")
    if source.stat().st_size > LARGEST_FILE:
        raise ValueError(f"it has more than {LARGEST_FILE >> 20} MB")
    return source.read_bytes()


def _sort(entries, path):
    """Tell pictures from what is left out, and each picture's class.

    Returns
    -------
    pictures : list of (class's name, picture's name, source)
    left_out : list of str
        A sentence for each kind.
    """
    found, others = [], collections.Counter()
    for parts, source in entries:
        suffix = Path(parts[-1]).suffix.lower()
        if any(part.startswith(".") or part.lower() in _LITTER for part in parts):
            others["hidden"] += 1
        elif source is None:
            others["links"] += 1
        elif suffix in SUFFIXES:
            found.append((tuple(map(_shown, parts)), source))
        else:
            others[_shown(suffix) or "without an ending"] += 1
    found = _unwrap(found, path)
    beside = sum(len(parts) == 1 for parts, _ in found)
    pictures = [(parts[0], "/".join(parts), source) for parts, source in found if len(parts) > 1]
    if not pictures:
        advice = f"Left out: {_counted(others)}." if others else "It holds no pictures."
        if beside:
            advice = (
                f"{beside:,} pictures lie in it directly. Sort them into a folder for each class."
            )
        raise bad_argument("path", _EXPECTED, path, advice)
    left_out = [f"Left out: {_counted(others)}."] if others else []
    if beside:
        are = "pictures lie" if beside > 1 else "picture lies"
        left_out.append(f"Left out: {beside:,} {are} beside the classes' folders, in none of them.")
    return pictures, left_out


def _unwrap(found, path):
    """Take away folders around everything; refuse folders of which nobody can tell the classes."""
    while (
        found and len({parts[0] for parts, _ in found}) == 1 and min(len(p) for p, _ in found) > 2
    ):
        found = [(parts[1:], source) for parts, source in found]
    tops = sorted({parts[0] for parts, _ in found}, key=natural_key)
    if found and min(len(parts) for parts, _ in found) > 2:
        raise bad_argument(
            "path", _EXPECTED, path,
            f"Its folders {', '.join(map(repr, tops[:5]))} hold folders and no pictures. Give the "
            "one whose folders are the classes.",
        )  # fmt: skip
    return found


def _counted(others):
    """Say how many there are of each kind, and what to do about some."""
    parts = []
    for kind, count in sorted(others.items()):
        advice = _KINDS_TO_CONVERT.get(kind)
        parts.append(f"{count:,} {kind}{f' ({advice})' if advice else ''}")
    return ", ".join(parts)


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
            images[len(kept)] = read_picture(_read_bytes(source), image_size, grey)
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
            read_picture(_read_bytes(source), shape[1:3], grey)
    seconds = (time.perf_counter() - started) / len(few) * len(pictures)
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
