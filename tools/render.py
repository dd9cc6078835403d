"""``python -m tools render``: run the lessons from top to bottom and store their outputs."""

import base64
import functools
import io
import re
import sys
import time
from pathlib import Path

import nbformat

from helpers._files import make_folder, write_whole
from helpers.datasets import DatasetError, load
from tools.arguments import add_force, add_lessons, chosen_lessons
from tools.execute import RenderError, execute
from tools.outputs import find_problems, normalise

__all__ = ["add_arguments", "render", "run"]

#: The pictures of the front door are at most this wide.
COVER_WIDTH = 640

_LOADED = re.compile(r"""\bload\(\s*["'](\w+)["']([^)]*)\)""")
#: What runs nothing, and so takes none of the options of a run.
_WITHOUT_A_RUN = ("pull", "texts")
_OF_A_RUN = ("quick", "changed", "output", "allow_sample")


def add_arguments(parser):
    """Declare the command's arguments."""
    add_lessons(parser)
    parser.add_argument("--quick", action="store_true", help="run in the quick size; store nothing")
    parser.add_argument("--changed", action="store_true", help="only those whose source changed")
    parser.add_argument("--output", type=Path, metavar="DIR", help="store the notebooks there")
    parser.add_argument(
        "--allow-sample",
        action="store_true",
        help="store a run on the shipped samples where the full data is not at hand",
    )
    parser.add_argument(
        "--pull",
        action="store_true",
        help="the other way round: take a notebook's cells over into its source",
    )
    parser.add_argument(
        "--texts",
        action="store_true",
        help="run nothing: take over texts and metadata from the source, and keep the outputs",
    )
    add_force(parser, "what was changed in the source since the notebook was made, with --pull")


def run(arguments):
    """Render what was asked for; return the number of lessons that failed."""
    try:
        _refuse_contradictions(arguments)
        lessons = chosen_lessons(arguments)
        if arguments.pull:
            return _pull(lessons, arguments.force)
        if arguments.texts:
            return _take_over_texts(lessons)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    if arguments.changed:
        lessons = [lesson for lesson in lessons if lesson.drift()]
        if not lessons:
            print("Every notebook agrees with its source.")
    failed = 0
    for lesson in lessons:
        try:
            render(
                lesson,
                quick=arguments.quick,
                output=arguments.output,
                allow_sample=arguments.allow_sample,
                report=functools.partial(print, flush=True),
            )
        except RenderError as error:
            print(f"\n{lesson.name}: {error}", file=sys.stderr)
            failed += 1
    if failed:
        print(f"{failed} of {len(lessons)} failed; their notebooks are as before.", file=sys.stderr)
    return failed


def _refuse_contradictions(arguments):
    """Raise ValueError for options of which one would be passed over."""
    chosen = [name for name in (*_WITHOUT_A_RUN, *_OF_A_RUN) if getattr(arguments, name)]
    if len(chosen) > 1 and chosen[0] in _WITHOUT_A_RUN:
        first, second = (f"--{name.replace('_', '-')}" for name in chosen[:2])
        raise ValueError(f"{first} and {second} do not go together. Nothing was done.")
    if arguments.pull and not arguments.lessons:
        raise ValueError("--pull needs the names of lessons.")
    if arguments.force and not arguments.pull:
        raise ValueError("--force is for --pull: nothing else here needs it.")


def _pull(lessons, force):
    """Take the cells of notebooks over into their sources: all of them, or none."""
    for lesson in lessons:
        if not lesson.notebook.exists():
            raise ValueError(f"{lesson.name}: there is no notebook to take over.")
        edits = [] if force else lesson.unknown_edits()
        if edits:
            raise ValueError(
                f"{lesson.name}: the source has changed since the notebook was made from it, and "
                "these changes would be lost.\n  "
                + "\n  ".join(edits)
                + f"\nKeep a copy of {lesson.source.name}, or write the notebook's changes into it "
                "by hand. --force takes the notebook's cells all the same."
            )
    for lesson in lessons:
        write_whole(lesson.source, lesson.source_from_notebook().encode())
        print(f"{lesson.name}: the source has the notebook's cells. Render it to go on.")
    return 0


