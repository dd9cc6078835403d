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
        needed = re.search(r">=\s*([\d.]+)", distribution.metadata.get("Requires-Python", ""))
        if needed and tuple(map(int, needed[1].split("."))) > OLDEST:
            lines[name] += f"; python_full_version >= '{needed[1]}'"
    TARGET.write_text(HEADER + "".join(f"{lines[name]}\n" for name in sorted(lines)))


if __name__ == "__main__":
    main()
