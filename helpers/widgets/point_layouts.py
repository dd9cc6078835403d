"""Layouts of many points, packed for a page: keyframes, twelve bits, differences, deflated."""

import zlib

import numpy as np

from helpers._arguments import bad_argument, check_epochs

__all__ = ["LEVELS", "keyframes", "packed_layouts", "unpacked_layouts"]

#: A coordinate is a whole number below this: finer than the pixels of a large screen.
LEVELS = 4096


def keyframes(epochs):
    """Choose the epochs whose layouts travel: dense where much moves, at the beginning.

    Between them a page moves the points in straight lines.

    Parameters
    ----------
    epochs : sequence of int
        Ascending.

    Returns
    -------
    list of int
        Positions in ``epochs``; all of them where there are at most 40. The first eight epochs,
        then every second, from 24 on every fourth, from 64 on every eighth, and the last.
    """
    epochs = check_epochs("epochs", list(epochs))
    if len(epochs) <= 40:
        return list(range(len(epochs)))
    chosen = [0]
    for place, epoch in enumerate(epochs):
        since = epoch - epochs[0]
        step = 1 if since <= 8 else 2 if since <= 24 else 4 if since <= 64 else 8
        if epoch - epochs[chosen[-1]] >= step:
            chosen.append(place)
    if chosen[-1] != len(epochs) - 1:
        chosen.append(len(epochs) - 1)
    return chosen


def packed_layouts(layouts, limits):
    """Pack layouts into few bytes.

    Parameters
    ----------
    layouts : ndarray of shape (M, E, N, 2)
        M maps at E epochs.
    limits : ndarray of shape (2, 2)
        Lowest and highest x, lowest and highest y: all points lie within.

    Returns
    -------
    bytes
        A zlib stream of two planes, first the low eight bits of all numbers and then the high
        four. The numbers are the coordinates' differences, modulo `LEVELS`: from epoch to epoch,
        at the first epoch from map to map. x of all points comes before y.
    """
    layouts = np.asarray(layouts, np.float64)
    if layouts.ndim != 4 or layouts.shape[3] != 2:
        raise bad_argument("layouts", "numbers of shape (M, E, N, 2)", layouts)
    low, high = np.asarray(limits, np.float64).T
    whole = np.rint((layouts - low) / (high - low) * (LEVELS - 1)).astype(np.int32)
    whole = np.moveaxis(whole, 3, 2)
    change = np.diff(whole, axis=1, prepend=0)
    change[:, 0] = np.diff(whole[:, 0], axis=0, prepend=0)
    change %= LEVELS
    planes = np.stack([change & 255, change >> 8]).astype(np.uint8)
    return zlib.compress(planes.tobytes(), 9)


def unpacked_layouts(packed, shape, limits):
    """Undo `packed_layouts`, as the page does.

    Parameters
    ----------
    packed : bytes
    shape : tuple of int
        M, E, N, 2.
    limits : ndarray of shape (2, 2)

    Returns
    -------
    ndarray of float64, shape (M, E, N, 2)
        Each coordinate within half of 1 / 4,095 of the limits' extent.
    """
    m, e, n, _ = shape
    planes = np.frombuffer(zlib.decompress(packed), np.uint8).reshape(2, m, e, 2, n).astype(int)
    change = planes[0] + 256 * planes[1]
    change[:, 0] = np.cumsum(change[:, 0], axis=0)
    whole = np.moveaxis(np.cumsum(change, axis=1) % LEVELS, 2, 3)
    low, high = np.asarray(limits, np.float64).T
    return low + whole / (LEVELS - 1) * (high - low)
