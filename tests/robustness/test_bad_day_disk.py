"""A disk that is full: what was there stays whole, nothing else is left, and one is told."""

import json
import os
import subprocess
import sys

import pytest

from tools import ROOT

SMALL_DISK = 'mount -t tmpfs -o size=2m tmpfs "$1" || exit 77; shift; exec "$@"'


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """Run `full_disk.py` on a small disk of its own, and give what it tells."""
    disk = tmp_path_factory.mktemp("disk")
    wrap = ["unshare", "--mount", "sh", "-c", SMALL_DISK, "sh", str(disk)]
    script = ROOT / "tests" / "robustness" / "bad_days" / "full_disk.py"
    try:
        done = subprocess.run(
            [*wrap, sys.executable, str(script), str(disk)],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError:
        pytest.skip("needs Linux")
    if done.returncode == 77 or done.stderr.startswith("unshare:"):
        pytest.skip(f"needs root on Linux: {done.stderr[:200]}")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


NAMES = (
    "record.npz",
    "network.npz",
    "film.gif",
    "film.mp4",
    "film.webp",
    "logbook/bets.json",
    "notebooks/01_small.ipynb",
)


@pytest.mark.parametrize("name", NAMES)
def test_a_full_disk_is_told_and_what_was_there_is_kept(told, name):
    said = told["said"][name]
    assert "No space left on device" in said or "Is the disk full?" in said
    assert "Free some room" in said
    assert told["kept"][name]


def test_a_full_disk_has_no_leftovers(told):
    assert told["left"]


@pytest.mark.parametrize(
    "name", ["record.npz", "network.npz", "logbook/bets.json", "film.gif", "film.mp4"]
)
def test_with_room_again_all_is_written(told, name):
    assert told["changed"][name]
