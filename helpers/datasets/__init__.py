"""The data sets of the course: MNIST, Fashion-MNIST and CIFAR-10.

>>> from helpers.datasets import load
>>> data = load("fashion_mnist")

`load` never downloads. ``python -m helpers fetch`` gets the full data sets, once. Until then
there is a small sample of each, which comes with the course.
"""

from helpers.datasets.catalog import CATALOG, DatasetError, DatasetInfo
from helpers.datasets.dataset import Dataset, load, stratified_split

__all__ = ["CATALOG", "Dataset", "DatasetError", "DatasetInfo", "load", "stratified_split"]
