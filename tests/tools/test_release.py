"""A release: version, changelog and the lessons' first cells agree, and one command moves them."""

import datetime
import os
import re
import subprocess

import nbformat
import pytest

import helpers
from tools.__main__ import main
from tools.lessons import find_lessons
from tools.links import colab_ref
from tools.release import asked_for, course_version, make_release, released, unreleased

PLACE = "watch-it-learn/watch-it-learn"
DAY = datetime.date(2027, 1, 31)
CHANGELOG = """\
# Changes

## Unreleased

### Added

- A lesson about sounds,
  which can be heard.

## 1.2.3 (2026-11-30)

- The beginning.
"""
LESSON = """\
# %% [markdown]
# # [A lesson](https://colab.research.google.com/github/{place}/blob/{ref}/notebooks/01_a.ipynb)

# %% tags=["setup"]
course = "git+https://github.com/{place}{tag}"

# %%
print(course)
"""


# This course


def test_version_changelog_and_first_cells_agree():
    version = course_version()
    assert version == helpers.__version__
    numbers = [tuple(map(int, one.split("."))) for one in (version, *released())]
    if version not in released():  # it is being prepared
        assert unreleased(), "CHANGELOG.md: what will be released?"
        assert numbers[0] > max(numbers[1:])
    assert numbers[1:] == sorted(set(numbers[1:]), reverse=True), "the newest first"
    asked = asked_for()
    lessons = [lesson for lesson in find_lessons() if lesson.name != "index"]
    for name in ["_template", *(lesson.name for lesson in lessons)]:
        assert f"notebooks/source/{name}.py" in asked
    for lesson in lessons:
        assert f"notebooks/{lesson.name}.ipynb" in asked
    assert {name: tags for name, tags in asked.items() if tags != {f"v{version}"}} == {}
    # Before the first release Colab could open main only.
    assert colab_ref() in (
        {f"v{version}"} if version in released() else {"main", f"v{released()[0]}"}
    )


# The command, in a small course


