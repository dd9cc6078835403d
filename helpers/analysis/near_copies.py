"""Pictures that are nearly the same: a test beside its own copy is no test."""

import numpy as np

from helpers._arguments import bad_argument, check_images, check_real
from helpers.analysis._correlation import standardised

__all__ = ["near_copies"]

_AT_ONCE = 512


def near_copies(images, others=None, least=0.98):
    """Find for each picture the most alike other one, where it is alike enough.

    The measure is the correlation of their pixels. Used in lesson 09.

    Parameters
    ----------
    images : ndarray of shape (N, H, W) or (N, H, W, C)
    others : ndarray of shape (M, H, W) or (M, H, W, C), optional
        Where to look. Left out: among ``images``, and no picture is its own copy.
    least : float
        How alike two must be, from -1 to 1.

    Returns
    -------
    which : ndarray of int64, shape (N,)
        The most alike one's position; -1 where none is alike enough.
    alike : ndarray of float64, shape (N,)
        Their correlation. Pictures of one colour have 0 with any other.

    Raises
    ------
    ValueError
        If the pictures are of different sizes.

    Notes
    -----
    It compares each with each: 2,000 with 2,000 pictures of 32 by 32 pixels in colour take about
    a second.
    """
    images = check_images("images", images)
    themselves = others is None
    others = images if themselves else check_images("others", others)
    if others.shape[1:] != images.shape[1:]:
        raise bad_argument("others", f"pictures of shape {images.shape[1:]}", others)
    least = check_real("least", least, low=-1, high=1)
    known = standardised(others).astype(np.float32)
    which, alike = np.full(len(images), -1, np.int64), np.zeros(len(images))
    for start in range(0, len(images), _AT_ONCE):
        some = slice(start, min(start + _AT_ONCE, len(images)))
        found = standardised(images[some]).astype(np.float32) @ known.T
        rows = np.arange(len(found))
        if themselves:
            found[rows, start + rows] = -np.inf
        nearest = found.argmax(axis=1)
        alike[some] = np.clip(found[rows, nearest], -1, 1)
        which[some] = np.where(alike[some] >= least, nearest, -1)
    return which, alike
