"""What checks are made of: whatever a learner writes, they get a sentence."""

import numpy as np
import pandas as pd
import pytest

from helpers.course.checks import template
from helpers.course.checks.base import (
    Verdict,
    array,
    call,
    check,
    close,
    function,
    mistake,
    must,
    number,
    one_of,
    whole_number,
)


@check(wants="a number between 0 and 1")
def check_half(answer, half=0.5):
    """Check one half."""
    given = number(answer, 0, 1)
    mistake(close(given, 0.25), "That is a quarter.")
    must(close(given, half), "Think of a cake.")
    return "Two of them make a whole."


class Unprintable:
    def __repr__(self):
        raise RuntimeError("no repr")


def endless():
    nested = []
    nested.append(nested)
    return nested


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


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (None, "The answer is None"),
        ("0.5", "'0.5' is a text. Write the number without quotes."),
        (True, "A number is wanted, not True."),
        (float("nan"), "That is NaN"),
        (50, "50 cannot be right: the answer lies between 0 and 1."),
        (-np.inf, "-inf cannot be right"),
        ([0.5, 0.5], "One number is wanted, and this has 2"),
        (np.zeros((3, 4)), "this has 12: an array of shape (3, 4) and dtype float64"),
        ([], "One number is wanted"),
        ({"half": 0.5}, "One number is wanted, not {'half': 0.5}."),
        (0.5 + 0j, "One number is wanted, not (0.5+0j)."),
        (check_half, "That is a function. Call it"),
        ([[1], [1, 2]], "This check cannot read [[1], [1, 2]]"),
        (Unprintable(), "an object of type Unprintable"),
        (endless(), "RecursionError"),
        ([0.5, ...], "Not answered yet"),
    ],
)
def test_an_odd_answer_gets_a_sentence(answer, said):
    verdict = check_half(answer)
    assert not verdict
    assert said in verdict.text
    assert verdict.text.endswith((".", "?"))


@pytest.mark.parametrize(
    "answer",
    [0.5, np.float32(0.5), np.array(0.5), np.array([0.5]), pd.Series([0.5]), [0.5], 0.502],
)
def test_a_number_may_come_in_many_forms(answer):
    assert check_half(answer)


def test_an_error_in_a_check_is_a_sentence_too():
    @check(wants="anything")
    def broken(answer):
        raise KeyError("colour")

    assert broken(3).text == "This check cannot read 3 (KeyError: 'colour'). Wanted: anything."


def judged(read, *limits, **more):
    @check(wants="something")
    def judge(answer):
        return repr(read(answer, *limits, **more))

    return judge


def test_whole_numbers():
    read = judged(whole_number, 0, 9)
    assert read(np.uint8(3)).text == "3"
    assert read(3.0).text == "3"
    assert read(2.5).text == "A whole number is wanted, not 2.5."
    assert not read(10)


def test_names():
    read = judged(one_of, ("Trouser", "T-shirt/top"))
    assert read(" t-shirt/TOP ").text == "'T-shirt/top'"
    assert read(np.int64(0)).text == "'Trouser'"
    assert read("Hat").text == "'Hat' is none of these: Trouser, T-shirt/top."
    assert read(2).text == "2 cannot be right: the answer lies between 0 and 1."
    assert "None" in read(None).text


def test_arrays():
    read = judged(array, (2,))
    assert read([1, 2])
    assert "shape (2,) is wanted; this one has shape (3,)" in read([1, 2, 3]).text
    assert "NaN" in read([1, np.nan]).text
    assert "rows differ in length" in read([[1], [1, 2]]).text
    assert "Numbers are wanted" in read(["a", "b"]).text
    assert "Call it" in read(np.sum).text


def test_functions_and_what_they_do():
    given = np.arange(3)

    @check(wants="a function")
    def check_double(answer):
        result = array(call(function(answer), given), (3,))
        must((result == 2 * np.arange(3)).all(), "Not doubled.")
        return "Doubled."

    def spoils_its_input(values):
        values *= 2
        return values

    assert check_double(lambda values: values * 2)
    assert check_double(spoils_its_input) and (given == np.arange(3)).all()
    assert check_double(lambda values: values).text == "Not doubled."
    assert check_double(lambda values: None).text.startswith("Your function returns None")
    assert check_double(lambda: 1).text.startswith("Your function stopped with TypeError")
    assert check_double(3).text.startswith("A function is wanted, not 3.")


def test_close_wants_the_same_shape():
    assert close(0.8312, 0.83)
    assert not close(0.84, 0.83)
    assert close([1, 2], [1, 2.004])
    assert not close([1, 1], 1)


def test_the_templates_check_knows_its_mistakes():
    labels = np.array([1, 0, 1, 4], np.uint8)
    assert template.check_ones(2, labels).text == "2 of 4 pictures show a one."
    assert "all pictures" in template.check_ones(4, labels).text
    assert "sum of the labels" in template.check_ones(6, labels).text
    assert "Not quite" in template.check_ones(3, labels).text
