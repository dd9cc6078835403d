"""How soon widgets answer in JupyterLab, from the key or pen to the picture; needs Chromium."""

import statistics
import sys
import tempfile
from pathlib import Path

from benchmarks.table import Row

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "browser"))

__all__ = ["measure"]

ROUNDS = 5
MOST = 0.1
KEYS = ["ArrowRight"] * 48
STROKES = 20
PLAYER = """
from helpers.plots.training import TrainingView
from helpers.course.records import shipped_record
from helpers.widgets import EpochPlayer
player = EpochPlayer.from_view(TrainingView(shipped_record("cifar10_article")), progress=False)
player
"""
KERNEL = """
import io, ipywidgets
files = []
for epoch in player.epochs:
    store = io.BytesIO()
    player.picture(epoch).save(store, "PNG")
    files.append(store.getvalue())
slider, image = ipywidgets.IntSlider(max=48), ipywidgets.Image(value=files[0])
slider.observe(lambda change: image.set_trait("value", files[change.new]), "value")
ipywidgets.VBox([slider, image])
"""
PAD = """
from helpers.datasets import load
from helpers.networks.architectures import mnist_features_cnn
from helpers.course.records import shipped_record
from helpers.widgets.drawing_pad import DrawingPad
data = load("mnist")
network = shipped_record("mnist_features").restore(mnist_features_cnn())
DrawingPad(network, data.x_train[:10_000], data.y_train[:10_000])
"""


def measure():
    """Yield a row for the epoch player and one for the drawing pad."""
    from playwright.sync_api import sync_playwright

    from tests.support.lab_harness import Lab, chromium_options

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        lab = Lab(Path(folder), quick=False)
        try:
            browser = playwright.chromium.launch(**chromium_options())
            yield _player(lab.open(browser.new_page(), lab.make("player.ipynb", [PLAYER, KERNEL])))
            yield _pad(lab.open(browser.new_page(), lab.make("pad.ipynb", [PAD])))
        finally:
            lab.stop()


def _player(notebook):
    """Move the player and a slider that asks the kernel, in turns; both show the same frames."""
    from tests.support.lab_harness import key_to_picture

    notebook.run_all(seconds=300)
    page = notebook.page
    places = {
        "player": (page.locator(".wil-player input"), page.locator("canvas.wil-picture")),
        "kernel": (
            notebook.output(1).locator("[role=slider]"),
            notebook.output(1).locator("img"),
        ),
    }
    medians = {name: [] for name in places}
    for _ in range(ROUNDS):
        for name, (slider, picture) in places.items():
            slider.focus()
            page.keyboard.press("Home")
            page.wait_for_timeout(500)
            medians[name].append(statistics.median(key_to_picture(picture, KEYS)) / 1000)
    ours, other = (statistics.median(medians[name]) for name in ("player", "kernel"))
    return Row(
        "player: from key to picture; a slider that asks the kernel",
        seconds=ours,
        other=other,
        found=f"{other / ours:.1f} times as fast",
        budget=f"{MOST} s",
        held=ours <= MOST,
    )


def _pad(notebook):
    """Draw on the pad of lesson 4."""
    import numpy as np

    from tests.support.pad_hand import Hand

    notebook.run_all(seconds=300)
    hand = Hand(notebook.page)
    rng = np.random.default_rng(0)
    medians = []
    for _ in range(ROUNDS):
        hand.press("Clear")
        strokes = rng.uniform(0.2, 0.8, (STROKES, 3, 2)).tolist()
        medians.append(statistics.median(hand.stroke_to_answer(strokes)) / 1000)
    taken = statistics.median(medians)
    return Row(
        "drawing pad: from pen up to the network's maps",
        seconds=taken,
        budget=f"{MOST} s",
        held=taken <= MOST,
    )
