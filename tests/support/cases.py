"""What a network might have said of some pictures, at random."""

import numpy as np

NAMES = ("ant", "bee", "cat", "dog")


def random_case(seed=0, n=500, n_classes=4, dtype=np.float32):
    """Give labels, and probabilities of a network that is often right."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, n_classes, n).astype(np.uint8)
    scores = rng.normal(size=(n, n_classes)) + 1.5 * np.eye(n_classes)[labels]
    probabilities = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    return labels, probabilities.astype(dtype)
