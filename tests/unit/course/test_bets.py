"""The bet: kept whole, changed at will, and never lost to a broken file."""

import json
import os

import pytest

from helpers.course import bets
from helpers.course.bets import Bet, BetError, bet_path, load_bet, place_bet, withdraw_bet

LABELS = ("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat")
PAIRS = [("Coat", "Pullover"), ("Dress", "Trouser"), ("T-shirt/top", "Dress")]
IN_ORDER = (("Pullover", "Coat"), ("Trouser", "Dress"), ("T-shirt/top", "Dress"))


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_USER_DIR", str(tmp_path / "someone" / "data"))
    return tmp_path / "someone" / "data"


def test_no_bet_is_none(folder):
    assert load_bet() is None
    assert not folder.exists()
    assert withdraw_bet() is False


def test_a_bet_is_read_as_it_was_placed():
    placed = place_bet(PAIRS, LABELS)
    assert placed.pairs == IN_ORDER
    assert load_bet() == placed
    assert str(placed).startswith("Your bet: Pullover and Coat; Trouser and Dress; T-shirt/top")


def test_names_may_be_written_carelessly_and_lists_will_do():
    careless = [["coat ", "PULLOVER"], ["dress", "trouser"], ["t-shirt/TOP", "Dress"]]
    assert place_bet(careless, LABELS).pairs == IN_ORDER


def test_a_bet_can_be_changed_and_taken_back(folder):
    place_bet(PAIRS, LABELS)
    other = [("Coat", "Dress"), ("Coat", "Trouser"), ("Coat", "Pullover")]
    place_bet(other, LABELS)
    assert load_bet().pairs[0] == ("Dress", "Coat")
    assert withdraw_bet() is True
    assert load_bet() is None
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("pairs", "said"),
    [
        (None, "expected 3 pairs of names"),
        (7, "expected 3 pairs of names"),
        ([], "expected 3 pairs of names"),
        (PAIRS[:2], "expected 3 pairs of names"),
        ("Coat", "expected 3 pairs of names"),
        ([*PAIRS[:2], "ab"], "expected 3 pairs of names"),
        ([*PAIRS[:2], ("Coat", "Dress", "Trouser")], "expected 3 pairs of names"),
        ([*PAIRS[:2], ("Coat", "Hat")], "received 'Hat'"),
        ([*PAIRS[:2], ("Coat", 3)], "received 3"),
        ([*PAIRS[:2], ("Coat", ...)], "received Ellipsis"),
        ([*PAIRS[:2], ("Coat", "coat")], "two different classes"),
        ([*PAIRS[:2], ("Pullover", "Coat")], "It is there twice."),
    ],
)
def test_a_bad_bet_is_refused_and_the_old_one_stays(pairs, said):
    old = place_bet(PAIRS, LABELS)
    with pytest.raises(ValueError, match="pairs: ") as error:
        place_bet(pairs, LABELS)
    assert said in str(error.value)
    assert load_bet() == old


GOOD = {"format": "watch-it-learn bet", "version": 1, "placed": "2026-01-01", "pairs": IN_ORDER}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "cannot be read"),
        (json.dumps(GOOD).encode()[:60], "cannot be read"),
        (b"\xff\xfe\x00", "cannot be read"),
        (b'{"some": "file"}', "it holds something else"),
        (b"[1, 2]", "it holds something else"),
        (json.dumps({**GOOD, "version": 2}).encode(), "it is of version 2"),
        (json.dumps({**GOOD, "pairs": IN_ORDER[:2]}).encode(), "it does not hold 3 pairs"),
        (json.dumps({**GOOD, "pairs": [[1, 2]] * 3}).encode(), "it does not hold 3 pairs"),
        (json.dumps({**GOOD, "pairs": 5}).encode(), "cannot be read"),
    ],
)
def test_a_broken_file_is_refused_left_alone_and_kept_aside(folder, content, said, capsys):
    folder.mkdir(parents=True)
    bet_path().write_bytes(content)
    with pytest.raises(BetError, match=said):
        load_bet()
    assert bet_path().read_bytes() == content

    placed = place_bet(PAIRS, LABELS)
    assert "kept as" in capsys.readouterr().out
    assert load_bet() == placed
    assert (folder / "bet-unreadable-1.json").read_bytes() == content

    bet_path().write_bytes(b"broken again")
    place_bet(PAIRS, LABELS)
    assert (folder / "bet-unreadable-1.json").read_bytes() == content
    assert (folder / "bet-unreadable-2.json").read_bytes() == b"broken again"


