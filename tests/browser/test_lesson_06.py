"""Lesson 6 in JupyterLab: two linked players, the strip, and the live training's button."""

from helpers.commands._lessons import NOTEBOOKS


def test_time_is_a_slider(lab, page):
    notebook = lab.open(page, lab.copy(NOTEBOOKS / "06_training_animation.ipynb"))
    notebook.run_all()
    sources = ["".join(cell["source"]) for cell in notebook.cells()]

    def output(text):
        return notebook.output(next(i for i, source in enumerate(sources) if text in source))

    def slider_of(shown):
        slider = shown.locator("input[type=range]")
        slider.scroll_into_view_if_needed()
        return slider

    training, dog = output("player = EpochPlayer"), output("dog.link(player)")
    before = training.screenshot(), dog.screenshot()
    slider_of(training).focus()
    page.keyboard.press("Home")
    # The dog follows, though nobody touched it: the two are linked in the browser.
    page.wait_for_function("(slider) => slider.value === '0'", arg=slider_of(dog).element_handle())
    page.wait_for_timeout(200)
    assert training.screenshot() != before[0] or dog.screenshot() != before[1]
    start = dog.screenshot()
    slider_of(training).focus()
    page.keyboard.press("End")
    page.wait_for_function("(slider) => slider.value === '48'", arg=slider_of(dog).element_handle())
    page.wait_for_timeout(200)
    assert dog.screenshot() != start

    strip = output("PredictionStrip(")
    slider_of(strip).focus()
    page.keyboard.press("Home")
    page.wait_for_timeout(200)
    first = strip.screenshot()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(200)
    assert strip.screenshot() != first

    live = output("LiveTraining(")
    live.scroll_into_view_if_needed()
    live.get_by_text("epoch 3 of 3").wait_for()
    picture = live.locator("img")
    assert picture.evaluate("(img) => img.complete && img.naturalWidth") == 1200
    before = picture.get_attribute("alt")
    live.locator(".widget-readout").fill("4")
    page.keyboard.press("Enter")
    live.get_by_role("button", name="Train").click()
    live.get_by_text("epoch 4 of 4").wait_for()
    assert live.locator("img").get_attribute("alt") != before
    assert page.get_by_text("javascript error").count() == 0
