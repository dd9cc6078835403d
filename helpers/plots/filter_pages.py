"""A page for each filter: its kernel, what excites it, its pattern, its maps, and its worth."""

import matplotlib as mpl
import numpy as np

from helpers._arguments import (
    bad_argument,
    check_epochs,
    check_images,
    check_integer,
    check_numbers,
)
from helpers.plots.style import LINE_COLOURS
from helpers.plots.tiles import colour_scale, tile

__all__ = ["FilterPages"]

#: Inches, and pixels an inch: so wide that it stands in a notebook unshrunk.
_SIZE, _DPI = (8.6, 4.3), 90


class FilterPages:
    """Pages of a layer's filters, drawn one after the other on one figure. Used in lesson 07.

    Parameters
    ----------
    kernels : ndarray of shape (U, h, w, channels)
        The kernels' weights.
    patches : ndarray of shape (U, n, H, W) or (U, n, H, W, 3), uint8
        What excites each filter most.
    patterns : ndarray of shape (E, U, H, W) or (E, U, H, W, 3), uint8
        What was made for it, at each epoch.
    maps : ndarray of shape (U, P, rows, columns)
        What it makes of P pictures.
    pictures : ndarray of shape (P, H, W) or (P, H, W, 3), uint8
        These pictures.
    losses : ndarray of shape (E, U)
        The probability of the right class that is lost without it, at each epoch.
    epochs : sequence of E int
    names : sequence of U str
        What stands above each page.

    Raises
    ------
    ValueError
        If the arrays are not of so many filters, epochs or pictures.
    """

    def __init__(self, kernels, patches, patterns, maps, pictures, losses, epochs, names):
        self.epochs = check_epochs("epochs", epochs)
        self.losses = check_numbers("losses", losses, "a share for each epoch and filter", (2,))
        self.pictures = check_images("pictures", pictures)
        n_epochs, self.n = self.losses.shape
        self.kernels = check_numbers("kernels", kernels, "kernels, (U, h, w, channels)", (4,))
        self.maps = check_numbers("maps", maps, "maps, (U, P, rows, columns)", (4,))
        self.patches, self.patterns = np.asarray(patches), np.asarray(patterns)
        self.names = list(names)
        for name, shape, wanted in (
            ("epochs", self.epochs.shape, (n_epochs,)),
            ("kernels", self.kernels.shape, (self.n,)),
            ("patches", self.patches.shape, (self.n,)),
            ("patterns", self.patterns.shape, (n_epochs, self.n)),
            ("maps", self.maps.shape, (self.n, len(self.pictures))),
            ("names", (len(self.names),), (self.n,)),
        ):
            if shape[: len(wanted)] != wanted:
                raise bad_argument(name, f"a shape that begins with {wanted}", shape)
        self._figure = None

    def draw(self, place):
        """Draw the page of a filter.

        Parameters
        ----------
        place : int
            From 0 to U - 1.

        Returns
        -------
        matplotlib.figure.Figure
            The same one each time.
        """
        place = check_integer("place", place, 0, self.n - 1)
        shown = {
            "kernel": tile(np.moveaxis(self._kernel(place), -1, 0), self._columns(), fill=np.nan),
            "patches": tile(self.patches[place], columns=5, gap=1),
            "patterns": tile(self.patterns[:, place], columns=len(self.epochs), gap=2),
            "maps": self._seen(place),
        }
        if self._figure is None:
            self._lay_out(shown)
        for name, pixels in shown.items():
            self._images[name].set_data(pixels)
        self._line.set_data(self.epochs, 100 * self.losses[:, place])
        self._title.set_text(self.names[place])
        return self._figure

    def describe(self, place):
        """Say what a page shows, in words."""
        lost = 100 * self.losses[-1, place]
        return f"{self.names[place]}: without it the right class gets {lost:.1f} of 100 less"

    def _columns(self):
        return int(np.ceil(np.sqrt(self.kernels.shape[-1])))

    def _kernel(self, place):
        kernel = self.kernels[place]
        return np.clip(0.5 + kernel / colour_scale(kernel, 0.995) / 2, 0, 1)

    def _seen(self, place):
        """Put the pictures beside the filter's maps of them, each enlarged to the same height."""
        maps = np.maximum(self.maps[place], 0)
        maps = mpl.colormaps["magma"](maps / (maps.max() or 1), bytes=True)[..., :3]
        times = max(1, self.pictures.shape[1] // maps.shape[1])
        maps = maps.repeat(times, axis=1).repeat(times, axis=2)
        pictures = self.pictures
        if pictures.ndim == 3:
            pictures = np.repeat(pictures[..., None], 3, axis=-1)
        height = max(maps.shape[1], pictures.shape[1])
        both = [_padded(each, height) for pair in zip(pictures, maps, strict=True) for each in pair]
        return tile(np.stack(both), columns=len(both), gap=2)

    def _lay_out(self, shown):
        from matplotlib.figure import Figure

        self._figure = Figure(figsize=_SIZE, dpi=_DPI, layout="constrained")
        places = [["kernel", "patches", "lost"], ["patterns"] * 3, ["maps"] * 3]
        axes = self._figure.subplot_mosaic(
            places, width_ratios=(1, 2, 2), height_ratios=(1.35, 1, 1)
        )
        words = {
            "kernel": "kernel",
            "patches": "what excites it most",
            "patterns": "made for it, at epoch " + ", ".join(map(str, self.epochs)),
            "maps": "pictures, and its maps of them",
        }
        self._images = {}
        for name, pixels in shown.items():
            axes[name].set_title(words[name], fontsize=10, loc="left")
            axes[name].set_axis_off()
            axes[name].set_anchor("W")
            scale = {"cmap": "RdBu_r", "vmin": 0, "vmax": 1} if name == "kernel" else {}
            if name != "kernel":
                scale = {"cmap": "gray", "vmin": 0, "vmax": 255}
            self._images[name] = axes[name].imshow(pixels, interpolation="nearest", **scale)
        (self._line,) = axes["lost"].plot([], [], "o-", color=LINE_COLOURS[0])
        low, high = 100 * self.losses.min(), 100 * self.losses.max()
        room = 0.1 * max(high - low, 0.1)
        axes["lost"].set(xlim=(-1, self.epochs[-1] + 1), ylim=(low - room, high + room))
        axes["lost"].axhline(0, color="0.8", zorder=0)
        axes["lost"].set_title(
            "lost without it, of 100 for the right class", fontsize=10, loc="left"
        )
        axes["lost"].set_xlabel("epoch", fontsize=10)
        axes["lost"].tick_params(labelsize=9)
        self._title = self._figure.suptitle("", fontsize=11)


def _padded(picture, size):
    """Put a picture into the middle of a white square."""
    down, right = size - picture.shape[0], size - picture.shape[1]
    room = ((down // 2, down - down // 2), (right // 2, right - right // 2), (0, 0))
    return np.pad(picture, room, constant_values=255)