def test_a_folder_in_the_files_place_is_said(folder):
    bet_path().mkdir(parents=True)
    with pytest.raises(BetError, match="cannot be read"):
        load_bet()


def test_a_full_disk_leaves_the_old_bet(monkeypatch):
    old = place_bet(PAIRS, LABELS)

    def full(path, data, parents):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(bets, "write_whole", full)
    with pytest.raises(OSError, match="No space left"):
        place_bet([("Coat", "Dress"), ("Coat", "Trouser"), ("Coat", "Pullover")], LABELS)
    assert load_bet() == old


def test_by_default_it_is_in_the_users_own_folder(monkeypatch, tmp_path):
    import platformdirs

    monkeypatch.delenv("COURSE_USER_DIR")
    assert bet_path().parent == platformdirs.user_data_path("watch-it-learn", appauthor=False)


def test_messages_do_not_show_the_users_name(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    bet_path().parent.mkdir(parents=True)
    bet_path().write_text("?")
    with pytest.raises(BetError) as error:
        load_bet()
    assert str(tmp_path) not in str(error.value)
    assert "~" in str(error.value)


def test_the_form_places_shows_and_changes_the_bet():
    from helpers.course.bet_form import BetForm

    form = BetForm(LABELS)
    assert form.message.value == "No bet yet."
    form.button.click()
    assert form.message.value == "Pair 1 is not chosen yet."
    for menus, pair in zip(form.menus, PAIRS):
        menus[0].value, menus[1].value = pair
    form.button.click()
    assert form.message.value == str(load_bet())
    assert load_bet().pairs == IN_ORDER

    again = BetForm(LABELS)
    assert [tuple(menu.value for menu in menus) for menus in again.menus] == list(IN_ORDER)
    assert again.message.value == str(load_bet())
    again.menus[2][0].value = "Coat"
    again.menus[2][1].value = "Pullover"
    again.button.click()
    assert again.message.value == "Pair 3 is pair 1 again. Choose another pair."
    again.menus[1][0].value = again.menus[1][1].value = "Dress"
    again.button.click()
    assert again.message.value == "Pair 2 is Dress twice. Choose another class on one side."
    again.menus[1][0].value = "choose a class"
    again.button.click()
    assert again.message.value == "Pair 2 is not chosen yet."
    assert load_bet().pairs == IN_ORDER


def test_the_form_says_what_is_wrong_with_an_old_file(folder):
    from helpers.course.bet_form import BetForm

    folder.mkdir(parents=True)
    bet_path().write_text("no bet")
    assert "cannot be read" in BetForm(LABELS).message.value


def test_the_form_says_that_a_bet_cannot_be_written(monkeypatch):
    from helpers.course.bet_form import BetForm

    def refused(path, data, parents):
        raise PermissionError(13, os.strerror(13))

    monkeypatch.setattr(bets, "write_whole", refused)
    form = BetForm(LABELS)
    for menus, pair in zip(form.menus, PAIRS):
        menus[0].value, menus[1].value = pair
    form.button.click()
    assert form.message.value.startswith("The bet could not be written")


def test_a_bet_on_other_classes_does_not_break_the_form():
    from helpers.course.bet_form import BetForm

    place_bet(PAIRS, LABELS)
    form = BetForm(tuple("0123456789"))
    assert form.menus[0][0].value == "choose a class"


def test_a_bet_is_a_value():
    assert Bet(IN_ORDER, "2026-01-01") == Bet(IN_ORDER, "2026-01-01")
