"""Good arguments for everything that makes a picture, a widget or an animation of arrays."""

import numpy as np

from helpers.analysis import calibration, chance
from helpers.analysis.pairs import pair_table
from helpers.plots import (
    animation,
    classes,
    decoded,
    images,
    kernels,
    maps,
    mlp,
    pairs,
    predictions,
    projection,
    robustness,
    tiles,
    wiring,
)
from helpers.plots import calibration as plots_calibration
from helpers.plots import confusion as plots_confusion
from helpers.plots.view import EpochView
from helpers.recording import TrainingRecord
from helpers.widgets import (
    ConfusionMatrix,
    ConvolutionExplorer,
    EpochPlayer,
    LabelVote,
    PointCloud,
)
from helpers.widgets.picture_sheet import picture_sheet
from tests.support.strange.forms import Case

__all__ = ["CASES"]


def _drawn(plot):
    """Draw a figure, and give how large it is: what is wrong with it shows by then."""
    axes = getattr(plot, "ax_", None) or getattr(plot, "axes", None) or plot
    axes = np.ravel(axes)[0]
    figure = getattr(axes, "figure", axes)
    figure.set_dpi(20)  # coarse, and so quick
    figure.canvas.draw()
    return tuple(figure.get_size_inches())


def _image(plot):
    _drawn(plot)
    return np.ma.filled(plot.image_.get_array(), np.nan)


def _lines(lines):
    _drawn(lines[0].axes)
    return [np.asarray(line.get_xydata(), float) for line in lines]


def _frame(view):
    view.figure_.set_dpi(20)
    return view.frame(view.epochs[-1])


def _points(sizes, *moments):
    return sizes.floats(*moments, sizes.n, 2)


def _record(sizes):
    """Make the record of a training that watched all test pictures."""
    nothing = np.zeros((2, 0), np.float32)
    return TrainingRecord(
        epochs=np.arange(2, dtype=np.int32),
        made_from={"data": {"names": sizes.names()}},
        scores={},
        images_seen=np.arange(2),
        seconds=np.zeros(2, np.float32),
        kernels=nothing,
        biases=nothing,
        pictures=sizes.images(),
        maps={},
        probabilities=sizes.probabilities(2),
        test_index=np.arange(sizes.n, dtype=np.int32),
        test_labels=sizes.labels(),
        weights={},
    )


def _maps(sizes, *moments):
    return sizes.rng.random((*moments, 6, 6, 4)).astype(np.float32)


def _scores(sizes):
    return {"CNN": sizes.rng.random((4, 3)), "MLP": sizes.rng.random(4)}


def _history(sizes):
    rng = sizes.rng
    return {
        "cost": rng.random(8) + 0.1,
        "error": rng.random(8) + 0.1,
        "train_accuracy": rng.random(2),
        "valid_accuracy": rng.random(2),
        "learning_rate": np.ones(2),
    }


def _other_labels(sizes):
    return (sizes.labels() + 1) % sizes.k


def _kernels(sizes):
    return sizes.floats(3, 3, 5)


