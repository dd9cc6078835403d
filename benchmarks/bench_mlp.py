"""Seconds per epoch of the MLP in NumPy against scikit-learn's, of the same shape and batch size.

Both learn the same float32 pictures with plain momentum, in turns, on one core; what counts is
the median of the turns' ratios. Seconds are the processor's, so that a busy machine shows less.
Ours also scores itself after every epoch, which the other does not.
"""

import argparse
import statistics
import sys
import time
import warnings

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier
from threadpoolctl import threadpool_limits

from helpers.datasets import load
from helpers.networks.mlp import MLP

SHAPE = (70, 30)
BATCH_SIZE = 200


def seconds_of(fit):
    start = time.process_time()
    fit()
    return time.process_time() - start


def measure(x, y, activation, epochs, rounds):
    """Return the medians of our seconds per epoch, of scikit-learn's, and of the ratio."""
    shared = {"batch_size": BATCH_SIZE, "momentum": 0.9}
    learning_rate = 0.1
    ours = MLP(
        SHAPE, activation=activation, learning_rate=learning_rate, max_epochs=epochs, **shared
    )
    theirs = MLPClassifier(
        SHAPE,
        activation={"sigmoid": "logistic"}.get(activation, activation),
        solver="sgd",
        alpha=0,
        learning_rate_init=learning_rate,
        nesterovs_momentum=False,
        max_iter=epochs,
        random_state=0,
        **shared,
    )
    times = {ours: [], theirs: []}
    for turn in range(rounds):
        for network in (ours, theirs) if turn % 2 else (theirs, ours):
            times[network].append(seconds_of(lambda network=network: network.fit(x, y)) / epochs)
    assert theirs.coefs_[0].dtype == ours.weights_[0].dtype == np.float32
    ratios = [a / b for a, b in zip(times[ours], times[theirs])]
    return [statistics.median(numbers) for numbers in (times[ours], times[theirs], ratios)]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--epochs", type=int, default=3, help="epochs in each fit")
    parser.add_argument("--rounds", type=int, default=7, help="fits of each network")
    arguments = parser.parse_args()
    warnings.simplefilter("ignore", ConvergenceWarning)

    data = load("mnist")
    x = data.x_train.reshape(len(data.x_train), -1) / np.float32(255)
    x_test = data.x_test.reshape(len(data.x_test), -1) / np.float32(255)
    print(f"MLP {SHAPE} on {len(x):,} pictures of MNIST, batches of {BATCH_SIZE}, float32")
    slower = []
    for activation in ("sigmoid", "relu"):
        ours, theirs, ratio = measure(
            x, data.y_train, activation, arguments.epochs, arguments.rounds
        )
        print(
            f"  {activation:8} {ours:.3f} s an epoch, scikit-learn {theirs:.3f} s, "
            f"ratio {ratio:.2f}"
        )
        if ratio > 1:
            slower.append(activation)
    for parameters in ({}, {"activation": "relu", "learning_rate": 0.1, "decay": 0.1}):
        mlp = MLP(SHAPE, **parameters)
        seconds = seconds_of(lambda mlp=mlp: mlp.fit(x, data.y_train))
        print(
            f"  {mlp}: {mlp.score(x_test, data.y_test):.2%} of {len(x_test):,} test pictures "
            f"after {mlp.epochs_} epochs, {seconds:.1f} s"
        )
    return f"slower than scikit-learn with {' and '.join(slower)}" if slower else 0


if __name__ == "__main__":
    with threadpool_limits(1):
        sys.exit(main())
