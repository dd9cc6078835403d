"""Write ``constraints.txt``: the packages installed here, as the known-good set.

A release that needs a newer Python than the course does is held for those Pythons only; an older
one takes the newest release that still serves it. Run it with ``make constraints``.
"""

import importlib.metadata
import re
from pathlib import Path

OLDEST = (3, 10)
TARGET = Path(__file__).parents[1] / "constraints.txt"
HEADER = """\
# A set of packages that was tested together. `make lab` and `make test` keep to it; pip without
# it takes the newest releases. Made by `make constraints`.
"""
# Not part of the course, or of no account for it.
LEFT_OUT = {"pip", "setuptools", "watch-it-learn", "wheel"}
# They serve the oldest Python themselves, but not the Sphinx and MyST that it has to do with.
NEWER_ONLY = {"docutils": "3.11", "markdown-it-py": "3.11", "mdit-py-plugins": "3.11"}


def canonical(name):
    """Spell a distribution's name as PyPI compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def main():
    """Write the file from what is installed beside this Python."""
    lines = {}
    for distribution in importlib.metadata.distributions():
        name = canonical(distribution.name)
        if name in LEFT_OUT or distribution.read_text("direct_url.json"):
            continue
        lines[name] = f"{name}=={distribution.version}"
        said = re.search(r">=\s*([\d.]+)", distribution.metadata.get("Requires-Python", ""))
        needed = NEWER_ONLY.get(name, said and said[1])
        if needed and tuple(map(int, needed.split("."))) > OLDEST:
            lines[name] += f"; python_full_version >= '{needed}'"
    TARGET.write_text(HEADER + "".join(f"{lines[name]}\n" for name in sorted(lines)))


if __name__ == "__main__":
    main()
