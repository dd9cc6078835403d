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


def top_patches(model, layer, images, units=None, n=10, inside=False, fill=0):
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
    inside : bool
        Whether only those places count whose receptive field lies within the picture. Where there
        are none, all do.
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
    images = np.asarray(images)
    best = down = right = None
    for sums in readout.of_images(images):
        if best is None:
            down, right = (
                _Line(model, layer, axis, sums.shape[axis + 1], images.shape[axis + 1], inside)
                for axis in (0, 1)
            )
        part = sums[:, down.kept][:, :, right.kept][..., units]
        best = strongest_places(part, n, best)
    rows, columns = down.kept[best.rows], right.kept[best.columns]
    tops, lefts, size = down.begins[rows], right.begins[columns], (down.size, right.size)
    patches = cut_patches(images, best.pictures, tops, lefts, size, fill)
    return TopPatches(patches, best.answers, best.pictures, rows, columns)


class _Line:
    """The rows of a map, or its columns: where in a picture what each sees begins."""

    def __init__(self, model, layer, along, n, whole, inside):
        fields = [receptive_field(model, layer, *((place, 0), (0, place))[along])
                  for place in range(min(n, 2))]  # fmt: skip
        start, *second = (field[along] for field in ((each.top, each.left) for each in fields))
        reach = (fields[0].height, fields[0].width)[along]
        self.size = min(reach, whole)
        self.begins = start + (second[0] - start if second else 0) * np.arange(n)
        if self.size < reach:  # it sees more than there is: the whole picture
            self.begins = np.zeros(n, int)
        whole_in = (self.begins >= 0) & (self.begins + self.size <= whole)
        self.kept = np.flatnonzero(whole_in) if inside and whole_in.any() else np.arange(n)
