"""Bring a drawing into the form that MNIST's digits have."""

import numpy as np
from PIL import Image

from helpers._arguments import bad_argument, check_bytes, check_images, check_integer, check_numbers

__all__ = ["NearestPictures", "like_mnist"]

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
    drawing = check_bytes("drawing", drawing, "uint8 of shape (H, W), white on black", ranks=(2,))
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


class NearestPictures:
    """Many pictures, made ready to look up those that differ least from a given one.

    Used in lesson 04.

    Parameters
    ----------
    pictures : ndarray of shape (N, H, W)
        They are kept as float32, 4 bytes a pixel.

    Raises
    ------
    ValueError
        If the shape is another one.
    """

    def __init__(self, pictures):
        pictures = check_images("pictures", pictures)
        self._shape = pictures.shape
        self._flat = pictures.reshape(len(pictures), -1).astype(np.float32)
        self._squares = np.einsum("ij,ij->i", self._flat, self._flat)

    def find(self, picture, n=8):
        """Find the pictures that differ least from one, pixel by pixel.

        Parameters
        ----------
        picture : ndarray of shape (H, W)
        n : int
            How many, from 1 to N.

        Returns
        -------
        ndarray of shape (n,), int64
            Their positions, the nearest first (Euclidean distance).

        Raises
        ------
        ValueError
            If the picture is of another size, or there are not so many.
        """
        expected = f"a picture of shape {self._shape[1:]}"
        picture = check_numbers("picture", picture, expected)
        if picture.shape != self._shape[1:]:
            raise bad_argument("picture", expected, picture)
        n = check_integer("n", n, 1, self._shape[0])
        one = picture.reshape(-1).astype(np.float32)
        # Squared distances, but for what all have in common. Not by BLAS: where other programs
        # use the cores too, its threads wait for each other ten times as long as this takes.
        distances = self._squares - 2 * np.einsum("ij,j->i", self._flat, one)
        return np.argsort(distances, kind="stable")[:n]


def _offset(mass):
    """Say where a digit begins, so that its centre of mass lies at the middle of the picture.

    ``mass`` is the digit's ink by row (or column). The digit stays within the picture.
    """
    centre = mass @ np.arange(len(mass)) / mass.sum()
    return int(np.clip(round(SIDE / 2 - centre), 0, SIDE - len(mass)))
