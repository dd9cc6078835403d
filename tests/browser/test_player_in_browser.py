"""The epoch player where it lives: in JupyterLab, in a saved notebook, in a page of its own."""

import io
import re

import nbformat
import numpy as np
import pytest
from PIL import Image

from helpers.commands.export import export
from tests.support.lab_harness import eventually
from tests.support.players import FIRST, FRAMES, N_FRAMES, SECOND, rendered_players

SLIDER = """
import ipywidgets
heard = []
first.observe(lambda change: heard.append(change.new), "epoch")
slider = ipywidgets.IntSlider(max=20)
ipywidgets.jslink((first, "epoch"), (slider, "value"))
slider
"""
TELL = "print(first.epoch, first.frame, second.epoch, len(heard) > 0)"
SET = "first.epoch = 7"


class Player:
    """A player in a page, seen and used as a reader does."""

    def __init__(self, page, index=0):
        self.page = page
        self.root = page.locator(".wil-player").nth(index)
        self.root.wait_for()
        self.slider = self.root.locator("input[type=range]")
        self.picture = self.root.locator("canvas.wil-picture")
        self.play = self.root.locator(".wil-play")

    def press(self, *keys):
        self.slider.focus()
        for key in keys:
            self.page.keyboard.press(key)

    def stopped(self):
        """Wait until it plays no more."""
        eventually(lambda: self.play.get_attribute("aria-label"), lambda text: "Play" in text)

    def epoch(self):
        self.page.wait_for_function(
            "(picture) => picture.dataset.epoch !== undefined", arg=self.picture.element_handle()
        )
        return int(self.picture.get_attribute("data-epoch"))

    def wait_for_epoch(self, test, argument=None):
        """Wait until ``test``, a JavaScript function of (epoch, argument), is true."""
        self.page.wait_for_function(
            f"([picture, argument]) => ({test})(Number(picture.dataset.epoch), argument)",
            arg=[self.picture.element_handle(), argument],
        )

    def paints(self, frame):
        """Wait until the colour of this frame is on the screen."""
        eventually(self._painted, frame)

    def _painted(self):
        """The frame whose colour is on the screen, from the pixels of a screenshot."""
        shot = np.asarray(Image.open(io.BytesIO(self.picture.screenshot())).convert("RGB"))
        red, green, blue = shot[shot.shape[0] // 2, shot.shape[1] // 2].tolist()
        assert (green, blue) == (120, 255 - red) and red % 10 == 0
        return red // 10


@pytest.fixture(scope="module")
def notebook(lab, open_page):
    """A notebook with two linked players and a slider, run once for the tests that share it."""
    page = open_page()
    name = lab.make("players.ipynb", [FRAMES, FIRST, SECOND, SLIDER, TELL, SET])
    notebook = lab.open(page, name)
    notebook.run_all()
    return notebook


@pytest.fixture
def player(notebook):
    player = Player(notebook.page)
    player.press("Home")
    player.wait_for_epoch("(epoch) => epoch === 0")
    return player


@pytest.mark.parametrize(
    ("keys", "frame"),
    [
        (["ArrowRight"], 1),
        (["ArrowRight"] * 4 + ["ArrowLeft"], 3),
        (["ArrowUp", "ArrowUp", "ArrowDown"], 1),
        (["ArrowLeft"], 0),
        (["PageUp"], 2),
        (["End"], 20),
        (["End", "ArrowRight", "PageDown"], 18),
        (["End", "Home"], 0),
    ],
)
def test_keys_move_the_picture(player, keys, frame):
    player.press(*keys)
    player.wait_for_epoch("(epoch, wanted) => epoch === wanted", frame)
    player.paints(frame)
    assert player.slider.input_value() == str(frame)


def test_keys_work_wherever_in_the_player_the_focus_is(player):
    player.play.focus()
    player.page.keyboard.press("End")
    player.wait_for_epoch("(epoch) => epoch === 20")
    player.picture.click()
    player.page.keyboard.press("ArrowLeft")
    player.wait_for_epoch("(epoch) => epoch === 19")


def test_keys_for_the_player_do_not_reach_jupyterlab(notebook, player):
    player.press("ArrowDown", "ArrowUp", "ArrowUp", "End", "Home", " ", " ")
    player.root.locator("select").focus()
    player.page.keyboard.press("ArrowDown")
    player.page.keyboard.press("ArrowUp")
    player.play.focus()
    player.page.keyboard.press("Enter")
    player.page.keyboard.press("Enter")
    panel = "window.jupyterapp.shell.currentWidget.content"
    assert notebook.page.evaluate(f"{panel}.activeCellIndex") == 1
    assert notebook.page.evaluate(f"{panel}.mode") == "command"
    assert notebook.page.evaluate(f"{panel}.widgets.length") == 6


def test_play_stops_at_the_end_and_starts_over(player):
    # Within the page: from here, a busy machine could be too late to stop it.
    labels, stopped, later = player.root.evaluate(_PLAY_TO_THREE)
    assert [label.split()[0] for label in labels] == ["Pause", "Play"]
    assert later == stopped == "3"
    player.root.locator("select").select_option("4×")
    player.press(" ")
    player.wait_for_epoch("(epoch) => epoch === 20")
    player.stopped()
    player.root.locator("select").select_option("¼×")
    player.play.click()
    player.wait_for_epoch("(epoch) => epoch < 5")
    player.play.click()


_PLAY_TO_THREE = """async (root) => {
  const play = root.querySelector(".wil-play");
  const picture = root.querySelector(".wil-picture");
  play.click();
  while (picture.dataset.epoch !== "3") await new Promise(requestAnimationFrame);
  const labels = [play.ariaLabel];
  play.click();
  labels.push(play.ariaLabel);
  const stopped = picture.dataset.epoch;
  await new Promise((resolve) => setTimeout(resolve, 300));
  return [labels, stopped, picture.dataset.epoch];
}"""


def test_the_slider_can_be_dragged(player):
    box = player.slider.bounding_box()
    middle = box["y"] + box["height"] / 2
    player.page.mouse.move(box["x"] + 9, middle)
    player.page.mouse.down()
    player.page.mouse.move(box["x"] + box["width"] / 2, middle, steps=5)
    player.wait_for_epoch("(epoch) => epoch === 10")
    player.page.mouse.move(box["x"] + box["width"] - 2, middle, steps=5)
    player.page.mouse.up()
    player.wait_for_epoch("(epoch) => epoch === 20")
    player.paints(20)


def test_python_and_other_widgets_hear_of_the_epoch_and_set_it(notebook, player):
    player.press(*["ArrowRight"] * 12)
    notebook.run_until_it_prints(4, "12 12 10 True")
    readout = notebook.output(3).locator(".widget-readout")
    eventually(readout.inner_text, "12")
    notebook.run(5)
    player.wait_for_epoch("(epoch) => epoch === 7")
    readout.fill("3")
    readout.press("Enter")
    player.wait_for_epoch("(epoch) => epoch === 3")


def test_linked_players_move_together_each_at_its_own_epochs(player):
    other = Player(player.page, 1)
    player.press(*["ArrowRight"] * 14)
    other.wait_for_epoch("(epoch) => epoch === 10")
    player.paints(14)
    other.paints(10)
    other.press("ArrowRight")
    player.wait_for_epoch("(epoch) => epoch === 15")


def test_the_picture_is_there_for_those_who_hear_the_page(player):
    player.press("ArrowRight")
    player.wait_for_epoch("(epoch) => epoch === 1")
    assert player.root.get_attribute("role") == "group"
    assert player.root.get_attribute("aria-label") == "Colours"
    assert player.picture.get_attribute("aria-label") == "Colours. Frame 1 in words."
    spoken = player.slider.get_attribute("aria-valuetext")
    assert spoken == "epoch 1 of 20. Frame 1 in words."
    eventually(player.root.locator(".wil-shown").inner_text, "Frame 1 in words.")
    # Moved by something else than the slider, it is said once it rests.
    player.root.locator(".wil-on").click()
    live = player.root.locator("[aria-live=polite]")
    player.page.wait_for_function(
        "(live) => live.textContent === 'epoch 2 of 20. Frame 2 in words.'",
        arg=live.element_handle(),
    )
    # Every control is reached by Tab, and has a name and a ring.
    player.root.locator(".wil-back").focus()
    names = []
    for _ in range(5):
        player.page.keyboard.press("Shift")
        names.append(
            player.page.evaluate(
                "() => { const here = document.activeElement;"
                " const style = getComputedStyle(here);"
                " const ring = style.outlineStyle !== 'none' || here.type === 'range';"
                " return [here.getAttribute('aria-label'), ring]; }"
            )
        )
        player.page.keyboard.press("Tab")
    labels = ["One epoch back (←)", "Play (space)", "One epoch on (→)", "epoch", "Speed"]
    assert names == [[label, True] for label in labels]


def test_it_fits_a_phone_and_a_dark_theme(notebook, player):
    page = notebook.page
    before = page.viewport_size
    try:
        page.set_viewport_size({"width": 400, "height": 800})
        page.wait_for_function("(root) => root.clientWidth < 330", arg=player.root.element_handle())
        assert player.root.evaluate("(root) => root.scrollWidth <= root.clientWidth")
        tops = {
            item.bounding_box()["y"]
            for item in (player.play, player.root.locator("select"), player.slider)
        }
        assert len(tops) == 2  # the slider has a row of its own
        notebook.theme("JupyterLab Dark")
        eventually(
            lambda: player.root.evaluate(
                "(root) => [getComputedStyle(root).color, getComputedStyle("
                "document.querySelector('.jp-NotebookPanel-notebook')).backgroundColor]"
            ),
            lambda colours: _luminance(colours[1]) < 0.1 and _contrast(*colours) >= 7,
        )
    finally:
        notebook.theme("JupyterLab Light")
        page.set_viewport_size(before)


def _luminance(colour):
    """The relative luminance of a CSS colour as WCAG 2.2 defines it."""
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return np.dot([0.2126, 0.7152, 0.0722], linear)


def _contrast(one, other):
    """The contrast ratio of two CSS colours as WCAG 2.2 defines it."""
    low, high = sorted([_luminance(one), _luminance(other)])
    return (high + 0.05) / (low + 0.05)


def test_the_picture_comes_with_the_key(player):
    # The canvas holds the picture in the same turn as the event, so before the next frame is
    # painted. How many milliseconds that takes is for benchmarks/bench_player.py to say.
    epochs = player.slider.evaluate(
        """(slider) => Array.from({ length: 20 }, () => {
          slider.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }));
          const picture = slider.closest(".wil-player").querySelector(".wil-picture");
          const [red] = picture.getContext("2d").getImageData(200, 100, 1, 1).data;
          return [Number(picture.dataset.epoch), red / 10];
        })"""
    )
    assert epochs == [[epoch, epoch] for epoch in range(1, 21)]


def test_it_works_without_a_kernel_and_in_the_reopened_notebook(lab, page):
    notebook = lab.open(page, lab.make("reopened.ipynb", [FRAMES, FIRST, SECOND]))
    notebook.run_all()
    Player(page).press("ArrowRight")
    notebook.stop_kernel()
    player, other = Player(page), Player(page, 1)
    player.press("End", "ArrowLeft")
    player.wait_for_epoch("(epoch) => epoch === 19")
    other.wait_for_epoch("(epoch) => epoch === 15")
    player.paints(19)
    other.paints(15)
    notebook.save()

    lab.open(page, "reopened.ipynb")
    player, other = Player(page), Player(page, 1)
    assert (player.epoch(), other.epoch()) == (19, 15)
    player.press("Home", "PageUp", "PageUp", "PageUp")
    player.wait_for_epoch("(epoch) => epoch === 6")
    other.wait_for_epoch("(epoch) => epoch === 5")
    player.paints(6)
    other.paints(5)


def test_a_cell_that_is_run_again_leaves_no_old_player_in_the_file(lab, page):
    notebook = lab.open(page, lab.make("again.ipynb", [FRAMES, FIRST]))
    notebook.run_all()
    Player(page)
    notebook.save()
    notebook.run(1)
    Player(page)
    notebook.save()
    file = nbformat.read(notebook.path, as_version=4)
    state = file.metadata.widgets["application/vnd.jupyter.widget-state+json"]["state"]
    players = [one for one in state.values() if one["model_module"] == "anywidget"]
    assert len(players) == 1
    assert len(players[0]["buffers"]) == N_FRAMES + 1  # and what lies below them all


@pytest.fixture(scope="module")
def rendered(tmp_path_factory):
    """A notebook with its outputs, run by nbclient, as the lessons are."""
    path = tmp_path_factory.mktemp("rendered") / "rendered.ipynb"
    return rendered_players(path, SLIDER, "ipywidgets.HBox([first, slider])")


def test_a_notebook_from_elsewhere_shows_a_still_picture_until_trusted(lab, page, rendered):
    notebook = lab.open(page, lab.copy(rendered))
    still = notebook.output(2).locator("img")
    still.wait_for()
    assert page.locator(".wil-player").count() == 0
    notebook.trust()
    player = Player(page)
    player.press("End")
    player.wait_for_epoch("(epoch) => epoch === 20")
    player.paints(20)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_an_exported_page_works_from_disk_without_a_network(open_page, rendered, tmp_path, theme):
    exported = export(rendered, tmp_path / "page.html", theme)
    page = open_page(offline=True)
    asked, errors = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(exported.as_uri())
    player, other = Player(page), Player(page, 1)
    assert page.title() == "A lesson"
    player.press("End", "ArrowLeft")
    player.wait_for_epoch("(epoch) => epoch === 19")
    other.wait_for_epoch("(epoch) => epoch === 15")
    player.paints(19)
    other.paints(15)
    # The same player in a box is one more view of the same model; the slider needs a kernel.
    Player(page, 2).wait_for_epoch("(epoch) => epoch === 19")
    assert page.get_by_text("answers to a running kernel").count() == 2
    player.press("Home", " ")  # it plays
    player.wait_for_epoch("(epoch) => epoch === 20")
    player.stopped()
    Player(page, 2).wait_for_epoch("(epoch) => epoch === 20")
    assert not errors
    assert {url.split(":")[0] for url in asked} <= {"file", "blob", "data"}


def test_an_exported_page_shows_still_pictures_without_javascript(open_page, rendered, tmp_path):
    page = open_page(java_script_enabled=False)
    page.goto(export(rendered, tmp_path / "page.html").as_uri())
    still = page.locator("[data-course-widget] img").first
    assert still.is_visible()
    assert still.get_attribute("alt").startswith("Colours: epoch 0 to 20")
