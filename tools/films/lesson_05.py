"""Lesson 5's film: digits stand in the row of what they are, and walk to what they are taken for.

It has digits, not clothes: which of those are confused is the bet. It shows no score and no number
of pictures: these are guessed at.
"""

import numpy as np
from matplotlib.colors import to_rgb
from PIL import Image, ImageDraw

from helpers.datasets import load
from helpers.networks.mlp import MLP
from tools.films import Film
from tools.films.drawing import BACK, FAINT, INK, SMALLEST, font

__all__ = ["film"]

SIZE = (1200, 720)
#: Where the cells begin, and how far it is from cell to cell.
LEFT, TOP, WIDE, HIGH = 118, 106, 107, 60
#: So many digits of a class stand in a cell, each so many pixels wide.
COLUMNS, ROWS, DIGIT = 5, 3, 20
#: After so many pictures the network is asked.
LOOKS = (0, 100, 200, 300, 400, 600, 800, 1_200, 1_600, 2_400, 3_200, 6_400, 12_800, 51_200)
#: How many frames a walk takes, and how many the digits rest.
WALK, REST = 6, 2
#: Lights on a dark ground: the course's blue and orange, brighter.
RIGHT, WRONG = (255 * np.array(to_rgb(colour)) for colour in ("#5cb8ff", "#ff8a3d"))


def film():
    """Train lesson 3's network by hand, ask it now and then, and let the digits walk.

    Returns
    -------
    tools.films.Film
    """
    frames = list(_frames(*_answers(load("mnist"))))
    return Film(frames, fps=12, hold_first=1.5, hold_last=4, quality=30)


def _answers(data):
    """Train on the pictures of a data set: some test pictures, what they are, and each answer."""
    chosen = [np.flatnonzero(data.y_test == k)[: COLUMNS * ROWS] for k in range(10)]
    chosen = np.concatenate(chosen)
    flat = (part.reshape(len(part), -1) / 255 for part in (data.x_train, data.x_test[chosen]))
    x, pictures = flat
    order = np.random.default_rng(0).permutation(len(x))
    how = {"activation": "relu", "learning_rate": 0.005, "momentum": 0.5, "batch_size": 10}
    network = MLP((100,), max_epochs=0, warm_start=True, **how).fit(x, data.y_train)
    said = [network.predict(pictures)]
    network.set_params(max_epochs=1)
    for low, high in zip(LOOKS[:-1], LOOKS[1:], strict=True):
        some = order[np.arange(low, high) % len(x)]
        said.append(network.fit(x[some], data.y_train[some]).predict(pictures))
    return data.x_test[chosen], data.y_test[chosen], np.array(said)


def _frames(pictures, labels, said):
    """Draw the digits where each answer puts them, and on their way from one to the next."""
    tiles = [_tile(picture) for picture in pictures]
    ground, right = _ground(), (said == labels).astype(float)
    places = np.stack([_places(labels, each) for each in said])
    ways = [0.0] * REST + [_eased(step / WALK) for step in range(1, WALK)]
    for look in range(len(said) - 1):
        for way in ways:
            place, blue = (
                (1 - way) * each[look] + way * each[look + 1] for each in (places, right)
            )
            yield _frame(ground, tiles, place, blue)
    yield _frame(ground, tiles, places[-1], right[-1])


def _eased(share):
    """Begin and end a walk slowly."""
    return share * share * (3 - 2 * share)


def _tile(picture):
    """Make a digit as small as it stands in a cell: a share of light for each pixel."""
    inner = Image.fromarray(picture[3:-3, 3:-3])
    small = inner.resize((DIGIT, DIGIT), Image.Resampling.LANCZOS)
    return (np.asarray(small, np.float32)[..., None] / 255) ** 0.75  # thin lines are lost else


def _places(labels, said):
    """Give each digit its corner: a cell is filled line by line, in the order of the digits."""
    corners, filled = np.empty((len(labels), 2)), np.zeros((10, 10), int)
    for number, (actual, called) in enumerate(zip(labels.tolist(), said.tolist(), strict=True)):
        row, column = divmod(filled[actual, called], COLUMNS)
        filled[actual, called] += 1
        x, y = LEFT + called * WIDE, TOP + actual * HIGH
        corners[number] = x + (WIDE - COLUMNS * DIGIT) // 2 + column * DIGIT, y + row * DIGIT
    return corners


def _ground():
    """Draw what stays: the cells, the diagonal, and what rows and columns are."""
    frame = Image.new("RGB", SIZE, BACK)
    draw = ImageDraw.Draw(frame)
    write = {"font": font(SMALLEST), "anchor": "mm"}
    for row in range(10):
        for column in range(10):
            x, y = LEFT + column * WIDE, TOP + row * HIGH
            fill = (30, 36, 50) if row == column else (25, 25, 29)
            draw.rectangle((x + 1, y + 1, x + WIDE - 2, y + HIGH - 2), fill=fill)
        draw.text((LEFT + (row + 0.5) * WIDE, 82), str(row), fill=INK, **write)
        draw.text((88, TOP + (row + 0.5) * HIGH), str(row), fill=INK, **write)
    draw.text((LEFT + 5 * WIDE, 32), "what it is taken for", fill=FAINT, **write)
    side = Image.new("RGB", (10 * HIGH, 50), BACK)
    ImageDraw.Draw(side).text((5 * HIGH, 25), "what it is", fill=FAINT, **write)
    frame.paste(side.rotate(90, expand=True), (10, TOP))
    return np.asarray(frame, np.float32)


def _frame(ground, tiles, places, right):
    """Let every digit shine at its place: blue as far as it is right, else orange."""
    frame = ground.copy()
    for tile, (x, y), share in zip(tiles, places.round().astype(int), right, strict=True):
        part = frame[y : y + DIGIT, x : x + DIGIT]
        np.maximum(part, tile * (share * RIGHT + (1 - share) * WRONG), out=part)
    return frame.round().astype(np.uint8)
