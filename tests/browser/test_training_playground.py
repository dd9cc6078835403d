"""The playground learns in the page: from disk in Chromium, Firefox and WebKitGTK, no kernel."""

import re

import nbclient
import nbformat
import pytest

from helpers.commands.export import export
from tests.support.lab_harness import eventually
from tools import ROOT

CELL = """
from helpers.datasets import load
from helpers.widgets import TrainingPlayground
data = load("mnist")
TrainingPlayground(data.x_train[:5000], data.y_train[:5000], data.x_test[:500], data.y_test[:500])
"""
#: A page that offers its address, as those of the site do.
OFFERS = """new MutationObserver((_, watch) => {
  watch.disconnect();
  document.documentElement.dataset.courseAddress = "free";
}).observe(document, { childList: true });"""
NO_WORKERS = "window.Worker = class { constructor() { throw new Error('not here'); } };"


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    folder = tmp_path_factory.mktemp("playground")
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(CELL)])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(ROOT))
        nbclient.NotebookClient(made, timeout=120, kernel_name="python3").execute()
    nbformat.write(made, folder / "playground.ipynb")
    return export(folder / "playground.ipynb", folder / "playground.html")


@pytest.fixture
def playground(exported, open_page):
    """Open the playground: ``playground(before=SCRIPT, at="#…", color_scheme="dark")``."""

    def opened(before="", at="", **options):
        page = open_page(offline=True, **options)
        wrong = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.add_init_script(before)
        page.goto(exported.as_uri() + at)
        root = page.locator(".wil-playground")
        root.wait_for()
        pages.append((page, wrong))
        return root

    pages = []
    yield opened
    for page, wrong in pages:
        page.context.close()
        assert wrong == []


def press(root, name):
    root.get_by_role("button", name=name, exact=True).click()


def knob(root, name):
    return root.locator(".wil-knobs label", has_text=name).locator("select")


def steps(root):
    return int(root.get_attribute("data-steps"))


def right(root):
    """The share of test digits that are right, in percent; 0 before any test."""
    text = root.locator(".wil-chart b").first.inner_text()
    return float(text.split()[0]) if text else 0


def learns(root, share=80):
    eventually(lambda: right(root), lambda now: now > share)


def rests(root):
    """Wait until nothing is learned any more; say how many steps there were."""

    def still():
        before = steps(root)
        root.page.wait_for_timeout(400)
        return before if steps(root) == before else None

    return eventually(still, lambda seen: seen is not None)


@pytest.mark.parametrize("network", ["linear", "mlp", "cnn"])
def test_it_learns_and_its_weights_change(playground, network):
    root = playground()
    knob(root, "network").select_option(network)
    weights = root.locator(".wil-kernels")
    before = weights.screenshot()
    press(root, "Train")
    learns(root)
    press(root, "Pause")
    rests(root)
    assert weights.screenshot() != before
    assert root.locator(".wil-note").inner_text() == ""
    assert {"linear": "10 templates", "mlp": "16 units", "cnn": "16 kernels"}[
        network
    ] in root.locator(".wil-weights p").inner_text()


def test_it_pauses_steps_and_begins_again(playground):
    root = playground()
    press(root, "Step")
    eventually(lambda: steps(root), 1)
    press(root, "Step")
    eventually(lambda: steps(root), 2)
    press(root, "Train")
    learns(root)
    press(root, "Pause")
    at = rests(root)
    press(root, "Step")
    eventually(lambda: steps(root), at + 1)
    press(root, "Train")
    eventually(lambda: steps(root), lambda now: now > at + 1)
    press(root, "Reset")
    eventually(lambda: steps(root), 0)
    assert rests(root) == 0
    knob(root, "seed").select_option("4")
    knob(root, "pace").select_option("slow")
    press(root, "Train")
    eventually(lambda: steps(root), lambda now: 0 < now < 100)


def test_steps_that_are_too_large_are_said(playground):
    root = playground()
    knob(root, "learning rate").select_option("10")
    press(root, "Train")
    note = root.locator(".wil-note")
    eventually(note.inner_text, re.compile("diverged|same answer|higher than").search)
    assert root.get_attribute("data-trouble") in {"diverged", "dead", "high"}
    knob(root, "learning rate").select_option("0.03")
    press(root, "Reset")
    eventually(note.inner_text, "")


def test_a_drawn_digit_is_answered_while_it_learns(playground):
    root = playground()
    says = root.locator(".wil-own p")
    eventually(says.inner_text, lambda text: text.startswith("Draw a digit"))
    press(root, "Train")
    learns(root)
    box = root.locator(".wil-paper").bounding_box()
    mouse, middle = root.page.mouse, box["x"] + box["width"] / 2
    mouse.move(middle, box["y"] + 0.15 * box["height"])
    mouse.down()
    mouse.move(middle, box["y"] + 0.85 * box["height"], steps=5)
    mouse.up()
    eventually(says.inner_text, lambda text: text.startswith("It says 1 ("))
    assert "It is a" not in says.inner_text()
    press(root, "New digit")
    eventually(says.inner_text, lambda text: text.endswith("It is a 7."))
    eventually(lambda: root.get_attribute("data-best"), "7")
    press(root, "Clear")
    eventually(says.inner_text, lambda text: text.startswith("Draw a digit"))


def test_where_nobody_looks_it_waits(playground):
    root = playground()
    press(root, "Train")
    learns(root, 50)
    hide = """(hidden) => {
      Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
      document.dispatchEvent(new Event("visibilitychange"));
    }"""
    root.page.evaluate(hide, True)
    eventually(root.locator(".wil-note").inner_text, lambda text: "out of sight" in text)
    at = rests(root)
    root.page.evaluate(hide, False)
    eventually(lambda: steps(root), lambda now: now > at)
    assert root.locator(".wil-note").inner_text() == ""


