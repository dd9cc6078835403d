"""Photographs of faces, through scikit-learn's own loader, in the form of the emoji."""

import numpy as np

from helpers.datasets.cache import cache_folder
from helpers.datasets.catalog import DatasetError
from helpers.datasets.own import from_arrays

__all__ = ["fetch_olivetti", "load_olivetti"]

_FOLDER = "olivetti"


def fetch_olivetti(report=print):
    """Let scikit-learn download the Olivetti faces into the local cache, unless they are there.

    It checks the file by its SHA-256.

    Parameters
    ----------
    report : callable
        Takes a line of text.

    Raises
    ------
    DatasetError
        If they can't be had.
    """
    from sklearn.datasets import fetch_olivetti_faces

    folder = cache_folder() / _FOLDER
    try:
        fetch_olivetti_faces(data_home=folder, n_retries=1)
    except OSError as error:  # no network, another file than it should be, a disk that is full
        raise DatasetError(
            f"The Olivetti faces could not be fetched: {error}. Lesson 8 works with the emoji that "
            "come with the course. To try again, run `python -m helpers fetch olivetti`."
        ) from error
    report("Olivetti faces: in the cache, from scikit-learn's loader.")


def load_olivetti():
    """Load 400 photographs of 40 people, small and with three equal channels, like the emoji.

    They are from AT&T Laboratories Cambridge (1992 to 1994).

    Returns
    -------
    helpers.datasets.Dataset
        Pictures of 32 × 32 pixels, of one class. Five of the people are for the test alone.

    Raises
    ------
    DatasetError
        If they were not fetched.
    """
    from sklearn.datasets import fetch_olivetti_faces

    try:
        faces = fetch_olivetti_faces(data_home=cache_folder() / _FOLDER, download_if_missing=False)
    except OSError as error:
        raise DatasetError(
            "The Olivetti faces are not on this machine yet. Get them with "
            "`python -m helpers fetch olivetti`."
        ) from error
    small = faces.images.reshape(-1, 32, 2, 32, 2).mean(axis=(2, 4))
    pictures = np.repeat(np.rint(small * 255).astype(np.uint8)[..., None], 3, axis=-1)
    return from_arrays(
        pictures, ["face"] * len(pictures), test_size=1 / 8, valid_size=0, groups=faces.target
    )
