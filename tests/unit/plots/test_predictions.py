"""One picture and what networks say of it: bars for one moment, bands for all."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from helpers.course.records import shipped_record
from helpers.plots import style
from helpers.plots.predictions import PredictionView, plot_answers

DOG = 16


@pytest.fixture
def record():
    return shipped_record("cifar10_article")


@pytest.fixture
def picture():
    return np.full((32, 32, 3), 90, np.uint8)


def test_bars_are_the_probabilities_and_say_who_is_right(picture):
    right, wrong = np.array([0.1, 0.7, 0.2]), np.array([0.5, 0.2, 0.3])
    _, *axes = plot_answers(picture, {"one": right, "two": wrong}, ["ant", "bee", "cow"], 1)
    for ax, shares, colour in zip(axes, (right, wrong), (style.RIGHT, style.WRONG), strict=True):
        widths = [bar.get_width() for bar in ax.containers[0]]
        assert np.allclose(widths, shares)
        said = ax.containers[0][int(shares.argmax())]
        assert plt.matplotlib.colors.same_color(said.get_facecolor(), colour)
    assert [ax.get_title(loc="left") for ax in axes] == ["one\n✓ bee, 70%", "two\n✗ ant, 50%"]
    plt.close("all")


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ({}, "answers: expected a dict of one to four answers"),
        ({"one": [0.5, 0.5]}, "expected a probability for each of 3 classes"),
    ],
)
def test_answers_that_fit_no_classes_are_refused(picture, answers, message):
    with pytest.raises(ValueError, match=message):
        plot_answers(picture, answers, ["ant", "bee", "cow"], 1)
    plt.close("all")


def test_the_right_class_is_the_lowest_band_and_as_wide_as_it_was_probable(record, picture):
    view = PredictionView(record, picture, DOG)
    first = len(view.figure_.axes) - 1
    bands = view.figure_.axes[first].collections
    assert len(bands) == len(record.names)
    position = int(np.flatnonzero(record.test_index == DOG)[0])
    truth = int(record.test_labels[position])
    top = bands[0].get_paths()[0].vertices
    for epoch in (0, 20, 48):
        shares = record.probabilities[record.index(epoch), position]
        assert top[top[:, 0] == epoch, 1].max() == pytest.approx(shares[truth], abs=1e-3)
    colour = style.class_colours(len(record.names))[truth]
    assert plt.matplotlib.colors.same_color(bands[0].get_facecolor()[0], colour)
    view.draw(20)
    assert "epoch 20" in view.describe(20)
