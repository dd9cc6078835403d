"""A photo of one's own: from a file, pasted, dropped, by a camera; and where it goes, or not."""

import base64
import io

import numpy as np
import pytest
from PIL import Image

from helpers.commands.export import export
from tests.support.lab_harness import eventually

axe = pytest.importorskip("axe_playwright_python.sync_playwright")

SETUP = """
from helpers.course.records import shipped_record
from helpers.datasets import load
from helpers.networks.architectures import cifar_cnn
from helpers.widgets import Photo
data = load("cifar10", size="sample")
network = shipped_record("cifar10_better").restore(cifar_cnn(batch_norm=True, third_layer=True))
photo = Photo(network, data.names, data.x_test[:4])
"""
TELL = "print(photo.picture is None or photo.picture.mean(axis=(0, 1)).round().tolist())"
BLUE_AND_RED = np.zeros((60, 80, 3), np.uint8)
BLUE_AND_RED[:, :40, 2] = BLUE_AND_RED[:, 40:, 0] = 255


@pytest.fixture(scope="module")
def notebook(lab, open_page):
    notebook = lab.open(open_page(), lab.make("photo.ipynb", [SETUP, "photo", TELL]))
    notebook.run_all()
    notebook.output(1).locator(".wil-photo").wait_for()
    notebook.save()
    return notebook


@pytest.fixture(scope="module")
def exported(notebook):
    return export(notebook.path)


@pytest.fixture
def photo(page, exported):
    page.goto(exported.as_uri())
    root = page.locator(".wil-photo")
    root.wait_for()
    return root


def encoded(array, kind="PNG", **options):
    store = io.BytesIO()
    Image.fromarray(array).save(store, kind, **options)
    return store.getvalue()


def give(root, data, name="mine.png"):
    file = {"name": name, "mimeType": "image/png", "buffer": data}
    root.locator("input[type=file]").first.set_input_files(file)


def note(root):
    return root.locator(".wil-note").inner_text()


def seen(root):
    """What the network sees, (32, 32, 3)."""
    pixels = root.locator(".wil-seen").evaluate(
        "(c) => Array.from(c.getContext('2d').getImageData(0, 0, c.width, c.height).data)"
    )
    return np.reshape(pixels, (32, 32, 4))[..., :3]


def test_a_file_is_cut_shrunk_and_named(photo):
    assert note(photo) == "One of the test pictures."
    assert "It knows only these ten things" in photo.inner_text()
    assert "stays in this browser" in photo.locator(".wil-where").inner_text()
    maps = photo.locator(".wil-tiles").screenshot()
    give(photo, encoded(BLUE_AND_RED))
    eventually(lambda: note(photo), "Only the square in the middle is used.")
    assert seen(photo)[4, 4].tolist() == [0, 0, 255]
    assert seen(photo)[4, 28].tolist() == [255, 0, 0]
    assert photo.get_attribute("data-best") in photo.locator(".wil-verdict").inner_text()
    assert photo.locator(".wil-tiles").screenshot() != maps


def test_a_large_photo_is_shrunk_by_areas(photo):
    rng = np.random.default_rng(0)
    small = rng.integers(0, 256, (32, 32, 3), dtype=np.uint8)
    large = np.kron(small, np.ones((50, 50, 1), np.uint8))
    large[::2, ::2] = 255 - large[::2, ::2]  # what skips pixels would see another picture
    give(photo, encoded(large))
    eventually(lambda: note(photo), "")
    truth = large.reshape(32, 50, 32, 50, 3).mean(axis=(1, 3))
    assert np.abs(seen(photo) - truth).mean() < 4


def test_a_camera_that_lay_on_its_side(photo):
    turned = Image.Exif()
    turned[0x0112] = 6  # the top of the picture is on its right
    give(photo, encoded(BLUE_AND_RED, "JPEG", exif=turned, quality=95), "turned.jpg")
    eventually(lambda: note(photo), "Only the square in the middle is used.")
    top, bottom = seen(photo)[3, 16], seen(photo)[28, 16]
    assert top[2] > 200 > 60 > top[0] and bottom[0] > 200 > 60 > bottom[2]


@pytest.mark.parametrize(
    "data, name, words",
    [
        (encoded(np.full((1, 1, 3), 90, np.uint8)), "one.png", "It has only 1 × 1 pixels"),
        (encoded(np.zeros((40, 40, 4), np.uint8)), "clear.png", "is taken for white"),
        (encoded(BLUE_AND_RED)[:30], "broken.png", "is no picture that this browser can read"),
        (b"a text", "text.png", "is no picture that this browser can read"),
        (b"", "empty.png", "is empty"),
    ],
    ids=["one pixel", "transparent", "broken", "text", "empty"],
)
def test_any_other_file_gets_a_sentence(photo, data, name, words):
    before = seen(photo)
    give(photo, data, name)
    eventually(lambda: words in note(photo), True)
    if "read" in words or "empty" in words:
        assert np.array_equal(seen(photo), before), "the last picture stays"


