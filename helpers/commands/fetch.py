"""``python -m helpers fetch``: get the full data sets into the local cache."""

import sys

from helpers._arguments import check_choice
from helpers.datasets.cache import cache_folder
from helpers.datasets.catalog import CATALOG, DatasetError
from helpers.datasets.olivetti import fetch_olivetti
from helpers.datasets.sources import fetch

__all__ = ["add_arguments", "chosen_names", "run"]

#: Real faces for lesson 8: not one of the course's data sets, whose values are known.
_FACES = "olivetti"


def add_arguments(parser):
    """Declare the command's arguments."""
    parser.add_argument(
        "names",
        nargs="*",
        metavar="NAME",
        help="which ones, of "
        + ", ".join(CATALOG)
        + "; left out, all that does not come with the course. "
        + f"{_FACES} gets real faces for lesson 8",
    )


def run(arguments):
    """Fetch one data set after the other; one that fails does not keep the others back."""
    names = chosen_names(arguments, _FACES)
    if names is None:
        return 2
    print(f"The cache is {cache_folder()}.")
    failed = 0
    for name in names:
        try:
            fetch_olivetti() if name == _FACES else fetch(name)
        except DatasetError as error:
            print(error, file=sys.stderr)
            failed += 1
    return 1 if failed else 0


def chosen_names(arguments, *besides):
    """List the data sets that were named, or all that do not come with the course whole.

    Returns
    -------
    list of str or None
        None if one of them is no data set's; that is said on standard error.
    """
    try:
        named = [check_choice("NAME", name, [*CATALOG, *besides]) for name in arguments.names]
    except ValueError as error:
        print(error, file=sys.stderr)
        return None
    return named or [name for name, info in CATALOG.items() if not info.comes_whole]
