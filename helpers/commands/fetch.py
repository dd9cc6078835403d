"""``python -m helpers fetch``: get the full data sets into the local cache."""

import sys

from helpers._arguments import check_choice
from helpers.datasets.cache import cache_folder
from helpers.datasets.catalog import CATALOG, DatasetError
from helpers.datasets.sources import fetch

__all__ = ["add_arguments", "run"]


def add_arguments(parser):
    """Declare the command's arguments."""
    parser.add_argument(
        "names",
        nargs="*",
        metavar="NAME",
        help="which ones, of " + ", ".join(CATALOG) + "; all of them if left out",
    )


def run(arguments):
    """Fetch one data set after the other; one that fails does not keep the others back."""
    names = arguments.names or list(CATALOG)
    try:
        for name in names:
            check_choice("NAME", name, CATALOG)
    except ValueError as error:
        print(error, file=sys.stderr)
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
