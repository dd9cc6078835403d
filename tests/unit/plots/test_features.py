"""Pictures of kernels, maps and one pixel: what is drawn is what was computed."""

import matplotlib
import numpy as np
import pytest

from helpers.networks.architectures import mnist_features_cnn
from helpers.networks.pixel_arithmetic import LayerArithmetic
from helpers.plots import style
from helpers.plots.features import MapsView, plot_kernels, plot_maps, plot_pixel, plot_twins

matplotlib.use("agg")

RNG = np.random.default_rng(0)
KERNELS = RNG.normal(0, 0.1, (3, 3, 1, 10)).astype(np.float32)
MAPS = np.maximum(RNG.normal(0, 1, (6, 5, 12)), 0).astype(np.float32)
DIGIT = RNG.integers(0, 256, (28, 28), dtype=np.uint8)


@pytest.fixture(autouse=True)
def _as_in_a_lesson():
    with matplotlib.rc_context():
        style.use()
        yield


def shown(figure):
    """The texts of a figure; ticks are nowhere in these."""
    titles = [ax.title for ax in figure.axes] + ([figure._suptitle] if figure._suptitle else [])
    inside_axes = [text for ax in figure.axes for text in ax.texts]
    return [text for text in [*titles, *inside_axes, *figure.texts] if text.get_text()]


def inside(text, box):
    """Whether a text lies within a box, in pixels, up to half a pixel."""
    extent = text.get_window_extent()
    return (
        extent.x0 >= box[0] - 0.5
        and extent.x1 <= box[2] + 0.5
        and extent.y0 >= box[1] - 0.5
        and extent.y1 <= box[3] + 0.5
    )


@pytest.mark.parametrize("kernels", [KERNELS, KERNELS[:, :, 0]])
def test_every_weight_is_written_where_it_is(kernels):
    before = kernels.copy()
    tiles = plot_kernels(kernels, columns=4)
    written = [float(text.get_text()) for text in tiles.texts_]
    truth = np.moveaxis(KERNELS[:, :, 0], -1, 0).ravel()
    np.testing.assert_allclose(written, truth, atol=0.0051)
    for text, weight in zip(tiles.texts_, truth, strict=True):
        column, row = (round(float(at)) for at in text.get_position())
        assert tiles.image_.get_array()[row, column] == pytest.approx(weight)
    assert np.array_equal(kernels, before)


def test_one_scale_holds_for_all_kernels():
    tiles = plot_kernels(KERNELS)
    assert tiles.image_.get_clim() == pytest.approx((-np.abs(KERNELS).max(), np.abs(KERNELS).max()))
    assert plot_kernels(KERNELS, limit=2.0).image_.get_clim() == (-2, 2)


def test_the_lessons_32_kernels_can_be_read():
    tiles = plot_kernels(RNG.normal(0, 0.1, (3, 3, 32)))
    tiles.figure_.canvas.draw()
    assert all(text.get_fontsize() >= 11 for text in tiles.texts_)
    extents = [text.get_window_extent() for text in tiles.texts_]
    overlapping = sum(
        one.overlaps(other) for i, one in enumerate(extents) for other in extents[i + 1 : i + 30]
    )
    assert overlapping == 0
    assert tiles.figure_.get_figwidth() == 9


