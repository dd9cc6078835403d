"""The Python half of the collector: what it keeps, what it refuses, and what it never shares."""

import io
import zipfile

import numpy as np
import pytest
from PIL import Image

from helpers.datasets import from_folder
from helpers.widgets import PictureCollector

SIDE = 128


@pytest.fixture
def collector(tmp_path, monkeypatch):
    monkeypatch.delenv("JUPYTERHUB_API_URL", raising=False)
    return PictureCollector(["circle", "cross"], tmp_path / "mine")


@pytest.fixture
def told(collector, monkeypatch):
    """What the page is told, message after message."""
    heard = []
    monkeypatch.setattr(collector, "send", lambda content, buffers: heard.append(
        {**content["told"], "bytes": buffers[0]}))  # fmt: skip
    return heard


def pixels(seed=0, side=SIDE):
    return np.random.default_rng(seed).integers(0, 256, (side, side, 3), dtype=np.uint8)


def test_a_picture_is_kept_as_the_page_has_made_it(collector, told):
    collector._hear({"keep": 1, "number": 7}, [memoryview(pixels().tobytes())])
    (file,) = (collector.folder / "cross").iterdir()
    assert np.array_equal(Image.open(file), pixels())
    assert told[-1]["counts"] == [0, 1] and told[-1]["answers"] == 7
    assert told[-1]["files"] == ["0001.png"] and len(told[-1]["bytes"]) == 32 * 32 * 3
    assert collector.counts == {"circle": 0, "cross": 1}


def test_nothing_of_a_learner_is_in_what_a_notebook_stores(collector, told):
    before = collector.get_state()
    collector._hear({"keep": 0}, [pixels().tobytes()])
    assert collector.get_state() == before
    assert collector.still_picture() is None
    assert str(collector.folder) not in str(before)


def test_bursts_have_folders_of_their_own(collector, told):
    for k, token in enumerate("aaabbbccc"):
        for number in (0, 1):
            collector._hear({"keep": number, "burst": token}, [pixels(10 * k + number).tobytes()])
    folders = sorted(path.name for path in (collector.folder / "circle").iterdir())
    assert folders == ["burst 1", "burst 2", "burst 3"]
    data = from_folder(collector.folder, groups="folders")
    assert len(data.x_test) == 6


@pytest.mark.parametrize(
    "content, buffers, words",
    [
        ({"keep": 5}, [b"x" * SIDE * SIDE * 3], "there is no class 5"),
        ({"keep": -1}, [b"x" * SIDE * SIDE * 3], "there is no class -1"),
        ({"keep": "../x"}, [b"x" * SIDE * SIDE * 3], "there is no class ../x"),
        ({"keep": 0}, [b"short"], "It could not be taken"),
        ({"keep": 0}, [], "It could not be taken"),
        ({"remove": 0, "file": "../../etc/passwd"}, [], "It is not there any more."),
        ({"remove": 0, "file": ["x"]}, [], "It could not be taken"),
        ({"piece": 0, "of": 10**9, "show": 0}, [b""], "may have 200 megabytes"),
        ({"piece": 3, "of": 5, "show": 0}, [b""], "a piece of the zip file is missing"),
        ({"piece": 0, "of": 1, "show": 0}, [b"no zip"], "no whole zip file"),
        ({"piece": None, "of": 1}, [b""], "It could not be taken"),
    ],
)
def test_what_no_page_would_send_gets_a_sentence(collector, told, content, buffers, words):
    collector._hear(content, buffers)
    assert words in told[-1]["words"]
    assert not collector.folder.exists()


def test_messages_of_others_are_not_its_own(collector, told):
    for content in (None, 3, {}, {"else": 1}):
        collector._hear(content, [])
    assert told == []


def test_an_archive_comes_in_pieces(collector, told):
    store = io.BytesIO()
    with zipfile.ZipFile(store, "w") as archive:
        for k in range(30):
            picture = io.BytesIO()
            Image.fromarray(pixels(k)).save(picture, "PNG")
            archive.writestr(f"all/{'Circle' if k % 2 else 'star'}/{k}.png", picture.getvalue())
    data = store.getvalue()
    size = collector._piece
    pieces = [data[at : at + size] for at in range(0, len(data), size)]
    assert len(pieces) > 1
    for number, piece in enumerate(pieces):
        collector._hear({"piece": number, "of": len(pieces), "show": 0}, [piece])
        assert told[-1]["piece"] == number
    assert told[-1]["words"] == "30 pictures were added."
    assert collector.counts == {"circle": 15, "cross": 0, "star": 15}
    assert told[-1]["names"] == ("circle", "cross", "star")


def test_a_picture_is_removed_by_its_name(collector, told):
    for k in range(2):
        collector._hear({"keep": 0}, [pixels(k).tobytes()])
    collector._hear({"remove": 0, "file": "0001.png"}, [])
    assert told[-1]["files"] == ["0002.png"]
    assert [path.name for path in (collector.folder / "circle").iterdir()] == ["0002.png"]


def test_a_full_disk_is_said(collector, told, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device: 0001.png was not written.")

    monkeypatch.setattr(collector._kept, "add", full)
    collector._hear({"keep": 0}, [pixels().tobytes()])
    assert "No space left on device" in told[-1]["words"]


def test_a_server_is_named(collector, told, monkeypatch):
    collector._hear({"show": 0}, [])
    assert told[-1]["server"] == ""
    monkeypatch.setenv("JUPYTERHUB_API_URL", "x")
    collector._hear({"show": 0}, [])
    assert told[-1]["server"] == "the server of this JupyterHub"
