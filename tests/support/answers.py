"""What learners type into an exercise, and how a check has to take it."""

import re

import numpy as np
import pandas as pd

__all__ = ["FUNCTIONS", "ODD", "hints", "takes_anything", "takes_any_function"]


class Unprintable:
    def __repr__(self):
        raise RuntimeError("no repr")


#: Answers that are right nowhere.
ODD = [
    None, "?", "", " ", "37 %", "0,5", [], {}, set(), np.zeros((3, 3)), np.zeros(0), ["a", 1],
    float("nan"), float("inf"), -1e300, 1e300, True, 1j, b"7", len, int, object(), Unprintable(),
    [[1], [1, 2]], np.array(["a", "b"]), np.datetime64("2026-01-01"), range(3), slice(3),
    pd.DataFrame({"a": [1, 2]}), (number for number in range(3)), NotImplemented, ValueError("no"),
]  # fmt: skip


def _endless(*arguments):
    return _endless(*arguments)


def _spoils(*arguments):
    for argument in arguments:
        if isinstance(argument, np.ndarray):
            argument[...] = 0
    return arguments[0]


def _leaves(*arguments):
    raise SystemExit(1)


#: Functions that are right nowhere, by what is wrong with them.
FUNCTIONS = {
    "has the arguments ()": lambda: 1,
    "it is called with": lambda a, b, c, d, e: 1,
    "stopped with ZeroDivisionError": lambda *a: 1 / 0,
    "stopped with NameError": lambda *a: undefined,  # noqa: F821
    "stopped with RecursionError": _endless,
    "stopped with SystemExit": _leaves,
    "prints its result and returns None": lambda *a: print("its result"),
    "returns None: does it end in `return`?": lambda *a: None,
}


def _is_a_sentence(text):
    assert len(text) > 15, text
    assert "Traceback" not in text and 'File "' not in text, text
    assert not re.search(r"\b0x[0-9a-f]{6}", text), text


def hints(ask, table):
    """Assert that each wrong answer gets its hint: (answer, words of the hint), three or more."""
    assert len(table) >= 3
    for answer, words in table:
        verdict = ask(answer)
        assert verdict.status == "wrong", (answer, verdict)
        assert words in verdict.text, (answer, verdict.text)
        _is_a_sentence(verdict.text)


def takes_anything(ask):
    """Assert that an odd answer gets a sentence, and no answer is no mistake."""
    assert ask(...).text.startswith("Not answered yet. Wanted: ")
    for answer in ODD:
        verdict = ask(answer)
        assert verdict.status == "wrong", verdict
        _is_a_sentence(verdict.text)


def takes_any_function(ask, capsys):
    """Assert that whatever a learner's function does, a sentence comes of it."""
    hints(ask, [(function, words) for words, function in FUNCTIONS.items()])
    for result in ("a text", {}, np.nan, [[1], [1, 2]], object(), _spoils):
        verdict = ask(result if callable(result) else lambda *a, given=result: given)
        assert verdict.status == "wrong", verdict
        _is_a_sentence(verdict.text)
    said = capsys.readouterr()
    assert not said.out and not said.err
