"""``python -m helpers fetch``: get the full data sets into the local cache."""

import sys

from helpers.commands._names import add_names, chosen_names
from helpers.datasets.cache import cache_folder
from helpers.datasets.catalog import DatasetError
from helpers.datasets.sources import fetch

__all__ = ["add_arguments", "run"]


def add_arguments(parser):
    """Declare the command's arguments."""
    add_names(parser)


def run(arguments):
    """Fetch one data set after the other; one that fails does not keep the others back."""
    names = chosen_names(arguments)
    if names is None:
        return 2
    print(f"The cache is {cache_folder()}.")
    failed = 0
    for name in names:
        try:
            fetch(name)
        except DatasetError as error:
            print(error, file=sys.stderr)
            failed += 1
    return 1 if failed else 0
