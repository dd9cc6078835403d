"""Maps: everything in the frame, every point in its place and colour, nothing changed."""

import dataclasses

import matplotlib
import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from helpers.plots import style
from helpers.plots.projection import (
    ProjectionView,
    _apart,
    map_limits,
    plot_between,
    plot_projection,
)
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


def test_a_map_shows_each_class_in_its_colour_with_its_name_at_the_median(record):
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
        assert np.allclose(text.get_position(), np.median(points[labels == k], axis=0))
    (line,) = plot.lines_
    ends = [np.median(points[labels == k], axis=0) for k in (0, 2)]
    assert np.allclose(line.get_xydata(), ends)
    assert (points == before).all()


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


def test_each_point_of_a_frame_is_where_it_belongs(record):
    # Without names, so that nothing covers a point.
    view = ProjectionView(record, names=(), size=200, point_size=1)
    frame = view.frame(3)
    layout = record.embeddings[3]
    low, high = map_limits(record.embeddings, margin=0).T
    scale = (200 - 1 - 16) / (high - low)
    x = np.rint(8 + (layout[:, 0] - low[0]) * scale[0]).astype(int)
    y = np.rint(8 + (high[1] - layout[:, 1]) * scale[1]).astype(int) + 30
    coloured = {tuple(place) for place in np.argwhere((frame[30:] != 255).any(axis=2)) + [30, 0]}
    assert coloured == set(zip(y.tolist(), x.tolist(), strict=True))
    for k, place in enumerate(zip(y, x, strict=True)):
        if ((y == place[0]) & (x == place[1])).sum() == 1:
            wanted = np.round(255 * np.array(to_rgb(style.CLASS_COLOURS[record.labels[k]])))
            assert (frame[place] == wanted).all()


def test_frames_have_one_size_and_differ(record):
    view = ProjectionView(record, size=240)
    frames = list(view.frames())
    assert {frame.shape for frame in frames} == {(270, 240, 3)}
    assert all((one != other).any() for one, other in zip(frames[1:], frames, strict=False))
    assert len({view.describe(epoch) for epoch in view.epochs}) == len(view.epochs)
    assert "ant " in view.describe(5)


def test_the_figure_shows_the_frame(record):
    view = ProjectionView(record, size=240)
    frame = view.frame(2)
    view.draw(2)
    for artist in view._moving_artists:
        artist.set_animated(False)
    view._canvas.draw()
    assert (np.asarray(view._canvas.buffer_rgba())[..., :3] == frame).all()


def test_fewer_points_are_the_first_ones(record):
    few = dataclasses.replace(
        record,
        embeddings=record.embeddings[:, :20],
        picture_index=record.picture_index[:20],
        labels=record.labels[:20],
    )
    # The frame of the whole record: the same points in the same places, if the frame is the same.
    some = ProjectionView(record, names=(), n_points=20, size=200).frame(5)
    assert (some[30:] != 255).any(axis=2).sum() <= 20 * 4
    assert ProjectionView(few, names=(), size=200).frame(5).shape == some.shape


def test_names_do_not_cover_each_other():
    stamps = [np.zeros((20, 80, 4), np.uint8)] * 5
    places = _apart(np.tile([100.0, 100.0], (5, 1)) + np.arange(5)[:, None], stamps)
    gaps = np.diff(np.sort(places[:, 1]))
    assert (gaps > 17).all()
    far = np.array([[10.0, 10.0], [300.0, 10.0], [10.0, 90.0]])
    assert (_apart(far, stamps[:3]) == far).all()


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
        (lambda r: ProjectionView(r, names=["ant"]), "names: expected 3 names"),
        (
            lambda r: ProjectionView(r, n_points=61),
            "n_points: expected a whole number from 1 to 60",
        ),
        (lambda r: ProjectionView(r, point_size=0), "point_size: expected a whole number"),
        (lambda r: ProjectionView(r).frame(99), "epoch: expected one of 6 from 0 to 5"),
        (
            lambda r: ProjectionView(dataclasses.replace(r, labels=np.empty(0, np.uint8))),
            "record: expected a record with labels",
        ),
    ],
)
def test_bad_input_is_named(record, call, said):
    with pytest.raises(ValueError, match=said):
        call(record)
