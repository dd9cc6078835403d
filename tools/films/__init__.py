"""The films that lessons open with: a module for each, ``lesson_NN``, with a function ``film``.

A film is drawn from the shipped records and shows nothing that its lesson asks the reader to guess.
``python -m tools animate`` writes it as an animated WebP beside the notebooks, and four moments of
it as a still.
"""

import dataclasses
import importlib
import inspect
import pkgutil
from collections.abc import Iterable

__all__ = ["Film", "film_of", "known_films"]


@dataclasses.dataclass(frozen=True)
class Film:
    """What a film shows, and how long.

    Parameters
    ----------
    frames : iterable
        uint8 arrays (H, W, 3) or PIL images, all of one size, at least 1,000 pixels wide.
    fps : float
        Frames a second.
    hold_first, hold_last : float
        How long the first and the last frame stay, in seconds.
    quality : int
        WebP's, 0 to 100. Where a film gets too large, less of it or fewer frames are the cure.
    """

    frames: Iterable
    fps: float = 8
    hold_first: float = 1.0
    hold_last: float = 2.5
    quality: int = 60


def known_films():
    """List the lessons that have a film.

    Returns
    -------
    list of int
        Their numbers.
    """
    names = [module.name for module in pkgutil.iter_modules(__path__)]
    return sorted(int(name.removeprefix("lesson_")) for name in names if name[:7] == "lesson_")


def film_of(lesson, full=None):
    """Draw the film of a lesson.

    Parameters
    ----------
    lesson : int
        One of `known_films`.
    full : Path, optional
        A folder with records that are too large to ship, for a film that is drawn from one. Left
        out: that film makes it again.

    Returns
    -------
    Film
    """
    film = importlib.import_module(f"tools.films.lesson_{lesson:02}").film
    return film(full) if inspect.signature(film).parameters else film()
