"""python -m helpers logbook: printed, saved, added, deleted; and nothing lost on the way."""

import json

import pytest

from helpers.__main__ import main
from helpers.course.bets import place_bet
from helpers.course.logbook.file_format import as_bytes
from helpers.course.logbook.lines import new_line
from helpers.course.logbook.overview import exercise_names, lessons_so_far
from helpers.course.logbook.store import add_line, logbook_folder, read_lines
from tools.lessons import exercises, find_lessons


@pytest.fixture
def book():
    add_line("guess", "01/averages", value=50, unit="of 100", question="How many are right?")
    add_line("guess", "01/averages", answer=67.7)
    add_line("exercise", "01/shoes", status="wrong", answer="1")
    add_line("exercise", "01/shoes", status="right", answer="0.5")
    add_line("quiz", "01/quiz", question="a", answer="x", right=False)
    add_line("quiz", "01/quiz", question="a", answer="y", right=True)
    add_line("quiz", "01/quiz", question="b", answer="y", right=True)
    add_line("vote", "05/votes", picture=3, vote="both")
    place_bet([("a", "b"), ("a", "c"), ("b", "c")], ["a", "b", "c"])
    return read_lines()


def said(capsys, *words):
    """Run the command; return its status and what it printed."""
    status = main(["logbook", *map(str, words)])
    out = capsys.readouterr()
    return status, out.out + out.err


def test_an_empty_logbook_is_said_and_no_folder_made(capsys):
    status, text = said(capsys)
    assert status == 0
    assert text.startswith("Nothing is in the logbook yet.")
    assert not logbook_folder().exists()


def test_it_is_printed_lesson_by_lesson(book, capsys):
    status, text = said(capsys)
    assert status == 0
    total = len(exercise_names()["01"])
    assert f"Lesson 1: 1 of {total} exercises solved, 2 tries\n" in text
    assert "  How many are right? You: 50 of 100; it is 67.7.\n" in text
    assert "  Quiz 'quiz': right at the first go 1 of 2 answered.\n" in text
    assert "  Votes on labels: 1.\n" in text
    assert "Your bet: a and b; a and c; b and c." in text
    assert "9 lines, kept in " in text


def test_what_is_saved_and_added_elsewhere_is_the_same(book, tmp_path, capsys, monkeypatch):
    file = tmp_path / "mine.json"
    assert said(capsys, "export", file) == (0, f"{file}: 9 lines.\n")
    status, text = said(capsys, "export", file)
    assert status == 2
    assert "there already" in text
    monkeypatch.setenv("COURSE_USER_DIR", str(tmp_path / "another"))
    assert said(capsys, "merge", file) == (0, "9 lines added; 0 were there already.\n")
    assert read_lines() == book
    assert said(capsys, "merge", file) == (0, "0 lines added; 9 were there already.\n")
    assert read_lines() == book


def test_what_is_no_line_is_left_out_and_said(tmp_path, capsys):
    file = tmp_path / "page.json"
    line = new_line("guess", "01/averages", 1, value=5)
    file.write_bytes(as_bytes([line, "nonsense", {**line, "id": "?"}]))
    status, text = said(capsys, "merge", file)
    assert status == 0
    assert "1 line added" in text
    assert "2 more are no lines" in text
    assert read_lines() == [line]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"format": 5}', None])
def test_a_file_that_is_no_logbook_is_refused(content, tmp_path, capsys):
    file = tmp_path / "other.json"
    if content is not None:
        file.write_bytes(content)
    status, text = said(capsys, "merge", file)
    assert status == 2
    assert "cannot be read as a logbook" in text
    assert not logbook_folder().exists()


def test_it_is_deleted_only_with_a_word(book, capsys):
    status, text = said(capsys, "delete")
    assert status == 2
    assert "python -m helpers logbook export" in text
    assert read_lines() == book
    assert said(capsys, "delete", "--yes")[0] == 0
    assert read_lines() == []
    assert not list(logbook_folder().glob("*.json"))


def test_a_broken_file_is_said_and_the_others_are_read(book, tmp_path, capsys):
    (logbook_folder() / "guesses.json").write_text("broken")
    status, text = said(capsys)
    assert status == 2
    assert "guesses.json cannot be read" in text
    assert "1 of" in text and "exercises solved, 2 tries" in text
    assert said(capsys, "export", tmp_path / "rest.json")[0] == 2
    assert (logbook_folder() / "guesses.json").read_text() == "broken"
    (tmp_path / "all.json").write_bytes(as_bytes(book))
    status, text = said(capsys, "merge", tmp_path / "all.json")
    assert "kept as" in text
    assert read_lines() == book
    assert (logbook_folder() / "guesses-unreadable-1.json").read_text() == "broken"


def test_a_folder_that_is_none_is_said(book, tmp_path, capsys):
    status, text = said(capsys, "export", tmp_path / "no" / "mine.json")
    assert status == 2
    assert "is no folder" in text


def test_a_lesson_is_done_when_all_its_exercises_are_solved():
    for name in exercise_names()["02"]:
        add_line("exercise", f"02/{name}", status="right", answer="1")
    done = {lesson.lesson: lesson.is_done for lesson in lessons_so_far(read_lines())}
    assert done["02"] is True
    assert done["01"] is False


@pytest.mark.parametrize("lesson", [each for each in find_lessons() if each.name != "index"])
def test_every_exercise_of_a_lesson_is_known(lesson):
    cells = [cell.source for cell in lesson.read().cells if cell.cell_type == "code"]
    names = exercise_names()[lesson.name[:2]]
    text = "\n".join(cells)
    assert len(names) == len(exercises(lesson.read()))
    for name in names:
        assert f"checks.check_{name}(" in text


def test_a_page_saves_what_this_command_adds(tmp_path, capsys):
    """The form that ``shared/logbook_lines.js`` writes."""
    line = new_line("quiz", "01/quiz", 3, question="a", answer="x", right=False)
    file = tmp_path / "watch-it-learn-logbook.json"
    text = json.dumps({"format": "watch-it-learn logbook", "version": 1, "lines": [line]})
    file.write_text(text)
    assert said(capsys, "merge", file)[0] == 0
    assert read_lines() == [line]