CASES = {
    # Tiles and pictures
    "plots.tiles.tile": Case(
        tiles.tile,
        lambda s: {"pictures": s.images(), "columns": 3, "gap": 1, "fill": 9},
        {"pictures": "any"},
    ),
    "plots.tiles.colour_scale": Case(
        tiles.colour_scale, lambda s: {"values": s.floats(3, 4)}, {"values": "any shape"},
        takes={"values": ("a number",)},
    ),
    "plots.decoded.plot_decoded_map": Case(
        decoded.plot_decoded_map,
        lambda s: {
            "pictures": s.images()[:4] / 255,
            "limits": np.array([[0, 1], [2, 4]]),
            "points": s.floats(s.n, 2),
            "labels": s.labels(),
        },
        {"pictures": "images", "limits": "numbers", "points": "numbers", "labels": "labels"},
        view=_image,
        optional=("points", "labels"),
    ),
    "plots.images.show_images": Case(
        images.show_images,
        lambda s: {
            "images": s.images()[:4],
            "captions": ["a", "b", "c", "d"],
            "right": np.array([True, False, True, True]),
            "limits": np.array([0, 255]),
        },
        {"images": "images", "right": "marks", "limits": "numbers"},
        view=_image,
        optional=("right",),
    ),
    # Classes
    "plots.classes.plot_class_numbers": Case(
        classes.plot_class_numbers,
        lambda s: {"values": s.rng.random(s.k), "names": s.names()},
        {"values": "numbers"},
        view=lambda bars: [_drawn(bars[0].axes), [bar.get_width() for bar in bars]],
    ),
    "plots.classes.plot_class_correlation": Case(
        classes.plot_class_correlation,
        lambda s: {"correlation": s.symmetric(), "names": s.names(), "size": 2},
        {"correlation": "symmetric"},
        view=lambda grid: grid.dendrogram_row.reordered_ind,
    ),
    "plots.classes.AverageView": Case(
        classes.AverageView,
        lambda s: {"images": s.images(), "labels": s.labels(), "names": s.names()},
        {"images": "images", "labels": "labels"},
        view=lambda view: (view.contrast_, _frame(view)),
    ),
    # Confusion
    "plots.confusion.plot_confusion": Case(
        plots_confusion.plot_confusion,
        lambda s: {"matrix": s.matrix(), "names": s.names()},
        {"matrix": "matrix"},
        view=lambda plot: plot.values_,
    ),
    "plots.pairs.plot_pairs_over_time": Case(
        pairs.plot_pairs_over_time,
        lambda s: {
            "matrices": s.matrix(3), "epochs": np.arange(3), "names": s.names(),
            "pairs": [(0, 1)],
        },
        {"matrices": "matrices", "epochs": "epochs"},
        view=_lines,
    ),
    "plots.pairs.plot_seed_spread": Case(
        pairs.plot_seed_spread,
        lambda s: {"table": chance.seed_spread(np.stack([s.matrix()] * 2))},
        {"table": "table"},
        view=_drawn,
    ),
    "plots.pairs.plot_pairs": Case(
        pairs.plot_pairs,
        lambda s: {
            "table": pair_table(s.names(), a=s.symmetric(), b=s.symmetric()),
            "x": "a", "y": "b",
        },
        {"table": "table"},
        view=_drawn,
    ),
    "plots.calibration.plot_reliability": Case(
        plots_calibration.plot_reliability,
        lambda s: {
            "tables": [calibration.reliability(s.probabilities(), s.labels())],
            "names": ["CNN"],
        },
        {"tables": "table"},
        view=_lines,
    ),
    "plots.calibration.RefusalView": Case(
        plots_calibration.RefusalView,
        lambda s: {
            "probabilities": [s.probabilities(), s.probabilities()],
            "labels": s.labels(),
            "names": ["CNN", "MLP"],
            "percents": np.array([0, 20]),
        },
        {"probabilities": "probabilities", "labels": "labels", "percents": "epochs"},
        view=_frame,
    ),
    # Features
    "plots.kernels.plot_kernels": Case(
        kernels.plot_kernels, lambda s: {"kernels": _kernels(s)}, {"kernels": "numbers"},
        view=_image,
    ),
    "plots.maps.plot_maps": Case(
        maps.plot_maps,
        lambda s: {"maps": _maps(s), "dead": np.array([True, False, False, False])},
        {"maps": "numbers", "dead": "marks"},
        view=_image,
        optional=("dead",),
    ),
    "plots.maps.plot_twins": Case(
        maps.plot_twins,
        lambda s: {
            "maps": _maps(s), "other_maps": _maps(s)[::-1], "partners": np.array([1, 0, 3, 2]),
            "correlations": np.array([0.5, 0.1, 0.9, 0.3]),
        },
        {
            "maps": "numbers", "other_maps": "numbers", "partners": "positions",
            "correlations": "numbers",
        },
        view=_image,
    ),
    "plots.maps.MapsView": Case(
        maps.MapsView,
        lambda s: {
            "epochs": np.arange(2), "layers": {"conv": _maps(s, 2)}, "picture": s.images()[0]
        },
        {"epochs": "epochs", "layers": "numbers", "picture": "picture"},
        view=_frame,
    ),
    # An MLP
    "plots.mlp.plot_history": Case(
        mlp.plot_history, lambda s: {"history": _history(s)}, {"history": "numbers"},
        view=lambda axes: [_drawn(axes[0]), axes[0].lines[0].get_ydata()],
        takes={"history": ("one row only", "one row less", "one row more")},
    ),
    "plots.robustness.plot_robustness": Case(
        robustness.plot_robustness,
        lambda s: {"amounts": np.arange(4.0), "scores": _scores(s), "xlabel": "pixels"},
        {"amounts": "numbers", "scores": "any shape"},
        view=_lines,
    ),
    "plots.wiring.plot_wiring": Case(
        wiring.plot_wiring,
        lambda s: {
            "maps": _maps(s), "output": _maps(s)[1:-1, 1:-1, 0], "nodes": np.array([[0, 1], [1, 0]])
        },
        {"maps": "numbers", "output": "numbers", "nodes": "positions"},
        view=lambda ax: [mesh.get_array() for mesh in ax.collections],
        takes={"nodes": ("one row only", "one row less")},
    ),
    # Maps
    "plots.projection.map_limits": Case(
        projection.map_limits, lambda s: {"points": _points(s)}, {"points": "any shape"}
    ),
    "plots.projection.map_classes": Case(
        projection.map_classes,
        lambda s: {"points": _points(s), "labels": s.labels(), "names": s.names()},
        {"labels": "labels"},
        optional=("labels",),
    ),
    "plots.projection.plot_projection": Case(
        projection.plot_projection,
        lambda s: {
            "points": _points(s), "labels": s.labels(), "names": s.names(),
            "limits": np.array([[-3.0, 3], [-3, 3]]),
        },
        {"points": "numbers", "labels": "labels", "limits": "numbers"},
        view=lambda plot: [_drawn(plot), plot.points_.get_offsets()],
        optional=("limits",),
    ),
    # Over time
    "plots.predictions.plot_answers": Case(
        lambda picture, answers, names: predictions.plot_answers(picture, {"a": answers}, names, 1),
        lambda s: {"picture": s.images()[0], "answers": s.rng.random(s.k), "names": s.names()},
        {"picture": "picture", "answers": "numbers"},
        view=lambda axes: axes[1].patches[0].get_width(),
    ),
    "plots.predictions.PredictionView": Case(
        predictions.PredictionView,
        lambda s: {"record": _record(s), "picture": s.images()[0], "number": 1},
        {"picture": "picture"},
        view=_frame,
    ),
    "plots.predictions.PredictionStrip": Case(
        predictions.PredictionStrip,
        lambda s: {
            "record": _record(s), "pictures": s.images()[:2], "numbers": np.array([1, 4])
        },
        {"pictures": "images", "numbers": "positions"},
        view=_frame,
    ),
    "plots.view.EpochView": Case(
        lambda epochs: EpochView(epochs, (1, 1)),
        lambda s: {"epochs": np.arange(3)},
        {"epochs": "epochs"},
        view=lambda view: view.epochs,
    ),
    # Animations
    "plots.frames.to_frame": Case(
        lambda picture: animation.to_frame(picture, "picture"),
        lambda s: {"picture": s.images(3)[0]},
        {"picture": "frame"},
    ),
    # Widgets
    "widgets.picture_sheet.picture_sheet": Case(
        picture_sheet, lambda s: {"pictures": s.images(3)}, {"pictures": "images"}
    ),
    "widgets.confusion_matrix.ConfusionMatrix": Case(
        ConfusionMatrix,
        lambda s: {
            "labels": s.labels(), "probabilities": s.probabilities(2), "names": s.names(),
            "epochs": np.array([0, 4]), "pictures": s.images(), "numbers": np.arange(s.n),
        },
        {
            "labels": "labels", "probabilities": "probabilities", "epochs": "epochs",
            "pictures": "images", "numbers": "epochs",
        },
        view=lambda widget: (widget.epochs, widget._matrices, widget._examples),
        optional=("epochs", "pictures", "numbers"),
    ),
    "widgets.convolution.ConvolutionExplorer": Case(
        ConvolutionExplorer,
        lambda s: {"pictures": {"noise": s.images()[0]}, "kernels": {"mine": s.floats(3, 3)}},
        {"pictures": "picture", "kernels": "numbers"},
        view=lambda widget: (widget.output, widget._kernels),
        optional=("kernels",),
    ),
    "widgets.epoch_player.EpochPlayer": Case(
        EpochPlayer,
        lambda s: {"frames": [*s.images(3)[:3]], "epochs": np.array([0, 1, 5])},
        {"frames": "frame", "epochs": "epochs"},
        view=lambda widget: (widget.epochs, widget._frames, widget._base),
        optional=("epochs",),
    ),
    "widgets.label_vote.LabelVote": Case(
        LabelVote,
        lambda s: {
            "pictures": s.images(), "labels": s.labels(), "answers": _other_labels(s),
            "names": s.names(), "sureness": s.rng.random(s.n), "numbers": np.arange(s.n),
        },
        {
            "pictures": "images", "labels": "labels", "answers": "labels", "sureness": "numbers",
            "numbers": "epochs",
        },
        view=lambda widget: (widget._items, widget._sheet),
        optional=("sureness", "numbers"),
    ),
    "widgets.point_cloud.PointCloud": Case(
        PointCloud,
        lambda s: {
            "points": _points(s, 2), "labels": s.labels(), "names": s.names(),
            "pictures": s.images(), "choices": {"k": [1, 2]}, "n_nearest": 2,
        },
        {"points": "numbers", "labels": "labels", "pictures": "images"},
        view=lambda widget: (widget._layouts, widget._labels, widget._sheet),
        takes={"points": ("one more axis",)},  # the epochs
        optional=("pictures", "labels"),
    ),
}  # fmt: skip
