"""Files are written whole or not at all."""

import contextlib
import os
import tempfile
from pathlib import Path

__all__ = ["replacing", "write_whole"]


@contextlib.contextmanager
def replacing(path):
    """Lend a temporary file beside ``path``; move it there if all goes well.

    Whatever happens in between (an error, a full disk, Ctrl-C), the old file stays as it was and
    the temporary one is removed.

    Parameters
    ----------
    path : str or Path
        Where the finished file goes. Its folder must exist.

    Yields
    ------
    Path
        A file of the same suffix in the same folder, to be written.
    """
    path = Path(path)
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


def write_whole(path, data):
    """Write bytes to a file, whole or not at all.

    Parameters
    ----------
    path : str or Path
        Its folder must exist; a file that is there is replaced.
    data : bytes

    Returns
    -------
    Path
    """
    with replacing(path) as partial:
        partial.write_bytes(data)
    return Path(path)
