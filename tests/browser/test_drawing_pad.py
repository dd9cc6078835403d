"""The drawing pad where it lives: drawn on in JupyterLab, and in a page without a kernel."""

import itertools

import numpy as np
import pytest

from helpers.commands.export import export
from helpers.course.records import shipped_record
from helpers.datasets import load
from helpers.networks.architectures import mnist_features_cnn
from helpers.widgets import DrawingPad, PixelPointer
from tests.support.lab_harness import eventually
from tests.support.pad_hand import ONE, SEVEN, Hand
from tests.support.pages import exported_page

SETUP = """
from helpers.datasets import load
from helpers.networks.architectures import mnist_features_cnn
from helpers.course.records import shipped_record
from helpers.widgets.drawing_pad import DrawingPad
data = load("mnist", size="sample")
network = shipped_record("mnist_features").restore(mnist_features_cnn())
pad = DrawingPad(network, data.x_train, data.y_train, examples=data.x_test[:3])
"""
TELL = "print(pad.probabilities.argmax(), int(pad.picture.any()), len(pad.nearest))"


@pytest.fixture(scope="module")
def notebook(lab, open_page):
    page = open_page(has_touch=True)
    notebook = lab.open(page, lab.make("pad.ipynb", [SETUP, "pad", TELL]))
    notebook.run_all()
    return notebook


@pytest.fixture
def hand(notebook):
    hand = Hand(notebook.page)
    hand.press("Pen")
    hand.press("Clear")
    return hand


def test_a_drawn_digit_is_read(hand, notebook):
    before = hand.shown(".wil-tiles")
    hand.draw(SEVEN)
    assert hand.says() == 7
    assert "It says:" in hand.root.locator(".wil-verdict").inner_text()
    row = hand.root.locator(".wil-best")
    assert row.inner_text().split()[0] == "7"
    assert hand.shown(".wil-tiles") != before, "the maps are those of the drawing"
    notebook.run_until_it_prints(2, "7 1 8")

    hand.press("Clear")
    hand.draw(ONE)
    assert hand.says() == 1


def test_what_the_network_sees_is_centred_and_scaled(hand):
    small = [[(0.1 + x / 5, 0.1 + y / 5) for x, y in stroke] for stroke in SEVEN]
    hand.draw(small)
    seen = np.array(hand.shown(".wil-seen")).reshape(28, 28, 4)[..., 0].astype(float)
    rows, columns = (np.flatnonzero(seen.any(axis=axis)) for axis in (1, 0))
    assert max(np.ptp(rows), np.ptp(columns)) == 19
    centre = [seen.sum(axis=axis) @ np.arange(28) / seen.sum() for axis in (1, 0)]
    assert np.abs(np.array(centre) - 14).max() <= 0.5


def test_it_answers_while_one_draws(hand):
    page = hand.page
    page.mouse.move(*hand.place(0.5, 0.15))
    page.mouse.down()
    page.mouse.move(*hand.place(0.5, 0.85), steps=12)
    # A pen is never quite still: whatever was asked early, while the stroke was short, is not the
    # last question.
    still = itertools.cycle((0.84, 0.85))

    def says_while_the_pen_is_down():
        page.mouse.move(*hand.place(0.5, next(still)))
        return hand.says()

    eventually(says_while_the_pen_is_down, 1)
    page.mouse.up()  # only now
    hand.wait()
    assert hand.says() == 1


def test_a_finger_draws_too(hand):
    touch = hand.page.context.new_cdp_session(hand.page)
    for number, spot in enumerate([(0.5, 0.15), (0.5, 0.4), (0.5, 0.6), (0.5, 0.85)]):
        x, y = hand.place(*spot)
        kind = "touchMove" if number else "touchStart"
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    hand.wait()
    assert hand.says() == 1


def test_undo_takes_strokes_back_one_by_one(hand):
    hand.draw(SEVEN)
    seven = hand.ink()
    hand.draw([[(0.3, 0.55), (0.7, 0.55)]])
    assert hand.ink() > seven
    hand.press("Undo")
    assert hand.ink() == pytest.approx(seven, abs=1e-6)
    assert hand.says() == 7
    hand.press("Undo")
    assert hand.ink() == 0


def test_an_empty_pad_says_what_to_do(hand, notebook):
    hand.draw(SEVEN)
    hand.press("Clear")
    assert hand.says() is None
    assert hand.note.inner_text() == "Draw a digit first."
    hand.draw(SEVEN)
    assert hand.says() == 7
    assert hand.note.inner_text() == ""


