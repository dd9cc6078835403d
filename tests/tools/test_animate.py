"""The films that lessons open with: how they are written, and what lies beside the notebooks."""

import re

import numpy as np
import pytest
from PIL import Image
from scipy.ndimage import gaussian_filter

from helpers.datasets import load
from helpers.recording import ProjectionRecord
from tools.__main__ import main
from tools.animate import LARGEST_BYTES, NARROWEST, still, write_film
from tools.films import Film, film_of, known_films
from tools.lessons import NOTEBOOKS, find_lessons

FILMS = sorted(path.stem for path in (NOTEBOOKS / "films").glob("lesson_??.webp"))


def steps(n=5, size=(1000, 120), low=0):
    width, height = size
    return [np.full((height, width, 3), low + 40 * k, np.uint8) for k in range(n)]


def test_a_film_is_an_animated_webp_and_its_still_has_four_moments(tmp_path):
    film = Film(steps(), fps=10, hold_first=0.5, hold_last=2)
    paths = write_film(3, tmp_path, film)
    assert [path.name for path in paths] == ["lesson_03.webp", "lesson_03_still.webp"]
    with Image.open(paths[0]) as moving:
        assert (moving.format, moving.n_frames, moving.size) == ("WEBP", 5, (1000, 120))
        seen, lasting = [], []
        for k in range(moving.n_frames):
            moving.seek(k)
            seen.append(int(np.asarray(moving.convert("L")).mean().round()))
            lasting.append(moving.info["duration"])
    assert np.allclose(seen, [0, 40, 80, 120, 160], atol=4)
    assert lasting == [500, 100, 100, 100, 2000]
    with Image.open(paths[1]) as standing:
        assert getattr(standing, "n_frames", 1) == 1
        quarters = np.asarray(standing.convert("L"), int)[[30, 30, 90, 90], [250, 750, 250, 750]]
    assert np.allclose(quarters, [0, 40, 120, 160], atol=4)


def noise(n):
    return list(np.random.default_rng(0).integers(0, 256, (n, 600, 1200, 3), dtype=np.uint8))


@pytest.mark.parametrize(
    ("frames", "message"),
    [
        (steps(3), "the film of lesson 3: expected four frames or more of one size; received 3"),
        ([*steps(), *steps(1, (1010, 120))], "expected four frames or more of one size"),
        (steps(size=(999, 40)), "expected frames of 1000 pixels or more; received 999"),
        (noise(8), "expected at most 1,500,000 bytes"),
    ],
)
def test_what_is_no_film_for_a_page_is_refused_and_the_old_one_stays(tmp_path, frames, message):
    old = tmp_path / "lesson_03.webp"
    old.write_text("the old one")
    with pytest.raises(ValueError, match=message):
        write_film(3, tmp_path, Film(frames, quality=90))
    assert old.read_text() == "the old one"
    assert list(tmp_path.iterdir()) == [old]


def test_the_still_of_the_shortest_film_has_all_its_frames():
    quarters = np.asarray(still([Image.fromarray(each) for each in steps(4)]))
    assert quarters[[0, 0, -1, -1], [0, -1, 0, -1], 0].tolist() == [0, 40, 80, 120]


def test_a_film_that_nobody_drew_is_refused_in_words(tmp_path, capsys):
    assert main(["animate", "77", "--into", str(tmp_path)]) == 2
    assert "film: expected one of " in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", FILMS)
def test_a_film_beside_the_notebooks_is_light_and_wide_and_has_its_still(name):
    assert int(name[-2:]) in known_films()
    path = NOTEBOOKS / "films" / f"{name}.webp"
    assert path.stat().st_size <= LARGEST_BYTES
    with Image.open(path) as film, Image.open(path.with_name(f"{name}_still.webp")) as standing:
        assert film.n_frames >= 4 and film.width >= NARROWEST
        assert abs(standing.width - film.width) < 2 and abs(standing.height - film.height) < 2


def test_lesson_6_has_what_its_record_has_and_no_word_of_a_guess():
    frames = list(film_of(6).frames)
    first, last = (np.asarray(frame, int) for frame in (frames[0], frames[-1]))
    sheet = np.s_[64:572, 20:528]
    assert np.ptp(first[sheet], axis=2).mean() < 25 < np.ptp(last[sheet], axis=2).mean()
    assert first[268:280, 560:640].std() > 20, "the dog"
    assert (first[268:280, 560:640] == last[268:280, 560:640]).all()


