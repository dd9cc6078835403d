"""On Colab: a lesson's first cell adds the course, and changes nothing that Colab has."""

import importlib.metadata
import subprocess
import sys
import types
from pathlib import Path

import pytest

from helpers.__main__ import main
from helpers.commands import colab, fetch
from tools.lessons import find_lessons

#: Up to the lesson's own imports.
SETUP = next(
    cell.source.partition("\nimport matplotlib")[0]
    for cell in find_lessons(["_template"])[0].read().cells
    if cell.metadata.get("tags") == ["setup"]
)


@pytest.fixture
def commands(monkeypatch):
    """What would have been run, as lists of words; for pip, with the file of constraints read."""
    seen = []

    def run(command, check):
        words = [str(word) for word in command]
        if "-c" in words:
            at = words.index("-c") + 1
            words[at] = Path(words[at]).read_text(encoding="utf-8").split("\n")
        seen.append(words)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(subprocess, "run", run)
    return seen


@pytest.fixture
def packages(monkeypatch):
    """Colab's packages as a test wishes them (name: version), and what the course asks for."""

    def pretend(has, asks):
        found = [
            types.SimpleNamespace(metadata={"Name": name}, version=version)
            for name, version in has.items()
        ]

        def version(name):
            if name not in has:
                raise importlib.metadata.PackageNotFoundError(name)
            return has[name]

        monkeypatch.setattr(importlib.metadata, "distributions", lambda: found)
        monkeypatch.setattr(importlib.metadata, "version", version)
        monkeypatch.setattr(importlib.metadata, "requires", lambda _: asks)

    return pretend


# A lesson's first cell (test_lessons.py: it is the same in all of them)


def test_elsewhere_the_first_cell_does_nothing(commands, monkeypatch):
    monkeypatch.delitem(sys.modules, "google.colab", raising=False)
    exec(SETUP, {})
    assert commands == []


def test_on_colab_it_installs_the_course_alone_and_leaves_the_rest_to_it(commands, monkeypatch):
    monkeypatch.setitem(sys.modules, "google.colab", types.ModuleType("google.colab"))
    exec(SETUP, {})
    pip, rest = commands
    assert pip[:4] == [sys.executable, "-m", "pip", "install"]
    assert "--no-deps" in pip
    assert pip[-1].startswith("git+https://")
    assert not {"--upgrade", "-U", "--force-reinstall"} & set(pip)
    assert rest == [sys.executable, "-m", "helpers", "colab"]


# What it leaves to the course


def test_nothing_missing_installs_nothing_though_something_is_older(commands, packages, capsys):
    packages(
        {"numpy": "1.20", "keras": "3.13.2"},
        ["numpy>=1.26", "keras>=3.5", 'jupyterlab>=4.1; extra == "lab"'],
    )
    assert colab.add_missing() == 0
    assert commands == []
    assert "numpy 1.20 (not >=1.26)" in capsys.readouterr().out


def test_what_is_missing_is_added_with_all_else_held(commands, packages):
    packages(
        {"numpy": "2.1.3", "torch": "2.11.0+cpu", "broken": "not a version"},
        ["numpy>=1.26", "umap-learn>=0.5.6", "tomli>=2; python_version < '3'"],
    )
    assert colab.add_missing() == 0
    (pip,) = commands
    assert pip[:4] == [sys.executable, "-m", "pip", "install"]
    assert pip[pip.index("-c") + 1 :] == [
        ["numpy==2.1.3", "torch==2.11.0+cpu"],
        "umap-learn>=0.5.6",
    ]


def test_real_packages_can_be_held():
    held = colab.installed()
    assert f"numpy=={importlib.metadata.version('numpy')}" in held
    assert len(held) == len({line.split("==")[0].lower() for line in held})


def test_a_data_set_that_cannot_be_fetched_is_no_failure(packages, monkeypatch, capsys):
    packages({"numpy": "2.1.3"}, ["numpy>=1.26"])
    monkeypatch.setattr(fetch, "run", lambda arguments: 1)
    assert main(["colab"]) == 0
    assert "use the sample" in capsys.readouterr().err


def test_a_package_that_cannot_be_added_is_one(packages, monkeypatch):
    packages({"numpy": "2.1.3"}, ["umap-learn>=0.5.6"])
    monkeypatch.setattr(fetch, "run", lambda arguments: 0)
    monkeypatch.setattr(
        subprocess, "run", lambda command, check: subprocess.CompletedProcess(command, 3)
    )
    assert main(["colab"]) == 3