def git(folder, *words):
    return subprocess.run(
        ["git", *words], cwd=folder, capture_output=True, text=True, check=True
    ).stdout


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A small course of which 1.2.3 was released, under git and with no changes."""
    for name in list(os.environ):
        if name.startswith("GIT_"):  # as in a commit hook
            monkeypatch.delenv(name)
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "Marie")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "marie@example.org")
    folder = tmp_path / "course"
    (folder / "notebooks" / "source").mkdir(parents=True)
    (folder / "helpers").mkdir()
    files = {
        "pyproject.toml": f'[project.urls]\nRepository = "https://github.com/{PLACE}"\n',
        "helpers/__init__.py": '"""The course."""\n\n__version__ = "1.2.3"\n',
        "CHANGELOG.md": CHANGELOG,
        "README.md": f"Not to be installed: https://github.com/{PLACE} and 1.2.3.\n",
        "notebooks/source/01_a.py": LESSON.format(place=PLACE, tag="@v1.2.3", ref="v1.2.3"),
        "notebooks/source/_template.py": LESSON.format(place=PLACE, tag="", ref="main"),
    }
    for name, text in files.items():
        (folder / name).write_text(text)
    (lesson,) = find_lessons(folder=folder / "notebooks")
    notebook = lesson.read()
    notebook.cells[2].outputs = [nbformat.v4.new_output("stream", text="what was printed\n")]
    lesson.notebook.write_text(nbformat.writes(notebook) + "\n")
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "The beginning")
    git(folder, "tag", "v1.2.3")
    return folder


def state(folder):
    """All that git and the disk know: commits, tags, and what every file holds."""
    texts = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".git" not in path.parts
    }
    return git(folder, "rev-parse", "HEAD"), git(folder, "tag"), texts


def test_a_release_is_one_commit_and_its_tag(checkout, capsys):
    assert main(["--root", str(checkout), "release", "1.3.0"]) == 0
    said = capsys.readouterr().out
    assert "rewritten: helpers/__init__.py" in said
    assert "git push --atomic origin main v1.3.0" in said
    assert git(checkout, "status", "--porcelain") == ""
    assert git(checkout, "log", "--format=%s").splitlines() == ["Release 1.3.0", "The beginning"]
    assert git(checkout, "rev-parse", "v1.3.0^{commit}") == git(checkout, "rev-parse", "HEAD")
    assert course_version(checkout) == "1.3.0"
    assert released(checkout) == ["1.3.0", "1.2.3"]
    assert unreleased(checkout) == []
    assert asked_for(checkout) == {
        f"notebooks/{name}": {"v1.3.0"}
        for name in ("01_a.ipynb", "source/01_a.py", "source/_template.py")
    }
    assert colab_ref(checkout) == "v1.3.0"
    for path in (checkout / "notebooks").rglob("01_a.*"):
        assert path.read_text().count("/blob/v1.3.0/notebooks/01_a.ipynb") == 1
    changed = git(checkout, "diff", "--name-only", "HEAD~1").splitlines()
    assert "README.md" not in changed and len(changed) == 5


def test_the_changelog_gets_the_day(checkout):
    make_release("2.0.0", checkout, DAY)
    text = (checkout / "CHANGELOG.md").read_text()
    assert text == CHANGELOG.replace("## Unreleased", "## 2.0.0 (2027-01-31)")


def test_a_notebook_still_agrees_with_its_source_and_keeps_its_outputs(checkout):
    make_release("1.2.4", checkout, DAY)
    (lesson,) = find_lessons(folder=checkout / "notebooks")
    assert lesson.drift() == []
    assert lesson.unknown_edits() == []
    stored = nbformat.read(lesson.notebook, as_version=4)
    assert stored.cells[2].outputs[0].text == "what was printed\n"
    assert stored.cells[1].source.endswith(f'"git+https://github.com/{PLACE}@v1.2.4"')


def test_a_version_that_was_set_before_can_be_released(checkout):
    path = checkout / "helpers" / "__init__.py"
    path.write_text(path.read_text().replace("1.2.3", "1.3.0"))
    git(checkout, "commit", "--all", "--quiet", "--message", "On the way")
    make_release("1.3.0", checkout, DAY)
    assert released(checkout) == ["1.3.0", "1.2.3"]


def put(name, text):
    return lambda folder: (folder / name).write_text(text)


def commit(name, text):
    def change(folder):
        (folder / name).write_text(text)
        git(folder, "add", "--all")
        git(folder, "commit", "--quiet", "--message", "Change")

    return change


@pytest.mark.parametrize(
    ("before", "version", "said"),
    [
        (None, "1.3", "version: expected X.Y.Z"),
        (None, "v1.3.0", "version: expected X.Y.Z"),
        (None, "1.3.0rc1", "version: expected X.Y.Z"),
        (None, "1.2.3", "v1.2.3 is there"),
        (None, "1.2.2", "one higher than 1.2.3"),
        (lambda folder: git(folder, "tag", "v1.10.0"), "1.9.0", "one higher than 1.10.0"),
        (put("README.md", "changed"), "1.3.0", "README.md"),
        (put("new.md", "untracked"), "1.3.0", "new.md"),
        (lambda folder: git(folder, "switch", "-qc", "mine"), "1.3.0", "on the branch main"),
        (
            commit("CHANGELOG.md", CHANGELOG.replace("- A lesson about sounds,\n", "")),
            "1.3.0",
            "nothing under",
        ),
        (commit("CHANGELOG.md", "# Changes\n\n## 1.2.3 (2026-11-30)\n"), "1.3.0", "nothing under"),
    ],
)
def test_what_is_not_ready_is_not_released(checkout, capsys, before, version, said):
    if before:
        before(checkout)
    kept = state(checkout)
    assert main(["--root", str(checkout), "release", version]) == 2
    assert re.search(re.escape(said), capsys.readouterr().err)
    assert state(checkout) == kept


@pytest.mark.skipif(os.name == "nt", reason="a hook for a shell")
def test_a_commit_that_is_refused_leaves_all_as_it_was(checkout, capsys):
    hook = checkout / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho lint has something to say >&2\nexit 1\n")
    hook.chmod(0o755)
    kept = state(checkout)
    assert main(["--root", str(checkout), "release", "1.3.0"]) == 2
    assert "git commit failed: lint has something to say" in capsys.readouterr().err
    assert state(checkout) == kept
