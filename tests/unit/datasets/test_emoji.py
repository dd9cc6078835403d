"""The emoji: from made-up sheets, and what is known of the real ones."""

import io
import json

import numpy as np
import pytest
from PIL import Image

from helpers.commands.fetch import chosen_names
from helpers.datasets import load
from helpers.datasets.catalog import ARRAYS, CATALOG, sha256_of
from helpers.datasets.emoji import arrays_of_emoji, read_emoji

TONE = "1F3FD"  # the middle one


def emoji(unified, subcategory, x, y, drawn=True, **more):
    place = {"sheet_x": x, "sheet_y": y, "unified": unified, "has_img_set": drawn}
    return {**place, "subcategory": subcategory, **more}


LIST = [
    emoji("1F600", "face-smiling", 0, 0),
    emoji("1F431", "cat-face", 1, 0),
    emoji("1F697", "transport-ground", 0, 1),
    emoji("1F9D1", "person", 0, 1, skin_variations={TONE: emoji("1F9D1-1F3FD", "person", 1, 1)}),
    emoji("1F9D9", "person-fantasy", 0, 0, drawn=False),
]


def sheet(size=68):
    """Four emoji of plain colours, each with a pixel of a false colour around."""
    pixels = np.full((68, 68, 4), (255, 0, 255, 255), np.uint8)
    colours = [(9, 0, 0, 255), (0, 99, 0, 255), (0, 0, 0, 0), (0, 0, 200, 255)]
    for place, colour in enumerate(colours):
        row, column = divmod(place, 2)
        pixels[34 * row + 1 : 34 * row + 33, 34 * column + 1 : 34 * column + 33] = colour
    buffer = io.BytesIO()
    Image.fromarray(pixels[:size, :size]).save(buffer, "png")
    return buffer.getvalue()


def test_faces_and_persons_are_cut_out_and_stand_on_white():
    found = read_emoji(sheet(), json.dumps(LIST).encode(), "set")
    whos, names, labels, pictures = zip(*found, strict=True)
    assert whos == ("1F600", "1F431", "1F9D1", "1F9D1")
    assert names[-1] == "set 1F9D1-1F3FD"
    assert labels == (0, 0, 1, 4)
    colours = [(9, 0, 0), (0, 99, 0), (255, 255, 255), (0, 0, 200)]
    for picture, colour in zip(pictures, colours, strict=True):
        assert picture.shape == (32, 32, 3)
        assert (picture == colour).all()


@pytest.mark.parametrize(
    ("picture", "listing", "said"),
    [
        (b"no picture", json.dumps(LIST).encode(), "a PNG file is damaged"),
        (sheet(), b'[{"unified": "1F600"}]', "a list of emoji is another one"),
        (sheet(), b'{"faces": 3}', "a list of emoji is another one"),
        (sheet(size=50), json.dumps(LIST).encode(), "a sheet of emoji ends before 1F431"),
    ],
)
def test_a_damaged_file_is_refused(picture, listing, said):
    with pytest.raises(ValueError, match=said):
        read_emoji(picture, listing, "set")


def test_nobody_is_in_training_and_in_the_test():
    pixels = np.arange(32 * 32 * 3).reshape(32, 32, 3)
    found = [
        (f"{who}", f"{name} {who}", label, np.uint8(pixels % (2 + who)))
        for who in range(40) for label, name in enumerate(("one", "two"))
    ]  # fmt: skip
    arrays = arrays_of_emoji(found)
    parts = [{each.tobytes() for each in arrays[f"x_{part}"]} for part in ("train", "test")]
    assert not parts[0] & parts[1]
    assert len(arrays["x_train"]) + len(arrays["x_test"]) == 80
    assert set(arrays) == set(ARRAYS)
    again = arrays_of_emoji(found[::-1])
    assert all(sha256_of(arrays[name]) == sha256_of(again[name]) for name in ARRAYS)


def test_all_of_it_comes_with_the_course_and_is_known(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("COURSE_DATA_DIR", str(tmp_path / "nothing here"))
    monkeypatch.delenv("COURSE_QUICK", raising=False)
    data = load("emoji")
    assert capsys.readouterr().out == ""
    assert (data.size, data.title) == ("full", "Emoji (full)")
    assert data.fingerprint == load("emoji", size="full").fingerprint
    counts = np.bincount(np.concatenate([data.y_train, data.y_test]))
    # 130 faces in each set; 142 persons, of whom some have no tones.
    assert counts.tolist() == [260, 284, 270, 270, 270, 270, 270]
    pictures = [each.tobytes() for each in np.concatenate([data.x_train, data.x_test])]
    assert len(set(pictures)) == 1_893
    assert not {each.tobytes() for each in data.x_train} & {each.tobytes() for each in data.x_test}


def test_it_is_fetched_only_when_it_is_asked_for():
    class Arguments:
        names = ()

    assert chosen_names(Arguments) == [name for name in CATALOG if name != "emoji"]
    Arguments.names = ["emoji"]
    assert chosen_names(Arguments) == ["emoji"]
