"""A drawing becomes a digit as MNIST has them: MNIST's own pictures are the judge."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from helpers.analysis.handwriting import NearestPictures, like_mnist
from helpers.datasets import load


@pytest.fixture(scope="module")
def digits():
    return load("mnist", size="sample").x_test


def centre_of_mass(picture):
    return np.array([picture.sum(axis=1), picture.sum(axis=0)]) @ np.arange(28) / picture.sum()


def test_a_prepared_digit_comes_back_as_it_is(digits):
    same = [np.array_equal(like_mnist(digit), digit) for digit in digits]
    # Two or three of ten thousand are smaller than the box, and are enlarged.
    assert np.mean(same) >= 0.998


@pytest.mark.parametrize("shift", [(0, 0), (5, -8), (-90, 60)])
def test_it_comes_back_from_a_large_pad_wherever_it_was_drawn(digits, shift):
    for digit in digits[:50]:
        large = np.kron(digit[4:24, 4:24], np.ones((7, 7), np.uint8))
        if digit[4:24, 4:24].sum() != digit.sum():
            continue
        pad = np.zeros((400, 400), np.uint8)
        pad[130:270, 130:270] = large
        assert np.array_equal(like_mnist(np.roll(pad, shift, axis=(0, 1))), digit)


@pytest.mark.parametrize("side", [280, 173, 95])
def test_ink_on_a_large_pad_comes_back_nearly_the_same(digits, side):
    alike = []
    for digit in digits[:200]:
        smooth = Image.fromarray(digit).resize((side, side), Image.Resampling.BICUBIC)
        ink = np.where(np.asarray(smooth) > 100, 255, 0).astype(np.uint8)  # a pen knows no grey
        alike.append(np.corrcoef(like_mnist(ink).ravel(), digit.ravel())[0, 1])
    assert np.mean(alike) > 0.94
    assert min(alike) > 0.6  # a thin one, that rounding moved by a pixel


@pytest.mark.parametrize("height, width", [(200, 30), (31, 140), (9, 28), (1, 28), (280, 280)])
def test_box_and_centre(height, width):
    rng = np.random.default_rng(height)
    pad = np.zeros((280, 280), np.uint8)
    top, left = 280 - height, (280 - width) // 3
    pad[top : top + height, left : left + width] = rng.integers(100, 256, (height, width))
    pad = np.ascontiguousarray(pad)
    picture = like_mnist(pad, ground=0)
    rows, columns = (np.flatnonzero(picture.any(axis=axis)) for axis in (1, 0))
    sides = sorted([np.ptp(rows) + 1, np.ptp(columns) + 1])
    assert sides[1] == 20
    assert sides[0] == max(round(20 * min(height, width) / max(height, width)), 1)
    assert np.abs(centre_of_mass(picture.astype(float)) - 14).max() <= 0.5 + 1e-9


def test_a_long_tail_stays_in_the_picture():
    pad = np.zeros((100, 100), np.uint8)
    pad[10:90, 50] = 255
    pad[10:20, 10:90] = 255  # heavy at the top: the centre of mass would push the tail out
    picture = like_mnist(pad)
    assert picture.shape == (28, 28)
    assert picture[:, picture.any(axis=0)].any(axis=1).sum() == 20


def test_an_empty_pad_says_what_to_do():
    with pytest.raises(ValueError, match=r"drawing: .*an empty pad.*Draw a digit first\."):
        like_mnist(np.zeros((280, 280), np.uint8))


@pytest.mark.parametrize(
    "drawing",
    [np.zeros((28, 28, 3), np.uint8), np.ones((28, 28)), np.zeros((0, 9), np.uint8), "a 7"],
)
def test_anything_else_is_named(drawing):
    with pytest.raises(ValueError, match="drawing: expected uint8 of shape"):
        like_mnist(drawing)


def a_seven(ink, ground, pen=22):
    paper = Image.new("L", (280, 280), ground)
    strokes = [(70, 60), (200, 60), (120, 230)]
    ImageDraw.Draw(paper).line(strokes, fill=ink, width=pen, joint="curve")
    return np.array(paper)


@pytest.mark.parametrize("ink, ground", [(0, 255), (255, 40), (20, 235), (140, 200), (3, 0)])
def test_ink_is_what_stands_out_from_its_ground(ink, ground):
    expected = like_mnist(a_seven(255, 0))
    assert np.abs(like_mnist(a_seven(ink, ground)).astype(int) - expected).max() <= 1


def test_a_photographed_paper_is_not_ink():
    expected = like_mnist(a_seven(255, 0)).astype(float)
    rng = np.random.default_rng(0)
    shadow = np.linspace(0, 12, 280)[:, None]  # paper is never lit evenly
    photo = (a_seven(60, 215) - shadow + rng.normal(0, 3, (280, 280))).astype(np.uint8)
    assert np.corrcoef(like_mnist(photo).ravel(), expected.ravel())[0, 1] > 0.97


def test_a_thin_line_is_as_strong_as_mnists():
    assert like_mnist(a_seven(255, 0, pen=2)).max() == 255


def test_specks_are_ignored_and_parts_of_a_digit_are_not():
    seven = a_seven(255, 0)
    expected = like_mnist(seven)
    seven[5:9, 270:274] = seven[250, 3] = 255
    assert np.array_equal(like_mnist(seven), expected)
    seven[200:230, 200:230] = 255  # large enough to be meant
    assert not np.array_equal(like_mnist(seven), expected)


def test_the_ground_can_be_known():
    """Scribbled all along its edge, a pad is still black where nothing is drawn."""
    pad = np.full((280, 280), 255, np.uint8)
    pad[100:180, 100:180] = 0
    assert like_mnist(pad, ground=0)[14, 14] == 0
    assert like_mnist(pad)[14, 14] == 255, "unknown, it is what the edge has"
    with pytest.raises(ValueError, match="ground: expected a whole number from 0 to 255"):
        like_mnist(pad, ground=256)


@pytest.mark.parametrize("side", [1, 9, 22])
def test_a_dot_is_no_digit_yet(side):
    pad = np.zeros((280, 280), np.uint8)
    pad[100 : 100 + side, 50 : 50 + side] = 255
    with pytest.raises(ValueError, match=r"drawing: .*received 'a dot'.*Draw a digit first\."):
        like_mnist(pad)


def test_the_drawing_stays_as_it_is(digits):
    drawing = digits[0].copy()
    like_mnist(drawing)
    assert np.array_equal(drawing, digits[0])


def test_nearest_pictures_are_scikit_learns(digits):
    from sklearn.neighbors import NearestNeighbors

    flat = digits.reshape(len(digits), -1).astype(float)
    truth = NearestNeighbors(n_neighbors=6).fit(flat).kneighbors(flat[:40], return_distance=False)
    lookup = NearestPictures(digits)
    for position in range(40):
        found = lookup.find(digits[position], n=6)
        assert found[0] == position
        assert np.array_equal(found, truth[position])


def test_nearest_pictures_say_what_does_not_fit(digits):
    lookup = NearestPictures(digits[:3])
    with pytest.raises(ValueError, match=r"picture: expected a picture of shape \(28, 28\)"):
        lookup.find(digits[0][:5])
    with pytest.raises(ValueError, match="n: expected a whole number from 1 to 3"):
        lookup.find(digits[0], n=4)
    with pytest.raises(ValueError, match="pictures: expected numbers of shape"):
        NearestPictures(digits[0])
