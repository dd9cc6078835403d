"""A zip file is held to names inside it, and to a bounded number and size."""

import contextlib
import stat
import struct
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.datasets import archive
from helpers.datasets.archive import open_zip


def written(path, members, **options):
    with zipfile.ZipFile(path, "w", **options) as made:
        for name, data in members:
            made.writestr(name, data)
    return path


def listed(path):
    with open_zip(path) as entries:
        return [(parts, read and read()) for parts, read in entries]


def test_it_lists_and_reads_files(tmp_path):
    path = written(tmp_path / "a.zip", [("a/", ""), ("a/1.png", b"one"), ("./b/猫 ü.png", b"two")])
    assert listed(path) == [(("a", "1.png"), b"one"), (("b", "猫 ü.png"), b"two")]


def test_names_of_other_systems(tmp_path):
    path = written(tmp_path / "a.zip", [("a/Apfel.png", b"x"), ("b/c.png", b"y")])
    # UTF-8 that is not declared as such, and Windows's separators.
    data = path.read_bytes().replace(b"Apfel", "Äpfl".encode()).replace(b"b/c", b"b\\c")
    path.write_bytes(data)
    assert [parts for parts, _ in listed(path)] == [("a", "Äpfl.png"), ("b", "c.png")]


@pytest.mark.parametrize(
    "name", ["../a.png", "a/../../b.png", "/a.png", "//a/b.png", "C:/a.png", "a\\..\\b.png", "a//b"]
)
def test_names_outside_are_refused(tmp_path, name):
    path = written(tmp_path / "a.zip", [("a/good.png", b""), (name, b"")])
    with pytest.raises(ValueError, match="a place outside itself"):
        listed(path)


def test_a_link_is_no_file(tmp_path):
    link = zipfile.ZipInfo("a/link.png")
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    path = written(tmp_path / "a.zip", [(link, "/etc/passwd")])
    assert listed(path) == [(("a", "link.png"), None)]


def test_an_encrypted_one_is_refused(tmp_path):
    path = written(tmp_path / "a.zip", [("a/1.png", b"one")])
    data = bytearray(path.read_bytes())
    central = data.index(b"PK\x01\x02")
    for place in (6, central + 8):
        (flags,) = struct.unpack_from("<H", data, place)
        struct.pack_into("<H", data, place, flags | 1)
    path.write_bytes(data)
    with pytest.raises(ValueError, match="encrypted. Unpack it first"):
        listed(path)


def test_number_size_and_ratio_are_bounded(tmp_path, monkeypatch):
    flat = written(
        tmp_path / "a.zip", [("a/1.bmp", bytes(1 << 20))], compression=zipfile.ZIP_DEFLATED
    )
    assert len(listed(flat)[0][1]) == 1 << 20  # small enough to do no harm
    monkeypatch.setattr(archive, "_SMALL", 1000)
    with pytest.raises(ValueError, match="times its own size"):
        listed(flat)
    monkeypatch.setattr(archive, "_MOST_BYTES", 1000)
    with pytest.raises(ValueError, match="unpack to more than"):
        listed(flat)
    monkeypatch.setattr(archive, "MOST_FILES", 2)
    many = written(tmp_path / "b.zip", [(f"a/{k}", b"") for k in range(3)])
    with pytest.raises(ValueError, match="it holds 3 files, more than 2"):
        listed(many)


def test_one_huge_file_is_refused_alone(tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "LARGEST_FILE", 10)
    path = written(tmp_path / "a.zip", [("a/1", b"x" * 11), ("a/2", b"y")])
    with open_zip(path) as ((_, large), (_, small)):
        assert small() == b"y"
        with pytest.raises(ValueError, match="more than"):
            large()


NAME = st.text(st.sampled_from("ab./\\:\0é猫 ~"), min_size=1, max_size=12)


@given(st.lists(st.tuples(NAME, st.binary(max_size=20)), max_size=5), st.binary(max_size=30),
       st.integers(0, 400), st.integers(0, 60))  # fmt: skip
@settings(max_examples=150)
def test_any_file_is_listed_or_refused(tmp_path_factory, members, noise, place, cut):
    """Random names, then random bytes written into the file, then its end cut off."""
    path = tmp_path_factory.mktemp("zips") / "a.zip"
    # zipfile itself cuts a name at a zero, and can't write an empty one.
    written(path, {name: data for name, data in members if name[0] != "\0"}.items())
    data = bytearray(path.read_bytes())
    data[place : place + len(noise)] = noise
    path.write_bytes(bytes(data[: len(data) - cut]))
    try:
        with open_zip(path) as entries:
            for parts, read in entries:
                assert all(part not in ("", ".", "..") for part in parts)
                assert not any(letter in part for part in parts for letter in "/\\")
                if read is not None:
                    with contextlib.suppress(Exception):  # this file is named, others are read
                        read()
    except ValueError as error:
        assert str(error)
