"""Bring a drawing into the form that MNIST's digits have."""

import numpy as np
from PIL import Image

from helpers._arguments import bad_argument, check_integer

__all__ = ["like_mnist", "nearest_pictures"]

#: MNIST's pictures are 28 pixels wide; the digit in them is 20, along its longer side.
SIDE, BOX = 28, 20


def like_mnist(drawing):
    """Centre and scale a drawing as MNIST's digits were.

    The drawing is cut to its ink, scaled so that its longer side has 20 pixels (the other keeps
    its proportion, and edges become grey), and put into 28 by 28 pixels with its centre of mass
    at the centre, by whole pixels. A picture of MNIST comes back as it is. Used in lesson 04.

    Parameters
    ----------
    drawing : ndarray of shape (H, W), uint8
        White ink (up to 255) on black (0).

    Returns
    -------
    ndarray of shape (28, 28), uint8

    Raises
    ------
    ValueError
        If nothing is drawn, or it is no such picture.

    Notes
    -----
    LeCun, Bottou, Bengio, Haffner: Gradient-based learning applied to document recognition.
    Proceedings of the IEEE 86(11), 1998, section III.A.
    """
    drawing = np.asarray(drawing)
    if drawing.ndim != 2 or drawing.dtype != np.uint8 or 0 in drawing.shape:
        raise bad_argument("drawing", "uint8 of shape (H, W), white ink on black", drawing)
    rows, columns = (np.flatnonzero(drawing.any(axis=axis)) for axis in (1, 0))
    if not len(rows):
        raise bad_argument("drawing", "something drawn", "an empty pad", "Draw a digit first.")
    ink = drawing[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    scale = BOX / max(ink.shape)
    height, width = (max(round(length * scale), 1) for length in ink.shape)
    # Each new pixel is the mean of what it covers; an enlarged one fades into its neighbours.
    filtering = Image.Resampling.BOX if scale <= 1 else Image.Resampling.BILINEAR
    digit = np.asarray(Image.fromarray(ink).resize((width, height), filtering))

    picture = np.zeros((SIDE, SIDE), np.uint8)
    top, left = (_offset(digit.sum(axis=axis, dtype=float)) for axis in (1, 0))
    picture[top : top + height, left : left + width] = digit
    return picture


def nearest_pictures(picture, pictures, n=8):
    """Find the pictures that differ least from one, pixel by pixel.

    Parameters
    ----------
    picture : ndarray of shape (H, W)
    pictures : ndarray of shape (N, H, W)
    n : int
        How many, from 1 to N.

    Returns
    -------
    ndarray of shape (n,), int64
        Their positions, the nearest first (Euclidean distance).

    Raises
    ------
    ValueError
        If the shapes do not fit.
    """
    picture, pictures = np.asarray(picture), np.asarray(pictures)
    if pictures.ndim != 3 or pictures.shape[1:] != picture.shape or not len(pictures):
        raise bad_argument("pictures", f"pictures of shape (N, *{picture.shape})", pictures)
    n = check_integer("n", n, 1, len(pictures))
    flat, one = pictures.reshape(len(pictures), -1), picture.ravel()
    # |a - b|² without the |b|² that all share. float32 has room for 784 times 255² exactly enough.
    flat, one = flat.astype(np.float32, copy=False), one.astype(np.float32)
    distances = np.einsum("ij,ij->i", flat, flat) - 2 * (flat @ one)
    return np.argsort(distances, kind="stable")[:n]


def _offset(mass):
    """Say where a digit begins, so that its centre of mass lies at the middle of the picture.

    ``mass`` is the digit's ink by row (or column). The digit stays within the picture.
    """
    centre = mass @ np.arange(len(mass)) / mass.sum()
    return int(np.clip(round(SIDE / 2 - centre), 0, SIDE - len(mass)))
