import base64
import html
import io
import re

import ipywidgets
import nbformat
import numpy as np
import pytest
from ipywidgets.embed import embed_data
from PIL import Image

from helpers.__main__ import main
from helpers.commands.export import export
from helpers.course.checks.base import check, must
from helpers.pages.formulas import formula_svg
from helpers.widgets import EpochPlayer


@pytest.fixture
def frames():
    return [np.full((40, 60, 3), (10 * index, 120, 200), np.uint8) for index in range(3)]


def notebook_with(folder, *widgets):
    cells = []
    for widget in widgets:
        made = widget._repr_mimebundle_()
        data = made[0] if isinstance(made, tuple) else made
        output = nbformat.v4.new_output("display_data", data=data)
        cells.append(nbformat.v4.new_code_cell("widget", outputs=[output]))
    notebook = nbformat.v4.new_notebook(cells=cells)
    state = embed_data(views=list(widgets), drop_defaults=False)["manager_state"]
    notebook.metadata["widgets"] = {"application/vnd.jupyter.widget-state+json": state}
    nbformat.write(notebook, folder / "lesson.ipynb")
    return folder / "lesson.ipynb"


def test_an_exported_page_has_each_code_once_and_asks_for_nothing(tmp_path, frames):
    players = [EpochPlayer(frames), EpochPlayer(frames, title="</script><b>")]
    page = export(notebook_with(tmp_path, *players)).read_text()
    assert page.count("data-course-widget=") == 2
    assert page.count("EPOCH_EVENT = ") == 1
    assert "</script><b>" not in page
    for elsewhere in ("cdnjs", "unpkg", "jsdelivr", '<script src="', '<link rel="stylesheet"'):
        assert elsewhere not in page


def test_a_check_that_nobody_has_answered_is_not_in_a_page(tmp_path):
    @check(wants="a number")
    def check_seven(answer):
        must(answer == 7, "One more than six.")
        return "So many dwarfs."

    cells = []
    for answer in (..., 7, 8):
        verdict = check_seven(answer)
        data = {"text/html": verdict._repr_html_(), "text/plain": repr(verdict)}
        output = nbformat.v4.new_output("display_data", data=data)
        cells.append(nbformat.v4.new_code_cell(f"{answer}", outputs=[output]))
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "turn.ipynb")
    page = export(tmp_path / "turn.ipynb").read_text()
    assert "Not answered" not in page and "Wanted" not in page
    assert page.count("So many dwarfs.") == page.count("One more than six.") == 1


def test_a_cell_has_its_own_words_for_a_page(tmp_path):
    cells = [
        nbformat.v4.new_markdown_cell("Press *Train*.", metadata={"page": "It *was* trained."}),
        nbformat.v4.new_markdown_cell("And again.", metadata={"page": ""}),
        nbformat.v4.new_code_cell("print(load_bet())", metadata={"page": ""}),
        nbformat.v4.new_markdown_cell("So it is."),
    ]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "words.ipynb")
    page = export(tmp_path / "words.ipynb").read_text()
    assert "It <em>was</em> trained." in page and "So it is." in page
    assert not any(words in page for words in ("Train</em>", "And again", "load_bet"))


def test_controls_that_move_nothing_are_left_out_and_what_they_showed_stays(tmp_path):
    drawn = ipywidgets.Output()
    picture = base64.b64encode(b"a picture").decode()
    drawn.outputs = ({"output_type": "display_data", "data": {"image/png": picture},
                      "metadata": {}},)  # fmt: skip
    live = ipywidgets.VBox(
        [
            ipywidgets.HBox([ipywidgets.IntSlider(), ipywidgets.Button(description="Train")]),
            ipywidgets.HTML("<b>epoch 8</b>"),
        ]
    )
    steps = ipywidgets.VBox([ipywidgets.IntSlider(), drawn])
    bare = ipywidgets.VBox([ipywidgets.IntSlider(), ipywidgets.HTML("")])
    for box, shown in ((live, "<b>epoch 8</b>"), (steps, f"base64,{picture}"), (bare, "")):
        page = export(notebook_with(tmp_path, box)).read_text()
        assert shown in page
        assert ("answers to a running kernel" in page) == (not shown)


def test_the_export_command(tmp_path, frames, capsys):
    notebook = notebook_with(tmp_path, EpochPlayer(frames), ipywidgets.IntSlider())
    page = tmp_path / "page.html"
    assert main(["export", str(notebook), "-o", str(page)]) == 0
    assert capsys.readouterr().out.startswith(str(page))
    assert page.read_text().count("answers to a running kernel") == 1
    assert main(["export", str(tmp_path / "none.ipynb")]) == 2
    assert "notebook: expected a notebook file" in capsys.readouterr().err
    (tmp_path / "text.ipynb").write_text("not a notebook")
    assert main(["export", str(tmp_path / "text.ipynb")]) == 2
    assert main(["export", str(notebook), "-o", str(tmp_path / "no" / "page.html")]) == 2


def exported(folder, text):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(text)])
    nbformat.write(notebook, folder / "text.ipynb")
    return export(folder / "text.ipynb").read_text()


def test_formulas_are_drawn_into_the_page(tmp_path):
    page = exported(tmp_path, r"# Sums" "\n\nHere $a_k$ is\n\n" r"$$\sum_k \frac{a_k}{2}$$")
    assert "<title>Sums</title>" in page
    labels = re.findall(r'<svg[^>]* aria-label="([^"]+)"', page)
    assert labels == ["a_k", r"\sum_k \frac{a_k}{2}"]
    assert "$" not in page[page.index("Here") :]


