"""Pictures of one's own: drawn, chosen, from an archive and a camera, into the learner's folder."""

import io
import zipfile

import nbformat
import numpy as np
import pytest
from PIL import Image

from helpers.commands.export import export
from tests.support import lab_harness
from tests.support.lab_harness import eventually

axe = pytest.importorskip("axe_playwright_python.sync_playwright")

SETUP = """
from helpers.widgets import PictureCollector
collector = PictureCollector(["smile 1", "猫"], "my pictures")
"""


def encoded(seed, kind="PNG", side=40):
    pixels = np.random.default_rng(seed).integers(0, 256, (side, side, 3), dtype=np.uint8)
    store = io.BytesIO()
    Image.fromarray(pixels).save(store, kind)
    return store.getvalue()


@pytest.fixture(scope="module")
def filming(chromium):
    """A Chromium with a camera that is not there: it shows a moving picture."""
    more = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    options = lab_harness.chromium_options()
    options["args"] = [*options["args"], *more]
    browser = chromium.browser_type.launch(**options, timeout=180_000)
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def notebook(lab, filming):
    page = filming.new_context().new_page()
    name = lab.make("collect.ipynb", [SETUP, "collector", "print(collector.counts)"])
    notebook = lab.open(page, name)
    notebook.run_all()
    notebook.output(1).locator(".wil-collector").wait_for()
    return notebook


@pytest.fixture
def root(notebook):
    found = notebook.output(1).locator(".wil-collector")
    eventually(lambda: int(found.get_attribute("data-answered")) > 0, True)
    found.locator(".wil-classes button").first.click()
    return found


@pytest.fixture
def folder(notebook):
    return notebook.path.parent / "my pictures"


def counts(root):
    return [int(each) for each in root.locator(".wil-classes span").all_inner_texts()]


def give(root, files):
    root.locator("input[type=file]").set_input_files(
        [{"name": name, "mimeType": kind, "buffer": data} for name, kind, data in files]
    )


def test_a_drawing_is_kept_as_black_on_white(root, folder):
    before = counts(root)[0]
    root.get_by_role("button", name="Keep the drawing").click()
    eventually(lambda: root.locator(".wil-note").inner_text(), "Draw something first.")
    box = root.locator(".wil-paper").bounding_box()
    mouse = root.page.mouse
    mouse.move(box["x"] + 40, box["y"] + 150)
    mouse.down()
    mouse.move(box["x"] + 240, box["y"] + 150, steps=8)
    mouse.up()
    root.get_by_role("button", name="Keep the drawing").click()
    eventually(lambda: counts(root)[0], before + 1)
    file = max((folder / "smile 1").glob("*.png"))
    shades = np.asarray(Image.open(file).convert("L"))
    assert shades.shape == (128, 128)
    assert shades.min() < 30 and (shades == 255).mean() > 0.8


def test_files_and_an_archive_are_kept_and_bad_ones_named(root, folder):
    root.locator(".wil-classes button").nth(1).click()
    before = counts(root)[1]
    store = io.BytesIO()
    with zipfile.ZipFile(store, "w") as archive:
        for k in range(5):
            archive.writestr(f"a folder/within/猫/{k}.jpg", encoded(k, "JPEG"))
        archive.writestr("a folder/within/猫/cut.png", encoded(9)[:30])
    files = [
        ("mit Leerzeichen.png", "image/png", encoded(20)),
        ("犬.jpg", "image/jpeg", encoded(21, "JPEG")),
        ("broken.png", "image/png", encoded(22)[:40]),
        ("own.zip", "application/zip", store.getvalue()),
    ]
    give(root, files)
    eventually(lambda: counts(root)[1], before + 7)
    words = eventually(lambda: root.locator(".wil-note").inner_text(), lambda w: "added" in w)
    assert "2 pictures were added." in words and "“broken.png” is no picture" in words
    assert "5 pictures were added." in words and "cut.png" in words
    give(root, [("bad.zip", "application/zip", b"PK, it says")])
    eventually(lambda: "no whole zip file" in root.locator(".wil-note").inner_text(), True)
    assert counts(root)[1] == before + 7


def test_a_camera_takes_bursts_that_lie_together(root, folder):
    root.get_by_role("button", name="Camera").click()
    root.locator("video").wait_for()
    eventually(lambda: root.locator("video").evaluate("(v) => v.videoWidth > 0"), True)
    before = counts(root)[0]
    for k in (1, 2):
        root.get_by_role("button", name="Take 10 pictures").click()
        eventually(lambda: counts(root)[0], before + 10 * k)
        eventually(lambda: "A burst of one" in root.locator(".wil-note").inner_text(), True)
    assert len(list((folder / "smile 1" / "burst 1").iterdir())) == 10
    assert len(list((folder / "smile 1" / "burst 2").iterdir())) == 10
    root.get_by_role("button", name="Close the camera").click()
    assert root.locator("video").count() == 0


def test_a_picture_is_removed_by_a_press(root, folder):
    give(root, [("one.png", "image/png", encoded(30))])
    eventually(lambda: "1 picture was added" in root.locator(".wil-note").inner_text(), True)
    before = counts(root)[0]
    root.locator(".wil-sheet button").first.press("Enter")
    eventually(lambda: counts(root)[0], before - 1)


def test_it_says_where_pictures_go_and_none_is_in_the_file(root, notebook, tmp_path):
    assert "stays on this machine" in root.locator(".wil-where").inner_text()
    give(root, [("one.png", "image/png", encoded(31))])
    eventually(lambda: "1 picture was added" in root.locator(".wil-note").inner_text(), True)
    notebook.save()
    stored = nbformat.read(notebook.path, 4)
    state = str(stored.metadata.get("widgets", {}))
    assert "_names" in state and "0001.png" not in state
    assert len(state) < 60_000 + len(PictureCode.text())
    page = export(notebook.path, tmp_path / "own.html").read_text()
    assert "data:image" not in page.split("<body")[1]


class PictureCode:
    """The widget's own code, which a notebook stores."""

    @staticmethod
    def text():
        from helpers.widgets import PictureCollector

        return str(PictureCollector._esm) + str(PictureCollector._css)


def test_it_is_read_heard_and_fits_a_phone(root):
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
    found = axe.Axe().run(root.page, {"include": [[".wil-collector"]]}, {"runOnly": rules})
    assert [rule["id"] for rule in found.response["violations"]] == []
    root.page.set_viewport_size({"width": 360, "height": 780})
    assert root.evaluate("(root) => root.scrollWidth <= root.clientWidth + 1")


def test_a_page_without_a_kernel_keeps_nothing(page, notebook):
    notebook.save()
    page.goto(export(notebook.path).as_uri())
    root = page.locator(".wil-collector")
    root.wait_for()
    assert root.inner_text() == (
        "Pictures are kept by a notebook that runs. On this page nothing can be kept."
    )
