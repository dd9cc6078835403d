"""``python -m tools handout``: the lessons for a class, without solutions, and for its teacher.

Two folders: ``class`` and ``teacher``. Each has every lesson as a notebook without outputs, to be
run, and as a page, to be read and printed. The class's have no solutions and empty answers. In the
teacher's notebook the solutions stand in the answer cells; in the teacher's page they are unfolded.
The teacher has a board sheet, too, with the lesson's guesses.
"""

import re

import nbformat

from helpers._files import make_folder, write_whole
from helpers.commands.export import export
from tools.arguments import add_lessons, add_output, write_for_lessons
from tools.board import board_sheet
from tools.lessons import SOLUTION, exercises

__all__ = ["add_arguments", "class_copy", "run", "teacher_copy", "write_handout"]

#: What a text says of the solutions, where there are none.
_ABOUT_SOLUTIONS = re.compile(r"\s*The solutions are folded up below\.")


def add_arguments(parser):
    """Declare the command's arguments."""
    add_lessons(parser)
    add_output(parser, "build/handout")


def run(arguments):
    """Write the handouts and say where to."""
    return write_for_lessons(arguments, write_handout)


def class_copy(notebook):
    """Take the solutions out of a lesson.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        It is changed.

    Returns
    -------
    nbformat.NotebookNode
        The same one. A text that was nothing but a solution is gone.
    """
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = _ABOUT_SOLUTIONS.sub("", SOLUTION.sub("", cell.source)).strip()
    notebook.cells = [cell for cell in notebook.cells if cell.source]
    return notebook


def teacher_copy(notebook):
    """Put a lesson's solutions where its exercises ask for an answer.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        It is changed.

    Returns
    -------
    nbformat.NotebookNode
        The same one. It can be run from top to bottom, and every check is content.
    """
    for exercise in exercises(notebook):
        cell = notebook.cells[exercise.cell]
        cell.source = exercise.solved(cell.source)
    return notebook


def write_handout(lesson, folder):
    """Write one lesson's copies.

    Parameters
    ----------
    lesson : tools.lessons.Lesson
    folder : Path
        Gets the folders ``class`` and ``teacher``.

    Returns
    -------
    list of Path
        What was written.
    """
    written = []
    stored = nbformat.read(lesson.notebook, as_version=4)
    for cell in stored.cells:
        cell.source = cell.source.replace("<details>", "<details open>")
    copies = {
        "class": (class_copy(lesson.read()), class_copy(lesson.read())),
        "teacher": (teacher_copy(lesson.read()), stored),
    }
    for who, (to_run, to_read) in copies.items():
        path, page = (folder / who / f"{lesson.name}.{kind}" for kind in ("ipynb", "html"))
        make_folder(path.parent)
        for film in lesson.films:
            make_folder(folder / who / "films")
            write_whole(folder / who / "films" / film.name, film.read_bytes())
        # The page is made from a notebook file, which then gives way to the one to be run.
        write_whole(path, nbformat.writes(to_read).encode())
        export(path, page)
        written += [write_whole(path, (nbformat.writes(to_run) + "\n").encode()), page]
        glossary = lesson.folder / "glossary.md"  # every lesson links it
        write_whole(folder / who / glossary.name, glossary.read_bytes())
    sheet = board_sheet(stored)
    if sheet:
        board = folder / "teacher" / f"{lesson.name}_board.html"
        written.append(write_whole(board, sheet.encode()))
    return written
