"""Write the same files as another process, at the same time, and read each after every write.

python write_again_and_again.py FOLDER SEED       SEED: 1 or 2
"""

import os
import sys
import time
from pathlib import Path

import numpy as np

from helpers.course.bets import load_bet, place_bet
from helpers.plots import animation
from helpers.recording import load_record
from tests.support.records import training_record
from tools.lessons import find_lessons
from tools.render import render

LABELS = ["a", "b", "c", "d"]
PAIRS = {
    1: (("a", "b"), ("a", "c"), ("a", "d")),
    2: (("a", "b"), ("b", "c"), ("b", "d")),
}

if __name__ == "__main__":
    folder, seed = Path(sys.argv[1]), int(sys.argv[2])
    os.environ["COURSE_USER_DIR"] = str(folder)
    frames = np.random.default_rng(seed).integers(0, 256, (3, 20, 20, 3), dtype=np.uint8)
    record = training_record(seed=seed)
    (folder / f"ready-{seed}").touch()
    while not all((folder / f"ready-{other}").exists() for other in (1, 2)):
        time.sleep(0.01)
    for _ in range(25):
        record.save(folder / "record.npz")
        assert load_record(folder / "record.npz").made_from["seed"] in (1, 2)
        place_bet(PAIRS[seed], LABELS)
        assert load_bet().pairs in PAIRS.values()
        animation.save(frames, folder / "film.gif", progress=False)
        assert (folder / "film.gif").read_bytes()[-1:] == b";"  # where a GIF ends
    render(find_lessons(["1"], folder)[0], allow_sample=True, report=str)
