"""A folder of pictures becomes a data set: what is taken, what is left out, and that it is said."""

import io
import os
import re
import subprocess
import sys
import zipfile

import numpy as np
import pytest
from PIL import Image

from helpers.datasets import folder as module
from helpers.datasets import from_folder

PARTS = ("train", "valid", "test")


def picture(seed, kind="PNG"):
    """A small picture of which no two are alike."""
    pixels = np.random.default_rng(seed).integers(0, 256, (8, 8, 3), dtype=np.uint8)
    store = io.BytesIO()
    Image.fromarray(pixels).save(store, kind)
    return store.getvalue()


def fill(root, counts, start=0):
    """Write a folder of pictures for each class; return it."""
    seed = start
    for name, count in counts.items():
        (root / name).mkdir(parents=True, exist_ok=True)
        for k in range(count):
            (root / name / f"{k}.png").write_bytes(picture(seed))
            seed += 1
    return root


def zipped(root, target, prefix=""):
    with zipfile.ZipFile(target, "w") as archive:
        for path in sorted(root.rglob("*")):
            archive.write(path, prefix + path.relative_to(root).as_posix())
    return target


def counts_of(data):
    labels = np.concatenate([getattr(data, f"y_{part}") for part in PARTS])
    return dict(zip(data.names, np.bincount(labels).tolist(), strict=True))


def test_a_folder_for_each_class(tmp_path, capsys):
    root = fill(tmp_path / "my animals", {"10": 12, "2": 10, "1": 11, "Ämter und Höfe": 5, "猫": 4})
    data = from_folder(root, image_size=(8, 8))
    assert data.names == ("1", "2", "10", "Ämter und Höfe", "猫")
    assert counts_of(data) == {"1": 11, "2": 10, "10": 12, "Ämter und Höfe": 5, "猫": 4}
    assert repr(data).startswith("my animals: ")
    assert (data.name, data.source) == ("my animals", "the folder my animals")
    mapping = "Classes: 0 1 (11), 1 2 (10), 2 10 (12), 3 Ämter und Höfe (5), 4 猫 (4)."
    assert data.notes == (mapping,)
    assert capsys.readouterr().out == mapping + "\n"
    for part in PARTS:
        assert set(getattr(data, f"y_{part}")) == set(range(5))
        for pixels, label in zip(getattr(data, f"x_{part}"), getattr(data, f"y_{part}")):
            files = (root / data.names[label]).iterdir()
            assert any((np.asarray(Image.open(file)) == pixels).all() for file in files)
        assert not getattr(data, f"x_{part}").flags.writeable
    assert from_folder(root, image_size=(8, 8)).fingerprint == data.fingerprint
    assert from_folder(root, image_size=(8, 8), seed=1).fingerprint != data.fingerprint


def test_every_kind_in_colour_and_in_grey(tmp_path):
    for k, (kind, suffix) in enumerate(
        [("PNG", "png"), ("JPEG", "JPG"), ("WEBP", "webp"), ("GIF", "gif"), ("BMP", "bmp")]
    ):
        (tmp_path / "all").mkdir(exist_ok=True)
        (tmp_path / "all" / f"{k}.{suffix}").write_bytes(picture(k, kind))
    data = from_folder(tmp_path, image_size=(4, 6))
    assert counts_of(data) == {"all": 5}
    assert data.x_train.shape == (3, 4, 6, 3)
    assert from_folder(tmp_path, image_size=(4, 6), grey=True).x_train.shape == (3, 4, 6)


def test_what_is_left_out_is_counted_and_named(tmp_path, capsys):
    root = fill(tmp_path / "pets", {"cats": 6, "dogs": 6})
    (root / ".DS_Store").write_bytes(b"")
    (root / "cats" / "._0.png").write_bytes(b"")
    (root / "cats" / "Thumbs.db").write_bytes(b"")
    (root / ".hidden").mkdir()
    (root / ".hidden" / "1.png").write_bytes(picture(99))
    (root / "cats" / "a.HEIC").write_bytes(b"")
    (root / "cats" / "b.heic").write_bytes(b"")
    (root / "dogs" / "notes.txt").write_text("")
    (root / "dogs" / "README").write_text("")
    (root / "beside.png").write_bytes(picture(98))
    (root / "cats" / "broken one.jpg").write_bytes(picture(1, "JPEG")[:200])
    (root / "dogs" / "no picture.png").write_text("words")
    data = from_folder(root)
    assert counts_of(data) == {"cats": 6, "dogs": 6}
    _, kinds, beside, unreadable = data.notes
    assert kinds.startswith("Left out: 2 .heic (HEIC is what phones save: export them as JPEG")
    assert kinds.endswith("1 .txt, 4 hidden, 1 without an ending.")
    assert beside == "Left out: 1 picture lies beside the classes' folders, in none of them."
    assert unreadable.startswith("2 could not be read and are left out: cats/broken one.jpg (")
    assert "dogs/no picture.png (it is no picture of a known kind)" in unreadable
    assert capsys.readouterr().out.splitlines() == list(data.notes)


