"""A zip file that anybody may have made: what is in it, if it is one that can do no harm.

Nothing is ever unpacked to disk. What the archive says of itself is looked at before a byte of its
contents is read.
"""

import contextlib
import stat
import zipfile

__all__ = ["LARGEST_FILE", "MOST_FILES", "open_zip"]

#: No picture's file is larger, in bytes.
LARGEST_FILE = 200 << 20
#: Nobody waits for so many.
MOST_FILES = 200_000
_MOST_BYTES = 16 << 30
#: Pictures hardly get smaller in a zip. A small archive may do as it likes.
_LARGEST_RATIO, _SMALL = 50, 100 << 20


@contextlib.contextmanager
def open_zip(path):
    """Open a zip file, and list what is in it.

    Parameters
    ----------
    path : Path

    Yields
    ------
    list of (parts, read)
        Of each file: the parts of its name, as a tuple of str, and a function without arguments
        that gives its bytes; or None in place of the function where it is a link.

    Raises
    ------
    ValueError
        If it is no zip file, is encrypted, names places outside itself, or would unpack to more
        than a machine should hold. The message is the end of a sentence.
    """
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, UnicodeError) as error:
        raise ValueError(f"it is no whole zip file ({error})") from error
    with archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        _check_size(members, path.stat().st_size)
        yield [_entry(archive, member) for member in members]


def _check_size(members, n_bytes):
    """Raise ``ValueError`` if the archive holds too many files, or too much."""
    if len(members) > MOST_FILES:
        raise ValueError(f"it holds {len(members):,} files, more than {MOST_FILES:,}")
    unpacked = sum(member.file_size for member in members)
    if unpacked > _MOST_BYTES:
        raise ValueError(f"it would unpack to more than {_MOST_BYTES >> 30} GB")
    if unpacked > max(_SMALL, _LARGEST_RATIO * n_bytes):
        raise ValueError(f"it would unpack to {unpacked / n_bytes:,.0f} times its own size")


def _entry(archive, member):
    name = member.filename
    if not member.flag_bits & 0x800:
        # Many programs write UTF-8 and do not say so; zipfile has then read it as cp437.
        with contextlib.suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    parts = tuple(part for part in name.replace("\\", "/").split("/") if part != ".")
    if not parts or ".." in parts or not all(parts) or ":" in parts[0]:
        raise ValueError(f"it names a place outside itself ({name!r})")
    if member.flag_bits & 1:
        raise ValueError("it is encrypted. Unpack it first, and give the folder")
    if stat.S_ISLNK(member.external_attr >> 16):
        return parts, None

    def read():
        if member.file_size > LARGEST_FILE:
            raise ValueError(f"it has more than {LARGEST_FILE >> 20} MB")
        return archive.read(member)

    return parts, read
