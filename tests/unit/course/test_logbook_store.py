"""The logbook's files: lines are added and never lost, whatever becomes of a file."""

import json
import subprocess
import sys

import pytest

from helpers.course.logbook import store
from helpers.course.logbook.file_format import as_bytes, read_bytes
from helpers.course.logbook.lines import in_order, is_line, new_line, union
from helpers.course.logbook.store import (
    LogbookError,
    add_line,
    delete_logbook,
    merge_lines,
    read_lines,
)

KEY = "01/averages"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_USER_DIR", str(tmp_path / "someone"))
    return tmp_path / "someone" / "logbook"


def test_reading_makes_no_folder(folder):
    assert read_lines() == []
    assert delete_logbook() == 0
    assert not folder.parent.exists()


def test_a_line_is_read_as_it_was_written_and_a_repeated_one_is_written_once(folder):
    assert add_line("guess", KEY, value=50, unit="of 100") == ""
    add_line("guess", KEY, value=50, unit="of 100")
    add_line("guess", "02/knn", value=70)
    add_line("guess", KEY, value=60, unit="of 100")
    add_line("guess", KEY, value=50, unit="of 100")
    assert [line["value"] for line in read_lines("guess", KEY)] == [50, 60, 50]
    assert [line["number"] for line in read_lines()] == [1, 2, 3, 4]
    stored = json.loads((folder / "guesses.json").read_text(encoding="utf-8"))
    assert stored["format"] == "watch-it-learn logbook"
    assert stored["version"] == 1
    assert set(stored["lines"][0]) == {"kind", "key", "id", "number", "when", "value", "unit"}


def test_a_clock_that_jumps_changes_no_order(monkeypatch):
    real = new_line
    for value, when in ((1, "2099-01-01"), (2, "1970-01-01"), (3, "2026-01-01")):
        monkeypatch.setattr(
            store, "new_line", lambda *a, when=when, **said: {**real(*a, **said), "when": when}
        )
        add_line("guess", KEY, value=value)
    assert [line["value"] for line in read_lines("guess")] == [1, 2, 3]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b'{"format": "watch-it-learn logbook", "version": 1, "lines": [{"ki',
        b"\xff\xfe\x00",
        b'{"some": "file"}',
        b"[1, 2]",
        b'{"format": "watch-it-learn logbook", "version": 2, "lines": []}',
        b'{"format": "watch-it-learn logbook", "version": 1, "lines": 7}',
        b'{"format": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b" " * ((8 << 20) + 1),
    ],
)
def test_a_broken_file_is_said_left_alone_and_kept_aside(folder, content):
    folder.mkdir(parents=True)
    (folder / "guesses.json").write_bytes(content)
    with pytest.raises(LogbookError, match="cannot be read"):
        read_lines()
    assert (folder / "guesses.json").read_bytes() == content
    note = add_line("guess", KEY, value=5)
    assert "guesses-unreadable-1.json" in note
    assert (folder / "guesses-unreadable-1.json").read_bytes() == content
    assert [line["value"] for line in read_lines()] == [5]
    (folder / "guesses.json").write_bytes(b"again")
    add_line("guess", KEY, value=6)
    assert (folder / "guesses-unreadable-1.json").read_bytes() == content
    assert (folder / "guesses-unreadable-2.json").read_bytes() == b"again"


def test_what_is_no_line_of_ours_stays_in_the_file(folder):
    later = {"kind": "dream", "key": KEY, "id": "a" * 32, "number": 1, "when": "", "of": "sheep"}
    folder.mkdir(parents=True)
    (folder / "guesses.json").write_bytes(as_bytes([later, "nonsense"]))
    assert read_lines() == []
    add_line("guess", KEY, value=5)
    stored = read_bytes((folder / "guesses.json").read_bytes())
    assert stored[:2] == [later, "nonsense"]
    assert stored[2]["value"] == 5


GOOD = new_line("guess", KEY, 1, value=50)


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "dream"},
        {"kind": 1},
        {"key": "../etc"},
        {"key": "01/Über"},
        {"key": None},
        {"id": "x"},
        {"id": 5},
        {"number": True},
        {"number": -1},
        {"number": 1.5},
        {"number": 2**60},
        {"when": "x" * 41},
        {"when": None},
        {"value": None},
        {"value": True},
        {"value": float("nan")},
        {"more": "x" * 3000},
    ],
)
def test_what_is_not_quite_a_line_is_none(change):
    assert is_line(GOOD)
    assert not is_line({**GOOD, **change})


def test_the_union_has_each_line_once_in_order_and_in_whatever_order_it_is_made():
    lines = [new_line("guess", KEY, number, value=number) for number in (3, 1, 2, 2)]
    together = union(lines[:3], lines[1:])
    assert together == union(lines[1:], lines[:3]) == in_order(lines)
    assert [line["number"] for line in together] == [1, 2, 2, 3]


def test_merging_twice_is_merging_once(folder):
    add_line("guess", KEY, value=1)
    other = [
        new_line("guess", KEY, 1, value=2),
        new_line("vote", "05/vote", 1, picture=3, vote="both"),
    ]
    merge_lines(other)
    before = {path.name: path.read_bytes() for path in folder.glob("*.json")}
    merge_lines(other)
    assert {path.name: path.read_bytes() for path in folder.glob("*.json")} == before
    assert sorted(line["value"] for line in read_lines("guess")) == [1, 2]
    assert len(read_lines("vote")) == 1


def test_a_new_learner_starts_with_an_empty_book(folder):
    add_line("guess", KEY, value=1)
    (folder / "guesses.json").write_text("broken")
    add_line("guess", KEY, value=2)
    (folder.parent / "bet.json").write_text("{}")
    (folder.parent / "better.json").write_text("somebody's own")
    assert delete_logbook() == 3
    assert read_lines() == []
    assert sorted(path.name for path in folder.parent.rglob("*.json")) == ["better.json"]


def test_a_full_disk_leaves_what_was_there(monkeypatch):
    add_line("guess", KEY, value=1)

    def full(path, data, parents):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store, "write_whole", full)
    with pytest.raises(OSError, match="No space left"):
        add_line("guess", KEY, value=2)
    assert [line["value"] for line in read_lines()] == [1]


def test_who_waits_too_long_for_another_is_told(folder, monkeypatch):
    import filelock

    add_line("guess", KEY, value=1)
    monkeypatch.setattr(store, "_PATIENCE", 0.05)
    with filelock.FileLock(folder / "lock"), pytest.raises(LogbookError, match="Try again"):
        add_line("guess", KEY, value=2)
    add_line("guess", KEY, value=3)
    assert [line["value"] for line in read_lines()] == [1, 3]


def test_messages_do_not_show_the_users_name(monkeypatch, tmp_path, folder):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    folder.mkdir(parents=True)
    (folder / "guesses.json").write_text("?")
    with pytest.raises(LogbookError) as error:
        read_lines()
    assert str(tmp_path) not in str(error.value)
    assert "~/someone/logbook/guesses.json" in str(error.value)


WRITER = """
import sys
from helpers.course.logbook.store import add_line
for number in range(20):
    add_line("guess", "01/averages", value=number, who=sys.argv[1])
"""


def test_two_at_once_lose_nothing():
    both = [subprocess.Popen([sys.executable, "-c", WRITER, who]) for who in "ab"]
    assert [process.wait() for process in both] == [0, 0]
    lines = read_lines("guess")
    for who in "ab":
        assert [line["value"] for line in lines if line["who"] == who] == list(range(20))
    assert [line["number"] for line in lines] == list(range(1, 41))
