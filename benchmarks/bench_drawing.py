"""How much quicker a view draws a training than a new figure for every frame.

Run it with ``python benchmarks/bench_drawing.py``. The naive way asks the network for its
opinion of 10,000 pictures and makes a figure of one axes for each kernel and map, for every frame;
a few frames say what one costs. Both take turns in one run.
"""

import statistics
import tempfile
import time
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

from helpers import animation
from helpers.analysis.training import first_layer_maps
from helpers.datasets import load
from helpers.networks.architectures import cifar_cnn
from helpers.plots.training import PredictionView, TrainingView
from helpers.recording import load_record

ROUNDS = 3
DOG = 16


def naive_frame(record, network, images, epoch, path):
    """Predict everything, make a new figure with an axes for each tile, and save it."""
    network.predict(images, batch_size=200, verbose=0)
    figure = plt.figure(figsize=(12, 4.4))
    kernels = record.kernels[record.index(epoch)]
    maps = first_layer_maps(record, epoch)
    for number in range(kernels.shape[-1]):
        row, column = divmod(number, 8)
        left = figure.add_axes((0.01 + column * 0.037, 0.9 - row * 0.1, 0.03, 0.09))
        left.imshow(np.clip(kernels[..., number] + 0.5, 0, 1))
        left.axis("off")
        middle = figure.add_axes((0.33 + column * 0.037, 0.9 - row * 0.1, 0.03, 0.09))
        middle.imshow(maps[..., number], cmap="magma")
        middle.axis("off")
    right = figure.add_axes((0.7, 0.14, 0.28, 0.7))
    right.plot(record.scores["accuracy"])
    right.plot(record.scores["val_accuracy"])
    figure.suptitle(f"epoch {epoch}")
    figure.savefig(path, dpi=100)
    plt.close(figure)


def main():
    """Print the ratio and the seconds of both whole animations."""
    record = load_record("cifar10_article")
    data = load("cifar10")
    images = np.resize(data.x_test, (10_000, *data.x_test.shape[1:]))
    network = record.restore(cifar_cnn())
    network.predict(images[:400], batch_size=200, verbose=0)
    folder = Path(tempfile.mkdtemp())
    ratios, naive_seconds, ours_seconds = [], [], []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        for epoch in (12, 36):
            naive_frame(record, network, images, epoch, folder / "naive.png")
        naive_seconds.append((time.perf_counter() - started) / 2)
        started = time.perf_counter()
        view = TrainingView(record)
        frames = list(view.frames())
        ours_seconds.append((time.perf_counter() - started) / len(frames))
        ratios.append(naive_seconds[-1] / ours_seconds[-1])
    print(f"a naive frame:        {statistics.median(naive_seconds):7.3f} s")
    print(f"a frame of a view:    {statistics.median(ours_seconds):7.3f} s, making it included")
    print(f"naive / view, a frame: median {statistics.median(ratios):.0f}"
          f" ({min(ratios):.0f} to {max(ratios):.0f})")  # fmt: skip

    started = time.perf_counter()
    views = TrainingView(record), PredictionView(record, data.x_test[DOG], DOG)
    sizes = {}
    for name, view in zip(("training", "predictions"), views, strict=True):
        frames = list(view.frames())
        for suffix in (".gif", ".mp4"):
            path = animation.save(frames, folder / f"{name}{suffix}", progress=False)
            sizes[path.name] = path.stat().st_size / 1e6
    print(f"all frames and files: {time.perf_counter() - started:7.1f} s")
    print(", ".join(f"{name} {size:.2f} MB" for name, size in sizes.items()))


if __name__ == "__main__":
    main()
