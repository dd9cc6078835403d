"""What makes the course from its sources: ``python -m tools COMMAND``."""

import sys
from pathlib import Path

from helpers.commands import run_command
from tools import ROOT

#: What each command is for. The module of the same name in ``tools`` holds it.
COMMANDS = {
    "samples": "make the shipped samples again from the full data sets",
    "emoji_kinds": "make the folder of emoji in four kinds from its npm package",
    "record": "train a network or fit a map on the full data, and store its record",
    "new": "begin a lesson from the template",
    "render": "run the lessons from top to bottom and store their outputs",
    "site": "make the lessons into a site that needs no kernel and no network",
    "slides": "make the lessons into slides that need no network",
    "handout": "make the lessons for a class, without solutions, and for its teacher",
    "animate": "make the films that lessons open with, and the README's picture",
    "release": "make a release, whose tag the lessons ask for: commit and tag, push nothing",
    "links": "rewrite every badge and link from the project's one address",
}


def main(argv=None):
    """Run one command; return what a shell should see."""

    def add_root(parser):
        parser.add_argument(
            "--root", type=Path, default=ROOT, metavar="DIR", help="the checkout (default: ours)"
        )

    return run_command("tools", __doc__, COMMANDS, argv, package="tools", add_options=add_root)


if __name__ == "__main__":
    sys.exit(main())
