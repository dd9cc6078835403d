"""Pictures of a training: drawn quickly, but just what a slow drawing would show."""

import dataclasses

import matplotlib
import numpy as np
import pytest

from helpers.plots import style
from helpers.plots.predictions import PredictionStrip, PredictionView
from helpers.plots.tiles import colour_scale, tile
from helpers.plots.training import TrainingView, plot_right_over_time, plot_scores
from tests.support.records import training_record

matplotlib.use("agg")


@pytest.fixture
def record():
    plain = training_record()
    made_from = {
        "data": {"name": "columns", "names": ["ant", "bee", "cat"]},
        "network": {
            "name": "tiny",
            "layers": [
                {
                    "name": "conv",
                    "kind": "Conv2D",
                    "strides": [1, 1],
                    "padding": "same",
                    "activation": "relu",
                }
            ],
        },
        "kernels_of": "conv",
    }
    seen = (plain.pictures / np.float32(127.5) - 1).astype(np.float32)[..., None]
    scores = {
        key: np.linspace(0.2, 0.9, len(plain)).astype(np.float32)
        for key in ("accuracy", "val_accuracy", "loss", "val_loss")
    }
    return dataclasses.replace(plain, made_from=made_from, scores=scores, seen=seen)


def views(record):
    pictures = np.random.default_rng(0).integers(0, 256, (3, 8, 8), dtype=np.uint8)
    return [
        TrainingView(record, name="the ant"),
        PredictionView(record, pictures[0], number=2),
        PredictionStrip(record, pictures, numbers=[2, 0, 6]),
    ]


@pytest.mark.parametrize("which", [0, 1, 2])
def test_a_frame_is_what_a_full_drawing_shows(record, which):
    quick, slow = views(record)[which], views(record)[which]
    for epoch in (5, 0, 2):
        frame = quick.frame(epoch)
        assert frame.dtype == np.uint8
        slow.draw(epoch)
        for artist in slow._moving_artists:
            artist.set_animated(False)
        slow._canvas.draw()
        full = np.array(slow._canvas.buffer_rgba())[..., :3]
        # Only the order in which things are painted over each other may differ, at edges.
        assert (np.abs(frame.astype(int) - full) > 60).mean() < 0.004


@pytest.mark.parametrize("which", [0, 1, 2])
def test_frames_do_not_depend_on_the_way_there(record, which):
    there, direct = views(record)[which], views(record)[which]
    for epoch in (0, 1, 2, 5):
        there.frame(epoch)
    assert np.array_equal(there.frame(1), direct.frame(1))
    assert not np.array_equal(there.frame(1), there.frame(5))
    assert len({there.describe(epoch) for epoch in there.epochs}) == len(there.epochs)
    assert there._repr_png_().startswith(b"\x89PNG")
    with pytest.raises(ValueError, match="epoch: expected one of 4 from 0 to 5; received 3"):
        there.frame(3)


def test_one_colour_scale_for_all_epochs(record):
    kernels = record.kernels.copy()
    kernels[0] *= 0.01
    view = TrainingView(dataclasses.replace(record, kernels=kernels))
    first, last = (view._kernels[i].astype(int) for i in (0, -1))
    inside = view._kernels[0] != 255
    # What is a hundredth of the scale looks grey, not like a feature.
    assert np.abs(first[inside] - 127).max() <= 5
    assert np.abs(last - 127).max() > 100


def test_the_words_agree_with_the_record(record):
    view = views(record)[1]
    position = 2
    for index, epoch in enumerate(record.epochs):
        guess = record.probabilities[index, position].argmax()
        text = view.describe(epoch)
        assert f"says: {record.made_from['data']['names'][guess]}" in text
        assert ("✓" in text) == (guess == record.test_labels[position])
    strip = views(record)[2]
    right = (record.predictions[-1][[2, 0, 6]] == record.test_labels[[2, 0, 6]]).sum()
    assert f"{right} of 3 right" in strip.describe(5)


def test_curves_and_right_over_time(record):
    lines = plot_scores([record, record], ["one", "two"], score="loss", x="images_seen")
    assert len(lines) == 4
    assert np.array_equal(lines[0].get_ydata(), record.scores["val_loss"])
    assert np.array_equal(lines[0].get_xdata(), record.images_seen)
    image = plot_right_over_time(record)
    shown = np.asarray(image.get_array())
    right = record.predictions == record.test_labels
    assert shown.shape == (7, 4)
    assert np.array_equal(np.sort(shown.sum(axis=1))[::-1], np.sort(right.sum(axis=0))[::-1])
    matplotlib.pyplot.close("all")


