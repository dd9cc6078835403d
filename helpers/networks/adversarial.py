"""The smallest step that turns a picture into another for a network: in each pixel, the same."""

import numpy as np

from helpers._arguments import bad_argument, check_integer, check_labels, check_real
from helpers.networks.inputs import as_input
from helpers.networks.readout import BATCH, Readout

__all__ = ["adversarial_step"]


def adversarial_step(model, images, labels, size=1, toward=None):
    """Change each pixel by one step of the same size, so that a network errs as much as may be.

    Which way each pixel goes is the sign of the gradient of the loss: the fast gradient sign
    method (I. Goodfellow, J. Shlens, C. Szegedy, Explaining and Harnessing Adversarial Examples,
    2015). Used in lesson 07.

    Parameters
    ----------
    model : keras.Model
        It gives a number for each class. It stays as it was.
    images : ndarray of shape (N, H, W) or (N, H, W, C)
        As the network takes them. They are not changed.
    labels : ndarray of int, shape (N,)
        What they show: the step leads away from it.
    size : float
        Of the step, in units of brightness. A whole number where that goes from 0 to 255: what is
        less would be rounded away.
    toward : int, optional
        A class that the step is to lead to, whatever the labels say.

    Returns
    -------
    ndarray
        Pictures of the same shape and dtype. Black and white stay the ends of the scale, so a
        pixel may move by less. A pixel that no answer hangs on does not move.

    Raises
    ------
    ValueError
        If pictures or labels don't fit, there is no such class, or the step is no such number.
    """
    import tensorflow as tf

    readout = Readout(model)
    low, high = readout.limits
    taken = as_input(model, images)
    given = np.asarray(images)
    labels = check_labels("labels", labels, len(taken), n_classes=readout.n)
    if toward is not None:
        labels = np.full(len(labels), check_integer("toward", toward, 0, readout.n - 1))
    if given.dtype.kind in "ui":
        size = check_integer("size", size, 0, int(high - low))
    else:
        size = check_real("size", size, low=0, high=high - low)
    changed = []
    for start in range(0, len(taken), BATCH):
        pictures = tf.constant(taken[start : start + BATCH].astype(np.float32))
        with tf.GradientTape() as tape:
            tape.watch(pictures)
            loss = tf.nn.sparse_softmax_cross_entropy_with_logits(
                labels[start : start + BATCH].astype(np.int32), readout(pictures)
            )
        slope = tape.gradient(loss, pictures)
        if slope is None:
            raise bad_argument("model", "a network that a gradient goes through", model.name)
        way = np.sign(slope) * (1 if toward is None else -1)
        changed.append(np.clip(pictures + size * way, low, high))
    return np.concatenate(changed).astype(given.dtype).reshape(given.shape)
