"""What goes on which slide, and that a deck is whole."""

import base64
import io
import re
import sys

import nbformat
import pytest
from PIL import Image

from tools.__main__ import main
from tools.deck import cut
from tools.lessons import find_lessons

LESSONS = [lesson for lesson in find_lessons() if lesson.name != "index"]


def text(source, kind=None):
    cell = nbformat.v4.new_markdown_cell(source)
    if kind:
        cell.metadata["slideshow"] = {"slide_type": kind}
    return cell


def code(source, kind=None, show=None, *outputs):
    cell = nbformat.v4.new_code_cell(source, outputs=list(outputs))
    if kind:
        cell.metadata["slideshow"] = {"slide_type": kind} | ({"show": show} if show else {})
    return cell


def printed(words):
    return nbformat.v4.new_output("stream", text=words)


def sources(cells):
    return [cell.source for cell in cells]


def test_a_cell_that_says_nothing_is_not_on_the_slides():
    slides = cut([text("## One\n\nA.", "slide"), code("x = 1"), text("## Two\n\nB.")])
    assert [slide.heading for slide in slides] == ["One"]
    assert sources(slides[0].words) == ["A."]
    assert slides[0].shown == []
    assert cut([text("# Nothing"), code("1")]) == []


def test_a_text_is_cut_at_its_headings_and_what_stands_before_belongs_to_the_picture_above():
    notice = "**What to notice**: it is blue.\n\n## Next\n\nGo on."
    figure = code("plot()\nplt.show()", "-")
    cells = [text("## First\n\nLook.", "slide"), figure, text(notice, "slide")]
    first, second = cut(cells)
    assert (first.heading, first.own_heading, first.column) == ("First", True, True)
    assert sources(first.shown) == ["plot()"], "plt.show() is not for the eye"
    assert sources(first.words) == ["Look."]
    assert sources(first.later) == ["**What to notice**: it is blue."], "look first"
    assert (second.heading, sources(second.words)) == ("Next", ["Go on."])
    # Without the picture, nothing is said of it.
    del figure.metadata["slideshow"]
    first, second = cut(cells)
    assert first.later == [] and sources(second.words) == ["Go on."]
    # The lesson itself is as it was.
    assert cells[1].source == "plot()\nplt.show()" and cells[2].source == notice


def test_what_is_to_be_noticed_comes_at_the_next_key_folded_or_not():
    fold = "<details>\n<summary>What to notice</summary>\n\nThe sandal.\n\nAnd why.\n</details>"
    cells = [
        text("## Averages\n\nTen of them.", "slide"),
        code("show()", "-", None, printed("ten")),
        text(f"*Which one is dim?*\n\n{fold}\n\n## Next\n\nMore.", "slide"),
    ]
    first, second = cut(cells)
    assert sources(first.words) == ["Ten of them.", "*Which one is dim?*"]
    assert sources(first.later) == ["**What to notice**: The sandal.\n\nAnd why."]
    assert second.heading == "Next" and "details" not in "".join(sources(second.words))


def test_an_answer_that_waits_in_the_notebook_is_seen_on_its_slide():
    cell = code("guess.answer(7)", "-", None, printed("It is 7."))
    cell.metadata["jupyter"] = {"outputs_hidden": True}
    (slide,) = cut([cell])
    assert "jupyter" not in slide.shown[0].metadata and "jupyter" in cell.metadata


def test_a_slide_below_goes_on_under_the_heading_of_its_column():
    cells = [text("## Sums\n\nA.", "slide"), text("B.", "subslide"), text("C.", "notes")]
    first, second = cut(cells)
    assert (second.heading, second.own_heading, second.column) == ("Sums", False, False)
    assert (sources(second.words), sources(second.notes)) == (["B."], ["C."])


def test_the_opening_keeps_for_readers_what_is_for_readers():
    opening = (
        "# 1. A lesson\n\nOpen it in [Binder](x).\n\nWhy.\n\n**What you will see**\n\n- This.\n\n"
        "**What you need**: nothing. **Time**: about 5 minutes."
    )
    title, outlook = cut([text(opening, "slide")])
    assert (title.heading, sources(title.words)) == ("1. A lesson", ["Why."])
    assert sources(title.notes) == ["Open it in [Binder](x)."]
    assert (outlook.heading, sources(outlook.words)) == ("What you will see", ["- This."])
    assert "What you need" in outlook.notes[0].source


def test_a_headings_sign_within_code_is_no_heading():
    (slide,) = cut([text("## One\n\n```python\n# a remark\n```", "slide")])
    assert sources(slide.words) == ["```python\n# a remark\n```"]


def picture(width, height):
    store = io.BytesIO()
    Image.new("L", (width, height)).save(store, "PNG")
    data = {"image/png": base64.b64encode(store.getvalue()).decode()}
    return nbformat.v4.new_output("display_data", data=data)


@pytest.mark.parametrize(
    ("cells", "layout"),
    [
        ([text("A.", "slide")], "words"),
        ([code("f()", "slide", None, picture(300, 200))], "alone"),
        ([code("f()", "slide", None, picture(300, 200)), text("A.", "-")], "beside"),
        ([code("f()", "slide", None, picture(900, 300)), text("A.", "-")], "below"),
        ([code("f()", "slide", None, printed("short")), text("A.", "-")], "beside"),
        ([code("f()", "slide", None, printed("long " * 20)), text("A.", "-")], "below"),
        ([code("f()", "slide", "both", printed("short")), text("A.", "-")], "below"),
        ([code("f()", "slide", "alone", picture(300, 200)), text("A.", "-")], "alone"),
    ],
)
def test_words_stand_where_there_is_room(cells, layout):
    (slide,) = cut(cells)
    assert slide.layout == layout
    assert bool(slide.notes) == (cells[0].metadata["slideshow"].get("show") == "alone")


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_every_lesson_has_slides_from_its_title_to_what_was_seen(lesson):
    slides = cut(nbformat.read(lesson.notebook, as_version=4).cells)
    assert 15 <= len(slides) <= 40
    headings = [slide.heading for slide in slides]
    assert headings[0].startswith(f"{int(lesson.name[:2])}. ")
    assert headings[1:3] == ["What you will see", "Predict first"]
    assert headings[-1] == "What you have seen"
    # One idea a slide: no slide has two headings' worth of words.
    words = [sum(len(c.source.split()) for c in slide.words + slide.later) for slide in slides]
    assert max(words) <= 160
    lines = [
        len(c.source.splitlines())
        for s in slides
        for c in s.shown
        if c.metadata["show"] in ("code", "both")
    ]
    assert max(lines, default=0) <= 21


def test_the_command_writes_a_deck_that_asks_for_nothing(tmp_path, capsys):
    assert main(["slides", "6", "--output", str(tmp_path / "new")]) == 0
    (deck,) = (tmp_path / "new").iterdir()
    page = deck.read_text()
    count = int(re.search(r"(\d+) slides", capsys.readouterr().out)[1])
    assert page.count('<section class="course-slide') == count
    assert page.count("<section") == page.count("</section>")
    assert not re.search(r"""<(script|link|img)[^>]+(src|href)=["']?(https?:)?//""", page)
    assert main(["slides", "99"]) == 2
    assert "lesson: expected one of" in capsys.readouterr().err
    assert main(["slides", "_template", "--output", str(tmp_path)]) == 2
    assert capsys.readouterr().err


def test_without_reveal_js_it_says_what_to_install(tmp_path, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "pyreveal", None)
    assert main(["slides", "6", "--output", str(tmp_path)]) == 2
    assert "pip install -e '.[teach]'" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