def test_rubbing_until_the_answer_flips(hand):
    hand.press("Example")
    whole, first = hand.ink(), hand.says()
    hand.press("Rubber")
    for k in range(12):
        hand.draw([[(0.1, 0.15 + 0.06 * k), (0.9, 0.15 + 0.06 * k)]])
        if hand.says() != first:
            break
    assert hand.ink() < whole
    if hand.says() is not None:
        assert hand.note.inner_text().startswith(f"It flipped: from {first} to {hand.says()}, with")


def test_the_nearest_training_pictures_are_shown_on_demand(hand):
    hand.draw(ONE)
    digits = hand.root.locator(".wil-alike canvas")
    assert not digits.first.is_visible()
    button = hand.root.get_by_role("button", name="Nearest training pictures")
    assert button.get_attribute("aria-expanded") == "false"
    button.click()
    digits.first.wait_for()
    assert digits.count() == 8
    assert hand.root.locator(".wil-alike span").first.inner_text() == "1"
    button.click()


def test_every_button_can_be_reached_and_pressed_by_keys(hand):
    hand.draw(SEVEN)
    hand.root.get_by_role("button", name="Pen").focus()
    names = []
    for _ in range(7):
        names.append(hand.page.evaluate("document.activeElement.textContent"))
        hand.page.keyboard.press("Tab")
    buttons = ["Pen", "Rubber", "Undo", "Clear", "Example", "Keep", "Nearest training pictures"]
    assert names == buttons
    hand.root.get_by_role("button", name="Clear").focus()
    hand.page.keyboard.press("Enter")
    hand.wait()
    assert hand.ink() == 0
    hand.root.get_by_role("button", name="Example").focus()
    hand.page.keyboard.press(" ")
    hand.wait()
    assert hand.says() is not None


def test_every_stroke_has_its_own_answer(hand):
    # How soon is for benchmarks/widgets.py to say: a test machine may be busy.
    strokes = np.random.default_rng(0).uniform(0.2, 0.8, (6, 3, 2)).tolist()
    assert len(hand.stroke_to_answer(strokes, pause=60)) == 6


def test_a_thousand_strokes_are_drawn_undone_and_answered(hand):
    """Each is drawn onto the last one, not all of them anew."""
    root = hand.root.element_handle()
    hand.page.evaluate(
        """(root) => {
          const paper = root.querySelector(".wil-paper");
          const { left, top, width, height } = paper.getBoundingClientRect();
          paper.setPointerCapture = () => {};
          const send = (kind, across, down, buttons) => paper.dispatchEvent(
            new PointerEvent(kind, { pointerId: 1, buttons, bubbles: true,
              clientX: left + across * width, clientY: top + down * height }));
          for (let k = 0; k < 1000; k += 1) {
            const across = 0.3 + (k % 100) / 250;
            send("pointerdown", across, 0.2 + k / 2000, 1);
            send("pointermove", across, 0.25 + k / 2000, 1);
            send("pointerup", across, 0.25 + k / 2000, 0);
          }
        }""",
        root,
    )
    hand.wait()
    assert hand.says() is not None
    whole = hand.ink()
    hand.press("Undo")
    assert 0 < hand.ink() <= whole


def test_a_stroke_ends_where_the_window_lost_the_focus(hand):
    page = hand.page
    page.mouse.move(*hand.place(0.5, 0.15))
    page.mouse.down()
    page.mouse.move(*hand.place(0.5, 0.6), steps=4)
    # The button is let go in another window: no word of that, only a move without it.
    hand.paper.evaluate(
        """(paper) => paper.dispatchEvent(new PointerEvent("pointermove",
          { pointerId: 1, buttons: 0, bubbles: true, clientX: 10, clientY: 10 }))"""
    )
    ink = hand.ink()
    page.mouse.move(*hand.place(0.9, 0.9), steps=4)
    page.mouse.up()
    hand.wait()
    assert hand.ink() == pytest.approx(ink, abs=1e-6)
    assert hand.says() is not None


def test_a_touch_draws_and_the_page_stays_where_it_is(hand):
    assert hand.paper.evaluate("(paper) => getComputedStyle(paper).touchAction") == "none"
    prevented = hand.paper.evaluate(
        """(paper) => !paper.dispatchEvent(
          new TouchEvent("touchmove", { bubbles: true, cancelable: true }))"""
    )
    assert prevented


