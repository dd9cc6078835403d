"""The confusion matrix to click: each cell opens the pictures behind it, at any epoch."""

import numpy as np
import traitlets

from helpers._arguments import (
    bad_argument,
    check_bytes,
    check_choice,
    check_epochs,
    check_integer,
    check_labels,
    check_positions,
)
from helpers.analysis.confusion import check_probabilities, confusion_matrix, most_confident
from helpers.widgets.base import EpochWidget, figure_png
from helpers.widgets.modules import joined_module, joined_styles
from helpers.widgets.picture_sheet import picture_sheet

__all__ = ["ConfusionMatrix"]

_BY = ("row", "column", "none")
_SCALES = ("errors", "same", "log")
#: How many numbers the pictures of all cells may have: one or two megabytes in a notebook.
_MOST_VALUES = 2_400_000


class ConfusionMatrix(EpochWidget):
    """A confusion matrix whose cells open, with switches for what its numbers and colours mean.

    Counts, scores and pictures of all epochs are in the browser. So it answers at once, and goes
    on answering when the kernel is stopped, when the saved notebook is opened again and trusted,
    and in a page made by ``python -m helpers export``.

    Parameters
    ----------
    labels : ndarray of int, shape (M,)
        The actual classes.
    probabilities : ndarray of float, shape (E, M, K) or (M, K)
        Of each class, at E epochs or at one.
    names : sequence of K str, optional
        By default the classes' numbers. Above 25 classes the cells are coloured squares without
        numbers, and a line below says what the cell is that is pointed at.
    epochs : sequence of E int, optional
        By default 0, 1, 2 ...
    pictures : ndarray of shape (P, H, W) or (P, H, W, C), uint8, optional
        What a cell shows. Left out: no cell can be opened.
    numbers : ndarray of int, shape (M,), optional
        Which of ``pictures`` belongs to each label; those that are P or more are counted, but
        not at hand. By default 0 to M - 1.
    per_cell : int
        A cell shows at most so many pictures, those of which the network is most sure. All cells
        together hold some 3,000 of 28 by 28 pixels, or 780 of 32 by 32 in colour: where there are
        more, those of the last epochs and of the fullest cells.
    title : str
        A line above the matrix.
    epoch : int, optional
        The epoch to start with. By default the last.
    by : {"row", "column", "none"}
        What the numbers are a share of: the actual class, the predicted class, nothing (counts).
    scale : {"errors", "same", "log"}
        How errors are coloured: on their own scale, up to the largest at the last epoch; on that
        of the right answers; or both on one logarithmic scale.

    Attributes
    ----------
    epoch : int
        The epoch that is shown: to be set, observed, linked.
    cell : list of int
        Actual and predicted class of the cell that is open; empty if none is.
    class_index : int
        The class whose outcomes are marked; -1 for none.
    by, scale : str
        As above: to be set, observed.

    Raises
    ------
    ValueError
        If lengths differ, a class is out of range, probabilities do not sum to 1, or there are
        fewer names than classes.

    Notes
    -----
    Keys: arrows move from cell to cell, Page Up and Page Down by ten, Home and End within the row,
    Ctrl+Home and Ctrl+End to the corners; Enter or space opens the cell.

    Used in lesson 05.
    """

    _esm = joined_module("confusion_matrix.js")
    _css = joined_styles("shared/base.css", "shared/picture_sheet.css", "confusion_matrix.css")

    title = traitlets.Unicode("").tag(sync=True)
    names = traitlets.List(traitlets.Unicode()).tag(sync=True)
    by = traitlets.Enum(_BY, "row").tag(sync=True)
    scale = traitlets.Enum(_SCALES, "errors").tag(sync=True)
    cell = traitlets.List(traitlets.Int(), maxlen=2).tag(sync=True)
    class_index = traitlets.Int(-1).tag(sync=True)
    _counts = traitlets.Bytes(b"").tag(sync=True)
    _examples = traitlets.List().tag(sync=True)
    _sheet = traitlets.Bytes(b"").tag(sync=True)
    _tile = traitlets.List(traitlets.Int()).tag(sync=True)

    def __init__(
        self,
        labels,
        probabilities,
        names=None,
        epochs=None,
        pictures=None,
        numbers=None,
        per_cell=12,
        title="",
        epoch=None,
        by="row",
        scale="errors",
    ):
        labels = check_labels("labels", labels)
        probabilities = check_probabilities("probabilities", probabilities, len(labels))
        if probabilities.ndim == 2:
            probabilities = probabilities[None]
        if probabilities.ndim != 3:
            raise bad_argument("probabilities", "an array of shape (E, M, K)", probabilities)
        n_epochs, _, n_classes = probabilities.shape
        names = [str(name) for name in (range(n_classes) if names is None else names)]
        if len(names) != n_classes:
            raise bad_argument("names", f"{n_classes} names, one for each class", names)
        epochs = range(n_epochs) if epochs is None else epochs
        epochs = check_epochs("epochs", epochs, n_epochs).tolist()
        matrices = confusion_matrix(labels, probabilities.argmax(axis=2), n_classes)
        examples, sheet, tile = [], b"", []
        if pictures is not None:
            pictures = check_bytes("pictures", pictures, "uint8 pictures")
            numbers = range(len(labels)) if numbers is None else numbers
            expected = f"a whole number for each of {len(labels)} labels"
            numbers = check_positions("numbers", numbers, expected, ranks=(1,))
            if len(numbers) != len(labels):
                raise bad_argument("numbers", expected, numbers)
            per_cell = check_integer("per_cell", per_cell, low=1)
            most = max(1, _MOST_VALUES // pictures[0].size)
            rows = _chosen(labels, probabilities, numbers < len(pictures), per_cell, most)
            shown = sorted({row for moment in rows for cell in moment.values() for row in cell})
            if shown:
                sheet, tile = picture_sheet(pictures[numbers[shown]])
            place = {row: position for position, row in enumerate(shown)}
            examples = [
                {
                    f"{actual},{said}": [
                        [place[row], int(numbers[row]), *_three_most(moment[row])] for row in cell
                    ]
                    for (actual, said), cell in cells.items()
                }
                for moment, cells in zip(probabilities, rows)
            ]
        self._matrices = matrices
        super().__init__(
            epochs=epochs,
            epoch=epochs[-1] if epoch is None else epoch,
            title=title,
            names=names,
            by=check_choice("by", by, _BY),
            scale=check_choice("scale", scale, _SCALES),
            _counts=_packed(matrices),
            _examples=examples,
            _sheet=sheet,
            _tile=tile,
        )

    @classmethod
    def from_record(cls, record, pictures=None, epochs=None, **options):
        """Make a matrix of the test pictures that a record has watched.

        Parameters
        ----------
        record : helpers.recording.TrainingRecord
            With probabilities.
        pictures : ndarray, optional
            The test pictures, as many as are at hand: ``data.x_test``.
        epochs : sequence of int, optional
            Some of the record's epochs. By default all.
        **options
            Whatever else :class:`ConfusionMatrix` takes.

        Returns
        -------
        ConfusionMatrix

        Raises
        ------
        ValueError
            If an epoch is not in the record, or it watched no test pictures.
        """
        epochs = [int(epoch) for epoch in record.epochs] if epochs is None else list(epochs)
        return cls(
            record.test_labels,
            record.probabilities[[record.index(epoch) for epoch in epochs]],
            record.made_from["data"]["names"],
            epochs=epochs,
            pictures=pictures,
            numbers=record.test_index,
            **options,
        )

    @traitlets.validate("cell")
    def _check_cell(self, proposal):
        cell, n = proposal["value"], len(self.names)
        if cell and (len(cell) != 2 or not all(0 <= number < n for number in cell)):
            raise traitlets.TraitError(
                str(bad_argument("cell", f"two numbers below {n}, or none", cell))
            )
        return cell

    @traitlets.validate("class_index")
    def _check_class_index(self, proposal):
        check_integer("class_index", proposal["value"], low=-1, high=len(self.names) - 1)
        return proposal["value"]

    @property
    def matrix(self):
        """The counts at the epoch that is shown: ndarray of int, shape (K, K)."""
        return self._matrices[self.epochs.index(self.epoch)].copy()

    def summary(self):
        """Say what the matrix shows, and how to use it where it stands still."""
        name = f"{self.title}: " if self.title else ""
        when = f"epoch {self.epoch}, " if len(self.epochs) > 1 else ""
        right, n = int(np.trace(self.matrix)), int(self.matrix.sum())
        return (
            f"{name}{when}{right:,} of {n:,} right; rows actual, columns predicted. "
            "Run this cell, or trust this notebook, to open the cells."
        )

    def still_picture(self):
        """Return the matrix as it stands, as PNG bytes."""
        from matplotlib.figure import Figure

        from helpers.plots.confusion import plot_confusion

        figure = Figure(figsize=(9.8, 8.6), dpi=65, layout="constrained")
        ax = figure.add_subplot()
        plot_confusion(self.matrix, self.names, self.by, self.scale, ax=ax)
        when = f"epoch {self.epoch}: " if len(self.epochs) > 1 else ""
        ax.set_title(f"{when}run this cell to use the matrix", loc="left")
        return figure_png(figure)


def _chosen(labels, probabilities, at_hand, per_cell, most):
    """List, for each epoch, the rows that each cell shows: {(actual, said): rows}.

    All epochs together show at most ``most`` rows.
    """
    moments, shown = [], set()
    for moment in probabilities[::-1]:
        said = moment.argmax(axis=1)
        cells = {}
        for row in most_confident(moment, at_hand):
            cells.setdefault((int(labels[row]), int(said[row])), []).append(int(row))
        # The surest of every cell first; where there is not room for all, of the fullest cells.
        fullest = sorted(cells, key=lambda cell: -len(cells[cell]))
        chosen = {cell: [] for cell in cells}
        for rank in range(min(per_cell, max(map(len, cells.values()), default=0))):
            for cell in fullest:
                row = cells[cell][rank] if rank < len(cells[cell]) else None
                if row is not None and (row in shown or len(shown) < most):
                    shown.add(row)
                    chosen[cell].append(row)
        moments.append({cell: rows for cell, rows in chosen.items() if rows})
    return moments[::-1]


def _three_most(probabilities):
    """Name the three most probable classes, each with its probability in thousandths."""
    order = np.argsort(-probabilities, kind="stable")[:3]
    return [int(number) for k in order for number in (k, np.rint(1000 * probabilities[k]))]


def _packed(matrices):
    """Write matrices of many empty cells as few bytes.

    For each how many cells are not empty, and for each of these how many empty ones go before it,
    and its count. A number's seven-bit parts stand in a byte each, the lowest first; all but the
    last have the eighth bit.
    """
    numbers = []
    for matrix in matrices:
        (places,) = matrix.ravel().nonzero()
        gaps = np.diff(places, prepend=-1) - 1
        numbers += [len(places), *np.column_stack([gaps, matrix.ravel()[places]]).ravel().tolist()]
    store = bytearray()
    for number in numbers:
        while number >= 128:
            store.append(number % 128 + 128)
            number //= 128
        store.append(number)
    return bytes(store)
