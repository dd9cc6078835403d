"""A lesson's and an extra's beginning, from their templates."""

import shutil

import pytest

from tools import ROOT
from tools.__main__ import main
from tools.lessons import find_extras, find_lessons
from tools.new import begin_extra


@pytest.fixture
def checkout(tmp_path):
    """A checkout that has the sources and no notebook."""
    shutil.copytree(ROOT / "notebooks" / "source", tmp_path / "notebooks" / "source")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_an_extra_is_begun_from_its_template(checkout, capsys):
    words = ["--root", str(checkout), "new", "4", "one_more", "One more thing", "--extra"]
    assert main(words) == 0
    said = capsys.readouterr().out
    assert "Made notebooks/source/extras/one_more.py." in said
    assert "[One more thing](extras/one_more.ipynb)" in said
    (extra,) = find_lessons(["extras/one_more"], checkout / "notebooks")
    assert extra.name in [each.name for each in find_extras(checkout / "notebooks")]
    assert extra.notebook == checkout / "notebooks" / "extras" / "one_more.ipynb"
    assert extra.folder == checkout / "notebooks"
    assert extra.goes_with == "04_feature_maps"
    opening = extra.read().cells[0].source
    assert opening.startswith("# One more thing\n")
    assert opening.count("/notebooks/extras/one_more.ipynb)") == 2
    assert "[lesson 4](../04_feature_maps.ipynb)" in opening
    assert "_template" not in opening


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((4, "fewer_inputs", "Title"), "name: expected one that no extra has"),
        ((4, "../01", "Title"), "name: expected lower-case letters"),
        ((4, "other", ""), "title: expected one line"),
        ((77, "other", "Title"), "lesson: expected one of"),
    ],
)
def test_what_is_taken_or_misspelt_begins_no_extra(checkout, words, message):
    files = sorted(checkout.rglob("*.py"))
    with pytest.raises(ValueError, match=message):
        begin_extra(*words, root=checkout)
    assert sorted(checkout.rglob("*.py")) == files


def test_extras_are_named_with_their_folder_and_stand_apart_from_lessons(checkout):
    notebooks = checkout / "notebooks"
    assert not [each for each in find_lessons(folder=notebooks) if each.is_extra]
    (lesson,) = find_lessons(["_template"], notebooks)
    (extra,) = find_lessons(["notebooks/extras/_template.ipynb"], notebooks)
    assert not lesson.is_extra and extra.is_extra
    assert lesson.goes_with is None and lesson.folder == extra.folder == notebooks
    with pytest.raises(ValueError, match="lesson: expected one of"):
        find_lessons(["fewer_inputs"], notebooks)
