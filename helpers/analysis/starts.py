"""What a made picture begins from: random pictures with structure of many sizes; colours apart."""

import numpy as np
from scipy import ndimage

from helpers._arguments import bad_argument, check_images, check_integer

__all__ = ["colour_axes", "multi_scale_noise"]


def multi_scale_noise(n, shape, seed=0):
    """Make random pictures that have structure of many sizes, the largest the strongest.

    Each is a sum of blurred noise. Its length scales are half of the picture, a quarter, and so on
    to a single pixel; the strength of each is drawn anew for every picture. Used in lesson 07.

    Parameters
    ----------
    n : int
        How many.
    shape : tuple of int
        (H, W) or (H, W, C) of one of them.
    seed : int

    Returns
    -------
    ndarray of shape (n, *shape), float32
        From 0 to 1; each of them reaches both.
    """
    n = check_integer("n", n, low=1)
    seed = check_integer("seed", seed, low=0)
    shape = tuple(shape)
    if len(shape) not in (2, 3) or min(shape[:2]) < 2:
        raise bad_argument("shape", "(H, W) or (H, W, C), 2 pixels or more", shape)
    rng = np.random.default_rng(seed)
    pictures = np.zeros((n, *shape), np.float32)
    size = min(shape[:2]) / 2
    whole = size
    while size >= 1:
        noise = rng.normal(size=pictures.shape).astype(np.float32)
        spread = size / 2 if size > 1 else 0
        sigma = (0, spread, spread, 0)[: noise.ndim]
        smooth = ndimage.gaussian_filter(noise, sigma, mode="wrap")
        smooth /= smooth.std(axis=(1, 2), keepdims=True)
        strength = rng.random((n, *[1] * len(shape))).astype(np.float32)
        pictures += smooth * strength * np.sqrt(size / whole)
        size /= 2
    axes = tuple(range(1, pictures.ndim))
    low, high = pictures.min(axis=axes, keepdims=True), pictures.max(axis=axes, keepdims=True)
    return (pictures - low) / (high - low)


def colour_axes(images):
    """Find axes of colour along which pictures vary independently, each as long as they vary.

    In photographs red, green and blue rise and fall together: they differ in brightness far more
    than in hue. Numbers drawn or moved along these axes make colours as such pictures have them.
    Used in lesson 07.

    Parameters
    ----------
    images : ndarray of shape (N, H, W, C)

    Returns
    -------
    ndarray of shape (C, C), float32
        A row for each axis, how much of each channel it has. ``axes.T @ axes`` is the channels'
        covariance; scaled so that the longest axis has length 1.

    Raises
    ------
    ValueError
        If these are no pictures with channels, or all their pixels are alike.
    """
    images = check_images("images", images)
    if images.ndim != 4:
        raise bad_argument("images", "pictures with channels, (N, H, W, C)", images)
    pixels = images.reshape(-1, images.shape[-1])
    variances, directions = np.linalg.eigh(np.atleast_2d(np.cov(pixels.T)))
    if not variances.max() > 0:
        raise bad_argument("images", "pictures that are not all of one colour", images)
    lengths = np.sqrt(np.maximum(variances, 0) / variances.max())
    return (directions * lengths).T.astype(np.float32)[::-1].copy()