def test_a_drawing_enters_the_notebook_by_a_press_only(hand, notebook, open_page):
    hand.draw(ONE)
    assert "gets it only by “Keep”" in hand.root.locator(".wil-where").inner_text()
    notebook.save()
    page = open_page(offline=True)
    page.goto(export(notebook.path).as_uri())
    alone = Hand(page)
    alone.wait()
    assert alone.says() == 7, "the first example"

    hand.press("Keep")
    assert "will be in the notebook’s file" in hand.root.locator(".wil-where").inner_text()
    tiles, ink = hand.shown(".wil-tiles"), hand.ink()
    notebook.save()
    page.goto(export(notebook.path).as_uri())
    alone.wait()
    assert alone.says() == 1
    assert alone.shown(".wil-tiles") == tiles
    assert alone.ink() == pytest.approx(ink, abs=1e-6)
    hand.press("Keep")


def test_an_exported_page_answers_any_drawing(hand, notebook, tmp_path, open_page):
    notebook.save()
    page = open_page(offline=True)
    for theme in ("light", "dark"):
        page.goto(export(notebook.path, tmp_path / f"{theme}.html", theme).as_uri())
        alone = Hand(page)
        alone.wait()
        assert alone.says() == 7
        for digit in (2, 1, 7):
            alone.press("Example")
            assert alone.says() == digit
        alone.press("Clear")
        alone.draw(ONE)
        assert alone.says() == 1
        assert not alone.root.get_by_role("button", name="Keep").count()
        tiles = alone.shown(".wil-tiles")
        alone.press("Clear")
        alone.draw(SEVEN)
        assert alone.says() == 7 and alone.shown(".wil-tiles") != tiles


@pytest.fixture
def two_pads(open_page, tmp_path):
    """Two pads in a page without a kernel, and a pointer that looks at the second."""
    data = load("mnist", size="sample")
    network = shipped_record("mnist_features").restore(mnist_features_cnn())
    pads = [
        DrawingPad(network, data.x_train[:200], data.y_train[:200], examples=data.x_test[k : k + 2])
        for k in (0, 2)
    ]
    pointer = PixelPointer(network, data.x_test[0], ["conv_1"], pad=pads[1])
    page = open_page(offline=True)
    page.goto(exported_page(tmp_path, *pads, pointer).as_uri())
    return [Hand(page, k) for k in (0, 1)]


def test_two_pads_on_a_page_know_nothing_of_each_other(two_pads):
    first, second = two_pads
    picture = first.page.locator(".wil-pointer .wil-pair > :last-child canvas")

    def seen(canvas):
        canvas.scroll_into_view_if_needed()
        return canvas.evaluate(
            "(canvas) => Array.from(canvas.getContext('2d').getImageData(0, 0, 28, 28).data)"
        )

    eventually(lambda: seen(picture), second.shown(".wil-seen"))
    theirs = second.ink()
    first.press("Clear")
    first.draw(SEVEN)
    assert first.says() == 7 and second.ink() == theirs
    second.press("Clear")
    second.draw(ONE)
    assert (first.says(), second.says()) == (7, 1)
    eventually(lambda: seen(picture), second.shown(".wil-seen"))
    first.press("Undo")
    assert first.says() is None and second.says() == 1
    first.page.wait_for_timeout(500)  # longer than others wait for a pen to rest
    assert seen(picture) == second.shown(".wil-seen")


def test_a_page_that_slept_goes_on_with_the_stroke(two_pads):
    hand, _ = two_pads
    browser = hand.page.context.new_cdp_session(hand.page)
    hand.press("Clear")
    hand.page.mouse.move(*hand.place(0.5, 0.15))
    hand.page.mouse.down()
    hand.page.mouse.move(*hand.place(0.5, 0.5), steps=4)
    browser.send("Page.setWebLifecycleState", {"state": "frozen"})
    browser.send("Page.setWebLifecycleState", {"state": "active"})
    hand.page.mouse.move(*hand.place(0.5, 0.85), steps=4)
    hand.page.mouse.up()
    hand.wait()
    assert hand.says() == 1
    hand.press("Undo")
    assert hand.ink() == 0 and hand.says() is None


def test_it_goes_on_without_a_kernel(hand, notebook):
    notebook.stop_kernel()
    hand.draw(ONE)
    assert hand.says() == 1
    hand.press("Clear")
    hand.draw(SEVEN)
    assert hand.says() == 7
