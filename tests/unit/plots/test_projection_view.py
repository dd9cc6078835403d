"""A map that moves: each point in its pixel, and names that can be read."""

import dataclasses

import matplotlib
import numpy as np
import pytest
from matplotlib.colors import to_rgb

from helpers.plots import style
from helpers.plots.projection import map_limits
from helpers.plots.projection_view import ProjectionView, _apart
from tests.support.records import projection_record

matplotlib.use("agg")

NAMES = ["ant", "bee", "cat"]


@pytest.fixture
def record():
    plain = projection_record(n=60)
    return dataclasses.replace(plain, made_from={"data": {"names": NAMES}})


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


def colours_of(frame):
    """The colours of the points, which are not those of texts: these are black and their edges."""
    wanted = {tuple(round(255 * c) for c in to_rgb(colour)) for colour in style.CLASS_COLOURS}
    found = {tuple(map(int, pixel)) for pixel in frame[30:].reshape(-1, 3)}
    return found & wanted


def test_a_record_may_hold_some_of_the_classes(record):
    names = [f"class {k}" for k in range(10)]
    some = dataclasses.replace(
        record,
        labels=np.where(record.labels == 0, 2, 5).astype(np.uint8),
        made_from={"data": {"names": names}},
    )
    view = ProjectionView(some, size=200)
    wanted = {tuple(round(255 * c) for c in to_rgb(style.CLASS_COLOURS[k])) for k in (2, 5)}
    assert colours_of(view.frame(5)) == wanted
    assert len(view._stamps) == 2
    text = view.describe(5)
    assert [name for name in names if f"{name} " in text] == ["class 2", "class 5"]
    assert colours_of(ProjectionView(some, names=(), size=200).frame(5)) == wanted


def test_a_record_without_labels_is_shown_in_one_colour(record):
    view = ProjectionView(dataclasses.replace(record, labels=record.labels[:0]), size=200)
    frames = list(view.frames())
    # Only the points: without names, nothing else stands below the epoch.
    for frame in frames:
        pixels = frame[30:].reshape(-1, 3)
        assert len(np.unique(pixels[(pixels != 255).any(axis=1)], axis=0)) == 1
    assert len({frame.tobytes() for frame in frames}) == len(view.epochs)
    assert "middle of all points" in view.describe(0)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda r: ProjectionView(r, names=["ant"]), "names: expected 3 names"),
        (
            lambda r: ProjectionView(r, n_points=61),
            "n_points: expected a whole number from 1 to 60",
        ),
        (lambda r: ProjectionView(r, point_size=0), "point_size: expected a whole number"),
        (lambda r: ProjectionView(r).frame(99), "epoch: expected one of 6 from 0 to 5"),
        (
            lambda r: ProjectionView(dataclasses.replace(r, labels=r.labels[:0]), names=NAMES),
            "labels: expected a label for each point",
        ),
    ],
)
def test_bad_input_is_named(record, call, said):
    with pytest.raises(ValueError, match=said):
        call(record)
