"""How soon the epoch player's picture follows the key, beside a slider that asks the kernel.

Run it with ``python benchmarks/bench_player.py``; it needs Chromium. Both show the same 49 frames
of a training in one notebook in JupyterLab and take turns. Times run from the key's event to the
first task after the browser's frame with the new picture.
"""

import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "browser"))

from lab_harness import Lab, chromium_options, key_to_picture

ROUNDS = 5
KEYS = ["ArrowRight"] * 48
PLAYER = """
from helpers.plots.training import TrainingView
from helpers.recording import load_record
from helpers.widgets import EpochPlayer
view = TrainingView(load_record("cifar10_article"))
player = EpochPlayer.from_view(view, progress=False)
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


def measure(notebook, slider, picture):
    """Return the sorted times of one round from the first frame to the last."""
    slider.focus()
    notebook.page.keyboard.press("Home")
    notebook.page.wait_for_timeout(500)
    return sorted(key_to_picture(picture, KEYS))


def main():
    lab = Lab(Path(tempfile.mkdtemp()))
    try:
        with sync_playwright() as playwright:
            page = playwright.chromium.launch(**chromium_options()).new_page()
            notebook = lab.open(
                page, lab.make("bench.ipynb", [PLAYER, KERNEL, "print(player.nbytes)"])
            )
            notebook.run_all()
            places = {
                "player": (page.locator(".wil-player input"), page.locator("canvas.wil-picture")),
                "kernel": (
                    notebook.output(1).locator("[role=slider]"),
                    notebook.output(1).locator("img"),
                ),
            }
            times = {name: [] for name in places}
            for _ in range(ROUNDS):
                for name, (slider, picture) in places.items():
                    times[name].append(measure(notebook, slider, picture))
            print(f"a player of 49 frames: {int(notebook.text(2)) / 1e6:.2f} MB in the notebook")
    finally:
        lab.stop()

    print(f"milliseconds from key to picture; medians of {ROUNDS} rounds of {len(KEYS)} keys")
    print(f"{'':8} {'median':>8} {'95th percentile':>16} {'worst':>8}")
    for name, rounds in times.items():
        numbers = (
            statistics.median(one[int(share * (len(one) - 1))] for one in rounds)
            for share in (0.5, 0.95, 1)
        )
        print("{:8} {:8.0f} {:16.0f} {:8.0f}".format(name, *numbers))
    ratios = [
        statistics.median(kernel) / statistics.median(player)
        for player, kernel in zip(times["player"], times["kernel"])
    ]
    print(f"kernel / player, of the medians: {statistics.median(ratios):.1f}")


if __name__ == "__main__":
    main()
