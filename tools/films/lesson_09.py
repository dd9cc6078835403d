"""Lesson 9's film: emoji that a network never saw are told apart, epoch by epoch.

Each is drawn towards the corners of the four kinds, by the probability that it is given of each. No
score is shown, and no second network: these are guessed at.
"""

import io
import zipfile

import numpy as np
from PIL import Image, ImageDraw

from helpers.datasets import EMOJI_KINDS
from helpers.datasets.pictures import read_picture
from tools.films import Film
from tools.films.drawing import BACK, FAINT, INK, SMALLEST, font

__all__ = ["film"]

SIZE = (1200, 720)
#: Where each kind's corner is, and how large an emoji is drawn.
CORNERS = {"animals": (190, 150), "faces": (1010, 150), "food": (190, 560), "vehicles": (1010, 560)}
EMOJI, N_SHOWN = 44, 90
#: After so many epochs the emoji are looked at.
LOOKS = (*range(10), *range(10, 31, 3), *range(38, 121, 16))
#: Frames from one look to the next.
STEPS = 2


def film():
    """Train a layer on top of borrowed ones, and let the emoji walk.

    Returns
    -------
    tools.films.Film
    """
    tiles, probabilities = _learned()
    frames = list(_frames(tiles, _places(probabilities)))
    return Film(frames, fps=8, hold_first=1.5, hold_last=3, quality=18)


def _learned():
    """Learn from most emoji; give the others as pictures, and what each epoch says of them."""
    import helpers

    helpers.set_up()
    import keras

    from helpers.course.records import shipped_record
    from helpers.networks.architectures import cifar_cnn

    labels, images, tiles = [], [], []
    with zipfile.ZipFile(EMOJI_KINDS) as archive:
        for name in sorted(archive.namelist()):
            data = archive.read(name)
            labels.append(list(CORNERS).index(name.split("/")[0]))
            images.append(read_picture(data, (32, 32)))
            small = Image.open(io.BytesIO(data)).convert("RGBA")
            tiles.append(small.resize((EMOJI, EMOJI), Image.Resampling.LANCZOS))
    labels, images = np.array(labels), np.stack(images)
    cifar = shipped_record("cifar10_better").restore(cifar_cnn(batch_norm=True, third_layer=True))
    look = keras.Model(cifar.inputs, cifar.get_layer("norm_3").output)
    codes = look.predict(images, verbose=0).mean(axis=(1, 2))
    codes = (codes - codes.mean(axis=0)) / codes.std(axis=0)
    order = np.random.default_rng(0).permutation(len(labels))
    shown, known = order[:N_SHOWN], order[N_SHOWN:]
    weights = np.zeros((codes.shape[1] + 1, len(CORNERS)))
    x = np.c_[codes, np.ones(len(codes))]
    wanted = np.eye(len(CORNERS))[labels[known]]
    said = []
    for epoch in range(LOOKS[-1] + 1):
        if epoch in LOOKS:
            said.append(_softmax(x[shown] @ weights))
        slope = x[known].T @ (_softmax(x[known] @ weights) - wanted) / len(known)
        weights -= 0.1 * (slope + 0.002 * weights)
    return [tiles[k] for k in shown], np.array(said)


def _softmax(sums):
    shares = np.exp(sums - sums.max(axis=1, keepdims=True))
    return shares / shares.sum(axis=1, keepdims=True)


def _places(probabilities):
    """Draw each emoji towards the corners; about its place each stands a little aside."""
    corners = np.array(list(CORNERS.values()), float)
    rng = np.random.default_rng(1)
    n = probabilities.shape[1]
    turn, far = rng.uniform(0, 2 * np.pi, n), np.sqrt(rng.uniform(0, 1, n))
    aside = np.stack([150 * far * np.cos(turn), 88 * far * np.sin(turn)], axis=1)
    return probabilities @ corners + aside


def _frames(tiles, places):
    ground = _ground()
    for before, after in zip(places[:-1], places[1:], strict=True):
        for step in range(STEPS):
            yield _frame(ground, tiles, before + (after - before) * step / STEPS)
    yield _frame(ground, tiles, places[-1])


def _ground():
    """Draw what stays: the kinds' names."""
    frame = Image.new("RGB", SIZE, BACK)
    draw = ImageDraw.Draw(frame)
    for name, (x, y) in CORNERS.items():
        draw.text((x, 30 if y < SIZE[1] / 2 else SIZE[1] - 30), name, fill=INK,
                  font=font(SMALLEST), anchor="mm")  # fmt: skip
    draw.text((SIZE[0] / 2, 30), "which kind?", fill=FAINT, font=font(SMALLEST), anchor="mm")
    return frame


def _frame(ground, tiles, places):
    frame = ground.copy()
    for tile, (x, y) in zip(tiles, places, strict=True):
        frame.paste(tile, (round(x - EMOJI / 2), round(y - EMOJI / 2)), tile)
    return np.asarray(frame)
