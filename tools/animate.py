"""``python -m tools animate``: make the films that lessons open with, and the README's picture.

``tools/films`` says what a lesson's film shows. It becomes ``notebooks/films/lesson_NN.webp``, and
four moments of it, for whoever wants no motion, ``lesson_NN_still.webp``.
"""

import sys
from pathlib import Path

import numpy as np
from PIL import Image

from helpers._arguments import bad_argument
from helpers._files import make_folder, replacing
from helpers.course.records import shipped_record
from helpers.plots import animation, style
from helpers.plots.training import TrainingView
from tools.films import film_of, known_films

__all__ = ["LARGEST_BYTES", "NARROWEST", "add_arguments", "run", "still", "write_film"]

#: A film larger than this is a burden to clone and late on a page.
LARGEST_BYTES = 1_500_000
#: A film fills a page's width.
NARROWEST = 1_000

README = "readme"


def add_arguments(parser):
    """Declare the command's words."""
    parser.add_argument(
        "films", nargs="*", metavar="FILM", help=f"a lesson's number, or {README}; all if none"
    )
    parser.add_argument(
        "--into", type=Path, help="folder for them (default: notebooks/films, docs/images)"
    )
    parser.add_argument(
        "--full",
        type=Path,
        metavar="DIR",
        help="where python -m tools record --full DIR has left the map of all 60,000 pictures, "
        "for lesson 2 (default: it is laid out anew, in some minutes)",
    )


def run(arguments):
    """Make what was asked for, and say how large it is."""
    known = [*map(str, known_films()), README]
    try:
        for name in arguments.films or known:
            if name.lstrip("0") not in known:
                raise bad_argument("film", "one of " + ", ".join(known), name)
        for name in arguments.films or known:
            home = Path("docs/images") if name == README else Path("notebooks/films")
            folder = arguments.into or arguments.root / home
            make_folder(folder)
            if name == README:
                made = [_readme(folder)]
            else:
                made = write_film(int(name), folder, film_of(int(name), arguments.full))
            for path in made:
                print(f"{path.name}: {path.stat().st_size / 1e6:.2f} MB", flush=True)
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def write_film(lesson, folder, film=None):
    """Write a lesson's film, and its still.

    Parameters
    ----------
    lesson : int
    folder : Path
        It must exist.
    film : tools.films.Film, optional
        Left out: the lesson's own.

    Returns
    -------
    list of Path
        The two files. Both are written whole, or neither is.

    Raises
    ------
    ValueError
        If the film is too narrow, does not move, or gets too large.
    """
    film = film or film_of(lesson)
    frames = [
        each if isinstance(each, Image.Image) else Image.fromarray(each) for each in film.frames
    ]
    what = f"the film of lesson {lesson}"
    if len(frames) < 4 or len({frame.size for frame in frames}) != 1:
        raise bad_argument(what, "four frames or more of one size", len(frames))
    if frames[0].width < NARROWEST:
        raise bad_argument(what, f"frames of {NARROWEST} pixels or more", frames[0].width)
    milliseconds = [round(1000 / film.fps)] * len(frames)
    milliseconds[0] = max(milliseconds[0], round(1000 * film.hold_first))
    milliseconds[-1] = max(milliseconds[-1], round(1000 * film.hold_last))
    paths = [Path(folder) / f"lesson_{lesson:02}{part}.webp" for part in ("", "_still")]
    with replacing(paths[0]) as moving, replacing(paths[1]) as standing:
        options = {"format": "WEBP", "quality": film.quality, "method": 4}
        more = {"save_all": True, "append_images": frames[1:], "duration": milliseconds, "loop": 0}
        frames[0].save(moving, **options, **more)
        size = moving.stat().st_size
        if size > LARGEST_BYTES:
            advice = "Draw fewer frames, or less of what flickers."
            raise bad_argument(what, f"at most {LARGEST_BYTES:,} bytes", f"{size:,}", advice)
        still(frames).save(standing, **options)
    return paths


def still(frames):
    """Put four moments of a film side by side, in the size of one frame.

    Parameters
    ----------
    frames : list of PIL.Image.Image

    Returns
    -------
    PIL.Image.Image
        The first frame, two between, and the last, line by line.
    """
    width, height = frames[0].size
    picture = Image.new("RGB", (width, height))
    for place, at in enumerate(np.linspace(0, len(frames) - 1, 4).round().astype(int)):
        row, column = divmod(place, 2)
        small = frames[at].resize((width // 2, height // 2), Image.Resampling.LANCZOS)
        picture.paste(small, (column * (width // 2), row * (height // 2)))
    return picture


def _readme(folder):
    """Draw the training of lesson 6 as a GIF."""
    style.use()
    view = TrainingView(shipped_record("cifar10_article"), name="a dog")
    return animation.save(view.frames(), folder / "training.gif", fps=8, hold_last=3)
