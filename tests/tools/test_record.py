"""Records are made by their recipes, and never over those that are there."""

import argparse

import pytest

from helpers.recording import load_record
from tests.support.records import training_record
from tools import record as command


class _Recipe:
    """A recipe that needs no training."""

    summary = "A record of nothing"

    def __init__(self, made):
        self.made = made

    def make(self, advance):
        advance(1.0)
        self.made.append(True)
        return training_record()


@pytest.fixture
def make(monkeypatch, tmp_path):
    """Run the command on two recipes of this test; count what was trained."""
    made = []
    recipes = {"one": _Recipe(made), "two": _Recipe(made)}
    monkeypatch.setattr(command, "RECIPES", recipes)
    monkeypatch.setattr(command, "find_recipe", recipes.get)
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    parser.set_defaults(root=tmp_path)

    def make(*words):
        return command.run(parser.parse_args(words)), len(made)

    return make


def test_records_lie_with_the_courses_own_unless_told_elsewhere(make, tmp_path):
    assert make("one") == (0, 1)
    assert make("two", "--into", str(tmp_path / "mine")) == (0, 2)
    found = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.npz"))
    assert found == ["helpers/course/records/one.npz", "mine/two.npz"]
    load_record(tmp_path / "mine" / "two.npz")


def test_a_record_that_is_there_is_not_overwritten_and_nothing_is_trained(make, tmp_path, capsys):
    folder = tmp_path / "helpers" / "course" / "records"
    folder.mkdir(parents=True)
    (folder / "two.npz").write_text("the shipped one")
    assert make("one", "two") == (2, 0), "asked before any training"
    said = capsys.readouterr().err
    assert f"{folder / 'two.npz'} is there already." in said and "--force" in said
    assert [path.name for path in folder.iterdir()] == ["two.npz"]
    assert (folder / "two.npz").read_text() == "the shipped one"
    assert make("one", "two", "--force") == (0, 2)
    load_record(folder / "two.npz")
