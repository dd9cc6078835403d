"""What a person reads: the links, pictures and tables of the README, the documents, the lessons."""

import re

import nbformat
import pytest
import yaml

from tools import ROOT
from tools.lessons import find_lessons
from tools.links import colab_ref

LESSONS = [
    lesson for lesson in find_lessons() if lesson.name != "index" and lesson.notebook.exists()
]


def texts():
    """Every text with links in it: (file, Markdown)."""
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]:
        yield path, path.read_text(encoding="utf-8")
    for path in [*ROOT.glob("notebooks/*.ipynb"), *ROOT.glob("notebooks/extras/*.ipynb")]:
        cells = nbformat.read(path, as_version=4).cells
        yield path, "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


def targets(text):
    """The targets of links and pictures, in Markdown or HTML, outside code."""
    text = re.sub(r"^(```|~~~).*?^\1|`[^`\n]+`", "", text, flags=re.DOTALL | re.MULTILINE)
    return re.findall(r"\]\(<?([^)\s>]+)", text) + re.findall(
        r"""(?:src|href)=["']([^"']+)""", text
    )


def test_every_relative_link_leads_to_a_file():
    seen = 0
    for path, text in texts():
        for target in targets(text):
            if not re.match(r"https?:|mailto:|#|attachment:|data:", target):
                seen += 1
                assert (path.parent / target.split("#")[0]).exists(), f"{path.name}: {target}"
    assert seen >= 4


def test_every_picture_comes_with_the_course():
    for path, text in texts():
        pictures = re.findall(r"!\[[^\]]*\]\((http[^)]+)\)|<img[^>]+src=[\"'](http[^\"']+)", text)
        assert not pictures, f"{path.name} shows pictures that need the network: {pictures}"


def test_every_launch_link_opens_a_lesson_that_is_there():
    opened = rf"(?:lab/tree|blob/{re.escape(colab_ref())})/(notebooks/(?:extras/)?\w+\.ipynb)$"
    for path, text in texts():
        for target in targets(text):
            if re.search(r"mybinder\.org|colab\.research", target):
                notebook = re.search(opened, target)
                assert notebook, f"{path.name}: {target}"
                assert (ROOT / notebook[1]).exists(), f"{path.name}: {target}"


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_the_readme_lists_the_lesson_with_its_minutes_and_links(lesson):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = [row for row in readme.splitlines() if f"(notebooks/{lesson.name}.ipynb)" in row]
    assert len(rows) == 1, f"README.md: expected one row with a link to {lesson.notebook.name}"
    minutes = re.search(r"\*\*Time\*\*: about (\d+) minutes", lesson.source.read_text("utf-8"))
    assert minutes, f"{lesson.source.name}: expected **Time**: about N minutes"
    assert f"| {minutes[1]} |" in rows[0]
    assert f"lab/tree/notebooks/{lesson.name}.ipynb)" in rows[0]
    assert f"blob/{colab_ref()}/notebooks/{lesson.name}.ipynb)" in rows[0]


def test_the_bug_form_asks_for_the_doctor():
    form = yaml.safe_load((ROOT / ".github/ISSUE_TEMPLATE/bug.yml").read_text(encoding="utf-8"))
    fields = {field["id"]: field for field in form["body"]}
    assert "python -m helpers doctor" in fields["doctor"]["attributes"]["label"]
    numbers = [str(option)[:2] for option in fields["where"]["attributes"]["options"]]
    assert {lesson.name[:2] for lesson in LESSONS} <= set(numbers)
