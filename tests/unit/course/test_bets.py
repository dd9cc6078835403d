"""The bet: kept whole, changed at will, and never lost to a broken file."""

import io
import json

import numpy as np
import pytest
from PIL import Image

from helpers.course.bets import (
    KEY,
    Bet,
    BetError,
    load_bet,
    move_first_edition,
    place_bet,
    withdraw_bet,
)
from helpers.course.forms import BetAnswer, BetForm
from helpers.course.logbook import store
from helpers.course.logbook.lines import new_line
from helpers.course.logbook.store import merge_lines, read_lines

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
    assert withdraw_bet() is False
    place_bet(PAIRS, LABELS)
    assert load_bet().pairs == IN_ORDER


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


FIRST = {"format": "watch-it-learn bet", "version": 1, "placed": "2026-01-01", "pairs": IN_ORDER}


def first_edition(folder, content):
    """Leave the file that the first edition has left."""
    folder.mkdir(parents=True, exist_ok=True)
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    (folder / "bet.json").write_bytes(data)


def test_a_bet_of_the_first_edition_is_read_and_then_moved(folder):
    first_edition(folder, FIRST)
    assert load_bet() == Bet(IN_ORDER, "2026-01-01")
    assert (folder / "bet.json").exists(), "reading writes nothing"
    move_first_edition()
    assert not (folder / "bet.json").exists()
    assert load_bet() == Bet(IN_ORDER, "2026-01-01")
    first_edition(folder, FIRST)
    other = [("Coat", "Dress"), ("Coat", "Trouser"), ("Coat", "Pullover")]
    placed = place_bet(other, LABELS)
    assert load_bet() == placed, "the newer one counts, whatever was moved"
    assert not (folder / "bet.json").exists()


def test_lines_that_are_no_bet_are_passed_over():
    placed = place_bet(PAIRS, LABELS)
    for pairs in ([], [1, 2, 3], ["ab", "cd"], [["a", "b"]] * 2, [[1, 2]] * 3):
        merge_lines([new_line("bet", KEY, 99, pairs=pairs)])
    assert load_bet() == placed


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "cannot be read"),
        (json.dumps(FIRST).encode()[:60], "cannot be read"),
        (b"\xff\xfe\x00", "cannot be read"),
        (b'{"some": "file"}', "it holds something else"),
        (b"[1, 2]", "it holds something else"),
        ({**FIRST, "version": 2}, "it is of version 2"),
        ({**FIRST, "pairs": IN_ORDER[:2]}, "it does not hold 3 pairs"),
        ({**FIRST, "pairs": [[1, 2]] * 3}, "it does not hold 3 pairs"),
        ({**FIRST, "pairs": 5}, "it does not hold 3 pairs"),
    ],
)
def test_a_broken_file_is_refused_left_alone_and_kept_aside(folder, content, said, capsys):
    first_edition(folder, content)
    old = (folder / "bet.json").read_bytes()
    with pytest.raises(BetError, match=said):
        load_bet()
    assert (folder / "bet.json").read_bytes() == old

    placed = place_bet(PAIRS, LABELS)
    assert "kept as" in capsys.readouterr().out
    assert load_bet() == placed
    assert (folder / "bet-unreadable-1.json").read_bytes() == old

    first_edition(folder, b"broken again")
    place_bet(PAIRS, LABELS)
    assert (folder / "bet-unreadable-1.json").read_bytes() == old
    assert (folder / "bet-unreadable-2.json").read_bytes() == b"broken again"


def test_a_folder_in_the_files_place_is_said(folder):
    (folder / "logbook" / "bets.json").mkdir(parents=True)
    with pytest.raises(BetError, match="cannot be read"):
        load_bet()


def test_a_full_disk_leaves_the_old_bet(monkeypatch):
    old = place_bet(PAIRS, LABELS)

    def full(path, data, parents):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store, "write_whole", full)
    with pytest.raises(OSError, match="No space left"):
        place_bet([("Coat", "Dress"), ("Coat", "Trouser"), ("Coat", "Pullover")], LABELS)
    assert load_bet() == old


