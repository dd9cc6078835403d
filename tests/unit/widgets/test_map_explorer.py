"""The map explorer as Python sees it; tests/browser/test_map_explorer.py moves it."""

import io

import numpy as np
import pytest
from PIL import Image

from helpers.widgets.map_explorer import MapExplorer

NAMES = ["ant", "bee", "cat"]


@pytest.fixture
def labels():
    return np.arange(30) % 3


@pytest.fixture
def maps():
    return np.random.default_rng(0).normal(size=(6, 30, 2)).astype(np.float32)


CHOICES = {"n_neighbors": [5, 15], "min_dist": [0.0, 0.25, 1.0]}


def test_what_goes_to_the_browser_is_the_map(maps, labels):
    explorer = MapExplorer(maps[0], labels, NAMES, title="Animals")
    sent = np.frombuffer(explorer._points, "<u2").reshape(30, 2) / 65535
    low, high = np.reshape(explorer._limits, (2, 2)).T
    assert np.allclose(low + sent * (high - low), maps[0], atol=1e-4)
    assert np.frombuffer(explorer._labels, np.uint8).tolist() == labels.tolist()
    assert explorer.spot == pytest.approx(((low + high) / 2).tolist())
    assert explorer.summary().startswith("Animals: a map of 30 pictures of 3 classes.")


def test_pictures_lie_on_the_sheet_in_order(maps, labels):
    pictures = np.random.default_rng(1).integers(0, 256, (30, 4, 5), dtype=np.uint8)
    explorer = MapExplorer(maps[0], labels, NAMES, pictures)
    width, height, columns = explorer._tile
    sheet = np.asarray(Image.open(io.BytesIO(explorer._sheet)).convert("L"))
    for index in (0, 7, 29):
        row, column = divmod(index, columns)
        cut = sheet[row * height :, column * width :][:height, :width]
        assert (cut == pictures[index]).all()


def test_several_maps_share_one_frame(maps, labels):
    explorer = MapExplorer(maps, labels, NAMES, choices=CHOICES, choice=(1, 0), notes="abcdef")
    assert explorer._choices == [["n_neighbors", ["5", "15"]], ["min_dist", ["0", "0.25", "1"]]]
    assert explorer._shown == 3
    explorer.choice = [0, 2]
    assert explorer._shown == 2
    with pytest.raises(ValueError, match="choice: expected for each slider a number from 0"):
        explorer.choice = [2, 0]
    assert explorer.choice == [0, 2]
    low, high = np.reshape(explorer._limits, (2, 2)).T
    assert (maps.min(axis=(0, 1)) >= low).all() and (maps.max(axis=(0, 1)) <= high).all()
    assert explorer.summary().startswith("6 maps of the same 30 pictures of 3 classes.")


def test_a_choice_may_be_of_words(maps, labels):
    choices = {"metric": ["euclidean", "cosine"], "min_dist": np.float32([0, 0.25, 1])}
    explorer = MapExplorer(maps, labels, NAMES, choices=choices, choice=(1, 2))
    assert explorer._choices == [
        ["metric", ["euclidean", "cosine"]],
        ["min_dist", ["0", "0.25", "1"]],
    ]
    assert explorer._shown == 5
    assert MapExplorer(maps[:2], labels, NAMES, choices={"scaled": [False, True]})._choices == [
        ["scaled", ["False", "True"]]
    ]


def test_not_every_class_must_occur(maps, labels):
    some = np.where(labels == 0, 0, 2)
    explorer = MapExplorer(maps[0], some, [*NAMES, "dog"])
    assert np.frombuffer(explorer._labels, np.uint8).tolist() == some.tolist()
    assert explorer._colours[:3] == MapExplorer(maps[0], labels, NAMES)._colours
    assert "30 pictures of 2 classes" in explorer.summary()
    assert len(explorer.still_picture()) > 1000


def test_where_no_widget_lives_a_picture_stands(maps, labels):
    still = MapExplorer(maps[0], labels, NAMES).still_picture()
    image = np.asarray(Image.open(io.BytesIO(still)).convert("RGB"))
    assert image.shape == (480, 480, 3)
    assert len(still) < 40_000
    assert (image > 250).all(axis=2).mean() > 0.8  # white, with 30 points and 3 names


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"points": np.zeros(4)}, "points: expected finite numbers of shape"),
        ({"points": np.full((30, 2), np.nan)}, "points: expected finite numbers"),
        ({"points": np.zeros((1, 1, 30, 2))}, "points: expected numbers of shape"),
        ({"labels": [0, 1]}, "labels: expected 30 labels"),
        ({"labels": np.full(30, 3)}, "names: expected 4 names or more"),
        ({"labels": np.full(30, 256)}, "labels: expected classes from 0 to 255"),
        ({"names": ["ant"]}, "names: expected 3 names"),
        ({"pictures": np.zeros((5, 4, 4), np.uint8)}, "pictures: expected 30 pictures"),
        ({"choices": {"n_neighbors": [5, 15]}}, "points: expected 2 maps"),
        ({"notes": ["one", "two"]}, "notes: expected 1 lines"),
        ({"choice": [0]}, "choice: expected for each slider"),
        ({"n_nearest": 31}, "n_nearest: expected a whole number from 1 to 30"),
    ],
)
def test_bad_input_is_named(maps, labels, change, said):
    with pytest.raises(ValueError, match=said):
        MapExplorer(**{"points": maps[0], "labels": labels, "names": NAMES, **change})
