"""Every lesson in JupyterLab: as it is stored, run from top to bottom, and moved by hand.

Each is opened and run once; the tests of one lesson share its page.
"""

import pytest

from helpers.analysis.confusion import most_confident
from helpers.course.records import shipped_record
from helpers.datasets import load
from tests.support.lab_harness import eventually
from tests.support.lesson_reader import LessonReader
from tests.support.pad_hand import SEVEN, Hand
from tools.lessons import NOTEBOOKS

NAMES = sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb"))
*LESSONS, INDEX = NAMES


def only(name):
    """Mark a test as one of a single lesson."""
    return pytest.mark.parametrize("stored", [name], indirect=True)


@pytest.fixture(scope="module", params=NAMES)
def stored(request, lab, open_page):
    """A lesson as it is stored, opened and trusted, nothing run yet."""
    page = open_page()
    yield LessonReader(lab, page, NOTEBOOKS / f"{request.param}.ipynb")
    page.context.close()


@pytest.fixture(scope="module")
def lesson(stored):
    """The same lesson, run from top to bottom in its quick size: no cell has failed."""
    stored.notebook.run_all()
    return stored


@pytest.mark.parametrize("stored", LESSONS, indirect=True)
def test_the_stored_lesson_answers_without_being_run(stored):
    stored.finds_nothing_amiss(ours=True)
    assert stored.moves_every_slider() > 0


#: What JupyterLab tells of each output that it hides.
_HIDDEN = """() => window.jupyterapp.shell.currentWidget.content.widgets
  .filter((cell) => cell.outputHidden)
  .map((cell) => cell.node.querySelector(".jp-OutputPlaceholder").innerText.trim())"""


@pytest.mark.parametrize("stored", LESSONS, indirect=True)
def test_what_answers_a_guess_is_hidden_until_it_is_run(stored):
    cells = stored.notebook.cells()
    wanted = [cell for cell in cells if cell["metadata"].get("jupyter", {}).get("outputs_hidden")]
    assert stored.page.evaluate(_HIDDEN) == ["" for _ in wanted]


def test_every_answer_is_seen_after_the_run(lesson):
    assert lesson.page.evaluate(_HIDDEN) == []


def test_no_widget_is_dead_and_no_picture_empty(lesson):
    lesson.finds_nothing_amiss()


@pytest.mark.parametrize("stored", LESSONS, indirect=True)
def test_every_slider_moves_its_picture(lesson):
    assert lesson.moves_every_slider() > 0


@only("01_data_exploration")
def test_a_bet_is_placed_and_kept(lesson):
    form = lesson.output("BetForm(")
    menus = form.locator("select")
    for i, name in enumerate(("Shirt", "Coat", "Sandal", "Sneaker", "Coat", "Pullover")):
        menus.nth(i).select_option(label=name)
    form.get_by_role("button", name="Place my bet").click()
    said = "Your bet: Coat and Shirt; Sandal and Sneaker; Pullover and Coat."
    form.get_by_text(said).wait_for()
    form.get_by_text("in your logbook on the machine").wait_for()  # so it is on disk
    read_back = lesson.place_of("print(load_bet()")
    lesson.notebook.run(read_back)
    assert lesson.notebook.text(read_back).startswith(said)


@only("02_umap")
def test_the_map_answers_to_the_pointer(stored):
    cloud = stored.page.locator(".wil-cloud").first
    cloud.locator("select").first.select_option("class")  # before, no class is named
    cloud.locator("canvas.wil-map").scroll_into_view_if_needed()
    box = cloud.locator("canvas.wil-map").bounding_box()
    said = cloud.locator(".wil-caption")
    before = said.inner_text()
    for share in (0.37, 0.6):
        stored.page.mouse.move(box["x"] + share * box["width"], box["y"] + 0.5 * box["height"])
        before = eventually(said.inner_text, lambda text, old=before: text != old)
    assert before.startswith("Nearest to the spot: ")