def _take_over_texts(lessons):
    """Take the texts of sources over into their notebooks: all of them, or none."""
    texts = [nbformat.writes(lesson.take_over_texts()) + "\n" for lesson in lessons]
    for lesson, text in zip(lessons, texts):
        write_whole(lesson.notebook, text.encode())
        print(f"{lesson.name}: the notebook has the source's texts, and its own outputs.")
    return 0


def render(lesson, quick=False, output=None, allow_sample=False, report=print):
    """Run one lesson and store it with its outputs.

    Parameters
    ----------
    lesson : tools.lessons.Lesson
    quick : bool
        Run with ``COURSE_QUICK=1``. Nothing is stored, unless ``output`` says where.
    output : Path, optional
        A folder for the notebook. Left out: where the lesson's notebook is.
    allow_sample : bool
        Store a run on the samples where a full data set is not in the local cache.
    report : callable
        Takes each line of progress.

    Returns
    -------
    nbformat.NotebookNode

    Raises
    ------
    RenderError
        If a cell fails, writes to standard error or shows a path of this machine, if the notebook
        is too large, or if the full data is missing. The stored notebook is left as it was.
    """
    notebook = lesson.read()
    report(f"{lesson.name}" + (" (quick size)" if quick else ""))
    if not quick and not allow_sample:
        _want_full_data(notebook)
    started = time.monotonic()
    make_folder(lesson.notebook.parent)  # where its kernel works
    peak = execute(notebook, lesson.notebook.parent, quick=quick, report=report)
    normalise(notebook, lesson.name)
    text = nbformat.writes(notebook) + "\n"
    problems = find_problems(notebook, len(text.encode()))
    if problems:
        raise RenderError("not stored.\n  " + "\n  ".join(problems))

    memory = f", at most {peak / 1e6:.0f} MB of memory" if peak else ""
    size = f"{len(text.encode()) / 1e6:.2f} MB"
    summary = f"{time.monotonic() - started:.0f} s{memory}, notebook {size}"
    if quick and output is None:
        report(f"  ran well: {summary}. Not stored: this was the quick size.")
        return notebook
    target = lesson.notebook if output is None else Path(output) / f"{lesson.name}.ipynb"
    write_whole(target, text.encode(), parents=True)
    cover = None if output is not None else _cover(notebook)
    if cover is not None:
        write_whole(lesson.picture, cover, parents=True)
    report(f"  stored: {summary}.")
    return notebook


def _want_full_data(notebook):
    """Raise unless every data set that the lesson loads whole is in the local cache."""
    code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    names = {name for name, rest in _LOADED.findall(code) if "sample" not in rest}
    missing = []
    for name in sorted(names):
        try:
            load(name, size="full")
        except DatasetError:
            missing.append(name)
    if missing:
        raise RenderError(
            f"not run: the full data of {', '.join(missing)} is not at hand, and a stored lesson "
            f"shows it.\n  Get it with `python -m helpers fetch {' '.join(missing)}`, "
            "or store a run on the sample with --allow-sample."
        )


def _cover(notebook):
    """The picture of the cell tagged "cover", small, as PNG; None where there is none."""
    from PIL import Image

    for cell in notebook.cells:
        if "cover" in cell.metadata.get("tags", []):
            for output in cell.outputs:
                if "image/png" in output.get("data", {}):
                    picture = Image.open(io.BytesIO(base64.b64decode(output.data["image/png"])))
                    picture = picture.convert("RGB")
                    picture.thumbnail((COVER_WIDTH, COVER_WIDTH))
                    small = io.BytesIO()
                    picture.quantize(128).save(small, "PNG", optimize=True)
                    return small.getvalue()
    return None
