"""The scores of a training: which they are, on what they are measured, which epoch is the best."""

import numpy as np

from helpers._arguments import bad_argument
from helpers.recording.layers import to_numpy

__all__ = ["Scores"]

#: How scores end that are the better the smaller they are.
_FALLING = ("loss", "error", "mse", "mae", "mape", "msle", "rmse", "divergence", "crossentropy",
            "hinge", "poisson")  # fmt: skip


class Scores:
    """Takes a training's scores from ``fit``, or measures them itself.

    All epochs are scored on the same validation pictures, the untrained network too. ``fit``
    tells no callback on which pictures it validates. So the first time its scores are compared
    with those on the data's own validation part; where they differ, that part is used throughout.

    Parameters
    ----------
    monitor : str
        The score by which an epoch is the best one.
    """

    def __init__(self, monitor):
        self._monitor = monitor
        self._falling = monitor.endswith(_FALLING)
        self._trusted = None
        self._n_batches = 0
        self._metrics = ()

    def begin(self, data, wants_best):
        """Score the untrained network."""
        self._metrics = data.metrics
        scores = {}
        n_valid = data.n("valid")
        if data.n("train"):
            scores = data.score("train", n_valid or 1_000)
        if n_valid:
            scores |= {f"val_{key}": value for key, value in data.score("valid").items()}
        if wants_best and self._monitor not in scores:
            raise bad_argument(
                "monitor", f"a score that this network has, one of {sorted(scores)}",
                self._monitor, "Compile it with that metric, or give the data a validation part.",
            )  # fmt: skip
        return scores

    def go_on(self, data, wants_best):
        """Get ready for more training, by what the network is compiled with now."""
        same = len(data.metrics) == len(self._metrics) and all(
            now is then for now, then in zip(data.metrics, self._metrics, strict=True)
        )
        if not same:
            self.begin(data, wants_best)
            self._trusted = None

    def after_epoch(self, logs, data):
        """Give an epoch's scores.

        Parameters
        ----------
        logs : dict
            What ``fit`` says.
        data : PreparedData

        Returns
        -------
        dict of str to float
        """
        scores = {key: float(value) for key, value in logs.items()}
        if not data.n("valid"):
            return scores
        given = {key: value for key, value in scores.items() if key.startswith("val_")}
        if given and self._trusted == self._n_batches:
            return scores
        own = {f"val_{key}": value for key, value in data.score("valid").items()}
        if given and _agree(given, own):
            self._trusted = self._n_batches
            return scores
        if given:
            _check_scale(given, data)
        return {key: value for key, value in scores.items() if key not in given} | own

    def best(self, moments):
        """Find the best epoch; the first of several.

        Parameters
        ----------
        moments : sequence of dict
            The scores of every epoch.
        """
        values = np.array([each.get(self._monitor, np.nan) for each in moments], np.float32)
        worst = np.inf if self._falling else -np.inf
        values = np.where(np.isnan(values), worst, values)
        return int(values.argmin() if self._falling else values.argmax())

    def describe(self):
        """Say by which score an epoch is the best."""
        return {"monitor": {"score": self._monitor, "best": "low" if self._falling else "high"}}

    def count_validation(self, n_batches):
        """Note how many batches ``fit`` validates on."""
        self._n_batches = n_batches

    @staticmethod
    def images_since_reset(model):
        """Count the images that went into the loss that Keras reports."""
        for metric in model.metrics:
            if metric.name == "loss" and hasattr(metric, "count"):
                return int(np.rint(to_numpy(metric.count)))
        return 0


def _agree(given, own):
    """Say whether two measurements are of the same pictures."""
    return all(
        np.isclose(value, own[key], rtol=1e-3, atol=1e-6, equal_nan=True)
        for key, value in given.items()
        if key in own
    )


def _check_scale(given, data):
    """Refuse pictures that ``fit`` gets in another scale: the record would be of nonsense."""
    if data.pictures("valid", slice(1)).dtype.kind not in "ui":
        return
    for scale, offset, words in ((1 / 255, 0.0, "/ 255"), (1 / 127.5, -1.0, "/ 127.5 - 1")):
        scores = data.score("valid", scale=scale, offset=offset)
        if _agree(given, {f"val_{key}": value for key, value in scores.items()}):
            raise bad_argument(
                "data", "pictures as fit gets them", f"those that fit gets as pictures {words}",
                "Give the recorder what you give fit, or let the network scale them: "
                "keras.layers.Rescaling.",
            )  # fmt: skip
