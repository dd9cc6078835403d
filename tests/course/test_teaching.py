"""What docs/teaching.md says of the lessons is so."""

import re
import urllib.parse
from pathlib import Path

import pytest

from helpers.course.quizzes.before_and_after import QUESTIONS
from tools import ROOT
from tools.lessons import find_lessons
from tools.links import project_address, rewrite

GUIDE = (ROOT / "docs" / "teaching.md").read_text(encoding="utf-8")
LESSONS = [lesson for lesson in find_lessons() if lesson.name != "index"]
for_every_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)


def part_of(lesson):
    """What the guide says of a lesson: its heading and the text below."""
    number = int(lesson.name[:2])
    found = re.search(rf"^## (Lesson {number}: .*?)\n(.*?)(?=^## )", GUIDE, re.M | re.S)
    assert found, f"docs/teaching.md says nothing of {lesson.name}"
    return found[1], found[2]


def headings(lesson):
    source = lesson.read()
    texts = [cell.source for cell in source.cells if cell.cell_type == "markdown"]
    return re.findall(r"^#+ (.+)$", "\n".join(texts), re.MULTILINE)


@for_every_lesson
def test_it_has_the_lessons_name_and_the_readmes_minutes(lesson):
    heading, _ = part_of(lesson)
    (row,) = (
        row
        for row in (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
        if row.startswith("|") and f"(notebooks/{lesson.name}.ipynb)" in row
    )
    minutes = re.search(r"\| (\d+) \|", row)[1]
    number, title = headings(lesson)[0].split(". ", 1)
    assert heading == f"Lesson {number}: {title} ({minutes} minutes)"


@for_every_lesson
def test_it_has_aims_misconceptions_questions_and_a_cut(lesson):
    _, text = part_of(lesson)
    parts = re.findall(r"^\*\*(.+?)\*\*", text, re.MULTILINE)
    assert parts == ["Aims.", "Misconceptions it meets", "Questions to ask", "45 minutes"]
    misconceptions, questions = (
        re.findall(r"^- ", text.split(f"**{name}**")[1].split("**")[0], re.MULTILINE)
        for name in parts[1:3]
    )
    assert len(misconceptions) >= 3 and len(questions) >= 3


@for_every_lesson
def test_the_cut_takes_45_minutes_and_goes_through_the_lesson_in_order(lesson):
    _, text = part_of(lesson)
    rows = re.findall(r"^\| (\d+) \| (.+?) \| .+ \|$", text, re.MULTILINE)
    assert sum(int(minutes) for minutes, _ in rows) == 45
    there = headings(lesson)
    places = [there.index(heading) for _, heading in rows]
    assert places == sorted(places)
    # Whatever else the cut names in italics with a capital is a heading, too.
    rest = text.split("**45 minutes**")[1]
    for named in re.findall(r"\*([A-Z][^*]+)\*", rest):
        assert named in there, named


def test_one_session_only_goes_through_the_whole_course_in_order_and_in_time():
    text = re.search(r"^## One session only\n(.*?)(?=^## )", GUIDE, re.M | re.S)[1]
    _, short, long = re.split(r"^\*\*\d+ minutes\*\*$", text, flags=re.MULTILINE)
    assert [int(each) for each in re.findall(r"^\*\*(\d+) minutes\*\*$", text, re.M)] == [45, 90]
    known = {int(lesson.name[:2]): headings(lesson) for lesson in LESSONS}
    for route, minutes in ((short, 45), (long, 90)):
        rows = re.findall(r"^\| (\d+) \| (\d) \| (.+?) \| .+ \|$", route, re.MULTILINE)
        assert sum(int(each) for each, _, _ in rows) == minutes
        places = [(int(number), known[int(number)].index(title)) for _, number, title in rows]
        assert places == sorted(places)
        assert places[0][0] == 1 and places[-1][0] == 6


def test_its_table_has_the_twelve_questions_in_their_order_two_for_each_lesson():
    rows = re.findall(r"^\| `(\w+)` \| (\d) \| .+\.? \|$", GUIDE, re.MULTILINE)
    assert [name for name, _ in rows] == [question.name for question in QUESTIONS]
    assert [int(lesson) for _, lesson in rows] == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6]


def pull_link(text):
    return re.search(r"https://\S+/git-pull\?\S+", text)[0]


def test_the_link_for_a_class_is_well_formed_and_made_from_the_one_address():
    link = urllib.parse.urlsplit(pull_link(GUIDE))
    assert link.path == "/hub/user-redirect/git-pull"
    asked = urllib.parse.parse_qs(link.query, strict_parsing=True)
    assert asked.pop("repo") == [f"https://github.com/{project_address()}"]
    assert asked.pop("branch") == ["main"]
    (folder,), (opened,) = asked.pop("targetpath"), asked.pop("urlpath")
    assert opened.startswith(f"lab/tree/{folder}/")
    assert (ROOT / Path(opened).relative_to(f"lab/tree/{folder}")).exists()
    assert not asked


def test_the_link_follows_the_address(tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "notebooks" / "source").mkdir(parents=True)
    (tmp_path / "docs" / "teaching.md").write_text(GUIDE, encoding="utf-8")
    setting = f'[project.urls]\nRepository = "https://github.com/{project_address()}"\n'
    (tmp_path / "pyproject.toml").write_text(setting)
    rewrite("marie/see-it-learn", tmp_path)
    asked = urllib.parse.parse_qs(
        urllib.parse.urlsplit(pull_link((tmp_path / "docs/teaching.md").read_text())).query
    )
    assert asked["repo"] == ["https://github.com/marie/see-it-learn"]
    assert asked["urlpath"] == ["lab/tree/watch-it-learn/notebooks/index.ipynb"]


def test_the_commands_it_names_are_there():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"^    make (\w+)", GUIDE, re.MULTILINE)):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
