"""One picture file, of whatever kind, made into pixels of the size that is asked for."""

import contextlib
import io
import warnings

import numpy as np

__all__ = ["FORMATS", "SUFFIXES", "read_picture"]

#: What is read, in Pillow's words; nothing else is even tried.
FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP")
#: The ends of their files' names.
SUFFIXES = frozenset([".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".webp", ".gif", ".bmp"])

#: More pixels than any camera's usual picture has. A small file can claim far more.
_MOST_PIXELS = 120_000_000


def read_picture(data, image_size, grey=False):
    """Read a picture: turned as its camera says, on white, cut to the middle, shrunk by area.

    Parameters
    ----------
    data : bytes
        The file: PNG, JPEG, WebP, BMP, or GIF, of which the first frame counts.
    image_size : tuple of int
        Height and width that are wanted. Of the picture, the largest middle part of that form is
        taken.
    grey : bool
        Brightness only.

    Returns
    -------
    ndarray of uint8, shape (height, width, 3) or, if grey, (height, width)

    Raises
    ------
    ValueError
        If it is no such file, is cut or damaged, or claims more pixels than a camera takes. The
        message is the end of a sentence.
    """
    from PIL import Image, ImageOps

    height, width = image_size
    try:
        with warnings.catch_warnings():
            # Of large pictures and odd metadata. What is too large is refused below.
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
                n_pixels = picture.width * picture.height
                if n_pixels > _MOST_PIXELS:
                    raise ValueError(f"it claims {n_pixels / 1e6:,.0f} million pixels")
                # A JPEG can be unpacked at a half, a quarter or an eighth of its size, by area.
                # Four times what is wanted is left, whichever way it is turned.
                longest = 4 * max(height, width)
                if picture.mode in ("L", "RGB", "YCbCr"):
                    picture.draft(picture.mode, (longest, longest))
                turned = picture
                with contextlib.suppress(Exception):  # what the camera says is damaged
                    turned = ImageOps.exif_transpose(picture)
                picture = _as_rgb(turned)
        return _shrink(picture.convert("L") if grey else picture, height, width)
    except Image.UnidentifiedImageError:
        raise ValueError("it is no picture of a known kind") from None
    except Image.DecompressionBombError:
        raise ValueError("it claims hundreds of millions of pixels") from None
    except MemoryError:
        raise ValueError("it is too large for this machine's memory") from None
    except Exception as error:  # of a strange file, Pillow raises nearly anything
        raise ValueError(str(error) or type(error).__name__) from error


def _shrink(picture, height, width):
    """Average areas of the largest middle part of that form; give uint8."""
    scale = min(picture.height / height, picture.width / width)
    # Whole pixels first, which is quick; then what is left, down to fractions of them.
    factor = max(int(scale) // 4, 1)
    pixels = np.asarray(picture.reduce(factor))
    rows = _average(pixels, height, picture.height, scale, factor)
    both = _average(rows.swapaxes(0, 1), width, picture.width, scale, factor).swapaxes(0, 1)
    return np.rint(np.clip(both, 0, 255)).astype(np.uint8)


def _average(pixels, n, there, scale, factor):
    """Average `n` strips of rows, fractions of rows too.

    By differences of a running sum. As a product of matrices it would be a tenth as fast where
    other programs keep the cores busy.
    """
    edges = ((there - scale * n) / 2 + scale * np.arange(n + 1)) / factor
    edges = np.clip(edges, 0, len(pixels))
    whole = np.minimum(edges.astype(int), len(pixels) - 1)
    part = (edges - whole).reshape(-1, *[1] * (pixels.ndim - 1))
    before = np.cumsum(pixels, axis=0, dtype=np.float64)[whole] - pixels[whole]
    sums = np.diff(before + part * pixels[whole], axis=0)
    return sums / np.diff(edges).reshape(-1, *[1] * (pixels.ndim - 1))


def _as_rgb(picture):
    """Bring a picture of any mode to RGB, on white where it is transparent."""
    from PIL import Image

    if picture.mode.startswith("I"):  # 16 bits, which Pillow would cut off at 255
        values = np.asarray(picture).astype(np.float64)
        return Image.fromarray(np.rint(np.clip(values / 257, 0, 255)).astype(np.uint8)).convert(
            "RGB"
        )
    if picture.has_transparency_data:
        picture = picture.convert("RGBA")
        white = Image.new("RGBA", picture.size, "white")
        return Image.alpha_composite(white, picture).convert("RGB")
    return picture.convert("RGB")
