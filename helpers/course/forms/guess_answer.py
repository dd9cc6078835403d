"""The answer to a guess: a figure with what is true, and a layer that shows the guess."""

import traitlets

from helpers._arguments import bad_argument, check_choice, check_real
from helpers.course.forms.answer_figure import close, picture, placed
from helpers.course.forms.kept import form_module, form_styles, keep
from helpers.widgets.base import CourseWidget

__all__ = ["GuessAnswer"]


class GuessAnswer(CourseWidget):
    """What is true, beside what was guessed: made by `helpers.course.forms.Guess.answer`.

    The figure is a picture, and the guess a mark upon it, which the page draws: so it can come
    later, and is in no file.

    Parameters
    ----------
    guess : helpers.course.forms.Guess
    truth : float or str
    ax : matplotlib.axes.Axes or None
    along : {"x", "y"}
    at : dict of str to float or None
    alt : str

    Raises
    ------
    ValueError
        If axes and places do not fit the guess.
    """

    _esm = form_module("guess_answer.js")
    _css = form_styles("guess_answer.css")

    key = traitlets.Unicode().tag(sync=True)
    question = traitlets.Unicode().tag(sync=True)
    unit = traitlets.Unicode().tag(sync=True)
    truth = traitlets.Any().tag(sync=True)
    _figure = traitlets.Bytes(b"").tag(sync=True)
    _width = traitlets.Int(0).tag(sync=True)
    #: Where the axes are: left, top, width and height as shares of the figure.
    _box = traitlets.List(traitlets.Float()).tag(sync=True)
    _along = traitlets.Unicode("x").tag(sync=True)
    _log = traitlets.Bool(False).tag(sync=True)
    _limits = traitlets.List(traitlets.Float()).tag(sync=True)
    #: What the figure shows, in words.
    _alt = traitlets.Unicode().tag(sync=True)
    #: Where each choice stands along the axis; empty for numbers.
    _places = traitlets.Dict().tag(sync=True)

    def __init__(self, guess, truth, ax=None, along="x", at=None, alt=""):
        check_choice("along", along, ("x", "y"))
        places = _checked_places(guess, at)
        if ax is None and not guess.choices:
            ax = _number_line(guess, truth)
        traits, self._still = {}, None
        if ax is not None:
            if getattr(ax, "name", None) != "rectilinear":
                raise bad_argument("ax", "matplotlib axes, plain ones", ax)
            if guess.choices and not places:
                raise bad_argument("at", "where on the axis each choice stands", at)
            traits, self._still = _drawn(
                ax, along, places.get(truth, truth), _said(truth, guess.unit)
            )
        super().__init__(
            key=guess.key,
            question=guess.question,
            unit=guess.unit,
            truth=truth,
            _along=along,
            _places=places,
            _alt=str(alt).strip(),
            **traits,
        )
        keep(self, "guess", guess.key)

    def summary(self):
        """Say what is true. What was guessed is not in it."""
        true = _said(self.truth, self.unit)
        return f"{self._alt} It is {true}. Run this cell to see your guess beside it.".lstrip()

    def still_picture(self):
        """Return the figure with what is true and without the guess, as PNG bytes."""
        return self._still


def _said(value, unit):
    """Write a value with its unit: 67.7 of 100, 98 %, 120,000 pictures."""
    number = value if isinstance(value, str) else f"{value:,.6g}"
    return f"{number} {unit}" if unit else number


def _checked_places(guess, at):
    if at is None:
        return {}
    if not isinstance(at, dict) or set(at) != set(guess.choices):
        wanted = f"a place for each of the choices ({', '.join(guess.choices) or 'there are none'})"
        raise bad_argument("at", wanted, at)
    return {choice: check_real("at", place) for choice, place in at.items()}


def _number_line(guess, truth):
    """Draw the range that was asked for as a line of numbers, and give its axes."""
    import matplotlib.pyplot as plt

    figure, ax = plt.subplots(figsize=(7, 1.5), layout="constrained")
    if guess._logarithmic:
        ax.set_xscale("log")
    ax.set_xlim(min(guess.low, truth), max(guess.high, truth))
    ax.yaxis.set_visible(False)
    ax.spines[["left", "top", "right"]].set_visible(False)
    ax.xaxis.set_major_formatter("{x:,.6g}")
    if guess.unit:
        ax.set_xlabel(guess.unit)
    return ax


def _drawn(ax, along, place, words):
    """Say where on a figure numbers stand, and draw it; for its still, with what is true."""
    figure = ax.figure.canvas.figure  # the whole one, also where the axes are in a part of it
    scale = getattr(ax, f"get_{along}scale")()
    if scale not in ("linear", "log"):
        raise bad_argument("ax", f"a linear or logarithmic {along} axis", scale)
    limits = [float(value) for value in getattr(ax, f"get_{along}lim")()]
    ax.set_autoscale_on(False)  # the truth's line does not move them
    traits, whole = placed(ax)
    _mark_truth(ax, along, place, words)
    still = picture(figure, whole)
    close(figure)
    return {**traits, "_log": scale == "log", "_limits": limits}, still


def _mark_truth(ax, along, place, words):
    """Draw a line where the truth is, with its words: in the page they are a layer of their own."""
    if along == "x":
        ax.axvline(place, color="black", linewidth=1.5)
        spot, across, shift = (place, 1), ax.get_xaxis_transform(), (4, -2)
    else:
        ax.axhline(place, color="black", linewidth=1.5)
        spot, across, shift = (0, place), ax.get_yaxis_transform(), (4, 3)
    box = {"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 1}
    ax.annotate(
        f"it is {words}", spot, shift, xycoords=across, textcoords="offset points",
        va="top" if along == "x" else "bottom", bbox=box,
    )  # fmt: skip
