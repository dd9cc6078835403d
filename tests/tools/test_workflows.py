"""The workflows on GitHub: what they cover, what they may do, and whom they tell."""

import os
import re
import subprocess
from pathlib import Path

import pytest
import yaml

from helpers.commands.doctor import machine
from tools import ROOT

WORKFLOWS = {
    # YAML 1.1 takes the key `on` for true.
    path.stem: yaml.safe_load(re.sub("(?m)^on:", '"on":', path.read_text(encoding="utf-8")))
    for path in sorted((ROOT / ".github" / "workflows").glob("*.yml"))
}
for_every_workflow = pytest.mark.parametrize("workflow", WORKFLOWS.values(), ids=list(WORKFLOWS))
needs_a_shell = pytest.mark.skipif(os.name == "nt", reason="runs where GitHub runs it: in bash")


def steps(workflow):
    return [step for job in workflow["jobs"].values() for step in job.get("steps", [])]


def step(name, beginning):
    """The script of a step, by the beginning of its name."""
    (found,) = (s["run"] for s in steps(WORKFLOWS[name]) if s.get("name", "").startswith(beginning))
    return found


def programs(folder, **scripts):
    """Stand-ins for programs, first on the PATH, which write down how they were called."""
    for name, script in scripts.items():
        path = folder / name
        path.write_text(
            f'#!/bin/sh\necho "{name} $@" >> "{folder}/calls"\n{script}\n', encoding="utf-8"
        )
        path.chmod(0o755)
    return {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}


def run(script, environment, **replaced):
    """Run a step's script as GitHub does; return what the stand-ins were called with."""
    for name, value in replaced.items():
        script = script.replace(f"${{{{ matrix.{name} }}}}", value)
    assert "${{" not in script
    subprocess.run(["bash", "-e", "-c", script], env=environment, check=True)
    calls = Path(environment["PATH"].split(os.pathsep)[0], "calls")
    return calls.read_text(encoding="utf-8") if calls.exists() else ""


def test_every_system_and_python_is_tested_with_the_oldest_and_newest_releases():
    matrix = WORKFLOWS["test"]["jobs"]["test"]["strategy"]["matrix"]
    (_, oldest), (_, newest) = machine.OLDEST_PYTHON, machine.NEWEST_PYTHON
    assert matrix["python"] == [f"3.{minor}" for minor in range(oldest, newest + 1)]
    assert set(matrix["system"]) == {"ubuntu", "macos", "windows"}
    assert set(matrix["releases"]) == {"lowest", "newest"}
    assert not {"exclude", "include"} & set(matrix)
    assert {"push", "pull_request", "workflow_call"} <= set(WORKFLOWS["test"]["on"])


@needs_a_shell
@pytest.mark.parametrize(
    ("releases", "resolution"), [("lowest", "lowest-direct"), ("newest", "highest")]
)
def test_the_releases_are_as_the_matrix_says(tmp_path, releases, resolution):
    environment = programs(tmp_path, python="")
    said = run(step("test", "Install"), environment, releases=releases)
    (install,) = (line for line in said.splitlines() if "uv pip install" in line)
    assert f"--resolution {resolution} " in install
    assert install.endswith("-e .[test]")
    assert "-c " not in install, "the newest are held back by nothing"
    tested = run(step("test", "Test"), environment, releases=releases).splitlines()[-1]
    assert tested.startswith("python -m pytest tests notebooks --nbval-lax")
    assert tested.endswith("-m not browser") == (releases == "lowest")


@for_every_workflow
def test_it_may_do_no_more_than_it_must(workflow):
    reports = {"actions": "read", "issues": "write"}
    publishes = {"pages": "write", "id-token": "write"}
    whole = workflow["permissions"]
    assert whole == (reports if workflow is WORKFLOWS["report"] else {"contents": "read"})
    for name, job in workflow["jobs"].items():
        if name == "publish":
            assert workflow is WORKFLOWS["pages"]
            assert job["permissions"] == publishes
            # It runs nothing of ours while it may write.
            assert [step["uses"] for step in job["steps"]] == ["actions/deploy-pages@v4"]
        elif "permissions" in job:
            assert job["uses"].endswith("/report.yml")
            assert job["permissions"] == reports
    assert "pull_request_target" not in workflow["on"]


@for_every_workflow
def test_what_it_uses_is_held_to_a_major_version_or_lies_here(workflow):
    for part in (*workflow["jobs"].values(), *steps(workflow)):
        used = part.get("uses", "./")
        if used.startswith("./"):
            assert (ROOT / used).exists()
        else:
            assert re.fullmatch(r"[\w-]+/[\w-]+@v\d+", used)


@for_every_workflow
def test_what_it_makes_can_be_made(workflow):
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for part in steps(workflow):
        for target in re.findall(r"\bmake ([\w-]+)", part.get("run", "")):
            assert re.search(rf"(?m)^{target}:", makefile), f"make {target}"


@for_every_workflow
def test_no_job_hangs_for_hours(workflow):
    for job in workflow["jobs"].values():
        assert "uses" in job or job["timeout-minutes"] <= 120


@pytest.mark.parametrize("name", ["weekly", "nightly"])
def test_a_planned_run_tells_of_every_job_that_fails(name):
    workflow = WORKFLOWS[name]
    (planned,) = workflow["on"]["schedule"]
    assert len(planned["cron"].split()) == 5
    assert planned["cron"].endswith("* *") == (name == "nightly")
    report = workflow["jobs"].pop("report")
    needs = [report["needs"]] if isinstance(report["needs"], str) else report["needs"]
    assert set(needs) == set(workflow["jobs"])
    assert report["if"] == "failure()"
    workflow["jobs"]["report"] = report


def test_the_weekly_run_is_the_whole_matrix():
    assert WORKFLOWS["weekly"]["jobs"]["test"]["uses"] == "./.github/workflows/test.yml"


@needs_a_shell
@pytest.mark.parametrize(
    ("known", "last", "done"),
    [
        ("", "", "issue create --title It fails --body What failed in [this run](RUN):"),
        ("7", "What failed in [a run](x):\n\n- ubuntu", ""),
        ("7", "What failed in [a run](x):\n\n- macos", "issue comment 7 --body What failed"),
    ],
)
def test_a_fault_is_told_once(tmp_path, known, last, done):
    """`gh` answers as it would for a run in which the job "ubuntu" failed."""
    gh = (
        f'case "$1 $2" in\n"run view") echo "- ubuntu";;\n"issue list") echo "{known}";;\n'
        f'"issue view") echo "{last}";;\nesac'
    )
    environment = programs(tmp_path, gh=gh)
    environment |= {"TITLE": "It fails", "RUN": "RUN", "GITHUB_RUN_ID": "1", "GH_REPO": "a/b"}
    said = run(step("report", "Open"), environment)
    changed = re.findall(r"^gh (issue (?:create|comment|edit|close) .*)", said, re.MULTILINE)
    assert [line.startswith(done) for line in changed] == ([True] if done else [])
