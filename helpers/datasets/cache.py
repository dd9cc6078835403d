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

from helpers._files import DISK_FULL, NOT_WRITABLE, parse_json, write_whole
from helpers.datasets.catalog import ARRAYS, DatasetError, sha256_of

__all__ = [
    "cache_folder",
    "check_room",
    "find_damage",
    "is_cached",
    "open_cached",
    "store",
    "working_folder",
]

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
    if not is_cached(info):
        return None, ""
    try:
        return _open(info)
    except _DAMAGE as error:
        raise DatasetError(
            f"The copy of {info.title} in {cache_folder()} is damaged: {error}. "
            f"Get it again with `python -m helpers fetch {info.name}`."
        ) from error


def is_cached(info):
    """Say whether the cache has a copy of a data set, whole or not, without opening it."""
    return (cache_folder() / info.name).exists()


def find_damage(info):
    """Check every value of the copy in the cache.

    Returns
    -------
    str or None
        What is wrong with it, or None if it is whole.
    """
    try:
        arrays, _ = _open(info)
        return info.find_difference(arrays)
    except _DAMAGE as error:
        return str(error)


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
        raise DatasetError(_explain(error, root)) from error
    try:
        for left_behind in root.glob(f".{info.name}-*.partial"):
            shutil.rmtree(left_behind, ignore_errors=True)
        folder = Path(tempfile.mkdtemp(prefix=f".{info.name}-", suffix=".partial", dir=root))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    except OSError as error:
        raise DatasetError(_explain(error, root)) from error
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
        _write_array(new / f"{name}.npy", arrays[name])
    # What was written is what will be read: check it in its file, before anybody can see it.
    try:
        difference = info.find_difference({name: _open_array(new, info, name) for name in ARRAYS})
    except ValueError as error:
        difference = str(error)
    if difference:
        raise OSError(errno.EIO, f"what was written cannot be read back: {difference}")
    _write_manifest(new, source, _stamps(new))
    if place.exists():
        place.replace(old)
    new.replace(place)


def check_room(info):
    """Raise `DatasetError` where a data set's files would not fit on the cache's disk.

    While it is stored there are the archive, which is smaller than its contents, and the arrays.
    """
    needed, free = 2 * info.n_bytes, shutil.disk_usage(cache_folder()).free
    if free < needed:
        raise DatasetError(
            f"{info.title} needs {needed / 1e6:,.0f} MB while it is being stored, and the disk of "
            f"{cache_folder()} has {free / 1e6:,.0f} MB left. Free some room. {_ELSEWHERE}"
        )


_ELSEWHERE = "Or choose another folder with the environment variable COURSE_DATA_DIR."


def _explain(error, folder):
    """Say in words, with advice, why the cache folder could not be written."""
    if error.errno in DISK_FULL:
        return f"The disk is full: there is no room left in {folder}. Free some room. {_ELSEWHERE}"
    if error.errno in NOT_WRITABLE:
        return f"The cache folder {folder} cannot be written ({error.strerror}). {_ELSEWHERE}"
    return f"The cache folder {folder} cannot be used ({error}). {_ELSEWHERE}"


#: What reading a damaged copy may raise, from a missing file to a manifest that is none.
_DAMAGE = (OSError, ValueError, KeyError, TypeError, AttributeError)


def _open(info):
    """Open a copy: the arrays and the source; any of `_DAMAGE` if it is not as it was stored."""
    folder = cache_folder() / info.name
    manifest = parse_json((folder / "manifest.json").read_text(encoding="utf-8"))
    if manifest["format"] != _FORMAT:
        raise ValueError(f"its manifest has the unknown format {manifest['format']!r}")
    arrays = {name: _open_array(folder, info, name) for name in ARRAYS}
    stamps = _stamps(folder)
    changed = [name for name in ARRAYS if stamps[name] != manifest["stamps"].get(name)]
    for name in changed:
        if sha256_of(arrays[name]) != info.digests[name]:
            raise ValueError(f"{name}.npy was changed and holds other values than it should")
    if changed:
        # Copied or touched, but whole: keep the new stamps, if the folder lets us.
        with contextlib.suppress(OSError):
            _write_manifest(folder, manifest["source"], stamps)
    return arrays, manifest["source"]


def _open_array(folder, info, name):
    """Map an array's file, and refuse it unless its header says what the catalog says."""
    try:
        mapped = np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False)
    except (ValueError, EOFError) as error:
        raise ValueError(f"{name}.npy cannot be read ({error})") from error
    shape = info.shape(name)
    if mapped.shape != shape or mapped.dtype != np.uint8 or not mapped.flags.c_contiguous:
        raise ValueError(f"{name}.npy is {mapped.dtype} {mapped.shape}, not uint8 {shape}")
    return mapped.view(np.ndarray)  # a plain array, so that what is computed from it is one too


def _write_array(path, array):
    """Write an array to a ``.npy`` file, and be sure that it is on the disk.

    `numpy.save` hands the values to C, which does not say when the last of them found no room.
    """
    header = np.lib.format.header_data_from_array_1_0(array)
    with path.open("wb") as file:
        np.lib.format.write_array_header_1_0(file, header)
        file.write(np.ascontiguousarray(array).data)
        file.flush()
        os.fsync(file.fileno())


def _stamps(folder):
    """Take each file's size in bytes and time of last change in nanoseconds."""
    stats = {name: (folder / f"{name}.npy").stat() for name in ARRAYS}
    return {name: [stat.st_size, stat.st_mtime_ns] for name, stat in stats.items()}


def _write_manifest(folder, source, stamps):
    """Write down where a copy came from and what its files look like from outside."""
    manifest = {"format": _FORMAT, "source": source, "stamps": stamps}
    write_whole(folder / "manifest.json", json.dumps(manifest, indent=1).encode())
