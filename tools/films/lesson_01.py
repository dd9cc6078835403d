"""Lesson 1's film: a way out of a picture that never ends, since its pixels are pictures.

A garment is made of garments, each as bright as the pixel in whose place it hangs. From there the
view draws back until one sees where that garment hangs itself: in a larger one, which is the same.
It shows no average, no class and no count: these are guessed at.
"""

import numpy as np
from PIL import Image, ImageDraw

from helpers.datasets import load
from tools.films import Film
from tools.films.drawing import BACK, FAINT, INK, SMALLEST, font

__all__ = ["film"]

SIZE = (1200, 720)
#: The view's size and upper left corner; the words stand left of it.
VIEW, CORNER = (828, 696), (360, 12)
#: The training picture that contains itself: a smile on a shirt.
PICTURE = 101
#: How bright a garment that stands for 255 is on average. Few are brighter.
BRIGHTEST = 158
#: A garment is drawn by lot among so many of every hundred that are about as bright as is wanted.
LOT = 1
FRAMES, SEED = 34, 3
#: On the screen a pixel of the large garment begins, and ends, with so many of the view's pixels.
SMALL = 24
#: Where garments are so large, in the view's pixels, their own pixels turn into garments.
TURNING = (260, 480)
#: Garments above and below the large one, and at its sides.
ROWS, COLUMNS = 2, 5
#: So many garments on each side of the one in the middle are seen while they are large.
NEAR = (2, 3)


def film():
    """Draw the way from one garment, made of garments, to the same one within a larger one.

    Returns
    -------
    tools.films.Film
        Its end is its beginning.
    """
    return Film(list(_frames()), fps=10, hold_first=1.8, hold_last=0.1, quality=13)


def _frames():
    data = load("fashion_mnist")
    wardrobe = _Wardrobe(np.asarray(data.x_train))
    side = wardrobe.images.shape[1]
    wall = np.pad(wardrobe.images[PICTURE], ((ROWS, ROWS), (COLUMNS, COLUMNS)))
    # Where it hangs in itself: as near to the middle as a pixel of its own brightness is.
    off = np.abs(wall * (BRIGHTEST / 255) - wardrobe.brightness[PICTURE])
    off += np.hypot(*(np.indices(wall.shape) - np.reshape(wall.shape, (2, 1, 1)) / 2)) / 3
    place = np.array(np.unravel_index(off.argmin(), off.shape))
    hung = wardrobe.choose(wall)
    hung[tuple(place)] = PICTURE
    for side_of_it, edge in ((-1, -4), (1, 0)):  # what hangs beside it ends in the dark
        there = (place[0], place[1] + side_of_it)
        hung[there] = wardrobe.dark_at(edge, wall[there])
    # The garments around it, each of their pixels a garment, and it itself just as it is hung.
    corner = place - NEAR
    parts = hung[corner[0] : place[0] + NEAR[0] + 1, corner[1] : place[1] + NEAR[1] + 1]
    within = wardrobe.choose(_together(wardrobe.images[parts]))
    top, left = np.multiply(NEAR, side) - (ROWS, COLUMNS)
    within[top : top + hung.shape[0], left : left + hung.shape[1]] = hung
    far, close = (_together(wardrobe.images[each]) for each in (hung, within))

    middle = np.array(wall.shape) / 2
    fixed = (place * side - (ROWS, COLUMNS)) / (side - 1)  # the point that the way out never leaves
    for step in np.arange(FRAMES) / FRAMES:
        step -= 0.5 * np.sin(2 * np.pi * step) / (2 * np.pi)  # slower where it begins and ends
        scale = SMALL * side ** (1 - step)
        centre = fixed + (middle - fixed) * SMALL / scale
        low, high = np.log(TURNING)
        share = np.clip((np.log(scale) - low) / (high - low), 0, 1)
        seen = (1 - share) * _seen(far, centre * side, scale / side)
        if share:
            seen = seen + share * _seen(close, (centre - corner) * side**2, scale / side**2)
        yield _framed(seen)


class _Wardrobe:
    """All garments, in the order of their brightness."""

    def __init__(self, images):
        self.images = images
        self.brightness = images.mean(axis=(1, 2))
        self._order = np.argsort(self.brightness, kind="stable")
        self._random = np.random.default_rng(SEED)

    def choose(self, values):
        """Give a garment for each value from 0 to 255, about as bright."""
        n = len(self._order)
        wanted = values * (BRIGHTEST / 255)
        rank = np.searchsorted(self.brightness[self._order], wanted)
        width = n * LOT // 100
        rank = np.abs(rank + self._random.integers(-width, width + 1, values.shape))
        return self._order[n - 1 - np.abs(n - 1 - rank)]

    def dark_at(self, column, value):
        """Give a garment for a value whose four columns from one on are darkest."""
        ink = self.images[:, :, column : column + 4 or None].mean(axis=(1, 2))
        return np.argmin(ink + np.abs(self.brightness - value * (BRIGHTEST / 255)))


def _together(pictures):
    """Put pictures (rows, columns, h, w) together as one."""
    rows, columns, height, width = pictures.shape
    return pictures.swapaxes(1, 2).reshape(rows * height, columns * width)


def _seen(world, centre, scale):
    """Give what the view sees around a point of a world, in whose pixels it is given."""
    height, width = np.array(VIEW[::-1]) / scale
    top, left = centre[0] - height / 2, centre[1] - width / 2
    # Only what is seen, and a pixel more: to resize a part of a large picture takes long.
    y, x = int(top), int(left)
    part = world[y : int(top + height) + 2, x : int(left + width) + 2]
    box = (left - x, top - y, left - x + width, top - y + height)
    picture = Image.fromarray(part).resize(VIEW, Image.Resampling.BOX, box=box)
    return np.asarray(picture, dtype=float)


def _framed(seen):
    """Put the view into a frame, beside the words."""
    frame = Image.new("RGB", SIZE, BACK)
    frame.paste(Image.fromarray(np.clip(seen, 0, 255).round().astype(np.uint8)), CORNER)
    draw = ImageDraw.Draw(frame)
    for top, words, ink in (
        (44, "A picture\nis a table\nof numbers.", INK),
        (228, "Here every\nnumber is\na picture.", FAINT),
    ):
        draw.multiline_text((36, top), words, font=font(SMALLEST), fill=ink, spacing=12)
    return frame
