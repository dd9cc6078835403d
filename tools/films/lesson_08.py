"""Lesson 8's film: emoji on their way from one to another, through the codes of a network.

It shows walks, and neither the box nor its rubbish: how much of that is good is guessed at.
"""

import numpy as np
from PIL import Image

from helpers.course.picture_recipes import restored
from helpers.datasets import load
from helpers.networks.autoencoders import codes, decoded
from tools.films import Film
from tools.films.drawing import BACK, pasted

__all__ = ["film"]

SIZE = (1200, 600)
COLUMNS, ROWS, SCALE, STEP = 8, 4, 4, 146
#: Stations of each walk, and pictures from one to the next.
N_STATIONS, N_BETWEEN = 3, 9


def film():
    """Draw 32 walks, each in a ring through three training emoji of its own.

    Returns
    -------
    tools.films.Film
    """
    return Film(list(_frames()), fps=9, hold_first=0.8, hold_last=0.8, quality=32)


def _frames():
    network, faces = restored("emoji_code_24"), load("emoji")
    rng = np.random.default_rng(8)
    n = COLUMNS * ROWS
    chosen = faces.x_train[rng.permutation(len(faces.x_train))[: n * N_STATIONS]]
    stations = codes(network, chosen).reshape(N_STATIONS, n, -1)
    for leg in range(N_STATIONS):
        start, end = stations[leg], stations[(leg + 1) % N_STATIONS]
        for between in range(N_BETWEEN):
            # Slow where a station is, fast between.
            share = (1 - np.cos(np.pi * between / N_BETWEEN)) / 2
            pictures = decoded(network.get_layer("decoder"), start + share * (end - start))
            yield _drawn((255 * np.clip(pictures, 0, 1)).astype(np.uint8))


def _drawn(pictures):
    frame = Image.new("RGB", SIZE, BACK)
    left = (SIZE[0] - (COLUMNS - 1) * STEP - 32 * SCALE) // 2
    top = (SIZE[1] - (ROWS - 1) * STEP - 32 * SCALE) // 2
    for place, picture in enumerate(pictures):
        row, column = divmod(place, COLUMNS)
        pasted(frame, picture, (left + column * STEP, top + row * STEP), SCALE)
    return np.asarray(frame)
