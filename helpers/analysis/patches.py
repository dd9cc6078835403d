"""Where maps are strongest, and the patches of pictures that lie there."""

from typing import NamedTuple

import numpy as np

from helpers._arguments import bad_argument, check_images, check_integer, check_numbers

__all__ = ["Places", "cut_patches", "strongest_places"]


class Places(NamedTuple):
    """Where maps are strongest. `strongest_places` finds it.

    Attributes
    ----------
    answers : ndarray of shape (K, n), float
        For each map, the strongest first.
    pictures, rows, columns : ndarray of shape (K, n), int64
        Of which picture, and where on its map.
    seen : int
        How many pictures were looked at so far.
    """

    answers: np.ndarray
    pictures: np.ndarray
    rows: np.ndarray
    columns: np.ndarray
    seen: int


def strongest_places(maps, n, before=None):
    """Find the pictures in which each map is strongest, and where it is so.

    Parameters
    ----------
    maps : ndarray of shape (N, rows, columns, K)
        Of one layer.
    n : int
        How many pictures for each map; of fewer, all. A picture counts once, at its strongest
        place; of several equal ones, the first.
    before : Places, optional
        What was found in pictures before these: so many of them can be gone through in parts.

    Returns
    -------
    Places

    Raises
    ------
    ValueError
        If these are no maps, or of another number than before.
    """
    expected = "one layer's maps, (N, rows, columns, channels)"
    maps = check_numbers("maps", maps, expected, ranks=(4,))
    n = check_integer("n", n, low=1)
    flat = maps.reshape(len(maps), -1, maps.shape[-1])
    places = flat.argmax(axis=1)
    answers = np.take_along_axis(flat, places[:, None], axis=1)[:, 0].T
    rows, columns = np.divmod(places.T, maps.shape[2])
    seen = 0 if before is None else before.seen
    pictures = np.broadcast_to(np.arange(len(maps)) + seen, answers.shape)
    found = (answers, pictures, rows, columns)
    if before is not None:
        if len(before.answers) != len(answers):
            raise bad_argument("maps", f"{len(before.answers)} maps, as before", maps)
        found = [np.concatenate(pair, axis=1) for pair in zip(before[:4], found, strict=True)]
    order = np.argsort(-found[0], axis=1, kind="stable")[:, :n]
    kept = [np.take_along_axis(each, order, axis=1) for each in found]
    return Places(*kept, seen + len(maps))


def cut_patches(images, pictures, tops, lefts, size, fill=0):
    """Cut patches of one size out of pictures; what lies beyond a picture is filled.

    Parameters
    ----------
    images : ndarray of shape (N, H, W) or (N, H, W, C)
    pictures, tops, lefts : ndarray of int, all of one shape
        Of which picture, and where each patch begins; negative where it begins beyond.
    size : tuple of int
        (h, w) of a patch.
    fill : float

    Returns
    -------
    ndarray of shape (*pictures.shape, h, w) or (*pictures.shape, h, w, C)
        Of the images' dtype.

    Raises
    ------
    ValueError
        If shapes differ, or there is no such picture.
    """
    images = check_images("images", images)
    pictures, tops, lefts = (np.asarray(each) for each in (pictures, tops, lefts))
    for name, each in (("pictures", pictures), ("tops", tops), ("lefts", lefts)):
        if each.dtype.kind not in "ui" or each.shape != pictures.shape:
            raise bad_argument(name, f"whole numbers of shape {pictures.shape}", each)
    if pictures.size and not 0 <= pictures.min() <= pictures.max() < len(images):
        raise bad_argument("pictures", f"positions from 0 to {len(images) - 1}", pictures)
    height, width = (check_integer("size", each, low=1) for each in size)
    rows = tops[..., None, None] + np.arange(height)[:, None]
    columns = lefts[..., None, None] + np.arange(width)
    inside = (rows >= 0) & (rows < images.shape[1]) & (columns >= 0) & (columns < images.shape[2])
    cut = images[
        pictures[..., None, None],
        np.clip(rows, 0, images.shape[1] - 1),
        np.clip(columns, 0, images.shape[2] - 1),
    ]
    return np.where(inside[..., None] if images.ndim == 4 else inside, cut, images.dtype.type(fill))
