"""What a recorder looks at: kernels, maps, outputs, codes, or a probe of one's own."""

from typing import ClassVar

import numpy as np

from helpers._arguments import bad_argument, check_positions
from helpers.recording.layers import (
    Listener,
    batches,
    find_layer,
    first_kernel_layer,
    input_is_fixed,
    leaves,
    to_numpy,
)

__all__ = [
    "Codes",
    "Kernels",
    "Maps",
    "Outputs",
    "Probe",
    "check_test_positions",
    "described",
    "named_arrays",
]


#: Activations that give numbers above 1 or below 0.
_NO_PROBABILITIES = ("linear", "tanh", "relu", "leakyrelu", "gelu", "elu", "silu", "softplus")


class Probe:
    """Something to look at before training and after every epoch.

    A subclass lists its arrays in ``axes`` and gives them in `look`. What it needs beforehand it
    makes in `begin`, where it also refuses what it cannot record. The record then has them in
    ``record.probes``, with the epochs as their first axis.
    """

    #: The axes of each array that `look` gives, as words: ``{"norms": "layer"}``. A number of its
    #: own has none: ``{"norm": ""}``. The same word is the same length within a record.
    axes: ClassVar[dict] = {}
    #: How each is stored; ``exact`` where nothing is said. See `helpers.recording.encoding`.
    encoding: ClassVar[dict] = {}

    def begin(self, model, data):
        """Get ready, before training. Called again when a training goes on.

        Parameters
        ----------
        model : keras.Model
        data : helpers.recording.prepared.PreparedData

        Raises
        ------
        ValueError
            If this network can't be recorded so.
        """

    def look(self, model):
        """Look at the network as it is now, and leave it so.

        Returns
        -------
        dict of str to array_like
            An array for each of ``axes``, of the same shape every time.
        """
        raise NotImplementedError


class Kernels(Probe):
    """The weights of the first layer that has kernels, and what reaches it.

    Parameters
    ----------
    layer : str, optional
        Another layer, by name or path.
    pictures : ndarray of int
        Positions of the test pictures whose way to the layer is kept.
    """

    def __init__(self, layer=None, pictures=()):
        self._name, self._positions = layer, pictures

    def begin(self, model, data):
        """Find the layer."""
        self.path, self._layer = first_kernel_layer(model)
        if self._name is not None:
            self._layer = find_layer(model, self._name, "keep_kernels")
            self.path = next(path for path, each in leaves(model) if each is self._layer)
            if not hasattr(self._layer, "kernel"):
                raise bad_argument("keep_kernels", "a layer with kernels", self._name)
        self.seen = np.empty((0,), np.float32)
        maps = self._layer is not None and self._layer.kernel.ndim == 4
        if maps and len(self._positions) and input_is_fixed(model, self._layer):
            pictures = data.pictures("test", self._positions)
            self.seen = Listener({"": self._layer})(model, pictures)[0][""].astype(np.float32)

    def look(self, model):
        """Copy its kernel and bias."""
        if self._layer is None:
            return {"kernels": np.empty(0, np.float32), "biases": np.empty(0, np.float32)}
        kernel = to_numpy(self._layer.kernel)
        bias = getattr(self._layer, "bias", None)
        bias = np.zeros(kernel.shape[-1], np.float32) if bias is None else to_numpy(bias)
        return {"kernels": kernel, "biases": bias}


class Maps(Probe):
    """What some layers make of some test pictures.

    Parameters
    ----------
    layers : sequence of str
        Their names, or paths within networks within.
    pictures : ndarray of int
        Positions in the test part.
    field : str
        ``"maps"`` or ``"codes"``: under what they are kept.
    """

    def __init__(self, layers, pictures, field="maps"):
        self._names, self._positions, self._field = tuple(layers), pictures, field

    def begin(self, model, data):
        """Find the layers."""
        argument = "layers" if self._field == "maps" else self._field
        found = {name: find_layer(model, name, argument) for name in self._names}
        self._listen = Listener(found)
        self._pictures = data.pictures("test", self._positions)

    def look(self, model):
        """Let the network look at the pictures."""
        if not len(self._pictures):
            return {}
        maps = self._listen(model, self._pictures)[1]
        return {f"{self._field}/{name}": array for name, array in maps.items()}


class Codes(Maps):
    """What some layers make of the watched test pictures."""

    def __init__(self, layers, watch):
        super().__init__(layers, watch, field="codes")


