"""One picture of each kind, against what NumPy makes of the same pixels."""

import io

import numpy as np
import pytest
from PIL import Image

from helpers.datasets.pictures import read_picture

RNG = np.random.default_rng(0)


def saved(picture, kind="PNG", **options):
    store = io.BytesIO()
    (picture if isinstance(picture, Image.Image) else Image.fromarray(picture)).save(
        store, kind, **options
    )
    return store.getvalue()


def smooth(height, width):
    """A picture of slow changes, as a photograph's are."""
    small = RNG.integers(0, 256, (5, 5, 3), dtype=np.uint8)
    return np.asarray(Image.fromarray(small).resize((width, height), Image.Resampling.BICUBIC))


def by_area(pixels, height, width):
    """Cut to the middle and average areas, one axis after the other, fractions of pixels too."""
    rows, columns = pixels.shape[:2]
    scale = min(rows / height, columns / width)
    tall, wide = scale * height, scale * width

    def weights(n_out, taken, there):
        edges = (there - taken) / 2 + np.linspace(0, taken, n_out + 1)
        pixel = np.arange(there)
        overlap = np.minimum(pixel + 1, edges[1:, None]) - np.maximum(pixel, edges[:-1, None])
        return np.clip(overlap, 0, None) / (taken / n_out)

    down, across = weights(height, tall, rows), weights(width, wide, columns)
    return np.einsum("ir,rcd,jc->ijd", down, pixels.astype(float), across, optimize=True)


@pytest.mark.parametrize("size", [(480, 640), (640, 480), (64, 64), (33, 100)])
@pytest.mark.parametrize("wanted", [(32, 32), (12, 10)])
@pytest.mark.parametrize("kind", ["PNG", "WEBP", "BMP", "JPEG"])
def test_it_is_cut_to_the_middle_and_shrunk_by_area(size, wanted, kind):
    pixels = smooth(*size)
    lossless = {"lossless": True} if kind == "WEBP" else {}
    data = saved(pixels, kind, **lossless)
    pixels = np.asarray(Image.open(io.BytesIO(data)))  # a JPEG's are not what was saved
    found = read_picture(data, wanted)
    assert found.shape == (*wanted, 3) and found.dtype == np.uint8
    difference = np.abs(found - by_area(pixels, *wanted))
    assert difference.mean() < (1 if kind == "JPEG" else 0.5)
    assert difference.max() < (4 if kind == "JPEG" else 1.5)


def test_whole_blocks_are_averaged():
    pixels = RNG.integers(0, 256, (64, 96, 3), dtype=np.uint8)
    found = read_picture(saved(pixels), (8, 8))
    truth = pixels[:, 16:80].reshape(8, 8, 8, 8, 3).mean(axis=(1, 3))
    assert np.abs(found - truth).max() <= 1


@pytest.mark.parametrize("orientation", range(1, 9))
def test_it_is_turned_as_its_camera_says(orientation):
    upright = RNG.integers(0, 256, (8, 8, 3), dtype=np.uint8)
    # How the pixels lie in a file with this orientation (EXIF 2.32, section 4.6.4).
    stored = {
        1: upright,
        2: upright[:, ::-1],
        3: upright[::-1, ::-1],
        4: upright[::-1],
        5: upright.transpose(1, 0, 2),
        6: np.rot90(upright),
        7: upright[::-1, ::-1].transpose(1, 0, 2),
        8: np.rot90(upright, -1),
    }[orientation]
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = saved(np.ascontiguousarray(stored), "PNG", exif=exif)
    np.testing.assert_array_equal(read_picture(data, (8, 8)), upright)


