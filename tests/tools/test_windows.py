"""Nothing takes for granted that it runs on Linux or macOS."""

import ast
import pathlib
import re
import subprocess
import sys
from pathlib import Path, PurePosixPath, PureWindowsPath

import nbformat
import numpy as np
import psutil
import pytest

from helpers._files import write_whole
from helpers.commands.doctor import findings, machine
from helpers.datasets import CATALOG, sources
from tests.support import origin
from tools import ROOT, execute, outputs

CODE = sorted([*ROOT.glob("helpers/**/*.py"), *ROOT.glob("notebooks/source/**/*.py")])
#: What Python has on Linux and macOS only.
MODULES = {"crypt", "fcntl", "grp", "posix", "pty", "pwd", "resource", "syslog", "termios", "tty"}
NAMES = {
    *("chown", "chroot", "fork", "forkpty", "getegid", "geteuid", "getgid", "getpgid", "getuid"),
    *("killpg", "mkfifo", "nice", "sched_getaffinity", "sched_setaffinity", "setsid", "sysconf"),
    *("uname", "wait3", "wait4", "SIGALRM", "SIGHUP", "SIGKILL", "SIGUSR1", "SIGUSR2", "alarm"),
}


# The files


def test_every_file_can_lie_on_a_windows_disk():
    names = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False
    ).stdout.decode()
    listed = [PurePosixPath(name) for name in names.split("\0") if name]
    if not listed:
        pytest.skip("this is no git checkout")
    assert len({str(path).lower() for path in listed}) == len(listed), "only capitals differ"
    for path in listed:
        assert not PureWindowsPath(path).is_reserved(), path
        for part in path.parts:
            assert not set(part) & set('<>:"|?*\\'), path
            assert part.rstrip(". ") == part, path
        # Windows takes 260 characters for a whole path, unless it is told otherwise.
        assert len(str(path)) <= 120, path


def test_git_hands_files_out_as_they_are():
    """With Windows' line ends a notebook would differ from what was rendered."""
    attributes = (ROOT / ".gitattributes").read_text(encoding="utf-8")
    assert "* text=auto eol=lf" in attributes.splitlines()


