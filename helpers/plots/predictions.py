"""Pictures of what networks hold some test pictures for, and of how that comes about."""

import numpy as np

from helpers._arguments import (
    bad_argument,
    check_bytes,
    check_integer,
    check_numbers,
    check_picture,
    check_positions,
)
from helpers.plots import style
from helpers.plots.training import HEADLINE, TEXT
from helpers.plots.view import EpochView

__all__ = ["PredictionStrip", "PredictionView", "plot_answers"]


def plot_answers(picture, answers, names, truth):
    """Draw one picture, and beside it how probable each of some networks holds each class to be.

    Used in lesson 06.

    Parameters
    ----------
    picture : ndarray of shape (H, W) or (H, W, C), uint8
    answers : dict of str to ndarray of shape (K,)
        The probabilities of one to four networks, by what is written above them.
    names : sequence of K str
        The classes' names.
    truth : int
        The number of the picture's class.

    Returns
    -------
    list of matplotlib.axes.Axes
        The picture's, and one for each answer.

    Raises
    ------
    ValueError
        If there are no answers or more than four, or one has not a probability for each name.
    """
    picture = check_bytes("picture", check_picture("picture", picture), "a uint8 picture", (2, 3))
    if not isinstance(answers, dict) or not 1 <= len(answers) <= 4:
        raise bad_argument("answers", "a dict of one to four answers", answers)
    truth = check_integer("truth", truth, low=0, high=len(names) - 1)
    import matplotlib.pyplot as plt

    wide = 2.4 + 0.75 + 2.2 * len(answers)  # inches: the picture, the names, the bars
    figure = plt.figure(figsize=(wide, 2.8))
    axes = [figure.add_axes((0, 0.02, 2.2 / wide, 0.84))]
    axes[0].imshow(picture, cmap="gray_r" if picture.ndim == 2 else None)
    axes[0].set_axis_off()
    for k, (title, shares) in enumerate(answers.items()):
        expected = f"a probability for each of {len(names)} classes"
        shares = check_numbers(f"answers[{title!r}]", shares, expected, ranks=(1,))
        if len(shares) != len(names):
            raise bad_argument(f"answers[{title!r}]", expected, shares)
        ax = figure.add_axes(((3.2 + 2.2 * k) / wide, 0.02, 2 / wide, 0.84))
        said = int(np.argmax(shares))
        bars = _bars(None, ax, list(names), truth, 1 / len(names), room=0.4, size=11, named=k == 0)
        _set_bars(bars, shares, names, names[said], said == truth)
        ax.set_xticks([])
        ax.tick_params(axis="y", length=0)
        mark = "✓" if said == truth else "✗"
        ax.set_title(f"{title}\n{mark} {names[said]}, {shares[said]:.0%}", size=11, loc="left")
        axes.append(ax)
    return axes


