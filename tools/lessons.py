"""Where the lessons lie, and how one is read: its cells, its exercises, its solutions.

A lesson is written as text, ``notebooks/source/NN_name.py`` (jupytext's percent format). The
notebook beside it, ``notebooks/NN_name.ipynb``, is that text with the outputs of one run. An extra
is a short notebook beside the path: ``notebooks/source/extras/name.py`` becomes
``notebooks/extras/name.ipynb``.
"""

import base64
import dataclasses
import hashlib
import re
from pathlib import Path

import jupytext
import nbformat

from helpers._arguments import bad_argument
from helpers._files import write_whole
from helpers._films import FILM
from tools import ROOT

__all__ = [
    "EXTRAS",
    "NOTEBOOKS",
    "SOLUTION",
    "Exercise",
    "Lesson",
    "exercises",
    "find_extras",
    "find_lessons",
]

#: The lessons' folder in this checkout.
NOTEBOOKS = ROOT / "notebooks"

#: The folder of the extras, in that of the notebooks and in that of the sources.
EXTRAS = "extras"

#: Where a notebook keeps the SHA-256 of the source that it was made from.
_MADE_FROM = "made_from"
_PICTURE = re.compile(r"(!\[[^\]]*\]\()(pictures/[\w.-]+\.png)\)")
_GOES_WITH = re.compile(r"\*\*Goes with\*\*: \[lesson \d+\]\(\.\./(\w+)\.ipynb\)")
_UNANSWERED = re.compile(r"^answer = \.\.\.$", re.MULTILINE)
#: A solution as it stands below its exercise; its first group is the code.
SOLUTION = re.compile(
    r"<details>\s*<summary>Solution</summary>\s*```python\n(.*?)```.*?</details>", re.DOTALL
)


