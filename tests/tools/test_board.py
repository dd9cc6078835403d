"""The board sheet: every guess of a lesson, with room for a class's, and no answer."""

import re

import nbformat
import pytest

from tools.board import board_sheet
from tools.lessons import find_lessons

LESSONS = [lesson for lesson in find_lessons() if lesson.name != "index"]


def guess(key, question, **state):
    whole = {"key": key, "question": question, "choices": [], "low": None, "high": None, "unit": ""}
    return {"state": whole | state}


def notebook(source, *models):
    cells = [
        nbformat.v4.new_markdown_cell("# 9. A lesson\n\nWords."),
        nbformat.v4.new_markdown_cell("## Predict first"),
        nbformat.v4.new_code_cell(source),
        nbformat.v4.new_markdown_cell("## The test\n\nWords."),
        nbformat.v4.new_code_cell("guess.answer(42)"),
    ]
    state = {f"m{number}": model for number, model in enumerate(models)}
    widgets = {"application/vnd.jupyter.widget-state+json": {"state": state}}
    return nbformat.v4.new_notebook(cells=cells, metadata={"widgets": widgets})


SOURCE = 'guess = Guess(\n    "09/a",\n    "How many?",\n)\nguess'


def ticks(sheet):
    found = re.findall(r'left: ([\d.]+)%">([\d,.]+)<', sheet)
    return [(float(place), float(number.replace(",", ""))) for place, number in found]


def test_a_number_has_a_line_with_its_ends_and_what_is_asked_and_where_it_is_answered():
    book = notebook(SOURCE, guess("09/a", "How many <b>?", low=0, high=32, unit="of 32"))
    sheet = board_sheet(book)
    assert "<h1>How many &lt;b&gt;?</h1>" in sheet and "<em>The test</em>" in sheet
    assert "9. A lesson" in sheet and "<em>Predict first</em>" in sheet
    for place, number in ticks(sheet):
        assert place == pytest.approx(100 * number / 32, abs=0.01)
    assert ticks(sheet)[0][1] == 0 and "42" not in sheet
    assert not re.search(r"(src|href)=", sheet)


def test_a_wide_range_goes_in_powers_of_ten():
    book = notebook(SOURCE, guess("09/a", "How many?", low=100, high=1_000_000))
    assert ticks(board_sheet(book)) == [
        (0, 100), (25, 1_000), (50, 10_000), (75, 100_000), (100, 1_000_000)
    ]  # fmt: skip


def test_choices_have_a_column_each():
    book = notebook(SOURCE, guess("09/a", "Which?", choices=["Bag & belt", "Coat"]))
    columns = re.findall(r'class="column">(.*?)<', board_sheet(book))
    assert columns == ["Bag &amp; belt", "Coat"]


def test_a_lesson_without_a_guess_has_no_sheet():
    assert board_sheet(notebook("1 + 1")) == ""


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_every_guess_of_a_lesson_is_on_its_sheet_in_order(lesson):
    stored = nbformat.read(lesson.notebook, as_version=4)
    sheet = board_sheet(stored)
    asked = re.findall(r"\bGuess\(", "\n".join(c.source for c in stored.cells[2:]))
    assert sheet.count("<h1>") == len(asked) >= 1
    assert sheet.count("It is: ____________ (see <em>") == len(asked), "and where it is answered"
