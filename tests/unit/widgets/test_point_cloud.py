"""The point cloud as Python sees it; tests/browser/test_point_cloud.py moves it."""

import io
import itertools

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from helpers.course.records import shipped_record
from helpers.plots.projection import plot_projection
from helpers.widgets._point_cloud_parts import part_texts
from helpers.widgets.point_cloud import PointCloud
from helpers.widgets.point_layouts import keyframes, packed_layouts, unpacked_layouts
from tests.support.records import layers_record

NAMES = ["ant", "bee", "cat"]
CHOICES = {"n_neighbors": [5, 15], "min_dist": [0.0, 0.25, 1.0]}


@pytest.fixture
def labels():
    return np.arange(30) % 3


@pytest.fixture
def maps():
    return np.random.default_rng(0).normal(size=(6, 30, 2)).astype(np.float32)


def sent(cloud):
    """What the page has, brought back to the map's own numbers."""
    limits = np.reshape(cloud._limits, (2, 2))
    return unpacked_layouts(cloud._layouts, (*cloud._shape, 2), limits)


def test_what_goes_to_the_browser_is_the_map(maps, labels):
    cloud = PointCloud(maps[0], labels, NAMES, title="Animals")
    low, high = np.reshape(cloud._limits, (2, 2)).T
    assert np.abs(sent(cloud)[0, 0] - maps[0]).max() <= (high - low).max() / 4095 * 0.51
    assert np.frombuffer(cloud._labels, np.uint8).tolist() == labels.tolist()
    assert cloud.spot == pytest.approx(((low + high) / 2).tolist())
    assert cloud.summary().startswith("Animals: a map of 30 pictures of 3 classes.")


def test_layouts_over_epochs_and_along_a_second_axis_keep_their_places(labels):
    points = np.random.default_rng(1).normal(size=(5, 2, 30, 2))
    cloud = PointCloud(points, labels, NAMES, choices={"layer": ["first", "last"]},
                       epochs=[0, 1, 4, 9, 20])  # fmt: skip
    assert cloud._shape == [2, 5, 30]
    assert cloud.epochs == [0, 1, 4, 9, 20]
    step = np.ptp(np.reshape(cloud._limits, (2, 2))[0]) / 4095
    assert np.abs(sent(cloud) - points.swapaxes(0, 1)).max() <= 0.51 * step
    assert "2 maps of the same 30 pictures of 3 classes, epoch 0 to 20" in cloud.summary().lower()
    cloud.epoch = 10
    assert cloud.epoch == 9


def test_of_many_epochs_those_travel_where_much_moves():
    assert keyframes(range(40)) == list(range(40))
    kept = keyframes(range(129))
    assert kept == [*range(9), *range(10, 25, 2), *range(28, 65, 4), *range(72, 129, 8)]
    assert len(kept) == 35
    assert keyframes([3 * epoch for epoch in range(50)])[-1] == 49


def test_the_large_map_is_small_and_straight_lines_hardly_bend_it():
    record = shipped_record("fashion_umap")
    cloud = PointCloud.from_record(record)
    assert len(cloud._layouts) * 4 / 3 <= 1_200_000
    limits = np.reshape(cloud._limits, (2, 2))
    layouts = unpacked_layouts(cloud._layouts, (*cloud._shape, 2), limits)[0]
    errors = []
    for epoch, layout in zip(record.epochs, record.embeddings, strict=True):
        after = int(np.searchsorted(cloud.epochs, epoch))
        before = max(after - 1, 0) if cloud.epochs[after] != epoch else after
        width = cloud.epochs[after] - cloud.epochs[before]
        share = (epoch - cloud.epochs[before]) / width if width else 0
        tweened = layouts[before] + share * (layouts[after] - layouts[before])
        errors.append(np.linalg.norm(tweened - layout, axis=1) / np.ptp(limits[0]))
    assert np.median(errors) < 0.006
    assert np.quantile(errors, 0.99) < 0.045


@pytest.mark.parametrize("shape", [(1, 1, 1, 2), (3, 4, 7, 2), (1, 9, 2, 2)])
def test_packed_layouts_come_back(shape):
    layouts = np.random.default_rng(0).uniform(-3, 5, shape)
    limits = np.array([[-3, 5], [-4, 6.0]])
    back = unpacked_layouts(packed_layouts(layouts, limits), shape, limits)
    assert (np.abs(back - layouts) <= np.array([8, 10]) / 4095 * 0.501).all()
    with pytest.raises(ValueError, match="layouts: expected numbers of shape"):
        packed_layouts(layouts[0], limits)


