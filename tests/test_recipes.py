"""The recipes of docs/architecture.md, followed to the letter in a copy of the project.

A data set, a record, a widget and a lesson are added, one after the other, as the document says.
What is not in it, a learner's text, is filled in here.
"""

import functools
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from helpers.commands.new import begin

ROOT = Path(__file__).resolve().parents[1]
LESSON = "07_small_digits"
#: What a copy needs: the code, the lessons, their tests.
PARTS = ("helpers", "notebooks", "tests", "pyproject.toml", "README.md")

_BLOCK = re.compile(r"^```(\w+) ([^\n]+)\n(.*?)^```$|^(?:    \S[^\n]*\n)+", re.M | re.S)


@functools.cache
def recipe(title):
    """List a recipe's steps: ("diff" or "new" or "in", file, text) and ("run", None, commands)."""
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    part = re.search(rf"^### {title}\n(.*?)(?=^##|\Z)", text, re.M | re.S)[1]
    steps = []
    for match in _BLOCK.finditer(part):
        language, place, inside = match.groups()
        if language is None:
            commands = [line.split("  #")[0].strip() for line in match[0].splitlines()]
            steps.append(("run", None, commands))
        elif language == "diff":
            steps.append(("diff", place, inside))
        else:
            kind = "in" if place.startswith("in ") else "new"
            steps.append((kind, place.removeprefix("in "), inside))
    return steps


class House:
    """A copy of the project, changed as a recipe says."""

    def __init__(self, folder):
        self.folder = folder / "house"
        for part in PARTS:
            if (ROOT / part).is_dir():
                ignored = shutil.ignore_patterns("__pycache__", "artifacts", ".ipynb_checkpoints")
                shutil.copytree(ROOT / part, self.folder / part, ignore=ignored)
            else:
                shutil.copy(ROOT / part, self.folder / part)
        self.environment = {
            **os.environ,
            "COURSE_DATA_DIR": str(folder / "cache"),
            "COURSE_USER_DIR": str(folder / "user"),
            "PYTHONPATH": str(self.folder),
            "TF_CPP_MIN_LOG_LEVEL": "3",
        }
        self.environment.pop("COURSE_QUICK", None)

    def change(self, name, old, new):
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{name}: expected once, found {text.count(old)}:\n{old}"
        path.write_text(text.replace(old, new), encoding="utf-8")

    def run(self, command, fails=False):
        """Run a command of the document; return what it said."""
        words = shlex.split(command)
        assert words[0] == "python", command
        done = subprocess.run(
            [sys.executable, *words[1:]],
            cwd=self.folder,
            env=self.environment,
            text=True,
            encoding="utf-8",
            capture_output=True,
            timeout=600,
        )
        assert (done.returncode != 0) == fails, f"{command}\n{done.stdout}\n{done.stderr}"
        return done.stdout + done.stderr

    def follow(self, kind, place, text):
        """Do a step that changes files."""
        if kind == "diff":
            lines = text.splitlines(keepends=True)
            old = "".join(line[1:] or "\n" for line in lines if line[0] != "+")
            new = "".join(line[1:] or "\n" for line in lines if line[0] != "-")
            self.change(place, old, new)
        else:
            assert kind == "new"
            assert not (self.folder / place).exists(), place
            (self.folder / place).write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    return House(tmp_path_factory.mktemp("recipes"))


@pytest.fixture(scope="module")
def with_data(house):
    """Follow the first recipe; return the house and what its commands said."""
    *changes, (_, _, commands) = recipe("A data set")
    for step in changes:
        house.follow(*step)
    refused, stored, sampled = commands
    said = [house.run(refused, fails=True)]
    paste(house, "digests={},  # of small_digits: fetch", said[0], "digests")
    said.append(house.run(stored))
    said.append(house.run(sampled))
    paste(house, "sample_digests={},  # of small_digits: samples", said[2], "sample_digests")
    return house, said


def paste(house, place, said, name):
    """Put digests from what a command said where the catalog waits for them."""
    found = dict(re.findall(r'"?(x_train|y_train|x_test|y_test)"?: "?([0-9a-f]{64})', said))
    assert len(found) == 4, said
    house.change(
        "helpers/datasets/catalog.py", f"{place} says what belongs here", f"{name}={found},"
    )


def test_a_data_set(with_data):
    house, said = with_data
    assert "the catalog has no digests of it yet" in said[0]
    assert "all checked and stored, from scikit-learn" in said[1]
    told = house.run(
        'python -c "from helpers.datasets import load; import numpy as np; '
        "full, sample = load('small_digits'), load('small_digits', size='sample'); "
        "print(full.size, full.x_train.shape, full.x_train.dtype, len(full.x_test), "
        'np.array_equal(full.x_train[:500], sample.x_train), full.y_train[:5])"'
    )
    # The first five labels of scikit-learn's digits are 0 to 4.
    assert told.split("\n")[-2] == "full (1500, 8, 8) uint8 297 True [0 1 2 3 4]"


