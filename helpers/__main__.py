"""A learner's commands: ``python -m helpers COMMAND``."""

import sys

from helpers.commands import run_command

#: What each command is for. The module of the same name in ``helpers.commands`` holds it.
COMMANDS = {
    "fetch": "get the full data sets into the local cache",
    "doctor": "say what is installed here, what is missing, and how to mend it",
    "export": "make a notebook into one web page whose players work without a kernel",
    "logbook": "what you guessed, bet, solved and answered: print, save, add or delete it",
    "colab": "add what Colab lacks, change nothing of what it has, and fetch the data",
}


def main(argv=None):
    """Run one command; return what a shell should see."""
    return run_command("helpers", __doc__, COMMANDS, argv)


if __name__ == "__main__":
    sys.exit(main())
