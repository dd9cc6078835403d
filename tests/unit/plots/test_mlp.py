"""Lesson 3's curves show the numbers they are given."""

import matplotlib as mpl
import numpy as np
import pytest

mpl.use("Agg")

from matplotlib.figure import Figure

from helpers.networks.mlp import MLP
from helpers.plots.mlp import plot_history

X = np.random.default_rng(0).random((60, 4))
Y = (X[:, 0] > 0.5).astype(int)


def axes(n):
    return Figure().subplots(1, n, squeeze=False)[0]


def test_a_history_is_drawn_batch_by_batch_and_epoch_by_epoch():
    mlp = MLP((3,), batch_size=10, max_epochs=4).fit(X, Y, validation_data=(X, Y))
    left, right = plot_history(mlp.history_, axes(2))
    drawn = {line.get_label(): line for line in left.lines}
    raw = [line for line in left.lines if len(line.get_ydata()) == 24]
    assert np.array_equal(raw[0].get_ydata(), mlp.history_["cost"])
    assert np.array_equal(raw[1].get_ydata(), mlp.history_["error"])
    assert raw[0].get_xdata()[-1] == 4
    mean = drawn["cost"].get_ydata()  # of three batches: half an epoch
    assert np.allclose(mean[0], np.mean(mlp.history_["cost"][:3]))
    training, validation = right.lines
    assert np.array_equal(training.get_ydata(), mlp.history_["train_accuracy"])
    assert np.array_equal(validation.get_ydata(), mlp.history_["valid_accuracy"])
    assert list(validation.get_xdata()) == [1, 2, 3, 4]


def test_without_validation_data_there_is_no_such_line():
    mlp = MLP((3,), batch_size=60, max_epochs=1).fit(X, Y)
    _, right = plot_history(mlp.history_, axes(2))
    assert [line.get_label() for line in right.lines] == ["training"]


def test_what_does_not_fit_is_named():
    with pytest.raises(ValueError, match="^history: expected"):
        plot_history(MLP((3,), max_epochs=0).fit(X, Y).history_, axes(2))