@pytest.mark.skipif(os.name == "nt", reason="Windows lets few people make links")
def test_links_are_not_followed(tmp_path):
    root = fill(tmp_path, {"cats": 6, "dogs": 6})
    (root / "dogs" / "link.png").symlink_to(root / "cats" / "0.png")
    (root / "more cats").symlink_to(root / "cats")
    data = from_folder(root)
    assert counts_of(data) == {"cats": 6, "dogs": 6}
    assert data.notes[1] == "Left out: 2 links."


def test_copies_are_named_by_their_files(tmp_path):
    root = fill(tmp_path, {"cats": 6, "dogs": 6})
    (root / "dogs" / "zz.png").write_bytes((root / "cats" / "0.png").read_bytes())
    assert "(cats/0.png and dogs/zz.png)" in from_folder(root).notes[-1]


@pytest.mark.parametrize("prefix", ["", "pets/", "a/b/"])
def test_a_zip_is_the_same_as_its_folder(tmp_path, prefix):
    root = fill(tmp_path / "pets", {"cats": 6, "dogs of ours": 7})
    (root / "cats" / "kittens").mkdir()
    (root / "cats" / "kittens" / "1.png").write_bytes(picture(77))
    data = from_folder(zipped(root, tmp_path / "pets.zip", prefix))
    assert counts_of(data) == {"cats": 7, "dogs of ours": 7}
    assert data.fingerprint == from_folder(root).fingerprint
    assert (data.name, data.source) == ("pets", "the zip file pets.zip")


def test_a_macs_zip(tmp_path):
    path = tmp_path / "pets.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for k in range(8):
            archive.writestr(f"pets/{'ab'[k % 2]}/{k}.png", picture(k))
            archive.writestr(f"__MACOSX/pets/{'ab'[k % 2]}/._{k}.png", b"")
    data = from_folder(path)
    assert counts_of(data) == {"a": 4, "b": 4}
    assert data.notes[1] == "Left out: 8 hidden."


def test_a_folder_around_everything(tmp_path):
    fill(tmp_path / "outer" / "inner", {"a": 4, "b": 4})
    assert from_folder(tmp_path / "outer").names == ("a", "b")


def test_a_folder_of_parts_is_refused_not_guessed(tmp_path):
    fill(tmp_path / "train", {"a": 4, "b": 4})
    fill(tmp_path / "test", {"a": 4, "b": 4}, start=50)
    with pytest.raises(ValueError, match="path: .*'test', 'train' hold folders and no pictures"):
        from_folder(tmp_path)


def test_names_that_cannot_be_printed(tmp_path, capsys):
    fill(tmp_path, {"a\x1b[31m": 4, "b": 4})
    if sys.platform == "linux":
        fill(tmp_path, {os.fsdecode(b"c\xff"): 4}, start=20)
    data = from_folder(tmp_path)
    assert data.names[0] == "a\N{REPLACEMENT CHARACTER}[31m"
    assert all(name.isprintable() for name in data.names)
    assert "\x1b" not in capsys.readouterr().out


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a system without pipes")
def test_a_pipe_does_not_hang(tmp_path):
    root = fill(tmp_path, {"a": 4, "b": 4})
    os.mkfifo(root / "a" / "pipe.png")
    assert "a/pipe.png (it is no file)" in from_folder(root).notes[-1]


