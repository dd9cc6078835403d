"""Lesson 4's film: digits are drawn, and all maps of the network light up while they are.

Each frame is what the recorded network makes of the ink so far. It shows one network alone: how
like another one's its filters are is guessed at.
"""

import numpy as np
from PIL import Image, ImageDraw

from helpers.course.records import shipped_record
from helpers.datasets import load
from helpers.networks.architectures import mnist_features_cnn
from helpers.networks.features import FeatureReader
from helpers.plots.tiles import colour_scale
from tools.films import Film
from tools.films.drawing import BACK, FAINT, INK, SMALLEST, coloured, font, pasted

__all__ = ["film"]

SIZE = (1200, 744)
#: The test digits, and from which corner a pen would come: down and right are positive.
DIGITS = ((0, (-1, -1)), (1, (-1, -1)), (18, (-1, -1)), (15, (-1, 1)))
#: Sheets of 16 columns, one below the other: layer, top, each pixel's enlargement.
SHEETS = (("conv_1", 16, 2), ("pool_1", 138, 4), ("conv_2", 260, 4), ("pool_2", 490, 8))
LEFT, COLUMNS, STEP = 300, 16, 56
#: The digit's corner and enlargement.
DIGIT, ENLARGED = (24, 16), 8
#: Frames in which a digit is drawn, stands, and fades; how many pixels the pen's tip is long.
DRAWN, STANDS, FADES, TIP = 14, 5, 3, 3.0
#: Nearly the largest value of a layer is the brightest.
SHARE = 0.996


def film():
    """Draw some digits, stroke by stroke.

    Returns
    -------
    tools.films.Film
    """
    return Film(list(_frames()), fps=8, hold_first=0.5, hold_last=2, quality=24)


def _frames():
    data = load("mnist", size="sample")
    pictures = np.concatenate([list(_written(data.x_test[k], pen)) for k, pen in DIGITS])
    pictures = pictures[:-FADES]  # the last one stays
    read = FeatureReader(shipped_record("mnist_features").restore(mnist_features_cnn()))
    maps, answers = read(pictures)
    sheets = {
        name: coloured(np.moveaxis(of_layer, -1, 1) / colour_scale(of_layer, SHARE), "magma")
        for name, of_layer in maps.items()
    }
    for k, (picture, answer) in enumerate(zip(pictures, answers, strict=True)):
        frame = Image.new("RGB", SIZE, BACK)
        pasted(frame, np.repeat(picture[..., None], 3, axis=2), DIGIT, ENLARGED)
        for name, top, scale in SHEETS:
            for place, pixels in enumerate(sheets[name][k]):
                row, column = divmod(place, COLUMNS)
                pasted(frame, pixels, (LEFT + column * STEP, top + row * STEP), scale)
        _say(ImageDraw.Draw(frame), answer)
        yield np.asarray(frame)


def _written(digit, pen):
    """Draw a digit as a pen would: along its ink, from a corner; then let it fade."""
    way = _way_along(digit, pen)
    longest = way[np.isfinite(way)].max()
    for reached in np.linspace(TIP, longest + TIP, DRAWN):
        yield (digit * np.clip((reached - way) / TIP, 0, 1)).astype(np.uint8)
    yield from [digit] * STANDS
    for left in np.linspace(1, 0, FADES + 1, endpoint=False)[1:]:
        yield (digit * left).astype(np.uint8)


def _way_along(digit, pen):
    """Measure how far it is to each pixel along the ink; infinite where there is none."""
    ink = digit > 60
    rows, columns = np.nonzero(ink)
    first = np.argmax(pen[0] * rows + pen[1] * columns * 1.0)
    way = np.full(np.add(digit.shape, 2), np.inf)
    way[rows[first] + 1, columns[first] + 1] = 0
    steps = [(down, right) for down in (-1, 0, 1) for right in (-1, 0, 1) if down or right]
    for _ in range(digit.size):  # each round goes one pixel on
        near = [np.roll(way, step, (0, 1)) + np.hypot(*step) for step in steps]
        nearer = np.minimum(way, np.min(near, axis=0))
        nearer[1:-1, 1:-1][~ink] = np.inf
        if np.array_equal(nearer, way):
            break
        way = nearer
    # The faint rim of a stroke comes with the ink beside it.
    near = [np.roll(way, step, (0, 1)) + np.hypot(*step) for step in steps]
    return np.where(ink, way[1:-1, 1:-1], np.min(near, axis=0)[1:-1, 1:-1])


def _say(draw, answer):
    """Write what the network takes the picture for, and how sure it is."""
    middle, best = DIGIT[0] + 14 * ENLARGED, answer.argmax()
    draw.multiline_text(
        (middle, 380), "the network\nsays", font=font(SMALLEST), fill=FAINT, spacing=12,
        anchor="mm", align="center",
    )  # fmt: skip
    draw.text((middle, 545), f"{best}", font=font(160), fill=INK, anchor="mm")
    draw.text((middle, 680), f"{answer[best]:.0%}", font=font(46), fill=INK, anchor="mm")
