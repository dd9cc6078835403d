"""Small changes to training pictures that leave their meaning as it is."""

import numpy as np

from helpers._arguments import bad_argument, check_images, check_integer, check_real

__all__ = ["random_affine", "random_shift_and_flip"]


def random_affine(images, rng, by=2, degrees=10, stretch=0.1):
    """Move, turn and stretch every picture a little: straight lines stay straight.

    What this uncovers is black. Values between pixels are interpolated linearly. Used in
    lesson 04.

    Parameters
    ----------
    images : ndarray of shape (N, H, W) or (N, H, W, C)
        They are not changed.
    rng : numpy.random.Generator
        Where the changes come from.
    by : int
        Largest shift in pixels, in both directions; 0 or more, less than H and W.
    degrees : float
        Largest turn, either way; 0 to 180.
    stretch : float
        Largest change of width and of height, each by itself, as a share; 0 or more, below 1.

    Returns
    -------
    ndarray
        New pictures of the same shape and dtype.

    Raises
    ------
    ValueError
        If the images are not a batch of pictures or a change is not within its bounds.
    """
    from scipy.ndimage import affine_transform

    images = check_images("images", images)
    n, height, width = images.shape[:3]
    by = check_integer("by", by, low=0, high=min(height, width) - 1)
    degrees = check_real("degrees", degrees, low=0, high=180)
    stretch = check_real("stretch", stretch, low=0, below=1)
    turns = np.deg2rad(rng.uniform(-degrees, degrees, n))
    cosines, sines = np.cos(turns), np.sin(turns)
    # From a place in the new picture to the place in the old one that it shows.
    matrices = np.array([[cosines, -sines], [sines, cosines]]).transpose(2, 0, 1)
    matrices /= rng.uniform(1 - stretch, 1 + stretch, (n, 2, 1))
    middle = (np.array([height, width]) - 1) / 2
    offsets = middle - matrices @ middle + rng.uniform(-by, by, (n, 2))
    # SciPy knows no half precision.
    wide = images.astype(np.float32) if images.dtype == np.float16 else images
    moved = np.empty_like(wide)
    for old, new, matrix, offset in zip(wide, moved, matrices, offsets, strict=True):
        if old.ndim == 2:
            affine_transform(old, matrix, offset, output=new, order=1)
            continue
        for channel in range(old.shape[2]):
            affine_transform(old[..., channel], matrix, offset, output=new[..., channel], order=1)
    return moved.astype(images.dtype, copy=False)


def random_shift_and_flip(images, rng, by=3, mirrored=None):
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
    mirrored : ndarray of shape (N,), bool, optional
        Which ones to mirror. Left out: each with a chance of one half.

    Returns
    -------
    ndarray
        New pictures of the same shape and dtype.

    Raises
    ------
    ValueError
        If the images are not a batch of pictures or the shift is not within them.
    """
    images = check_images("images", images)
    n, height, width = images.shape[:3]
    by = check_integer("by", by, low=0, high=min(height, width) - 1)
    margin = [(0, 0), (by, by), (by, by)] + [(0, 0)] * (images.ndim - 3)
    padded = np.pad(images, margin, mode="reflect")
    top, left = rng.integers(0, 2 * by + 1, size=(2, n))
    rows = top[:, None] + np.arange(height)
    columns = left[:, None] + np.arange(width)
    mirrored = rng.random(n) < 0.5 if mirrored is None else np.asarray(mirrored)
    if mirrored.dtype != bool or mirrored.shape != (n,):
        raise bad_argument("mirrored", f"True or False for each of the {n} images", mirrored)
    columns[mirrored] = columns[mirrored, ::-1]
    return padded[np.arange(n)[:, None, None], rows[:, :, None], columns[:, None, :]]
