"""The shape that every lesson has, and that its notebook is its source, run from top to bottom."""

import re

import nbformat
import pytest

from helpers.pages.exporter import described_pictures
from tools.lessons import exercises, find_extras, find_lessons
from tools.links import colab_ref
from tools.outputs import find_problems, output_text

LESSONS = [lesson for lesson in find_lessons() if lesson.name != "index"]
EXTRAS = find_extras()
EVERYTHING = find_lessons() + EXTRAS
TEMPLATE = find_lessons(["_template"])[0].read()

for_every_notebook = pytest.mark.parametrize("lesson", EVERYTHING, ids=lambda lesson: lesson.name)
for_every_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
for_every_extra = pytest.mark.parametrize("extra", EXTRAS, ids=lambda extra: extra.name)


def stored(lesson):
    return nbformat.read(lesson.notebook, as_version=4)


def texts(notebook):
    return [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def bullets(text):
    return re.findall(r"^[-*] ", text, re.MULTILINE)


def section(notebook, title):
    """The text cell under a heading, with its place among the cells."""
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type == "markdown" and cell.source.startswith(f"## {title}"):
            return index, cell.source
    raise AssertionError(f'There is no section "{title}".')


@for_every_notebook
def test_the_notebook_is_its_source(lesson):
    assert lesson.drift() == [], f"run `python -m tools render {lesson.name}`"


@for_every_notebook
def test_the_notebook_can_be_made_into_the_source_again(lesson):
    written = lesson.source_from_notebook()
    assert written.split() == lesson.source.read_text(encoding="utf-8").split()


@for_every_notebook
def test_it_was_run_in_order_without_a_complaint(lesson):
    nbformat.validate(stored(lesson))
    assert find_problems(stored(lesson), lesson.notebook.stat().st_size) == []


@for_every_lesson
def test_it_opens_as_every_lesson_does(lesson):
    opening = lesson.read().cells[0].source
    number = int(lesson.name[:2])
    assert opening.startswith(f"# {number}. ")
    look_for_badges(lesson, opening)
    assert "**What you will see**" in opening
    assert 3 <= len(bullets(opening)) <= 5
    assert re.search(r"\*\*What you need\*\*: \w", opening)
    assert re.search(r"\*\*Time\*\*: about \d+ minutes", opening)


def look_for_badges(lesson, opening):
    for badge in (
        rf"colab\.research\.google\.com/github/[\w.-]+/[\w.-]+/blob/{re.escape(colab_ref())}/notebooks/{lesson.name}.ipynb",
        rf"mybinder\.org/v2/gh/[\w.-]+/[\w.-]+/HEAD\?urlpath=lab/tree/notebooks/{lesson.name}.ipynb",
    ):
        assert re.search(badge, opening), f"a badge is missing: {badge}"


@for_every_extra
def test_an_extra_says_what_it_goes_with_and_is_short(extra):
    cells = extra.read().cells
    look_for_badges(extra, cells[0].source)
    assert extra.goes_with in [lesson.name for lesson in LESSONS]
    assert f"[lesson {int(extra.goes_with[:2])}](" in cells[0].source
    assert re.search(r"\*\*Time\*\*: about \d minutes", cells[0].source)
    # The gallery is for looking up, not for reading through: each of its views is short instead.
    most = 40 if extra.name == "extras/gallery" else 15
    assert 3 <= len(cells) <= most


def test_each_view_of_the_gallery_takes_five_lines():
    gallery = next(extra for extra in EXTRAS if extra.name == "extras/gallery")
    _, *views = code(gallery.read())
    for view in views:
        lines = [line for line in view.source.splitlines() if line != "plt.show()"]
        assert 1 <= len(lines) <= 5, view.source


@for_every_extra
def test_its_lesson_and_the_front_door_lead_to_an_extra(extra):
    link = re.compile(rf"\]\({extra.name}\.ipynb\)")
    for book in find_lessons([extra.goes_with, "index"]):
        assert len(link.findall(book.source.read_text(encoding="utf-8"))) == 1, book.name


def test_nothing_leads_to_an_extra_that_is_not_there():
    known = {extra.name for extra in EXTRAS}
    for lesson in find_lessons():
        found = re.findall(r"\]\((extras/[^)]*)\.ipynb\)", lesson.source.read_text("utf-8"))
        assert set(found) <= known, lesson.name


@pytest.mark.parametrize("lesson", LESSONS + EXTRAS, ids=lambda lesson: lesson.name)
def test_it_sets_itself_up_on_colab_as_every_lesson_does(lesson):
    first, wanted = code(lesson.read())[0], code(TEMPLATE)[0]
    assert first.metadata == wanted.metadata and first.metadata["tags"] == ["setup"]
    call = "\nhelpers.set_up("
    assert first.source.partition(call)[:2] == wanted.source.partition(call)[:2]
    told = re.search(r"helpers\.set_up\((.*?)\)", first.source)[1]
    assert told == (f"lesson={int(lesson.name[:2])}" if lesson.films else ""), "its film, on Colab"


@pytest.mark.parametrize("lesson", LESSONS + EXTRAS, ids=lambda lesson: lesson.name)
def test_its_set_up_is_folded_up_and_stands_before_everything_else(lesson):
    cells = lesson.read().cells
    first, *others = code(lesson.read())
    assert cells[1].source == first.source
    assert first.source.startswith("# @title Set-up\n")  # how Colab calls what it has folded
    assert first.metadata["jupyter"] == {"source_hidden": True}
    assert first.metadata["cellView"] == "form"
    for cell in others:
        assert "full_or_quick" not in cell.source, "how much is computed is said in the set-up"
        hidden = cell.metadata.get("jupyter", {})
        assert "source_hidden" not in hidden and "cellView" not in cell.metadata
        assert ("outputs_hidden" in hidden) == ("answer" in cell.metadata.get("tags", []))


@for_every_lesson
def test_what_answers_a_guess_waits_until_it_is_asked_for(lesson):
    found = [
        cell for cell in code(lesson.read()) if re.search(r"^\w+\.answer\(", cell.source, re.M)
    ]
    for cell in found:
        assert "answer" in cell.metadata.get("tags", []), f"expected the tag: {cell.source}"


@for_every_lesson
def test_half_of_what_is_to_be_noticed_waits_below_a_question(lesson):
    told, waiting = 0, 0
    for text in texts(lesson.read()):
        told += len(re.findall(r"^\*\*What to notice", text, re.MULTILINE))
        waiting += len(re.findall(r"<summary>What to notice</summary>\n\n", text))
    assert waiting >= told and waiting > 0


@for_every_lesson
def test_one_predicts_before_one_sees(lesson):
    notebook = lesson.read()
    index, text = section(notebook, "Predict first")
    asks = notebook.cells[index + 1]
    assert asks.cell_type == "code", "a cell that asks for the guess"
    assert "?" in text + asks.source
    if "Guess(" in asks.source:
        name = asks.source.splitlines()[-1]
        later = "\n".join(cell.source for cell in notebook.cells[index + 2 :])
        assert len(re.findall(rf"^{name}\.answer\(", later, re.M)) == 1, "and one that answers it"
    else:
        assert "BetForm(" in asks.source
    earlier = [cell.source for cell in notebook.cells[:index]]
    assert sum(source.startswith("## ") for source in earlier) == 0, "it comes first"


@for_every_lesson
def test_it_asks_what_stays_before_it_closes(lesson):
    """The questions are in a helper: in a cell, the answers could be read in the code."""
    cells = lesson.read().cells
    index, _ = section(lesson.read(), "What stays")
    assert index == len(cells) - 3
    assert re.match(r"quiz\(.*\)$", cells[index + 1].source.splitlines()[-1])
    module = f"helpers.course.quizzes.lesson_{lesson.name[:2]}"
    assert f"from {module} import quiz\n" in code(lesson.read())[0].source
    assert "Question(" not in "".join(cell.source for cell in cells)


@for_every_lesson
def test_it_has_a_lessons_length(lesson):
    cells = code(lesson.read())
    # The first is the set-up, and what a learner carries home has the room that it needs.
    lessons_own = [cell for cell in cells[1:] if "owned" not in cell.metadata.get("tags", [])]
    lines = [line.strip() for cell in lessons_own for line in cell.source.splitlines()]
    lines = [line for line in lines if line and not line.startswith("#")]
    assert 20 <= len(cells) <= 35
    assert 100 <= len(lines) <= 200


@for_every_lesson
def test_its_exercises_have_checks_and_collapsed_solutions(lesson):
    notebook = lesson.read()
    start, _ = section(notebook, "Your turn")
    end, _ = section(notebook, "What you have seen")
    found = exercises(notebook)
    assert 3 <= len(found) <= 5
    for exercise in found:
        cell = notebook.cells[exercise.cell].source
        assert start < exercise.cell < end
        assert "### " in notebook.cells[exercise.cell - 1].source, "a title and what is asked"
        assert re.search(r"^checks\.check_\w+\(answer", cell, re.MULTILINE)
        assert exercise.solution, f"no solution below: {cell}"
        compile(exercise.solution, "solution", "exec")


@for_every_lesson
def test_it_closes_with_what_it_opened_with(lesson):
    notebook = lesson.read()
    index, closing = section(notebook, "What you have seen")
    assert index == len(notebook.cells) - 1
    assert len(bullets(closing)) == len(bullets(notebook.cells[0].source))
    assert "**Next**" in closing


@for_every_lesson
def test_a_number_in_the_prose_is_a_number_in_a_cell(lesson):
    notebook = stored(lesson)
    shown = "\n".join(
        cell.source + "\n" + "\n".join(output_text(output) for output in cell.outputs)
        for cell in code(notebook)
    )
    for text in texts(notebook):
        words = re.sub(
            r"<details>.*?</details>|\]\([^)]*\)|`[^`]*`|\$[^$]*\$", "", text, flags=re.S
        )
        for number in re.findall(r"\d[\d,]*\.\d+|\d[\d,.]*(?= ?%)|\d+,\d{3}", words):
            assert number.rstrip(".") in shown, f"{number} is in the prose, but in no cell"


@for_every_lesson
def test_some_outputs_are_held_against_the_stored_ones(lesson):
    marked = [
        cell
        for cell in code(stored(lesson))
        if "nbval-check-output" in cell.metadata.get("tags", [])
    ]
    assert len(marked) >= 3
    for cell in marked:
        assert cell.outputs, f"nothing to check: {cell.source}"


@for_every_notebook
def test_its_code_speaks_to_a_learner_and_to_no_tool(lesson):
    """What a tool must know of a cell is in the cell's tags."""
    for source in (cell.source for cell in code(lesson.read())):
        assert not re.search(r"NBVAL_|#\s*(fmt|isort|noqa|type|ruff|pylint|pragma)\b", source)


@for_every_lesson
def test_there_is_something_to_move(lesson):
    assert stored(lesson).metadata.get("widgets"), "at least one slider, player or pad"


@for_every_lesson
def test_every_picture_is_put_into_words(lesson):
    cells = stored(lesson).cells
    for index, cell in enumerate(cells):
        outputs = cell.get("outputs", [])
        if any("image/png" in output.get("data", {}) for output in outputs):
            below = next((c for c in cells[index + 1 :] if c.cell_type == "markdown"), None)
            assert below is not None and below.source.strip(), f"words below: {cell.source}"


@for_every_lesson
def test_the_front_door_leads_to_it(lesson):
    """One text cell: title, picture, both with the link, and what the lesson says of itself."""
    opening = lesson.read().cells[0].source
    (index,) = find_lessons(["index"], lesson.notebook.parent)
    entries = [text for text in texts(index.read()) if f"]({lesson.notebook.name})" in text]
    assert len(entries) == 1, "exactly one entry in notebooks/source/index.py"
    entry = " ".join(entries[0].split())
    title = opening.splitlines()[0].removeprefix("# ")
    assert entry.startswith(f"### [{title}]({lesson.notebook.name})")
    assert f"(attachment:{lesson.picture.name})]({lesson.notebook.name})" in entry
    minutes = re.search(r"\*\*Time\*\*: (about \d+ minutes)", opening).group(1)
    needs = re.search(r"\*\*What you need\*\*: (.*?)\s\*\*Time", opening, re.S).group(1)
    assert f"{minutes[0].upper()}{minutes[1:]}. You need: {' '.join(needs.split())}" in entry


def test_the_front_door_opens_nothing_that_is_not_there():
    (index,) = find_lessons(["index"])
    links = re.findall(r"\]\((\w+\.ipynb)\)", "\n".join(texts(index.read())))
    assert links
    for link in links:
        assert (index.notebook.parent / link).exists(), link
    order = list(dict.fromkeys(links))
    assert order == sorted(order), "in the order of the lessons"


@for_every_lesson
def test_every_picture_is_described_for_those_who_listen(lesson):
    """Its alternative text, in the source; the words below it tell the rest."""
    seen = []
    for cell in code(stored(lesson)):
        pictures = described_pictures(cell)
        assert isinstance(cell.metadata.get("alt", ""), str) == (len(pictures) < 2)
        for _, words in pictures:
            assert len(words.split()) >= 5 and words.endswith("."), f"alt: {words} ({cell.source})"
            assert len(words) <= 220, "the rest belongs into the text"
            assert not re.match(r"(an? )?(figure|image|picture)\b", words, re.IGNORECASE)
        seen += [words for _, words in pictures]
    assert len(set(seen)) == len(seen)