@dataclasses.dataclass(frozen=True)
class Lesson:
    """One lesson's two files, or an extra's."""

    source: Path
    notebook: Path

    @property
    def name(self):
        """str : such as ``"01_data_exploration"``; an extra's is ``"extras/name"``."""
        return f"{EXTRAS}/{self.source.stem}" if self.is_extra else self.source.stem

    @property
    def is_extra(self):
        """bool : whether it stands beside the path."""
        return self.source.parent.name == EXTRAS

    @property
    def films(self):
        """list of Path : what it opens with, the film and its still; empty where it has none."""
        found = FILM.search(self.source.read_text(encoding="utf-8").replace("\n# ", "\n"))
        return [self.folder / found["film"], self.folder / found["still"]] if found else []

    @property
    def goes_with(self):
        """str : the name of the lesson that an extra goes with; None for a lesson."""
        named = _GOES_WITH.search(self.source.read_text(encoding="utf-8"))
        return named[1] if named else None

    @property
    def folder(self):
        """Path : the folder of all notebooks."""
        return self.notebook.parents[1 if self.is_extra else 0]

    @property
    def picture(self):
        """Path : the output of the cell tagged "cover", for the front door."""
        return self.notebook.parent / "pictures" / f"{self.source.stem}.png"

    def read(self):
        """Make the notebook from its source, without outputs.

        Pictures in the text (``![…](pictures/NAME.png)``) are put into the notebook itself, so
        that it is whole wherever it is opened.

        Returns
        -------
        nbformat.NotebookNode
            The same source always gives the same notebook, cell ids included.
        """
        text = self.source.read_text(encoding="utf-8").strip("\n")
        read = jupytext.reads(text, fmt="py:percent")
        cells = []
        for cell in read.cells:
            cell.id = _cell_id(cell, taken={other.id for other in cells})
            cell.metadata = _kept_metadata(cell) | _folded(cell)
            if cell.cell_type == "markdown":
                _attach_pictures(cell, self.notebook.parent)
            cells.append(cell)
        notebook = nbformat.v4.new_notebook(cells=cells)
        notebook.nbformat_minor = 5
        notebook.metadata = {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python", "file_extension": ".py"},
            _MADE_FROM: hashlib.sha256(text.encode()).hexdigest(),
        }
        return nbformat.from_dict(notebook)

    def source_from_notebook(self):
        """Write the notebook's cells as a source: what `read` would make into the same cells.

        Returns
        -------
        str
            jupytext's percent format, without outputs.
        """
        stored = nbformat.read(self.notebook, as_version=4)
        for cell in stored.cells:
            cell.metadata = _kept_metadata(cell)
            cell.source = re.sub(r"\]\(attachment:([\w.-]+)\)", r"](pictures/\1)", cell.source)
        stored.metadata = {"jupytext": {"notebook_metadata_filter": "-all"}}
        return jupytext.writes(nbformat.from_dict(stored), fmt="py:percent")

    def unknown_edits(self):
        """Say what the source has that the notebook was not made from, and would be lost.

        Returns
        -------
        list of str
            Empty where the source is still what the notebook was made from, whatever was changed
            in the notebook since.
        """
        wanted, stored = self.read(), nbformat.read(self.notebook, as_version=4)
        if stored.metadata.get(_MADE_FROM) == wanted.metadata[_MADE_FROM]:
            return []
        # A cell keeps its id when it is changed in Jupyter, so an unknown one is the source's.
        known = {cell.id for cell in stored.cells} | {cell.source for cell in stored.cells}
        return [
            f"Cell {number} of the source is not in the notebook: {_first_line(cell)}"
            for number, cell in enumerate(wanted.cells, start=1)
            if not {cell.id, cell.source} & known
        ] or ["Cells of the source were moved or removed, or say something else of themselves."]

    def take_over_texts(self):
        """Make the notebook from its source, with the outputs that are stored: nothing is run.

        Returns
        -------
        nbformat.NotebookNode
            It is not stored.

        Raises
        ------
        ValueError
            If the code has changed, so that the stored outputs are no longer its own.
        """
        wanted, stored = self.read(), nbformat.read(self.notebook, as_version=4)
        new, old = ([c for c in book.cells if c.cell_type == "code"] for book in (wanted, stored))
        if [cell.source for cell in new] != [cell.source for cell in old]:
            raise ValueError(f"{self.name}: the code has changed too. Render the lesson.")
        for cell, run in zip(new, old):
            cell.outputs, cell.execution_count = run.outputs, run.execution_count
        wanted.metadata = stored.metadata | {_MADE_FROM: wanted.metadata[_MADE_FROM]}
        return wanted

    def renew_ids(self):
        """Give a notebook the ids that its source gives, where the two were rewritten alike."""
        stored, wanted = nbformat.read(self.notebook, as_version=4), self.read()
        for have, want in zip(stored.cells, wanted.cells):
            if have.source == want.source:
                have.id = want.id
        if [cell.id for cell in stored.cells] == [cell.id for cell in wanted.cells]:
            stored.metadata[_MADE_FROM] = wanted.metadata[_MADE_FROM]
        write_whole(self.notebook, (nbformat.writes(stored) + "\n").encode())

    def drift(self):
        """Say where the notebook is no longer what its source makes of it.

        Returns
        -------
        list of str
            Empty where the two agree. Outputs are not compared.
        """
        if not self.notebook.exists():
            return [f"{self.name}.ipynb is missing."]
        wanted, stored = self.read(), nbformat.read(self.notebook, as_version=4)
        found = []
        if len(wanted.cells) != len(stored.cells):
            found.append(f"{len(stored.cells)} cells, but the source has {len(wanted.cells)}.")
        for number, (want, have) in enumerate(zip(wanted.cells, stored.cells), start=1):
            for part in ("cell_type", "source", "metadata", "attachments", "id"):
                if want.get(part) != have.get(part):
                    found.append(f"Cell {number} differs in its {part}: {_first_line(want)}")
                    break
        return found


@dataclasses.dataclass(frozen=True)
class Exercise:
    """A cell with an ``answer = ...`` to fill in, and the collapsed solution below it."""

    cell: int
    solution: str | None

    def solved(self, source):
        """Put the solution where the cell says ``answer = ...``."""
        return _UNANSWERED.sub(lambda _: self.solution.rstrip("\n"), source, count=1)


