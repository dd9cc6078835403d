"""On Binder: what repo2docker, which builds Binder's images, makes of this repository."""

import os
import re
import subprocess
import sys

import pytest
import yaml

from tools import ROOT

pytestmark = pytest.mark.skipif(os.name == "nt", reason="repo2docker is for Linux and macOS")


@pytest.fixture(scope="module")
def dockerfile():
    """The Dockerfile that repo2docker writes for this repository. That needs no Docker."""
    command = [sys.executable, "-m", "repo2docker", "--no-build", "--debug", "--user-id=1000"]
    process = subprocess.run(
        [*command, "--user-name=jovyan", str(ROOT)], capture_output=True, text=True, check=False
    )
    assert process.returncode == 0, process.stderr
    return process.stdout


def test_it_is_recognised_as_a_conda_environment_of_our_python(monkeypatch):
    from repo2docker.app import Repo2Docker

    monkeypatch.chdir(ROOT)
    app = Repo2Docker()
    packs = (pack(base_image=app.base_image) for pack in app.buildpacks)
    chosen = next(pack for pack in packs if pack.detect())
    assert type(chosen).__name__ == "CondaBuildPack"
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    assert f"python={chosen.python_version}" in environment["dependencies"]
    assert not chosen.separate_kernel_env, "one Python for JupyterLab and for the lessons"


def test_the_course_is_copied_then_installed_then_its_data_fetched(dockerfile):
    steps = ["COPY .* src/ ", '--file "environment.yml"', r"^USER \$\{NB_USER\}"]
    steps += [r"^RUN ./postBuild$"]
    at = 0
    for step in steps:
        found = re.compile(step, re.MULTILINE).search(dockerfile, at)
        assert found, f"{step} is missing, or too early:\n{dockerfile}"
        at = found.end()


@pytest.mark.parametrize(("status", "said"), [(0, ""), (1, "Not every data set could be fetched.")])
def test_data_that_cannot_be_fetched_does_not_cost_the_image(tmp_path, status, said):
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\necho "$@" > "{tmp_path}/called"\nexit {status}\n')
    python.chmod(0o755)
    process = subprocess.run(
        [ROOT / "postBuild"],
        env={"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 0, process.stderr
    assert process.stdout.strip() == said
    assert (tmp_path / "called").read_text() == "-m helpers fetch\n"


def test_nothing_outranks_what_is_at_the_top():
    """repo2docker reads a folder binder or .binder instead of the top level, if there is one."""
    for name in ("binder", ".binder", "Dockerfile", "requirements.txt", "runtime.txt"):
        assert not (ROOT / name).exists()
