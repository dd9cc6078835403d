"""How sure and how right: every network is drawn, with its own numbers."""

import numpy as np
import pytest

from helpers.analysis.calibration import refusals, reliability
from helpers.plots.calibration import RefusalView, plot_reliability
from tests.support.cases import random_case


def test_reliability_shows_its_tables():
    labels, probabilities = random_case()
    table = reliability(probabilities, labels)
    lines = plot_reliability([table, table], ["one", "other"])
    np.testing.assert_allclose(lines[1].get_xydata(), table[["confidence", "accuracy"]])


def test_refusals_move():
    labels, probabilities = random_case()
    view = RefusalView([probabilities, probabilities**2 / (probabilities**2).sum(
        axis=1, keepdims=True)], labels, ["CNN", "MLP"], percents=[0, 20, 50])  # fmt: skip
    truth = refusals(probabilities, labels, [0, 0.2, 0.5])
    frames = list(view.frames())
    assert len({frame.tobytes() for frame in frames}) == 3
    for percent, row in zip((0, 20, 50), truth.itertuples(), strict=True):
        text = view.describe(percent)
        assert f"{percent} % refused" in text
        assert f"CNN {row.accuracy:.1%}" in text
        assert f"answers {row.answered} pictures" in text
    # What is refused is covered: right of the edge nothing has changed.
    edge = view.draw(50)._edge.get_xdata()[0]
    assert edge == pytest.approx(truth["threshold"].iloc[2])


@pytest.mark.parametrize("n", [1, 4, 5, 8])
def test_every_table_has_a_curve_of_its_own(n):
    tables = [reliability(*random_case(seed)[::-1]) for seed in range(n)]
    lines = plot_reliability(tables, [f"network {k}" for k in range(n)])
    assert len(lines) == n
    assert len({(line.get_color(), line.get_linestyle()) for line in lines}) == n
    for line, table in zip(lines, tables, strict=True):
        np.testing.assert_allclose(line.get_xydata(), table[["confidence", "accuracy"]])
    figure, legend = lines[0].figure, lines[0].axes.get_legend()
    figure.canvas.draw()
    assert len(legend.get_texts()) == n + 1
    assert legend.get_window_extent().x1 <= figure.bbox.x1


@pytest.mark.parametrize("n", [1, 4, 5, 8])
def test_every_network_that_may_refuse_has_a_curve_and_is_named(n):
    labels, _ = random_case()
    names = [f"a network {k}" for k in range(n)]
    view = RefusalView([random_case(k)[1] for k in range(n)], labels, names, [0, 20, 50])
    left = view.figure_.axes[0]
    curves = [line for line in left.lines if len(line.get_xdata()) == 3]
    assert len(curves) == len(view._marks) == n
    assert len({(line.get_color(), line.get_linestyle()) for line in curves}) == n
    view.frame(20)
    for curve, mark in zip(curves, view._marks, strict=True):
        assert mark.get_xydata().tolist() == [curve.get_xydata()[1].tolist()]
    title = view._title.get_text().replace("\n", " ")
    assert all(name in title for name in names)
    assert [name in view.describe(50) for name in names] == [True] * n
    for text in (view._title, *view.figure_.legends):
        box = text.get_window_extent()
        assert box.x0 >= 0 and box.x1 <= view.figure_.bbox.x1
        assert box.y0 >= 0 and box.y1 <= view.figure_.bbox.y1
    right_legend = view.figure_.axes[1].get_legend().get_window_extent()
    assert not right_legend.overlaps(view._title.get_window_extent())


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: plot_reliability([], []), "names: expected a name for each of 0 tables"),
        (lambda: RefusalView([], [0], []), "names: expected one for each of 0 networks"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
