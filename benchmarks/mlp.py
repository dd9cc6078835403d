"""Seconds an epoch of the MLP in NumPy against scikit-learn's, of the same shape.

Both learn the same float32 digits with plain momentum, in turns, on one core. Ours also scores
itself after every epoch, which the other does not.
"""

import functools
import warnings

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier
from threadpoolctl import threadpool_limits

from benchmarks.table import Row
from benchmarks.timing import in_turns
from helpers.datasets import load
from helpers.networks.mlp import MLP

__all__ = ["measure"]

SHAPE, EPOCHS, ROUNDS = (70, 30), 3, 5
ALIKE = {"batch_size": 200, "momentum": 0.9}
LEARNING_RATE = 0.1


def measure():
    """Yield a row for each activation."""
    data = load("mnist")
    x = data.x_train.reshape(len(data.x_train), -1) / np.float32(255)
    for activation in ("sigmoid", "relu"):
        ours = MLP(
            SHAPE,
            activation=activation,
            learning_rate=LEARNING_RATE,
            max_epochs=EPOCHS,
            **ALIKE,
        )
        theirs = MLPClassifier(
            SHAPE,
            activation={"sigmoid": "logistic"}.get(activation, activation),
            solver="sgd",
            alpha=0,
            learning_rate_init=LEARNING_RATE,
            nesterovs_momentum=False,
            max_iter=EPOCHS,
            random_state=0,
            **ALIKE,
        )
        with warnings.catch_warnings(), threadpool_limits(1):
            warnings.simplefilter("ignore", ConvergenceWarning)
            taken = in_turns(
                functools.partial(ours.fit, x, data.y_train),
                functools.partial(theirs.fit, x, data.y_train),
                ROUNDS,
            )
        assert theirs.coefs_[0].dtype == ours.weights_[0].dtype == np.float32
        yield Row(
            f"MLP: an epoch of {len(x):,} digits, {activation}; scikit-learn's",
            seconds=taken.ours / EPOCHS,
            other=taken.other / EPOCHS,
            found=f"{taken.ratio:.2f} times as fast",
            budget="at least as fast",
            held=taken.ratio >= 1,
        )