def test_lesson_5_keeps_digits_in_their_rows_and_brings_them_to_the_diagonal(monkeypatch):
    import tools.films.lesson_05 as film

    monkeypatch.setattr(film, "LOOKS", (0, 400, 6_400))
    frames = [np.asarray(frame, int) for frame in film_of(5).frames]
    cells = np.s_[film.TOP :, film.LEFT : film.LEFT + 10 * film.WIDE]
    first, last = frames[0][cells], frames[-1][cells]
    lit = [each.max(axis=2) > 120 for each in (first, last)]
    rows = [each[:600].reshape(10, 60, -1).sum(axis=(1, 2)) for each in lit]
    assert np.allclose(*rows, rtol=0.1), "each is where it is, whatever it is taken for"
    place = np.indices(last.shape[:2])
    diagonal = place[0] // film.HIGH == place[1] // film.WIDE
    assert lit[0][diagonal].sum() < 0.4 * lit[0].sum() < 0.6 * lit[1].sum()
    assert lit[1][diagonal].sum() > 0.7 * lit[1].sum()
    blue = last[..., 2] > last[..., 0]
    assert blue[lit[1] & diagonal].all() and not blue[lit[1] & ~diagonal].any()


def test_lessons_open_with_the_films_that_are_there():
    opened = {}
    for lesson in find_lessons():
        if lesson.name == "index":
            continue  # the front door shows a lesson's
        for name in re.findall(r"\(films/([\w.]+)\.webp\)", lesson.read().cells[0].source):
            opened[name] = lesson.name[:2]
    assert {f"lesson_{number}" for number in opened.values()} == set(opened) == set(FILMS)


def test_lesson_2_begins_without_colours_and_ends_with_them(tmp_path):
    """The map of all pictures, here of a few: white light first, its classes' colours last."""
    rng = np.random.default_rng(0)
    labels = (np.arange(400) % 10).astype(np.uint8)
    final = 3 * rng.normal(size=(10, 2))[labels] + 0.1 * rng.normal(size=(400, 2))
    record = ProjectionRecord(
        epochs=np.arange(129, dtype=np.int32),
        made_from={},
        embeddings=(np.linspace(0.05, 1, 129)[:, None, None] * final).astype(np.float32),
        picture_index=np.arange(400, dtype=np.int32),
        labels=labels,
    )
    record.save(tmp_path / "fashion_umap.npz")
    frames = [np.asarray(frame, int) for frame in film_of(2, tmp_path).frames]
    assert len(frames) >= 40 and frames[0].shape[1] >= NARROWEST
    colourful = [np.ptp(frame, axis=2).max() for frame in frames]
    assert max(colourful[:-9]) < 40 and colourful[-1] > 150
    dark = frames[0][0, 0]
    lit = [(frame[:, 360:] != dark).any(axis=2).mean() for frame in frames]
    assert lit[0] < lit[-1], "it spreads"


def test_lesson_3_begins_in_noise_and_ends_in_strokes_and_an_answer(monkeypatch):
    monkeypatch.setattr("tools.films.lesson_03.load", lambda name: load(name, size="sample"))
    first, *_, last = (np.asarray(frame, int) for frame in film_of(3).frames)
    sheet = np.s_[20:620, 20:880]
    light = [gaussian_filter(frame[sheet].sum(axis=2).astype(float), 9) for frame in (first, last)]
    assert np.std(light[1]) > 3 * np.std(light[0]), "strokes are larger than pixels"
    assert (first[20:244, 926:1150] == last[20:244, 926:1150]).all(), "the digit that is asked"
    bars = [
        (frame[270:470, 896:1186].max(axis=2) > 200).any(axis=1).sum() for frame in (first, last)
    ]
    assert bars[0] < 60 < bars[1], "unsure before, sure after"


def test_lesson_4_shows_what_its_network_makes_of_the_ink_so_far():
    frames = [np.asarray(frame, int) for frame in film_of(4).frames]
    ink = [frame[16:240, 24:248].sum() for frame in frames]
    assert ink[0] < ink[4] < ink[13] == ink[14], "a digit is drawn, and stands"
    maps = [frame[16:712, 300:1190].sum() for frame in frames]
    assert np.corrcoef(ink, maps)[0, 1] > 0.8, "the maps light up with it"
    assert (frames[14][450:640, 24:248] == frames[15][450:640, 24:248]).all()
    assert ink[-1] == ink[-2] > 0, "the last one stays"
