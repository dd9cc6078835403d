"""The activations that follow a layer's sums, in NumPy, by Keras's names."""

import numpy as np
from scipy import special

__all__ = ["activate"]


def activate(sums, activation):
    """Apply an activation.

    Parameters
    ----------
    sums : ndarray of float
    activation : str or dict or None
        Keras's name, such as ``"relu"``; or a dict with a ``name`` and numbers, such as
        ``{"name": "LeakyReLU", "negative_slope": 0.1}``. None is none.

    Returns
    -------
    ndarray or None
        Of the same shape; None where the activation is not known here.
    """
    facts = activation if isinstance(activation, dict) else {"name": activation or "linear"}
    name = str(facts.get("name")).lower().replace("_", "")
    slope = facts.get("negative_slope", 0.2 if name == "leakyrelu" else 0.0)
    if name in ("relu", "leakyrelu"):
        if facts.get("threshold"):
            return None
        most = facts.get("max_value")
        return np.minimum(np.where(sums > 0, sums, sums * slope), np.inf if most is None else most)
    known = {
        "linear": lambda x: x,
        "relu6": lambda x: np.clip(x, 0, 6),
        "tanh": np.tanh,
        "sigmoid": special.expit,
        "silu": lambda x: x * special.expit(x),
        "gelu": lambda x: x * special.ndtr(x),
        "elu": lambda x: np.where(x > 0, x, np.expm1(np.minimum(x, 0))),
        "selu": lambda x: 1.05070098 * np.where(x > 0, x, 1.67326324 * np.expm1(np.minimum(x, 0))),
        "softplus": lambda x: np.logaddexp(0, x),
        "softsign": lambda x: x / (1 + np.abs(x)),
        "exponential": np.exp,
    }
    return known[name](sums).astype(sums.dtype) if name in known else None
