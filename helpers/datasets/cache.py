"""The local cache of full data sets: written once and whole, read by mapping it into memory.

A data set is a folder with four ``.npy`` files and ``manifest.json``, which keeps the size and the
time stamp of each file as they were when its values had just been checked. Opening a data set
compares those, which costs next to nothing. Only where they differ is every value checked again.
"""

import contextlib
import errno
import json
import os
import shutil
import tempfile
from pathlib import Path

import numpy as np

from helpers.datasets.catalog import ARRAYS, DatasetError, sha256_of

__all__ = ["cache_folder", "explain", "open_cached", "store", "verify", "working_folder"]

_FORMAT = 1  # of manifest.json


def cache_folder():
    """Say where full data sets are kept on this machine.

    Returns
    -------
    Path
        The folder that the environment variable ``COURSE_DATA_DIR`` names, or else this user's
        cache folder as the operating system has it. It need not exist.
    """
    chosen = os.environ.get("COURSE_DATA_DIR", "")
    if chosen:
        return Path(chosen).expanduser().absolute()
    from platformdirs import user_cache_path

    return user_cache_path("watch-it-learn", appauthor=False) / "datasets"


def open_cached(info):
    """Open a data set in the cache.

    Parameters
    ----------
    info : DatasetInfo

    Returns
    -------
    arrays : dict of str to ndarray of uint8, or None
        By the names in `helpers.datasets.catalog.ARRAYS`; read-only and mapped from the files,
        so that pages are read when they are looked at, and processes share them. None if the data
        set is not in the cache.
    source : str
        Where it came from, in words.

    Raises
    ------
    DatasetError
        If a file is missing, cut short or overwritten.
    """
    folder = cache_folder() / info.name
    try:
        manifest = _read_manifest(folder)
        if manifest is None:
            return None, ""
        arrays = {name: _open_array(folder / f"{name}.npy", info, name) for name in ARRAYS}
        stamps = _stamps(folder)
        changed = [name for name in ARRAYS if stamps[name] != manifest["stamps"].get(name)]
        for name in changed:
            if sha256_of(arrays[name]) != info.digests[name]:
                raise ValueError(f"{name}.npy holds other values than it should")
        if changed:
            # Copied or touched, but whole: keep the new stamps, if the folder lets us.
            with contextlib.suppress(OSError):
                _write_manifest(folder, manifest["source"], stamps)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DatasetError(
            f"The cached copy of {info.title} in {folder} is damaged: {error}. "
            f"Get it again with `python -m helpers fetch {info.name}`."
        ) from error
    return arrays, manifest["source"]


def verify(info):
    """Check every value of a data set in the cache.

    Returns
    -------
    bool
        True if it is there and whole, False if it is not there.

    Raises
    ------
    DatasetError
        If it is damaged.
    """
    arrays, _ = open_cached(info)
    if arrays is None:
        return False
    difference = info.find_difference(arrays)
    if difference:
        raise DatasetError(f"The cached copy of {info.title} is damaged: {difference}.")
    return True


@contextlib.contextmanager
def working_folder(info, report=print):
    """Lock a data set's place in the cache, and lend a folder beside it to work in.

    Another process that wants the same data set waits until this one is done. The folder is
    removed at the end, whatever happened, and so are those that a killed process left behind.

    Parameters
    ----------
    info : DatasetInfo
    report : callable
        Takes a line of text, if there is something to wait for.

    Yields
    ------
    Path

    Raises
    ------
    DatasetError
        If the cache folder cannot be written.
    """
    from filelock import FileLock, Timeout

    root = cache_folder()
    lock = FileLock(root / f".{info.name}.lock")
    try:
        root.mkdir(parents=True, exist_ok=True)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            report(f"Another process is fetching {info.title}. Waiting for it.")
            lock.acquire()
    except OSError as error:
        raise DatasetError(explain(error, root)) from error
    try:
        for left_behind in root.glob(f".{info.name}-*.partial"):
            shutil.rmtree(left_behind, ignore_errors=True)
        folder = Path(tempfile.mkdtemp(prefix=f".{info.name}-", suffix=".partial", dir=root))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    except OSError as error:
        raise DatasetError(explain(error, root)) from error
    finally:
        lock.release()


def store(info, arrays, source, folder):
    """Write a checked data set and move it into its place whole.

    Parameters
    ----------
    info : DatasetInfo
    arrays : dict of str to ndarray
        Checked by the caller with `DatasetInfo.find_difference`.
    source : str
        Where it came from, in words.
    folder : Path
        A folder from `working_folder`, whose lock is held.
    """
    new, old, place = folder / "new", folder / "old", cache_folder() / info.name
    new.mkdir()
    for name in ARRAYS:
        with open(new / f"{name}.npy", "wb") as file:
            np.save(file, arrays[name], allow_pickle=False)
            file.flush()
            os.fsync(file.fileno())
    # What was written is what will be read: check it in its file, before anybody can see it.
    written = {name: _open_array(new / f"{name}.npy", info, name) for name in ARRAYS}
    difference = info.find_difference(written)
    del written
    if difference:
        raise OSError(errno.EIO, f"what was written cannot be read back: {difference}")
    _write_manifest(new, source, _stamps(new))
    if place.exists():
        os.replace(place, old)
    os.replace(new, place)


def explain(error, folder):
    """Say in words, with advice, why the cache folder could not be written.

    Parameters
    ----------
    error : OSError
    folder : Path

    Returns
    -------
    str
    """
    elsewhere = "Or choose another folder with the environment variable COURSE_DATA_DIR."
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return f"The disk is full: {folder} has no room left. Free some room. {elsewhere}"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"The cache folder {folder} cannot be written ({error.strerror}). {elsewhere}"
    return f"The cache folder {folder} cannot be used ({error}). {elsewhere}"


def _open_array(path, info, name):
    """Map an array's file, and refuse it unless its header says what the catalog says."""
    mapped = np.load(path, mmap_mode="r", allow_pickle=False)
    if (
        mapped.shape != info.shape(name)
        or mapped.dtype != np.uint8
        or not mapped.flags.c_contiguous
    ):
        raise ValueError(f"{path.name} is {mapped.dtype} {mapped.shape}")
    return mapped.view(np.ndarray)  # a plain array: np.memmap has a few surprises for learners


def _stamps(folder):
    """Take each file's size in bytes and time of last change in nanoseconds."""
    stats = {name: (folder / f"{name}.npy").stat() for name in ARRAYS}
    return {name: [stat.st_size, stat.st_mtime_ns] for name, stat in stats.items()}


def _read_manifest(folder):
    """Read the manifest; None where there is no data set at all."""
    if not folder.exists():
        return None
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    if manifest["format"] != _FORMAT:
        raise ValueError(f"its manifest has the unknown format {manifest['format']}")
    return manifest


def _write_manifest(folder, source, stamps):
    """Write the manifest, whole or not at all."""
    text = json.dumps({"format": _FORMAT, "source": source, "stamps": stamps}, indent=1)
    temporary = folder / f"manifest.{os.getpid()}.tmp"
    temporary.write_text(text + "\n", encoding="utf-8")
    os.replace(temporary, folder / "manifest.json")
