import re
import shutil
import subprocess

import pytest

from tools import ROOT

# Windows has no make, and uses conda.
pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="there is no make here")


def make(*words, **settings):
    """Run make in the checkout; return the finished process."""
    command = ["make", "--no-print-directory", *words]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, **settings
    )


def test_make_help_lists_every_target():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[1].split()
    described = dict(re.findall(r"^  ([\w-]+) +(\S.*)$", make().stdout, re.MULTILINE))
    assert list(described) == targets
    assert make("help").stdout == make().stdout


def machine(folder, **programs):
    """Make a PATH with what every system has, and these Pythons (name: shell script)."""
    folder.mkdir()
    for name in ("sh", "uname", "touch", "rm", "id", "awk", "make"):
        (folder / name).symlink_to(shutil.which(name))
    for name, script in programs.items():
        (folder / name).write_text(f"#!/bin/sh\n{script}\n")
        (folder / name).chmod(0o755)
    return {"PATH": str(folder), "HOME": str(folder)}


OLD_PYTHON = "exit 1"
#: As Debian's python3 without the package python3-venv.
PYTHON_WITHOUT_VENV = 'case "$2" in *ensurepip*) exit 1;; esac'


@pytest.mark.parametrize(
    ("programs", "words"),
    [
        ({}, "Python 3.10 to 3.13 is missing: "),
        ({"python3": OLD_PYTHON}, "Python 3.10 to 3.13 is missing: "),
        ({"python3": PYTHON_WITHOUT_VENV}, "Python's venv is missing: "),
        ({"python3.12": OLD_PYTHON, "python3": PYTHON_WITHOUT_VENV}, "Python's venv is missing: "),
    ],
)
def test_make_says_in_one_line_what_to_install(tmp_path, programs, words):
    venv = tmp_path / "venv"
    process = make("lab", f"VENV={venv}", env=machine(tmp_path / "bin", **programs))
    assert process.returncode != 0
    said, makes_own = process.stderr.splitlines()
    assert said.startswith(words)
    assert "apt install" in said
    assert makes_own.startswith("make: ***")
    assert not venv.exists()


def test_make_prefers_a_python_that_can_make_an_environment(tmp_path):
    able = 'case "$1" in -m) echo "called with $*"; exit 1;; esac'
    pythons = {"python3.13": PYTHON_WITHOUT_VENV, "python3.11": able}
    venv = tmp_path / "venv"
    process = make("lab", f"VENV={venv}", env=machine(tmp_path / "bin", **pythons))
    assert f"called with -m venv --clear {venv}" in process.stdout


def test_make_installs_once_and_again_when_the_list_changes(tmp_path):
    (tmp_path / "bin").mkdir()
    for name in ("bin/python", ".lab-installed", ".test-installed"):
        (tmp_path / name).touch()
    for target in ("lab", "test"):
        plan = ["--dry-run", target, f"VENV={tmp_path}"]
        assert "-m pip install" not in make(*plan).stdout
        for changed in ("pyproject.toml", "constraints.txt"):
            assert "-m pip install" in make(*plan, f"--what-if={changed}").stdout
