"""Small changes to training pictures that leave their meaning as it is."""

import numpy as np

from helpers._arguments import check_images, check_integer

__all__ = ["random_shift", "random_shift_and_flip"]


def random_shift(images, rng, by=2):
    """Move every picture a little, up or down and left or right.

    What a shift uncovers is filled by reflection: black stays black around a digit. Used in
    lesson 04.

    Parameters
    ----------
    images : ndarray of shape (N, H, W) or (N, H, W, C)
        They are not changed.
    rng : numpy.random.Generator
        Where the shifts come from.
    by : int
        Largest shift in pixels, in both directions; 0 or more, less than H and W.

    Returns
    -------
    ndarray
        New pictures of the same shape and dtype.

    Raises
    ------
    ValueError
        If the images are not a batch of pictures or the shift is not within them.
    """
    return _moved(images, rng, by, mirror=False)


def random_shift_and_flip(images, rng, by=3):
    """Move every picture a little, and mirror half of them left to right.

    What a shift uncovers is filled by reflection. Used in lesson 06.

    Parameters
    ----------
    images : ndarray of shape (N, H, W) or (N, H, W, C)
        They are not changed.
    rng : numpy.random.Generator
        Where the shifts come from.
    by : int
        Largest shift in pixels, in both directions; 0 or more, less than H and W.

    Returns
    -------
    ndarray
        New pictures of the same shape and dtype.

    Raises
    ------
    ValueError
        If the images are not a batch of pictures or the shift is not within them.
    """
    return _moved(images, rng, by, mirror=True)


def _moved(images, rng, by, mirror):
    """Shift pictures by up to so many pixels."""
    images = check_images("images", images)
    n, height, width = images.shape[:3]
    by = check_integer("by", by, low=0, high=min(height, width) - 1)
    margin = [(0, 0), (by, by), (by, by)] + [(0, 0)] * (images.ndim - 3)
    padded = np.pad(images, margin, mode="reflect")
    top, left = rng.integers(0, 2 * by + 1, size=(2, n))
    rows = top[:, None] + np.arange(height)
    columns = left[:, None] + np.arange(width)
    if mirror:
        mirrored = rng.random(n) < 0.5
        columns[mirrored] = columns[mirrored, ::-1]
    return padded[np.arange(n)[:, None, None], rows[:, :, None], columns[:, None, :]]
