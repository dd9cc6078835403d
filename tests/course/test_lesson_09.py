"""Lesson 9 on what people bring: few and many, uneven, of all kinds, broken, in odd folders."""

import contextlib
import io
import zipfile
from pathlib import Path

import keras
import numpy as np
import pytest
from PIL import Image

from tools.lessons import find_lessons

RNG = np.random.default_rng(9)


def thing(label, side=40):
    """A picture of a shape that its class alone has, on noise."""
    pixels = RNG.integers(150, 256, (side, side, 3), dtype=np.uint8)
    low, high = side // 4, side // 4 + side // 2
    pixels[low:high, low : low + side // 8 + 1 + label] = (20 * label, 255 - 20 * label, 60)
    return Image.fromarray(pixels)


def put(path, picture, kind=None, **options):
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.save(path, kind, **options)


def five_of_two(root):
    for label in range(2):
        for k in range(5):
            put(root / f"class {label}" / f"{k}.png", thing(label))
    return root


def twelve_uneven(root):
    for label in range(12):
        for k in range(4 + 3 * label):
            put(root / f"{label}" / f"{k}.png", thing(label))
    return root


def all_kinds(root):
    turned = Image.Exif()
    turned[0x0112] = 6
    for label in range(2):
        folder = root / f"kind {label}"
        for k in range(6):
            put(folder / f"rgb {k}.jpg", thing(label))
        put(folder / "rgba.png", thing(label).convert("RGBA"))
        put(folder / "grey.png", thing(label).convert("L"))
        put(folder / "cmyk.jpg", thing(label).convert("CMYK"))
        put(folder / "turned.jpg", thing(label), exif=turned)
        put(folder / "moves.gif", thing(label), save_all=True, append_images=[thing(label)])
        put(folder / "one.png", thing(label, 8).resize((1, 1)))
        put(folder / "large.jpg", thing(label).resize((6000, 4000), Image.Resampling.NEAREST))
        (folder / "broken.png").write_bytes(b"\x89PNG and then nothing")
    return root


def other_scripts(root):
    for label, name in enumerate(("猫 と 犬", "Straße mit Äpfeln", "кошка")):
        for k in range(8):
            put(root / name / f"Bild {k} копия.png", thing(label))
    return root


def zip_within(root):
    inner = five_of_two(root / "made")
    path = root / "my zip.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for file in inner.rglob("*.png"):
            archive.write(file, f"holidays/all of them/{file.relative_to(inner).as_posix()}")
    return path


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A folder to run in; whatever the lesson writes is written there."""
    monkeypatch.setenv("COURSE_QUICK", "1")
    monkeypatch.setenv("COURSE_USER_DIR", str(tmp_path / "user"))
    (tmp_path / "run").mkdir()
    monkeypatch.chdir(tmp_path / "run")
    return tmp_path


def run_lesson(folder):
    """Run the lesson's code on a folder; return its variables and what it printed."""
    import matplotlib.pyplot as plt

    (lesson,) = find_lessons(["9"])
    space, said = {"__name__": "lesson"}, io.StringIO()
    with contextlib.redirect_stdout(said):
        for cell in lesson.read().cells:
            if cell.cell_type != "code":
                continue
            source = cell.source.replace("FOLDER = EMOJI_KINDS", f"FOLDER = {str(folder)!r}")
            exec(compile(source, "lesson 9", "exec"), space)
            plt.close("all")
    keras.utils.clear_session()
    return space, said.getvalue()


@pytest.mark.filterwarnings("ignore:Glyph .* missing from font")
@pytest.mark.parametrize(
    "make, n_classes, words",
    [
        (five_of_two, 2, ["Too few", "A short test", "It can't be asked"]),
        (twelve_uneven, 12, ["Too few", "Too uneven"]),
        (all_kinds, 2, ["2 could not be read", "broken.png"]),
        (other_scripts, 3, ["猫 と 犬"]),
        (zip_within, 2, ["my zip"]),
    ],
    ids=lambda each: getattr(each, "__name__", None),
)
def test_the_lesson_runs_on_what_people_bring(here, make, n_classes, words):
    space, said = run_lesson(make(here / "brought"))
    assert len(space["names"]) == n_classes
    for each in words:
        assert each in said
    page = Path("my network.html").read_text(encoding="utf-8")
    assert page.count("data-course-widget=") == 2
    assert Path("my network.npz").exists() and Path("my network.keras").exists()
    assert not Path("my pictures").exists(), "nothing is made before somebody draws"
