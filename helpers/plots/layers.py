"""Pictures of depth: where each layer puts the same pictures, and how well classes are apart."""

import matplotlib as mpl
import numpy as np

from helpers.plots.axes import axes_or_new
from helpers.plots.projection import map_limits, plot_projection
from helpers.plots.style import ink_on

__all__ = ["plot_layers", "plot_shares"]

#: Light where classes are mixed, dark where they are apart.
_COLOURS = "YlGnBu"
#: The area of a point on these small maps.
_POINT = 4.0


def plot_shares(record, ax=None):
    """Draw the table of a network's depth: a row for each layer, a column for each epoch.

    In each cell stands, in percent, the share of the test pictures that are nearest to their own
    class's mean. The last column has the mean of untrained networks of other seeds, where there
    are some.

    Parameters
    ----------
    record : helpers.recording.LayersRecord
    ax : matplotlib.axes.Axes, optional

    Returns
    -------
    matplotlib.axes.Axes
    """
    table, columns = record.shares.T, [f"{epoch}" for epoch in record.epochs]
    if len(record.untrained):
        table = np.column_stack([table, record.untrained.mean(axis=0)])
        columns.append("other\nseeds, 0")
    ax = axes_or_new(ax, (9, 0.5 * len(table) + 1.2))
    scale = mpl.colors.Normalize(table.min(), max(table.max(), table.min() + 1e-6))
    ax.imshow(table, cmap=_COLOURS, norm=scale, aspect="auto")
    for (row, column), share in np.ndenumerate(table):
        ink = ink_on(mpl.colormaps[_COLOURS](scale(share)))
        ax.text(column, row, f"{100 * share:.0f}", ha="center", va="center", color=ink)
    if len(record.untrained):
        ax.axvline(len(record.epochs) - 0.5, color="white", linewidth=6)
    ax.set(
        xticks=range(len(columns)),
        xticklabels=columns,
        yticks=range(len(table)),
        yticklabels=record.layers,
        xlabel="epoch",
        title="nearest to their own class's mean, in percent",
    )
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    return ax


def plot_layers(record, epochs=None, layers=None, names=None, axes=None):
    """Draw where layers put the same pictures: a row for each epoch, a column for each layer.

    Parameters
    ----------
    record : helpers.recording.LayersRecord
    epochs : sequence of int, optional
        Recorded ones; by default the first, one in the middle, and the last.
    layers : sequence of str, optional
        By default all of them.
    names : sequence of K str, optional
        The classes' names, to be written at their medians; by default none are.
    axes : sequence of matplotlib.axes.Axes, optional
        One for each epoch and layer, row by row.

    Returns
    -------
    list of helpers.plots.projection.ProjectionPlot
        Row by row.
    """
    if epochs is None:
        epochs = record.epochs[np.unique([0, len(record) // 2, len(record) - 1])]
    rows = [record.index(int(epoch)) for epoch in epochs]
    columns = [record.layer(name) for name in (record.layers if layers is None else layers)]
    axes = _grid(len(rows), len(columns)) if axes is None else axes
    axes = np.ravel(axes_or_new(axes, None, n=len(rows) * len(columns), name="axes"))
    limits = map_limits(record.embeddings[np.ix_(rows, columns)])
    plots = []
    for place, ax in enumerate(axes):
        row, column = divmod(place, len(columns))
        points = record.embeddings[rows[row], columns[column]]
        plots.append(plot_projection(points, record.labels, names, limits=limits, ax=ax))
        plots[-1].points_.set_sizes([_POINT])
        if row == 0:
            ax.set_title(record.layers[columns[column]])
        if column == 0:
            ax.set_ylabel(f"epoch {record.epochs[rows[row]]}")
    return plots


def _grid(n_rows, n_columns):
    """Give new axes for a grid of maps."""
    import matplotlib.pyplot as plt

    size = max(1.5, 9 / n_columns)
    figsize = (size * n_columns + 0.3, size * n_rows + 0.4)
    return plt.subplots(n_rows, n_columns, figsize=figsize, layout="constrained", squeeze=False)[1]
