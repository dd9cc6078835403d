"""The record of a training: one network, watched closely."""

import dataclasses
from typing import ClassVar

import numpy as np

from helpers._arguments import bad_argument
from helpers.recording.record import MomentsRecord

__all__ = ["TrainingRecord"]


def _nothing(*shape):
    """Give a field that is empty where nothing is said."""
    return dataclasses.field(default_factory=lambda: np.empty(shape, np.float32))


@dataclasses.dataclass(frozen=True, eq=False, repr=False)
class TrainingRecord(MomentsRecord):
    """A network, recorded while it learned.

    E is the number of recorded moments, the first of them before training; M is the number of
    watched test images, P that of the pictures whose maps were recorded. What was not recorded is
    empty. Used in lessons 03 to 06.

    Attributes
    ----------
    epochs : ndarray of shape (E,), int32
        Epoch numbers; 0 is the untrained network.
    made_from : dict
        Data set and its fingerprint, network and its layers (stride, padding, activation ...),
        optimizer, schedule, seed, versions, seconds.
    scores : dict of str to ndarray of shape (E,), float32
        What the network was compiled with: ``loss``, ``accuracy`` (training: the running mean over
        the epoch, as Keras reports it; at epoch 0 measured on as many training images as there
        are validation images), ``val_loss``, ``val_accuracy``.
    images_seen : ndarray of shape (E,), int64
        Training images seen up to each moment.
    seconds : ndarray of shape (E,), float32
        Seconds of training up to each moment, recording left out.
    kernels, biases : ndarray of shape (E, h, w, c, n) or (E, inputs, n), and (E, n), float32
        The first layer that has a kernel. Half precision in the file.
    pictures : ndarray of shape (P, H, W) or (P, H, W, C)
        The pictures whose maps were recorded.
    maps : dict of str to ndarray of shape (E, P, h, w, c), float32
        What the named layers made of ``pictures``. 8 bits in the file.
    probabilities : ndarray of shape (E, M, K), float32
        Of each of K classes, for M test images; (E, 0, 0) where the network's answer is no class.
        16 bits in the file.
    test_index : ndarray of shape (M,), int32
        Which test images these are.
    test_labels : ndarray of shape (M,), uint8 or uint16
        Their true classes.
    weights : dict of str to tuple of ndarray, float32
        The weights at a few epochs (the key is the epoch's number as text), in the order of
        ``network.get_weights()``; None for those that were not kept. Half precision in the file,
        single where that has no room for them; 8 bits with a scale for each output channel where
        ``made_from["weights_as"]`` is ``"int8"``.
    seen : ndarray of shape (P, h, w, c), float32
        What reaches the convolution of ``kernels`` of each of ``pictures``: scaled, say. Empty
        where that changes while the network learns.
    outputs : ndarray of shape (E, M, ...), float32
        The network's answers where they are no classes. 16 bits in the file.
    codes : dict of str to ndarray of shape (E, M, ...), float32
        What the named layers make of the watched test images. 16 bits in the file.
    probes : dict of str to ndarray of shape (E, ...)
        What probes of one's own gave. See `helpers.recording.probes.Probe`.
    """

    scores: dict
    images_seen: np.ndarray
    seconds: np.ndarray
    kernels: np.ndarray
    biases: np.ndarray
    pictures: np.ndarray
    maps: dict
    probabilities: np.ndarray
    test_index: np.ndarray
    test_labels: np.ndarray
    weights: dict
    seen: np.ndarray = _nothing(0)
    outputs: np.ndarray = _nothing(0, 0)
    codes: dict = dataclasses.field(default_factory=dict)
    probes: dict = dataclasses.field(default_factory=dict)

    KIND: ClassVar[str] = "training"
    ENCODING: ClassVar[dict] = {
        "epochs": "exact",
        "scores": "exact",
        "images_seen": "exact",
        "seconds": "exact",
        "kernels": "float16",
        "biases": "float16",
        "pictures": "exact",
        "maps": "uint8",
        "probabilities": "uint16",
        "test_index": "exact",
        "test_labels": "exact",
        "weights": "float16",
        "seen": "exact",
        "outputs": "uint16",
        "codes": "uint16",
    }
    AXES: ClassVar[dict] = {
        "epochs": "epoch",
        "scores": "epoch",
        "images_seen": "epoch",
        "seconds": "epoch",
        "kernels": "epoch ...",
        "biases": "epoch ...",
        "pictures": "picture ...",
        "maps": "epoch picture ...",
        "probabilities": "epoch watched? class",
        "test_index": "watched",
        "test_labels": "watched?",
        "seen": "picture? ...",
        "outputs": "epoch? watched? ...",
        "codes": "epoch watched ...",
    }

    def __repr__(self):
        """Say in one line what was recorded."""
        data = self.made_from.get("data", {}).get("name", "?")
        return (
            f"TrainingRecord of {self.made_from.get('network', {}).get('name', '?')} on {data}: "
            f"{len(self)} moments, epochs {self.epochs[0]} to {self.epochs[-1]}, "
            f"{self.images_seen[-1]:,} images seen"
        )

    def axes(self, name):
        """Name the axes of an array. See `Record.axes`."""
        field, _, key = name.partition("/")
        if field != "probes":
            return super().axes(name)
        return ["epoch", *self.made_from["probes"][key]["axes"].split()]

    def encoding(self, name):
        """Say how an array is to be stored. See `Record.encoding`."""
        field, _, key = name.partition("/")
        if field == "probes":
            return self.made_from["probes"][key]["encoding"]
        if field == "weights":
            return self.made_from.get("weights_as", "float16")
        return super().encoding(name)

    @property
    def names(self):
        """The classes' names, a tuple of str; numbers where the record doesn't know them."""
        names = tuple(self.made_from.get("data", {}).get("names", ()))
        return names + tuple(str(k) for k in range(len(names), self.probabilities.shape[2]))

    @property
    def monitor(self):
        """The score by which an epoch is the best one: the recorder's, or what is there."""
        wanted = self.made_from.get("monitor", {}).get("score", "val_accuracy")
        others = (wanted, "val_accuracy", "val_loss", "accuracy", "loss")
        return next((score for score in others if score in self.scores), None)

    @property
    def predictions(self):
        """The most probable class of each test image at each moment, (E, M).

        uint8, or uint16 where there are more than 256 classes.
        """
        n_classes = self.probabilities.shape[2]
        if not n_classes:
            raise bad_argument("record", "one of a network that tells classes apart", self)
        dtype = np.uint8 if n_classes <= 256 else np.uint16
        return self.probabilities.argmax(axis=2).astype(dtype)

    @property
    def weight_epochs(self):
        """The epochs at which weights were kept, all or a part, ascending, as a tuple of int."""
        return tuple(sorted(map(int, self.weights)))

    @property
    def best_epoch(self):
        """The epoch with the best monitored score (validation accuracy); the first of several."""
        how = self.made_from.get("monitor", {"score": "val_accuracy", "best": "high"})
        if how["score"] not in self.scores:
            raise bad_argument("record", f"one with the score {how['score']!r}",
                               f"{sorted(self.scores)}")  # fmt: skip
        values = self.scores[how["score"]] * (1 if how["best"] == "high" else -1)
        return int(self.epochs[np.where(np.isnan(values), -np.inf, values).argmax()])

    def restore(self, model, epoch=-1, partial=False):
        """Give a network the weights it had at a recorded epoch.

        Parameters
        ----------
        model : keras.Model
            Built as the recorded one was. Its weights are replaced; nothing else is.
        epoch : int
            One of `weight_epochs`; a negative number counts from their end.
        partial : bool
            Take the weights that were kept where these are not all; the others stay as they are.

        Returns
        -------
        keras.Model
            The same ``model``.

        Raises
        ------
        ValueError
            If no weights were kept at that epoch or the network is of another shape. The network
            is then as it was.
        """
        epochs = self.weight_epochs
        if isinstance(epoch, (int, np.integer)) and -len(epochs) <= epoch < 0:
            epoch = epochs[epoch]
        if epoch not in epochs:
            raise bad_argument("epoch", f"one at which weights were kept {epochs}", epoch)
        weights = self.weights[str(epoch)]
        kept = [weight is not None for weight in weights]
        if not all(kept) and not partial:
            raise bad_argument(
                "epoch", "one at which all weights were kept", epoch,
                f"Of this one {sum(kept)} of {len(kept)} were. With partial=True the network "
                "takes these and keeps its others.",
            )  # fmt: skip
        shapes = [tuple(weight.shape) for weight in model.weights]
        wanted = [None if weight is None else weight.shape for weight in weights]
        fits = len(wanted) == len(shapes) and all(
            want in (None, have) for want, have in zip(wanted, shapes, strict=True)
        )
        if not fits:
            raise bad_argument(
                "model", f"weights of shapes {wanted}", shapes,
                "Build it as the recorded network was built.",
            )  # fmt: skip
        old = model.get_weights()
        model.set_weights([a if b is None else b for a, b in zip(old, weights, strict=True)])
        _use_what_was_set(model)
        return model

    @classmethod
    def from_arrays(cls, arrays, weights, made_from):
        """Build a record of arrays by their names in the file.

        Parameters
        ----------
        arrays : dict of str to ndarray
            By field, or ``field/key`` where a field is a dict of arrays.
        weights : dict of str to tuple of ndarray or None
            By epoch.
        made_from : dict

        Returns
        -------
        TrainingRecord
        """
        fields = {field: {} for field in ("scores", "maps", "codes", "probes")}
        for name, array in arrays.items():
            field, _, key = name.partition("/")
            if key:
                fields[field][key] = array
            else:
                fields[field] = array
        return cls(made_from=made_from, weights=weights, **fields)

    @classmethod
    def _from_flat(cls, arrays, made_from):
        rest = {name: each for name, each in arrays.items() if not name.startswith("weights/")}
        kept = {}
        for name in arrays.keys() - rest.keys():
            _, epoch, number = name.split("/")
            kept.setdefault(epoch, {})[int(number)] = arrays[name]
        # The first edition kept all weights, and no list of them.
        n = len(made_from.get("network", {}).get("weights", ()))
        weights = {
            str(epoch): tuple(
                kept[str(epoch)].get(number) for number in range(max(n, 1 + max(kept[str(epoch)])))
            )
            for epoch in sorted(map(int, kept))
        }
        return cls.from_arrays(rest, weights, made_from)


def _use_what_was_set(network):
    """Have layers that work out something of their weights beforehand do it: Normalization."""
    for layer in network.layers:
        if hasattr(layer, "layers"):
            _use_what_was_set(layer)
        elif hasattr(layer, "finalize_state"):
            layer.finalize_state()
