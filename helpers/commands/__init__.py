"""What a learner can ask for in a terminal, a module for each; and how a command is run."""

import argparse
import importlib
import sys

from helpers import set_up
from helpers._files import DISK_FULL, NOT_WRITABLE

__all__ = ["run_command"]


def run_command(program, description, commands, argv=None, package=__name__, add_options=None):
    """Run one of a program's commands.

    Parameters
    ----------
    program : str
        As it follows ``python -m``.
    description : str
    commands : dict of str to str
        What each command is for. The module of the same name in ``package`` holds it
        (``add_arguments`` and ``run``), and is imported only when asked for, so that ``--help``
        answers at once.
    argv : list of str, optional
        The words after ``python -m PROGRAM``; those of the process if left out.
    package : str
    add_options : callable, optional
        Given the parser, adds what stands before the command's name.

    Returns
    -------
    int
        0 when all went well; what a shell should see otherwise.
    """
    set_up()
    argv = sys.argv[1:] if argv is None else argv
    parser = argparse.ArgumentParser(prog=f"python -m {program}", description=description)
    if add_options is not None:
        add_options(parser)
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, purpose in commands.items():
        subparser = subparsers.add_parser(name, help=purpose, description=purpose)
        if name in argv:
            module = importlib.import_module(f"{package}.{name}")
            module.add_arguments(subparser)
            subparser.set_defaults(run=module.run)
    arguments = parser.parse_args(argv)
    try:
        return arguments.run(arguments) or 0
    except KeyboardInterrupt:
        print("Stopped. What was finished before is kept.", file=sys.stderr)
        return 130
    except OSError as error:
        # A full disk, or a folder that may only be read: no fault of the code, so no traceback.
        if error.errno not in (*DISK_FULL, *NOT_WRITABLE):
            raise
        print(error, file=sys.stderr)
        return 1
