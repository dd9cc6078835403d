"""What CI does: `.ci/run`, and what the tests' own settings make of skips and warnings."""

import os
import re
import shutil
import subprocess
import sys

import pytest

from tests.support import known_good
from tools import ROOT

needs_bash = pytest.mark.skipif(os.name == "nt", reason="CI is a shell script")


def run_ci(folder, exit_code=0, **environment):
    """Run `.ci/run` among programs that note how they were called; return process and notes."""
    (folder / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "run", folder / ".ci")
    script = f"""#!/bin/sh
held=$(ls -A "$HOME" | wc -l)
echo "${{0##*/}} $* | $HOME | $held | $COURSE_DATA_DIR | $IPYTHONDIR" >> "{folder}/calls"
case "$*" in *test*--most-skips*) exit {exit_code};; esac
"""
    for name in ("make", "npm", "chromium", "firefox-esr", "WebKitWebDriver", "Xvfb", "python3"):
        program = folder / "bin" / name
        program.parent.mkdir(exist_ok=True)
        program.write_text(script)
        program.chmod(0o755)
    python = folder / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.symlink_to(folder / "bin" / "python3")
    home = folder / "home"
    home.mkdir()
    (home / "settings").touch()
    environment = {
        "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(home),
        **environment,
    }
    done = subprocess.run(
        ["bash", folder / ".ci" / "run"], env=environment, capture_output=True, text=True
    )
    calls = [line.split(" | ") for line in (folder / "calls").read_text().splitlines()]
    return done, calls


@needs_bash
def test_the_tests_have_an_empty_home_and_the_full_data(tmp_path):
    done, calls = run_ci(tmp_path, IPYTHONDIR=str(tmp_path / "ipython"))
    assert done.returncode == 0, done.stderr
    steps = {what.split(" ", 1)[1]: rest for what, *rest in calls if not what.startswith("python3")}
    fetched = next(rest for what, *rest in calls if what.endswith("-m helpers fetch"))
    real = str(tmp_path / "home")
    assert steps[".venv/.test-installed"][:2] == [real, "1"]
    assert fetched[0] == real, "package clients are set up in the home"
    (tested,) = (rest for what, rest in steps.items() if what.startswith("test "))
    home, held, data, ipython = tested
    assert (home != real, held, ipython) == (True, "0", "")
    assert data == fetched[2] != ""
    assert not os.path.exists(home), "it is taken away afterwards"  # noqa: PTH110


@needs_bash
def test_data_that_are_there_are_not_fetched_again(tmp_path):
    _, calls = run_ci(tmp_path, COURSE_DATA_DIR="/somewhere")
    assert {data for *_, data, _ in calls[1:]} == {"/somewhere"}


@needs_bash
def test_it_fails_if_the_tests_do(tmp_path):
    done, _ = run_ci(tmp_path, exit_code=2)
    assert done.returncode != 0


def run_pytest(folder, text, *options):
    """Run pytest on a file of these lines with the course's settings; return the process."""
    (folder / "test_small.py").write_text(text)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-c",
        ROOT / "pyproject.toml",
        "-p",
        "tests.conftest",
    ]
    command += ["-p", "no:cacheprovider", folder / "test_small.py", *options]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


SKIPS = """
import pytest
def test_a(): pytest.skip("no Mac")
def test_b(): pytest.skip("no Mac")
@pytest.mark.skipif(True, reason="no moon")
def test_c(): pass
def test_d(): pass
"""


@pytest.mark.parametrize(
    ("options", "code"), [([], 0), (["--most-skips=3"], 0), (["--most-skips=2"], 1)]
)
def test_its_last_lines_say_how_many_were_skipped_and_why(tmp_path, options, code):
    done = run_pytest(tmp_path, SKIPS, *options)
    assert done.returncode == code, done.stdout
    ending = done.stdout[done.stdout.rindex("3 skipped", 0, done.stdout.rindex("1 passed")) :]
    assert ending.splitlines()[1:3] == ["2 x no Mac", "1 x no moon"]
    assert ("this run fails" in ending) == bool(code)
    assert re.search(r"1 passed, 3 skipped in [\d.]+s =+$", ending.strip())


WARNS = """
import warnings
def test_a(): warnings.warn("ours", DeprecationWarning)
def test_b(): warnings.warn("pythonjsonlogger.jsonlogger has been moved", DeprecationWarning)
"""


def test_a_warning_fails_its_test_under_the_known_good_set_only(tmp_path):
    done = run_pytest(tmp_path, WARNS)
    others = known_good.other_releases()
    assert ("known-good set: a warning fails" in done.stdout) == (not others)
    assert (" 1 passed" in done.stdout, done.returncode) == ((False, 0) if others else (True, 1))
    assert "DeprecationWarning: ours" in done.stdout


def test_another_release_is_named(monkeypatch, tmp_path):
    wanted = tmp_path / "constraints.txt"
    monkeypatch.setattr(known_good, "ROOT", tmp_path)
    wanted.write_text(
        "# a set\npytest==1.0\nnot-installed-here==1.0\nnumpy==1.0; python_version < '3'\n"
    )
    assert known_good.other_releases() == [f"pytest {pytest.__version__}"]
    wanted.write_text(f"pytest=={pytest.__version__}\n")
    assert known_good.other_releases() == []
