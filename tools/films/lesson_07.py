"""Lesson 7's film: ten pictures for ten classes climb out of the noise, all at once.

It takes no filter away and shows no number of filters: these are guessed at.
"""

import numpy as np
from PIL import Image, ImageDraw

from helpers.analysis.starts import colour_axes
from helpers.course.records import shipped_record
from helpers.datasets import load
from helpers.networks.architectures import cifar_residual_cnn
from helpers.networks.maximisation import maximise
from tools.films import Film
from tools.films.drawing import BACK, FAINT, INK, SMALLEST, font, pasted

__all__ = ["film"]

#: Enlarged so many times; five pictures in a row.
TIMES, COLUMNS, GAP = 7, 5, 12
SIZE = (1192, 572)
#: Steps that are shown: each of the first, where most happens.
SHOWN = (0, 1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 18, 22, 27, 33, 40, 50, 60)


def film():
    """Draw the pictures after some of the steps.

    Returns
    -------
    tools.films.Film
    """
    data = load("cifar10")
    network = shipped_record("cifar10_best").restore(cifar_residual_cnn())
    axes = colour_axes(data.x_train[:2_000])
    made = maximise(
        network, units=range(10), steps=SHOWN[-1], colour_axes=axes, watch=SHOWN
    ).pictures
    frames = [_frame(made[:, k], step) for k, step in enumerate(SHOWN)]
    return Film(frames, fps=5, hold_first=1.0, hold_last=4, quality=35)


def _frame(pictures, step):
    """Draw all ten pictures after a step."""
    frame = Image.new("RGB", SIZE, BACK)
    draw = ImageDraw.Draw(frame)
    text = "What a network looks for"
    draw.text((GAP, 44), text, font=font(SMALLEST), fill=INK, anchor="lm")
    draw.text((SIZE[0] - GAP - 90, 44), "step", font=font(SMALLEST), fill=FAINT, anchor="rm")
    draw.text((SIZE[0] - GAP, 44), f"{step}", font=font(SMALLEST), fill=INK, anchor="rm")
    side = 32 * TIMES
    for place, picture in enumerate(pictures):
        row, column = divmod(place, COLUMNS)
        pasted(frame, picture, (GAP + column * (side + GAP), 100 + row * (side + GAP)), TIMES)
    return np.asarray(frame)
