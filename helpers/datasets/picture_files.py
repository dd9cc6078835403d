"""Which files of a folder, or of an archive, are pictures, and of which class."""

import collections
import contextlib
import itertools
import os
import unicodedata
from pathlib import Path

from helpers._arguments import bad_argument
from helpers.datasets.archive import LARGEST_FILE, MOST_FILES, open_zip
from helpers.datasets.labels import natural_key
from helpers.datasets.pictures import SUFFIXES

__all__ = ["EXPECTED", "LITTER", "files_of", "printable", "read_bytes", "sort_by_class"]

#: What a path is to be, for errors.
EXPECTED = "a folder, or a zip file of one, that holds a folder of pictures for each class"
#: What operating systems leave in folders.
LITTER = {"__macosx", "thumbs.db", "desktop.ini"}
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


def printable(name):
    """Give a name as it can be printed, in one spelling of its accents."""
    name = unicodedata.normalize("NFC", name)
    return "".join(
        letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in name
    )


@contextlib.contextmanager
def files_of(path):
    """List the files of a folder, or of a zip file while it is open.

    Parameters
    ----------
    path : Path

    Yields
    ------
    list of (parts, source)
        As `open_zip` gives them; in a folder the source is a path.

    Raises
    ------
    ValueError
        If there are too many files, a folder may not be read, or it is no zip file that can do no
        harm.
    """
    if path.is_dir():
        entries = list(itertools.islice(_walk(path), MOST_FILES + 1))
        if len(entries) > MOST_FILES:
            raise bad_argument("path", EXPECTED, path, f"It holds more than {MOST_FILES:,} files.")
        yield entries
        return
    with contextlib.ExitStack() as stack:
        try:
            entries = stack.enter_context(open_zip(path))
        except ValueError as error:
            raise bad_argument("path", EXPECTED, path, f"But {error}.") from error
        yield entries


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


def read_bytes(source):
    """Read a picture's file, in a folder or in an archive."""
    if callable(source):
        return source()
    if not source.is_file():  # a pipe would never end
        raise ValueError("it is no file")
    if source.stat().st_size > LARGEST_FILE:
        raise ValueError(f"it has more than {LARGEST_FILE >> 20} MB")
    return source.read_bytes()


def sort_by_class(entries, path, alone=None, grouped=False):
    """Tell pictures from what is left out, and each picture's class.

    Parameters
    ----------
    entries : list of (parts, source)
        As `files_of` gives them.
    path : Path
        Where they lie, for errors.
    alone : str, optional
        The class of pictures that lie in no folder, if none lies in one.
    grouped : bool
        Folders within a class's folder are meant: each class may hold nothing else.

    Returns
    -------
    pictures : list of (class's name, picture's name, source)
    left_out : list of str
        A sentence for each kind.
    """
    found, others = [], collections.Counter()
    for parts, source in entries:
        suffix = Path(parts[-1]).suffix.lower()
        if any(part.startswith(".") or part.lower() in LITTER for part in parts):
            others["hidden"] += 1
        elif source is None:
            others["links"] += 1
        elif suffix in SUFFIXES:
            found.append((tuple(map(printable, parts)), source))
        else:
            others[printable(suffix) or "without an ending"] += 1
    if alone is not None and found and max(len(parts) for parts, _ in found) == 1:
        found = [((alone, *parts), source) for parts, source in found]
    found = _unwrap(found, path, grouped)
    beside = sum(len(parts) == 1 for parts, _ in found)
    pictures = [(parts[0], "/".join(parts), source) for parts, source in found if len(parts) > 1]
    if not pictures:
        advice = f"Left out: {_counted(others)}." if others else "It holds no pictures."
        if beside:
            advice = (
                f"{beside:,} pictures lie in it directly. Sort them into a folder for each class."
            )
        raise bad_argument("path", EXPECTED, path, advice)
    left_out = [f"Left out: {_counted(others)}."] if others else []
    if beside:
        are = "pictures lie" if beside > 1 else "picture lies"
        left_out.append(f"Left out: {beside:,} {are} beside the classes' folders, in none of them.")
    return pictures, left_out


def _unwrap(found, path, grouped):
    """Take away folders around everything; refuse folders of which nobody can tell the classes."""
    while (
        found and len({parts[0] for parts, _ in found}) == 1 and min(len(p) for p, _ in found) > 2
    ):
        found = [(parts[1:], source) for parts, source in found]
    tops = sorted({parts[0] for parts, _ in found}, key=natural_key)
    if found and min(len(parts) for parts, _ in found) > 2 and not grouped:
        raise bad_argument(
            "path", EXPECTED, path,
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
