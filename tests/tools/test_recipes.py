"""The recipes of docs/architecture.md, followed to the letter in a copy of the project.

A data set, a record, a widget and a lesson are added, one after the other, as the document says.
What is not in it, a learner's text, is filled in here.
"""

import re

import nbformat
import pytest

from tests.support.house import House, recipe
from tools import ROOT
from tools.new import begin

LESSON = "10_small_digits"


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
        'python -c "from helpers.course.records import shipped_record; '
        "r = shipped_record('small_digits'); print((r.predictions == r.test_labels).mean(axis=1))\""
    )
    shares = [float(word) for word in told.strip("[]\n").split()]
    assert len(shares) == 9
    assert shares[0] < 0.4 < 0.8 < shares[-1], "it begins with a guess, and learns"


def test_a_probe(with_record):
    house, _ = with_record
    step, (_, _, (command,)) = recipe("A probe")
    house.follow(*step)
    assert "['epoch', 'layer'] (4, 2)" in house.run(command)
    assert (house.folder / "weight_norms.npz").is_file()


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
    last = "notebooks/06_training_animation.ipynb) |\n"
    house.change("README.md", last, f"{last}{row}\n")
    write_the_lesson(house, source, cells)
    return house, said, house.run(render), look


def write_the_lesson(house, source, cells):
    """Fill the lesson in: what it loads, the document's cells, more sections, three exercises."""
    house.change(source, 'load("mnist")', 'load("small_digits")')
    path = house.folder / source
    head, turn, rest = path.read_text(encoding="utf-8").partition("# %% [markdown]\n# ## Your turn")
    exercise, end, closing = rest.partition("# %% [markdown]\n# ## What stays")
    sections = [f"# %% [markdown]\n# ## The record\n\n{cells}\n"]
    for number in range(13):
        lines = "\n".join(f"number_{line} = {number} + {line}" for line in range(6))
        sections.append(
            f"# %% [markdown]\n# Section {number} adds.\n\n"
            f'# %% tags=["nbval-check-output"]\n{lines}\nprint(number_5)\n\n'
        )
    first = "# %% [markdown]\n" + exercise[exercise.index("# ### 1.") :]
    more = [first.replace("### 1.", f"### {number}.") for number in (2, 3)]
    path.write_text(
        "".join([head, *sections, turn, exercise, *more, end, closing]), encoding="utf-8"
    )


def test_a_lesson_is_begun_rendered_and_has_a_lessons_shape(with_lesson):
    house, said, rendered, look = with_lesson
    made = ("checks", "quizzes")
    files = " and ".join(f"helpers/course/{each}/lesson_10.py" for each in made)
    assert f"Made notebooks/source/{LESSON}.py and {files}." in said
    assert rendered.count("stored:") == 2, rendered
    told = house.run(look)
    assert re.search(r"\b[12][0-9] passed", told), told


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
