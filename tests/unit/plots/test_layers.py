"""Pictures of depth: every share in its cell, every layer in its place."""

import matplotlib
import numpy as np
import pytest
from matplotlib.figure import Figure

from helpers.plots.layers import plot_layers, plot_shares
from tests.support.records import layers_record

matplotlib.use("agg")


def cells(ax):
    return {tuple(map(int, text.get_position())): text.get_text() for text in ax.texts}


@pytest.mark.parametrize("others", [0, 2])
def test_the_table_has_each_share_in_its_cell(others):
    record = layers_record(others=others)
    ax = plot_shares(record, ax=Figure().add_subplot())
    found = cells(ax)
    for (epoch, layer), share in np.ndenumerate(record.shares):
        assert found.pop((epoch, layer)) == f"{100 * share:.0f}"
    means = record.untrained.mean(axis=0) if others else []
    assert found == {(3, layer): f"{100 * share:.0f}" for layer, share in enumerate(means)}
    assert [label.get_text() for label in ax.get_yticklabels()] == list(record.layers)
    assert [label.get_text() for label in ax.get_xticklabels()][:3] == ["0", "1", "4"]


def test_equal_shares_have_a_colour_too():
    record = layers_record(others=0)
    equal = type(record)(**{**vars(record), "shares": np.full_like(record.shares, 0.5)})
    assert set(cells(plot_shares(equal, ax=Figure().add_subplot())).values()) == {"50"}


def test_a_map_for_each_epoch_and_layer_in_one_frame():
    record = layers_record()
    plots = plot_layers(
        record, epochs=[0, 4], layers=["conv", "output"], names=["ant", "bee", "cat"]
    )
    assert len(plots) == 4
    for plot, (epoch, layer) in zip(plots, [(0, 1), (0, 2), (2, 1), (2, 2)], strict=True):
        drawn = np.asarray(plot.points_.get_offsets())
        wanted = record.embeddings[epoch, layer]
        assert sorted(map(tuple, drawn.tolist())) == sorted(map(tuple, wanted.tolist()))
        assert plot.ax_.get_xlim() == plots[0].ax_.get_xlim()
        assert len(plot.texts_) == 3
    assert [plot.ax_.get_title() for plot in plots[:2]] == ["conv", "output"]
    assert [plot.ax_.get_ylabel() for plot in plots[::2]] == ["epoch 0", "epoch 4"]
    assert len(plot_layers(record)) == 9, "three epochs, all layers"


def test_what_is_not_in_the_record_or_does_not_fit_is_refused():
    record = layers_record()
    with pytest.raises(ValueError, match="epoch: expected a recorded epoch"):
        plot_layers(record, epochs=[3])
    with pytest.raises(ValueError, match="name: expected one of 'pixels'"):
        plot_layers(record, layers=["conv_9"])
    with pytest.raises(ValueError, match="axes: expected 3 axes of matplotlib"):
        plot_layers(record, epochs=[0], axes=[Figure().add_subplot()])
