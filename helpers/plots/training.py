"""Pictures of a network that learns: its kernels, its curves, its opinion of a picture."""

import matplotlib as mpl
import numpy as np

from helpers._arguments import bad_argument, check_bytes, check_picture, check_positions
from helpers.analysis.training import first_layer_maps
from helpers.plots import style
from helpers.plots.axes import axes_or_new
from helpers.plots.tiles import colour_scale, tile
from helpers.plots.view import EpochView

__all__ = ["PredictionStrip", "PredictionView", "TrainingView", "plot_right_over_time",
           "plot_scores"]  # fmt: skip

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
    picture : int
        Position in ``record.pictures``.
    name : str
        What the picture shows, for the title: ``"the dog"``.
    kernel_limit : float, optional
        The weight that is shown in full colour. Left out: nearly the largest in the record.
    """

    def __init__(self, record, picture=0, name="the picture", kernel_limit=None):
        super().__init__(record.epochs, figsize=(12, 4.4))
        self._record = record
        n = record.kernels.shape[-1]
        columns = int(np.ceil(np.sqrt(n)))
        kernels = np.moveaxis(record.kernels, -1, 1)
        self.kernel_limit = kernel_limit or colour_scale(kernels, SHARE)
        shown = np.clip(kernels / self.kernel_limit / 2 + 0.5, 0, 1)
        self._kernels = [tile((255 * k).astype(np.uint8), columns) for k in shown]
        maps = [np.moveaxis(first_layer_maps(record, e, picture), -1, 0) for e in self.epochs]
        limit = colour_scale(np.stack(maps), SHARE)
        shown = mpl.colormaps["magma"](np.clip(np.stack(maps) / limit, 0, 1), bytes=True)
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
        self._curves = plot_scores([record], names=[""], ax=right)
        right.set_title("accuracy", fontsize=TEXT)
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
            f"{self._record.scores['val_accuracy'][index]:.0%} right on validation images"
        )

    def _describe(self, index):
        change = np.abs(self._record.kernels[index] - self._record.kernels[0]).mean()
        return (
            f"{self._headline(index)}. On average a weight of the kernels has moved by "
            f"{change:.3f} since the start."
        )


class PredictionView(EpochView):
    """One picture, and how probable the network holds each class to be.

    Used in lesson 06.

    Parameters
    ----------
    record : helpers.recording.TrainingRecord
    picture : ndarray of shape (H, W) or (H, W, C), uint8
        The test picture itself.
    number : int
        Its number in the test set; one of ``record.test_index``.
    """

    def __init__(self, record, picture, number):
        picture = check_picture("picture", picture)
        picture = check_bytes("picture", picture, "a uint8 picture", ranks=(2, 3))
        super().__init__(record.epochs, figsize=(9, 4.2))
        self._names = record.made_from["data"]["names"]
        position = _watched("number", record, number)
        self._truth = int(record.test_labels[position])
        self._probabilities = record.probabilities[:, position]
        axes = self.figure_.add_axes((0.02, 0.09, 0.32, 0.74))
        axes.imshow(picture, cmap="gray_r" if np.ndim(picture) == 2 else None)
        axes.set_axis_off()
        bars = self.figure_.add_axes((0.5, 0.13, 0.47, 0.7))
        self._bars = _bars(self, bars, self._names, self._truth, room=0.12, size=12)
        bars.set_xlabel("probability")
        self._title = self._moving(
            self.figure_.text(0.02, 0.93, "", fontsize=14, fontweight="bold", va="center")
        )

    def _move(self, index):
        right = _set_bars(self._bars, self._probabilities[index], self._truth)
        self._title.set_text(self._headline(index))
        self._title.set_color(style.RIGHT if right else style.WRONG)

    def _headline(self, index):
        probabilities = self._probabilities[index]
        guess = int(probabilities.argmax())
        verdict = "✓ right" if guess == self._truth else f"✗ it is: {self._names[self._truth]}"
        return (
            f"epoch {self.epochs[index]}  ·  the network says: {self._names[guess]}, "
            f"{probabilities[guess]:.0%}  ·  {verdict}"
        )

    def _describe(self, index):
        order = np.argsort(-self._probabilities[index])[:3]
        first = ", ".join(f"{self._names[k]} {self._probabilities[index, k]:.0%}" for k in order)
        return f"{self._headline(index)}. The three most probable: {first}."


class PredictionStrip(EpochView):
    """Several pictures in a row, each with its class probabilities below.

    Blue and ✓ for right, orange and ✗ for wrong. Used in lesson 06.

    Parameters
    ----------
    record : helpers.recording.TrainingRecord
    pictures : ndarray of shape (n, H, W) or (n, H, W, C), uint8
        The test pictures themselves; six fill a page's width.
    numbers : sequence of int
        Their numbers in the test set, each one of ``record.test_index``.
    """

    def __init__(self, record, pictures, numbers):
        pictures = check_bytes("pictures", pictures, "uint8 pictures")
        expected = f"one for each of {len(pictures)} pictures"
        numbers = check_positions("numbers", numbers, expected, ranks=(1,))
        if len(pictures) != len(numbers):
            raise bad_argument("numbers", expected, numbers)
        super().__init__(record.epochs, figsize=(12, 5.2))
        self._names = record.made_from["data"]["names"]
        positions = [_watched("numbers", record, number) for number in numbers.tolist()]
        self._truths = record.test_labels[positions].astype(int)
        self._probabilities = record.probabilities[:, positions]
        self._columns = []
        n, left = len(numbers), 0.11
        width = (0.995 - left) / n
        for i, (picture, truth) in enumerate(zip(pictures, self._truths, strict=True)):
            x = left + i * width
            axes = self.figure_.add_axes((x, 0.55, width * 0.92, 0.33))
            axes.imshow(picture, cmap="gray_r" if np.ndim(picture) == 2 else None)
            axes.set_axis_off()
            bars = self.figure_.add_axes((x, 0.02, width * 0.92, 0.43))
            artists = _bars(self, bars, self._names, truth, room=0.4, size=TEXT - 1, named=i == 0)
            bars.set_xticks([])
            title = self._moving(
                self.figure_.text(
                    x + width * 0.46, 0.5, "", ha="center", va="center", fontsize=TEXT
                )
            )
            self._columns.append((artists, title))
        self._title = self._moving(
            self.figure_.text(0.012, 0.945, "", fontsize=HEADLINE, fontweight="bold", va="center")
        )

    def _move(self, index):
        for i, (bars, title) in enumerate(self._columns):
            probabilities = self._probabilities[index, i]
            right = _set_bars(bars, probabilities, self._truths[i])
            guess = self._names[probabilities.argmax()]
            title.set_text(f"{'✓' if right else '✗'} {guess} {probabilities.max():.0%}")
            title.set_color(style.RIGHT if right else style.WRONG)
        self._title.set_text(self._headline(index))

    def _headline(self, index):
        right = self._probabilities[index].argmax(axis=1) == self._truths
        return f"epoch {self.epochs[index]}  ·  {right.sum()} of {len(right)} right"

    def _describe(self, index):
        each = []
        for probabilities, truth in zip(self._probabilities[index], self._truths, strict=True):
            guess = int(probabilities.argmax())
            verdict = "right" if guess == truth else "wrong"
            each.append(
                f"{self._names[truth]}: taken for {self._names[guess]} "
                f"({probabilities[guess]:.0%}), {verdict}"
            )
        return f"{self._headline(index)}. " + "; ".join(each) + "."


def plot_scores(records, names, score="accuracy", x="epochs", ax=None):
    """Draw learning curves: validation as a line, training as a thin dashed one.

    Used in lessons 03, 04 and 06.

    Parameters
    ----------
    records : sequence of helpers.recording.TrainingRecord
    names : sequence of str
        A name for each.
    score : str
        ``"accuracy"`` or ``"loss"``.
    x : str
        ``"epochs"`` or ``"images_seen"``.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    list of matplotlib.lines.Line2D
        Two for each record: validation, training.

    Raises
    ------
    ValueError
        If there is not one name for each record, or there are more than 24 of them.
    """
    if len(records) != len(names) or not len(records):
        raise bad_argument("names", f"a name for each of {len(records)} records", names)
    looks = style.line_looks("records", records)
    ax = axes_or_new(ax, (8, max(4.5, 0.46 * len(records) + 0.6)))  # room for the names
    lines = []
    for k, (record, name, look) in enumerate(zip(records, names, looks, strict=True)):
        if f"val_{score}" not in record.scores:
            known = [name for name in record.scores if not name.startswith("val_")]
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
            lines += ax.plot(values, record.scores[key], **how)
    if score == "accuracy":
        chance = 1 / len(records[0].made_from["data"]["names"])
        ax.axhline(chance, color="0.5", lw=1, ls=":", label="guessing")
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


def _enlarge(axes):
    """Give an axes of a wide view the larger text."""
    axes.tick_params(labelsize=TEXT)
    axes.xaxis.label.set_size(TEXT)
    for text in axes.get_legend().get_texts():
        text.set_size(TEXT)


def _watched(name, record, number):
    """Find a test picture's position among the watched ones."""
    found = np.flatnonzero(record.test_index == number)
    if not len(found):
        raise bad_argument(
            name, f"a test picture that the record watched ({len(record.test_index)} of them)",
            number,
        )  # fmt: skip
    return int(found[0])


