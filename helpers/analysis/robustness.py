"""What pictures can bear: the same pictures shifted, turned, or with noise."""

import numpy as np
from scipy import ndimage

from helpers._arguments import (
    check_bytes,
    check_images,
    check_integer,
    check_labels,
    check_real,
)

__all__ = ["DIRECTIONS", "add_noise", "change_scores", "rotate", "shift", "shift_scores"]

#: Right, down, left, up: steps down and to the right. All go equally far, as no diagonal would.
DIRECTIONS = ((0, 1), (1, 0), (0, -1), (-1, 0))


def shift(images, down, right):
    """Move pictures by whole pixels; what is uncovered is black.

    Used in lesson 03.

    Parameters
    ----------
    images : ndarray of shape (N, H, W) or (N, H, W, C)
        They are not changed.
    down, right : int
        By how many pixels, within the picture; negative: up, left.

    Returns
    -------
    ndarray
        New pictures of the same shape and dtype.

    Raises
    ------
    ValueError
        If the images are no pictures, or a shift is not smaller than a picture.
    """
    images = check_images("images", images)
    height, width = images.shape[1:3]
    down = check_integer("down", down, 1 - height, height - 1)
    right = check_integer("right", right, 1 - width, width - 1)
    moved = np.zeros_like(images)
    moved[:, max(down, 0) : height + min(down, 0), max(right, 0) : width + min(right, 0)] = images[
        :, max(-down, 0) : height - max(down, 0), max(-right, 0) : width - max(right, 0)
    ]
    return moved


def rotate(images, degrees):
    """Turn pictures around their middle, counter-clockwise; corners that come in are black.

    Bilinear between the pixels. Used in lesson 03.

    Parameters
    ----------
    images : ndarray of shape (N, H, W) or (N, H, W, C), uint8
        They are not changed.
    degrees : float

    Returns
    -------
    ndarray
        New pictures of the same shape, uint8.

    Raises
    ------
    ValueError
        If the images are no uint8 pictures, or the angle is not a finite number.
    """
    images = check_bytes("images", images, "uint8 pictures, (N, H, W) or (N, H, W, C)")
    degrees = check_real("degrees", degrees)
    turned = ndimage.rotate(
        images.astype(np.float32), degrees, axes=(2, 1), reshape=False, order=1, mode="constant"
    )
    return _whole(turned)


def add_noise(images, strength, seed=0):
    """Add Gaussian noise to every pixel; what gets darker than 0 or brighter than 255 is cut.

    Used in lesson 03.

    Parameters
    ----------
    images : ndarray of shape (N, H, W) or (N, H, W, C), uint8
        They are not changed.
    strength : float
        The noise's standard deviation in units of brightness, 0 or more.
    seed : int

    Returns
    -------
    ndarray
        New pictures of the same shape, uint8.

    Raises
    ------
    ValueError
        If the images are no uint8 pictures, or the strength is not a number of at least 0.
    """
    images = check_bytes("images", images, "uint8 pictures, (N, H, W) or (N, H, W, C)")
    strength = check_real("strength", strength, low=0)
    seed = check_integer("seed", seed, low=0)
    noise = np.random.default_rng(seed).normal(0, strength, images.shape)
    return _whole(images + noise)


def shift_scores(predict, images, labels, distances):
    """Measure how many pictures are still recognised when they are shifted.

    Used in lesson 03.

    Parameters
    ----------
    predict : callable
        Takes pictures as ``images``, returns a class for each.
    images : ndarray of shape (N, H, W) or (N, H, W, C)
    labels : ndarray of int, shape (N,)
    distances : sequence of int
        By how many pixels, each 0 or more.

    Returns
    -------
    ndarray of float, shape (len(distances), 4)
        The share that is right, for each distance and each of `DIRECTIONS`.

    Raises
    ------
    ValueError
        If there is not one label for each picture, or a distance is not within the picture.
    """
    images = check_images("images", images)
    labels = check_labels("labels", labels, len(images))
    scores = np.empty((len(distances), len(DIRECTIONS)))
    for row, distance in enumerate(distances):
        distance = check_integer("distances", distance, 0, min(images.shape[1:3]) - 1)
        for column, (down, right) in enumerate(DIRECTIONS):
            if distance == 0 and column:
                scores[row, column] = scores[row, 0]  # nothing moves: once is enough
                continue
            moved = shift(images, distance * down, distance * right)
            scores[row, column] = np.mean(np.asarray(predict(moved)) == labels)
    return scores


def change_scores(predict, images, labels, change, amounts):
    """Measure how many pictures are still recognised when something else is done to them.

    Used in lesson 03.

    Parameters
    ----------
    predict, images, labels
        As for `shift_scores`.
    change : callable
        Called with the pictures and an amount, returns changed pictures: `rotate`, `add_noise`.
    amounts : sequence of float

    Returns
    -------
    ndarray of float, shape (len(amounts),)
        The share that is right, for each amount.

    Raises
    ------
    ValueError
        If there is not one label for each picture.
    """
    images = check_images("images", images)
    labels = check_labels("labels", labels, len(images))
    changed = (change(images, amount) for amount in amounts)
    return np.array([np.mean(np.asarray(predict(each)) == labels) for each in changed])


def _whole(values):
    return np.rint(np.clip(values, 0, 255)).astype(np.uint8)
