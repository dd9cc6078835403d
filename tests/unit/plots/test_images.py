"""Grids of pictures: every pixel in its place, and the captions under the right pictures."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from helpers.plots import style
from helpers.plots.images import show_images

GREY = np.arange(5 * 28 * 28).reshape(5, 28, 28).astype(np.uint8)
COLOUR = np.random.default_rng(0).integers(0, 256, (3, 32, 32, 3), dtype=np.uint8)


def test_every_pixel_is_in_its_place_on_one_scale():
    grid = show_images(GREY, columns=3)
    shown = grid.image_.get_array()
    np.testing.assert_allclose(shown[:28, :28], GREY[0] / 255)
    np.testing.assert_allclose(shown[:28, 30:58], GREY[1] / 255)
    np.testing.assert_allclose(shown[30:58, :28], GREY[3] / 255)
    assert (shown[30:58, 60:] == 1).all(), "the empty place is white"
    assert grid.image_.get_clim() == (0, 1)
    assert grid.figure_ is grid.ax_.figure


def test_colour_pictures_keep_their_colours():
    shown = show_images(COLOUR, columns=2).image_.get_array()
    np.testing.assert_allclose(shown[:32, 34:66], COLOUR[1] / 255)


def test_other_limits_are_kept_to():
    shown = show_images(np.array([[[-2.0, 0.0], [1.0, 9.0]]]), limits=(-1, 1)).image_.get_array()
    np.testing.assert_allclose(shown, [[0, 0.5], [1, 1]])


def test_the_input_is_not_changed_and_may_be_read_only():
    images = GREY.copy()
    images.flags.writeable = False
    show_images(images, captions="abcde")
    assert (images == GREY).all()


def test_captions_stand_below_their_pictures_and_do_not_overlap():
    names = ["T-shirt/top", "automobile", "Ankle boot", "Trouser", "Sandal"]
    grid = show_images(GREY, names, columns=3)
    grid.figure_.canvas.draw()
    assert [text.get_text() for text in grid.texts_] == names
    boxes = [text.get_window_extent() for text in grid.texts_]
    for i, (text, box) in enumerate(zip(grid.texts_, boxes)):
        row, column = divmod(i, 3)
        assert text.get_position()[0] == pytest.approx(column * 30 + 13.5)
        # Below its own picture, and within the drawing.
        picture_ends = row * (grid.image_.get_array().shape[0] + 2) / 2 + 27.5
        assert box.y1 <= grid.ax_.transData.transform((0, picture_ends))[1] + 1
        assert box.y0 >= grid.ax_.bbox.y0 - 1
        assert not any(box.overlaps(other) for other in boxes[:i])


def test_right_and_wrong_have_a_mark_and_a_colour():
    grid = show_images(GREY, "abcde", right=[True, False, True, True, False])
    assert [text.get_text() for text in grid.texts_] == ["✓ a", "✗ b", "✓ c", "✓ d", "✗ e"]
    assert grid.texts_[0].get_color() == style.RIGHT
    assert grid.texts_[1].get_color() == style.WRONG


def test_rows_names_stand_left_of_their_rows():
    grid = show_images(GREY, columns=2, tile_size=0.5, rows=["Trouser", "Ankle boot", "Coat"])
    grid.figure_.canvas.draw()
    boxes = [text.get_window_extent() for text in grid.texts_]
    left = grid.ax_.transData.transform((-0.5, 0))[0]
    assert all(box.x1 < left for box in boxes)
    assert boxes[0].y0 > boxes[1].y1 > boxes[1].y0 > boxes[2].y1
    middles = [grid.ax_.transData.inverted().transform((0, (b.y0 + b.y1) / 2))[1] for b in boxes]
    np.testing.assert_allclose(middles, [13.5, 43.5, 73.5], atol=2)


def test_several_lines_get_room():
    one, two = show_images(GREY, "abcde"), show_images(GREY, ["a\nb"] * 5)
    assert two.image_.get_array().shape[0] > one.image_.get_array().shape[0]


def test_it_draws_where_it_is_told_to():
    figure, (left, right) = plt.subplots(1, 2)
    grid = show_images(GREY, ax=right, title="five")
    assert grid.ax_ is right and right.get_title(loc="left") == "five"
    assert not left.images and plt.get_fignums() == [figure.number]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((GREY[0],), "images: expected numbers of shape"),
        ((GREY[:0],), "images: expected"),
        ((GREY, ["a"]), "captions: expected one for each of 5 pictures"),
        ((GREY, None, [True]), "right: expected True or False for each of 5 pictures"),
        ((GREY, None, None, 0), "columns: expected a whole number of at least 1"),
    ],
)
def test_what_does_not_fit_is_named(arguments, said):
    with pytest.raises(ValueError, match=said):
        show_images(*arguments)
    assert plt.get_fignums() == [], "no empty figure is left behind"


def test_rows_without_a_name_each_are_refused():
    with pytest.raises(ValueError, match="rows: expected a name for each of 3 rows"):
        show_images(GREY, columns=2, rows=["a", "b"])


def test_the_names_of_rows_stand_within_the_figure():
    names = ["autoencoder", "best median"]
    grid = show_images(GREY[:4], columns=2, tile_size=0.7, rows=names)
    grid.figure_.canvas.draw()
    left = min(text.get_window_extent().x0 for text in grid.texts_)
    assert left >= 0
