"""Which data sets a command is for."""

import sys

from helpers._arguments import check_choice
from helpers.datasets.catalog import CATALOG

__all__ = ["add_names", "chosen_names"]


def add_names(parser):
    """Let a command take names of data sets."""
    parser.add_argument(
        "names",
        nargs="*",
        metavar="NAME",
        help="which ones, of " + ", ".join(CATALOG) + "; all of them if left out",
    )


def chosen_names(arguments):
    """List the names that were given, or all of them.

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
