"""Write everything the course writes to a disk that fills up, and tell what happened as JSON.

python full_disk.py FOLDER      FOLDER: the mount of a small disk that is empty
"""

import contextlib
import io
import json
import os
import sys
from pathlib import Path

import numpy as np

from helpers.course.bets import load_bet, place_bet
from helpers.networks.mlp import MLP
from helpers.plots import animation
from tests.support.records import training_record
from tools.__main__ import main

DISK = Path(sys.argv[1])
RNG = np.random.default_rng(0)
LABELS = ["a", "b", "c", "d"]


def fill():
    """Leave no room at all on the disk."""
    with contextlib.suppress(OSError), (DISK / "filler").open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))


def save_record(name="record.npz"):
    training_record(seed=int(RNG.integers(9))).save(DISK / name)


def save_network(name="network.npz"):
    X = RNG.random((30, 50))
    MLP((40,), max_epochs=1).fit(X, np.arange(30) % 3).save(DISK / name)


def save_animation(name):
    frames = RNG.integers(0, 256, (4, 60, 60, 3), dtype=np.uint8)
    animation.save(frames, DISK / name, progress=False)


def bet():
    pairs = [("a", "b"), ("a", "c"), ("b", "c")]
    place_bet(pairs if load_bet() is None else [*pairs[:2], ("c", "d")], LABELS)


def render():
    """Run a lesson by the command, as its author does."""
    with (
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()) as said,
    ):
        status = main(["--root", str(DISK), "render", "1", "--allow-sample"])
    if status:
        raise OSError(said.getvalue())


WRITERS = {
    "record.npz": save_record,
    "network.npz": save_network,
    "film.gif": lambda: save_animation("film.gif"),
    "film.mp4": lambda: save_animation("film.mp4"),
    "film.webp": lambda: save_animation("film.webp"),
    "logbook/bets.json": bet,
    "notebooks/01_small.ipynb": render,
}

if __name__ == "__main__":
    os.environ["COURSE_USER_DIR"] = str(DISK)
    (DISK / "notebooks" / "source").mkdir(parents=True)
    (DISK / "notebooks" / "source" / "01_small.py").write_text(
        "# %% [markdown]\n# # A lesson\n\n# %%\n1 + 1\n"
    )
    for write in WRITERS.values():
        write()
    files = {name: (DISK / name).read_bytes() for name in WRITERS}
    fill()
    before = sorted(path.name for path in DISK.rglob("*"))
    said = {}
    for name, write in WRITERS.items():
        try:
            write()
            said[name] = "written"
        except OSError as error:
            said[name] = str(error)
    kept = {name: (DISK / name).read_bytes() == data for name, data in files.items()}
    left = sorted(path.name for path in DISK.rglob("*"))
    (DISK / "filler").unlink()
    for write in WRITERS.values():
        write()
    changed = {name: (DISK / name).read_bytes() != data for name, data in files.items()}
    print(json.dumps({"said": said, "kept": kept, "left": left == before, "changed": changed}))
