"""How cost grows, as figures: with points and frames, with what is recorded, epochs, learners."""

import dataclasses
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import matplotlib.pyplot as plt
import numpy as np
import psutil
from PIL import Image

from benchmarks import naive
from benchmarks.drawing import map_in_turns, map_record
from benchmarks.recording import Training, recorder_seconds
from benchmarks.timing import processor_seconds, seconds_of
from helpers.course.records import shipped_record
from helpers.datasets import CATALOG
from helpers.networks.architectures import cifar_cnn
from helpers.plots import style
from helpers.plots.training import TrainingView
from helpers.recording.schedule import EpochPlan

__all__ = ["IMAGES", "Figure", "measure"]

IMAGES = Path(__file__).parents[1] / "docs" / "images"


class Figure(NamedTuple):
    """A picture in ``docs/images``, and the sentence that says what it shows."""

    title: str
    file: str
    sentence: str


def measure():
    """Measure, draw and store each figure; yield it."""
    style.use()
    for part in (_points, _frames, _recorded, _epochs, _learners):
        figure, ax = plt.subplots(figsize=(6.5, 3.6), layout="constrained")
        title, sentence = part(ax)
        ax.set_title(title)
        if len(ax.get_lines()) > 1:
            ax.legend()
        name = f"cost_{part.__name__.strip('_')}.png"
        _store(figure, IMAGES / name)
        print(f"  {sentence}", file=sys.stderr, flush=True)
        yield Figure(title, name, sentence)


def _store(figure, path):
    """Write a figure in 64 colours: a third of the bytes, and no worse for lines and letters."""
    figure.canvas.draw()
    pixels = np.asarray(figure.canvas.buffer_rgba())[..., :3]
    plt.close(figure)
    Image.fromarray(pixels).quantize(64).save(path, optimize=True)


def _points(ax):
    counts = [1_000, 2_000, 5_000, 10_000, 20_000, 40_000, 60_000]
    taken = [map_in_turns(map_record(n), rounds=3) for n in counts]
    ours, other = ([1000 * getattr(t, way) for t in taken] for way in ("ours", "other"))
    ax.loglog(counts, other, "s--", label="a new figure for each")
    ax.loglog(counts, ours, "o-", label="a view")
    ax.set(xlabel="points on the map", ylabel="ms a frame")
    ax.xaxis.set_major_formatter("{x:,.0f}")
    ax.yaxis.set_major_formatter("{x:,.0f}")
    return "Drawing, by points", (
        f"A frame of a map takes {ours[0]:.1f} ms with {counts[0]:,} points and {ours[-1]:.1f} ms "
        f"with {counts[-1]:,}; a new figure for each takes {other[0]:,.0f} ms and "
        f"{other[-1]:,.0f} ms."
    )


def _frames(ax):
    record = shipped_record("cifar10_article")
    pictures = np.zeros((200, 32, 32, 3), np.uint8)
    model = record.restore(cifar_cnn())
    naive.training_frame(record, model, pictures, 0)
    one = seconds_of(lambda: naive.training_frame(record, model, pictures, 12), processor_seconds)
    counts = [1, 7, 13, 25, 49]
    ours = [
        seconds_of(lambda n=n: list(TrainingView(record).frames(record.epochs[:n])),
                   processor_seconds)
        for n in counts
    ]  # fmt: skip
    ax.plot(counts, [one * n for n in counts], "s--", label="a new figure for each (one measured)")
    ax.plot(counts, ours, "o-", label="a view")
    ax.set(xlabel="frames of a training", ylabel="processor's seconds", yscale="log")
    ax.yaxis.set_major_formatter("{x:,.1f}")
    further = (ours[-1] - ours[0]) / (counts[-1] - counts[0])
    return "Drawing, by frames", (
        f"The first frame of a training takes {ours[0]:.2f} s with all that is prepared for it, "
        f"and each further one {1000 * further:.0f} ms; a new figure takes {one:.1f} s each time."
    )


