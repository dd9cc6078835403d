"""Sliders over many recorded trainings: what the learning rate and its like do."""

import numpy as np
import traitlets

from helpers._arguments import bad_argument, check_integer
from helpers.widgets.base import CourseWidget, figure_png, written
from helpers.widgets.modules import joined_module, joined_styles

__all__ = ["RunExplorer"]


class RunExplorer(CourseWidget):
    """Choose settings by sliders and see how the training with them went.

    The curves of all runs are in the browser. So it answers at once and needs no kernel.

    Parameters
    ----------
    record : helpers.recording.RunsRecord
        With a run for every combination of its settings, and the scores ``accuracy`` and
        ``val_accuracy``.
    choice : sequence of int, optional
        Which value of each setting is shown first, counted from 0. By default the middle ones.
    title : str
        A line above it.

    Attributes
    ----------
    choice : list of int
        Which value each slider has, counted from 0: to be set, observed.
    run : int
        The run that is shown: its row in the record's arrays.

    Raises
    ------
    ValueError
        If a combination is missing, or a choice is not there.

    Notes
    -----
    Used in lesson 03.
    """

    _esm = joined_module("run_explorer.js")
    _css = joined_styles("shared/base.css", "run_explorer.css")

    title = traitlets.Unicode("").tag(sync=True)
    choice = traitlets.List(traitlets.Int()).tag(sync=True)
    _settings = traitlets.List().tag(sync=True)
    _runs = traitlets.List().tag(sync=True)
    _epochs = traitlets.List(traitlets.Int()).tag(sync=True)
    _curves = traitlets.List().tag(sync=True)

    def __init__(self, record, choice=None, title=""):
        values = {name: np.unique(column).tolist() for name, column in record.settings.items()}
        sizes = [len(each) for each in values.values()]
        places = np.stack([np.searchsorted(values[name], record.settings[name]) for name in values])
        runs = np.full(sizes, -1)
        runs[tuple(places)] = np.arange(places.shape[1])
        if runs.min() < 0:
            raise bad_argument("record", "a run for every combination of its settings", record)
        choice = [size // 2 for size in sizes] if choice is None else list(choice)
        _check_choice(choice, sizes)
        super().__init__(
            title=title,
            choice=choice,
            _settings=[[name, each] for name, each in values.items()],
            _runs=runs.ravel().tolist(),
            _epochs=record.epochs.tolist(),
            _curves=[
                np.round(record.scores[name].astype(float), 4).tolist()
                for name in ("accuracy", "val_accuracy")
            ],
        )

    @traitlets.validate("choice")
    def _valid_choice(self, proposal):
        if self._settings:
            _check_choice(proposal["value"], [len(values) for _, values in self._settings])
        return proposal["value"]

    @property
    def run(self):
        """The run that is shown: its row in the record's arrays."""
        sizes = [len(values) for _, values in self._settings]
        return self._runs[int(np.ravel_multi_index(self.choice, sizes))]

    def summary(self):
        """Say what is shown, and how to use it where it stands still."""
        settings = ", ".join(
            f"{name} {written(values[place])}"
            for (name, values), place in zip(self._settings, self.choice, strict=True)
        )
        train, valid = (curves[self.run][-1] for curves in self._curves)
        return (
            f"{settings}: after epoch {self._epochs[-1]} {train:.1%} right in training, "
            f"{valid:.1%} in validation. Run this cell, or trust this notebook, to move them."
        )

    def still_picture(self):
        """Return the curves of the chosen run, as PNG bytes."""
        from matplotlib.figure import Figure

        from helpers.plots.style import LINE_COLOURS

        figure = Figure(figsize=(7, 3.4), dpi=80, layout="tight")
        ax = figure.add_subplot()
        for curves, line, name in zip(
            self._curves, ("--", "-"), ("training", "validation"), strict=True
        ):
            ax.plot(self._epochs, curves[self.run], line, color=LINE_COLOURS[0], label=name)
        ax.set(ylim=(0, 1), xlabel="epoch", title="share right: run this cell to move the sliders")
        ax.legend(frameon=False, loc="lower right")
        return figure_png(figure)


def _check_choice(choice, sizes):
    if len(choice) != len(sizes):
        raise bad_argument("choice", f"{len(sizes)} numbers, one for each setting", choice)
    for place, size in zip(choice, sizes, strict=True):
        check_integer("choice", place, 0, size - 1)