@pytest.mark.parametrize("end", [0.1, 0.2, 0.7, 1.0])
def test_the_legend_lies_on_no_curve(record, end):
    scores = {key: np.linspace(0.1, end, len(record)) for key in record.scores}
    lines = plot_scores([dataclasses.replace(record, scores=scores)], [""])
    figure = lines[0].figure
    figure.canvas.draw()
    box = lines[0].axes.get_legend().get_window_extent()
    steps = np.linspace(0, len(record) - 1, 500)
    for line in lines:
        path = line.axes.transData.transform(line.get_xydata())
        dense = np.stack([np.interp(steps, range(len(path)), axis) for axis in path.T], axis=1)
        assert box.count_contains(dense) == 0
    matplotlib.pyplot.close(figure)


@pytest.mark.parametrize("n", [1, 7, 14])
def test_every_record_has_its_two_lines_and_no_two_look_alike(record, n):
    names = [f"network {k}" for k in range(n)]
    lines = plot_scores([record] * n, names)
    assert len(lines) == 2 * n
    looks = {(line.get_color(), line.get_linestyle(), line.get_marker()) for line in lines}
    assert len(looks) == 2 * n
    figure = lines[0].figure
    figure.canvas.draw()
    legend = lines[0].axes.get_legend()
    assert len(legend.get_texts()) == 2 * n + 1
    box = legend.get_window_extent()
    assert box.x1 <= figure.bbox.x1
    if n > 1:
        assert box.x0 >= lines[0].axes.bbox.x1
    with pytest.raises(ValueError, match="^records: expected 1 to 24 lines; received '25 of them'"):
        plot_scores([record] * 25, list("abcdefghijklmnopqrstuvwxy"))


def test_what_cannot_be_drawn_is_named(record):
    with pytest.raises(ValueError, match="number: expected a test picture that the record watched"):
        PredictionView(record, np.zeros((8, 8), np.uint8), number=99)
    with pytest.raises(ValueError, match="numbers: expected one for each of 2 pictures"):
        PredictionStrip(record, np.zeros((2, 8, 8), np.uint8), numbers=[1])
    with pytest.raises(ValueError, match="names: expected a name for each of 1 records"):
        plot_scores([record], [])
    with pytest.raises(ValueError, match="score: expected one of"):
        plot_scores([record], ["a"], score="f1")


def test_right_and_wrong_differ_in_more_than_colour(record):
    assert style.RIGHT != style.WRONG
    texts = [title.get_text() for view in views(record)[2:] for _, title in view.draw(5)._columns]
    assert all(text[0] in "✓✗" for text in texts)


class TestTiles:
    def test_tiles_stand_where_they_should(self):
        pictures = np.random.default_rng(0).integers(0, 9, (5, 2, 3, 3), dtype=np.uint8)
        mosaic = tile(pictures, columns=3, gap=2, fill=99)
        assert mosaic.shape == (2 * 2 + 2, 3 * 3 + 2 * 2, 3)
        for i, picture in enumerate(pictures):
            y, x = (i // 3) * 4, (i % 3) * 5
            assert np.array_equal(mosaic[y : y + 2, x : x + 3], picture)
        assert (mosaic[:, 3:5] == 99).all()
        assert (mosaic[4:, 10:] == 99).all()

    def test_no_gap_and_bad_input(self):
        assert tile(np.ones((4, 2, 2)), columns=2, gap=0).shape == (4, 4)
        with pytest.raises(ValueError, match="pictures: expected an array"):
            tile(np.zeros((3, 3)))
        with pytest.raises(ValueError, match="columns: expected a whole number"):
            tile(np.zeros((1, 3, 3)), columns=0)

    def test_a_scale_is_never_zero_and_covers_its_share(self):
        values = np.random.default_rng(0).normal(size=10_000)
        assert colour_scale(np.zeros(4)) == 1.0
        assert colour_scale(values) == np.abs(values).max()
        assert (np.abs(values) <= colour_scale(values, 0.9)).mean() == pytest.approx(0.9, abs=1e-3)
        with pytest.raises(ValueError, match="share"):
            colour_scale(values, 0)


def test_two_trainings_share_their_scales_on_demand(record):
    strong = dataclasses.replace(record, kernels=2 * record.kernels)
    ours, theirs = TrainingView(record), TrainingView(strong)
    assert theirs.kernel_limit == pytest.approx(2 * ours.kernel_limit)
    assert theirs.map_limit > ours.map_limit
    limits = {"kernel_limit": theirs.kernel_limit, "map_limit": theirs.map_limit}
    shared = TrainingView(record, **limits)
    assert (shared.kernel_limit, shared.map_limit) == tuple(limits.values())
    assert shared._maps[-1].mean() < ours._maps[-1].mean()
    assert np.std(shared._kernels[-1]) < np.std(ours._kernels[-1])
