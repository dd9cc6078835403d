"""A claim: words of a lesson, and a number that says whether they are true.

The number is taken for several seeds, on the sample that comes with the course. Where the words are
true it lies beyond a limit: above 0, for instance, where one thing is said to be larger than
another. ``spread.json`` holds how far beyond it lies, and how much it changes from seed to seed.
"""

import dataclasses
import functools
import importlib
import statistics
from collections.abc import Callable
from pathlib import Path

from tools.lessons import find_extras, find_lessons

#: The tests' seeds. `measure.py` takes these and more.
SEEDS = (0, 1, 2)

#: How a learner can be broken, to see that a claim notices. `SmallCourse` does it.
BROKEN = {
    "labels shuffled": "the training pictures have each other's labels",
    "nothing learned": "the learning rate is 0; the points of a map lie where dice threw them",
    "one for all": "what is compared with each other is the same",
    "always sure": "the network gives all of the probability to its answer",
    "slow recorder": "the recorder looks at everything ten times",
}

_CLAIMS = {}


@dataclasses.dataclass(frozen=True)
class Claim:
    """Words of a lesson and the number that they stand on. See `claim`."""

    lesson: str
    says: str
    number: Callable
    limit: float
    is_above: bool
    breaks: tuple
    quick: bool
    by_machine: bool

    @property
    def name(self):
        return self.number.__name__

    @property
    def side(self):
        return "above" if self.is_above else "below"

    @property
    def measures(self):
        """What the number is, in words."""
        return " ".join(self.number.__doc__.split())

    def beyond(self, value):
        """How far a value is on the side of the limit where the words are true."""
        return value - self.limit if self.is_above else self.limit - value

    def margin(self, measured):
        """How near to the limit the mean of the tests' seeds may come.

        It is four standard deviations of a single seed from the measured mean, but not past the
        limit. Where seeds hardly differ, it is a tenth of the way to the limit, so that rounding
        is no failure. What depends on the machine may come up to the limit.
        """
        if self.by_machine:
            return self.limit
        mean, sd = statistics.mean(measured), statistics.stdev(measured)
        allowed = min(max(4 * sd, 0.1 * self.beyond(mean)), self.beyond(mean))
        return mean - allowed if self.is_above else mean + allowed

    def is_worth_keeping(self, measured):
        """Whether the words were true for every seed, and their mean is well away from false."""
        mean, sd = statistics.mean(measured), statistics.stdev(measured)
        return min(map(self.beyond, measured)) > 0 and self.beyond(mean) >= 3 * sd

    def holds(self, values, measured):
        """Whether the mean of some seeds' values is on the right side and keeps the margin."""
        found = self.beyond(statistics.mean(values))
        return found > 0 and found >= self.beyond(self.margin(measured))

    def place(self):
        """Find the words in the lesson: the number of the cell, and the title above it."""
        places = find_words(self.lesson, self.says)
        if len(places) != 1:
            raise ValueError(
                f"{self.name}: expected these words in one cell of lesson {self.lesson}, found "
                f"them in {len(places)}: {self.says!r}. If the lesson says something else now, "
                "make the claim say it too, and see that it still measures that."
            )
        return places[0]


def claim(
    lesson,
    says,
    *,
    above=None,
    below=None,
    breaks=("labels shuffled",),
    quick=False,
    by_machine=False,
):
    """Make a function a claim. It takes a `SmallCourse`, and returns a number.

    Its docstring says what the number is.

    Parameters
    ----------
    lesson : str
        The lesson's number.
    says : str
        Its words, as they stand in one of its cells.
    above, below : float
        One of them: the limit beyond which the words are true.
    breaks : tuple of str
        Keys of `BROKEN`: a learner that is broken so must fail.
    quick : bool
        Whether it takes so little time that ``make test`` asks for it too.
    by_machine : bool
        Whether the number depends on the machine more than on the seed, as times do.
    """

    unknown = set(breaks) - set(BROKEN)
    if unknown:
        raise ValueError(f"breaks: expected keys of BROKEN; received {', '.join(unknown)}.")

    def keep(number):
        is_above = above is not None
        limit = above if is_above else below
        found = Claim(lesson, says, number, limit, is_above, breaks, quick, by_machine)
        _CLAIMS[found.name] = found
        return number

    return keep


def find_words(lesson, words):
    """Give the places of a lesson where words stand: the number of the cell, the title above."""
    return [place for place, text in _texts(lesson).items() if words in text]


@functools.cache
def _texts(lesson):
    """Read a lesson's texts, and its extras', by the number of the cell and the title above."""
    title, words = "", {}
    (main,) = find_lessons([lesson])
    extras = [extra for extra in find_extras() if extra.goes_with == main.name]
    cells = [each for book in (main, *extras) for each in enumerate(book.read().cells, start=1)]
    for number, cell in cells:
        for line in cell.source.splitlines() if cell.cell_type == "markdown" else ():
            if line.startswith("#"):
                title = line.strip("# ")
            words.setdefault((number, title), []).extend(line.split())
    return {place: " ".join(found) for place, found in words.items()}


def find_claims():
    """Give all claims by name, lesson by lesson, in the order in which they are written."""
    for path in sorted(Path(__file__).parent.glob("lesson_*.py")):
        importlib.import_module(f"tests.course.claims.{path.stem}")
    return dict(_CLAIMS)