@only("03_mlp_vs_cnn")
def test_a_convolution_of_ones_own(lesson):
    convolution = lesson.page.locator(".wil-convolution")
    convolution.locator("select").nth(0).select_option("nine by nine")
    convolution.locator("select").nth(2).select_option("2")
    eventually(convolution.locator(".wil-output h4").inner_text, "output: 4 × 4")
    convolution.locator(".wil-output canvas").focus()
    for key in ("Home", "ArrowUp", "ArrowUp", "ArrowUp"):
        lesson.page.keyboard.press(key)
    total = convolution.locator(".wil-sum b")
    eventually(total.inner_text, "27")  # as the cell below prints it
    names = convolution.locator("option").all_inner_texts()
    learned = next(name for name in names if "learned" in name)
    convolution.locator("select").nth(1).select_option(learned)
    eventually(total.inner_text, lambda text: text != "27")


@only("03_mlp_vs_cnn")
def test_the_edge_that_no_node_sees(lesson):
    field = lesson.page.locator(".wil-receptive")
    field.locator("input[type=range]").press("End")
    field.locator("canvas[tabindex]").focus()
    for _ in range(9):
        lesson.page.keyboard.press("ArrowRight")
        lesson.page.keyboard.press("ArrowDown")
    # The last node of the last maps does not reach the edge: row and column 27 are not seen.
    seen = "Node 4, 4 sees 10 × 10 pixels: rows 16 to 25, columns 16 to 25."
    eventually(field.locator(".wil-words").inner_text, lambda text: text.startswith(seen))


@only("04_feature_maps")
def test_a_digit_is_drawn_and_read(lesson):
    hand = Hand(lesson.page)
    hand.press("Clear")
    assert hand.says() is None
    before = hand.shown(".wil-tiles")
    hand.draw(SEVEN)
    assert hand.says() == 7
    assert hand.shown(".wil-tiles") != before
    # The second pointer looks at what is on the pad.
    url = "(canvas) => canvas.toDataURL()"
    seen = lesson.page.locator(".wil-pointer").nth(1).locator(".wil-pair > :last-child canvas")
    eventually(lambda: seen.evaluate(url), hand.root.locator(".wil-seen").evaluate(url))
    hand.press("Clear")
    assert hand.says() is None


@only("04_feature_maps")
def test_a_pixel_is_pointed_at(lesson):
    pointer = lesson.page.locator(".wil-pointer").first
    large = pointer.locator(".wil-large")
    large.scroll_into_view_if_needed()
    box = large.bounding_box()
    heads = set()
    for row in (3, 20):
        place = {"x": 5.5 / 26 * box["width"], "y": (row + 0.5) / 26 * box["height"]}
        large.click(position=place)
        said = pointer.locator(".wil-title").inner_text
        heads.add(eventually(said, lambda text, row=row: text.endswith(f"row {row}, column 5")))
        value, network = (float(pointer.get_attribute(f"data-{k}")) for k in ("value", "network"))
        assert value == pytest.approx(network, abs=1e-5)
    assert len(heads) == 2


@only("05_confusion_matrix")
def test_a_bet_is_settled(lesson):
    form = lesson.output("BetForm(names)")
    menus = form.locator("select")
    for i, name in enumerate(("Shirt", "Coat", "Sandal", "Bag", "T-shirt/top", "Shirt")):
        menus.nth(i).select_option(label=name)
    form.get_by_role("button", name="Place my bet").click()
    form.get_by_text("Your bet: Coat and Shirt; Sandal and Bag; T-shirt/top and Shirt.").wait_for()
    form.get_by_text("in your logbook on the machine").wait_for()  # so it is on disk
    settled = lesson.output("BetAnswer(")
    said = "Coat and Shirt (place 2); Sandal and Bag (place"
    eventually(settled.locator(".wil-told").inner_text, lambda text: said in text)
    assert settled.locator(".wil-told").inner_text().endswith(" 2 of 3 right.")
    # A frame around both cells of each pair: the first's are in the Coat's and the Shirt's row.
    frames = [frame.bounding_box() for frame in settled.locator(".wil-bet-cell").all()]
    assert len(frames) == 6
    (one, other) = frames[:2]
    assert one["y"] < other["y"] and one["x"] > other["x"]
    assert one["x"] - other["x"] == pytest.approx(2 * one["width"], rel=0.02)


