"""The lessons fit into the memory that Binder gives, at their full size too."""

import subprocess
import sys
from pathlib import Path

import pytest

from helpers.datasets import CATALOG
from tests.support import held
from tools.execute import execute
from tools.lessons import find_lessons

LESSONS = [lesson for lesson in find_lessons() if lesson.name != "index"]

#: Takes memory for good, and says how much it holds in the end.
GREEDY = "import sys; kept = b'x' * int(sys.argv[1]); print(len(kept))"
LIMIT = 300_000_000


def run_greedy(launcher, n_bytes):
    command = [*launcher, sys.executable, "-c", GREEDY, str(n_bytes)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def assert_that_it_binds(launcher):
    within = run_greedy(launcher, LIMIT // 3)
    assert within.stdout == f"{LIMIT // 3}\n", within.stderr
    beyond = run_greedy(launcher, LIMIT + 50_000_000)
    assert beyond.returncode != 0
    assert beyond.stdout == ""


def test_the_limit_binds():
    with held.hold(LIMIT) as launcher:
        if launcher is None:
            pytest.skip("this system holds no process to an amount of memory")
        assert_that_it_binds(launcher)


@pytest.mark.skipif(sys.platform != "linux", reason="Linux counts what a process may write to")
def test_the_limit_binds_where_no_group_can_be_made(monkeypatch):
    monkeypatch.setattr(held, "_make_group", lambda n_bytes: None)
    with held.hold(LIMIT) as launcher:
        assert_that_it_binds(launcher)


def test_a_group_of_the_newer_kind_gets_its_limit(tmp_path):
    assert held._make_group(LIMIT, tmp_path) is None
    (tmp_path / "cgroup.subtree_control").write_text("cpu io pids\n")
    assert held._make_group(LIMIT, tmp_path) is None
    (tmp_path / "cgroup.subtree_control").write_text("cpu io memory pids\n")
    group = held._make_group(LIMIT, tmp_path)
    assert (group / "memory.max").read_text() == str(LIMIT)
    assert (group / "memory.swap.max").read_text() == "0"
    assert (group / "cgroup.procs").exists(), "somebody was in it"


@pytest.mark.long
@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_a_lesson_at_full_size_fits_into_binders_memory(lesson, full, tmp_path, monkeypatch):
    for name in CATALOG:
        full(name)
    with held.hold(held.BINDER - held.SERVER) as launcher:
        if launcher is None:
            pytest.skip("this system holds no process to an amount of memory")
        held.use_kernels_held_by(launcher, tmp_path, monkeypatch)
        peak = execute(lesson.read(), lesson.notebook.parent, report=lambda line: None)
    way = Path(launcher[2]).name
    print(f"{lesson.name}: at most {peak / 1e9:.2f} GB, held by a {way}")
