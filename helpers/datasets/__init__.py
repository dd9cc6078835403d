"""The data sets of the course (MNIST, Fashion-MNIST, CIFAR-10), and pictures of your own.

>>> from helpers.datasets import load
>>> data = load("fashion_mnist")

`load` never downloads. ``python -m helpers fetch`` gets the full data sets, once. Until then
there is a small sample of each, which comes with the course.

>>> from helpers.datasets import from_folder
>>> data = from_folder("my pictures")  # a folder for each class
"""

from helpers.datasets.catalog import CATALOG, DatasetError, DatasetInfo
from helpers.datasets.dataset import Dataset, load
from helpers.datasets.folder import EMOJI_KINDS, from_folder
from helpers.datasets.own import from_arrays
from helpers.datasets.picture_folder import PictureFolder
from helpers.datasets.split import stratified_split

__all__ = [
    "CATALOG",
    "EMOJI_KINDS",
    "Dataset",
    "DatasetError",
    "DatasetInfo",
    "PictureFolder",
    "from_arrays",
    "from_folder",
    "load",
    "stratified_split",
]
