"""Many small pictures on one sheet, for widgets that show some of them."""

import io
import math

from PIL import Image

from helpers._arguments import bad_argument, check_bytes
from helpers.plots.tiles import tile

__all__ = ["picture_sheet"]


def picture_sheet(pictures, quality=None):
    """Put pictures of one size on a sheet that a browser can cut them from.

    Parameters
    ----------
    pictures : ndarray of shape (N, H, W), (N, H, W, 1) or (N, H, W, 3), uint8
    quality : int, optional
        0 to 100: with loss, where pictures are only looked at and are many. Left out: without.

    Returns
    -------
    sheet : bytes
        A WebP file. Its pictures lie in rows, without gaps.
    size : list of int
        A picture's width and height, and how many there are in a row.

    Raises
    ------
    ValueError
        If these are no such pictures.
    """
    expected = "uint8 pictures of shape (N, H, W), (N, H, W, 1) or (N, H, W, 3)"
    pictures = check_bytes("pictures", pictures, expected)
    if pictures.ndim == 4 and pictures.shape[-1] not in (1, 3):
        raise bad_argument("pictures", expected, pictures)
    if pictures.ndim == 4 and pictures.shape[-1] == 1:
        pictures = pictures[..., 0]
    columns = math.isqrt(len(pictures) - 1) + 1
    store = io.BytesIO()
    image = Image.fromarray(tile(pictures, columns, gap=0, fill=0))
    if quality is None:
        image.save(store, "WEBP", lossless=True, quality=50, method=4)
    else:
        image.save(store, "WEBP", quality=quality, method=6)
    return store.getvalue(), [pictures.shape[2], pictures.shape[1], columns]
