"""The lessons in a Python that has what Colab has, and is left with just that.

It takes minutes and a network for pip: ``make test-colab``. The last commit is what is tested, for
the first cell gets the course through git, as it does on Colab; git is told to take a clone of this
folder for the course's address. There the last commit has the tag that the first cell asks for.
"""

import json
import os
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import nbclient
import nbformat
import pytest

from tools import ROOT
from tools.lessons import find_lessons
from tools.links import project_address
from tools.release import course_version

LESSONS = [lesson for lesson in find_lessons() if lesson.name != "index"]
#: The Python to make the environment with, such as ``python3.13``; this one if left out.
PYTHON = os.environ.get("COLAB_PYTHON") or sys.executable
#: In place of Colab's own module: what anywidget asks it for.
STAND_IN = """
class _widgets:
    _installed_url = None

def enable_custom_widget_manager():
    _widgets._installed_url = "asked for"
"""
LAST_CELL = """
import google.colab.output, helpers
print(helpers.__file__, google.colab.output._widgets._installed_url, sep="|")
"""

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not (ROOT / ".git").exists(), reason="needs the course's repository"),
]


def call(*command):
    words = [str(word) for word in command]
    process = subprocess.run(words, capture_output=True, text=True, check=False)
    assert process.returncode == 0, process.stdout + process.stderr
    return process.stdout


@pytest.fixture(scope="module")
def colab(tmp_path_factory):
    """The Python of an environment with Colab's versions, `google.colab` loaded at its start."""
    uv = shutil.which("uv", path=str(Path(sys.executable).parent)) or shutil.which("uv")
    if uv is None:
        pytest.skip("needs uv, which `make test-colab` installs")
    folder = tmp_path_factory.mktemp("colab") / "venv"
    call(uv, "venv", "--quiet", "--python", PYTHON, folder)
    (python,) = [*folder.glob("bin/python"), *folder.glob("Scripts/python.exe")]
    listed = ROOT / "tests" / "support" / "colab.txt"
    call(uv, "pip", "install", "--quiet", "--python", python, "-r", listed)
    (site,) = folder.glob("[Ll]ib/**/site-packages")
    module = site / "google" / "colab" / "output.py"
    module.parent.mkdir(parents=True)
    module.write_text(textwrap.dedent(STAND_IN), encoding="utf-8")
    module.with_name("__init__.py").touch()
    (site / "colab_stand_in.pth").write_text("import google.colab.output\n", encoding="utf-8")
    return python


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    """A clone of this repository in which the last commit is the release that lessons ask for."""
    clone = tmp_path_factory.mktemp("released") / "course"
    call("git", "clone", "--quiet", "--no-tags", ROOT, clone)
    call("git", "-C", clone, "tag", f"v{course_version()}")
    return clone


@pytest.fixture
def kernel(colab, released, tmp_path, monkeypatch, own_data):
    """Have notebooks run in that Python, as Colab would run them.

    The first cell fetches the data; ``own_data``, so that it is not fetched once more.
    """
    argv = [str(colab), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    place = tmp_path / "kernels" / "python3"
    place.mkdir(parents=True)
    spec = {"argv": argv, "display_name": "Colab", "language": "python"}
    (place / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    monkeypatch.setenv("COURSE_QUICK", "1")
    for name in ("PYTHONPATH", "MPLBACKEND"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", f"url.{released.as_uri()}.insteadOf")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", f"https://github.com/{project_address()}")


def packages(python):
    lines = call(python, "-m", "pip", "list", "--format=freeze").splitlines()
    return dict(line.split("==") for line in lines)


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_a_lesson_runs_and_what_colab_has_stays(lesson, colab, kernel, tmp_path):
    before = packages(colab)
    call(colab, "-m", "pip", "check")
    notebook = nbformat.read(lesson.notebook, as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell(LAST_CELL))
    content = tmp_path / "content"
    content.mkdir()
    nbclient.NotebookClient(
        notebook,
        timeout=1200,
        kernel_name="python3",
        resources={"metadata": {"path": str(content)}},
    ).execute()

    where, manager = notebook.cells[-1].outputs[0].text.strip().split("|")
    assert Path(where).is_relative_to(Path(colab).parents[1])
    assert manager == "asked for", "Colab shows widgets of other makers only when asked"
    after = packages(colab)
    assert after.pop("watch-it-learn")
    before.pop("watch-it-learn", None)
    assert after == before
    call(colab, "-m", "pip", "check")
