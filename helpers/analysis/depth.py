"""What a layer makes of pictures, as points: how well classes are apart, and how to look at it."""

from typing import NamedTuple

import numpy as np
from scipy.linalg import orthogonal_procrustes
from sklearn.decomposition import PCA
from sklearn.metrics import pairwise_distances_argmin
from sklearn.neighbors import NeighborhoodComponentsAnalysis

from helpers._arguments import bad_argument, check_integer, check_labels, check_numbers

__all__ = ["LinearView", "fit_linear_view", "in_unit_size", "share_nearest_own_mean"]

#: Principal axes that the plane is sought among.
N_AXES = 10
#: Steps of that search: more of them move a class by less than a point's width.
_MAX_STEPS = 50


def share_nearest_own_mean(known, known_labels, codes, labels):
    """Say how well classes are apart, in one number that needs no picture.

    Each class's mean is taken over pictures that are known. Then other pictures are told by it:
    each is given the class whose mean is nearest. Distances are Euclidean.

    Parameters
    ----------
    known, codes : ndarray of shape (N, ...) and (M, ...)
        What a layer makes of the pictures: an entry for each.
    known_labels, labels : ndarray of int, shape (N,) and (M,)
        Their classes.

    Returns
    -------
    float
        The share of ``codes`` that are nearest to their own class's mean, 0 to 1. Of a class that
        is not among the known ones, none is.

    Raises
    ------
    ValueError
        If shapes do not fit, or numbers are not finite.
    """
    known, codes = _rows("known", known), _rows("codes", codes)
    if known.shape[1] != codes.shape[1]:
        raise bad_argument("codes", f"{known.shape[1]} numbers for each picture", codes)
    known_labels = check_labels("known_labels", known_labels, len(known))
    labels = check_labels("labels", labels, len(codes))
    classes = np.unique(known_labels)
    means = np.stack([known[known_labels == k].mean(axis=0, dtype=np.float64) for k in classes])
    nearest = pairwise_distances_argmin(codes, means.astype(codes.dtype))
    return float((classes[nearest] == labels).mean())


def in_unit_size(codes, reference):
    """Set aside where a layer's numbers lie, and how large they are as a whole.

    The next layer could undo both, so they say nothing of classes. After it, the reference has
    its mean at 0, and its mean squared distance from there is 1.

    Parameters
    ----------
    codes, reference : ndarray of shape (N, ...) and (M, ...)
        Of the same layer; the first ones are shifted and scaled, by what the others need.

    Returns
    -------
    ndarray of shape (N, D)
        Where the reference's are all the same, there is no scale: shifted alone.

    Raises
    ------
    ValueError
        If shapes do not fit, or numbers are not finite.
    """
    codes, reference = _rows("codes", codes), _rows("reference", reference)
    if codes.shape[1] != reference.shape[1]:
        raise bad_argument("codes", f"{reference.shape[1]} numbers for each picture", codes)
    middle = reference.mean(axis=0, dtype=np.float64).astype(reference.dtype)
    spread = ((reference - middle) ** 2).sum(axis=1, dtype=np.float64).mean()
    return (codes - middle) / codes.dtype.type(np.sqrt(spread) or 1.0)


class LinearView(NamedTuple):
    """A plane that points of many dimensions are seen on. `fit_linear_view` finds it.

    Attributes
    ----------
    middle : ndarray of shape (D,)
        What lies in the middle of the plane.
    axes : ndarray of shape (D, 2)
        How far each number moves a point to the right, and up.
    means : ndarray of shape (K, 2)
        Where the classes' means lie, of the points that the plane was sought for.
    """

    middle: np.ndarray
    axes: np.ndarray
    means: np.ndarray

    def see(self, codes):
        """Give the places of points on the plane.

        Parameters
        ----------
        codes : ndarray of shape (N, D) or (N, ...)

        Returns
        -------
        ndarray of shape (N, 2)
        """
        codes = _rows("codes", codes)
        if codes.shape[1] != len(self.middle):
            raise bad_argument("codes", f"{len(self.middle)} numbers for each picture", codes)
        return (codes - self.middle) @ self.axes


def fit_linear_view(codes, labels, onto=None, n_axes=N_AXES):
    """Find the plane on which points of many dimensions show their classes best.

    The view is linear: straight lines stay straight, and what was in one place stays in one
    place. First the points are brought to a few principal axes (PCA). Among these, the plane is
    sought on which most points have points of their own class around them: neighbourhood
    components analysis (J. Goldberger and others, 2004), begun at the discriminant plane.

    Parameters
    ----------
    codes : ndarray of shape (N, ...)
        An entry of two numbers or more for each picture.
    labels : ndarray of int, shape (N,)
        Classes 0 to K - 1, each with a picture.
    onto : ndarray of shape (K, 2), optional
        Where the classes' means lie in another view. This one is turned and mirrored so that they
        come to lie as near to these as they can.
    n_axes : int
        How many principal axes, 2 or more; fewer are taken where there are not as many.

    Returns
    -------
    LinearView
        The middle of the points lies at 0, and their mean squared distance from it is 1.

    Raises
    ------
    ValueError
        If shapes do not fit, there are fewer than three pictures or two classes, or all points
        are one.
    """
    codes = _rows("codes", codes)
    n_axes = check_integer("n_axes", n_axes, low=2)
    labels = check_labels("labels", labels, len(codes), every=True)
    if len(codes) < 3 or codes.shape[1] < 2:
        raise bad_argument("codes", "three pictures or more, of two numbers or more each", codes)
    if labels.max() < 1:
        raise bad_argument("labels", "two classes or more", labels)
    if (codes == codes[0]).all():
        raise bad_argument("codes", "points in more than one place", codes)
    pca = PCA(min(n_axes, codes.shape[1], len(codes) - 1), random_state=0).fit(codes)
    along = pca.transform(codes)
    size = np.sqrt((along**2).mean())
    nca = NeighborhoodComponentsAnalysis(2, max_iter=_MAX_STEPS, random_state=0)
    turn = nca.fit(along / size, labels).components_.T
    places = along @ turn
    turn = turn / np.sqrt((places**2).sum(axis=1).mean())
    means = np.stack([(along @ turn)[labels == k].mean(axis=0) for k in range(labels.max() + 1)])
    if onto is not None:
        expected = f"a place for each of {len(means)} classes, ({len(means)}, 2)"
        onto = check_numbers("onto", onto, expected, ranks=(2,))
        if onto.shape != means.shape:
            raise bad_argument("onto", expected, onto)
        turned, _ = orthogonal_procrustes(means, onto)
        turn, means = turn @ turned, means @ turned
    return LinearView(pca.mean_, (pca.components_.T @ turn).astype(codes.dtype), means)


def _rows(name, codes):
    """Check points, and return them as rows of fractions."""
    array = check_numbers(name, codes, "numbers of shape (N, ...)")
    if array.ndim < 2:
        raise bad_argument(name, "numbers of shape (N, ...)", array)
    rows = array.reshape(len(array), -1)
    return rows if rows.dtype in (np.float32, np.float64) else rows.astype(np.float32)
