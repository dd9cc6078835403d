"""``docs/budgets.md``: the last table, the machine it was taken on, and the texts that quote it."""

import importlib.metadata
import math
import os
import platform
import re
from pathlib import Path

import nbformat
import psutil

from benchmarks import table
from helpers._files import write_whole
from tools.lessons import find_lessons

__all__ = ["PAGE", "QUOTING", "load_average", "quoted", "stated", "write"]

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "budgets.md"
#: The texts that say what a lesson takes.
QUOTING = (ROOT / "README.md", ROOT / "notebooks" / "source" / "index.py")

_WORDS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
#: Where such a text has its numbers. A line may end anywhere; a source's begins with a #.
_QUOTED = re.compile(
    r"takes [\d.]+ GB of memory at most, and runs from top to bottom in less than \w+ minutes? "
    r"on \w+ processor cores".replace(" ", r"[\s#]+")
)
_NUMBERS = re.compile(r"(?<=takes )[\d.]+|(?<=than )\w+ minutes?|(?<=on )\w+(?= processor)")

_TEXT = """# What the course costs

`make bench ARGS=--write` measured this and wrote it; change nothing here by hand. `make bench`
prints the same table, and `make bench ARGS="--only drawing"` a part of it.

{machine}

{rows}

A lesson runs from top to bottom in a fresh kernel. Its seconds and those to the first picture are
the clock's, from the kernel's start; its memory is the most that the kernel and its children held;
its file is the notebook with its outputs. In the other rows the two ways take turns, and what
counts is the median; except for imports and widgets, the seconds are the processor's, which a busy
machine stretches least. The lines with two parts name the other way after the semicolon. Errors
are the mean difference of a decoded pixel, of 255.

## How cost grows

{figures}
"""


def write(rows, figures, load):
    """Keep the table and the figures' sentences, and renew the texts that quote them.

    Parameters
    ----------
    rows : sequence of benchmarks.table.Row
    figures : sequence of benchmarks.growth.Figure
    load : float or None
        What `load_average` said before the first measurement.
    """
    shown = [f"![{figure.title}](images/{figure.file})\n\n{figure.sentence}" for figure in figures]
    page = _TEXT.format(
        machine=_machine(load), rows=table.in_markdown(rows), figures="\n\n".join(shown)
    )
    write_whole(PAGE, page.encode())
    for path in QUOTING:
        write_whole(path, quoted(path.read_text(encoding="utf-8"), page).encode())
    (index,) = find_lessons(["index"])
    write_whole(index.notebook, (nbformat.writes(index.take_over_texts()) + "\n").encode())


def stated(page):
    """Read from the page what a text may say of the lessons.

    Parameters
    ----------
    page : str

    Returns
    -------
    tuple of str
        GB of memory, minutes, processor cores: each the worst of the full lessons, rounded up.
    """
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in page.splitlines()]
    full = [row for row in rows if row and re.fullmatch(r"lesson \d+, full", row[0])]
    seconds, memory = (
        max(float(row[table.HEADINGS.index(heading)]) for row in full)
        for heading in ("seconds", "memory, MB")
    )
    minutes = math.floor(seconds / 60) + 1
    cores = int(re.search(r"(\d+) processor cores", page)[1])
    return (
        f"{math.ceil(memory / 100) / 10:.1f}",
        f"{_WORDS[minutes]} minute{'s' * (minutes > 1)}",
        _WORDS[cores] if cores < len(_WORDS) else str(cores),
    )


def quoted(text, page):
    """Put the page's numbers into a text that quotes them.

    Parameters
    ----------
    text : str
    page : str

    Returns
    -------
    str

    Raises
    ------
    ValueError
        If the text has no sentence for them.
    """
    found = _QUOTED.search(text)
    if found is None:
        raise ValueError('A text says no longer what a lesson "takes … GB of memory at most, …".')
    numbers = iter(stated(page))
    return text[: found.start()] + _renewed(found[0], numbers) + text[found.end() :]


def _renewed(sentence, numbers):
    """Exchange the numbers of a sentence; its line ends stay where they are."""
    plain = re.sub(r"[\s#]+", " ", sentence)
    words = iter(_NUMBERS.sub(lambda _: next(numbers), plain).split(" "))
    return re.sub(r"[^\s#]+", lambda _: next(words), sentence)


def load_average():
    """Say how many programs want a processor core, averaged over a minute; None on Windows."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else None


def _machine(load):
    """Say on what the table was taken: nothing that names the machine."""
    packages = ("numpy", "tensorflow", "keras", "scikit-learn", "umap-learn", "numba", "matplotlib")
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in packages)
    busy = "" if load is None else f" When it began, the load average was {load:.1f}."
    return (
        f"Taken on a machine with {os.cpu_count()} processor cores ({_processor()}) and "
        f"{psutil.virtual_memory().total / 2**30:.0f} GiB of memory, {platform.system()}.{busy}\n"
        f"Python {platform.python_version()}, {versions}."
    )


def _processor():
    """Name the processor's model."""
    try:
        found = re.search(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text("utf-8"))
    except OSError:
        found = None
    return found[1].strip() if found else platform.processor() or platform.machine()
