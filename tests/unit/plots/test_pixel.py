"""The picture of one pixel: what is written is what was computed."""

import matplotlib
import numpy as np
import pytest

from helpers.networks.architectures import mnist_features_cnn
from helpers.networks.pixel_arithmetic import LayerArithmetic
from helpers.plots import style
from helpers.plots.pixel import plot_pixel

matplotlib.use("agg")

RNG = np.random.default_rng(0)
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