def test_without_a_worker_the_page_does_it_and_says_so(playground):
    root = playground(before=NO_WORKERS)
    eventually(root.locator(".wil-note").inner_text, lambda text: "no worker" in text)
    press(root, "Train")
    learns(root)
    press(root, "Pause")
    rests(root)


def test_pixels_that_a_browser_blurs_are_not_learned_from(playground):
    blurs = """
      const exact = CanvasRenderingContext2D.prototype.getImageData;
      CanvasRenderingContext2D.prototype.getImageData = function (...box) {
        const image = exact.apply(this, box);
        image.data[0] ^= 1;
        return image;
      };
    """
    root = playground(before=blurs)
    press(root, "Train")
    eventually(root.locator(".wil-note").inner_text, lambda text: "another browser" in text)
    assert rests(root) == 0
    assert root.get_attribute("data-running") == "false"


def test_its_state_stands_in_an_address_that_is_offered(playground):
    root = playground(before=OFFERS)
    assert "#" not in root.page.url
    knob(root, "network").select_option("cnn")
    knob(root, "learning rate").select_option("0.1")
    eventually(lambda: "network=cnn" in root.page.url, True)
    at = "#" + root.page.url.split("#")[1]
    other = playground(before=OFFERS, at=at)
    for name, value in (("network", "cnn"), ("learning rate", "0.1"), ("maps", "16")):
        assert knob(other, name).input_value() == value
    wrong = playground(before=OFFERS, at="#playground&network=rnn&seed=3&momentum=<b>")
    assert knob(wrong, "network").input_value() == "mlp"
    assert knob(wrong, "seed").input_value() == "3"
    elsewhere = playground(before=OFFERS, at="#another-place")
    knob(elsewhere, "seed").select_option("5")
    assert elsewhere.page.url.endswith("#another-place")


def test_an_address_that_is_not_offered_stays(playground):
    root = playground(at="#playground&network=linear")
    assert knob(root, "network").input_value() == "mlp"
    knob(root, "seed").select_option("5")
    eventually(lambda: steps(root), 0)
    assert root.page.url.endswith("#playground&network=linear")


@pytest.mark.parametrize("width", [360, 1100])
def test_it_fits_and_fingers_find_its_controls(playground, width):
    root = playground(viewport={"width": width, "height": 800}, has_touch=True, is_mobile=True)
    press(root, "Train")
    learns(root)
    page = root.page
    assert page.evaluate("() => document.scrollingElement.scrollWidth") <= width
    assert root.evaluate("(one) => one.scrollWidth <= one.clientWidth")
    texts = """(root) => [...root.querySelectorAll("*")].filter((one) => one.checkVisibility()
      && [...one.childNodes].some((child) => child.nodeType === 3 && child.data.trim())
      && parseFloat(getComputedStyle(one).fontSize) < 11).map((one) => one.outerHTML)"""
    assert root.evaluate(texts) == []
    low = """(root) => [...root.querySelectorAll("button, select, label:has(input)")].filter(
      (one) => one.checkVisibility() && one.getBoundingClientRect().height < 40
    ).map((one) => one.outerHTML)"""
    assert root.evaluate(low) == []


def test_keys_work_it(playground):
    root = playground()
    page = root.page
    root.get_by_role("button", name="Train", exact=True).focus()
    page.keyboard.press("Enter")
    learns(root)
    page.keyboard.press(" ")
    at = rests(root)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    eventually(lambda: steps(root), at + 1)
    for _ in range(4):  # Reset, the choice of weights, the pad's buttons
        page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.textContent") == "New digit"


def test_who_asks_for_less_motion_sees_fewer_pictures(playground):
    root = playground(reduced_motion="reduce")
    press(root, "Train")
    learns(root, 50)
    shown = root.evaluate("""async (root) => {
      const seen = new Set();
      const end = performance.now() + 2500;
      while (performance.now() < end) {
        seen.add(root.dataset.steps);
        await new Promise(requestAnimationFrame);
      }
      return seen.size;
    }""")
    assert 1 <= shown <= 4


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(playground, theme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    root = playground(color_scheme=theme)
    press(root, "New digit")
    eventually(lambda: root.get_attribute("data-best"), lambda best: best != "-1")
    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
    found = axe.Axe().run(root.page, {"include": [[".wil"]]}, rules).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []


def test_it_learns_in_the_other_browsers_too(window, exported):
    window.open(exported)
    (root,) = window.seen(".wil-playground")

    def named(name):
        (one,) = [each for each in window.seen("button", root) if window.text(each) == name]
        return one

    window.click(named("New digit"))
    window.click(named("Train"))
    words = window.seen("figcaption", root)[0]
    eventually(lambda: float(window.text(words).split()[4]), lambda now: now > 80)
    window.click(named("Pause"))
    at = eventually(lambda: int(root.get_attribute("data-steps")), lambda now: now > 0)
    window.click(named("Step"))
    eventually(lambda: int(root.get_attribute("data-steps")), lambda now: now > at)
    eventually(lambda: root.get_attribute("data-best"), "7")
    paper, *_ = window.seen(".wil-paper", root)
    window.stroke(paper, (0.5, 0.15), (0.5, 0.5), (0.5, 0.85))
    eventually(lambda: root.get_attribute("data-best"), "1")
    window.click(named("Reset"))
    eventually(lambda: root.get_attribute("data-steps"), "0")