def _recorded(ax):
    training = Training()
    mean = training.plan
    training.plan = EpochPlan(steps=10, batch_size=mean.batch_size)
    every = {
        "scores": {"keep_kernels": False},
        "+ kernels": {"keep_kernels": True},
        "+ 1,000 pictures' probabilities": {"watch": 1_000},
        "+ a layer's maps of 10 pictures": {"pictures": range(10), "layers": ["pool_2"]},
        "+ all weights, every epoch": {"weights_at": range(11)},
    }
    keep, seconds = {"weights_at": ()}, []
    for extra in every.values():
        keep |= extra
        seconds.append(recorder_seconds(training, rounds=9, **keep))
    ax.barh(range(len(every)), [1000 * s for s in seconds])
    ax.set_yticks(range(len(every)), every)
    ax.invert_yaxis()
    ax.set_xlabel("processor's ms an epoch")
    return "Recording, by what is recorded", (
        f"Scores alone take {1000 * seconds[0]:.0f} ms an epoch, and all that is listed "
        f"{1000 * seconds[-1]:.0f} ms, however long the epoch is."
    )


def _epochs(ax):
    sizes = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, label in (
            ("cifar10_article", "a training: 1,000 pictures watched, weights twice"),
            ("fashion_umap", "a map of 10,000 points"),
        ):
            record = shipped_record(name)
            counts = np.unique(np.linspace(1, len(record.epochs), 6).astype(int))
            sizes[name] = [
                _first(record, n).save(Path(folder) / "part.npz").stat().st_size / 1e6
                for n in counts
            ]
            ax.plot(counts, sizes[name], "o-", label=label)
    ax.set(xlabel="recorded epochs", ylabel="MB", ylim=(0, None))
    training, of_map = sizes.values()
    return "A record's size, by epochs", (
        f"A record of the training has {training[0]:.1f} MB after one moment and "
        f"{training[-1]:.1f} MB after all; that of a map {of_map[0]:.2f} MB and "
        f"{of_map[-1]:.1f} MB."
    )


def _first(record, n):
    """Cut a record off after its first moments; weights are kept."""
    total = len(record.epochs)

    def cut(value):
        if isinstance(value, dict):
            return {key: cut(part) for key, part in value.items()}
        timed = isinstance(value, np.ndarray) and value.shape[:1] == (total,)
        return value[:n] if timed else value

    fields = {field.name: getattr(record, field.name) for field in dataclasses.fields(record)}
    kept = {"made_from", "weights", "model", "between"}
    return dataclasses.replace(
        record, **{name: cut(value) for name, value in fields.items() if name not in kept}
    )


_LEARNER = """
import sys
import numpy as np
from helpers.datasets import load
opened = [load(name) for name in {names}]
parts = [part for data in opened for part in (data.x_train, data.x_test)]
if {copied}:
    parts = [np.array(part) for part in parts]
print(sum(int(part[::2].sum()) + int(part[1::2].sum()) for part in parts), flush=True)
sys.stdin.read()
"""


def _learners(ax):
    counts = [1, 2, 4, 8]
    shared, copied = ([_memory_of_learners(n, copy) for n in counts] for copy in (False, True))
    ax.plot(counts, copied, "s--", label="each with a copy")
    ax.plot(counts, shared, "o-", label="shared, as load does it")
    ax.set(xlabel="learners on one machine", ylabel="MB of memory, all together", ylim=(0, None))
    each = (shared[-1] - shared[0]) / (counts[-1] - counts[0])
    return "Memory, by learners with all three data sets open", (
        f"One learner who looks at every picture holds {shared[0]:,.0f} MB, and each further one "
        f"{each:,.0f} MB more, since the data is shared; with copies of their own, {counts[-1]} "
        f"learners would hold {copied[-1]:,.0f} MB instead of {shared[-1]:,.0f} MB."
    )


def _memory_of_learners(n, copied):
    """Start some learners, and add up their proportional shares of the memory, in MB."""
    program = _LEARNER.format(names=list(CATALOG), copied=copied)
    learners = [
        subprocess.Popen(
            [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        for _ in range(n)
    ]
    try:
        sums = [learner.stdout.readline() for learner in learners]
        assert all(said.strip() and said == sums[0] for said in sums), sums
        held = [psutil.Process(learner.pid).memory_full_info() for learner in learners]
        # pss: what several processes share counts once among them. Only Linux tells.
        return sum(getattr(memory, "pss", memory.uss) for memory in held) / 1e6
    finally:
        for learner in learners:
            learner.communicate()
