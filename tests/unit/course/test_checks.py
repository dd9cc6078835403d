"""What checks are made of: whatever a learner writes, they get a sentence."""

import importlib
import re
from pathlib import Path

import numpy as np
import pytest

from helpers.course.checks import template
from helpers.course.checks.answers import close, number
from helpers.course.checks.base import Verdict, check, mistake, must
from tests.support.answers import hints, takes_anything
from tools.lessons import find_lessons


@check(wants="a number between 0 and 1")
def check_half(answer, half=0.5):
    """Check one half."""
    given = number(answer, 0, 1)
    mistake(close(given, 0.25), "That is a quarter.")
    must(close(given, half), "Think of a cake.")
    return "Two of them make a whole."


def test_the_three_verdicts():
    assert check_half(...) == Verdict(
        "unanswered", "Not answered yet. Wanted: a number between 0 and 1."
    )
    assert check_half(0.5) == Verdict("right", "Two of them make a whole.")
    assert check_half(0.25) == Verdict("wrong", "That is a quarter.")
    assert check_half(0.3) == Verdict("wrong", "Think of a cake.")
    assert [bool(check_half(answer)) for answer in (..., 0.5, 0.3)] == [False, True, False]
    assert check_half(0.3, half=0.3)
    assert check_half.__doc__ == "Check one half."


def test_a_verdict_shows_itself_in_text_and_in_a_notebook():
    verdict = Verdict("wrong", "1 < 2 & so on")
    assert repr(verdict) == str(verdict) == "❌ 1 < 2 & so on"
    shown = verdict._repr_html_()
    assert "1 &lt; 2 &amp; so on" in shown
    # Colour emoji are missing from bare machines; these are in every font that has symbols.
    assert "✘" in shown and "❌" not in shown


def test_an_error_in_a_check_is_a_sentence_too():
    @check(wants="anything")
    def broken(answer):
        raise KeyError("colour")

    assert broken(3).text == "This check cannot read 3 (KeyError: 'colour'). Wanted: anything."


def test_the_templates_check_knows_its_mistakes():
    labels = np.array([1, 0, 1, 4], np.uint8)

    def ask(answer):
        return template.check_ones(answer, labels)

    assert ask(2).text == "2 of 4 pictures show a one."
    hints(ask, [(4, "all pictures"), (6, "sum of the labels"), (3, "Not quite")])
    takes_anything(ask)


@pytest.mark.parametrize("number", [lesson.name[:2] for lesson in find_lessons()[:-1]])
def test_every_check_is_tried_with_wrong_answers(number):
    checks = importlib.import_module(f"helpers.course.checks.lesson_{number}")
    tests = (Path(__file__).parent / f"test_checks_{number}.py").read_text(encoding="utf-8")
    parts = re.split(r"^def ", tests, flags=re.MULTILINE)
    for name in filter(lambda name: name.startswith("check_"), checks.__all__):
        tried = (part for part in parts if re.search(r"\bhints\(|\bno\(|\bhint in ", part))
        assert any(name in part for part in tried), f"{name}: no wrong answers"
    assert "takes_anything(" in tests, "what is no answer at all"
