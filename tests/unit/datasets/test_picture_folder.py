"""A learner's own folder: names safe on every system, whole PNG files, archives of any kind."""

import io
import zipfile

import numpy as np
import pytest
from PIL import Image

from helpers.datasets import from_folder
from helpers.datasets.picture_folder import PictureFolder, safe_name

RNG = np.random.default_rng(0)


def pixels(side=16):
    return RNG.integers(0, 256, (side, side, 3), dtype=np.uint8)


def encoded(array, kind="PNG", mode="RGB", **options):
    store = io.BytesIO()
    Image.fromarray(array).convert(mode).save(store, kind, **options)
    return store.getvalue()


def archive(path, files):
    with zipfile.ZipFile(path, "w") as made:
        for name, data in files.items():
            made.writestr(name, data)
    return path


@pytest.fixture
def folder(tmp_path):
    return PictureFolder(tmp_path / "mine", ["cat", "dog"])


@pytest.mark.parametrize(
    "text, name",
    [
        ("cat", "cat"),
        ("猫 und Hund", "猫 und Hund"),
        ("a\u0308", "ä"),
        ("😀", "😀"),
        ("CON", "_CON"),
        ("com1.png", "_com1.png"),
        ("..", "_"),
        ("a/b\\c:d", "a_b_c_d"),
        ("end. ", "end"),
        (".hidden", "hidden"),
        ("line\nbreak", "line_break"),
        ("", "_"),
        ("__MACOSX", "___MACOSX"),
        ("x" * 300, "x" * 60),
    ],
)
def test_a_name_that_every_system_takes(tmp_path, text, name):
    assert safe_name(text) == name
    assert safe_name(name) == name, "a safe name stays"
    (tmp_path / name).mkdir()


def test_nothing_is_made_before_the_first_picture(folder):
    assert folder.counts() == {"cat": 0, "dog": 0}
    assert not folder.path.exists()


def test_pictures_come_back_as_they_were(folder):
    given = [pixels() for _ in range(3)]
    files = [folder.add("cat", each) for each in given]
    assert [file.name for file in files] == ["0001.png", "0002.png", "0003.png"]
    for file, each in zip(files, given, strict=True):
        assert np.array_equal(Image.open(file), each)
    assert folder.pictures("cat") == files and folder.counts() == {"cat": 3, "dog": 0}
    folder.remove(files[1])
    assert folder.add("cat", pixels()).name == "0004.png", "no name is used for another picture"


def test_a_burst_stays_in_one_part(folder, capsys):
    for name in folder.names:
        for _ in range(4):
            burst = folder.new_burst(name)
            for _ in range(5):
                folder.add(name, pixels(), burst)
    assert folder.counts() == {"cat": 20, "dog": 20}
    data = from_folder(folder.path, (16, 16), groups="folders")
    known = {
        np.asarray(Image.open(file)).tobytes(): file.parent
        for name in folder.names
        for file in folder.pictures(name)
    }
    bursts = [
        {known[picture.tobytes()] for picture in part}
        for part in (data.x_train, data.x_valid, data.x_test)
    ]
    assert sum(map(len, bursts)) == len(set.union(*bursts)) == 8


def test_the_last_picture_of_a_burst_takes_its_folder_along(folder):
    file = folder.add("dog", pixels(), folder.new_burst("dog"))
    assert file.parent.name == "burst 1"
    folder.remove(file)
    assert not file.parent.exists() and file.parent.parent.exists()
    with pytest.raises(ValueError, match="path: expected one of the folder's pictures"):
        folder.remove(file)


def test_only_its_own_pictures_can_be_removed(folder, tmp_path):
    outside = tmp_path / "outside.png"
    outside.write_bytes(encoded(pixels()))
    folder.add("cat", pixels())
    for path in (outside, folder.path / "cat" / ".." / ".." / "outside.png"):
        with pytest.raises(ValueError, match="one of the folder's pictures"):
            folder.remove(path)
    assert outside.exists()


