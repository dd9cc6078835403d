"""The clickable matrix where it lives: a cell is clicked, and that cell's pictures are there."""

import io
import re

import nbclient
import nbformat
import numpy as np
import pytest
from PIL import Image

from helpers.analysis.confusion import confusion_matrix, most_confident
from helpers.commands.export import export
from tests.support.lab_harness import eventually
from tools import ROOT

NAMES = ["ant", "bee", "cat", "dog"]
N = 200
DATA = f"""
import numpy as np
rng = np.random.default_rng(0)
labels = rng.integers(0, 4, {N})
scores = rng.normal(size=(3, {N}, 4)) + 1.5 * np.eye(4)[labels]
probabilities = np.exp(scores) / np.exp(scores).sum(axis=2, keepdims=True)
# Picture number 7 has the grey of 7: what is on the screen tells which one it is.
pictures = np.empty(({N}, 8, 8), np.uint8)
pictures[:] = np.arange({N})[:, None, None]
"""
MATRIX = f"""
from helpers.widgets import ConfusionMatrix
matrix = ConfusionMatrix(labels, probabilities, {NAMES}, [0, 2, 9], pictures, per_cell=5,
                         title="Four animals")
matrix
"""
TELL = "print(matrix.cell, matrix.epoch, matrix.by, matrix.class_index)"
VOTE = f"""
from helpers.widgets import LabelVote
vote = LabelVote(pictures[:3], [0, 1, 2], [3, 3, 3], {NAMES}, [0.9, 0.8, 0.7])
vote
"""
COUNT = "print(vote.votes)"
MANY = """
many_labels = np.arange(200) % 30
many_said = (many_labels + (np.arange(200) >= 150)) % 30  # the last 50 are called the next class
many = ConfusionMatrix(many_labels, np.eye(30)[many_said], pictures=pictures)
many
"""


@pytest.fixture(scope="module")
def truth():
    """The same data, and for each epoch which pictures each cell shows."""
    space = {}
    exec(DATA, space)
    labels, probabilities = space["labels"], space["probabilities"]
    said = probabilities.argmax(axis=2)
    return {
        epoch: (
            confusion_matrix(labels, said[moment], 4),
            {
                (i, j): most_confident(
                    probabilities[moment], (labels == i) & (said[moment] == j), 5
                ).tolist()
                for i in range(4)
                for j in range(4)
            },
        )
        for moment, epoch in enumerate((0, 2, 9))
    }