@pytest.mark.parametrize("kind", ["paste", "drop"])
def test_a_picture_is_pasted_or_dropped(photo, kind):
    data = base64.b64encode(encoded(BLUE_AND_RED)).decode()
    send = """(root, [kind, data, name, type]) => {
      const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
      const given = new DataTransfer();
      if (name) given.items.add(new File([bytes], name, { type }));
      const event = kind === "paste"
        ? new ClipboardEvent("paste", { clipboardData: given, bubbles: true, cancelable: true })
        : new DragEvent("drop", { dataTransfer: given, bubbles: true, cancelable: true });
      root.querySelector(".wil-drop").dispatchEvent(event);
      return event.defaultPrevented;
    }"""
    assert photo.evaluate(send, [kind, data, "mine.png", "image/png"])
    eventually(lambda: note(photo), "Only the square in the middle is used.")
    photo.evaluate(send, [kind, "", "", ""])
    eventually(lambda: note(photo).startswith("There is no picture in it."), True)


def test_a_camera_that_is_not_given_gets_a_sentence(photo):
    photo.get_by_role("button", name="Camera").click()
    eventually(lambda: note(photo).endswith("ake a file."), True)
    assert photo.get_by_role("button", name="Camera").is_visible()


def test_a_camera_takes_a_picture_and_is_closed(photo):
    photo.page.evaluate(
        """() => {
          const canvas = Object.assign(document.createElement("canvas"), { width: 64, height: 48 });
          const pen = canvas.getContext("2d");
          const paint = () => { pen.fillStyle = "rgb(0, 160, 0)"; pen.fillRect(0, 0, 64, 48); };
          paint();
          setInterval(paint, 50);
          const stream = canvas.captureStream();
          window.tracks = stream.getTracks();
          navigator.mediaDevices.getUserMedia = async () => stream;
        }"""
    )
    photo.get_by_role("button", name="Camera").click()
    video = photo.locator("video")
    video.wait_for()
    eventually(lambda: video.evaluate("(v) => v.videoWidth"), 64)
    photo.page.wait_for_timeout(300)
    photo.get_by_role("button", name="Take the picture").click()
    eventually(lambda: seen(photo)[16, 16].tolist()[1] > 100, True)
    assert photo.page.evaluate("window.tracks.every((one) => one.readyState === 'ended')")
    assert photo.locator("video").count() == 0
    assert photo.page.evaluate("document.activeElement.textContent") == "Camera"


def test_without_a_safe_address_the_phones_own_camera_is_asked(page, exported):
    page.add_init_script("Object.defineProperty(window, 'isSecureContext', { value: false })")
    page.goto(exported.as_uri())
    root = page.locator(".wil-photo")
    with page.expect_file_chooser() as chooser:
        root.get_by_role("button", name="Camera").click()
    assert chooser.value.element.get_attribute("capture") == "environment"


def test_it_is_read_heard_and_fits_a_phone(photo):
    page = photo.page
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
    found = axe.Axe().run(page, {"include": [[".wil-photo"]]}, {"runOnly": rules})
    assert [rule["id"] for rule in found.response["violations"]] == []
    page.set_viewport_size({"width": 360, "height": 780})
    assert photo.evaluate("(root) => root.scrollWidth <= root.clientWidth + 1")
    photo.get_by_role("button", name="Choose a picture").focus()
    names = []
    for _ in range(3):
        names.append(page.evaluate("document.activeElement.textContent"))
        page.keyboard.press("Tab")
    assert names == ["Choose a picture", "Camera", "Example"]
    best = photo.get_attribute("data-best")
    photo.get_by_role("button", name="Example").focus()
    page.keyboard.press("Enter")
    eventually(lambda: photo.get_attribute("data-best") != best, True)


def test_a_photo_leaves_the_browser_by_a_press_only(notebook, open_page):
    root = notebook.output(1).locator(".wil-photo")
    give(root, encoded(BLUE_AND_RED))
    eventually(lambda: note(root), "Only the square in the middle is used.")
    assert "only by “Keep”" in root.locator(".wil-where").inner_text()
    notebook.run_until_it_prints(2, "True")
    notebook.save()
    assert "It says" in root.inner_text()
    page = open_page(offline=True)
    page.goto(export(notebook.path).as_uri())
    alone = page.locator(".wil-photo")
    alone.wait_for()
    assert note(alone) == "One of the test pictures."

    root.get_by_role("button", name="Keep").click()
    notebook.run_until_it_prints(2, "[128.0, 0.0, 128.0]")
    notebook.save()
    page.goto(export(notebook.path).as_uri())
    alone.wait_for()
    assert seen(alone)[4, 4].tolist() == [0, 0, 255]
    assert not alone.get_by_role("button", name="Keep").count()
