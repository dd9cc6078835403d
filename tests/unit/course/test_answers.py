"""The forms that an answer is brought into: whatever a learner writes, they get a sentence."""

import numpy as np
import pandas as pd
import pytest

from helpers.course.checks.answers import (
    array,
    call,
    close,
    function,
    number,
    one_of,
    share,
    whole_number,
)
from helpers.course.checks.base import check, mistake, must
from tests.support.answers import takes_any_function


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


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (None, "The answer is None"),
        ("a half", "A number is wanted, not the text 'a half'."),
        (" 0.5 ", "' 0.5 ' is a text. Write the number without quotes."),
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
    assert read(np.array("Trouser")) and read(["trouser"]) and read(True).status == "wrong"
    assert read(2).text.startswith(
        "2 is the number of none of them. Give a name, such as 'Trouser'"
    )
    assert "0.35 is the number of none" in read(0.35).text
    assert "One name is wanted, and this has 2." in read(["Trouser", "Trouser"]).text
    assert "this has 3" in read(np.arange(3)).text
    assert "None" in read(None).text


def test_shares():
    read = judged(share, 0.375, of=800)
    assert read(0.375) and read(np.float32(1)) and read(0)
    assert read(37.5).text == "That is in percent. As a share, 50 % is 0.5."
    assert read(300).text == "That is how many. Divide by how many there are: 800."
    # Rounded, or another number altogether: the form of the answer is what is wrong.
    assert "divide it by 100" in judged(share, 0.375)(30).text
    assert "37 is no share: a share lies between 0 and 1." in judged(share)(37).text
    assert "divide it by 100" in read(50).text
    assert read(848).text == "848 cannot be right: a share lies between 0 and 1."
    assert read(-0.1).text == "-0.1 cannot be right: a share lies between 0 and 1."


def test_arrays():
    read = judged(array, (2,))
    assert read([1, 2])
    assert "shape (2,) is wanted; this one has shape (3,)" in read([1, 2, 3]).text
    assert "NaN" in read([1, np.nan]).text
    assert "rows differ in length" in read([[1], [1, 2]]).text
    assert "Numbers are wanted" in read(["a", "b"]).text
    assert "Call it" in read(np.sum).text
    assert "have changed places" in judged(array, (3, 2))(np.zeros((2, 3))).text


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
    assert check_double(lambda values: 1 + "1").text.startswith("Your function stopped with Type")
    assert check_double(lambda: 1).text == (
        "Your function has the arguments (); it is called with 1 argument."
    )
    assert check_double(min).status == "wrong"
    assert check_double(3).text.startswith("A function is wanted, not 3.")


def test_close_wants_the_same_shape():
    assert close(0.8312, 0.83)
    assert not close(0.84, 0.83)
    assert close([1, 2], [1, 2.004])
    assert not close([1, 1], 1)


def test_whatever_a_function_does_a_sentence_comes_of_it(capsys):
    @check(wants="a function")
    def check_ones(answer):
        must((array(call(function(answer), np.ones(2)), (2,)) == 1).all(), "These are not ones.")
        return "Ones."

    assert check_ones(np.ones_like)
    takes_any_function(check_ones, capsys)
