"""Pictures of what a layer makes of a picture: its feature maps."""

import matplotlib as mpl
import numpy as np
from matplotlib.patches import Rectangle

from helpers._arguments import (
    bad_argument,
    check_epochs,
    check_integer,
    check_marks,
    check_numbers,
    check_picture,
    check_positions,
)
from helpers.analysis._correlation import standardised
from helpers.plots.axes import mosaic_axes
from helpers.plots.tiles import MapTiles, colour_scale, corner, tile
from helpers.plots.view import EpochView

__all__ = ["MapsView", "plot_maps", "plot_twins"]


def plot_maps(maps, dead=None, columns=8, limit=None, own_scales=False, title="", ax=None):
    """Draw all maps of one layer for one picture, on one colour scale or each on its own.

    On one scale a dark map is one that hardly answers. On scales of their own each map's largest
    value is the brightest: its form is seen, and not how strong it is. A map that is 0 everywhere
    is crossed out: "dead" if it is so for every picture, "silent" if it is so for this one. Used in
    lesson 04.

    Parameters
    ----------
    maps : ndarray of shape (rows, columns, n)
        After ReLU, so never negative.
    dead : ndarray of shape (n,), bool, optional
        Which maps are dead, as `helpers.networks.features.silent_maps` finds them over many
        pictures. Left out: none is called dead.
    columns : int
        Maps in a row.
    limit : float, optional
        The value that is shown in full colour. Left out: nearly the largest there is.
    own_scales : bool
        Divide each map by its own largest value; ``limit`` must be left out then.
    title : str
    ax : matplotlib.axes.Axes, optional
        Where to draw. Left out, a figure of the right size is made.

    Returns
    -------
    MapTiles
        Its ``texts_`` are the words "dead" and "silent".

    Raises
    ------
    ValueError
        If the shapes do not fit.
    """
    maps = check_numbers("maps", maps, "one picture's maps, (rows, columns, n)", ranks=(3,))
    height, width, n = maps.shape
    dead = check_marks("dead", np.zeros(n, bool) if dead is None else dead, n, "maps")
    if own_scales and limit is not None:
        raise bad_argument("limit", "none where each map has its own scale", limit)
    silent = maps.max(axis=(0, 1)) == maps.min(axis=(0, 1))
    if own_scales:
        maps = maps / np.where(silent, 1, maps.max(axis=(0, 1)))
        limit = 1.0
    limit = limit or colour_scale(maps, 0.999)
    columns = min(check_integer("columns", columns, low=1), n)
    gap = max(1, width // 12)
    mosaic = tile(np.moveaxis(maps.astype(np.float32), -1, 0), columns, gap, fill=np.nan)
    ax, beside = mosaic_axes(ax, mosaic.shape, width=8.3, title=title, colorbar=True)
    image = ax.imshow(mosaic, cmap="magma", vmin=0, vmax=limit, interpolation="nearest")
    texts = []
    for k in np.flatnonzero(silent | dead):
        top, left = corner(k, columns, n, height, width, gap)
        ax.add_patch(
            Rectangle((left - 0.5, top - 0.5), width, height, fc="0.88", ec="0.6", hatch="//")
        )
        texts.append(
            ax.text(
                left + (width - 1) / 2,
                top + (height - 1) / 2,
                "dead" if dead[k] else "silent",
                ha="center",
                va="center",
                bbox={"fc": "white", "ec": "none", "pad": 1},
            )
        )
    bar = ax.figure.colorbar(image, cax=beside, ax=None if beside else ax)
    return MapTiles(ax, image, texts, bar)


def plot_twins(maps, other_maps, partners, correlations, columns=6, ax=None):
    """Draw the maps of two networks in pairs, the pair that agrees best first.

    All maps of a network are on one colour scale. Used in lesson 04.

    Parameters
    ----------
    maps, other_maps : ndarray of shape (rows, columns, n)
        What each network makes of the same picture.
    partners : ndarray of shape (n,), int
        Which map of the other network belongs to map 0, 1, 2 ...
    correlations : ndarray of shape (n,)
        How well each pair agrees.
    columns : int
        Pairs in a row.
    ax : matplotlib.axes.Axes, optional

    Returns
    -------
    MapTiles
        Its ``texts_`` are the captions: the two maps' numbers and their correlation.

    Raises
    ------
    ValueError
        If the shapes do not fit.
    """
    maps = check_numbers("maps", maps, "one picture's maps, (rows, columns, n)", ranks=(3,))
    n, expected = maps.shape[-1], f"maps of shape {maps.shape}"
    other_maps = check_numbers("other_maps", other_maps, expected, ranks=(3,))
    if maps.shape != other_maps.shape:
        raise bad_argument("other_maps", expected, other_maps)
    partners = check_positions("partners", partners, f"a partner for each of {n} maps", (1,), n)
    expected = f"a number for each of {n} maps"
    correlations = check_numbers("correlations", correlations, expected, ranks=(1,))
    for name, each in (("partners", partners), ("correlations", correlations)):
        if len(each) != n:
            raise bad_argument(name, expected, each)
    order = np.argsort(-correlations.astype(float), kind="stable")
    pairs = np.concatenate(
        [
            np.pad(m / colour_scale(m, 0.999), ((0, 0), (0, 1), (0, 0)), constant_values=np.nan)
            for m in (maps[..., order], other_maps[..., partners[order]])
        ],
        axis=1,
    )
    height, width = pairs.shape[:2]
    below, gap = round(0.3 * height), max(2, height // 8)
    pairs = np.pad(pairs, ((0, below), (0, 0), (0, 0)), constant_values=np.nan)
    columns = min(columns, n)
    mosaic = tile(np.moveaxis(pairs, -1, 0), columns, gap, fill=np.nan)
    ax, _ = mosaic_axes(ax, mosaic.shape, width=9)
    image = ax.imshow(mosaic, cmap="magma", vmin=0, vmax=1, interpolation="nearest")
    texts = []
    for k, first in enumerate(order):
        top, left = corner(k, columns, n, height + below, width, gap)
        caption = f"{first} ↔ {partners[first]}:  {correlations[first]:.2f}"
        texts.append(ax.text(left + (width - 2) / 2, top + height, caption, ha="center", va="top"))
    return MapTiles(ax, image, texts)


class MapsView(EpochView):
    """The maps of several layers for one picture, at any epoch of a training.

    Each layer has one colour scale for all its maps and all epochs. Used in lesson 04.

    Parameters
    ----------
    epochs : sequence of int
    layers : dict of str to ndarray of shape (E, rows, columns, n)
        A layer's name, and its maps at every epoch.
    picture : ndarray of shape (H, W) or (H, W, 3), uint8
        What the network was given.
    rows : int
        Maps below each other.

    Raises
    ------
    ValueError
        If the shapes do not fit.
    """

    def __init__(self, epochs, layers, picture, rows=8):
        epochs = check_epochs("epochs", epochs)
        for name, maps in layers.items():
            expected = f"maps at {len(epochs)} epochs, (E, rows, columns, n)"
            maps = check_numbers(f"layers[{name!r}]", maps, expected, ranks=(4,))
            if len(maps) != len(epochs):
                raise bad_argument(f"layers[{name!r}]", expected, maps)
        picture = check_picture("picture", picture)
        rows = check_integer("rows", rows, low=1)
        self._alike, self._mosaics = {}, {}
        for name, maps in layers.items():
            maps = np.moveaxis(np.asarray(maps, np.float32), -1, 1)
            shown = np.clip(maps / colour_scale(maps, 0.999), 0, 1)
            shown = mpl.colormaps["magma"](shown, bytes=True)[..., :3]
            gap = max(1, maps.shape[-1] // 12)
            self._mosaics[name] = [tile(m, -(-len(m) // rows), gap) for m in shown]
            self._alike[name] = [_likeness(m, maps[-1]) for m in maps]
        left, gap = 1.85, 0.3
        # All mosaics are equally high, and together as wide as the figure has room.
        wide = np.array([m[0].shape[1] / m[0].shape[0] for m in self._mosaics.values()])
        tall = (8.95 - left - gap * (len(wide) - 1)) / wide.sum()
        height, low = tall + 0.8, 0.05
        super().__init__(epochs, figsize=(9, height))
        ax = self.figure_.add_axes((0.01, low / height, 1.6 / 9, tall / height))
        ax.imshow(picture, cmap="gray", vmin=0, vmax=255)
        ax.set_axis_off()
        ax.set_anchor("N")
        self._images = {}
        for (name, mosaics), share in zip(self._mosaics.items(), wide * tall, strict=True):
            ax = self.figure_.add_axes((left / 9, low / height, share / 9, tall / height))
            left += share + gap
            ax.set_axis_off()
            ax.set_title(name, fontsize=12)
            self._images[name] = self._moving(ax.imshow(mosaics[0], interpolation="nearest"))
        self._title = self._moving(
            self.figure_.text(0.012, 1 - 0.22 / height, "", fontsize=14, fontweight="bold",
                              va="center")
        )  # fmt: skip

    def _move(self, index):
        for name, image in self._images.items():
            image.set_data(self._mosaics[name][index])
        self._title.set_text(f"epoch {self.epochs[index]}")

    def _describe(self, index):
        each = ", ".join(f"{name} {alike[index]:.2f}" for name, alike in self._alike.items())
        return (
            f"Epoch {self.epochs[index]}. How like their final form the maps are "
            f"(mean correlation): {each}."
        )


def _likeness(maps, final):
    """Correlate each map (n, rows, columns) with its final form; the mean over those that vary."""
    maps, final = standardised(maps), standardised(final)
    vary = maps.any(axis=1) & final.any(axis=1)
    return float(np.sum(maps * final, axis=1)[vary].mean()) if vary.any() else 0.0
