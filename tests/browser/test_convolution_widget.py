"""Lesson 3's widgets where they live: their JavaScript arithmetic against NumPy's and Keras'."""

import itertools

import nbclient
import nbformat
import numpy as np
import pytest

from helpers.analysis.convolution import convolve, patches
from helpers.commands.export import export
from helpers.course.records import shipped_record
from helpers.widgets.convolution import EXAMPLE, KERNELS
from tests.support.lab_harness import eventually
from tools import ROOT

DIGIT = np.random.default_rng(5).integers(0, 256, (12, 10))
OWN = np.round(np.random.default_rng(6).normal(size=(4, 2)), 2)
CONVOLUTION = f"""
import numpy as np
from helpers.widgets.convolution import EXAMPLE, ConvolutionExplorer
convolution = ConvolutionExplorer(
    {{"nine": EXAMPLE, "noise": np.array({DIGIT.tolist()})}}, {{"own": {OWN.tolist()}}},
    title="A convolution",
)
convolution
"""
TELL = "print(convolution.output.shape, convolution.output.sum(), convolution.pixel)"
RUNS = """
from helpers.course.records import shipped_record
from helpers.widgets import RunExplorer
runs = RunExplorer(shipped_record("mnist_settings"), choice=[0, 0, 0])
runs
"""
TELL_RUNS = "print(runs.choice, runs.run)"
FIELD = """
import json
from helpers.widgets import ReceptiveFieldExplorer
from helpers.networks.architectures import mnist_cnn
from helpers.networks.anatomy import receptive_field
network = mnist_cnn()
field = ReceptiveFieldExplorer(network, np.full((28, 28), 99, np.uint8), layer="conv_2")
field
"""
TELL_FIELD = """
seen = receptive_field(network, field.layers[field.layer], *field.node)
print(field.layers[field.layer], field.node, seen.top, seen.left, seen.height, seen.width)
"""


class Convolution:
    """The widget in a page, used as a reader does."""

    def __init__(self, page):
        self.page = page
        self.root = page.locator(".wil-convolution").first
        self.root.wait_for()
        self.menus = self.root.locator("select")
        self.output = self.root.locator(".wil-output canvas")

    def choose(self, picture, kernel, stride, padding):
        for menu, value in zip(self.menus.all(), (picture, kernel, str(stride), padding)):
            menu.select_option(value)

    def numbers(self):
        """All numbers of the output, as the page's table has them."""
        details = self.root.locator("details")
        if not details.evaluate("(details) => details.open"):
            details.locator("summary").click()
            # The table is written when it is unfolded, a moment after the click.
            details.locator("td").first.wait_for()
        rows = details.locator("table").evaluate(
            "(table) => [...table.rows].map((row) => [...row.cells].map((td) => td.textContent))"
        )
        return np.array([[number(text) for text in row] for row in rows])

    def grids(self):
        """The patch, the kernel and the products that are written out."""
        return [
            [number(text) for text in grid.locator("span").all_inner_texts()]
            for grid in self.root.locator(".wil-numbers").all()
        ]

    def result(self):
        return number(self.root.locator(".wil-sum b").inner_text())


def number(text):
    return float(text.replace("\u2212", "-"))


@pytest.fixture(scope="module")
def notebook(lab, open_page):
    page = open_page()
    cells = [CONVOLUTION, TELL, RUNS, TELL_RUNS, FIELD, TELL_FIELD]
    notebook = lab.open(page, lab.make("convolution.ipynb", cells))
    notebook.run_all()
    return notebook


@pytest.fixture
def convolution(notebook):
    return Convolution(notebook.page)


PICTURES = {"nine": EXAMPLE, "noise": DIGIT}
ALL_KERNELS = {**KERNELS, "own": OWN}
COMBINATIONS = list(itertools.product(PICTURES, ALL_KERNELS, (1, 2, 3), ("valid", "same")))


def test_its_arithmetic_is_that_of_the_course(convolution):
    for name, kernel, stride, padding in COMBINATIONS:
        convolution.choose(name, kernel, stride, padding)
        picture = PICTURES[name][None, :, :, None]
        weights = np.array(ALL_KERNELS[kernel], float)
        expected = convolve(picture, weights[:, :, None, None], stride=stride, padding=padding)
        found = convolution.numbers()
        # The page writes four digits after the point.
        np.testing.assert_allclose(found, expected[0, :, :, 0], atol=5.1e-5, err_msg=f"{kernel}")


def test_stride_two_on_nine_by_nine_gives_four_by_four(convolution):
    heading = convolution.root.locator(".wil-output h4")
    convolution.choose("nine", "outline", 2, "valid")
    eventually(heading.inner_text, "output: 4 × 4")
    convolution.choose("nine", "outline", 2, "same")
    eventually(heading.inner_text, "output: 5 × 5")