def test_pictures_lie_on_the_sheet_in_order(maps, labels):
    pictures = np.random.default_rng(1).integers(0, 256, (20, 4, 5), dtype=np.uint8)
    cloud = PointCloud(maps[0], labels, NAMES, pictures)
    assert cloud._pictured == 20
    width, height, columns = cloud._tile
    sheet = np.asarray(Image.open(io.BytesIO(cloud._sheet)).convert("L"))
    for index in (0, 7, 19):
        row, column = divmod(index, columns)
        cut = sheet[row * height :, column * width :][:height, :width]
        assert (cut == pictures[index]).all()


def test_many_pictures_are_small(full):
    record, data = shipped_record("fashion_umap"), full("fashion_mnist")
    shown = data.x_train[record.picture_index[:1_500]]
    cloud = PointCloud.from_record(record, shown)
    assert len(cloud._sheet) * 4 / 3 <= 600_000
    width, height, columns = cloud._tile
    sheet = np.asarray(Image.open(io.BytesIO(cloud._sheet)).convert("L")).astype(int)
    for index in (0, 700, 1_499):
        row, column = divmod(index, columns)
        cut = sheet[row * height :, column * width :][:height, :width]
        assert np.abs(cut - shown[index]).mean() < 12


def test_several_maps_share_one_frame(maps, labels):
    cloud = PointCloud(maps, labels, NAMES, choices=CHOICES, choice=(1, 0), notes="abcdef")
    assert cloud._choices == [["n_neighbors", ["5", "15"]], ["min_dist", ["0", "0.25", "1"]]]
    with pytest.raises(ValueError, match="choice: expected for each slider a number from 0"):
        cloud.choice = [2, 0]
    assert cloud.choice == [1, 0]
    low, high = np.reshape(cloud._limits, (2, 2)).T
    assert (maps.min(axis=(0, 1)) >= low).all() and (maps.max(axis=(0, 1)) <= high).all()
    assert cloud.summary().startswith("6 maps of the same 30 pictures of 3 classes.")


def test_a_record_of_maps_brings_its_settings():
    record = shipped_record("fashion_umap_settings")
    cloud = PointCloud.from_record(record, title="Sixteen")
    assert cloud._shape[0] == len(record) == 16
    assert [name for name, _ in cloud._choices] == list(record.settings)
    assert cloud.names == list(record.made_from["data"]["names"])


def test_a_record_of_layers_brings_its_layers_and_its_shares():
    record = layers_record()
    cloud = PointCloud.from_record(record)
    assert cloud.epochs == [0, 1, 4]
    assert cloud._choices == [["layer", ["pixels", "conv", "output"]]]
    assert cloud.choice == [2], "the last layer first"
    np.testing.assert_allclose(cloud._table, record.shares.T, atol=1e-4)
    low, high = record.untrained[:, 1].min(), record.untrained[:, 1].max()
    assert f"{low:.0%} to {high:.0%}" in cloud._notes[1]
    assert PointCloud.from_record(layers_record(others=0))._notes == []
    wide = np.ptp(record.embeddings)
    np.testing.assert_allclose(sent(cloud), record.embeddings.swapaxes(0, 1), atol=wide / 4000)


def test_points_may_be_coloured_by_a_number(maps, labels):
    sizes = np.linspace(-2, 6, 30)
    cloud = PointCloud(maps[0], labels, NAMES, values={"size": sizes}, colour="size")
    assert cloud._scales == [["size", "-2", "6"]]
    stored = np.frombuffer(cloud._values, np.uint8)
    assert np.array_equal(stored, np.rint((sizes + 2) / 8 * 255))
    assert len(cloud._ramp) == 768
    with pytest.raises(ValueError, match="colour: expected one of 'class', 'nothing', 'size'"):
        PointCloud(maps[0], labels, NAMES, values={"size": sizes}, colour="weight")
    with pytest.raises(ValueError, match="values: expected 30 numbers in 'size'"):
        PointCloud(maps[0], labels, NAMES, values={"size": sizes[:4]})


def test_a_table_has_a_row_for_each_map(maps, labels):
    shares = np.linspace(0, 1, 12).reshape(4, 3)
    points = np.zeros((4, 3, 30, 2))
    cloud = PointCloud(points, labels, NAMES, choices={"layer": "abc"}, table=shares)
    assert np.allclose(cloud._table, shares.T, atol=1e-4)
    for wrong in (shares.T, shares * 2, shares[:, :2]):
        with pytest.raises(ValueError, match="table: expected shares from 0 to 1 of shape"):
            PointCloud(points, labels, NAMES, choices={"layer": "abc"}, table=wrong)