def find_lessons(names=(), folder=NOTEBOOKS):
    """Find lessons by name.

    Parameters
    ----------
    names : sequence of str
        ``"1"``, ``"01"``, ``"index"``, ``"01_data_exploration"`` or ``"extras/fewer_inputs"``; none
        means all lessons, save those whose name starts with an underscore.
    folder : Path
        The folder of the notebooks, with ``source`` in it.

    Returns
    -------
    list of Lesson
        In the order of their names. The index comes last, since it shows the others' pictures.

    Raises
    ------
    ValueError
        For a name that is no lesson's.
    """
    folder = Path(folder)
    lessons = _read_folder(folder / "source", folder)
    if not names:
        return [lesson for lesson in lessons if not lesson.source.stem.startswith("_")]
    lessons += _read_folder(folder / "source" / EXTRAS, folder / EXTRAS)
    all_lessons = {lesson.name: lesson for lesson in lessons}
    chosen = {}
    for name in names:
        wanted = Path(name).stem
        number = wanted.zfill(2) + "_" if wanted.isdigit() else None
        if Path(name).parent.name == EXTRAS:
            wanted = f"{EXTRAS}/{wanted}"
        hits = [key for key in all_lessons if key == wanted or (number and key.startswith(number))]
        if not hits:
            raise bad_argument("lesson", "one of " + ", ".join(all_lessons), name)
        chosen.update({key: all_lessons[key] for key in hits})
    return [chosen[key] for key in sorted(chosen)]


def find_extras(folder=NOTEBOOKS):
    """Find the extras, in the order of their names, save those that start with an underscore.

    Parameters
    ----------
    folder : Path
        The folder of the notebooks, with ``source/extras`` in it.

    Returns
    -------
    list of Lesson
    """
    extras = _read_folder(Path(folder) / "source" / EXTRAS, Path(folder) / EXTRAS)
    return [extra for extra in extras if not extra.source.stem.startswith("_")]


def exercises(notebook):
    """List a lesson's exercises.

    Parameters
    ----------
    notebook : nbformat.NotebookNode

    Returns
    -------
    list of Exercise
        ``solution`` is None where the next cell holds none.
    """
    found = []
    cells = notebook.cells
    for index, cell in enumerate(cells):
        if cell.cell_type == "code" and _UNANSWERED.search(cell.source):
            below = cells[index + 1].source if index + 1 < len(cells) else ""
            match = SOLUTION.search(below)
            found.append(Exercise(index, match.group(1) if match else None))
    return found


def _read_folder(sources, notebooks):
    """List what is written in one folder and stored in another."""
    return [Lesson(path, notebooks / f"{path.stem}.ipynb") for path in sorted(sources.glob("*.py"))]


def _cell_id(cell, taken):
    """Name a cell by what it says, so that a change elsewhere leaves its id alone."""
    kind = "text" if cell.cell_type == "markdown" else "code"
    stem = f"{kind}-{hashlib.sha256(cell.source.encode()).hexdigest()[:10]}"
    names = [stem] + [f"{stem}-{count}" for count in range(2, len(taken) + 3)]
    return next(name for name in names if name not in taken)


def _attach_pictures(cell, folder):
    """Put the pictures that a text names into its cell."""
    attachments = {}

    def attach(match):
        path = folder / match.group(2)
        data = base64.b64encode(path.read_bytes()).decode()
        attachments[path.name] = {"image/png": data}
        return f"{match.group(1)}attachment:{path.name})"

    cell.source = _PICTURE.sub(attach, cell.source)
    if attachments:
        cell.attachments = attachments


def _folded(cell):
    """What is folded up: the set-up, which nobody needs to see, and what answers a guess.

    JupyterLab shows such an answer as soon as the cell is run.
    """
    tags = cell.metadata.get("tags", [])
    if "setup" in tags:
        return {"cellView": "form", "jupyter": {"source_hidden": True}}
    if "answer" in tags:
        return {"jupyter": {"outputs_hidden": True}}
    return {}


def _kept_metadata(cell):
    """What of a cell's metadata the source holds, in the order in which it stands there."""
    kept = ("tags", "alt", "page", "slideshow")
    return {key: cell.metadata[key] for key in kept if key in cell.metadata}


def _first_line(cell):
    """Name a cell in a message."""
    return (cell.source.strip().splitlines() or ["(empty)"])[0][:70]
