"""Files are written whole or not at all, and what is read of them can do no harm."""

import contextlib
import errno
import json
import os
import tempfile
import zipfile
from pathlib import Path

__all__ = [
    "DISK_FULL",
    "NOT_WRITABLE",
    "make_folder",
    "parse_json",
    "read_arrays",
    "replacing",
    "shown_path",
    "write_whole",
]

#: What the system calls a full disk: no room, none left of a user's share, a file's limit.
DISK_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
#: And a folder that may only be read.
NOT_WRITABLE = (errno.EACCES, errno.EPERM, errno.EROFS)
#: And a file where a folder is wanted.
_NO_FOLDER = (errno.EEXIST, errno.ENOTDIR)

#: No file of the course unpacks to more. The largest records take a tenth of it.
_MOST_BYTES = 2 << 30


def make_folder(folder):
    """Make a folder with all that lead to it, where it is not there yet.

    Parameters
    ----------
    folder : str or Path

    Returns
    -------
    Path

    Raises
    ------
    OSError
        If it can't be made: the message says what to do.
    """
    folder = Path(folder)
    with _worded(folder, "made"):
        folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextlib.contextmanager
def replacing(path, parents=False):
    """Lend a temporary file beside ``path``; move it there if all goes well.

    Whatever happens in between (an error, a full disk, Ctrl-C), the old file stays as it was and
    the temporary one is removed.

    Parameters
    ----------
    path : str or Path
        Where the finished file goes.
    parents : bool
        Whether its folder is made where it is not there yet. Otherwise it must exist.

    Yields
    ------
    Path
        A file of the same suffix in the same folder, to be written.

    Raises
    ------
    OSError
        If the disk is full or the folder can't be written: the message says what to do.
    """
    path = Path(path)
    with _worded(path, "written"):
        if parents:
            path.parent.mkdir(parents=True, exist_ok=True)
        with _replacing(path) as partial:
            yield partial


@contextlib.contextmanager
def _worded(path, done):
    """Let an ``OSError`` say what was not done, and what to do, where there is something to do."""
    try:
        yield
    except OSError as error:
        folder = path.parent.absolute()
        if error.errno in DISK_FULL:
            do = f"Free some room on the disk of {folder}, or choose another folder."
        elif error.errno in NOT_WRITABLE:
            do = f"Choose a folder that you may write to: {folder} is none."
        elif error.errno in _NO_FOLDER:
            do = (
                f"Choose another folder: {path if done == 'made' else folder} is a file, or in one."
            )
        else:
            raise
        kept = " What was there before is as it was." if path.is_file() else ""
        said = f"{error.strerror}: {path.name} was not {done}.{kept} {do}"
        raise OSError(error.errno, said) from error


@contextlib.contextmanager
def _replacing(path):
    """Lend a temporary file, as `replacing` does, and let errors through as they are."""
    handle, name = tempfile.mkstemp(prefix=f".{path.stem}-", suffix=path.suffix, dir=path.parent)
    os.close(handle)
    partial = Path(name)
    try:
        yield partial
        with partial.open("rb+") as file:
            os.fsync(file.fileno())
        # mkstemp makes files that only their owner may read; a finished file is like any other.
        umask = os.umask(0)
        os.umask(umask)
        partial.chmod(0o666 & ~umask)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def write_whole(path, data, parents=False):
    """Write bytes to a file, whole or not at all.

    Parameters
    ----------
    path : str or Path
        A file that is there is replaced.
    data : bytes
    parents : bool
        Whether its folder is made where it is not there yet. Otherwise it must exist.

    Returns
    -------
    Path
    """
    with replacing(path, parents) as partial:
        partial.write_bytes(data)
    return Path(path)


def parse_json(text):
    """Read JSON that anybody may have written.

    Parameters
    ----------
    text : str or bytes

    Returns
    -------
    object
        Of JSON's types.

    Raises
    ------
    ValueError
        If it is none, or nested so deeply that Python gives up.
    """
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError("its brackets are nested too deeply") from error


def read_arrays(path):
    """Read all arrays of an ``.npz`` file that anybody may have written.

    Nothing in it is run. What it says of its size is looked at before any memory is taken: a small
    file can claim, or unpack to, more than a machine holds.

    Parameters
    ----------
    path : str or Path

    Returns
    -------
    dict of str to ndarray

    Raises
    ------
    ValueError
        If the file is cut, damaged or something else, holds anything but plain arrays, or unpacks
        to more than 2 GB.
    """
    import numpy as np  # only here, so that a bet is read without it

    try:
        with zipfile.ZipFile(path) as archive:
            _check_claims(archive)
        with np.load(path, allow_pickle=False) as archive:
            # Reading every member checks its CRC, so a damaged file is noticed here, not later.
            return {key: archive[key] for key in archive.files}
    except FileNotFoundError:
        raise
    except Exception as error:  # of a strange file, the readers below raise nearly anything
        raise ValueError(str(error) or type(error).__name__) from error


def _check_claims(archive):
    """Raise ``ValueError`` unless each member is an array of the size that the archive says."""
    from numpy.lib import format as npy

    members = archive.infolist()
    if sum(member.file_size for member in members) > _MOST_BYTES:
        raise ValueError(f"it would unpack to more than {_MOST_BYTES >> 30} GB")
    for member in members:
        with archive.open(member) as file:
            version = npy.read_magic(file)
            read = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
            shape, _, dtype = read(file)
            claimed, there = dtype.itemsize, member.file_size - file.tell()
        for length in shape:
            claimed *= length
        if dtype.hasobject or claimed != there:
            raise ValueError(f"{member.filename} is no plain array of its size")


def shown_path(path):
    """Write a path for a message, without the name of the user."""
    try:
        return f"~/{Path(path).relative_to(Path.home()).as_posix()}"
    except (ValueError, RuntimeError):  # elsewhere; or nobody has a home here
        return str(path)
