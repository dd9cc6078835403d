"""Pictures of maps: what is drawn is what was computed."""

import matplotlib
import numpy as np
import pytest

from helpers.plots import style
from helpers.plots.maps import MapsView, plot_maps, plot_twins

matplotlib.use("agg")

RNG = np.random.default_rng(0)
MAPS = np.maximum(RNG.normal(0, 1, (6, 5, 12)), 0).astype(np.float32)
DIGIT = RNG.integers(0, 256, (28, 28), dtype=np.uint8)


@pytest.fixture(autouse=True)
def _as_in_a_lesson():
    with matplotlib.rc_context():
        style.use()
        yield


def test_maps_are_tiled_in_order_on_one_scale():
    tiles = plot_maps(MAPS, columns=5, limit=3.0)
    assert tiles.image_.get_clim() == (0, 3)
    assert tiles.colorbar_ is not None
    mosaic = np.ma.getdata(tiles.image_.get_array())
    for k in range(12):
        top, left = 7 * (k // 5), 6 * (k % 5)
        np.testing.assert_array_equal(mosaic[top : top + 6, left : left + 5], MAPS[..., k])
    assert tiles.texts_ == []


def test_maps_on_scales_of_their_own_are_all_as_bright():
    maps = MAPS * np.geomspace(0.01, 1, 12).astype(np.float32)
    maps[..., 3] = 0
    tiles = plot_maps(maps, columns=12, own_scales=True)
    assert tiles.image_.get_clim() == (0, 1)
    assert [text.get_text() for text in tiles.texts_] == ["silent"]
    mosaic = np.ma.getdata(tiles.image_.get_array())
    for k in range(12):
        shown, largest = mosaic[:, 6 * k : 6 * k + 5], maps[..., k].max()
        np.testing.assert_allclose(shown * largest, maps[..., k], atol=1e-6)
        assert k == 3 or shown.max() == pytest.approx(1)
    with pytest.raises(ValueError, match=r"^limit: expected none where each map has its own scale"):
        plot_maps(maps, limit=2.0, own_scales=True)


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
