"""How things are drawn and written without a second thought: what the course is held against."""

import io

import matplotlib.pyplot as plt
import numpy as np

from helpers.analysis.training import first_layer_maps
from helpers.plots import style

__all__ = ["map_frame", "training_frame"]


def training_frame(record, network, images, epoch):
    """Predict everything, make a new figure with an axes for each tile, and save it."""
    network.predict(images, batch_size=200, verbose=0)
    figure = plt.figure(figsize=(12, 4.4))
    kernels = record.kernels[record.index(epoch)]
    maps = first_layer_maps(record, epoch)
    for number in range(kernels.shape[-1]):
        row, column = divmod(number, 8)
        left = figure.add_axes((0.01 + column * 0.037, 0.9 - row * 0.1, 0.03, 0.09))
        left.imshow(np.clip(kernels[..., number] + 0.5, 0, 1))
        left.axis("off")
        middle = figure.add_axes((0.33 + column * 0.037, 0.9 - row * 0.1, 0.03, 0.09))
        middle.imshow(maps[..., number], cmap="magma")
        middle.axis("off")
    right = figure.add_axes((0.7, 0.14, 0.28, 0.7))
    right.plot(record.scores["accuracy"])
    right.plot(record.scores["val_accuracy"])
    figure.suptitle(f"epoch {epoch}")
    figure.savefig(io.BytesIO(), dpi=100)
    plt.close(figure)


def map_frame(layout, labels, names, limits, size=560):
    """Make a new figure with a scatter of all points, and save it."""
    figure, ax = plt.subplots(figsize=(size / 100, (size + 30) / 100))
    ax.scatter(*layout.T, s=1, c=[style.CLASS_COLOURS[label] for label in labels])
    for k, name in enumerate(names):
        ax.text(*layout[labels == k].mean(axis=0), name, ha="center", weight="bold")
    ax.set(xlim=limits[0], ylim=limits[1])
    ax.axis("off")
    figure.savefig(io.BytesIO(), format="png")
    plt.close(figure)
