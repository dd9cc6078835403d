"""The shipped samples: the first pictures of each data set, as one lossless WebP mosaic each.

A mosaic is a single large picture with the data set's pictures side by side, row by row: first
those for training, then those for testing. WebP packs it tighter than PNG or a compressed array
would, without changing a value. The labels stand beside it in a ``.npy`` file.
"""

import io
from pathlib import Path

import numpy as np

from helpers._arguments import bad_argument, check_bytes, check_integer
from helpers._files import write_whole
from helpers.datasets.catalog import DatasetError

__all__ = ["SAMPLES", "make_mosaic", "read_sample", "split_mosaic", "write_sample"]

#: The folder of the shipped samples.
SAMPLES = Path(__file__).parent / "samples"


def make_mosaic(images):
    """Lay pictures side by side in a nearly square mosaic, row by row.

    Parameters
    ----------
    images : ndarray of uint8, shape (N, H, W) or (N, H, W, 3)

    Returns
    -------
    ndarray of uint8, shape (rows * H, columns * W, 3)
        Grey pictures become colour ones with three equal channels. Places that are left over in
        the last row are black.

    Raises
    ------
    ValueError
        If the pictures have another shape, or brightness that is not from 0 to 255.
    """
    expected = "uint8 pictures of shape (N, H, W) or (N, H, W, 3)"
    images = check_bytes("images", images, expected)
    if images.ndim == 4 and images.shape[3] != 3:
        raise bad_argument("images", expected, images)
    if images.ndim == 3:
        images = np.repeat(images[..., np.newaxis], 3, axis=-1)
    n, height, width, channels = images.shape
    columns = int(np.ceil(np.sqrt(n)))
    rows = -(-n // columns)
    tiles = np.zeros((rows * columns, height, width, channels), np.uint8)
    tiles[:n] = images
    tiles = tiles.reshape(rows, columns, height, width, channels)
    return tiles.transpose(0, 2, 1, 3, 4).reshape(rows * height, columns * width, channels)


def split_mosaic(mosaic, n, image_shape):
    """Cut a mosaic of `make_mosaic` back into its pictures.

    Parameters
    ----------
    mosaic : ndarray of uint8, shape (rows * H, columns * W, 3)
    n : int
        How many pictures it holds.
    image_shape : tuple of int
        (H, W) for grey pictures, (H, W, 3) for colour ones.

    Returns
    -------
    ndarray of uint8, shape (n, *image_shape)

    Raises
    ------
    ValueError
        If the mosaic is not made of so many pictures of that shape.
    """
    expected = "a uint8 mosaic of shape (rows * H, columns * W, 3)"
    mosaic = check_bytes("mosaic", mosaic, expected, ranks=(3,))
    n = check_integer("n", n, low=1)
    height, width = image_shape[:2]
    if mosaic.shape[0] % height or mosaic.shape[1] % width or mosaic.shape[2] != 3:
        raise bad_argument("mosaic", f"{expected} with H = {height}, W = {width}", mosaic)
    rows, columns = mosaic.shape[0] // height, mosaic.shape[1] // width
    if rows * columns < n:
        raise bad_argument("mosaic", f"{n} pictures of shape {tuple(image_shape)}", mosaic)
    tiles = mosaic.reshape(rows, height, columns, width, 3).transpose(0, 2, 1, 3, 4)
    tiles = tiles.reshape(rows * columns, height, width, 3)[:n]
    return np.ascontiguousarray(tiles if len(image_shape) == 3 else tiles[..., 0])


def write_sample(info, arrays, folder=SAMPLES):
    """Write a data set's sample: the mosaic and the labels.

    Parameters
    ----------
    info : DatasetInfo
    arrays : dict of str to ndarray
        The full data set.
    folder : path
        Where the two files go.

    Returns
    -------
    list of Path
        The files. With the same version of Pillow's WebP library they are the same to the byte.
    """
    from PIL import Image

    train, test = slice(info.n_sample_train), slice(info.n_sample_test)
    images = np.concatenate([arrays["x_train"][train], arrays["x_test"][test]])
    labels = np.concatenate([arrays["y_train"][train], arrays["y_test"][test]])
    paths = [Path(folder) / f"{info.name}.webp", Path(folder) / f"{info.name}_labels.npy"]
    picture, vector = io.BytesIO(), io.BytesIO()
    mosaic = Image.fromarray(make_mosaic(images))
    mosaic.save(picture, format="WEBP", lossless=True, quality=100, method=6, exact=True)
    np.save(vector, labels, allow_pickle=False)
    return [write_whole(paths[0], picture.getvalue()), write_whole(paths[1], vector.getvalue())]


def read_sample(info, folder=SAMPLES):
    """Read a data set's shipped sample and check every value of it.

    Parameters
    ----------
    info : DatasetInfo
    folder : path
        Where its two files are.

    Returns
    -------
    dict of str to ndarray of uint8
        By the names in `helpers.datasets.catalog.ARRAYS`, read-only.

    Raises
    ------
    DatasetError
        If a file is missing, damaged, or holds other values than the catalog says.
    """
    from PIL import Image

    n = info.n_sample_train + info.n_sample_test
    try:
        with Image.open(Path(folder) / f"{info.name}.webp", formats=["WEBP"]) as picture:
            images = split_mosaic(np.asarray(picture.convert("RGB")), n, info.image_shape)
        # Mapped first: then a file that claims a size it does not have is refused.
        path = Path(folder) / f"{info.name}_labels.npy"
        labels = np.array(np.load(path, mmap_mode="r", allow_pickle=False))
        images.flags.writeable = labels.flags.writeable = False
        cut = info.n_sample_train
        arrays = {"x_train": images[:cut], "y_train": labels[:cut]}
        arrays |= {"x_test": images[cut:], "y_test": labels[cut:]}
        difference = info.find_difference(arrays, sample=True)
    except (OSError, EOFError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        difference = str(error)
    if difference:
        raise DatasetError(
            f"The sample of {info.title} that comes with the course is damaged: {difference}. "
            "Install the course again, or get the file again with `git checkout`."
        )
    return arrays
