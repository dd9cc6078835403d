"""The samples: made from the full data, and never over those that are there."""

import pytest

from helpers.datasets import sources
from helpers.datasets.mosaics import read_sample
from tests.support import origin as tiny
from tools.__main__ import main


@pytest.fixture
def server(tmp_path, monkeypatch):
    """The origin of a small data set that the catalog has; nothing of it is fetched yet."""
    monkeypatch.setenv("COURSE_DATA_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    server = tiny.Origin()
    tiny.register(server.url, monkeypatch.setitem)
    yield server
    server.close()


def test_the_command_makes_samples_from_the_full_data(server, tmp_path, capsys):
    assert main(["samples", "huge", "--folder", str(tmp_path / "new")]) == 2
    assert "NAME: expected one of 'mnist'" in capsys.readouterr().err
    assert not (tmp_path / "new").exists()
    command = ["samples", "tiny", "--folder", str(tmp_path / "new")]
    assert main(command) == 1
    assert "python -m helpers fetch tiny" in capsys.readouterr().err

    sources.fetch("tiny", report=str, progress=False)
    assert main(command) == 0
    assert capsys.readouterr().out.count("as in the catalog") == 4
    read_sample(tiny.INFO, tmp_path / "new")
    assert "## Tiny" in (tmp_path / "new" / "README.md").read_text()


@pytest.mark.parametrize("kept", ["tiny.webp", "tiny_labels.npy"])
def test_a_sample_that_is_there_is_not_overwritten_unless_asked(server, tmp_path, capsys, kept):
    sources.fetch("tiny", report=str, progress=False)
    folder = tmp_path / "new"
    command = ["samples", "tiny", "--folder", str(folder)]
    assert main(command) == 0
    for path in folder.iterdir():
        if path.name != kept:
            path.unlink()
    (folder / kept).write_text("the old one")
    assert main(command) == 2
    said = capsys.readouterr().err
    assert f"{folder / kept} is there already." in said and "--force" in said
    assert [path.name for path in folder.iterdir()] == [kept]
    assert (folder / kept).read_text() == "the old one"
    assert main([*command, "--force"]) == 0
    read_sample(tiny.INFO, folder)
