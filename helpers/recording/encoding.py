"""How the arrays of a record become small: whole numbers where the eye can't tell.

An array of floats is stored as 8- or 16-bit whole numbers between its smallest and its largest
value, or as float16. Numbers that change little from epoch to epoch are stored as differences
along the first axis, which makes them far easier to compress; the differences wrap around, so
this second step loses nothing. The kernels of a network can be stored in 8 bits with a scale for
each output channel, as networks on small machines have them.
"""

import numpy as np

from helpers._arguments import as_array, bad_argument, check_choice, check_numbers

__all__ = ["ENCODINGS", "decode", "encode", "fitting", "max_error"]

#: ``exact``: as it is. ``float16``: half precision. ``uint8``, ``uint16``: scaled whole numbers.
#: ``uint16-delta``: the same, stored as differences along the first axis. ``int8``: from -127 to
#: 127, with a scale of its own for each place of the last axis, a kernel's output channels.
ENCODINGS = ("exact", "float16", "int8", "uint8", "uint16", "uint16-delta")


#: `check_numbers` takes no larger ones.
_LARGEST = 1e15


def encode(array, encoding):
    """Make an array small.

    Parameters
    ----------
    array : ndarray
        Finite numbers (float encodings), or anything (``exact``).
    encoding : str
        One of `ENCODINGS`.

    Returns
    -------
    stored : ndarray
        What goes into the file.
    how : dict
        What `decode` needs to know, of JSON's types.

    Raises
    ------
    ValueError
        If the encoding is unknown or the numbers can't be scaled (NaN, infinity, or too large for
        half precision).
    """
    check_choice("encoding", encoding, ENCODINGS)
    if encoding == "exact":
        return array, {"encoding": encoding}
    expected = "numbers in an array of one axis or more"
    array = as_array("array", array, expected)
    if array.size or not array.ndim:
        check_numbers("array", array, expected, ranks=range(1, 65))
    array = array.astype(np.float32, copy=False)
    if encoding == "float16":
        if array.size and np.abs(array).max() > np.finfo(np.float16).max:
            raise bad_argument("array", "numbers up to 65,504 for float16", float(array.max()))
        return array.astype(np.float16), {"encoding": encoding}
    if encoding == "int8":
        scales = np.abs(array).reshape(-1, array.shape[-1]).max(axis=0, initial=0.0) / 127
        whole = np.rint(array / np.where(scales > 0, scales, 1)).astype(np.int8)
        return whole, {"encoding": encoding, "scales": scales.astype(float).tolist()}
    low, high = (float(array.min()), float(array.max())) if array.size else (0.0, 0.0)
    how = {"encoding": encoding, "low": low, "high": high}
    dtype, top = _whole_numbers(encoding)
    scale = top / (high - low) if high > low else 0.0
    whole = np.rint((array.astype(np.float64) - low) * scale).astype(dtype)
    if encoding == "uint16-delta":
        whole = np.diff(whole, axis=0, prepend=np.zeros_like(whole[:1]))
        # High and low bytes apart: most high bytes are then 0 or 255, and compress to nothing.
        whole = np.stack([whole >> 8, whole & 255]).astype(np.uint8)
    return whole, how


def fitting(array, encoding):
    """Choose an encoding that can hold an array: the one that is wanted, or else ``exact``.

    Whole numbers stay whole. A single row of numbers (biases, what normalises) is stored in half
    precision where ``int8`` is wanted: it has no channels, and is small. Fractions that are not
    finite, or that half precision has no room for, are stored as they are.

    Parameters
    ----------
    array : ndarray
    encoding : str
        The one that is wanted; one of `ENCODINGS`.

    Returns
    -------
    str
    """
    check_choice("encoding", encoding, ENCODINGS)
    if encoding == "exact" or array.dtype.kind != "f" or not array.ndim:
        return "exact"
    if encoding == "int8" and array.ndim == 1:
        encoding = "float16"
    if not array.size:
        return encoding
    low, high = float(array.min()), float(array.max())
    largest = max(-low, high)
    if not largest <= _LARGEST:  # not a number, or infinite
        return "exact"
    most, least = (float(getattr(np.finfo(np.float16), name)) for name in ("max", "tiny"))
    if encoding == "float16" and (largest > most or 0 < largest < least):
        return "exact"
    return encoding


def decode(stored, how):
    """Undo `encode`.

    Parameters
    ----------
    stored : ndarray
    how : dict
        As `encode` returned it.

    Returns
    -------
    ndarray
        float32, or for ``exact`` what was given.
    """
    encoding = check_choice("encoding", how.get("encoding"), ENCODINGS)
    if encoding == "exact":
        return stored
    if encoding == "float16":
        return stored.astype(np.float32)
    if encoding == "int8":
        return stored * np.float32(how["scales"])
    if encoding == "uint16-delta":
        whole = (stored[0].astype(np.uint16) << 8) | stored[1]
        stored = np.cumsum(whole, axis=0, dtype=np.uint16)
    _, top = _whole_numbers(encoding)
    low, high = how["low"], how["high"]
    return (stored * ((high - low) / top) + low).astype(np.float32)


def max_error(how):
    """Say how far a decoded number can be from the original.

    Parameters
    ----------
    how : dict
        As `encode` returned it.

    Returns
    -------
    float
        In the array's own units. For ``float16`` it is relative: a fraction of the number.
    """
    encoding = check_choice("encoding", how.get("encoding"), ENCODINGS)
    if encoding == "exact":
        return 0.0
    if encoding == "float16":
        return 2.0**-11
    if encoding == "int8":
        # Half a step of the widest channel, and a little for its scale in single precision.
        return max(how["scales"], default=0.0) * (0.5 + 127 * 2.0**-23)
    _, top = _whole_numbers(encoding)
    # Half a step, and a little for rounding the result to float32.
    extent = max(abs(how["low"]), abs(how["high"]))
    return (how["high"] - how["low"]) / top / 2 + extent * 2.0**-23


def _whole_numbers(encoding):
    """Give an encoding's dtype and the number that stands for the array's largest value."""
    return (np.uint8, 255) if encoding == "uint8" else (np.uint16, 65535)