@only("05_confusion_matrix")
def test_a_clicked_cell_shows_its_pictures(lesson):
    matrix = lesson.output("ConfusionMatrix.from_record(\n")
    matrix.locator("input[type=range]").press("End")
    matrix.locator("[role=gridcell]").nth(10 * 9 + 7).click()  # ankle boots, called sneakers
    record, data = shipped_record("fashion_cnn"), load("fashion_mnist", size="sample")
    probabilities = record.probabilities[-1]
    said = probabilities.argmax(axis=1)
    chosen = (record.test_labels == 9) & (said == 7)
    heading = f"Ankle boot, called Sneaker: {chosen.sum()} pictures at epoch 16."
    matrix.locator(".wil-behind h4").get_by_text(heading).wait_for()
    n = len(data.x_test)  # the lesson's pictures in its quick size
    wanted = [f"number {k}" for k in most_confident(probabilities[:n], chosen[:n], 12)]
    eventually(matrix.locator("figcaption > div:first-child").all_inner_texts, wanted)


@only("05_confusion_matrix")
def test_a_vote_is_counted(lesson):
    counts = lesson.place_of("vote.counts")
    lesson.output("vote = LabelVote(").locator("[data-vote=network]").click()
    cells = lesson.notebook.output(counts).get_by_role("row", name="votes").get_by_role("cell")

    def counted():
        lesson.notebook.run(counts)
        return cells.all_inner_texts()

    eventually(counted, ["0", "1", "0", "0", "11"])


@only("06_training_animation")
def test_time_moves_in_both_players(lesson):
    training = lesson.output("player = EpochPlayer").locator("input[type=range]")
    dog = lesson.output("follower.link(player)")
    for key, epoch in (("Home", "0"), ("End", "48")):
        training.press(key)
        # The dog follows, though nobody touched it: the two are linked in the browser.
        dog.locator(f"canvas[data-epoch='{epoch}']").wait_for()


@only("06_training_animation")
def test_training_goes_on_by_slider_and_button(lesson):
    live = lesson.output("LiveTraining(")
    live.scroll_into_view_if_needed()
    live.get_by_text("epoch 3 of 3").wait_for()
    readout, handle = live.locator(".widget-readout"), live.locator(".noUi-handle")
    handle.press("Home")
    eventually(readout.inner_text, "1")
    live.locator(".noUi-target").click()  # in its middle
    eventually(readout.inner_text, lambda text: text in ("24", "25"))
    handle.press("End")
    eventually(readout.inner_text, "48")
    picture = live.locator("img")
    assert picture.evaluate("(img) => img.complete && img.naturalWidth") == 1200
    before = picture.get_attribute("alt")
    readout.fill("4")
    readout.press("Enter")
    live.get_by_role("button", name="Train").click()
    live.get_by_text("epoch 4 of 4").wait_for()
    eventually(lambda: live.locator("img").get_attribute("alt"), lambda text: text != before)


BROKEN = """
import anywidget, ipywidgets, matplotlib.pyplot as plt
class Broken(anywidget.AnyWidget):
    _esm = "export default { render() { throw new Error('ouch'); } }"
Broken()
"""
EMPTY = "plt.plot([0, 1], color='white'); plt.axis('off'); plt.show()"
CLOSED = "button = ipywidgets.Button(description='a button'); display(button); button.close()"
LOST = "from IPython.display import HTML; HTML('<img src=lost.png alt=picture>')"


def test_the_reader_would_notice(lab, page, tmp_path):
    path = lab.notebooks / lab.make("amiss.ipynb", [BROKEN, EMPTY, CLOSED, LOST, "1 + 1"])
    reader = LessonReader(lab, page, path.rename(tmp_path / "amiss.ipynb"))
    reader.notebook.run_all()
    cells = eventually(
        lambda: [line.split()[1].strip(",:") for line in reader.amiss()],
        lambda cells: set(cells) >= set("0123"),
    )
    assert "4" not in cells
    eventually(lambda: " ".join(reader.wrong), lambda said: "ouch" in said)


def test_the_pages_console_told_of_no_error(lesson):
    assert lesson.wrong == []