class Outputs(Probe):
    """What the network answers to the watched test pictures: probabilities, or anything else.

    Parameters
    ----------
    watch : ndarray of int
        Positions in the test part.
    """

    def __init__(self, watch):
        self._positions = watch

    def begin(self, model, data):
        """See whether the answers are what the loss takes them for."""
        self._how, self._n_classes = data.answers, len(data.names)
        self._pictures = data.pictures("test", self._positions)
        self.labels = data.classes("test", self._positions)
        self._shape = tuple(side or 0 for side in model.outputs[0].shape[1:])
        if self._how in ("probabilities", "probability"):
            self._check_probabilities(model, data)

    def _check_probabilities(self, model, data):
        part = "test" if len(self._pictures) or not data.n("train") else "train"
        pictures = self._pictures[:10] if len(self._pictures) else data.pictures(part, slice(10))
        answers = self._ask(model, pictures)
        sums = answers.sum(axis=1) if self._how == "probabilities" else np.ones(len(answers))
        inside = (answers >= 0).all() and (answers <= 1.001).all() and (abs(sums - 1) < 0.001).all()
        if data.ends_in in _NO_PROBABILITIES or not (inside or np.isnan(answers).any()):
            raise bad_argument(
                "model", "outputs that are probabilities, as its loss takes them for",
                f"those of {data.ends_in!r}", "End it with activation='softmax' (of one unit: "
                "'sigmoid'), or give its loss from_logits=True.",
            )  # fmt: skip

    def look(self, model):
        """Ask the network."""
        if not len(self._pictures):
            empty = {"probabilities": np.empty((0, self._n_classes), np.float32)}
            return {**empty, "outputs": np.empty((0, 0), np.float32)}
        answers = self._ask(model, self._pictures)
        if self._how == "outputs":
            return {"probabilities": np.empty((0, 0), np.float32), "outputs": answers}
        if self._how == "logits":
            answers = np.exp(answers - answers.max(axis=1, keepdims=True))
            answers /= answers.sum(axis=1, keepdims=True)
        if self._how == "logit":
            answers = 0.5 + 0.5 * np.tanh(answers / 2)
        if self._how in ("logit", "probability"):
            answers = np.concatenate([1 - answers, answers], axis=1)
        return {"probabilities": answers, "outputs": np.empty((0, 0), np.float32)}

    @staticmethod
    def _ask(model, pictures):
        # Unlike predict, this makes no data loader, which in PyTorch draws a random number.
        return np.concatenate(
            [np.float32(model.predict_on_batch(part)) for part in batches(pictures)]
        )


def check_test_positions(name, positions, n):
    """Raise ``ValueError`` unless these are positions in a test part of ``n`` pictures."""
    positions = list(positions)
    if not positions:
        return np.empty(0, np.int32)
    expected = "positions of test images, 0 or more"
    array = check_positions(name, positions, expected, ranks=(1,))
    if array.max() >= n:
        expected = f"positions below {n}, the number of test images"
        raise bad_argument(name, expected, int(array.max()))
    return array.astype(np.int32)


def described(probes):
    """Say in JSON's types which arrays some probes give, along which axes, and how stored."""
    return {
        name: {"axes": axes, "encoding": probe.encoding.get(name, "exact")}
        for probe in probes
        for name, axes in probe.axes.items()
    }


def named_arrays(probe, arrays, before):
    """Check what a probe of one's own gave, and name it as the record does.

    Parameters
    ----------
    probe : Probe
    arrays : dict of str to array_like
    before : dict of str to ndarray
        What was looked at before, by the record's names; empty the first time.

    Returns
    -------
    dict of str to ndarray
    """
    name = type(probe).__name__
    if not isinstance(arrays, dict) or set(arrays) != set(probe.axes):
        raise bad_argument("probes", f"arrays {sorted(probe.axes)} of {name}.look", arrays)
    named = {}
    for key, value in arrays.items():
        array, axes = np.array(value), probe.axes[key].split()
        same = array.shape == getattr(before.get(f"probes/{key}"), "shape", array.shape)
        if array.dtype.kind not in "buif" or array.ndim != len(axes) or not same:
            raise bad_argument("probes", f"numbers along {axes} as {name}'s {key!r}, of the same "
                               "shape at every epoch", array)  # fmt: skip
        named[f"probes/{key}"] = array
    return named
