"""Lesson 1 in JupyterLab: the slider dissolves the pictures, and the bet is placed by hand."""

from helpers.commands._lessons import NOTEBOOKS


def test_the_slider_moves_and_the_bet_is_kept(lab, page):
    notebook = lab.open(page, lab.copy(NOTEBOOKS / "01_data_exploration.ipynb"))
    notebook.run_all()
    sources = ["".join(cell["source"]) for cell in notebook.cells()]

    player = notebook.output(next(i for i, text in enumerate(sources) if "EpochPlayer(\n" in text))
    slider = player.locator("input[type=range]")
    slider.scroll_into_view_if_needed()
    slider.focus()
    before = player.screenshot()
    page.keyboard.press("End")
    page.wait_for_function("(slider) => slider.value === slider.max", arg=slider.element_handle())
    page.wait_for_timeout(200)
    assert player.screenshot() != before

    at = next(i for i, text in enumerate(sources) if text.startswith("BetForm("))
    menus = notebook.output(at).locator("select")
    for i, name in enumerate(("Shirt", "Coat", "Sandal", "Sneaker", "Coat", "Pullover")):
        menus.nth(i).select_option(label=name)
    notebook.output(at).get_by_role("button", name="Place my bet").click()
    said = "Your bet: Coat and Shirt; Sandal and Sneaker; Pullover and Coat."
    notebook.output(at).get_by_text(said).wait_for()
    read_back = next(i for i, text in enumerate(sources) if text.startswith("print(load_bet()"))
    notebook.run(read_back)
    assert notebook.text(read_back).startswith(said)
