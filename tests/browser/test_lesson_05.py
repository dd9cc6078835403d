"""Lesson 5 in JupyterLab: a bet is placed and settled, a cell opened, a label voted on."""

from lab_harness import eventually

from helpers.analysis.confusion import most_confident
from helpers.commands._lessons import NOTEBOOKS
from helpers.datasets import load
from helpers.recording import load_record


def test_a_cell_opens_and_the_bet_is_settled(lab, page):
    notebook = lab.open(page, lab.copy(NOTEBOOKS / "05_confusion_matrix.ipynb"))
    notebook.run_all()
    sources = ["".join(cell["source"]) for cell in notebook.cells()]

    def place_of(text):
        return next(index for index, source in enumerate(sources) if text in source)

    form = notebook.output(place_of("BetForm(names)"))
    menus = form.locator("select")
    for i, name in enumerate(("Shirt", "Coat", "Sandal", "Bag", "T-shirt/top", "Shirt")):
        menus.nth(i).select_option(label=name)
    form.get_by_role("button", name="Place my bet").click()
    form.get_by_text("Your bet: Coat and Shirt; Sandal and Bag; T-shirt/top and Shirt.").wait_for()
    settled = place_of('"your bet": bet.pairs')
    notebook.run(settled)
    row = notebook.output(settled).get_by_role("row", name="your bet")
    row.get_by_text("2 of 3").wait_for()
    assert "Coat and Shirt (place 2)" in row.inner_text()

    matrix = notebook.output(place_of("ConfusionMatrix.from_record(\n"))
    matrix.locator("[role=gridcell]").nth(10 * 9 + 7).click()  # ankle boots, called sneakers
    matrix.get_by_text("Ankle boot, called Sneaker").wait_for()
    heading = matrix.locator(".wil-behind h4").inner_text()
    record, data = load_record("fashion_cnn"), load("fashion_mnist", size="sample")
    probabilities = record.probabilities[-1]
    said = probabilities.argmax(axis=1)
    chosen = (record.test_labels == 9) & (said == 7)
    assert heading.startswith(f"Ankle boot, called Sneaker: {chosen.sum()} pictures at epoch 16.")
    n = len(data.x_test)  # the lesson's pictures in its quick size
    wanted = most_confident(probabilities[:n], chosen[:n], 12)
    captions = matrix.locator("figcaption > div:first-child").all_inner_texts()
    assert captions == [f"number {number}" for number in wanted]

    counts = place_of("vote.counts")
    notebook.output(place_of("vote = LabelVote(")).locator("[data-vote=network]").click()
    cells = notebook.output(counts).get_by_role("row", name="votes").get_by_role("cell")

    def counted():
        notebook.run(counts)
        return cells.all_inner_texts()

    eventually(counted, ["0", "1", "0", "0", "11"])