def test_without_labels_and_names_there_is_one_colour(maps):
    cloud = PointCloud(maps[0])
    assert (cloud.names, cloud.colour) == ([], "nothing")
    assert "a map of 30 pictures." in cloud.summary().lower()
    assert len(cloud.still_picture()) > 1000


def test_classes_without_names_bear_their_numbers(maps, labels):
    cloud = PointCloud(maps[0], labels)
    assert (cloud.names, cloud.colour) == (["0", "1", "2"], "class")
    with pytest.raises(ValueError, match="colour: expected one of 'class', 'nothing'"):
        cloud.colour = "weight"
    assert cloud.colour == "class"


def test_few_points_are_all_shown(maps):
    assert PointCloud(maps[0][:4]).n_nearest == 4


def test_names_that_lie_upon_each_other_make_room_in_the_still(labels):
    figure = Figure((3, 3), dpi=80)
    plot = plot_projection(np.zeros((30, 2)), labels, NAMES, ax=figure.add_subplot())
    figure.draw_without_rendering()
    part_texts(figure, plot.texts_)
    renderer = FigureCanvasAgg(figure).get_renderer()
    boxes = [text.get_window_extent(renderer) for text in plot.texts_]
    assert not any(a.overlaps(b) for a, b in itertools.combinations(boxes, 2))
    heights = [(box.y0 + box.y1) / 2 for box in boxes]
    middle = plot.ax_.transData.transform((0, 0))[1]
    assert np.isclose(np.mean(heights), middle, atol=1)


def test_not_every_class_must_occur(maps, labels):
    some = np.where(labels == 0, 0, 2)
    cloud = PointCloud(maps[0], some, [*NAMES, "dog"])
    assert np.frombuffer(cloud._labels, np.uint8).tolist() == some.tolist()
    assert cloud._colours[:3] == PointCloud(maps[0], labels, NAMES)._colours
    assert "30 pictures of 2 classes" in cloud.summary()


def test_where_no_widget_lives_four_moments_stand(maps, labels):
    one = np.asarray(Image.open(io.BytesIO(PointCloud(maps[0], labels, NAMES).still_picture())))
    still = PointCloud(maps, labels, NAMES).still_picture()
    image = np.asarray(Image.open(io.BytesIO(still)).convert("RGB"))
    assert image.shape[1] > 2.5 * image.shape[0]
    assert image.shape[1] > 2 * one.shape[1]
    assert len(still) < 80_000
    for quarter in np.array_split(image, 4, axis=1):
        assert 0.01 < (quarter < 250).any(axis=2).mean() < 0.4  # points and names on white


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
        ({"pictures": np.zeros((31, 4, 4), np.uint8)}, "pictures: expected 30 pictures or fewer"),
        ({"choices": {"n_neighbors": [5, 15]}}, "points: expected numbers of shape"),
        ({"notes": ["one", "two"]}, "notes: expected 1 lines"),
        ({"choice": [0]}, "choice: expected for each slider"),
        ({"labels": None}, "labels: expected 30 classes, as there are names"),
        ({"colour": "size"}, "colour: expected one of 'class', 'nothing'; received 'size'"),
        ({"values": {"class": np.arange(30)}}, "values: expected other names than 'class'"),
        ({"n_nearest": 31}, "n_nearest: expected a whole number from 1 to 30"),
        ({"epochs": [0, 1]}, "epochs: expected"),
        ({"descriptions": ["one", "two"]}, "descriptions: expected 1 texts"),
        ({"fps": 0}, "fps: expected"),
    ],
)
def test_bad_input_is_named(maps, labels, change, said):
    with pytest.raises(ValueError, match=said):
        PointCloud(**{"points": maps[0], "labels": labels, "names": NAMES, **change})


def test_a_still_tells_no_class_while_nothing_is_coloured(maps, labels):
    told, untold = (
        PointCloud(maps[0], labels, NAMES, colour=colour).still_picture()
        for colour in ("class", "nothing")
    )
    counts = [
        len(
            np.unique(
                np.asarray(Image.open(io.BytesIO(still)).convert("RGB")).reshape(-1, 3) // 64,
                axis=0,
            )
        )
        for still in (told, untold)
    ]
    assert counts[1] < counts[0]


def test_only_points_that_are_there_can_be_followed(maps, labels):
    cloud = PointCloud(maps[0], labels, NAMES)
    cloud.picked = [0, 29]
    with pytest.raises(ValueError, match="picked: expected points from 0 to 29"):
        cloud.picked = [30]
    assert cloud.picked == [0, 29]
