"""Data as one network takes them: its pictures, its targets, the score it has on them."""

import numpy as np
from keras import losses, ops

from helpers._arguments import as_array, bad_argument
from helpers.datasets.labels import natural_key
from helpers.networks.inputs import as_input
from helpers.recording.layers import batches, to_numpy

__all__ = ["PreparedData"]

#: Losses by what they want to be told: a class's number, a row of shares, a yes or no.
_NUMBERS = ("sparsecategoricalcrossentropy",)
_SHARES = ("categoricalcrossentropy", "categoricalfocalcrossentropy", "kldivergence")
_YES_OR_NO = ("binarycrossentropy", "binaryfocalcrossentropy")


class PreparedData:
    """A data set, in the form in which one compiled network takes it.

    Parameters
    ----------
    data : Dataset
        Or anything with ``x_train``, ``y_train`` and the like. A part may be missing.
    model : keras.Model
        Compiled, with one input and one output.
    targets : callable, optional
        Makes of pictures what the network is to answer. Left out: the data's ``y_…``.

    Attributes
    ----------
    answers : str
        What the network's output is: ``"probabilities"``, ``"logits"``, ``"probability"`` or
        ``"logit"`` (of the second of two classes), or ``"outputs"`` where it is no class.
    ends_in : str
        Its last activation, in small letters.
    names : list of str
        The classes' names; empty where the answer is no class.
    metrics : list of keras.metrics.Metric
        What the network was compiled with: others after it is compiled again.
    """

    def __init__(self, data, model, targets=None):
        self._data, self._model, self._targets = data, model, targets
        self._loss = _loss_of(model)
        self.metrics = list(model.metrics)
        self.ends_in = _last_activation(model)
        self.answers = how_answers(model, self._loss)
        self.names = self._name_classes() if self.answers != "outputs" else []

    def n(self, part):
        """Count the pictures of a part: ``"train"``, ``"valid"`` or ``"test"``."""
        pictures = getattr(self._data, f"x_{part}", None)
        return 0 if pictures is None else len(pictures)

    def pictures(self, part, positions=slice(None)):
        """Give pictures as the network takes them."""
        pictures = np.asarray(getattr(self._data, f"x_{part}")[positions])
        if not len(pictures):
            return pictures
        if len(self._model.inputs[0].shape) in (3, 4):
            return as_input(self._model, pictures, name="data")
        wanted = tuple(self._model.inputs[0].shape[1:])
        if pictures.shape[1:] != wanted:
            raise bad_argument("data", f"rows of shape {wanted}", pictures)
        return pictures

    def classes(self, part, positions=slice(None)):
        """Give pictures' classes as numbers; none where the answer is no class."""
        labels = getattr(self._data, f"y_{part}", None)
        if labels is None or self.answers == "outputs":
            return np.empty(0, np.uint8)
        numbers = numbers_of(labels[positions], self.names)
        return numbers.astype(np.uint8 if len(self.names) <= 256 else np.uint16)

    def score(self, part, n=None, scale=1.0, offset=0.0):
        """Score the network, by the loss and the metrics that it was compiled with.

        Parameters
        ----------
        part : str
            ``"train"`` or ``"valid"``.
        n : int, optional
            Only so many of its first pictures.
        scale, offset : float
            What the pictures are multiplied by before, and what is added.

        Returns
        -------
        dict of str to float
            As `keras.Model.evaluate` gives it. Unlike that it draws no random numbers, under no
            backend.
        """
        model, first = self._model, slice(n)
        pictures, wanted = self.pictures(part, first), self._wanted(part, first)
        model.reset_metrics()
        total = 0.0
        for images, targets in zip(batches(pictures), batches(wanted), strict=True):
            if (scale, offset) != (1.0, 0.0):
                images = images.astype(np.float32) * scale + offset
            answers = model(images, training=False)
            targets = ops.convert_to_tensor(targets)
            loss = model.compute_loss(x=images, y=targets, y_pred=answers, training=False)
            total += float(to_numpy(loss)) * len(images)
            model.compute_metrics(images, targets, answers)
        scores = {key: float(to_numpy(each)) for key, each in model.get_metrics_result().items()}
        model.reset_metrics()
        return {**scores, "loss": total / len(pictures)}

    def _wanted(self, part, positions):
        """Give what the network is to answer, as its loss wants to be told it."""
        if self._targets is not None:
            wanted = np.asarray(
                self._targets(np.asarray(getattr(self._data, f"x_{part}")[positions]))
            )
        else:
            wanted = np.asarray(getattr(self._data, f"y_{part}")[positions])
            if self.answers != "outputs":
                numbers = self.classes(part, positions).astype(np.int64)
                shape = self._model.outputs[0].shape
                if self._loss in _NUMBERS:
                    return numbers
                one_hot = wanted.shape == (len(wanted), shape[-1]) and wanted.dtype.kind != "U"
                if self._loss in _SHARES and one_hot:
                    return wanted  # they may be soft
                if shape[-1] == 1:
                    return numbers[:, None].astype(np.float32)
                return np.eye(shape[-1], dtype=np.float32)[numbers]
        shape = tuple(self._model.outputs[0].shape[1:])
        fits = _without_ones(wanted.shape[1:]) == _without_ones(shape)
        if wanted.dtype.kind not in "buif" or self._loss is not None and not fits:
            raise bad_argument(
                "data", f"targets of shape (N, {', '.join(map(str, shape))}), as the network's "
                "output", wanted,
                "Say how they are made of the pictures, for an autoencoder with "
                "`targets=lambda pictures: pictures / 255`, say.",
            )  # fmt: skip
        return wanted

    def _name_classes(self):
        """Name the classes, as many as the network tells apart."""
        columns = self._model.outputs[0].shape[-1]
        n_classes = 2 if self.answers in ("probability", "logit") else columns
        names = getattr(self._data, "names", None)
        labels = next(
            (np.asarray(each) for part in ("train", "valid", "test")
             if (each := getattr(self._data, f"y_{part}", None)) is not None), np.empty(0)
        )  # fmt: skip
        if names is None and labels.dtype.kind in "UO":
            names = sorted(set(map(str, labels.ravel())), key=natural_key)
        names = [str(name) for name in ([] if names is None else names)]
        if len(names) > n_classes:
            raise bad_argument(
                "data", f"{n_classes} classes, as many as the network tells apart", names
            )
        return names + [str(number) for number in range(len(names), n_classes)]


