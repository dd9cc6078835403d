"""Lesson 3 in JupyterLab: run from top to bottom, its three widgets answer to the hand."""

from helpers.commands._lessons import NOTEBOOKS


def test_the_lesson_runs_and_its_widgets_answer(lab, page):
    notebook = lab.open(page, lab.copy(NOTEBOOKS / "03_mlp_vs_cnn.ipynb"))
    notebook.run_all()

    convolution = page.locator(".wil-convolution").last
    convolution.scroll_into_view_if_needed()
    convolution.locator("select").nth(0).select_option("nine by nine")
    convolution.locator("select").nth(2).select_option("2")
    assert convolution.locator(".wil-output h4").inner_text() == "output: 4 × 4"
    convolution.locator(".wil-output canvas").focus()
    for key in ("Home", "ArrowUp", "ArrowUp", "ArrowUp"):
        page.keyboard.press(key)
    assert convolution.locator(".wil-sum b").inner_text() == "27"  # as the cell below prints it
    learned = [
        name for name in convolution.locator("option").all_inner_texts() if "learned" in name
    ]
    convolution.locator("select").nth(1).select_option(learned[0])
    assert convolution.locator(".wil-sum b").inner_text() != "27"

    field = page.locator(".wil-receptive").last
    field.scroll_into_view_if_needed()
    field.locator("canvas[tabindex]").focus()
    page.keyboard.press("PageUp")
    for _ in range(9):
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowDown")
    # The last node of the last maps does not reach the edge: row and column 27 are not seen.
    assert (
        field.locator(".wil-words")
        .inner_text()
        .startswith("Node 4, 4 sees 10 × 10 pixels: rows 16 to 25, columns 16 to 25.")
    )

    runs = page.locator(".wil-runs").last
    before = runs.locator("path.wil-valid").get_attribute("d")
    runs.locator("input").first.focus()
    page.keyboard.press("Home")
    assert runs.locator("label b").first.inner_text() == "0.001"
    assert runs.locator("path.wil-valid").get_attribute("d") != before