def test_what_is_transparent_lies_on_white():
    pixels = RNG.integers(0, 256, (8, 8, 4), dtype=np.uint8)
    alpha = pixels[..., 3:] / 255
    truth = pixels[..., :3] * alpha + 255 * (1 - alpha)
    assert np.abs(read_picture(saved(pixels), (8, 8)) - truth).max() <= 1
    # A colour that is declared transparent, in RGB, grey and palette.
    red = Image.new("RGB", (4, 4), (255, 0, 0))
    assert (read_picture(saved(red, transparency=(255, 0, 0)), (4, 4)) == 255).all()
    grey = Image.new("L", (4, 4), 9)
    assert (read_picture(saved(grey, transparency=9), (4, 4)) == 255).all()
    gif = Image.new("P", (4, 4), 0)
    gif.putpalette([0, 0, 255])
    assert (read_picture(saved(gif, "GIF", transparency=0), (4, 4)) == 255).all()
    two = np.stack([np.zeros((4, 4)), np.full((4, 4), 255)], axis=-1).astype(np.uint8)
    assert (read_picture(saved(two), (4, 4)) == 0).all()


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "CMYK", "YCbCr"])
@pytest.mark.parametrize("grey", [False, True])
def test_every_mode_becomes_colour_or_grey(mode, grey):
    flat = Image.new("RGB", (9, 7), (255, 255, 255)).convert(mode)
    kind = "JPEG" if mode in ("CMYK", "YCbCr") else "PNG"
    found = read_picture(saved(flat, kind), (4, 4), grey)
    assert found.shape == ((4, 4) if grey else (4, 4, 3))
    assert (found >= 254).all()


def test_grey_is_brightness():
    pixels = smooth(40, 40)
    luma = by_area(pixels, 8, 8) @ [0.299, 0.587, 0.114]  # ITU-R BT.601
    assert np.abs(read_picture(saved(pixels), (8, 8), grey=True) - luma).max() < 2


def test_sixteen_bits_are_scaled_not_cut():
    values = np.linspace(0, 65535, 64).reshape(8, 8).astype(np.uint16)
    found = read_picture(saved(values), (8, 8))
    assert np.abs(found[..., 0] - values / 257.0).max() <= 0.5


def test_of_a_gif_the_first_frame_counts():
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "lime", "blue")]
    data = saved(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert (read_picture(data, (4, 4)) == [255, 0, 0]).all()


def test_one_pixel_and_a_cameras_largest():
    one = np.array([[[10, 20, 30]]], np.uint8)
    assert (read_picture(saved(one), (4, 6)) == [10, 20, 30]).all()
    large = Image.new("RGB", (6000, 4000), (10, 200, 30))
    for kind in ("JPEG", "PNG"):
        found = read_picture(saved(large, kind), (32, 32))
        assert np.abs(found.astype(int) - [10, 200, 30]).max() <= 2


def _claiming(width, height):
    """A PNG whose header claims a size that its few bytes cannot hold."""
    import struct
    import zlib

    data = bytearray(saved(np.zeros((1, 1, 3), np.uint8)))
    data[16:24] = struct.pack(">II", width, height)
    data[29:33] = struct.pack(">I", zlib.crc32(bytes(data[12:29])))
    return bytes(data)


PHOTO = saved(smooth(100, 100), "JPEG")


@pytest.mark.parametrize(
    "data, message",
    [
        (b"", "no picture of a known kind"),
        (b"GIF89a", "."),
        (b"a text", "no picture of a known kind"),
        (saved(np.zeros((4, 4, 3), np.uint8), "TIFF"), "no picture of a known kind"),
        (PHOTO[: len(PHOTO) // 2], "truncated"),
        (saved(smooth(40, 40))[:-900], "."),
        (_claiming(60_000, 60_000), "claims"),
        (_claiming(12_000, 11_000), "claims 132 million pixels"),
        (_claiming(300, 300), "."),
    ],
)
def test_what_is_no_picture_is_refused_with_a_word(data, message):
    with pytest.raises(ValueError, match=message):
        read_picture(data, (8, 8))


def test_damaged_words_of_the_camera_do_not_matter():
    data = saved(smooth(20, 20), "JPEG", exif=b"Exif\0\0MM\0*\xff\xff\xff\xff")
    assert read_picture(data, (8, 8)).shape == (8, 8, 3)
