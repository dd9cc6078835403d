"""Pictures of a network that learns: its kernels, its curves, what it got right and when."""

import matplotlib as mpl
import numpy as np

from helpers._arguments import bad_argument
from helpers.analysis.training import first_layer_maps
from helpers.plots import style
from helpers.plots.axes import axes_or_new
from helpers.plots.tiles import colour_scale, tile
from helpers.plots.view import EpochView

__all__ = ["TrainingView", "plot_right_over_time", "plot_scores", "score_in_words"]

#: Share of all values that stay within a colour scale: the rest would only dim the others.
SHARE = 0.999

#: The wide views have 12 inches, and a page shows them about three quarters as large: so their
#: text is larger than that of other figures.
TEXT, HEADLINE = 14, 18


class TrainingView(EpochView):
    """The first layer's kernels, what they make of a picture, and the learning curves.

    One colour scale holds for all kernels at all epochs, and one for all maps, so that the noise
    of the start looks like noise. Used in lesson 06.

    Parameters
    ----------
    record : helpers.recording.TrainingRecord
        With convolution kernels of three (or one) input channels, and recorded pictures.
        The curves are those of the score that it monitored; the loss where it has none.
    picture : int
        Position in ``record.pictures``.
    name : str
        What the picture shows, for the title: ``"the dog"``.
    kernel_limit, map_limit : float, optional
        The weight, and the value in a map, that is shown in full colour: another view's, where two
        are to be compared. Left out: nearly the largest in the record.
    colour : color, optional
        Of the curves: a network keeps one, `helpers.plots.style.NETWORK_COLOURS`.
    """

    def __init__(
        self,
        record,
        picture=0,
        name="the picture",
        kernel_limit=None,
        map_limit=None,
        colour=None,
    ):
        super().__init__(record.epochs, figsize=(12, 4.4))
        self._record = record
        n = record.kernels.shape[-1]
        columns = int(np.ceil(np.sqrt(n)))
        kernels = np.moveaxis(record.kernels, -1, 1)
        self.kernel_limit = kernel_limit or colour_scale(kernels, SHARE)
        shown = np.clip(kernels / self.kernel_limit / 2 + 0.5, 0, 1)
        self._kernels = [tile((255 * k).astype(np.uint8), columns) for k in shown]
        maps = [np.moveaxis(first_layer_maps(record, e, picture), -1, 0) for e in self.epochs]
        maps = np.stack(maps)
        self.map_limit = map_limit or colour_scale(maps, SHARE)
        parts = maps / self.map_limit
        # Where an activation lets values below zero through, grey is zero, as in the kernels.
        below = maps.min() < 0
        colours = mpl.colormaps["gray" if below else "magma"]
        shown = colours(np.clip(parts / 2 + 0.5 if below else parts, 0, 1), bytes=True)
        self._maps = [tile(m[..., :3], columns, gap=3) for m in shown]

        figure = self.figure_
        left, middle, right = (
            figure.add_axes(box)
            for box in ((0.01, 0.02, 0.3, 0.82), (0.325, 0.02, 0.3, 0.82), (0.7, 0.14, 0.285, 0.7))
        )
        for axes, title in ((left, f"{n} kernels"), (middle, f"what they make of {name}")):
            axes.set_axis_off()
            axes.set_title(title, fontsize=TEXT)
        self._left = self._moving(left.imshow(self._kernels[0], interpolation="nearest"))
        self._middle = self._moving(middle.imshow(self._maps[0], interpolation="nearest"))
        score = (record.monitor or "loss").removeprefix("val_")
        self._curves = plot_scores([record], names=[""], score=score, ax=right)
        right.set_title(score.replace("_", " "), fontsize=TEXT)
        for line in self._curves if colour is not None else ():
            line.set_color(colour)
        _enlarge(right)
        self._marks = [
            self._moving(right.plot([], [], "o", ms=7, color=line.get_color())[0])
            for line in self._curves
        ]
        self._line = self._moving(right.axvline(0, color="0.6", lw=1))
        self._title = self._moving(
            figure.text(0.012, 0.945, "", fontsize=HEADLINE, fontweight="bold", va="center")
        )

    def _move(self, index):
        self._left.set_data(self._kernels[index])
        self._middle.set_data(self._maps[index])
        epoch = self.epochs[index]
        self._line.set_xdata([epoch, epoch])
        for mark, curve in zip(self._marks, self._curves, strict=True):
            mark.set_data([epoch], [curve.get_ydata()[index]])
        self._title.set_text(self._headline(index))

    def _headline(self, index):
        return (
            f"epoch {self.epochs[index]}  ·  {self._record.images_seen[index]:,} images seen  ·  "
            f"{score_in_words(self._record, index)}"
        )

    def _describe(self, index):
        change = np.abs(self._record.kernels[index] - self._record.kernels[0]).mean()
        return (
            f"{self._headline(index)}. On average a weight of the kernels has moved by "
            f"{change:.3f} since the start."
        )


