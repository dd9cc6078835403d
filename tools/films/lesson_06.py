"""Lesson 6's film: the kernels on their way out of the noise, and what they see of the dog.

It shows no score, no number of pictures and no word of the network: these are guessed at.
"""

import numpy as np
from PIL import Image, ImageDraw

from helpers.analysis.training import first_layer_maps
from helpers.course.records import shipped_record
from helpers.plots.tiles import colour_scale
from tools.films import Film
from tools.films.drawing import BACK, FAINT, INK, SMALLEST, coloured, font, pasted

__all__ = ["film"]

SIZE = (1200, 600)
#: The upper left corners of the two sheets of 8 by 8 tiles, and how far it is from tile to tile.
LEFT, RIGHT, TOP, STEP = 20, 668, 64, 64
#: Enlarged by whole numbers: a kernel has 5 by 5 pixels, a map 32 by 32.
KERNEL, MAP = 12, 2
#: Nearly the largest value is the brightest, so that a single one does not dim the others.
SHARE = 0.999


def film():
    """Draw each of the first epochs, and then every second one.

    Returns
    -------
    tools.films.Film
    """
    return Film(list(_frames(shipped_record("cifar10_article"))), fps=6, quality=35)


def _frames(record):
    chosen = [n for n, epoch in enumerate(record.epochs) if epoch < 12 or epoch % 2 == 0]
    kernels = np.moveaxis(record.kernels, -1, 1)
    kernels = (255 * np.clip(kernels / colour_scale(kernels, SHARE) / 2 + 0.5, 0, 1)).astype("u1")
    maps = np.stack(
        [np.moveaxis(first_layer_maps(record, epoch, 0), -1, 0) for epoch in record.epochs[chosen]]
    )
    maps = coloured(maps / colour_scale(maps, SHARE))
    ground = _ground(record.pictures[0])
    for number, at in enumerate(chosen):
        frame = ground.copy()
        for place in range(kernels.shape[1]):
            row, column = divmod(place, 8)
            y, x = TOP + row * STEP, column * STEP
            pasted(frame, kernels[at, place], (LEFT + x, y), KERNEL)
            pasted(frame, maps[number, place, 1:-1, 1:-1], (RIGHT + x, y), MAP)
        draw = ImageDraw.Draw(frame)
        middle = SIZE[0] // 2
        draw.text((middle, 412), "epoch", font=font(SMALLEST), fill=FAINT, anchor="mm")
        draw.text((middle, 466), f"{record.epochs[at]}", font=font(52), fill=INK, anchor="mm")
        yield np.asarray(frame)


def _ground(picture):
    """Draw what stays: the picture in the middle, and what stands at the sides."""
    frame = Image.new("RGB", SIZE, BACK)
    draw = ImageDraw.Draw(frame)
    for x, words in ((LEFT, "64 kernels"), (RIGHT, "what they see of the dog")):
        draw.text((x, 32), words, font=font(SMALLEST), fill=INK, anchor="lm")
    pasted(frame, picture, (SIZE[0] // 2 - 48, 230), 3)
    return frame
