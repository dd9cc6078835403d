"""What Pearson's correlation is made of: rows whose products are their correlations."""

import numpy as np

__all__ = ["standardised"]


def standardised(rows):
    """Bring each row to mean 0 and length 1; a row that never changes becomes 0.

    Parameters
    ----------
    rows : ndarray of shape (N, ...)
        Pictures are flattened.

    Returns
    -------
    ndarray of shape (N, D), float64
    """
    flat = rows.reshape(len(rows), -1).astype(np.float64)
    # What is left of a constant row is rounding: not a direction to compare with.
    rounding = 1e-7 * np.sqrt(flat.shape[1]) * np.abs(flat).max(axis=1, keepdims=True)
    flat -= flat.mean(axis=1, keepdims=True)
    lengths = np.sqrt(np.einsum("ij,ij->i", flat, flat))[:, np.newaxis]
    return np.divide(flat, lengths, out=np.zeros_like(flat), where=lengths > rounding)
