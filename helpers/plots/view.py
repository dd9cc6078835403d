"""A figure that can be moved to any epoch of a record."""

import io

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from helpers._arguments import bad_argument, check_epochs

__all__ = ["EpochView"]


class EpochView:
    """What all pictures over time share: made once, then only what moves is drawn again.

    A subclass makes its axes in ``__init__``, gives every artist that changes to `_moving`, and
    moves them in ``_move(index)``. The rest is drawn once and kept as a picture, so that a
    frame costs milliseconds, not the second that a new figure costs.

    Parameters
    ----------
    epochs : sequence of int
        Epoch numbers that can be shown, ascending.
    figsize : tuple of float
        Width and height in inches. A frame has 100 pixels to the inch.

    Attributes
    ----------
    epochs : tuple of int
    figure_ : matplotlib.figure.Figure
    epoch : int
        The epoch that is shown.
    """

    def __init__(self, epochs, figsize):
        self.epochs = tuple(check_epochs("epochs", epochs).tolist())
        self.figure_ = Figure(figsize=figsize, dpi=100, facecolor="white")
        self._canvas = FigureCanvasAgg(self.figure_)
        self._moving_artists = []
        self._background = None
        self._index = None

    def _moving(self, artist):
        """Register an artist that changes from epoch to epoch, and give it back."""
        artist.set_animated(True)
        self._moving_artists.append(artist)
        return artist

    def _move(self, index):
        """Set every moving artist to the epoch at this position."""
        raise NotImplementedError

    def _describe(self, index):
        """Say in words what the picture shows at this position."""
        raise NotImplementedError

    def _position(self, epoch):
        """Find an epoch's position."""
        try:
            return self.epochs.index(epoch)
        except ValueError:
            raise bad_argument(
                "epoch", f"one of {len(self.epochs)} from {self.epochs[0]} to {self.epochs[-1]}",
                epoch,
            ) from None  # fmt: skip

    @property
    def epoch(self):
        """The epoch that is shown."""
        return None if self._index is None else self.epochs[self._index]

    def draw(self, epoch):
        """Move the figure to an epoch.

        Parameters
        ----------
        epoch : int
            One of `epochs`.

        Returns
        -------
        EpochView
            Itself, so that a notebook cell that ends with the call shows the picture.

        Raises
        ------
        ValueError
            If there is no such epoch.
        """
        self._index = self._position(epoch)
        self._move(self._index)
        return self

    def frame(self, epoch):
        """Draw one epoch as a picture.

        Parameters
        ----------
        epoch : int
            One of `epochs`.

        Returns
        -------
        ndarray of shape (height, width, 3), uint8
        """
        self.draw(epoch)
        canvas = self._canvas
        if self._background is None:
            canvas.draw()
            self._background = canvas.copy_from_bbox(self.figure_.bbox)
        canvas.restore_region(self._background)
        for artist in self._moving_artists:
            artist.draw(canvas.renderer)
        return np.array(canvas.buffer_rgba())[..., :3]

    def frames(self, epochs=None):
        """Draw many epochs, one at a time.

        Parameters
        ----------
        epochs : sequence of int, optional
            Default: all.

        Yields
        ------
        ndarray of shape (height, width, 3), uint8
        """
        for epoch in self.epochs if epochs is None else epochs:
            yield self.frame(epoch)

    def describe(self, epoch):
        """Say in words what the picture shows at an epoch.

        Parameters
        ----------
        epoch : int
            One of `epochs`.

        Returns
        -------
        str
        """
        return self._describe(self._position(epoch))

    def png(self, epoch):
        """Draw one epoch as a PNG file's bytes.

        Parameters
        ----------
        epoch : int
            One of `epochs`.

        Returns
        -------
        bytes
        """
        buffer = io.BytesIO()
        Image.fromarray(self.frame(epoch)).save(buffer, "png")
        return buffer.getvalue()

    def _repr_png_(self):
        """Show the current epoch (the last one, if none was asked for) in a notebook."""
        return self.png(self.epochs[-1] if self.epoch is None else self.epoch)
