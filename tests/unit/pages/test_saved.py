"""A page of a few widgets: whole, with nothing that was not given to it."""

import re

import keras
import numpy as np
import pytest
from keras import layers

from helpers.pages.saved import save_page
from helpers.widgets import ConfusionMatrix, Photo

PICTURES = np.random.default_rng(0).integers(0, 256, (6, 8, 8, 3), dtype=np.uint8)


def network():
    keras.utils.set_random_seed(0)
    return keras.Sequential(
        [
            keras.Input((8, 8, 3), dtype="uint8"),
            layers.Rescaling(1 / 255),
            layers.Conv2D(4, 3, activation="relu"),
            layers.GlobalAveragePooling2D(),
            layers.Dense(2, activation="softmax"),
        ]
    )


@pytest.fixture
def photo():
    return Photo(network(), ["猫", "dog"], PICTURES[:2], draws=True)


def test_a_page_has_its_texts_and_widgets_and_asks_nobody(tmp_path, photo):
    matrix = ConfusionMatrix([0, 1, 1], [[0.9, 0.1], [0.2, 0.8], [0.7, 0.3]], ["猫", "dog"])
    page = save_page(tmp_path / "mine.html", "Draw *it* a cat.", photo, matrix, title="Cats <3")
    text = page.read_text(encoding="utf-8")
    assert text.count("data-course-widget=") == 2
    assert "<em>it</em>" in text and "Cats &lt;3" in text
    words = re.sub(r"[A-Za-z0-9+/=]{80,}", "", text)  # pictures may spell any word
    assert 'src="http' not in words and "@import" not in words and "cdn" not in words.lower()
    assert "<details" not in text.split("<body")[1], "no code is shown"
    assert '"_draws": true' in text


def test_only_a_picture_that_is_kept_is_in_the_page(tmp_path, photo):
    import base64

    kept = base64.b64encode(PICTURES[4].tobytes()).decode()
    without = save_page(tmp_path / "mine.html", photo).read_text(encoding="utf-8")
    assert kept not in without
    photo.set_state({"_kept": memoryview(PICTURES[4].tobytes())})
    assert kept in save_page(tmp_path / "mine.html", photo).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "path, parts, options, message",
    [
        ("mine.html", (), {}, "parts: expected texts in Markdown"),
        ("mine.html", (3,), {}, "parts: expected texts in Markdown"),
        ("mine.ipynb", ("a",), {}, "path: expected a name that ends in .html"),
        ("no folder/mine.html", ("a",), {}, "path: expected a file in a folder that exists"),
        ("mine.html", ("a",), {"theme": "pink"}, "theme: expected one of"),
    ],
)
def test_what_makes_no_page_is_refused(tmp_path, path, parts, options, message):
    with pytest.raises(ValueError, match=message):
        save_page(tmp_path / path, *parts, **options)
    assert not (tmp_path / path).exists()
