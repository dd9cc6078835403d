"""The point cloud's arithmetic in the browser, against Python's."""

import numpy as np
import pytest

from helpers.analysis.neighbours import class_medians
from helpers.course.records import shipped_record
from helpers.widgets.point_layouts import keyframes, packed_layouts
from tests.support.node import NODE, NodeModule

pytestmark = pytest.mark.skipif(NODE is None, reason="there is no Node here")


@pytest.fixture(scope="module")
def layouts_js():
    module = NodeModule("helpers/widgets/point_cloud_layouts.js")
    yield module
    module.close()


@pytest.fixture(scope="module")
def names_js():
    module = NodeModule("helpers/widgets/point_cloud_names.js")
    yield module
    module.close()


@pytest.mark.parametrize("shape", [(1, 1, 3, 2), (2, 3, 50, 2), (3, 1, 7, 2)])
def test_a_page_unpacks_what_python_packs(layouts_js, shape):
    layouts = np.random.default_rng(0).uniform(0, 1, shape)
    packed = packed_layouts(layouts, [[0, 1], [0, 1]])
    frames = layouts_js.call("unpackLayouts", packed, list(shape[:3]))
    assert len(frames) == shape[0]
    wanted = np.rint(layouts * 4095)
    for m, of_map in enumerate(frames):
        for e, frame in enumerate(of_map):
            values = [frame[str(place)] for place in range(2 * shape[2])]
            assert np.array_equal(values, wanted[m, e].T.ravel())


def test_the_middle_of_a_class_is_the_median_of_each_coordinate(layouts_js):
    rng = np.random.default_rng(0)
    points, labels = rng.integers(0, 4096, (301, 2)), np.arange(301) % 3
    middle = layouts_js.call(
        "medians", points.T.ravel().tolist(), bytes(labels.astype(np.uint8)), 5
    )
    wanted = class_medians(points, labels)
    found = np.array(middle, dtype=float).reshape(5, 2)
    assert np.allclose(found[:3], wanted)
    assert np.isnan(found[3:]).all()  # there is no point of these


def meeting(boxes):
    """Count the pairs of boxes that lie upon one another."""
    count = 0
    for i, a in enumerate(boxes):
        for b in boxes[i + 1 :]:
            across = (a["width"] + b["width"]) / 2 - abs(a["x"] - b["x"])
            down = (a["height"] + b["height"]) / 2 - abs(a["y"] - b["y"])
            count += across > 0 and down > 0
    return count


@pytest.mark.parametrize("size", [(672, 576), (338, 420)])
def test_names_never_overprint_at_any_epoch_of_the_large_map(names_js, size):
    record = shipped_record("fashion_umap")
    names = record.made_from["data"]["names"]
    low, high = record.embeddings.min(axis=(0, 1)), record.embeddings.max(axis=(0, 1))
    scale = min(size) / (high - low).max()
    for place in keyframes(record.epochs):
        middles = class_medians(record.embeddings[place], record.labels)
        spots = (middles - (low + high) / 2) * scale * [1, -1] + np.array(size) / 2
        wanted = [
            {"x": float(x), "y": float(y), "width": 9 * len(name) + 8, "height": 19}
            for (x, y), name in zip(spots, names, strict=True)
        ]
        placed = names_js.call("placeNames", wanted, *size)
        assert all(placed), "every name has a place"
        assert meeting(placed) == 0
        for box in placed:
            assert box["width"] / 2 - 0.1 <= box["x"] <= size[0] - box["width"] / 2 + 0.1
            assert box["height"] / 2 - 0.1 <= box["y"] <= size[1] - box["height"] / 2 + 0.1


def test_names_that_want_one_place_part_and_those_without_room_are_left_out(names_js):
    same = [{"x": 100, "y": 50, "width": 60, "height": 20} for _ in range(6)]
    placed = names_js.call("placeNames", same, 200, 100)
    assert all(placed) and meeting(placed) == 0
    placed = names_js.call("placeNames", same, 70, 50)
    assert 1 <= sum(box is not None for box in placed) < 6
    assert meeting([box for box in placed if box]) == 0
    alone = [{"x": 30.0, "y": 40.0, "width": 20, "height": 10}]
    assert names_js.call("placeNames", alone, 200, 100) == alone
