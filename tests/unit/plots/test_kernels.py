"""Pictures of kernels: what is drawn is what was there."""

import matplotlib
import numpy as np
import pytest

from helpers.plots import style
from helpers.plots.kernels import plot_kernels

matplotlib.use("agg")

RNG = np.random.default_rng(0)
KERNELS = RNG.normal(0, 0.1, (3, 3, 1, 10)).astype(np.float32)


@pytest.fixture(autouse=True)
def _as_in_a_lesson():
    with matplotlib.rc_context():
        style.use()
        yield


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


def test_a_kernel_has_its_number_or_its_name():
    for names, shown in ((None, [*"012"]), (["a", "b", "c"], [*"abc"])):
        tiles = plot_kernels(KERNELS[..., :3], names=names)
        others = [text for text in tiles.ax_.texts if text not in tiles.texts_]
        assert [text.get_text() for text in others] == shown
    with pytest.raises(ValueError, match="^names: expected one for each of 3 kernels"):
        plot_kernels(KERNELS[..., :3], names=["a"])


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


@pytest.mark.parametrize(
    "act, message",
    [
        (lambda: plot_kernels(np.zeros((3, 3, 2, 4))), "kernels: expected weights of shape"),
        (lambda: plot_kernels(np.zeros((3, 3, 4), int)), "kernels: expected weights of shape"),
    ],
)
def test_what_does_not_fit_is_named(act, message):
    with pytest.raises(ValueError, match=message):
        act()
