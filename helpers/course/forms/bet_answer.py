"""The bet is settled: a confusion matrix, and the bet's pairs marked upon it."""

import traitlets
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from helpers.analysis.confusion import check_matrix
from helpers.analysis.pairs import pair_confusion, pair_places
from helpers.course.bets import KEY, N_PAIRS
from helpers.course.forms.answer_figure import placed
from helpers.course.forms.kept import form_module, form_styles, keep
from helpers.plots.confusion import plot_confusion
from helpers.widgets.base import CourseWidget

__all__ = ["BetAnswer"]

#: Inches: with its words it is on one screen, and ten classes have room for their numbers.
_SIZE = (8.8, 6.9)


class BetAnswer(CourseWidget):
    """A confusion matrix with the pairs that are confused most, and those of the bet.

    The matrix is a picture with the former on it, and the bet a layer that the page draws: so it
    can come later, and is in no file. Used in lesson 05.

    Parameters
    ----------
    matrix : ndarray of int, shape (K, K)
        Rows actual, columns predicted.
    names : sequence of K str
        The names that the bet was placed with.

    Raises
    ------
    ValueError
        If the matrix is none of counts, or there is not one name for each class.
    """

    _esm = form_module("bet_answer.js")
    _css = form_styles("guess_answer.css", "bet_answer.css")

    key = traitlets.Unicode(KEY).tag(sync=True)
    names = traitlets.List(traitlets.Unicode()).tag(sync=True)
    _figure = traitlets.Bytes(b"").tag(sync=True)
    _width = traitlets.Int(0).tag(sync=True)
    #: Where the cells are: left, top, width and height as shares of the figure.
    _box = traitlets.List(traitlets.Float()).tag(sync=True)
    #: Of each pair its place by how often it is confused, 1 for the most; 0 on the diagonal.
    _places = traitlets.List().tag(sync=True)
    _n_best = traitlets.Int(N_PAIRS).tag(sync=True)

    def __init__(self, matrix, names):
        matrix, names = check_matrix(matrix), [str(name) for name in names]
        places = pair_places(pair_confusion(matrix))
        ax = Figure(figsize=_SIZE, layout="constrained").add_subplot()
        plot_confusion(matrix, names, ax=ax)
        for actual, said in zip(*((0 < places) & (places <= N_PAIRS)).nonzero(), strict=True):
            # A little within the cell, so that a mark around it stays apart.
            corner = (said + 0.06, actual + 0.06)
            ax.add_patch(Rectangle(corner, 0.88, 0.88, fill=False, ec="black", lw=2.5, zorder=4))
        traits, _ = placed(ax)
        super().__init__(names=names, _places=places.tolist(), **traits)
        keep(self, "bet", KEY)

    def summary(self):
        """Say which pairs are confused most. The bet is not in it."""
        best = [
            (place, f"{self.names[i]} and {self.names[j]}")
            for i, row in enumerate(self._places)
            for j, place in enumerate(row)
            if i < j and place <= self._n_best
        ]
        said = "; ".join(pair for _, pair in sorted(best))
        return f"Confused most: {said}. Run this cell to see your bet in the matrix."

    def still_picture(self):
        """Return the matrix with the pairs that are confused most, as PNG bytes."""
        return bytes(self._figure)
