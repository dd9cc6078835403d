"""Layers that throw dice while a network learns, and are still when it is asked."""

import keras
from keras import ops

__all__ = ["RandomNoise", "Sampling"]


@keras.saving.register_keras_serializable(package="helpers")
class Sampling(keras.layers.Layer):
    """Draw a code from the cloud that an encoder gives for a picture.

    The encoder gives 2 K numbers: where the cloud's middle is, and the logarithm of its variance
    along each of K axes. In training a code is drawn from it; afterwards the code is the middle.
    What the cloud differs from the standard normal distribution by (their Kullback-Leibler
    divergence) is added to the network's loss, so that all clouds together stay near it. Used in
    lesson 08.

    Parameters
    ----------
    weight : float
        Of the divergence in the loss.

    Notes
    -----
    Kingma and Welling (2014), "Auto-encoding variational Bayes".
    """

    def __init__(self, weight, **options):
        super().__init__(**options)
        self.weight = weight
        self._dice = keras.random.SeedGenerator()

    def call(self, cloud, training=False):
        """Draw a code for each picture, or take the middles.

        Parameters
        ----------
        cloud : tensor of shape (N, 2 K)
        training : bool

        Returns
        -------
        tensor of shape (N, K)
        """
        middle, log_variance = ops.split(cloud, 2, axis=-1)
        divergence = ops.exp(log_variance) + middle**2 - 1 - log_variance
        self.add_loss(self.weight * ops.mean(ops.sum(divergence, axis=-1)) / 2)
        if not training:
            return middle
        noise = keras.random.normal(ops.shape(middle), seed=self._dice)
        return middle + ops.exp(log_variance / 2) * noise

    def compute_output_shape(self, shape):
        """Say that half as many numbers come out."""
        return (*shape[:-1], shape[-1] // 2)

    def get_config(self):
        """Say what it was made with."""
        return {**super().get_config(), "weight": self.weight}


@keras.saving.register_keras_serializable(package="helpers")
class RandomNoise(keras.layers.Layer):
    """Add noise to pictures while a network learns: to each another amount of it.

    Used in lesson 08.

    Parameters
    ----------
    most : float
        The noise's standard deviation is drawn evenly from 0 to this, once for each picture. What
        leaves the range from 0 to 1 is cut off.
    """

    def __init__(self, most, **options):
        super().__init__(**options)
        self.most = most
        self._dice = keras.random.SeedGenerator()

    def call(self, pictures, training=False):
        """Add noise in training; otherwise give the pictures as they are.

        Parameters
        ----------
        pictures : tensor of shape (N, H, W, C)
            Brightness from 0 to 1.
        training : bool

        Returns
        -------
        tensor of the same shape
        """
        if not training:
            return pictures
        shape = ops.shape(pictures)
        amount = keras.random.uniform((shape[0], 1, 1, 1), 0, self.most, seed=self._dice)
        noise = keras.random.normal(shape, seed=self._dice)
        return ops.clip(pictures + amount * noise, 0, 1)

    def compute_output_shape(self, shape):
        """Say that pictures stay as large as they are."""
        return shape

    def get_config(self):
        """Say what it was made with."""
        return {**super().get_config(), "most": self.most}
