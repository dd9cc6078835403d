"""The real patches of pictures that excite the filters of a layer most."""

from typing import NamedTuple

import numpy as np

from helpers._arguments import check_integer, check_positions, check_real
from helpers.analysis.patches import cut_patches, strongest_places
from helpers.networks.anatomy import receptive_field
from helpers.networks.inputs import as_input
from helpers.networks.readout import Readout

__all__ = ["TopPatches", "top_patches"]


class TopPatches(NamedTuple):
    """What excites filters most, cut out of real pictures. `top_patches` makes it.

    Attributes
    ----------
    patches : ndarray of shape (U, n, h, w) or (U, n, h, w, C)
        For each filter, the strongest first. Of the pictures' type.
    answers : ndarray of shape (U, n), float32
        The filter's sum there, before the activation function. Where it is not above 0, ReLU lets
        nothing through: a filter whose first answer is not above 0 is dead for these pictures.
    pictures : ndarray of shape (U, n), int64
        The positions of the pictures.
    rows, columns : ndarray of shape (U, n), int64
        The places on the filter's map.
    """

    patches: np.ndarray
    answers: np.ndarray
    pictures: np.ndarray
    rows: np.ndarray
    columns: np.ndarray


def top_patches(model, layer, images, units=None, n=10, fill=0):
    """Find the patches of real pictures that excite each filter most, one of a picture at most.

    A patch is what the filter's strongest place sees, its receptive field. Used in lesson 07.

    Parameters
    ----------
    model : keras.Model
        Sequential or functional, with one input for pictures. It stays as it was.
    layer : str
        The name of a layer with maps or units.
    images : ndarray of shape (N, H, W) or (N, H, W, C)
        As the network takes them.
    units : sequence of int, optional
        Which filters. Left out: all of them.
    n : int
        How many patches for each, at most as many as there are pictures.
    fill : float
        What a patch shows where it reaches beyond its picture.

    Returns
    -------
    TopPatches
        A field that is larger than the picture becomes the whole picture.

    Raises
    ------
    ValueError
        If there is no such layer or filter, there are fewer than ``n`` pictures, or nobody knows
        what the layer's places see.
    """
    readout = Readout(model, layer, limits=(0, 1))  # the pictures are there: none is made
    n = check_integer("n", n, 1, len(as_input(model, images)))
    fill = check_real("fill", fill)
    if units is None:
        units = np.arange(readout.n)
    units = check_positions("units", units, "numbers of filters", (1,), below=readout.n)
    best = None
    for sums in readout.of_images(images):
        best = strongest_places(sums[..., units], n, best)
    images = np.asarray(images)
    first = receptive_field(model, layer)
    steps = []
    for axis, places in enumerate((best.rows, best.columns)):
        step = 0
        if places.max() > 0:
            second = receptive_field(model, layer, *((1, 0), (0, 1))[axis])
            step = (second.top - first.top, second.left - first.left)[axis]
        steps.append(step)
    sizes = [min(a, b) for a, b in zip((first.height, first.width), images.shape[1:3], strict=True)]
    tops, lefts = (
        np.zeros_like(places) if size == whole else start + step * places
        for places, start, step, size, whole in zip(
            (best.rows, best.columns), (first.top, first.left), steps, sizes, images.shape[1:3],
            strict=True,
        )
    )  # fmt: skip
    patches = cut_patches(images, best.pictures, tops, lefts, sizes, fill)
    return TopPatches(patches, best.answers, best.pictures, best.rows, best.columns)