@pytest.mark.parametrize(
    "names, message",
    [
        ("cat", "two or more names"),
        (["cat"], "two or more names"),
        (["cat", "Cat"], "Some systems take no notice of capitals"),
        (["cat", "a/b"], "'a_b' would do"),
        (["cat", "nul"], "'_nul' would do"),
        (["cat", 3], "names that a folder can have"),
        (7, "two or more names"),
    ],
)
def test_names_that_are_none_are_refused(tmp_path, names, message):
    with pytest.raises(ValueError, match=f"names: expected .*{message}"):
        PictureFolder(tmp_path, names)


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "mine").write_text("a text")
    with pytest.raises(ValueError, match="path: expected a folder"):
        PictureFolder(tmp_path / "mine", ["a", "b"])


@pytest.mark.parametrize(
    "name, given, burst, message",
    [
        ("bird", np.zeros((4, 4, 3), np.uint8), "", "name: expected one of cat, dog"),
        ("cat", np.zeros((4, 4, 4), np.uint8), "", "pixels: expected uint8"),
        ("cat", np.zeros(4, np.uint8), "", "pixels: expected uint8"),
        ("cat", np.full((4, 4), 0.5), "", "pixels: expected uint8"),
        ("cat", np.zeros((4, 4), np.uint8), "../../out", "burst: expected what new_burst gives"),
    ],
)
def test_what_is_no_picture_of_a_class_is_refused(folder, name, given, burst, message):
    with pytest.raises(ValueError, match=message):
        folder.add(name, given, burst)
    assert not folder.path.exists()


def test_an_archive_of_all_kinds(folder, tmp_path):
    turned = Image.Exif()
    turned[0x0112] = 6
    wide = np.zeros((8, 24, 3), np.uint8)
    frames = [Image.fromarray(pixels()) for _ in range(2)]
    store = io.BytesIO()
    frames[0].save(store, "GIF", save_all=True, append_images=frames[1:])
    files = {
        "holidays/all/Cat/a b.png": encoded(pixels(), mode="RGBA"),
        "holidays/all/Cat/猫.png": encoded(pixels(), mode="L"),
        "holidays/all/Cat/cmyk.jpg": encoded(pixels(), "JPEG", mode="CMYK"),
        "holidays/all/Cat/turned.jpg": encoded(wide, "JPEG", exif=turned),
        "holidays/all/Cat/moves.gif": store.getvalue(),
        "holidays/all/Cat/one.png": encoded(pixels(1)),
        "holidays/all/Cat/cut.png": encoded(pixels())[:40],
        "holidays/all/CON/1.png": encoded(pixels()),
        "holidays/all/notes.txt": b"a text",
        "__MACOSX/Cat/._a.png": b"litter",
    }
    n, left_out = folder.add_files(archive(tmp_path / "own.zip", files), 16)
    assert n == 7
    assert folder.counts() == {"cat": 6, "dog": 0, "_CON": 1}
    assert any("cut.png" in words for words in left_out)
    assert any(".txt" in words for words in left_out)
    assert {Image.open(file).size for file in folder.pictures("cat")} == {(16, 16)}


@pytest.mark.parametrize("inner", ["", "new/"])
def test_pictures_alone_are_of_the_class_that_is_named(folder, tmp_path, inner):
    files = {f"{inner}{k}.png": encoded(pixels()) for k in range(3)}
    assert folder.add_files(archive(tmp_path / "own.zip", files), 16, "dog") == (3, [])
    assert folder.counts() == {"cat": 0, "dog": 3}


@pytest.mark.parametrize(
    "files, message",
    [
        ({"../out.png": encoded(pixels())}, "names a place outside itself"),
        ({"a.txt": b"x"}, "Left out: 1 .txt"),
        ({}, "It holds no pictures"),
    ],
)
def test_an_archive_that_may_do_harm_adds_nothing(folder, tmp_path, files, message):
    with pytest.raises(ValueError, match=message):
        folder.add_files(archive(tmp_path / "own.zip", files), 16, "cat")
    (tmp_path / "no.zip").write_bytes(b"PK no zip")
    with pytest.raises(ValueError, match="no whole zip file"):
        folder.add_files(tmp_path / "no.zip", 16, "cat")
    assert not folder.path.exists()
