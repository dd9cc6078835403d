"""How fast a map moves, what its film takes, and what a fit of the sample costs.

Run it with ``python benchmarks/bench_projection.py``. The two ways to draw take turns in one run,
so that a machine that slows down slows down both. The fit comes last, and includes what UMAP
compiles in every new process.
"""

import io
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path

import matplotlib

matplotlib.use("agg")
import matplotlib.pyplot as plt

from helpers import animation
from helpers.datasets import load
from helpers.plots import style
from helpers.plots.projection import ProjectionView, map_limits
from helpers.recording import load_record, record_projection

ROUNDS = 5
SIZE = 560


def naive_frame(record, names, epoch, limits):
    """Draw an epoch as one does without a second thought: a new figure, scatter, savefig."""
    layout = record.embeddings[epoch]
    figure, ax = plt.subplots(figsize=(SIZE / 100, (SIZE + 30) / 100))
    ax.scatter(*layout.T, s=1, c=[style.CLASS_COLOURS[label] for label in record.labels])
    for k, name in enumerate(names):
        members = layout[record.labels == k]
        ax.text(*members.mean(axis=0), name, ha="center", weight="bold")
    ax.set(xlim=limits[0], ylim=limits[1], title=f"epoch {epoch}")
    ax.axis("off")
    figure.savefig(io.BytesIO(), format="png")
    plt.close(figure)


def seconds(function):
    started = time.perf_counter()
    function()
    return time.perf_counter() - started


def drawing(record):
    """Compare a frame of the view with a new figure for each."""
    names = record.made_from["data"]["labels"]
    view = ProjectionView(record, size=SIZE)
    limits = map_limits(record.embeddings)
    epochs = [int(epoch) for epoch in record.epochs]
    view.frame(0)
    naive_frame(record, names, 0, limits)
    ratios, frames = [], []
    for turn in range(ROUNDS):
        some = epochs[turn * 8 : turn * 8 + 8]
        quick = seconds(lambda some=some: [view.frame(epoch) for epoch in some]) / len(some)
        slow = seconds(lambda some=some: naive_frame(record, names, some[0], limits))
        frames.append(quick)
        ratios.append(slow / quick)
    print(f"{record.embeddings.shape[1]:,} points, {SIZE} pixels wide")
    print(f"a frame: median {1000 * statistics.median(frames):.1f} ms")
    print(f"new figure and savefig / frame: median {statistics.median(ratios):.0f}"
          f" ({min(ratios):.0f} to {max(ratios):.0f})")  # fmt: skip
    whole = seconds(lambda: sum(1 for _ in view.frames(epochs[1:])))
    print(f"all {len(epochs) - 1} frames: {whole:.2f} s")
    return view


def films(view):
    """Write the film, and say how long that takes and how large it is."""
    with tempfile.TemporaryDirectory() as folder:
        for suffix in ("gif", "mp4", "webp"):
            path = Path(folder) / f"map.{suffix}"
            taken = seconds(
                lambda path=path: animation.save(
                    view.frames(), path, fps=12, hold_first=1, hold_last=3, progress=False
                )
            )
            print(
                f"{suffix}: drawn and written in {taken:.1f} s, {path.stat().st_size / 1e6:.2f} MB"
            )


def fit():
    """Fit the sample, as the lesson does."""
    data = load("fashion_mnist", size="sample")
    for turn in ("first fit (UMAP compiles)", "second fit"):
        record = record_projection(data.x_train, progress=False)
        parts = record.made_from["seconds_of"]
        print(f"{turn} of {len(data.x_train):,} pictures: {record.made_from['seconds']:.1f} s"
              f" (neighbours {parts['neighbours']:.1f}, layout {parts['layout']:.1f})")  # fmt: skip
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"peak memory: {peak / (1e6 if sys.platform == 'darwin' else 1e3):.0f} MB")


if __name__ == "__main__":
    films(drawing(load_record("fashion_umap")))
    fit()
