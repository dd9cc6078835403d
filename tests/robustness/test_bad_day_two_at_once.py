"""Two lessons at once, which write the same files: each is always whole, and one of the two.

That two who fetch the same data wait for each other is tested in test_datasets_fetch.py.
"""

import os
import subprocess
import sys

import nbformat

from tools import ROOT


def test_two_lessons_that_write_the_same_files(tmp_path):
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "01_small.py").write_text(
        "# %% [markdown]\n# # A lesson\n\n# %%\n1 + 1\n"
    )
    script = ROOT / "tests" / "robustness" / "bad_days" / "write_again_and_again.py"
    both = [
        subprocess.Popen(
            [sys.executable, script, tmp_path, seed],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for seed in ("1", "2")
    ]
    said = [process.communicate() for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    left = {path.name for path in tmp_path.iterdir()} - {"source", "ready-1", "ready-2"}
    assert left == {"record.npz", "logbook", "film.gif", "01_small.ipynb"}
    stored = nbformat.read(tmp_path / "01_small.ipynb", as_version=4)
    assert stored.cells[1].outputs[0].data["text/plain"] == "2"
