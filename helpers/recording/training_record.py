"""Records of trainings: one network watched closely, or many of which only the scores are kept."""

import dataclasses
from typing import ClassVar

import numpy as np

from helpers._arguments import bad_argument
from helpers.recording.record import MomentsRecord, with_dict

__all__ = ["RunsRecord", "TrainingRecord"]


@dataclasses.dataclass(frozen=True, eq=False, repr=False)
class TrainingRecord(MomentsRecord):
    """A network, recorded while it learned.

    E is the number of recorded moments, the first of them before training. Used in lessons 03 to
    06.

    Attributes
    ----------
    epochs : ndarray of shape (E,), int32
        Epoch numbers; 0 is the untrained network.
    made_from : dict
        Data set and its fingerprint, network, schedule, seed, versions, seconds.
    scores : dict of str to ndarray of shape (E,), float32
        ``loss``, ``accuracy`` (training: the running mean over the epoch, as Keras reports it;
        at epoch 0 measured on as many training images as there are validation images),
        ``val_loss``, ``val_accuracy``.
    images_seen : ndarray of shape (E,), int64
        Training images seen up to each moment.
    seconds : ndarray of shape (E,), float32
        Seconds of training up to each moment, recording left out.
    kernels, biases : ndarray of shape (E, h, w, c, n) or (E, inputs, n), and (E, n), float32
        The first layer that has a kernel. Half precision in the file.
    pictures : ndarray of shape (P, H, W) or (P, H, W, C), uint8
        The pictures whose maps were recorded.
    maps : dict of str to ndarray of shape (E, P, h, w, c), float32
        What the named layers made of ``pictures``. 8 bits in the file.
    probabilities : ndarray of shape (E, M, K), float32
        Of each of K classes, for M test images. 16 bits in the file.
    test_index : ndarray of shape (M,), int32
        Which test images these are.
    test_labels : ndarray of shape (M,), uint8
        Their true classes.
    weights : dict of str to tuple of ndarray, float32
        All weights at a few epochs (the key is the epoch's number as text), in the order of
        ``network.get_weights()``. Half precision in the file.
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
    }
    AXES: ClassVar[dict] = {
        "epochs": "E",
        "scores": "E",
        "images_seen": "E",
        "seconds": "E",
        "kernels": "E ...",
        "biases": "E ...",
        "pictures": "P ...",
        "maps": "E P ...",
        "probabilities": "E M ...",
        "test_index": "M",
        "test_labels": "M",
    }

    def __repr__(self):
        """Say in one line what was recorded."""
        data = self.made_from.get("data", {}).get("name", "?")
        return (
            f"TrainingRecord of {self.made_from.get('network', {}).get('name', '?')} on {data}: "
            f"{len(self)} moments, epochs {self.epochs[0]} to {self.epochs[-1]}, "
            f"{self.images_seen[-1]:,} images seen"
        )

    @property
    def predictions(self):
        """The most probable class of each test image at each moment, (E, M) uint8."""
        return self.probabilities.argmax(axis=2).astype(np.uint8)

    @property
    def weight_epochs(self):
        """The epochs at which all weights were kept, ascending, as a tuple of int."""
        return tuple(sorted(map(int, self.weights)))

    @property
    def best_epoch(self):
        """The epoch with the highest validation accuracy; the first of several."""
        return int(self.epochs[self.scores["val_accuracy"].argmax()])

    def restore(self, model, epoch=-1):
        """Give a network the weights it had at a recorded epoch.

        Parameters
        ----------
        model : keras.Model
            Built as the recorded one was. Its weights are replaced; nothing else is.
        epoch : int
            One of `weight_epochs`; a negative number counts from their end.

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
            raise bad_argument("epoch", f"one at which all weights were kept {epochs}", epoch)
        weights = self.weights[str(epoch)]
        shapes = [tuple(weight.shape) for weight in model.weights]
        if shapes != [weight.shape for weight in weights]:
            raise bad_argument(
                "model",
                f"weights of shapes {[weight.shape for weight in weights]}",
                shapes,
                "Build it as the recorded network was built.",
            )
        model.set_weights(list(weights))
        return model

    @classmethod
    def _from_flat(cls, arrays, made_from):
        fields = {"scores": {}, "maps": {}, "weights": {}}
        for name, array in arrays.items():
            field, *rest = name.split("/")
            if not rest:
                fields[field] = array
            elif field == "weights":
                fields[field].setdefault(rest[0], {})[int(rest[1])] = array
            else:
                fields[field]["/".join(rest)] = array
        fields["weights"] = {
            epoch: tuple(parts[number] for number in sorted(parts))
            for epoch, parts in fields["weights"].items()
        }
        return cls(made_from=made_from, **fields)


@dataclasses.dataclass(frozen=True, eq=False, repr=False)
class RunsRecord(MomentsRecord):
    """Many small trainings of the same network on the same data, each with other settings.

    R is the number of runs, E the number of recorded epochs. Used in lesson 03.

    Attributes
    ----------
    epochs : ndarray of shape (E,), int32
        Epoch numbers, the same for all runs.
    made_from : dict
        Data set and its fingerprint, network, settings, seed, versions, seconds.
    settings : dict of str to ndarray of shape (R,), float64
        What each run was trained with, such as ``learning_rate``.
    scores : dict of str to ndarray of shape (R, E), float32
        Such as ``cost`` and ``val_accuracy``. Not finite where a run went astray.
    """

    settings: dict
    scores: dict

    KIND: ClassVar[str] = "runs"
    ENCODING: ClassVar[dict] = {"epochs": "exact", "settings": "exact", "scores": "exact"}
    AXES: ClassVar[dict] = {"epochs": "E", "settings": "R", "scores": "R E"}

    def __repr__(self):
        """Say in one line what was recorded."""
        runs = len(next(iter(self.settings.values())))
        return f"RunsRecord: {runs} runs by {', '.join(self.settings)}; {len(self)} epochs each"

    @classmethod
    def _from_flat(cls, arrays, made_from):
        fields = with_dict("scores", with_dict("settings", arrays))
        return cls(made_from=made_from, **fields)
