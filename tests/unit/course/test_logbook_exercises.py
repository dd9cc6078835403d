"""Verdicts and votes in the logbook."""

import numpy as np
import pytest

from helpers.course.checks.answers import number
from helpers.course.checks.base import check, must
from helpers.course.forms import keep_votes
from helpers.course.logbook import exercises
from helpers.course.logbook.exercises import Exercise, exercises_of
from helpers.course.logbook.lines import new_line
from helpers.course.logbook.store import logbook_folder, read_lines
from helpers.widgets import LabelVote


@check(wants="a number")
def check_seven(answer):
    """Check seven."""
    must(number(answer) == 7, "No.")
    return "Yes."


check_seven.__wrapped__.__module__ = "helpers.course.checks.lesson_01"


@pytest.fixture
def notebook(monkeypatch):
    """As if this ran in a notebook."""
    monkeypatch.setattr(exercises, "_in_notebook", lambda: True)


def test_outside_of_a_notebook_nothing_is_kept():
    check_seven(7)
    assert not logbook_folder().exists()


def test_tries_are_counted_up_to_the_first_right_answer(notebook):
    for answer in (..., 5, 5, "six", 7, 7, 8):
        check_seven(answer)
    lines = read_lines("exercise")
    assert [line["status"] for line in lines] == ["wrong", "wrong", "right", "wrong"]
    assert {line["key"] for line in lines} == {"01/seven"}
    assert lines[1]["answer"] == "'six'"
    assert exercises_of(lines) == {"01/seven": Exercise(solved=True, tries=3)}


def test_an_exercise_that_was_never_solved():
    lines = [new_line("exercise", "01/seven", n, status="wrong") for n in (1, 2)]
    assert exercises_of(lines) == {"01/seven": Exercise(solved=False, tries=2)}


def test_what_cannot_be_kept_is_said_beside_the_verdict(notebook, monkeypatch):
    def refused(kind, key, **said):
        raise PermissionError(13, "Permission denied: choose another folder.")

    monkeypatch.setattr(exercises, "add_line", refused)
    verdict = check_seven(7)
    assert verdict
    assert repr(verdict) == (
        "✅ Yes. It was not kept in the logbook: Permission denied: choose another folder."
    )
    assert "Permission denied" in verdict._repr_html_()


def test_votes_are_kept_and_there_when_the_cell_is_run_again():
    def a_vote():
        pictures = np.zeros((3, 4, 4), np.uint8)
        vote = LabelVote(pictures, [0, 1, 2], [1, 2, 0], ["a", "b", "c"], numbers=[30, 10, 20])
        return keep_votes(vote, "05/votes")

    vote = a_vote()
    line = new_line("vote", "05/votes", 1, picture=10, vote="network")
    vote._handle_custom_msg({"logbook": {"lines": [line]}}, [])
    assert read_lines("vote") == [line]
    assert vote.votes == a_vote().votes == ["", "network", ""]
    with pytest.raises(ValueError, match="key: expected"):
        keep_votes(a_vote(), "votes")
