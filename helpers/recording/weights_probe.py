"""A probe that keeps a network's weights at some epochs: all, or the convolutions' alone."""

import dataclasses

import keras

from helpers._arguments import bad_argument, check_choice, check_integer
from helpers.recording.layers import leaves
from helpers.recording.probes import Probe

__all__ = ["Weights", "all_kept", "thinned"]


class Weights(Probe):
    """The network's weights at some epochs.

    Parameters
    ----------
    at : sequence of int or "best"
        Which epochs. -1 stands for the last whole one, ``"best"`` for the one with the best
        monitored score.
    which : {"all", "convolutions"}
        All of them, or those of convolutions and of the layers that normalise.
    """

    def __init__(self, at, which="all"):
        self.which = check_choice("weights", which, ("all", "convolutions"))
        self.at = {
            epoch if isinstance(epoch, str) and epoch == "best"
            else check_integer("weights_at", epoch, low=-1)
            for epoch in at
        }  # fmt: skip
        self._kept = {}

    def begin(self, model, data):
        """Choose the weights."""
        self._chosen = [True] * len(model.weights)
        if self.which != "all":
            self._chosen = _of_convolutions(model)
        if not any(self._chosen) and self.which != "all":
            raise bad_argument("weights", "a network with convolutions", [
                path for path, _ in leaves(model)])  # fmt: skip

    def look(self, model):
        """Give nothing: the recorder hands the weights to `keep`."""
        return {}

    def keep(self, epoch, weights, best):
        """Keep an epoch's weights if they are asked for.

        Parameters
        ----------
        epoch : int
        weights : sequence of ndarray
        best : int or None
            The best epoch so far.
        """
        part = tuple(w if c else None for w, c in zip(weights, self._chosen, strict=True))
        for asked, stands in ((epoch, True), (-1, True), ("best", best == epoch)):
            if asked in self.at and stands:
                self._kept[asked] = (epoch, part)

    @property
    def kept(self):
        """What was kept: by epoch as text, weights in the network's order, None for the others."""
        return {str(epoch): part for epoch, part in self._kept.values()}


def _of_convolutions(model):
    """Say of each weight of a network whether a convolution or a normalising layer has it."""
    chosen = {id(each) for _, layer in leaves(model) for each in layer.weights
              if _is_convolution_or_norm(layer)}  # fmt: skip
    return [id(weight) in chosen for weight in model.weights]


def _is_convolution_or_norm(layer):
    name = type(layer).__name__
    known = isinstance(layer, (keras.layers.BatchNormalization, keras.layers.LayerNormalization,
                               keras.layers.GroupNormalization))  # fmt: skip
    return known or "Conv" in name or "Normalization" in name


def all_kept(probes):
    """Give what several such probes kept, by epoch; of two at one epoch the one that kept all."""
    weights = {}
    for probe in probes:
        for epoch, part in probe.kept.items():
            if epoch not in weights or all(each is not None for each in part):
                weights[epoch] = part
    return weights


def thinned(record, model, whole, convolutions=True):
    """Leave out of a record the weights that its file has no room for.

    Parameters
    ----------
    record : TrainingRecord
        With all weights at some epochs.
    model : keras.Model
        Of the same layers.
    whole : sequence of int
        Epochs of which all are left.
    convolutions : bool
        Whether of the others those of convolutions and normalising layers are left, or nothing.

    Returns
    -------
    TrainingRecord
    """
    chosen = _of_convolutions(model)
    weights = {
        epoch: kept if int(epoch) in whole
        else tuple(w if c else None for w, c in zip(kept, chosen, strict=True))
        for epoch, kept in record.weights.items() if convolutions or int(epoch) in whole
    }  # fmt: skip
    return dataclasses.replace(record, weights=weights)