def test_the_encoding_of_every_text_file_is_named():
    """Windows reads and writes in a code page of its own, unless it is told otherwise."""
    command = ["ruff", "check", "--isolated", "--preview", "--select", "PLW1514", "--quiet"]
    process = subprocess.run(
        [sys.executable, "-m", *command, "helpers", "benchmarks", ".ci"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert process.returncode == 0, process.stdout


def test_the_readmes_way_in_without_make_is_whole():
    """In PowerShell: an environment, the course with its classroom, the front door."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    lines = [line.strip() for line in readme.splitlines() if line.startswith("    ")]
    at = next(number for number, line in enumerate(lines) if line.startswith("py -3"))
    make, install, start = lines[at : at + 3]
    (minor,) = re.fullmatch(r"py -3\.(\d+) -m venv \.venv", make).groups()
    assert machine.OLDEST_PYTHON[1] <= int(minor) <= machine.NEWEST_PYTHON[1]
    assert install == r'.venv\Scripts\python -m pip install -e ".[lab]"'
    (notebook,) = re.fullmatch(r"\.venv\\Scripts\\jupyter lab (\S+)", start).groups()
    assert (ROOT / PureWindowsPath(notebook).as_posix()).exists()


# What the code leans on


def test_it_uses_nothing_that_windows_lacks():
    used = []
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = set()
            if isinstance(node, ast.Import):
                names = {alias.name.split(".")[0] for alias in node.names} & MODULES
            elif isinstance(node, ast.ImportFrom) and not node.level:
                names = {node.module.split(".")[0]} & MODULES
            elif isinstance(node, ast.Attribute):
                of = getattr(node.value, "id", "")
                names = {node.attr} & NAMES if of in {"os", "signal"} else set()
            elif isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                names = {called} & {"os.system", "os.popen", "subprocess.getoutput"}
                names |= {"shell" for one in node.keywords if one.arg == "shell"}
            used += [f"{path.relative_to(ROOT)} uses {name}" for name in names]
    assert not used


# Paths as Windows has them


def test_a_folder_of_a_windows_user_does_not_get_into_a_lesson(monkeypatch):
    monkeypatch.setattr(pathlib.Path, "home", lambda: PureWindowsPath(r"C:\Users\Ada"))
    output = nbformat.v4.new_output("stream", text="C:\\Users\\Ada\\course\\data.npz\n")
    cell = nbformat.v4.new_code_cell("print(path)", execution_count=1, outputs=[output])
    notebook = nbformat.v4.new_notebook(cells=[cell])
    (problem,) = outputs.find_problems(notebook, size=1)
    assert "shows a path of this machine" in problem


def test_doctor_names_no_windows_user(monkeypatch):
    monkeypatch.setattr(findings.Path, "home", lambda: PureWindowsPath(r"C:\Users\Ada"))
    monkeypatch.setattr(findings, "Path", PureWindowsPath)
    monkeypatch.setattr(PureWindowsPath, "home", lambda: PureWindowsPath(r"C:\Users\Ada"), False)
    said = findings.report(
        [findings.Finding("Disk", r"5 GB free in C:\Users\Ada\AppData, D:\Profiles\Ada\x")]
    )
    assert r"~\AppData" in said
    assert "Ada" not in said


@pytest.mark.parametrize(
    "line",
    [
        r"File C:\my course\helpers\bets.py:12, in place_bet(pairs)",
        "File ~/my course/helpers/bets.py:12, in place_bet(pairs)",
        "File bets.py:12",
    ],
)
def test_where_an_error_came_from_is_found_in_every_kind_of_path(line):
    output = nbformat.v4.new_output("error", ename="ValueError", evalue="no", traceback=[line])
    cell = nbformat.v4.new_code_cell("place_bet([])", outputs=[output])
    notebook = nbformat.v4.new_notebook(cells=[cell])
    error = type("Error", (), {"traceback": line, "ename": "ValueError", "evalue": "no"})
    assert execute._explain(notebook, error).endswith("raised in bets.py")


# A file that is open cannot be replaced or removed there


@pytest.fixture
def nothing_open(monkeypatch):
    """Refuse to move what this process has open or mapped, as Windows does; count the moves."""
    moved = []
    real = Path.replace

    def replace(self, target):
        process = psutil.Process()
        mapped = process.memory_maps() if hasattr(process, "memory_maps") else []
        held = [Path(one.path) for one in (*process.open_files(), *mapped)]
        for end in (self.resolve(), Path(target).resolve()):
            if any(path == end or end in path.parents for path in held):
                raise PermissionError(13, "The process cannot access the file", str(end))
        moved.append(Path(target).name)
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    return moved


def test_the_stand_in_for_windows_refuses_what_is_open(nothing_open, tmp_path):
    path = tmp_path / "a"
    with path.open("w", encoding="utf-8"), pytest.raises(PermissionError):
        path.replace(tmp_path / "b")
    np.save(tmp_path / "c.npy", np.zeros(9))
    mapped = np.load(tmp_path / "c.npy", mmap_mode="r")
    with pytest.raises(PermissionError):
        (tmp_path / "c.npy").replace(tmp_path / "d.npy")
    del mapped
    (tmp_path / "c.npy").replace(tmp_path / "d.npy")


def test_a_file_is_closed_before_it_is_moved_into_place(nothing_open, tmp_path):
    write_whole(tmp_path / "new.json", b"1")
    write_whole(tmp_path / "new.json", b"2")
    assert nothing_open == ["new.json", "new.json"]


def test_a_file_that_somebody_has_open_stays_as_it_was(nothing_open, tmp_path):
    path = tmp_path / "bet.json"
    path.write_bytes(b"old")
    with path.open("rb"), pytest.raises(PermissionError):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path], "nothing is left behind"


def test_a_data_set_is_closed_before_it_is_moved_into_place(nothing_open, tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_DATA_DIR", str(tmp_path))
    monkeypatch.setitem(CATALOG, "tiny", origin.INFO)
    source = sources.Source("here", lambda folder, bar: dict(origin.TINY))
    monkeypatch.setitem(sources.SOURCES, "tiny", (source,))
    sources.fetch("tiny", report=lambda line: None, progress=False)
    (tmp_path / "tiny" / "y_test.npy").unlink()
    sources.fetch("tiny", report=lambda line: None, progress=False)
    assert nothing_open.count("tiny") == 2
    assert nothing_open.count("old") == 1