class PredictionView(EpochView):
    """One picture, how probable the network holds each class to be, and how that came about.

    On the right the probabilities of all epochs lie upon each other, the right class at the bottom:
    as wide as a band is, so probable it was. Used in lesson 06.

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
        super().__init__(record.epochs, figsize=(12, 3.1))
        position = _watched("number", record, number)
        truth = record.test_labels[position : position + 1]
        shown = _shown_classes(record.probabilities[:, [position]], truth)
        self._names = [record.names[k] for k in shown]
        self._truth = shown.index(int(truth[0]))
        self._guesses = _Guesses(record, [position])
        self._probabilities = record.probabilities[:, position][:, shown]
        axes = self.figure_.add_axes((0.005, 0.03, 0.2, 0.79))
        axes.imshow(picture, cmap="gray_r" if np.ndim(picture) == 2 else None)
        axes.set_axis_off()
        bars = self.figure_.add_axes((0.335, 0.03, 0.2, 0.79))
        chance = 1 / len(record.names)
        self._bars = _bars(self, bars, self._names, self._truth, chance, room=0.35, size=TEXT)
        bars.set_xticks([])
        colours = [style.class_colours(len(record.names))[k] for k in shown]
        self._line = self._bands(self.figure_.add_axes((0.6, 0.15, 0.39, 0.67)), colours)
        for k, colour in enumerate(colours):  # which band is whose
            bars.plot(-0.045, k, "s", ms=9, color=colour, clip_on=False)
        bars.tick_params(axis="y", length=0, pad=14)
        self._title = self._moving(
            self.figure_.text(0.012, 0.93, "", fontsize=HEADLINE, fontweight="bold", va="center")
        )

    def _bands(self, axes, colours):
        """Draw the probabilities of all epochs as bands, and give the line that moves."""
        order = [self._truth, *(k for k in range(len(colours)) if k != self._truth)]
        # A record of one moment has bands, too: as wide as an epoch.
        at = np.array(self.epochs, float)
        shares = self._probabilities[:, order].T
        if len(at) == 1:
            at, shares = at[0] + np.array([-0.5, 0.5]), np.repeat(shares, 2, axis=1)
        axes.stackplot(at, shares, colors=[colours[k] for k in order], lw=0)
        axes.plot(at, shares[0], color="black", lw=1.5)
        axes.set(xlim=(at[0], at[-1]), ylim=(0, 1), yticks=[0, 0.5, 1])
        axes.yaxis.set_major_formatter("{x:.0%}")
        axes.tick_params(labelsize=TEXT - 1)
        axes.set_xlabel("epoch", size=TEXT - 1, labelpad=1)
        return self._moving(axes.axvline(at[0], color="black", lw=3))

    def _move(self, index):
        name, _, right = self._guesses(index, 0)
        _set_bars(self._bars, self._probabilities[index], self._names, name, right)
        self._line.set_xdata([self.epochs[index]] * 2)
        self._title.set_text(self._headline(index))
        self._title.set_color(style.RIGHT if right else style.WRONG)

    def _headline(self, index):
        name, probability, right = self._guesses(index, 0)
        verdict = "✓ right" if right else f"✗ it is: {self._names[self._truth]}"
        return (
            f"epoch {self.epochs[index]}  ·  the network says: {name}, {probability:.0%}  ·  "
            f"{verdict}"
        )

    def _describe(self, index):
        first = ", ".join(f"{name} {share:.0%}" for name, share in self._guesses.first(index, 3))
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
        positions = [_watched("numbers", record, number) for number in numbers.tolist()]
        truths, probabilities = record.test_labels[positions], record.probabilities[:, positions]
        shown = _shown_classes(probabilities, truths)
        self._names = [record.names[k] for k in shown]
        self._truths = np.array([shown.index(truth) for truth in truths.tolist()])
        self._guesses = _Guesses(record, positions)
        self._probabilities = probabilities[..., shown]
        self._columns = []
        n, left = len(numbers), 0.11
        width = (0.995 - left) / n
        for i, (picture, truth) in enumerate(zip(pictures, self._truths, strict=True)):
            x = left + i * width
            axes = self.figure_.add_axes((x, 0.55, width * 0.92, 0.33))
            axes.imshow(picture, cmap="gray_r" if np.ndim(picture) == 2 else None)
            axes.set_axis_off()
            bars = self.figure_.add_axes((x, 0.02, width * 0.92, 0.43))
            artists = _bars(
                self, bars, self._names, truth, 1 / len(record.names), room=0.4, size=TEXT - 1,
                named=i == 0,
            )  # fmt: skip
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
            name, probability, right = self._guesses(index, i)
            _set_bars(bars, self._probabilities[index, i], self._names, name, right)
            title.set_text(f"{'✓' if right else '✗'} {name} {probability:.0%}")
            title.set_color(style.RIGHT if right else style.WRONG)
        self._title.set_text(self._headline(index))

    def _headline(self, index):
        right = [self._guesses(index, i)[2] for i in range(len(self._truths))]
        return f"epoch {self.epochs[index]}  ·  {sum(right)} of {len(right)} right"

    def _describe(self, index):
        each = []
        for i, truth in enumerate(self._truths):
            name, probability, right = self._guesses(index, i)
            verdict = "right" if right else "wrong"
            each.append(f"{self._names[truth]}: taken for {name} ({probability:.0%}), {verdict}")
        return f"{self._headline(index)}. " + "; ".join(each) + "."


class _Guesses:
    """What a network says of some watched pictures, out of all classes."""

    def __init__(self, record, positions):
        self._names = record.names
        self._probabilities = record.probabilities[:, positions]
        self._truths = record.test_labels[positions]

    def __call__(self, index, picture):
        """Give the guess's name and probability, and whether it is right."""
        probabilities = self._probabilities[index, picture]
        guess = int(probabilities.argmax())
        return self._names[guess], probabilities[guess], guess == self._truths[picture]

    def first(self, index, n):
        """Give the names and probabilities of the ``n`` most probable classes."""
        probabilities = self._probabilities[index, 0]
        return [(self._names[k], probabilities[k]) for k in np.argsort(-probabilities)[:n]]


def _watched(name, record, number):
    """Find a test picture's position among the watched ones."""
    if not record.probabilities.shape[2]:
        raise bad_argument("record", "one of a network that tells classes apart", record)
    found = np.flatnonzero(record.test_index == number)
    if not len(found):
        raise bad_argument(
            name, f"a test picture that the record watched ({len(record.test_index)} of them)",
            number,
        )  # fmt: skip
    return int(found[0])


def _shown_classes(probabilities, truths, most=12):
    """Choose the classes that have bars: all, or the truths and those held most probable.

    ``probabilities`` are (moments, pictures, classes).
    """
    n_classes = probabilities.shape[2]
    if n_classes <= most:
        return list(range(n_classes))
    chosen = set(map(int, truths))
    for k in np.argsort(-probabilities.max(axis=(0, 1)), kind="stable"):
        if len(chosen) < most:
            chosen.add(int(k))
    return sorted(chosen)


def _bars(view, axes, names, truth, chance, room, size, named=True):
    """Draw a bar for each class, the true one marked, and a line at what guessing gives.

    ``chance`` is what that is; ``room`` is the space right of 100 % for the mark, in parts of the
    axis; ``size`` is the text's. In a figure that stands still there is no ``view``.
    """
    bars = axes.barh(range(len(names)), np.zeros(len(names)), height=0.75)
    if view is not None:
        for bar in bars:
            view._moving(bar)
    axes.set(xlim=(0, 1 + room), ylim=(len(names) - 0.5, -0.5), xticks=np.linspace(0, 1, 6))
    axes.xaxis.set_major_formatter("{x:.0%}")
    axes.set_yticks(range(len(names)), names if named else [""] * len(names), fontsize=size)
    axes.axvline(chance, color="0.5", lw=1, ls=":")
    axes.axhspan(truth - 0.5, truth + 0.5, color="0.92", zorder=0)
    axes.text(1 + room, truth, "truth", ha="right", va="center", color="0.25", fontsize=size)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    return bars


def _set_bars(bars, probabilities, names, guess, right):
    """Set the bars' lengths, and the colour of the network's guess."""
    for bar, probability, name in zip(bars, probabilities, names, strict=True):
        bar.set_width(probability)
        bar.set_color((style.RIGHT if right else style.WRONG) if name == guess else "0.7")
