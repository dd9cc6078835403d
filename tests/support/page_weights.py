"""The weights that a page is given, read back."""

import numpy as np

from helpers.networks.page import layers_for_page

__all__ = ["read_weights"]

_TYPES = {2: "<f2", 4: "<f4"}


def read_weights(network, stored):
    """Take packed weights apart: a list of arrays of float32, in the order of the layers."""
    arrays, at = [], 0
    for layer in layers_for_page(network):
        for shape in layer["weights"]:
            count, kind = int(np.prod(shape)), stored[at]
            at += 4
            scales = 1.0
            if kind == 1:
                scales = np.frombuffer(stored, "<f4", shape[-1], at)
                at += scales.nbytes
            numbers = np.frombuffer(stored, _TYPES.get(kind, "i1"), count, at).reshape(shape)
            at += -(-numbers.nbytes // 4) * 4
            arrays.append((numbers * scales).astype(np.float32))
    assert at == len(stored), "nothing is left over"
    return arrays