def test_keys_and_pointer_write_the_sum_out(notebook, convolution):
    convolution.choose("nine", "sharpen", 2, "valid")
    kernel = np.array(KERNELS["sharpen"])
    seen = patches(EXAMPLE[None, :, :, None], (3, 3), stride=2)[0, ..., 0]

    def expect(row, column):
        patch = seen[row, column].astype(int)
        eventually(
            convolution.grids, [each.ravel().tolist() for each in (patch, kernel, patch * kernel)]
        )
        assert convolution.result() == (patch * kernel).sum()
        text = convolution.root.locator(".wil-where").inner_text()
        assert text.startswith(f"Output row {row}, column {column}:")

    box = convolution.output.bounding_box()
    convolution.output.click(position={"x": box["width"] * 0.6, "y": box["height"] * 0.4})
    expect(1, 2)
    for key, at in (
        ("ArrowRight", (1, 3)), ("ArrowRight", (1, 3)), ("ArrowDown", (2, 3)), ("Home", (2, 0)),
        ("ArrowUp", (1, 0)), ("ArrowUp", (0, 0)), ("ArrowUp", (0, 0)), ("End", (0, 3)),
    ):  # fmt: skip
        notebook.page.keyboard.press(key)
        expect(*at)
    panel = "window.jupyterapp.shell.currentWidget.content"
    assert notebook.page.evaluate(f"{panel}.activeCellIndex") == 0
    total = convolve(EXAMPLE[None, :, :, None], kernel[:, :, None, None], stride=2).sum()
    notebook.run_until_it_prints(1, f"(4, 4) {float(total)} [0, 3]")


def test_a_weight_can_be_typed(notebook, convolution):
    convolution.choose("nine", "copy", 1, "valid")
    field = convolution.root.locator(".wil-weights input").nth(5)
    field.fill("-2.5")
    eventually(convolution.menus.nth(1).input_value, "")  # "your own"
    kernel = np.zeros((3, 3))
    kernel[1, 1], kernel[1, 2] = 1, -2.5
    expected = convolve(EXAMPLE[None, :, :, None], kernel[:, :, None, None])[0, :, :, 0]
    np.testing.assert_allclose(convolution.numbers(), expected, atol=5.1e-5)
    field.fill("")  # nothing typed yet: the old number holds
    np.testing.assert_allclose(convolution.numbers(), expected, atol=5.1e-5)
    notebook.run_until_it_prints(1, f"(7, 7) {float(expected.sum())} {[0, 3]}")


def test_the_sliders_choose_a_run(notebook):
    page = notebook.page
    root = page.locator(".wil-runs").first
    curve = root.locator("path.wil-valid")
    before = curve.get_attribute("d")
    root.locator("input").nth(0).focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    root.locator("input").nth(1).focus()
    page.keyboard.press("End")
    eventually(root.locator("label b").all_inner_texts, ["0.03", "0.9", "0"])
    assert curve.get_attribute("d") != before
    record = shipped_record("mnist_settings")
    (run,) = np.flatnonzero(
        (record.settings["learning_rate"] == 0.03)
        & (record.settings["momentum"] == 0.9)
        & (record.settings["l2"] == 0)
    )
    words = root.locator(".wil-words").inner_text()
    assert f"{100 * record.scores['val_accuracy'][run, -1]:.1f}\u00a0% of the validation" in words
    notebook.run_until_it_prints(3, f"[3, 2, 0] {run}")


def test_the_receptive_field_is_that_of_the_network(notebook):
    page = notebook.page
    root = page.locator(".wil-receptive").first
    canvas = root.locator("canvas[tabindex]")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    canvas.click(position={"x": box["width"] * 0.96, "y": box["height"] * 0.04})
    words = root.locator(".wil-words")

    def says(text):
        eventually(words.inner_text, lambda said: said.startswith(text))

    says("Node 0, 10 sees 8 × 8 pixels: rows 0 to 7, columns 20 to 27.")
    notebook.run_until_it_prints(5, "conv_2 [0, 10] 0 20 8 8")
    canvas.focus()
    page.keyboard.press("PageUp")  # to the next layer: pool_2
    page.keyboard.press("ArrowRight")
    says("Node 0, 4 sees 10 × 10 pixels: rows 0 to 9, columns 16 to 25.")
    notebook.run_until_it_prints(5, "pool_2 [0, 4] 0 16 10 10")
    slider = root.locator("input[type=range]")
    slider.focus()
    page.keyboard.press("Home")
    eventually(words.inner_text, lambda said: "1 × 1 pixels" in said)


@pytest.fixture(scope="module")
def rendered(tmp_path_factory):
    """A notebook with its outputs, run by nbclient, as the lessons are."""
    path = tmp_path_factory.mktemp("rendered") / "rendered.ipynb"
    cells = [nbformat.v4.new_code_cell(text) for text in (CONVOLUTION, RUNS)]
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# A lesson"), *cells])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(ROOT))
        nbclient.NotebookClient(made, timeout=240, kernel_name="python3").execute()
    nbformat.write(made, path)
    return path


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_an_exported_page_works_from_disk_without_a_network(open_page, rendered, tmp_path, theme):
    page = open_page(offline=True)
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(export(rendered, tmp_path / "page.html", theme).as_uri())
    convolution = Convolution(page)
    convolution.choose("noise", "own", 3, "same")
    expected = convolve(DIGIT[None, :, :, None], OWN[:, :, None, None], stride=3, padding="same")
    np.testing.assert_allclose(convolution.numbers(), expected[0, :, :, 0], atol=5.1e-5)
    page.locator(".wil-runs input").first.focus()
    page.keyboard.press("End")
    eventually(page.locator(".wil-runs label b").first.inner_text, "1")
    assert not errors
