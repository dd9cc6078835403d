"""How soon the drawing pad answers, from the pen that is lifted to the maps on the screen.

Run it with ``python benchmarks/bench_pad.py``; it needs Chromium. It draws on the pad of lesson 4
in JupyterLab, and in the same run measures the kernel's share: the drawing made like MNIST's
digits, the network, the nearest of 10,000 digits (5,000 where only the sample is there).
"""

import statistics
import sys
import tempfile
from pathlib import Path

import numpy as np
from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "browser"))

from lab_harness import Lab, chromium_options
from pad_hand import Hand

ROUNDS = 5
STROKES = 40
SETUP = """
import time
import numpy as np
from helpers.analysis.handwriting import like_mnist
from helpers.datasets import load
from helpers.networks.architectures import mnist_features_cnn
from helpers.recording import load_record
from helpers.widgets.drawing_pad import DrawingPad
data = load("mnist")
network = load_record("mnist_features").restore(mnist_features_cnn())
pad = DrawingPad(network, data.x_train[:10_000], data.y_train[:10_000])
"""
KERNEL = """
drawing = np.kron(data.x_test[0], np.ones((10, 10), np.uint8))
times = []
for _ in range(100):
    started = time.perf_counter()
    pad._look(like_mnist(drawing), 8)
    times.append(1000 * (time.perf_counter() - started))
print(*np.percentile(times, [50, 95, 100]))
"""


def main():
    lab = Lab(Path(tempfile.mkdtemp()), quick=False)
    rng = np.random.default_rng(0)
    rounds = []
    try:
        with sync_playwright() as playwright:
            page = playwright.chromium.launch(**chromium_options()).new_page()
            notebook = lab.open(page, lab.make("bench.ipynb", [SETUP, "pad", KERNEL]))
            notebook.run_all(seconds=300)
            kernel = [float(part) for part in notebook.text(2).split()[-3:]]
            hand = Hand(page)
            for _ in range(ROUNDS):
                hand.press("Clear")
                strokes = rng.uniform(0.2, 0.8, (STROKES, 3, 2)).tolist()
                rounds.append(sorted(hand.stroke_to_answer(strokes)))
    finally:
        lab.stop()

    print(f"milliseconds from stroke to picture; medians of {ROUNDS} rounds of {STROKES} strokes")
    print(f"{'':14} {'median':>8} {'95th percentile':>16} {'worst':>8}")
    page_numbers = [
        statistics.median(one[int(share * (len(one) - 1))] for one in rounds)
        for share in (0.5, 0.95, 1)
    ]
    for name, numbers in (("pad", page_numbers), ("kernel's share", kernel)):
        print("{:14} {:8.1f} {:16.1f} {:8.1f}".format(name, *numbers))


if __name__ == "__main__":
    main()