def test_by_default_it_is_in_the_users_own_folder(monkeypatch):
    import platformdirs

    monkeypatch.delenv("COURSE_USER_DIR")
    assert store.user_folder() == platformdirs.user_data_path("watch-it-learn", appauthor=False)


def test_messages_do_not_show_the_users_name(monkeypatch, tmp_path, folder):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    first_edition(folder, b"?")
    with pytest.raises(BetError) as error:
        load_bet()
    assert str(tmp_path) not in str(error.value)
    assert "~" in str(error.value)


def test_the_form_tells_the_page_which_bet_there_is_and_keeps_a_new_one(monkeypatch):
    place_bet(PAIRS, LABELS)
    form = BetForm(LABELS)
    said = []
    monkeypatch.setattr(form, "send", lambda content, buffers=None: said.append(content))
    form._handle_custom_msg({"logbook": {"lines": []}}, [])
    assert [line["pairs"] for line in said[-1]["logbook"]["lines"]] == [
        [list(pair) for pair in IN_ORDER]
    ]
    other = [["Dress", "Coat"], ["Trouser", "Coat"], ["Pullover", "Coat"]]
    line = new_line("bet", KEY, 2, pairs=other)
    form._handle_custom_msg({"logbook": {"lines": [line]}}, [])
    assert load_bet().pairs == tuple(tuple(pair) for pair in other)
    assert "Dress and Coat" not in str(form.get_state())


def test_the_form_moves_the_first_editions_bet_and_says_what_is_wrong_with_it(folder):
    first_edition(folder, FIRST)
    BetForm(LABELS)
    assert len(read_lines("bet")) == 1
    first_edition(folder, b"no bet")
    assert "cannot be read" in BetForm(LABELS)._note
    assert (folder / "bet.json").read_bytes() == b"no bet"


def test_a_form_wants_three_names():
    with pytest.raises(ValueError, match="names: expected three different names"):
        BetForm(["a", "b"])


def test_the_bet_is_settled_in_a_matrix_and_is_in_no_file():
    matrix = np.diag([90] * 5)
    for (i, j), count in {(0, 3): 9, (3, 0): 1, (4, 2): 8, (1, 3): 7, (0, 1): 2}.items():
        matrix[i, j] += count
    before = BetAnswer(matrix, LABELS).get_state()
    place_bet(PAIRS, LABELS)
    answer = BetAnswer(matrix, LABELS)
    own = {"_id": None, "layout": None}
    assert {**answer.get_state(), **own} == {**before, **own}
    best = "T-shirt/top and Dress; Pullover and Coat; Trouser and Dress"
    assert answer.summary().startswith(f"Confused most: {best}.")
    assert [answer._places[i][j] for i, j in ((0, 3), (2, 4), (3, 1), (1, 0), (4, 4))] == [
        *(1, 2, 3, 4, 0)
    ]
    left, top, width, height = answer._box
    picture = np.asarray(Image.open(io.BytesIO(answer.still_picture())).convert("L"))

    def darkest(actual, called):
        """The darkest pixel at a cell's left side, halfway down: a frame, or none."""
        x = round((left + called * width / 5) * picture.shape[1])
        y = round((top + (actual + 0.5) * height / 5) * picture.shape[0])
        return picture[y, x + 2 : x + 14].min()

    assert max(darkest(*cell) for cell in ((0, 3), (3, 0), (2, 4), (4, 2), (1, 3))) < 60
    assert min(darkest(*cell) for cell in ((0, 1), (1, 0), (1, 1), (4, 0))) > 60
    with pytest.raises(ValueError, match="names: expected 5 names"):
        BetAnswer(matrix, LABELS[:3])


def test_a_bet_is_a_value():
    assert Bet(IN_ORDER, "2026-01-01") == Bet(IN_ORDER, "2026-01-01")
