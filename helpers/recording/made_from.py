"""What a record says of the training that made it: data, network, optimizer, versions."""

import platform

import keras
import numpy as np

import helpers
from helpers.recording.layers import describe_layers

__all__ = ["describe_training"]


def describe_training(data, model, prepared):
    """Describe a training.

    Parameters
    ----------
    data : Dataset
        Or anything like it; what it lacks is left out.
    model : keras.Model
    prepared : helpers.recording.prepared.PreparedData

    Returns
    -------
    dict
        Of JSON's types.
    """
    optimizer = getattr(model.optimizer, "inner_optimizer", model.optimizer)
    known = {key: getattr(data, key, None) for key in ("size", "fingerprint")}
    return {
        "data": {
            "name": getattr(data, "name", "my data"),
            **{key: value for key, value in known.items() if value is not None},
            "names": prepared.names,
            "images": {part: prepared.n(part) for part in ("train", "valid", "test")},
        },
        "network": {
            "name": model.name,
            "parameters": int(model.count_params()),
            "answers": prepared.answers,
            "layers": describe_layers(model),
            "weights": [weight.path for weight in model.weights],
        },
        "optimizer": {
            # Its own `name` counts: the second one made in a process is "adam_1".
            "name": type(optimizer).__name__.lower(),
            "learning_rate": _learning_rate(optimizer),
        },
        "versions": {
            "watch-it-learn": helpers.__version__,
            "keras": keras.__version__,
            "backend": keras.config.backend(),
            "numpy": np.__version__,
            "python": platform.python_version(),
        },
    }


def _learning_rate(optimizer):
    """Give the learning rate, or None where it follows a schedule of its own."""
    schedule = keras.optimizers.schedules.LearningRateSchedule
    if isinstance(getattr(optimizer, "_learning_rate", None), schedule):
        return None
    return float(optimizer.learning_rate)
