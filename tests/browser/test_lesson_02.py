"""Lesson 2 as it is stored: nothing is run, and the map moves, answers and changes by hand."""

from helpers.commands._lessons import NOTEBOOKS


def test_the_stored_lesson_answers_without_being_run(lab, page):
    notebook = lab.open(page, lab.copy(NOTEBOOKS / "02_umap.ipynb"))
    notebook.trust()

    player = page.locator(".wil-player")
    player.locator("input[type=range]").focus()
    before = player.locator(".wil-picture").screenshot()
    page.keyboard.press("End")
    page.wait_for_function(
        "(picture) => picture.dataset.epoch === '128'",
        arg=player.locator(".wil-picture").element_handle(),
    )
    page.wait_for_timeout(200)
    assert player.locator(".wil-picture").screenshot() != before

    explorer, settings = page.locator(".wil-explorer").nth(0), page.locator(".wil-explorer").nth(1)
    explorer.scroll_into_view_if_needed()
    box = explorer.locator("canvas.wil-map").bounding_box()
    # The island of trousers lies at the bottom of the map, left of the middle.
    page.mouse.move(box["x"] + 0.37 * box["width"], box["y"] + 0.87 * box["height"])
    explorer.get_by_text("Nearest to the spot: 9 Trouser").wait_for()

    settings.scroll_into_view_if_needed()
    map_ = settings.locator("canvas.wil-map")
    before, said = map_.screenshot(), settings.locator(".wil-note").inner_text()
    settings.locator("input[type=range]").nth(1).focus()
    page.keyboard.press("End")
    page.wait_for_timeout(1000)
    assert settings.locator("b").all_inner_texts() == ["15", "1"]
    assert settings.locator(".wil-note").inner_text() != said
    assert map_.screenshot() != before