def plot_scores(records, names, score="accuracy", x="epochs", ax=None):
    """Draw learning curves: validation as a line, training as a thin dashed one.

    Used in lessons 03, 04 and 06.

    Parameters
    ----------
    records : sequence of helpers.recording.TrainingRecord
    names : sequence of str
        A name for each.
    score : str
        ``"accuracy"``, ``"loss"``, or what else the networks were compiled with.
    x : str
        ``"epochs"`` or ``"images_seen"``.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    list of matplotlib.lines.Line2D
        Two for each record: validation, training; one where it has only one of them.

    Raises
    ------
    ValueError
        If there is not one name for each record, or there are more than 24 of them.
    """
    if len(records) != len(names) or not len(records):
        raise bad_argument("names", f"a name for each of {len(records)} records", names)
    looks = style.line_looks("records", names)
    ax = axes_or_new(ax, (8, max(4.5, 0.46 * len(records) + 0.6)))  # room for the names
    lines = []
    for k, (record, name, look) in enumerate(zip(records, names, looks, strict=True)):
        if not {score, f"val_{score}"} & record.scores.keys():
            known = sorted({name.removeprefix("val_") for name in record.scores})
            raise bad_argument("score", f"one of {known}", score)
        values = getattr(record, x)
        prefix = f"{name}, " if name else ""
        # Dashes say what was measured; so it is a marker that tells a colour's second line apart.
        marker = look["marker"] if k >= len(style.LINE_COLOURS) else None
        mark = {"marker": marker, "ms": 5, "markevery": 1 + len(values) // 12}
        for key, how, part in (
            (f"val_{score}", {"lw": 2}, "validation"),
            (score, {"lw": 1.2, "ls": "--"}, "training"),
        ):
            how = {"color": look["color"], "label": prefix + part, **mark, **how}
            if key in record.scores:
                lines += ax.plot(values, record.scores[key], **how)
    if score == "accuracy":
        if n_classes := len(records[0].names):
            ax.axhline(1 / n_classes, color="0.5", lw=1, ls=":", label="guessing")
        ax.set_ylim(0, 1)
        ax.yaxis.set_major_formatter("{x:.0%}")
    ax.set_xlabel({"epochs": "epoch", "images_seen": "images seen"}[x])
    if x == "images_seen":
        ax.xaxis.set_major_formatter("{x:,.0f}")
    # Where the curves do not end: accuracies low on the right after a short training, else high.
    ends_high = score == "accuracy" and max(line.get_ydata()[-1] for line in lines) > 0.5
    corner, anchor = ("lower right", (0.95, 0)) if ends_high else ("upper right", (1, 1))
    if len(records) > 3:  # too many names to stand among the curves
        corner, anchor = "upper left", (1, 1)
    ax.legend(loc=corner, bbox_to_anchor=anchor, frameon=False)
    return lines


def plot_right_over_time(record, ax=None):
    """Draw right and wrong for every watched picture (rows) at every epoch (columns).

    Pictures that were got right early are at the top. Used in lesson 06.

    Parameters
    ----------
    record : helpers.recording.TrainingRecord
    ax : matplotlib.axes.Axes, optional

    Returns
    -------
    matplotlib.image.AxesImage
    """
    ax = axes_or_new(ax, (8, 5))
    right = (record.predictions == record.test_labels).T
    right = right[np.argsort(-right.sum(axis=1), kind="stable")]
    from matplotlib.colors import ListedColormap

    image = ax.imshow(
        right,
        aspect="auto",
        cmap=ListedColormap([style.WRONG, style.RIGHT]),
        interpolation="nearest",
        extent=(record.epochs[0] - 0.5, record.epochs[-1] + 0.5, len(right), 0),
    )
    ax.set_xlabel("epoch")
    ax.set_ylabel("test pictures, the most often right on top")
    return image


def score_in_words(record, index):
    """Say how well a recorded network did at one moment.

    Parameters
    ----------
    record : helpers.recording.TrainingRecord
    index : int
        Position in the record's arrays.

    Returns
    -------
    str
        Such as "75% right on validation images", or "val loss 0.31".
    """
    if record.monitor is None:
        return "not scored"
    value = record.scores[record.monitor][index]
    if record.monitor == "val_accuracy":
        return f"{value:.0%} right on validation images"
    return f"{record.monitor.replace('_', ' ')} {value:.3g}"


def _enlarge(axes):
    """Give an axes of a wide view the larger text."""
    axes.tick_params(labelsize=TEXT)
    axes.xaxis.label.set_size(TEXT)
    for text in axes.get_legend().get_texts():
        text.set_size(TEXT)
