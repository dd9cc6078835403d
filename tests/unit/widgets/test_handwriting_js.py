"""The browser brings a drawing into MNIST's form as Python does, to the grey level."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from helpers.analysis.handwriting import like_mnist
from helpers.datasets import load
from tests.support.node import NODE, NodeModule

pytestmark = pytest.mark.skipif(NODE is None, reason="there is no Node here")


@pytest.fixture(scope="module")
def browser():
    module = NodeModule("helpers/widgets/shared/handwriting.js")
    yield module
    module.close()


def both(browser, drawing, ground=None):
    """Give Python's picture and JavaScript's, None where nothing is drawn."""
    height, width = drawing.shape
    grey = {"shades": np.ascontiguousarray(drawing), "width": width, "height": height}
    theirs = browser.call("likeMnist", grey, ground)
    try:
        ours = like_mnist(drawing, ground)
    except ValueError:
        ours = None
    return ours, None if theirs is None else np.reshape(theirs, (28, 28))


@st.composite
def drawings(draw):
    """Strokes of any width and strength on a ground, bright or dark, quiet or not, with specks."""
    width, height = (draw(st.integers(1, 320)) for _ in range(2))
    ground, ink, pen = (draw(st.integers(*ends)) for ends in ((0, 255), (0, 255), (1, 40)))
    paper = Image.new("L", (width, height), ground)
    brush = ImageDraw.Draw(paper)
    spot = st.tuples(st.integers(0, width), st.integers(0, height))
    for stroke in draw(st.lists(st.lists(spot, min_size=2, max_size=6), max_size=4)):
        brush.line(stroke, fill=ink, width=pen, joint="curve")
    for speck in draw(st.lists(spot, max_size=5)):
        brush.point(speck, fill=255 - ground)
    drawing = np.asarray(paper).astype(int)
    noise = draw(st.integers(0, 12))
    rng = np.random.default_rng(draw(st.integers(0, 9)))
    return np.clip(drawing + rng.integers(-noise, noise + 1, drawing.shape), 0, 255).astype("uint8")


@settings(deadline=None, max_examples=300)
@given(drawing=drawings(), ground=st.sampled_from([None, 0, 255]))
def test_any_drawing_is_the_same_in_the_browser(browser, drawing, ground):
    ours, theirs = both(browser, drawing, ground)
    assert (ours is None) == (theirs is None)
    if ours is not None:
        assert np.abs(ours.astype(int) - theirs).max() <= 1


def test_digits_of_mnist_come_back_as_they_are(browser):
    digits = load("mnist", size="sample").x_test[:200]
    for digit in digits:
        ours, theirs = both(browser, digit)
        assert np.array_equal(ours, theirs)
        assert np.array_equal(ours, digit)
