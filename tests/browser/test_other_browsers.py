"""The site, a player, the matrix and the drawing pad from disk in Firefox and in WebKitGTK.

Chromium has the other files of this folder. Here is what each browser does in its own way: it runs
the modules, paints the pictures, and brings keys, clicks and a pen to them.
"""

import numpy as np
import pytest
from PIL import Image

from helpers.commands.export import export
from tests.support.built_site import built_site
from tests.support.lab_harness import eventually
from tests.support.players import rendered_players
from tools.lessons import find_lessons

*LESSONS, _ = find_lessons()


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return built_site(tmp_path_factory)


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    folder = tmp_path_factory.mktemp("exported")
    return export(rendered_players(folder / "players.ipynb"), folder / "players.html")


def middle(pixels):
    return pixels[pixels.shape[0] // 2, pixels.shape[1] // 2].tolist()


@pytest.mark.parametrize("name", ["index", *(lesson.name for lesson in LESSONS)])
def test_every_widget_of_the_site_lives_and_asks_for_nothing(window, site, name):
    window.open(site / f"{name}.html")
    assert window.seen("[data-course-widget]")
    assert window.asked_the_network() == []


def test_a_players_picture_follows_the_keys_and_so_does_a_linked_player(window, exported):
    window.open(exported)
    slider, *_ = window.seen(".wil-player input[type=range]")
    first, second, *_ = window.seen(".wil-player canvas.wil-picture")
    for keys, frame in (
        (["END"], 20),
        (["ARROW_LEFT", "ARROW_LEFT"], 18),
        (["HOME", "ARROW_RIGHT"], 1),
        (["PAGE_UP", "PAGE_UP"], 5),
    ):
        window.press(slider, *keys)
        eventually(lambda: first.get_attribute("data-epoch"), str(frame))
        eventually(lambda: second.get_attribute("data-epoch"), str(5 * (frame // 5)))
        for picture, shown in ((first, frame), (second, 5 * (frame // 5))):
            colour = [10 * shown, 120, 255 - 10 * shown]
            eventually(lambda picture=picture: middle(window.looks(picture)), colour)


def test_a_player_plays_to_its_end(window, exported):
    window.open(exported)
    slider, *_ = window.seen(".wil-player input[type=range]")
    picture, *_ = window.seen(".wil-player canvas.wil-picture")
    window.press(slider, "HOME")
    play, *_ = window.seen(".wil-play")
    window.click(play)
    eventually(lambda: picture.get_attribute("data-epoch"), "20")
    eventually(lambda: "Play" in play.get_attribute("aria-label"), True)


def test_a_cell_of_the_matrix_opens_and_keys_move_on_to_the_next(window, site):
    window.open(site / "05_confusion_matrix.html")
    (matrix,) = [one for one in window.seen(".wil-matrix") if "click a cell" in window.text(one)]
    cells = window.seen("[role=gridcell]", matrix)
    behind, *_ = window.seen(".wil-behind", matrix)

    def captions():
        return [window.text(one) for one in window.seen("figcaption > div:first-child", behind)]

    before = eventually(captions, lambda texts: len(texts) == 12)
    cell = cells[10 * 2 + 4]  # a pullover, called a coat
    count = int(window.text(cell).split()[-1])
    window.click(cell)
    eventually(lambda: f"Pullover, called Coat: {count} pictures" in window.text(behind), True)
    after = eventually(captions, lambda texts: len(texts) == min(12, count))
    assert not set(before) & set(after), "each picture is in one cell"
    window.press(cell, "ARROW_RIGHT", "ENTER")
    eventually(lambda: "Pullover, called Sandal: " in window.text(behind), True)


def test_the_pad_shows_its_examples_and_answers_a_stroke(window, site):
    window.open(site / "04_feature_maps.html")
    (pad,) = window.seen(".wil-pad")
    tiles, *_ = window.seen(".wil-tiles", pad)
    paper, *_ = window.seen(".wil-paper", pad)
    (example,) = [one for one in window.seen("button", pad) if window.text(one) == "Example"]

    def ink():
        return window.driver.execute_script(
            "const paper = arguments[0];"
            "return paper.getContext('2d').getImageData(0, 0, paper.width, paper.height).data"
            ".filter((value, index) => index % 4 === 3 && value > 0).length",
            paper,
        )

    answers = []
    for _ in range(2):
        maps = window.looks(tiles)
        window.click(example)
        eventually(lambda maps=maps: np.array_equal(window.looks(tiles), maps), False)
        answers.append(pad.get_attribute("data-best"))
        assert f"It says: {answers[-1]} " in window.text(pad)
    assert answers[0] != answers[1]
    (clear,) = [one for one in window.seen("button", pad) if window.text(one) == "Clear"]
    window.click(clear)
    eventually(ink, 0)
    assert pad.get_attribute("data-best") is None
    window.stroke(paper, (0.5, 0.15), (0.5, 0.5), (0.5, 0.85))
    eventually(ink, lambda count: count > 100)
    eventually(lambda: pad.get_attribute("data-best"), "1")
    assert "It says: 1 " in window.text(pad)


def test_a_photo_from_a_file_is_named(window, site, tmp_path):
    window.open(site / "06_training_animation.html")
    (photo,) = window.seen(".wil-photo")
    pixels = np.zeros((60, 80, 3), np.uint8)
    pixels[:, :40, 0] = 255
    Image.fromarray(pixels).save(tmp_path / "mine.png")
    before = window.text(photo)
    photo.find_element("css selector", "input[type=file]").send_keys(str(tmp_path / "mine.png"))
    eventually(lambda: "Only the square in the middle is used." in window.text(photo), True)
    assert photo.get_attribute("data-best") in window.text(photo) != before
