"""A network as it was after its last whole epoch: kept, known again, and put back."""

import keras
import numpy as np

from helpers._arguments import bad_argument
from helpers.recording.layers import describe_layers, to_numpy

__all__ = ["WholeEpoch"]


class WholeEpoch:
    """All that a step of training changes, as it was after an epoch.

    Parameters
    ----------
    model : keras.Model
        Built, with its optimizer's variables.
    epoch : int

    Attributes
    ----------
    weights : tuple of ndarray
        In the order of ``model.get_weights()``.
    """

    def __init__(self, model, epoch):
        self.weights = tuple(np.array(to_numpy(weight)) for weight in model.weights)
        self._state = [np.array(keras.ops.convert_to_numpy(each)) for each in _variables(model)]
        self._model, self._optimizer, self._epoch = model, model.optimizer, epoch
        self._facts = _identify(model)
        self._left = self.weights

    def leave(self, model):
        """Note that training ended with other weights than its last epoch did."""
        self._left = tuple(np.array(to_numpy(weight)) for weight in model.weights)

    def go_on_with(self, model, stopped):
        """See that a network is this one and stands here; put it back if it was stopped.

        Parameters
        ----------
        model : keras.Model
        stopped : bool
            Whether its training was stopped within an epoch.

        Raises
        ------
        ValueError
            If it is another network, or has learned elsewhere.
        """
        advice = "A record is of one network: begin a new Recorder for this training."
        if _identify(model) != self._facts:
            raise bad_argument(
                "model", "the network that this recorder has recorded so far",
                f"another, {model.name!r}", advice,
            )  # fmt: skip
        if stopped and model is self._model:
            # An optimizer that came in between begins anew.
            known = model.optimizer is self._optimizer
            variables = _variables(model) if known else model.variables
            for variable, value in zip(variables, self._state, strict=known):
                variable.assign(value)
            return
        now = [to_numpy(weight) for weight in model.weights]
        same = (
            np.array_equal(then, each, equal_nan=each.dtype.kind == "f")
            for then, each in zip(self._left, now, strict=True)
        )
        if not all(same):
            raise bad_argument(
                "model", f"the weights that it had after epoch {self._epoch}",
                "others: it has learned, or was changed, without this recorder", advice,
            )  # fmt: skip


def _variables(model):
    """List all that a step of training changes: weights, random states, the optimizer's."""
    return [*model.variables, *model.optimizer.variables]


def _identify(model):
    """Say what makes a network this one: its layers and the shapes of its weights."""
    return repr((describe_layers(model), [tuple(weight.shape) for weight in model.weights]))
