"""A file is written whole, its folder made where that is wanted, and what stops it is said."""

import pytest

from helpers._files import make_folder, replacing, write_whole


def test_a_folder_is_made_only_where_that_is_wanted(tmp_path):
    path = tmp_path / "a" / "b" / "file.txt"
    with pytest.raises(FileNotFoundError):
        write_whole(path, b"old")
    assert not path.parent.exists()
    assert write_whole(path, b"old", parents=True).read_bytes() == b"old"
    with replacing(path, parents=True) as partial:  # it is there already
        partial.write_bytes(b"new")
    assert [one.name for one in path.parent.iterdir()] == ["file.txt"]
    assert path.read_bytes() == b"new"


def test_a_folder_may_be_there_already(tmp_path):
    assert make_folder(tmp_path / "a" / "b") == tmp_path / "a" / "b"
    assert make_folder(str(tmp_path / "a" / "b")).is_dir()


@pytest.mark.parametrize("below", ["deeper", "deeper/still"])
def test_a_file_where_a_folder_is_wanted_is_said(tmp_path, below):
    file = tmp_path / "file"
    file.write_text("mine")
    with pytest.raises(OSError, match="still.* was not made|deeper.* was not made") as caught:
        make_folder(file / below)
    assert "Choose another folder" in str(caught.value)
    with pytest.raises(OSError, match="x was not written.*Choose another folder"):
        write_whole(file / below / "x", b"", parents=True)
    with pytest.raises(FileExistsError, match=f"file was not made.*{file} is a file"):
        make_folder(file)
    assert file.read_text() == "mine"
