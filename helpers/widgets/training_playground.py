"""A network that learns in the page itself, while one watches and turns its knobs."""

import numpy as np
import traitlets
from matplotlib.figure import Figure

from helpers._arguments import bad_argument, check_bytes, check_choice, check_labels
from helpers.analysis.handwriting import SIDE
from helpers.networks.mlp import MLP
from helpers.plots.tiles import tile
from helpers.widgets.base import CourseWidget, figure_png
from helpers.widgets.modules import joined_module, joined_styles
from helpers.widgets.picture_sheet import picture_sheet

__all__ = ["TrainingPlayground"]

#: What the knobs may be set to. A CNN's units are the maps of its first layer; the next has twice.
NETWORKS = {
    "linear": {},
    "mlp": {"layers": [1, 2, 3], "units": [2, 4, 8, 16, 32, 64]},
    "cnn": {"layers": [1, 2], "units": [2, 4, 8, 16]},
}
KNOBS = {
    "learning_rate": [0.0001, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10],
    "momentum": [0, 0.5, 0.9, 0.99],
    "l2": [0, 0.0001, 0.001, 0.01, 0.1],
    "batch_size": [1, 8, 32, 128, 512],
    "seed": list(range(10)),
    "pace": ["full", "slow"],
}
FIRST = {
    "network": "mlp",
    "layers": 1,
    "units": 16,
    "learning_rate": 0.03,
    "momentum": 0.9,
    "l2": 0,
    "batch_size": 32,
    "seed": 0,
    "pace": "full",
}
#: Of 256 shades a picture keeps so many: no eye sees it, and its file is half as large.
_SHADES = 16


class TrainingPlayground(CourseWidget):
    """Train a network in the browser: a linear model, an MLP or a CNN, on digits.

    The digits, and what learns them, are in the page: no kernel is asked. Cost and share right are
    of pictures that the network does not learn from. A digit of one's own is answered while it
    learns. Pixels are rounded to 16 shades. Used in lesson 03.

    Parameters
    ----------
    pictures : ndarray of shape (N, 28, 28), uint8
        To learn from, in random order, batch after batch.
    labels : ndarray of shape (N,)
        Their classes, numbers from 0.
    test_pictures : ndarray of shape (n, 28, 28), uint8
        To be tested with. Some hundred: each test takes its time.
    test_labels : ndarray of shape (n,)
    **settings
        Where the knobs stand at first: ``network`` ("linear", "mlp" or "cnn"), ``layers``,
        ``units``, ``learning_rate``, ``momentum``, ``l2``, ``batch_size``, ``seed``, ``pace``
        ("full" or "slow"). They take the values of :data:`NETWORKS` and :data:`KNOBS`.

    Attributes
    ----------
    settings : dict
        Where the knobs stand now: to be set, observed.

    Raises
    ------
    ValueError
        If these are no such pictures or labels, or a knob has no such value.
    """

    _esm = joined_module("training_playground.js")
    _css = joined_styles("shared/base.css", "shared/probabilities.css", "training_playground.css")

    settings = traitlets.Dict().tag(sync=True)
    _offered = traitlets.Dict().tag(sync=True)
    _classes = traitlets.Int().tag(sync=True)
    _sheet = traitlets.Bytes().tag(sync=True)
    _tile = traitlets.List().tag(sync=True)
    _sum = traitlets.Int().tag(sync=True)
    _labels = traitlets.Bytes().tag(sync=True)
    _n_learn = traitlets.Int().tag(sync=True)

    def __init__(self, pictures, labels, test_pictures, test_labels, **settings):
        learn = _labelled("pictures", pictures, "labels", labels)
        test = _labelled("test_pictures", test_pictures, "test_labels", test_labels)
        self._learn, self._test = learn, test
        both = np.concatenate([learn[0], test[0]])
        step = 255 / (_SHADES - 1)
        both = np.rint(np.rint(both / step) * step).astype(np.uint8)
        sheet, size = picture_sheet(both)
        classes = np.concatenate([learn[1], test[1]])
        super().__init__(
            settings=FIRST | settings,
            _offered={"networks": NETWORKS, "knobs": KNOBS},
            _classes=int(classes.max()) + 1,
            _sheet=sheet,
            _tile=size,
            _sum=int(both.sum()),
            _labels=classes.tobytes(),
            _n_learn=len(learn[0]),
        )

    @traitlets.validate("settings")
    def _known_settings(self, proposal):
        settings = proposal["value"]
        for name in settings:
            check_choice("settings", name, FIRST)
        settings = FIRST | settings
        check_choice("network", settings["network"], NETWORKS)
        for name, values in (NETWORKS[settings["network"]] | KNOBS).items():
            value = settings[name]
            whole = isinstance(value, float) and value.is_integer()
            check_choice(name, int(value) if whole else value, values)
            settings[name] = values[values.index(value)]  # 1, where it was 1.0
        return settings

    def summary(self):
        """Say what it is, and how to use it where it stands still."""
        return (
            f"A network to train in the page, on {self._n_learn:,} digits: a linear model, an MLP "
            "or a CNN, with knobs. Run this cell, or trust this notebook, to train it."
        )

    def still_picture(self):
        """Return what a linear model and an MLP have learned after three epochs, as PNG bytes."""
        figure = Figure(figsize=(7.7, 3.2), dpi=100, facecolor="white", layout="constrained")
        places = figure.subplots(1, 3, width_ratios=(5, 4, 5))
        x, y = self._learn[0].reshape(len(self._learn[0]), -1) / np.float32(255), self._learn[1]
        test = self._test[0].reshape(len(self._test[0]), -1) / np.float32(255), self._test[1]
        knobs = {"learning_rate": 0.03, "batch_size": 32, "activation": "relu", "max_epochs": 3}
        for hidden, name, ax, columns in (
            ((), "linear", places[0], 5),
            ((16,), "MLP", places[1], 4),
        ):
            first = MLP(hidden, **knobs | {"max_epochs": 0}).fit(x, y).weights_[0]
            network = MLP(hidden, **knobs).fit(x, y, validation_data=test)
            kernels = (network.weights_[0] - first).T.reshape(-1, SIDE, SIDE)
            limit = np.abs(kernels).max()
            mosaic = tile(kernels, columns, 1, np.nan)
            ax.imshow(mosaic, cmap="gray", vmin=-limit, vmax=limit)
            ax.set_axis_off()
            ax.set_title(f"{name}: what its first weights learned", fontsize=10)
            scores = network.history_["valid_accuracy"]
            places[2].plot(range(1, 4), scores, "o-", label=name)
        places[2].set(ylim=(0.5, 1), xlabel="epoch", xticks=range(1, 4))
        places[2].set_title("right on new digits", fontsize=10)
        places[2].legend(frameon=False, loc="lower right")
        figure.supxlabel("run this cell to train one yourself", fontsize=10, color="0.3")
        return figure_png(figure)


def _labelled(name, pictures, labels_name, labels):
    """Raise ``ValueError`` unless these are digits and their classes; return both as bytes."""
    expected = (
        f"at least one picture of {SIDE} by {SIDE} pixels: uint8 of shape (N, {SIDE}, {SIDE})"
    )
    pictures = check_bytes(name, pictures, expected, ranks=(3,))
    if pictures.shape[1:] != (SIDE, SIDE) or not len(pictures):
        raise bad_argument(name, expected, pictures)
    labels = check_labels(labels_name, labels, len(pictures), n_classes=10)
    return pictures, labels.astype(np.uint8)
