"""How long encoding takes: files and players of a 48-epoch record's frames.

Run it with ``python benchmarks/bench_animation.py``. The kinds take turns in one run; what counts
is the median. Seconds of the processor, of ffmpeg's too, tell more on a busy machine than those
of the clock. The last column says how far the decoded pixels are from the drawn ones.
"""

import os
import statistics
import tempfile
import time
from pathlib import Path

import imageio.v3 as iio
import numpy as np
from PIL import Image

from helpers import animation
from helpers.plots.training import TrainingView
from helpers.recording import load_record
from helpers.widgets import EpochPlayer

ROUNDS = 3


def processor_seconds():
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def decoded(path):
    if path.suffix == ".mp4":
        return list(iio.imiter(path, plugin="FFMPEG"))
    with Image.open(path) as image:
        pictures = []
        for index in range(image.n_frames):
            image.seek(index)
            pictures.append(np.asarray(image.convert("RGB")))
    return pictures


def mean_error(pictures, frames):
    """Mean absolute error of the last frame, in levels of 255: the richest one."""
    return np.abs(pictures[-1].astype(int) - frames[-1]).mean()


def main():
    frames = list(TrainingView(load_record("cifar10_article")).frames())
    folder = Path(tempfile.mkdtemp())
    kinds = (".gif", ".mp4", ".webp", "player")
    clock, processor, sizes, errors = ({kind: [] for kind in kinds} for _ in range(4))
    for _ in range(ROUNDS):
        for kind in kinds:
            start, start_processor = time.perf_counter(), processor_seconds()
            if kind == "player":
                made = EpochPlayer(frames)
                size, pictures = made.nbytes, [np.asarray(made.picture(made.epochs[-1]))]
            else:
                made = animation.save(frames, folder / f"training{kind}", progress=False)
                size, pictures = made.stat().st_size, None
            clock[kind].append(time.perf_counter() - start)
            processor[kind].append(processor_seconds() - start_processor)
            sizes[kind].append(size)
            errors[kind].append(mean_error(pictures or decoded(made), frames))

    height, width = frames[0].shape[:2]
    print(f"{len(frames)} frames of {width} x {height}; medians of {ROUNDS} rounds")
    print(f"{'kind':8} {'clock s':>8} {'processor s':>12} {'MB':>6} {'mean error of 255':>18}")
    for kind in kinds:
        numbers = [statistics.median(of[kind]) for of in (clock, processor, sizes, errors)]
        seconds, of_processor, size, error = numbers
        print(f"{kind:8} {seconds:8.2f} {of_processor:12.2f} {size / 1e6:6.2f} {error:18.2f}")


if __name__ == "__main__":
    main()
