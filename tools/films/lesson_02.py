"""Lesson 2's film: all 60,000 pictures find their places. Colours come late, names do not.

The layouts of all pictures are too large to ship: they are made anew, in some minutes, or read from
a folder where ``python -m tools record fashion_umap --full DIR`` has left them.
"""

import numpy as np
from matplotlib.colors import to_rgb
from PIL import Image, ImageDraw
from scipy.ndimage import gaussian_filter

from helpers.course.map_recipes import MAP_RECIPES
from helpers.plots import style
from tools.films import Film
from tools.films.drawing import BACK, FAINT, INK, SMALLEST, font

__all__ = ["film"]

SIZE = (1200, 720)
#: The map's size and upper left corner; the words stand left of it.
MAP, CORNER = (828, 696), (360, 12)
#: So turned, the map is widest. Its directions mean nothing.
DEGREES = 110
#: Share of the points that may lie outside at any moment, on each side.
OUTSIDE = 0.0005
#: Points spread their light a little, so that 60,000 of them make no noise.
SPREAD = 0.9
#: How many points on a pixel shine half as bright as a pixel can.
HALF = 0.22
#: How many frames the colours take to come.
DAWN = 9
#: How bright the darkest class is, of 1.
DIMMEST = 0.42
#: The white light before them.
WHITE = np.array([0.86, 0.89, 0.96])


def film(full=None):
    """Draw every epoch where much happens, and fewer later; then the colours.

    Parameters
    ----------
    full : Path, optional
        A folder with ``fashion_umap.npz``: the layouts of all pictures.

    Returns
    -------
    tools.films.Film
    """
    path = full / "fashion_umap.npz" if full else None
    record = MAP_RECIPES["fashion_umap"].laid_out(lambda share, words: None, path)
    return Film(list(_frames(record)), fps=8, hold_first=1.5, hold_last=4, quality=25)


def _frames(record):
    last = int(record.epochs[-1])
    chosen = [*range(9), *range(10, 25, 2), *range(28, 65, 4), *range(72, last + 1, 8)]
    angle = np.deg2rad(DEGREES)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    places = record.embeddings[chosen].astype(np.float64) @ turn
    low, high = np.quantile(places, [OUTSIDE, 1 - OUTSIDE], axis=1)
    low, high = low.min(axis=0), high.max(axis=0)
    scale = min((np.array(MAP) - 30) / (high - low))
    pixels = (places - (low + high) / 2) * scale * [1, -1] + np.array(MAP) / 2
    lights = _lights()[record.labels]
    white = np.broadcast_to(WHITE, lights.shape)
    for at, layout in zip(chosen, pixels, strict=True):
        yield _frame(layout, white, at, "Nobody told it\nwhat they show.", 1.0)
    words = "The colours\nare ours: one\nfor each kind\nof clothes."
    for step in range(1, DAWN + 1):
        share = step / DAWN
        yield _frame(pixels[-1], white + share * (lights - white), last, words, share)


def _lights():
    """Give the classes' colours as lights on a dark ground: none of them dim."""
    colours = np.array([to_rgb(colour) for colour in style.CLASS_COLOURS])
    colours /= colours.max(axis=1, keepdims=True)
    # As much white as brings a colour to the least brightness that is wanted.
    bright = colours @ [0.2126, 0.7152, 0.0722]
    white = np.clip((DIMMEST - bright) / (1 - bright), 0, 1)[:, None]
    return white + (1 - white) * colours


def _frame(layout, lights, epoch, words, shown):
    """Draw one layout, and the words as far as they are shown: 0 to 1."""
    frame = Image.new("RGB", SIZE, BACK)
    frame.paste(Image.fromarray(_shine(layout, lights)), CORNER)
    draw = ImageDraw.Draw(frame)
    title = f"{len(layout):,} pictures\nof clothes"
    draw.multiline_text((36, 44), title, font=font(SMALLEST), fill=INK, spacing=12)
    ink = tuple(round(b + shown * (f - b)) for f, b in zip(FAINT, BACK, strict=True))
    draw.multiline_text((36, 176), words, font=font(SMALLEST), fill=ink, spacing=12)
    draw.text((36, 602), "epoch", font=font(SMALLEST), fill=FAINT, anchor="lm")
    draw.text((36, 660), f"{epoch}", font=font(60), fill=INK, anchor="lm")
    return frame


def _shine(layout, lights):
    """Let each point shine: where many lie it is brighter, and their colours mix."""
    width, height = MAP
    column, row = np.rint(layout).astype(int).T
    inside = (column >= 0) & (column < width) & (row >= 0) & (row < height)
    cell = row[inside] * width + column[inside]

    def spread(weights):
        light = np.bincount(cell, weights, width * height).reshape(height, width)
        return gaussian_filter(light.astype(np.float32), SPREAD)

    count = spread(None)
    colours = [spread(lights[inside, k]) / np.maximum(count, 1e-6) for k in range(3)]
    bright = count / (count + HALF)
    picture = [b / 255 * (1 - bright) + bright * c for c, b in zip(colours, BACK, strict=True)]
    return (255 * np.clip(np.stack(picture, axis=-1), 0, 1)).round().astype(np.uint8)
