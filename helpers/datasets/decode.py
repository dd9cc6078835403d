"""From the files in which data sets are published to plain uint8 arrays.

Every reader takes bytes or an open archive and never unpickles. None of them trusts its input:
a file that is not what it says raises `ValueError`.
"""

import gzip
import io
import math
import struct
import tarfile

import numpy as np

from helpers._files import parse_json

__all__ = [
    "read_cifar10_binary",
    "read_cifar10_pictures",
    "read_idx",
    "read_members",
    "unpack_gzip",
]

_CIFAR10_RECORD = 1 + 3 * 32 * 32  # a label, then the red, the green and the blue plane

#: No file inside an archive of the three data sets is bigger than this, in bytes.
_LARGEST_MEMBER = 200_000_000


def unpack_gzip(data):
    """Unpack gzip-compressed bytes, and refuse what unpacks to an absurd size.

    Raises
    ------
    ValueError
        If the bytes end early, are damaged, or unpack to more than 200 MB.
    """
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
            unpacked = file.read(_LARGEST_MEMBER + 1)
    except (OSError, EOFError, gzip.zlib.error) as error:
        raise ValueError(f"a gzip file is damaged ({error})") from error
    if len(unpacked) > _LARGEST_MEMBER:
        raise ValueError("a gzip file unpacks to far more than a data set holds")
    return unpacked


def read_members(file, names):
    """Read some files of a tar archive, compressed or not, without unpacking it to disk.

    Parameters
    ----------
    file : binary file object
        It is read once from front to back, so a pipe will do.
    names : iterable of str
        Paths in the archive. A leading ``./`` in the archive does not count.

    Returns
    -------
    dict of str to bytes
        In the order of `names`.

    Raises
    ------
    ValueError
        If the archive is damaged or lacks one of the names.
    """
    names, found = list(names), {}
    try:
        with tarfile.open(fileobj=file, mode="r|*") as archive:
            for member in archive:
                path = member.name.removeprefix("./")
                if path in names and member.isfile() and member.size <= _LARGEST_MEMBER:
                    found[path] = archive.extractfile(member).read()
    except (tarfile.TarError, OSError, EOFError, gzip.zlib.error) as error:
        raise ValueError(f"an archive is damaged ({error})") from error
    missing = [name for name in names if name not in found]
    if missing:
        raise ValueError(f"an archive lacks {missing[0]}")
    return {name: found[name] for name in names}


def read_idx(data):
    """Read an IDX file of bytes, the format of MNIST and Fashion-MNIST.

    The format is two zero bytes, the code 8 for unsigned bytes, the number of dimensions, then
    each dimension as a big-endian 32-bit integer, then the values.

    Parameters
    ----------
    data : bytes
        The whole file, not compressed.

    Returns
    -------
    ndarray of uint8
        Read-only, of the shape that the file states.

    Raises
    ------
    ValueError
        If this is no such file, or if it is shorter or longer than its shape says.
    """
    if len(data) < 4 or data[:3] != b"\0\0\x08" or len(data) < 4 + 4 * data[3]:
        raise ValueError("a file is not in IDX format")
    start = 4 + 4 * data[3]
    shape = struct.unpack(f">{data[3]}I", data[4:start])
    if len(data) - start != math.prod(shape):
        raise ValueError(f"an IDX file of shape {shape} has {len(data) - start} values")
    return np.frombuffer(data[start:], np.uint8).reshape(shape)


def read_cifar10_binary(batches):
    """Read CIFAR-10's binary version: records of a label and three planes of 32 rows.

    Parameters
    ----------
    batches : iterable of bytes
        The files ``data_batch_1.bin``, ``data_batch_2.bin``, and so on.

    Returns
    -------
    images : ndarray of uint8, shape (N, 32, 32, 3)
    labels : ndarray of uint8, shape (N,)

    Raises
    ------
    ValueError
        If a file is not made of whole records.
    """
    data = np.frombuffer(b"".join(batches), np.uint8)
    if data.size % _CIFAR10_RECORD:
        raise ValueError("a CIFAR-10 file ends in the middle of a picture")
    records = data.reshape(-1, _CIFAR10_RECORD)
    planes = records[:, 1:].reshape(-1, 3, 32, 32)
    return np.ascontiguousarray(planes.transpose(0, 2, 3, 1)), records[:, 0].copy()


def read_cifar10_pictures(batches, labels):
    """Read CIFAR-10 from PNG files in which every row of 1,024 pixels is one picture.

    Parameters
    ----------
    batches : iterable of bytes
        The PNG files.
    labels : bytes
        A JSON list of the labels, 0 to 9.

    Returns
    -------
    images : ndarray of uint8, shape (N, 32, 32, 3)
    labels : ndarray of uint8, shape (N,)

    Raises
    ------
    ValueError
        If a file is damaged or has another width.
    """
    from PIL import Image

    images = []
    for batch in batches:
        try:
            with Image.open(io.BytesIO(batch), formats=["PNG"]) as picture:
                pixels = np.asarray(picture.convert("RGB"))
        except (OSError, SyntaxError, Image.DecompressionBombError) as error:
            raise ValueError(f"a PNG file is damaged ({error})") from error
        if pixels.shape[1] != 32 * 32:
            raise ValueError(f"a PNG file has rows of {pixels.shape[1]} pixels, not 1024")
        images.append(pixels.reshape(-1, 32, 32, 3))
    numbers = np.array(parse_json(labels))
    if numbers.ndim != 1 or numbers.dtype.kind != "i" or ((numbers < 0) | (numbers > 9)).any():
        raise ValueError("a list of labels holds something else than numbers from 0 to 9")
    return np.concatenate(images), numbers.astype(np.uint8)
