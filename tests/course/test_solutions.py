"""Every exercise: unanswered it says so, and the collapsed solution gets a ✅."""

import nbformat
import pytest

from tools.execute import execute
from tools.handout import teacher_copy
from tools.lessons import exercises, find_lessons

LESSONS = [lesson for lesson in find_lessons() if lesson.name != "index"]
for_every_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)


def verdicts(notebook, cells):
    """What the checks in these cells said, as text."""
    said = []
    for cell in (notebook.cells[index] for index in cells):
        results = [out for out in cell.outputs if out.output_type == "execute_result"]
        assert results, f"no verdict from: {cell.source}"
        said.append(results[-1].data["text/plain"])
    return said


@for_every_lesson
def test_an_exercise_without_an_answer_says_what_is_wanted(lesson):
    stored = nbformat.read(lesson.notebook, as_version=4)
    said = verdicts(stored, [exercise.cell for exercise in exercises(stored)])
    assert said
    for verdict in said:
        assert verdict.startswith("☐ Not answered yet. Wanted: ")


@for_every_lesson
def test_the_teachers_copy_runs_and_its_solutions_are_right(lesson):
    cells = [exercise.cell for exercise in exercises(lesson.read())]
    notebook = teacher_copy(lesson.read())
    assert exercises(notebook) == []
    execute(notebook, lesson.notebook.parent, quick=True)
    for verdict in verdicts(notebook, cells):
        assert verdict.startswith("✅ ")
        assert not verdict.startswith("✅ None"), "a right answer deserves a sentence"