class Matrix:
    """A matrix in a page, seen and used as a reader does."""

    def __init__(self, page):
        self.page = page
        self.root = page.locator(".wil-matrix").first
        self.root.wait_for()
        self.slider = self.root.locator("input[type=range]")
        self.behind = self.root.locator(".wil-behind")

    def cell(self, actual, said):
        return self.root.locator("[role=gridcell]").nth(4 * actual + said)

    def go_to(self, frame):
        self.slider.focus()
        self.page.keyboard.press("Home")
        for _ in range(frame):
            self.page.keyboard.press("ArrowRight")

    def shows(self, numbers):
        """Wait until these pictures are on the screen: by their captions and by their pixels."""
        eventually(self._shown, numbers)

    def _shown(self):
        captions = self.behind.locator("figcaption > div:first-child").all_inner_texts()
        greys = []
        for canvas in self.behind.locator("canvas").all():
            shot = np.asarray(Image.open(io.BytesIO(canvas.screenshot())).convert("L"))
            greys.append(int(shot[shot.shape[0] // 2, shot.shape[1] // 2]))
        assert [int(text.removeprefix("number ")) for text in captions] == greys
        return greys

    def has_focus_on(self, cell):
        """Wait until the cell of this actual and predicted class has the focus."""
        look = (
            "() => [...document.querySelectorAll('.wil-matrix [role=gridcell]')]"
            ".indexOf(document.activeElement)"
        )
        eventually(lambda: divmod(self.page.evaluate(look), 4), cell)


@pytest.fixture(scope="module")
def notebook(lab, open_page):
    """A notebook with a matrix and a vote, run once for the tests that share it."""
    page = open_page()
    notebook = lab.open(page, lab.make("matrix.ipynb", [DATA, MATRIX, TELL, VOTE, COUNT]))
    notebook.run_all()
    return notebook


@pytest.fixture
def matrix(notebook):
    matrix = Matrix(notebook.page)
    matrix.go_to(2)
    return matrix


@pytest.mark.parametrize("cell", [(1, 2), (3, 3), (0, 3)])
def test_a_clicked_cell_shows_its_pictures_at_every_epoch(matrix, truth, cell):
    matrix.cell(*cell).click()
    for frame, (counts, pictures) in reversed(list(enumerate(truth.values()))):
        matrix.go_to(frame)
        matrix.shows(pictures[cell])
        heading = matrix.behind.locator("h4").inner_text()
        count = counts[cell]
        assert heading.startswith(f"{NAMES[cell[0]]}, called {NAMES[cell[1]]}: {count} picture")
    assert matrix.cell(*cell).get_attribute("aria-selected") == "true"


def test_the_keyboard_moves_and_opens_and_jupyterlab_stays_as_it_is(notebook, matrix, truth):
    matrix.cell(0, 0).click()
    for key, cell in (
        ("ArrowRight", (0, 1)), ("ArrowDown", (1, 1)), ("ArrowDown", (2, 1)), ("End", (2, 3)),
        ("ArrowRight", (2, 3)), ("ArrowLeft", (2, 2)), ("ArrowUp", (1, 2)), ("Home", (1, 0)),
        ("Control+End", (3, 3)), ("Control+Home", (0, 0)), ("ArrowDown", (1, 0)),
    ):  # fmt: skip
        matrix.page.keyboard.press(key)
        matrix.has_focus_on(cell)
        # One stop for Tab: the cell where one is.
        assert matrix.root.locator("[role=gridcell][tabindex='0']").count() == 1
    pictures = truth[9][1]
    matrix.shows(pictures[0, 0])
    matrix.page.keyboard.press("Enter")
    matrix.shows(pictures[1, 0])
    matrix.page.keyboard.press("ArrowRight")
    matrix.page.keyboard.press("ArrowRight")
    matrix.page.keyboard.press(" ")
    matrix.shows(pictures[1, 2])
    panel = "window.jupyterapp.shell.currentWidget.content"
    assert notebook.page.evaluate(f"{panel}.activeCellIndex") == 1
    assert notebook.page.evaluate(f"{panel}.mode") == "command"
    notebook.run_until_it_prints(2, "[1, 2] 9 row -1")


def test_the_numbers_in_the_cells_are_what_the_menu_says(matrix, truth):
    counts = truth[9][0]
    menu = matrix.root.locator("select").first
    n = counts[2, 1]

    def percent(share):
        return f"{100 * share:.{0 if share >= 0.0995 else 1}f} %\n{n}"

    for choice, wanted in (
        ("column", percent(n / counts[:, 1].sum())),
        ("none", f"{n}"),
        ("row", percent(n / counts[2].sum())),
    ):
        menu.select_option(choice)
        eventually(lambda: matrix.cell(2, 1).inner_text().replace("\u00a0", " ").strip(), wanted)
    diagonal = f"{counts[3, 3]}/{counts[3].sum()}"
    eventually(lambda: matrix.cell(3, 3).inner_text().split("\n")[-1], diagonal)
    right = np.trace(counts)
    headline = matrix.root.locator(".wil-headline").inner_text()
    assert headline.startswith(f"epoch 9  ·  {right} of {N} right")


def test_a_class_can_be_marked(matrix, truth):
    counts = truth[9][0]
    menu = matrix.root.locator("select").nth(2)
    menu.select_option("2")
    tp = counts[2, 2]
    fn, fp = counts[2].sum() - tp, counts[:, 2].sum() - tp
    rows = matrix.root.locator(".wil-outcomes tr")
    wanted = {
        "TP": str(tp), "FN": str(fn), "FP": str(fp), "TN": str(N - tp - fn - fp),
        "AN": str(N - tp - fn),
    }  # fmt: skip
    eventually(lambda: dict(row.inner_text().split("\t")[:2] for row in rows.all()[:5]), wanted)
    recall = rows.nth(6).inner_text().replace("\u00a0", " ").split("\t")
    assert recall == ["recall", "TP / (TP + FN)", f"{100 * tp / (tp + fn):.0f} %"]
    kinds = [matrix.cell(*cell).get_attribute("data-outcome") for cell in ((2, 2), (2, 0), (1, 2))]
    assert kinds == ["TP", "FN", "FP"]
    # A click on the class's name takes the mark away.
    matrix.root.get_by_role("rowheader", name="cat").click()
    matrix.root.locator(".wil-outcomes").wait_for(state="hidden")
    assert menu.input_value() == "-1"


def test_it_fits_a_phone_and_a_dark_theme(notebook, matrix):
    page, before = notebook.page, notebook.page.viewport_size

    def brightest(locator):
        # Looked up anew each time: where the place changes, the cells are made anew.
        colour = locator.evaluate("(each) => getComputedStyle(each).backgroundColor")
        return max(map(int, re.findall(r"\d+", colour)))

    try:
        page.set_viewport_size({"width": 400, "height": 800})
        page.wait_for_function("(root) => root.clientWidth < 330", arg=matrix.root.element_handle())
        assert matrix.root.evaluate("(root) => root.scrollWidth <= root.clientWidth")
        notebook.theme("JupyterLab Dark")
        eventually(lambda: brightest(matrix.cell(0, 3)), lambda value: value < 200)
        eventually(lambda: brightest(matrix.root), lambda value: value < 60)
    finally:
        page.set_viewport_size(before)
        notebook.theme("JupyterLab Light")
    eventually(lambda: brightest(matrix.cell(0, 3)), lambda value: value > 200)


def test_a_vote_is_blind_then_told_and_counted(notebook):
    page = notebook.page
    root = page.locator(".wil-vote")
    told, counts = root.locator(".wil-told"), root.locator(".wil-counts")
    root.wait_for()
    assert told.inner_text().strip() == ""
    root.locator("[data-vote=network]").click()
    secret = "The data set says ant. The network says dog, 90.0\u00a0% sure."
    eventually(told.inner_text, secret)
    assert root.locator("[data-vote=label]").is_disabled(), "a vote is final"
    page.keyboard.press("Enter")  # the focus is on "Next"
    eventually(lambda: told.inner_text().strip(), "")
    root.locator("[data-vote=both]").click()
    page.keyboard.press("Enter")
    root.locator("[data-vote=network]").focus()
    page.keyboard.press(" ")
    eventually(
        counts.inner_text,
        "Your votes: with the label 0, with the network 2, both fit 1, neither fits 0; 0 to go.",
    )
    notebook.run_until_it_prints(4, "['network', 'both', 'network']")


@pytest.fixture(scope="module")
def rendered(tmp_path_factory):
    """A notebook with its outputs, run by nbclient, as the lessons are."""
    path = tmp_path_factory.mktemp("rendered") / "rendered.ipynb"
    made = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(text) for text in (DATA, MATRIX, VOTE, MANY)]
    )
    made.cells.insert(0, nbformat.v4.new_markdown_cell("# A lesson"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(ROOT))
        nbclient.NotebookClient(made, timeout=120, kernel_name="python3").execute()
    nbformat.write(made, path)
    return path


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_an_exported_page_works_from_disk_without_a_network(
    open_page, rendered, tmp_path, truth, theme
):
    page = open_page(offline=True)
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(export(rendered, tmp_path / "page.html", theme).as_uri())
    matrix = Matrix(page)
    matrix.cell(2, 2).click()
    matrix.shows(truth[9][1][2, 2])
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    matrix.shows(truth[9][1][2, 1])
    matrix.go_to(0)
    matrix.shows(truth[0][1][2, 1])
    page.locator("[data-vote=neither]").click()
    page.get_by_text("neither fits 1").wait_for()
    assert not errors


def test_many_classes_are_squares_that_say_what_they_are(open_page, rendered, tmp_path):
    page = open_page(offline=True)
    page.goto(export(rendered, tmp_path / "page.html", "light").as_uri())
    root = page.locator(".wil-matrix").nth(1)
    canvas, told = root.locator("canvas").first, root.locator(".wil-cell")
    # Which of 200 pictures are of class 4, and which of them are called 5.
    of_class = [number for number in range(200) if number % 30 == 4]
    called_next = [number for number in of_class if number >= 150]
    wanted = f"actual 4, predicted 5: {len(called_next)}, "
    canvas.focus()
    for key in ("Control+Home", *["ArrowDown"] * 4, *["ArrowRight"] * 5):
        page.keyboard.press(key)
    eventually(lambda: told.inner_text().startswith(wanted), True)
    assert told.inner_text().endswith("wrong")
    page.keyboard.press("Enter")
    captions = root.locator(".wil-behind figcaption > div:first-child")
    eventually(captions.all_inner_texts, [f"number {number}" for number in called_next])
    page.keyboard.press("PageDown")
    eventually(told.inner_text, "actual 14, predicted 5: 0")
    # The canvas ends with the last cell; a hand on it reads it, and a name marks its class.
    box = canvas.bounding_box()
    canvas.hover(position={"x": box["width"] - 3, "y": box["height"] - 3})
    eventually(lambda: told.inner_text().split(":")[0], "actual 29, predicted 29")
    canvas.click(position={"x": 5, "y": box["height"] - 3})
    eventually(root.locator("select").nth(2).input_value, "29")


@pytest.mark.parametrize("width", [1400, 360])
def test_no_number_is_cut_and_all_stays_within_its_place(open_page, rendered, tmp_path, width):
    page = open_page(offline=True)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(export(rendered, tmp_path / "page.html", "light").as_uri())
    page.locator(".wil-many canvas").wait_for()
    cut = "(cells) => cells.filter((cell) => cell.scrollWidth > cell.clientWidth).length"
    cells = page.locator(".wil-matrix [role=gridcell]")
    assert cells.count() == 16
    assert cells.evaluate_all(cut) == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator(".wil-many canvas").bounding_box()["width"] <= min(width, 640)