def _bars(view, axes, names, truth, room, size, named=True):
    """Draw a bar for each class, the true one marked, and a line at what guessing gives.

    ``room`` is the space right of 100 % for the mark, in parts of the axis; ``size`` the text's.
    """
    bars = axes.barh(range(len(names)), np.zeros(len(names)), height=0.75)
    for bar in bars:
        view._moving(bar)
    axes.set(xlim=(0, 1 + room), ylim=(len(names) - 0.5, -0.5), xticks=np.linspace(0, 1, 6))
    axes.xaxis.set_major_formatter("{x:.0%}")
    axes.set_yticks(range(len(names)), names if named else [""] * len(names), fontsize=size)
    axes.axvline(1 / len(names), color="0.5", lw=1, ls=":")
    axes.axhspan(truth - 0.5, truth + 0.5, color="0.92", zorder=0)
    axes.text(1 + room, truth, "truth", ha="right", va="center", color="0.25", fontsize=size)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    return bars


def _set_bars(bars, probabilities, truth):
    """Set the bars' lengths and colours; say whether the longest is the true one."""
    guess = int(probabilities.argmax())
    for k, (bar, probability) in enumerate(zip(bars, probabilities, strict=True)):
        bar.set_width(probability)
        chosen = style.RIGHT if guess == truth else style.WRONG
        bar.set_color(chosen if k == guess else "0.7")
    return guess == truth
