"""What the films draw with: pixels enlarged, one dark ground, one type."""

import functools
from pathlib import Path

import matplotlib as mpl
import numpy as np
from PIL import Image, ImageFont

__all__ = ["BACK", "FAINT", "INK", "SMALLEST", "coloured", "font", "pasted"]

#: The films' ground, and what is written on it.
BACK, INK, FAINT = (17, 17, 20), (240, 240, 240), (165, 165, 172)

#: The smallest type of a film that is 1,200 pixels wide, so that it can be read on a phone.
SMALLEST = 38


@functools.cache
def font(pixels):
    """Give matplotlib's type in a size, which is there wherever matplotlib is."""
    path = Path(mpl.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
    return ImageFont.truetype(str(path), pixels)


def coloured(shares, name="magma"):
    """Turn shares from 0 to 1 into colours, (…, 3) uint8; what is beyond is cut off."""
    return mpl.colormaps[name](np.clip(shares, 0, 1), bytes=True)[..., :3]


def pasted(frame, pixels, corner, scale):
    """Put an array of pixels into a frame, each enlarged ``scale`` times."""
    height, width = pixels.shape[:2]
    small = Image.fromarray(np.ascontiguousarray(pixels))
    frame.paste(small.resize((width * scale, height * scale), Image.Resampling.NEAREST), corner)
