"""What the course costs: the page that says so, the texts that quote it, and how it is measured."""

import re
import subprocess
import sys

import pytest

from benchmarks import budgets, table, timing
from tools.lessons import find_lessons

PAGE = """
Taken on a machine with 2 processor cores.

| | seconds | first picture, s | memory, MB | file, MB | the other way, s | ratio | budget | kept |
| --- | ---: | ---: | ---: | ---: | ---: | --- | --- | --- |
| lesson 1, quick | 400 | 1.00 | 2900 | 0.50 |  |  |  | yes |
| lesson 1, full | 35.1 | 3.00 | 616 | 0.98 |  |  |  | yes |
| lesson 2, full | 120 | 3.00 | 1501 | 3.51 |  |  |  | yes |
"""


def page():
    return budgets.PAGE.read_text(encoding="utf-8")


def test_the_page_has_every_lesson_in_both_sizes():
    rows = re.findall(r"^\| (lesson \d+, \w+) \|", page(), re.MULTILINE)
    numbers = [int(lesson.name[:2]) for lesson in find_lessons() if lesson.name[:2].isdigit()]
    assert rows == [f"lesson {n}, {size}" for n in numbers for size in ("quick", "full")]


@pytest.mark.parametrize("path", budgets.QUOTING, ids=lambda path: path.name)
def test_what_is_said_of_the_lessons_was_measured(path):
    text = path.read_text(encoding="utf-8")
    assert text == budgets.quoted(text, page()), "run `make bench ARGS=--write`"


def test_the_figures_are_small():
    figures = re.findall(r"\]\(images/(cost_\w+\.png)\)", page())
    assert len(figures) == 5
    for name in figures:
        assert (budgets.PAGE.parent / "images" / name).stat().st_size <= 100_000


def test_the_page_names_no_place_of_the_machine():
    assert not re.search(r"(?<![\w.])/[a-z]+/|localhost|@", page())


def test_the_worst_full_lesson_counts_and_is_rounded_up():
    assert budgets.stated(PAGE) == ("1.6", "three minutes", "two")


def test_only_the_numbers_of_a_text_change():
    text = (
        "# It takes 9.9 GB of memory\n# at most, and runs from top to bottom in less than nine\n"
        "# minutes on six processor cores. On other machines in less than two minutes.\n"
    )
    assert budgets.quoted(text, PAGE) == text.replace("9.9", "1.6").replace(
        "nine", "three"
    ).replace("six", "two")
    with pytest.raises(ValueError, match="says no longer"):
        budgets.quoted("It takes as long as it takes.", PAGE)


def test_the_table_says_what_was_kept():
    rows = [
        table.Row("drawing", seconds=0.0123, other=1.5, found="122 times", held=True),
        table.Row("lesson", seconds=123.4, memory=1234.5, file=0.9, budget="100 s", held=False),
    ]
    first, second = table.in_markdown(rows).splitlines()[2:]
    assert first == "| drawing | 0.0123 |  |  |  | 1.50 | 122 times |  | yes |"
    assert second == "| lesson | 123 |  | 1234 | 0.90 |  |  | 100 s | NO |"
    assert {len(row.texts()) for row in rows} == {len(table.HEADINGS)}


def test_two_ways_take_turns_and_the_median_counts():
    order, now = [], [0.0]
    costs = {"ours": [1, 1, 50, 1, 1], "other": [3, 3, 3, 90, 3]}

    def way(name):
        def run():
            now[0] += costs[name][order.count(name)]
            order.append(name)

        return run

    taken = timing.in_turns(way("ours"), way("other"), rounds=5, clock=lambda: now[0])
    assert taken == (1, 3, 3)
    assert order[:4] == ["other", "ours", "ours", "other"]


def test_the_helpers_import_in_a_fifth_of_a_second():
    """The processor's seconds, the best of three: a busy machine changes neither."""
    program = "import time; t = time.process_time(); import helpers; print(time.process_time() - t)"
    seconds = [
        float(
            subprocess.run([sys.executable, "-c", program], capture_output=True, check=True).stdout
        )
        for _ in range(3)
    ]
    assert min(seconds) < 0.2
