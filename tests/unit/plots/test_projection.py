"""Maps: everything in the frame, every point in its place and colour, nothing changed."""

import dataclasses

import matplotlib
import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from helpers.plots import style
from helpers.plots.projection import map_limits, plot_between, plot_projection
from tests.support.records import projection_record

matplotlib.use("agg")

NAMES = ["ant", "bee", "cat"]


@pytest.fixture
def record():
    plain = projection_record(n=60)
    return dataclasses.replace(plain, made_from={"data": {"names": NAMES}})


def axes():
    return Figure(figsize=(4, 4)).add_subplot()


def test_limits_hold_every_point_in_a_square(record):
    low, high = map_limits(record.embeddings).T
    assert (record.embeddings >= low).all() and (record.embeddings <= high).all()
    assert high[0] - low[0] == pytest.approx(high[1] - low[1])
    assert map_limits([[2.0, 3.0]]).tolist() == [[1, 3], [2, 4]]


def test_a_map_shows_each_class_in_its_colour_with_its_name_above_or_below_the_median(record):
    points, labels = record.embeddings[-1], record.labels
    before = points.copy()
    plot = plot_projection(points, labels, NAMES, pairs=[("ant", "cat")], title="A map", ax=axes())
    drawn = plot.points_.get_offsets()
    colours = plot.points_.get_facecolors()[:, :3]
    assert len(drawn) == len(points)
    for place, colour in zip(drawn, colours, strict=True):
        (index,) = np.flatnonzero((points == place).all(axis=1))
        assert np.allclose(colour, to_rgb(style.CLASS_COLOURS[labels[index]]))
    for k, text in enumerate(plot.texts_):
        assert text.get_text() == NAMES[k]
        assert np.isclose(text.get_position()[0], np.median(points[labels == k], axis=0)[0])
    (line,) = plot.lines_
    ends = [np.median(points[labels == k], axis=0) for k in (0, 2)]
    assert np.allclose(line.get_xydata(), ends)
    assert (points == before).all()


def test_names_of_classes_at_one_place_stand_apart_and_no_other_is_moved():
    spots = np.array([[0, 0], [0.01, 0.01], [0, 0.02], [5, 5]], float)
    labels, random = np.repeat(range(4), 25), np.random.default_rng(0)
    points = spots[labels] + random.normal(0, 0.001, (100, 2))
    names = ["Pullover", "Coat", "Shirt", "Trouser"]
    plot = plot_projection(points, labels, names, ax=axes())
    plot.figure_.canvas.draw()
    boxes = [text.get_window_extent() for text in plot.texts_]
    for i in range(4):
        for j in range(i):
            assert not boxes[i].overlaps(boxes[j]), f"{names[i]} upon {names[j]}"
    assert np.allclose(plot.texts_[3].get_position(), spots[3], atol=0.01)
    for text, spot in zip(plot.texts_, spots, strict=True):
        off = plot.ax_.transData.transform([text.get_position(), spot])
        assert np.abs(np.diff(off, axis=0)).max() < 40, "near its class"


def test_made_up_pictures_lie_where_they_were_asked_for(record):
    figure = Figure()
    axes = figure.subplots(1, 2)
    grid = np.float32([[0, 0], [2, 0], [0, 3], [2, 3]])
    record = dataclasses.replace(record, between={**record.between, "places": grid})
    plot = plot_between(record, NAMES, axes)
    for k, (line, image) in enumerate(zip(plot.lines_, axes[1].get_images(), strict=True)):
        assert np.allclose(line.get_xydata(), [grid[k], record.between["returned"][k]])
        assert (image.get_array() == record.between["pictures"][k]).all()
        assert image.get_clim() == (0, 255)
        x, y = grid[k]
        assert np.allclose(image.get_extent(), [x - 1, x + 1, y - 1.5, y + 1.5])
    assert axes[0].get_xlim() == axes[1].get_xlim()
    with pytest.raises(ValueError, match="record: expected a record with pictures between"):
        plot_between(dataclasses.replace(record, between={}))


def test_limits_can_be_shared(record):
    limits = map_limits(record.embeddings)
    shown = [
        plot_projection(layout, record.labels, limits=limits, ax=axes()).ax_.axis()
        for layout in record.embeddings[[0, -1]]
    ]
    assert np.allclose(shown[0], shown[1])
    assert np.allclose(shown[0], limits.ravel())


@pytest.mark.parametrize("named", [True, False])
def test_a_class_keeps_its_colour_and_name_where_others_do_not_occur(record, named):
    points, labels = record.embeddings[-1], np.where(record.labels == 0, 2, 5)
    names = [f"class {k}" for k in range(10)] if named else None
    plot = plot_projection(points, labels, names, ax=axes())
    colours = dict(zip(map(tuple, plot.points_.get_offsets()), plot.points_.get_facecolors()))
    for point, label in zip(points, labels, strict=True):
        assert np.allclose(colours[tuple(point)][:3], to_rgb(style.CLASS_COLOURS[label]))
    assert [text.get_text() for text in plot.texts_] == (["class 2", "class 5"] if named else [])
    for text, k in zip(plot.texts_, (2, 5), strict=named):
        assert np.isclose(text.get_position()[0], np.median(points[labels == k], axis=0)[0])


def test_two_classes_of_one_name_are_both_named(record):
    plot = plot_projection(record.embeddings[-1], record.labels, ["a", "b", "a"], ax=axes())
    assert [text.get_text() for text in plot.texts_] == ["a", "b", "a"]


def test_a_map_without_labels_has_one_colour_and_no_names(record):
    plot = plot_projection(record.embeddings[-1], ax=axes())
    assert len(np.unique(plot.points_.get_facecolors(), axis=0)) == 1
    assert plot.texts_ == []
    bare = dataclasses.replace(record, labels=record.labels[:0])
    assert len(plot_between(bare, axes=Figure().subplots(1, 2)).points_.get_offsets()) == 60


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda r: map_limits(np.zeros(3)), "points: expected finite numbers"),
        (lambda r: map_limits(np.full((3, 2), np.inf)), "points: expected finite numbers"),
        (lambda r: plot_projection(r.embeddings[0], r.labels[:5]), "labels: expected 60 labels"),
        (lambda r: plot_projection(r.embeddings[0], r.labels, ["ant"]), "names: expected 3 names"),
        (
            lambda r: plot_projection(
                r.embeddings[0], r.labels, NAMES, [("ant", "dog")], ax=axes()
            ),
            "pairs: expected pairs of names out of ant, bee, cat; received 'dog'",
        ),
        (
            lambda r: plot_projection(r.embeddings[0], names=NAMES),
            "labels: expected a label for each point",
        ),
        (
            lambda r: plot_projection(
                r.embeddings[0], r.labels * 2, [*NAMES, "dog", "eel"], [("ant", "bee")], ax=axes()
            ),
            "pairs: expected pairs of names out of ant, cat, eel; received 'bee'",
        ),
    ],
)
def test_bad_input_is_named(record, call, said):
    with pytest.raises(ValueError, match=said):
        call(record)