def test_maps_are_tiled_in_order_on_one_scale():
    tiles = plot_maps(MAPS, columns=5, limit=3.0)
    assert tiles.image_.get_clim() == (0, 3)
    assert tiles.colorbar_ is not None
    mosaic = np.ma.getdata(tiles.image_.get_array())
    for k in range(12):
        top, left = 7 * (k // 5), 6 * (k % 5)
        np.testing.assert_array_equal(mosaic[top : top + 6, left : left + 5], MAPS[..., k])
    assert tiles.texts_ == []


def test_dead_and_silent_maps_are_called_so():
    maps = MAPS.copy()
    maps[..., [2, 7]] = 0
    dead = np.arange(12) == 7
    assert [text.get_text() for text in plot_maps(maps, dead).texts_] == ["silent", "dead"]
    assert [text.get_text() for text in plot_maps(maps).texts_] == ["silent", "silent"]


def test_maps_go_into_given_axes():
    figure = matplotlib.figure.Figure()
    ax = figure.add_subplot()
    tiles = plot_maps(MAPS, ax=ax, title="here")
    assert tiles.ax_ is ax
    assert tiles.figure_ is figure
    assert ax.get_title(loc="left") == "here"


@pytest.mark.parametrize("layer, rows", [("conv_1", 1), ("conv_2", 3)])
def test_the_arithmetic_is_written_out(layer, rows):
    pixel = LayerArithmetic(mnist_features_cnn(), layer, DIGIT).pixel(4, 3, 5)
    figure = plot_pixel(pixel, DIGIT)
    figure.canvas.draw()
    written = [text.get_text() for text in shown(figure)]
    assert f"{layer}, map 4, row 3, column 5" in written
    assert sum(text.startswith("sum ") for text in written) == rows
    sentence = next(text for text in written if "(bias)" in text).replace("−", "-")
    assert f"{pixel.total:+.3f}" in sentence
    assert f"{pixel.network_value:.3f}" in sentence
    width, height = figure.canvas.get_width_height()
    for text in shown(figure):
        assert text.get_fontsize() >= 11
        assert inside(text, (0, 0, width, height)), text
    # The terms of the sentence add up to what it says.
    terms = sentence.split("=")[0].replace("(bias)", "").split()
    numbers = [float(term) for term in terms if term[0] in "+-"]
    assert sum(numbers) == pytest.approx(pixel.total, abs=0.003)


def test_the_frame_is_the_receptive_field():
    pixel = LayerArithmetic(mnist_features_cnn(), "conv_2", DIGIT).pixel(0, 3, 5)
    (box,) = [
        patch for patch in plot_pixel(pixel, DIGIT).axes[0].patches if patch.get_linewidth() == 3
    ]
    assert (box.get_x(), box.get_y()) == (9.5, 5.5)
    assert (box.get_width(), box.get_height()) == (6, 6)


def test_twins_stand_in_pairs_the_most_alike_first():
    partners = np.array([2, 0, 1])
    tiles = plot_twins(MAPS[..., :3], MAPS[..., 3:6], partners, [0.1, 0.9, 0.5], columns=2)
    captions = [text.get_text().split(":")[0] for text in tiles.texts_]
    assert captions == ["1 ↔ 0", "2 ↔ 1", "0 ↔ 2"]
    mosaic = np.ma.getdata(tiles.image_.get_array())
    first, second = mosaic[:6, :5], mosaic[:6, 6:11]
    assert np.corrcoef(first.ravel(), MAPS[..., 1].ravel())[0, 1] == pytest.approx(1)
    assert np.corrcoef(second.ravel(), MAPS[..., 3].ravel())[0, 1] == pytest.approx(1)


def over_time():
    growth = np.arange(1, 5, dtype=np.float32)[:, None, None, None]
    return {"one": MAPS * growth, "two": np.concatenate([MAPS, MAPS], axis=-1) * growth}


def test_a_view_keeps_its_scale_over_time():
    view = MapsView([0, 1, 2, 4], over_time(), DIGIT, rows=4)
    frames = [view.frame(epoch).astype(int) for epoch in view.epochs]
    # The same maps, brighter with each epoch: on one scale that must be seen.
    brightness = [frame[150:].sum() for frame in frames]
    assert brightness == sorted(brightness)
    assert len(set(brightness)) == 4
    assert view.describe(4).startswith("Epoch 4.")
    assert "one 1.00, two 1.00" in view.describe(0), "scaled, but of the same form"


def test_a_view_jumps_as_a_full_drawing_would():
    quick, slow = (MapsView([0, 1, 2, 4], over_time(), DIGIT) for _ in range(2))
    quick.frame(0)
    for epoch in (4, 1):
        frame = quick.frame(epoch)
        slow.draw(epoch)
        for artist in slow._moving_artists:
            artist.set_animated(False)
        slow._canvas.draw()
        full = np.array(slow._canvas.buffer_rgba())[..., :3]
        assert (np.abs(frame.astype(int) - full) > 60).mean() < 0.004


def test_a_silent_map_does_not_disturb_the_likeness():
    layers = {"one": over_time()["one"].copy()}
    layers["one"][..., 3] = 0
    view = MapsView([0, 1, 2, 4], layers, DIGIT)
    assert "one 1.00" in view.describe(1)
    empty = MapsView([0, 1, 2, 4], {"one": 0 * layers["one"]}, DIGIT)
    assert "one 0.00" in empty.describe(1)


@pytest.mark.parametrize(
    "act, message",
    [
        (lambda: plot_kernels(np.zeros((3, 3, 2, 4))), "kernels: expected weights of shape"),
        (lambda: plot_kernels(np.zeros((3, 3, 4), int)), "kernels: expected weights of shape"),
        (lambda: plot_maps(MAPS[0]), "maps: expected one picture's maps"),
        (lambda: plot_maps(MAPS, dead=[True]), "dead: expected True or False for each of 12"),
        (lambda: plot_maps(MAPS, columns=0), "columns: expected a whole number of at least 1"),
        (lambda: plot_twins(MAPS, MAPS[1:], [0], [0]), r"other_maps: expected maps of shape"),
        (lambda: plot_twins(MAPS, MAPS, [0], [0]), "partners: expected a number for each of 12"),
        (lambda: MapsView([0, 1], {"one": MAPS}, DIGIT), r"layers\['one'\]: expected maps at 2"),
        (lambda: MapsView([0], {"one": MAPS[None]}, DIGIT[0]), "picture: expected"),
    ],
)
def test_what_does_not_fit_is_named(act, message):
    with pytest.raises(ValueError, match=message):
        act()
