"""Every exercise: unanswered it says so, and the collapsed solution gets a ✅.

The lessons' kernels are held to the memory that Binder gives, since they run here anyway.
"""

import nbformat
import pytest

from helpers.commands._lessons import exercises, find_lessons
from helpers.commands.render import execute
from tests import held

LESSONS = [lesson for lesson in find_lessons() if lesson.name != "index"]


def with_solutions(notebook):
    """Put a solved copy below each exercise's cell, as a learner would leave it.

    Returns
    -------
    notebook : nbformat.NotebookNode
    pairs : list of tuple of nbformat.NotebookNode
        For each exercise the cell as it is shipped and the solved one.
    """
    found = exercises(notebook)
    solved = {
        exercise.cell: nbformat.v4.new_code_cell(
            exercise.solved(notebook.cells[exercise.cell].source)
        )
        for exercise in found
    }
    pairs = [(notebook.cells[index], cell) for index, cell in solved.items()]
    cells = []
    for index, cell in enumerate(notebook.cells):
        cells += [cell, solved[index]] if index in solved else [cell]
    notebook.cells = cells
    return notebook, pairs


def verdict(cell):
    """What a cell's check said, as text."""
    results = [output for output in cell.outputs if output.output_type == "execute_result"]
    assert results, f"no verdict from: {cell.source}"
    return results[-1].data["text/plain"]


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_solutions_are_right_and_unanswered_is_said(lesson, tmp_path, monkeypatch):
    notebook, pairs = with_solutions(lesson.read())
    with held.hold(held.BINDER - held.SERVER) as launcher:
        if launcher is not None:
            held.use_kernels_held_by(launcher, tmp_path, monkeypatch)
        execute(notebook, lesson.notebook.parent, quick=True)
    assert pairs
    for shipped, solved in pairs:
        assert verdict(shipped).startswith("☐ Not answered yet. Wanted: ")
        assert verdict(solved).startswith("✅ "), solved.source
        assert not verdict(solved).startswith("✅ None"), "a right answer deserves a sentence"