def test_a_formula_that_cannot_be_drawn_stays_as_it_was_written(tmp_path):
    assert formula_svg(r"\nosuchcommand x") is None
    assert r"$\nosuchcommand x$" in exported(tmp_path, r"So $\nosuchcommand x$ it is")


def test_a_drawn_formula_stands_on_the_line_in_its_own_size():
    short, tall = formula_svg("x"), formula_svg(r"\frac{1}{2}", display=True)
    heights = [float(re.search(r"height:([\d.]+)em", drawn)[1]) for drawn in (short, tall)]
    # An x is about half as high as the letters' size; a fraction takes two lines.
    assert 0.3 < heights[0] < 0.7 < 1.4 < heights[1] < 2.6
    below = float(re.search(r"vertical-align:([-\d.]+)em", tall)[1])
    assert -1.2 < below < -0.4
    # What is drawn fills its box, and nothing lies outside.
    left, top, width, height = map(float, re.search(r'viewBox="([^"]+)"', tall)[1].split())
    path = re.search(r' d="([^"]+)"', tall)[1]
    points = np.array(re.findall(r"-?\d+\.\d+", path), float).reshape(-1, 2)
    assert (points.min(0) >= (left - 0.5, top - 0.5)).all()
    assert (points.max(0) <= (left + width + 0.5, top + height + 0.5)).all()
    assert np.ptp(points[:, 1]) > 0.9 * height - 0.5


def test_a_solution_stays_folded(tmp_path):
    fold = "<details>\n<summary>Solution</summary>\n\n```python\nanswer = 1\n```\n\n</details>"
    page = exported(tmp_path, f"Before\n\n{fold}\n\nAfter")
    places = [page.index(text) for text in ("<details>", "answer", "</details>", "After")]
    assert places == sorted(places)


def test_local_pictures_are_put_into_the_page(tmp_path):
    Image.new("RGB", (4, 4), "red").save(tmp_path / "red.png")
    page = exported(tmp_path, '![red](red.png) and <img src="red.png" alt="red too">')
    assert page.count('src="data:image/png;base64,') == 2


def test_pictures_are_described(tmp_path):
    store = io.BytesIO()
    Image.new("L", (4, 4)).save(store, "PNG")
    data = {"image/png": base64.b64encode(store.getvalue()).decode()}
    outputs = [nbformat.v4.new_output("display_data", data=data) for _ in range(2)]
    cell = nbformat.v4.new_code_cell("draw()", outputs=outputs)
    cell.metadata["alt"] = ['A "7" & an 8.', "<b>Bars</b>."]
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), tmp_path / "pictures.ipynb")
    page = export(tmp_path / "pictures.ipynb").read_text()
    alts = [html.unescape(alt) for _, alt in re.findall(r"<img alt=([\"'])(.*?)\1", page)]
    assert alts == cell.metadata["alt"]
    assert "<b>Bars" not in page


def test_code_that_jupyterlab_folds_is_folded_in_the_page_and_can_be_unfolded(tmp_path):
    folded = {"jupyter": {"source_hidden": True}}
    cells = [
        nbformat.v4.new_code_cell("# @title Set-up <1>\nfirst = 1", metadata=folded),
        nbformat.v4.new_code_cell("second = 2"),
        nbformat.v4.new_code_cell("third = 3", metadata=folded),
    ]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "lesson.ipynb")
    page = export(tmp_path / "lesson.ipynb").read_text()
    folds = re.findall(r"<details[^>]*>\s*<summary>(.*?)</summary>(.*?)</details>", page, re.S)
    assert [title for title, _ in folds] == ["Set-up &lt;1&gt;", "Code"]
    inside = "".join(text for _, text in folds)
    assert "first" in inside and "third" in inside and "second" not in inside
    assert "second" in page and "<details open" not in page


def test_what_answers_a_guess_waits_in_the_page_until_it_is_asked_for(tmp_path):
    def cell(source, said, metadata):
        output = nbformat.v4.new_output("stream", text=said)
        return nbformat.v4.new_code_cell(source, outputs=[output], metadata=metadata)

    hidden = {"jupyter": {"outputs_hidden": True}}
    cells = [cell("ask()", "a question", {}), cell("tell()", "the truth", hidden)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "lesson.ipynb")
    page = export(tmp_path / "lesson.ipynb").read_text()
    ((title, inside),) = re.findall(
        r"<details[^>]*>\s*<summary>(.*?)</summary>(.*?)</details>", page, re.S
    )
    assert title == "See the answer"
    assert "the truth" in inside and "tell" not in inside and "a question" not in inside


def test_a_film_is_in_the_page_and_stands_still_where_that_is_wanted(tmp_path):
    (tmp_path / "films").mkdir()
    for name in ("a", "a_still"):
        Image.new("RGB", (8, 8)).save(tmp_path / "films" / f"{name}.webp")
    film = '[![Noise & "edges"](films/a.webp)](films/a_still.webp "Four moments of it")'
    page = exported(tmp_path, f"# A lesson\n\nTwo sentences.\n\n{film}\n\nMore.")
    picture = re.search(r"<picture>.*?</picture>", page, re.S)[0]
    assert re.search(r'<source media="\(prefers-reduced-motion: reduce\)" srcset="data:', picture)
    assert re.search(r'<img [^>]*src="data:image/webp;base64,', picture)
    assert html.unescape(re.search(r'alt=["\'](.*?)["\'] s', picture)[1]) == 'Noise & "edges"'
    assert "films/a" not in page and "More." in page


def test_a_film_that_is_not_there_stays_a_link(tmp_path):
    page = exported(tmp_path, "[![Noise](films/a.webp)](films/a_still.webp)")
    assert '<a href="films/a_still.webp">' in page and "<picture>" not in page
