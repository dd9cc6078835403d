"""Many small pictures on one sheet, for widgets that show some of them."""

import io
import math

from PIL import Image

from helpers._arguments import check_images
from helpers.plots.tiles import tile

__all__ = ["picture_sheet"]


def picture_sheet(pictures):
    """Put pictures of one size on a sheet that a browser can cut them from.

    Parameters
    ----------
    pictures : ndarray of shape (N, H, W), (N, H, W, 1) or (N, H, W, 3), uint8

    Returns
    -------
    sheet : bytes
        A WebP file, without loss. Its pictures lie in rows, without gaps.
    size : list of int
        A picture's width and height, and how many there are in a row.
    """
    pictures = check_images("pictures", pictures)
    if pictures.ndim == 4 and pictures.shape[-1] == 1:
        pictures = pictures[..., 0]
    columns = math.isqrt(len(pictures) - 1) + 1
    store = io.BytesIO()
    image = Image.fromarray(tile(pictures, columns, gap=0, fill=0))
    image.save(store, "WEBP", lossless=True, quality=50, method=4)
    return store.getvalue(), [pictures.shape[2], pictures.shape[1], columns]