def numbers_of(labels, names=()):
    """Bring labels to class numbers, however they were written.

    Parameters
    ----------
    labels : array_like
        Numbers of shape (N,) or (N, 1), names, or rows of shares of shape (N, K).
    names : sequence of str
        The classes' names, where the labels are names.

    Returns
    -------
    ndarray of shape (N,), int64

    Raises
    ------
    ValueError
        If they are no labels, or not of these classes.
    """
    expected = "labels: whole numbers or names of shape (N,) or (N, 1), or rows of shape (N, K)"
    array = as_array("data", labels, expected)
    if array.ndim == 2 and array.shape[1] == 1:
        array = array[:, 0]
    if array.dtype.kind in "UO" and array.ndim == 1:
        places = {name: number for number, name in enumerate(names)}
        unknown = [str(label) for label in array if str(label) not in places]
        if unknown:
            raise bad_argument("data", f"labels out of {list(names)}", unknown[0])
        return np.array([places[str(label)] for label in array], np.int64)
    if array.dtype.kind in "buif" and array.ndim == 2:
        return array.argmax(axis=1)
    whole = array.dtype.kind in "bui" or array.dtype.kind == "f" and (array == array.round()).all()
    if array.ndim != 1 or not whole:
        raise bad_argument("data", expected, array)
    numbers = array.astype(np.int64)
    if len(numbers) and (numbers.min() < 0 or names and numbers.max() >= len(names)):
        wrong = int(numbers.min() if numbers.min() < 0 else numbers.max())
        raise bad_argument("data", f"labels from 0 to {len(names) - 1}", wrong)
    return numbers


def how_answers(model, loss):
    """Say what a network's output is, by its loss and its last activation.

    Parameters
    ----------
    model : keras.Model
    loss : str or None
        As `_loss_of` names it.

    Returns
    -------
    str
        See `PreparedData`.
    """
    shape = model.outputs[0].shape
    activation = _last_activation(model)
    if len(shape) != 2:
        return "outputs"
    logits = _from_logits(model)
    if loss in _YES_OR_NO:
        return ("logit" if logits else "probability") if shape[-1] == 1 else "outputs"
    if loss in _NUMBERS or loss in _SHARES:
        return "logits" if logits else "probabilities"
    return "probabilities" if activation == "softmax" and shape[-1] > 1 else "outputs"


def _loss_of(model):
    """Name the loss in small letters, without what joins its words; None where it is unknown."""
    loss = _single(model.loss)
    if isinstance(loss, str):
        loss = losses.get(loss)
    name = getattr(loss, "__name__", type(loss).__name__).replace("_", "").lower()
    known = loss is not None and (type(loss).__module__ + getattr(loss, "__module__", "")).count(
        "keras"
    )
    return name if known else None


def _from_logits(model):
    """Say whether the loss takes the output for logits."""
    loss = _single(model.loss)
    return bool(loss.get_config().get("from_logits")) if isinstance(loss, losses.Loss) else False


def _single(loss):
    """Take a loss out of the list or the dict that holds it alone."""
    if isinstance(loss, dict):
        loss = list(loss.values())
    return loss[0] if isinstance(loss, (list, tuple)) and len(loss) == 1 else loss


def _last_activation(model):
    """Name the activation that gives the network's output, where it has one."""
    last = model.layers[-1]
    while getattr(last, "layers", None):
        last = last.layers[-1]
    activation = getattr(last, "activation", None)
    name = getattr(
        activation, "__name__", type(last if activation is None else activation).__name__
    )
    return name.replace("_", "").lower()


def _without_ones(shape):
    return tuple(side for side in shape if side != 1)
