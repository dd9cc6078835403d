"""The handouts: what the class gets holds no solution, what the teacher gets holds all."""

import re

import nbformat
import pytest

from tools.__main__ import main
from tools.handout import class_copy
from tools.lessons import exercises, find_lessons

LESSONS = [lesson for lesson in find_lessons() if lesson.name != "index"]


def words(text):
    """A text without what lies between its letters and figures."""
    return re.sub(r"\s+", " ", text).strip()


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_the_class_gets_every_exercise_and_no_solution(lesson):
    whole = lesson.read()
    copy = class_copy(lesson.read())
    nbformat.validate(copy)
    everything = words("\n".join(cell.source for cell in copy.cells))
    assert not re.search(r"solution", everything, re.IGNORECASE)
    found = exercises(whole)
    assert len(exercises(copy)) == len(found)
    for exercise in found:
        assert words(exercise.solution) not in everything
        # Nor what explains it.
        below = whole.cells[exercise.cell + 1].source
        explained = re.search(r"```\n\n(.+?)</details>", below, re.DOTALL)
        assert words(explained[1])[:60] not in everything
    # All else is as it was.
    assert [c.source for c in copy.cells if c.cell_type == "code"] == [
        c.source for c in whole.cells if c.cell_type == "code"
    ]
    headings = re.compile(r"^#+ .+$", re.MULTILINE)
    assert [
        heading
        for c in copy.cells
        if c.cell_type == "markdown"
        for heading in headings.findall(c.source)
    ] == [
        heading
        for c in whole.cells
        if c.cell_type == "markdown"
        for heading in headings.findall(re.sub(r"```.*?```", "", c.source, flags=re.DOTALL))
    ]


def test_the_command_writes_both_as_notebooks_and_as_pages(tmp_path, capsys):
    assert main(["handout", "1", "--output", str(tmp_path / "new")]) == 0
    name = LESSONS[0].name
    written = sorted(
        path.relative_to(tmp_path / "new").as_posix() for path in tmp_path.rglob("*.*")
    )
    assert written == [
        f"{who}/{file}"
        for who in ("class", "teacher")
        for file in sorted(
            [f"{name}.html", f"{name}.ipynb", "glossary.md"]
            + [f"films/{film.name}" for film in LESSONS[0].films]
            + [f"{name}_board.html"] * (who == "teacher")
        )
    ]
    assert len(capsys.readouterr().out.splitlines()) == 5
    found = exercises(LESSONS[0].read())
    for who in ("class", "teacher"):
        notebook = nbformat.read(tmp_path / "new" / who / f"{name}.ipynb", as_version=4)
        assert not any(cell.get("outputs") for cell in notebook.cells)
        assert len(exercises(notebook)) == (len(found) if who == "class" else 0)
    pages = {
        who: (tmp_path / "new" / who / f"{name}.html").read_text() for who in ("class", "teacher")
    }
    folds = {
        who: re.findall(r"<details([^>]*)>\s*<summary>(.*?)</summary>", page, re.DOTALL)
        for who, page in pages.items()
    }
    titles = {who: [title for _, title in parts] for who, parts in folds.items()}
    assert "Solution" not in titles["class"] and "Set-up" in titles["class"]
    assert titles["teacher"].count("Solution") == len(found)
    assert not any("open" in given for given, _ in folds["class"])
    for given, title in folds["teacher"]:
        assert ("open" in given) == (title in ("Solution", "What to notice")), title
    assert main(["handout", "99", "--output", str(tmp_path)]) == 2
    assert "lesson: expected one of" in capsys.readouterr().err
