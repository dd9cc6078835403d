"""The emoji that come with the course: made from their package, small, and read as a data set."""

import io
import json
import tarfile

import numpy as np
import pytest
from PIL import Image

from helpers.datasets import EMOJI_KINDS, from_folder
from tools.__main__ import main


def package(path, names):
    """A package as npm stores it, with plain squares."""
    listing = [
        {"category": category, "subcategory": sub, "short_name": name,
         "image": f"{name}.png", "has_img_google": has}
        for name, (category, sub, has) in names.items()
    ]  # fmt: skip
    with tarfile.open(path, "w:gz") as archive:
        files = {"package/emoji.json": json.dumps(listing).encode()}
        for k, name in enumerate(names):
            store = io.BytesIO()
            Image.new("RGBA", (64, 64), (20 * k, 90, 10, 255)).save(store, "PNG")
            files[f"package/img/google/64/{name}.png"] = store.getvalue()
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return path


def test_the_command_sorts_a_package_and_overwrites_nothing(tmp_path, capsys):
    names = {
        **{f"face-{k}": ("Smileys & Emotion", "face-smiling", True) for k in range(4)},
        **{f"bird-{k}": ("Animals & Nature", "animal-bird", True) for k in range(4)},
        "tea": ("Food & Drink", "drink", True),
        "flag": ("Flags", "flag", True),
        "lost": ("Travel & Places", "transport-air", False),
    }
    given = package(tmp_path / "own.tgz", names)
    output = tmp_path / "kinds.zip"
    assert main(["emoji_kinds", str(given), "--output", str(output)]) == 0
    assert "animals: 4\nfaces: 4\nfood: 1\nvehicles: 0\n" in capsys.readouterr().out
    first = output.read_bytes()
    assert main(["emoji_kinds", str(given), "--output", str(output)]) == 2
    assert "is there already" in capsys.readouterr().err
    assert main(["emoji_kinds", str(given), "--output", str(output), "--force"]) == 0
    assert output.read_bytes() == first, "the same archive whenever it is made"


@pytest.mark.parametrize("text", [b"", b"no archive"])
def test_another_file_is_named(tmp_path, capsys, text):
    (tmp_path / "own.tgz").write_bytes(text)
    command = ["emoji_kinds", str(tmp_path / "own.tgz"), "--output", str(tmp_path / "kinds.zip")]
    assert main(command) == 2
    assert "no such package" in capsys.readouterr().err


def test_the_emoji_are_a_data_set_of_four_kinds():
    assert EMOJI_KINDS.stat().st_size < 1_500_000
    data = from_folder(EMOJI_KINDS, image_size=(64, 64))
    assert data.names == ("animals", "faces", "food", "vehicles")
    counts = sum(np.bincount(y, minlength=4) for y in (data.y_train, data.y_valid, data.y_test))
    assert counts.tolist() == [130, 118, 124, 72]
    assert len(data.notes) <= 2, data.notes
    assert (data.x_train[:, 0, 0] == 255).all(axis=1).mean() > 0.9, "on white"
