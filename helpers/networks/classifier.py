"""A network as a function that says the class of each picture."""

import numpy as np

from helpers._arguments import check_integer
from helpers.networks.inputs import as_input

__all__ = ["classifier"]


def classifier(model, batch=500):
    """Make a function of a Keras network that gives the most probable class of each picture.

    Batch by batch, so that a large number of pictures needs no large memory. Used in lesson 03.

    Parameters
    ----------
    model : keras.Model
        It gives a number for each class.
    batch : int
        Pictures at a time.

    Returns
    -------
    callable
        Takes pictures as the network does, returns ndarray of int, shape (N,).
    """
    check_integer("batch", batch, low=1)

    def classify(images):
        images = as_input(model, images)
        parts = [images[start : start + batch] for start in range(0, len(images), batch)]
        return np.concatenate([model.predict_on_batch(part).argmax(axis=1) for part in parts])

    return classify
