"""Bring a drawing into the form that MNIST's digits have."""

import numpy as np
from PIL import Image
from scipy import ndimage

from helpers._arguments import bad_argument, check_bytes, check_images, check_integer, check_numbers

__all__ = ["NearestPictures", "like_mnist"]

#: MNIST's pictures are 28 pixels wide; the digit in them is 20, along its longer side.
SIDE, BOX = 28, 20
#: Ink is a digit from this part of the picture's longer side on.
SMALLEST = 10
#: MNIST's ink is 254 or 255 where it is strongest.
STRONG = 250


def like_mnist(drawing, ground=None):
    """Centre and scale a drawing as MNIST's digits were.

    The drawing is cut to its ink, scaled so that its longer side has 20 pixels (the other keeps
    its proportion, and edges become grey), and put into 28 by 28 pixels with its centre of mass
    at the centre, by whole pixels. A picture of MNIST comes back as it is. Used in lesson 04.

    Ink is whatever stands out from the ground, dark on bright or bright on dark. Faint ink is made
    as strong as MNIST's, and so is a line that is too thin. Specks are ignored: pieces that would
    be smaller than one pixel of the twenty.

    Parameters
    ----------
    drawing : ndarray of shape (H, W), uint8
        Ink on a ground.
    ground : int, optional
        How bright the ground is where nothing is drawn, 0 to 255, if that is known exactly. Left
        out, it is what most of the drawing's edge has, and what differs from it as little as the
        edge does is ground too.

    Returns
    -------
    ndarray of shape (28, 28), uint8
        White ink (up to 255) on black (0).

    Raises
    ------
    ValueError
        If nothing is drawn, or nothing as long as a tenth of the picture: a dot is no digit yet.

    Notes
    -----
    LeCun, Bottou, Bengio, Haffner: Gradient-based learning applied to document recognition.
    Proceedings of the IEEE 86(11), 1998, section III.A. ``helpers/widgets/shared/handwriting.js``
    is the same in the browser, to the grey level.
    """
    drawing = check_bytes("drawing", drawing, "uint8 of shape (H, W), ink on a ground", ranks=(2,))
    if ground is not None:
        ground = check_integer("ground", ground, 0, 255)
    ink = _without_specks(_strong(_ink(drawing, ground)))
    rows, columns = (np.flatnonzero(ink.any(axis=axis)) for axis in (1, 0))
    if not len(rows):
        raise bad_argument("drawing", "something drawn", "an empty pad", "Draw a digit first.")
    whole, ink = ink.shape, ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    if SMALLEST * max(ink.shape) < max(whole):
        raise bad_argument("drawing", "something drawn", "a dot", "Draw a digit first.")
    scale = BOX / max(ink.shape)
    height, width = (max(round(length * scale), 1) for length in ink.shape)
    # Each new pixel is the mean of what it covers; an enlarged one fades into its neighbours.
    filtering = Image.Resampling.BOX if scale <= 1 else Image.Resampling.BILINEAR
    narrow = Image.fromarray(ink).resize((width, len(ink)), filtering)
    digit = _strong(np.asarray(narrow.resize((width, height), filtering)))

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


def _ink(drawing, ground):
    """Take what stands out from the ground, uint8."""
    noise = 0
    if ground is None:
        edge = np.concatenate([drawing[0], drawing[-1], drawing[:, 0], drawing[:, -1]])
        ground = int(np.sort(edge)[len(edge) // 2])
        differences = np.sort(np.abs(edge.astype(int) - ground))
        noise = 4 * int(differences[3 * len(edge) // 4])
    brighter = np.maximum(drawing, ground) - np.uint8(ground)
    darker = np.uint8(ground) - np.minimum(drawing, ground)
    ink = max(brighter, darker, key=lambda each: each.sum(dtype=np.int64))
    # Where strokes run along the edge it is not quiet, and they are ink all the same.
    return np.where(ink > min(noise, int(ink.max()) // 4), ink, 0).astype(np.uint8)


def _strong(ink):
    """Make faint ink as strong as MNIST's."""
    strongest = int(ink.max())
    if not 0 < strongest < STRONG:
        return ink
    return ((ink.astype(np.int64) * 255 + strongest // 2) // strongest).astype(np.uint8)


def _without_specks(ink):
    """Leave out pieces smaller than one of the pixels that the largest one will have."""
    pieces, _ = ndimage.label(ink, np.ones((3, 3)))
    boxes = ndimage.find_objects(pieces)
    lengths = [max(place.stop - place.start for place in box) for box in boxes]
    kept = np.array([False, *(BOX * length >= max(lengths) for length in lengths)])
    return np.where(kept[pieces], ink, 0).astype(np.uint8)
