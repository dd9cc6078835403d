"""Machines that lack something: a folder that can be written, a network, TensorFlow, a GPU."""

import os
import subprocess
import sys

import pytest

from tools import ROOT

RUNNER = ROOT / "tests" / "robustness" / "bad_days" / "run_lesson.py"
LESSONS = {path.name[:2]: path for path in ROOT.glob("notebooks/source/0*.py")}
REASON = "libcudart.so.12: cannot open shared object file"

#: In a world of its own: nothing can be written but one folder, and there is no network. Then run
#: the rest of the words.
READ_ONLY = """
mount --make-rprivate / &&
mount -t tmpfs tmpfs "$1" || exit 77
awk '{print $5}' /proc/self/mountinfo | while read -r place; do
  case "$place" in
    /proc*|/sys*|/dev*|"$1") ;;
    *) mount -o remount,bind,ro "$place" || exit 77 ;;
  esac
done || exit 77
cd "$1" && touch here || exit 77
shift
exec "$@"
"""


@pytest.fixture
def broken_tensorflow(tmp_path):
    """Give a folder with a TensorFlow that does not start."""
    (tmp_path / "broken" / "tensorflow").mkdir(parents=True)
    stub = tmp_path / "broken" / "tensorflow" / "__init__.py"
    stub.write_text(f"raise ImportError({REASON!r})\n")
    return tmp_path / "broken"


def run(words, paths=(), wrap=(), **environment):
    """Run Python on a machine with a bare home, and give what it said."""
    bare = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("COURSE_", "XDG_", "JUPYTER", "IPYTHON", "MPL", "NUMBA", "TF_"))
    }
    paths = os.pathsep.join(map(str, [*paths, ROOT]))
    return subprocess.run(
        [*map(str, wrap), sys.executable, *map(str, words)],
        cwd=environment.get("TMPDIR"),  # what a lesson writes is not left in the course's folder
        env={**bare, "PYTHONPATH": paths, "COURSE_QUICK": "1", "MPLBACKEND": "Agg", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def run_read_only(words, folder, paths=()):
    """Run Python where only a folder can be written, and without a network."""
    folder.mkdir()
    wrap = ["unshare", "--mount", "--net", "sh", "-c", READ_ONLY, "sh", folder]
    try:
        done = run(words, paths, wrap, TMPDIR=str(folder))
    except FileNotFoundError:
        pytest.skip("needs Linux")
    if done.returncode == 77 or done.stderr.startswith("unshare:"):
        pytest.skip(f"needs root on Linux: {done.stderr[:200]}")
    return done


def test_lesson_1_where_nothing_can_be_written_or_reached_and_tensorflow_is_broken(
    tmp_path, broken_tensorflow
):
    done = run_read_only([RUNNER, LESSONS["01"]], tmp_path / "here", [broken_tensorflow])
    assert done.returncode == 0, done.stderr
    assert "ALL CELLS RAN" in done.stdout


def test_lesson_5_with_a_broken_tensorflow(tmp_path, broken_tensorflow):
    done = run([RUNNER, LESSONS["05"]], [broken_tensorflow], TMPDIR=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "ALL CELLS RAN" in done.stdout


def test_lesson_2_draws_its_map_with_a_broken_tensorflow(tmp_path, broken_tensorflow):
    words = [RUNNER, LESSONS["02"], "live = record_projection("]
    done = run(words, [broken_tensorflow], TMPDIR=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "RAN" in done.stdout and "ProjectionRecord of" in done.stdout


def test_umap_where_neither_its_folder_nor_the_home_can_be_written(tmp_path):
    # A stand-in that wants its code kept in the same way; UMAP's own would compile for long.
    (tmp_path / "stub" / "umap").mkdir(parents=True)
    (tmp_path / "stub" / "umap" / "__init__.py").write_text(
        "import numba\n\n\n@numba.njit('i8(i8)', cache=True)\ndef twice(n):\n    return 2 * n\n"
    )
    code = """if True:
        import os
        from helpers.recording.umap_import import import_umap
        print(import_umap().twice(21))
        import numba
        assert os.path.dirname(numba.config.CACHE_DIR) == os.environ["TMPDIR"]
        assert os.listdir(numba.config.CACHE_DIR)
    """
    done = run_read_only(["-c", code], tmp_path / "here", [tmp_path / "stub"])
    assert done.returncode == 0, done.stderr
    assert done.stdout == "42\n"


def test_another_lesson_says_in_a_sentence_what_to_do(tmp_path, broken_tensorflow):
    done = run([RUNNER, LESSONS["04"]], [broken_tensorflow], TMPDIR=str(tmp_path))
    assert done.returncode == 1
    said = next(line for line in done.stderr.splitlines() if line.startswith("FAILED: "))
    assert said == (
        f"FAILED: ImportError: TensorFlow is installed, but does not start here ({REASON}): "
        "lessons 1, 2 and 5 do without it, and for the others `python -m helpers doctor` says "
        "what to do."
    )


def test_the_doctor_says_what_to_do_about_a_broken_tensorflow(broken_tensorflow):
    done = run(["-m", "helpers", "doctor"], [broken_tensorflow])
    assert done.returncode == 1
    assert REASON in " ".join(done.stdout.split())


def test_a_training_without_a_gpu_says_nothing(tmp_path):
    code = """if True:
        import helpers
        helpers.set_up()
        from tests.support.tiny import tiny_data, tiny_network
        data, network = tiny_data(), tiny_network()
        network.fit(data.x_train, data.y_train, epochs=1, verbose=0)
        import tensorflow
        assert not tensorflow.config.list_physical_devices("GPU"), "a GPU"
    """
    done = run(["-c", code], CUDA_VISIBLE_DEVICES="-1")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_record_a_bet_and_a_folder_where_nothing_can_be_written(tmp_path):
    code = """if True:
        from pathlib import Path
        from helpers._files import make_folder
        from helpers.course.bets import place_bet
        from tests.support.records import training_record
        for write in (
            lambda: training_record().save(Path.home() / "mine.npz"),
            lambda: place_bet([("a", "b"), ("a", "c"), ("b", "c")], ["a", "b", "c"]),
            lambda: make_folder(Path.home() / "much" / "deeper"),
        ):
            try:
                write()
            except OSError as error:
                print(error)
    """
    done = run_read_only(["-c", code], tmp_path / "here")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    wanted = ("mine.npz was not written.", "bets.json was not written.", "deeper was not made.")
    for said, what in zip(lines, wanted, strict=True):
        assert what in said
        assert "Choose a folder that you may write to" in said
