"""Lesson 3's film: the weights of 70 neurons on their way out of the noise, and a digit's answer.

The network is the lesson's own, in NumPy, with a little L2, so that weights that nothing teaches
fade. It learns anew for the film, in a minute: of the shipped records none keeps the weights of an
MLP on their way. No score is shown and no digit is moved: that is guessed at.
"""

import numpy as np
from matplotlib import colormaps
from PIL import Image, ImageDraw

from helpers.datasets import load
from helpers.networks.mlp import MLP
from helpers.plots.tiles import colour_scale
from tools.films import Film
from tools.films.drawing import BACK, FAINT, INK, SMALLEST, font, pasted

__all__ = ["film"]

SIZE = (1200, 640)
#: The sheet of 7 by 10 neurons: its corner, how far it is from tile to tile, and their enlargement.
LEFT, TOP, STEP, SCALE, COLUMNS = 20, 20, 86, 3, 10
#: The digit that is asked, its place and enlargement; and where the bars of the answer stand.
ASKED, DIGIT, ENLARGED = 18, (926, 20), 8
BARS, HIGH, WIDE = (896, 474), 190, 29
#: Nearly the largest weight is the brightest, so that a single one does not dim the others.
SHARE = 0.988
N_FRAMES, EPOCHS = 64, 12


def film():
    """Draw the network as it learns: often at first, when much happens, and then less often.

    Returns
    -------
    tools.films.Film
    """
    return Film(list(_frames(load("mnist"))), fps=8, hold_first=1.5, hold_last=3.5, quality=20)


def _frames(data):
    asked = data.x_test[ASKED % len(data.x_test)]
    moments = list(_trained(_flat(data.x_train), data.y_train, _flat(asked[None])))
    limit = colour_scale(moments[-1][1], SHARE)  # at the end weights are largest
    ground = Image.new("RGB", SIZE, BACK)
    pasted(ground, np.repeat(asked[..., None], 3, axis=2), DIGIT, ENLARGED)
    for seen, weights, answer in moments:
        frame = ground.copy()
        # On the dark ground of this scale zero is black, and what was learned shines.
        tiles = colormaps["berlin"](weights / limit / 2 + 0.5, bytes=True)[..., :3]
        for place, pixels in enumerate(tiles):
            row, column = divmod(place, COLUMNS)
            pasted(frame, pixels, (LEFT + column * STEP, TOP + row * STEP), SCALE)
        _say(ImageDraw.Draw(frame), seen, answer)
        yield np.asarray(frame)


def _flat(images):
    return images.reshape(len(images), -1) / np.float32(255)


def _trained(x, y, asked):
    """Train, and give for each moment: digits seen, each neuron's weights, what the asked one is.

    The moments are 200 digits apart at first, a batch, and then ever further.
    """
    mlp = MLP((70, 30), l2=2e-4, max_epochs=0, warm_start=True).fit(x, y)
    ends = np.geomspace(mlp.batch_size, EPOCHS * len(x), N_FRAMES - 1) / mlp.batch_size
    ends = np.unique(np.maximum.accumulate(ends.round().astype(int))) * mlp.batch_size
    order = np.random.default_rng(0)
    row = np.concatenate([order.permutation(len(x)) for _ in range(EPOCHS)])
    seen = 0
    for end in [0, *ends]:
        if end > seen:
            now = row[seen:end]
            mlp.set_params(max_epochs=1).fit(x[now], y[now])
            seen = end
        yield seen, mlp.weights_[0].T.reshape(-1, 28, 28), mlp.predict_proba(asked)[0]


def _say(draw, seen, answer):
    """Write the probabilities as bars, and how many digits were seen."""
    left, low = BARS
    for k, share in enumerate(answer):
        middle = left + k * WIDE + WIDE // 2
        light = INK if k == answer.argmax() else FAINT
        top = low - max(2, round(share * HIGH))
        draw.rectangle((middle - 11, top, middle + 10, low), fill=light)
        draw.text((middle, low + 26), f"{k}", font=font(SMALLEST), fill=light, anchor="mm")
    middle = left + 5 * WIDE
    draw.text((middle, 556), f"{seen:,}", font=font(46), fill=INK, anchor="mm")
    draw.text((middle, 602), "digits seen", font=font(SMALLEST), fill=FAINT, anchor="mm")