def test_many_pictures_are_announced(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(module, "_MANY", 8)
    monkeypatch.setattr(module, "_LONG", 0)
    from_folder(fill(tmp_path, {"a": 4, "b": 4}))
    said = capsys.readouterr().out
    assert re.match(r"Reading 8 pictures takes about \d+ seconds. At 32 × 32 pixels they", said)
    assert " pictures/s" in said or "0/8" in said  # the bar


def test_more_than_the_memory_holds_is_refused_before_it_is_read(tmp_path, monkeypatch):
    root = fill(tmp_path, {"a": 4, "b": 4})
    monkeypatch.setattr(module, "read_picture", None)
    monkeypatch.setattr("psutil.virtual_memory", lambda: type("", (), {"available": 10_000})())
    with pytest.raises(ValueError, match="image_size: .*free memory.*GB while they are dealt out"):
        from_folder(root, image_size=(100, 100))


def test_a_folder_that_may_not_be_read_is_named(tmp_path, monkeypatch):
    root = fill(tmp_path, {"a": 4, "b": 4})
    real = os.scandir

    def scandir(path):
        if str(path).endswith("b"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    with pytest.raises(ValueError, match="path: expected folders that may be read"):
        from_folder(root)


def test_a_class_that_cannot_be_read_is_named_with_the_files(tmp_path, capsys):
    root = fill(tmp_path, {"a": 4, "b": 4})
    for file in (root / "b").iterdir():
        file.write_bytes(b"words")
    with pytest.raises(ValueError, match="path: .*'b' has 0"):
        from_folder(root)
    assert "4 could not be read" in capsys.readouterr().out


@pytest.mark.parametrize(
    "counts, change, message",
    [
        ({"a": 4, "b": 2}, {}, "path: expected at least 3 pictures of each class.*'b' has 2"),
        ({"a": 4}, {"path": None}, "path: expected a folder"),
        ({"a": 4}, {"path": "nowhere/at all"}, "path: .*There is nothing at .*nowhere"),
        ({}, {}, "path: .*It holds no pictures"),
        ({".": 4}, {}, "path: .*4 pictures lie in it directly"),
        ({"a": 4}, {"image_size": 32}, r"image_size: expected a pair \(height, width\)"),
        ({"a": 4}, {"image_size": (32, 0)}, "image_size: expected a whole number from 1"),
        ({"a": 4}, {"test_size": "all"}, "test_size: expected"),
        ({"a": 4}, {"valid_size": 2.5}, "valid_size: expected"),
        ({"a": 4}, {"seed": None}, "seed: expected"),
    ],
)
def test_what_does_not_fit_is_named(tmp_path, counts, change, message):
    arguments = {"path": fill(tmp_path, counts)} | change
    with pytest.raises(ValueError, match=message):
        from_folder(**arguments)


@pytest.mark.parametrize("data", [b"", b"no zip", b"PK\x03\x04 and no more"])
def test_a_file_that_is_no_zip(tmp_path, data):
    (tmp_path / "a.zip").write_bytes(data)
    with pytest.raises(ValueError, match="path: .*it is no whole zip file"):
        from_folder(tmp_path / "a.zip")


def test_reading_loads_nothing_heavy(tmp_path):
    """Neither Keras nor matplotlib, also when it is used."""
    root = fill(tmp_path, {"a": 4, "b": 4})
    code = (
        f"import sys; from helpers.datasets import from_folder; from_folder({str(root)!r});"
        "print({'keras', 'matplotlib', 'pandas', 'sklearn', 'tensorflow'} & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines()[-1] == "set()"


def grouped(root, **options):
    """Which inner folders the parts' pictures come from."""
    data = from_folder(root, image_size=(8, 8), **options)
    known = {}
    for path in root.rglob("*.png"):
        known[np.asarray(Image.open(path)).tobytes()] = path.parent.relative_to(root).as_posix()
    return [[known[one.tobytes()] for one in getattr(data, f"x_{part}")] for part in PARTS]


def test_pictures_of_one_inner_folder_stay_together(tmp_path):
    counts = {f"{kind}/burst {k}": 4 for kind in "ab" for k in range(4)}
    root = fill(tmp_path / "mine", {**counts, "a": 3}, start=100)
    parts = grouped(root, groups="folders")
    for burst in counts:
        assert sum(burst in part for part in parts) == 1
    by_first = grouped(root, groups=lambda name: name.split("/")[1])
    assert sorted(sum(by_first, [])) == sorted(sum(parts, []))
    scattered = grouped(root)
    assert any(sum(burst in part for part in scattered) > 1 for burst in counts)


@pytest.mark.parametrize(
    "groups, message",
    [
        ("bursts", "groups: expected one of 'folders'"),
        (3, "groups: expected one of 'folders'"),
        (lambda name: 0.5, "groups: expected a function that gives a text or a whole number"),
        (lambda name: name[0], "groups: expected pictures of each class in at least 3 groups"),
    ],
)
def test_groups_that_are_none_are_refused(tmp_path, groups, message):
    with pytest.raises(ValueError, match=message):
        from_folder(fill(tmp_path / "mine", {"a": 4, "b": 4}), groups=groups)
