"""The course's commands: ``python -m helpers COMMAND``."""

import argparse
import importlib
import sys

from helpers._files import DISK_FULL, NOT_WRITABLE

#: What each command is for. The module of the same name in ``helpers.commands`` holds it, and is
#: imported only when asked for, so that ``--help`` answers at once.
COMMANDS = {
    "fetch": "get the full data sets into the local cache",
    "samples": "make the shipped samples again from the full data sets",
    "record": "train a network or fit a map on the full data, and store its record",
    "new": "begin a lesson from the template",
    "render": "run the lessons from top to bottom and store their outputs",
    "export": "make a lesson into one web page whose players work without a kernel",
    "site": "make the lessons into a site that needs no kernel and no network",
    "slides": "make the lessons into slides that need no network",
    "handout": "make the lessons for a class, without solutions, and for its teacher",
    "animate": "make the pictures that open the README",
    "links": "rewrite every badge and link from the project's one address",
    "colab": "add what Colab lacks, change nothing of what it has, and fetch the data",
    "doctor": "say what is installed here, what is missing, and how to mend it",
}


def main(argv=None):
    """Run one command.

    Parameters
    ----------
    argv : list of str, optional
        The words after ``python -m helpers``; those of the process if left out.

    Returns
    -------
    int
        0 when all went well; what a shell should see otherwise.
    """
    argv = sys.argv[1:] if argv is None else argv
    parser = argparse.ArgumentParser(prog="python -m helpers", description=__doc__)
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, purpose in COMMANDS.items():
        subparser = subparsers.add_parser(name, help=purpose, description=purpose)
        if argv[:1] == [name]:
            module = importlib.import_module(f"helpers.commands.{name}")
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


if __name__ == "__main__":
    sys.exit(main())