@pytest.fixture(scope="module")
def with_record(with_data):
    house, _ = with_data
    *changes, (_, _, (command,)) = recipe("A record")
    for step in changes:
        house.follow(*step)
    return house, house.run(command)


def test_a_record(with_record):
    house, said = with_record
    assert "TrainingRecord of small_mlp on small_digits: 9 moments, epochs 0 to 8" in said
    told = house.run(
        'python -c "from helpers.recording import load_record; '
        "r = load_record('small_digits'); print((r.predictions == r.test_labels).mean(axis=1))\""
    )
    shares = [float(word) for word in told.strip("[]\n").split()]
    assert len(shares) == 9
    assert shares[0] < 0.4 < 0.8 < shares[-1], "it begins with a guess, and learns"


@pytest.fixture(scope="module")
def with_lesson(with_record):
    house, _ = with_record
    for step in recipe("A widget"):
        house.follow(*step)
    (_, _, (begin,)), (_, source, cells), (_, _, (render, look)) = recipe("A lesson")
    said = house.run(begin)
    entry = re.search(r"(# %% \[markdown\].*?)\n\n", said, re.S)[1]
    door = "# %% [markdown]\n# ## Where to ask"
    house.change("notebooks/source/index.py", door, f"{entry}\n\n{door}")
    row = said.strip().splitlines()[-1]
    last = "blob/main/notebooks/06_training_animation.ipynb) |\n"
    house.change("README.md", last, f"{last}{row}\n")
    write_the_lesson(house, source, cells)
    return house, said, house.run(render), look


def write_the_lesson(house, source, cells):
    """Fill the lesson in: what it loads, the document's cells, more sections, three exercises."""
    house.change(source, 'load("mnist")', 'load("small_digits")')
    path = house.folder / source
    head, turn, rest = path.read_text(encoding="utf-8").partition("# %% [markdown]\n# ## Your turn")
    slide = 'slideshow={"slide_type": "slide"}'
    exercise, end, closing = rest.partition(f"# %% [markdown] {slide}\n# ## What you have seen")
    sections = [f"# %% [markdown]\n# ## The record\n\n{cells}\n"]
    for number in range(13):
        lines = "\n".join(f"number_{line} = {number} + {line}" for line in range(6))
        sections.append(
            f"# %% [markdown]\n# Section {number} adds.\n\n"
            f"# %%\n# NBVAL_CHECK_OUTPUT\n{lines}\nprint(number_5)\n\n"
        )
    first = "# %% [markdown]\n" + exercise[exercise.index("# ### 1.") :]
    more = [first.replace("### 1.", f"### {number}.") for number in (2, 3)]
    path.write_text(
        "".join([head, *sections, turn, exercise, *more, end, closing]), encoding="utf-8"
    )


def test_a_lesson_is_begun_rendered_and_has_a_lessons_shape(with_lesson):
    house, said, rendered, look = with_lesson
    assert f"Made notebooks/source/{LESSON}.py and helpers/checks/lesson_07.py." in said
    assert rendered.count("stored:") == 2, rendered
    told = house.run(look)
    assert re.search(r"\b1[0-9] passed", told), told


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((6, "other", "Title"), "number: expected one that no lesson has; received 6"),
        ((0, "other", "Title"), "number: expected 1 to 99; received 0"),
        ((8, "Other", "Title"), "name: expected lower-case letters"),
        ((8, "other", " "), "title: expected one line of text"),
    ],
)
def test_what_is_taken_or_misspelt_begins_no_lesson(words, message):
    files = sorted(ROOT.glob("[hn]*/*/*.py"))
    with pytest.raises(ValueError, match=message):
        begin(*words)
    assert sorted(ROOT.glob("[hn]*/*/*.py")) == files


def test_a_widget_and_the_player_it_is_linked_with_are_in_the_notebook(with_lesson):
    house = with_lesson[0]
    notebook = nbformat.read(house.folder / "notebooks" / f"{LESSON}.ipynb", as_version=4)
    states = notebook.metadata.widgets["application/vnd.jupyter.widget-state+json"].state.values()
    caption, player = (
        next(each.state for each in states if name in each.state)
        for name in ("_sentences", "_frames")
    )
    assert len(caption["_sentences"]) == 9
    assert caption["_group"] == player["_group"] != ""
