"""``python -m helpers fetch``: get the full data sets into the local cache."""

import sys

from helpers._arguments import check_choice
from helpers.datasets.cache import cache_folder
from helpers.datasets.catalog import CATALOG, DatasetError
from helpers.datasets.sources import fetch

__all__ = ["add_arguments", "chosen_names", "run"]


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


def chosen_names(arguments):
    """List the data sets that were named, or all of them.

    Returns
    -------
    list of str or None
        None if one of them is no data set's; that is said on standard error.
    """
    try:
        return [check_choice("NAME", name, CATALOG) for name in arguments.names] or list(CATALOG)
    except ValueError as error:
        print(error, file=sys.stderr)
        return None
