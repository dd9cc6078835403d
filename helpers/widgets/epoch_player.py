"""The epoch player: pictures of a network over time, and a slider to move through them."""

import io
import json
import math
import sys

import numpy as np
import traitlets
from PIL import Image, ImageDraw, ImageFont
from tqdm import tqdm

from helpers._arguments import bad_argument, check_epochs, check_integer, check_real
from helpers.plots.frames import to_frame
from helpers.widgets.base import EpochWidget, png
from helpers.widgets.frame_files import encoded_frames, stored_size
from helpers.widgets.modules import joined_module, joined_styles

__all__ = ["EpochPlayer"]

_STILL_WIDTH = 640


class EpochPlayer(EpochWidget):
    """Show one of several pictures, and move through them by slider, keys or playing.

    All pictures are in the browser. So the player answers at once, and goes on answering when the
    kernel is stopped, when the saved notebook is opened again and trusted, and in a page made by
    ``python -m helpers export``.

    Parameters
    ----------
    frames : sequence
        matplotlib figures, PIL images or uint8 arrays of shape (H, W), (H, W, 3) or (H, W, 4); or
        encoded files (PNG, WebP or JPEG) as bytes, which are kept as they are. All of one size. A
        generator is welcome.
    epochs : sequence of int, optional
        The number of each frame, ascending. By default 0, 1, 2 ...
    descriptions : sequence of str, optional
        What each frame shows, in words: for those who hear the page, and below the picture. By
        default a frame is described by its number.
    title : str
        A line above the picture.
    fps : float
        How many frames a second it plays at speed 1x, more than 0 and at most 50.
    alt : str
        What all the pictures show, in words. By default the title.
    label : str
        What is counted: "epoch", "step", "layer" ...
    epoch : int, optional
        The epoch to start with. By default the first.
    show_descriptions : bool
        Whether the descriptions stand below the picture too.
    max_height : int, optional
        How many pixels of the page the picture may be high, so that two players stand on one
        screen. Left out: as many as leave room for its controls.
    controls : bool
        Whether it has buttons and a slider of its own. False, for a player that is linked with one
        that has them.
    max_bytes : int, optional
        How much the player may add to a saved notebook. Frames keep their exact colours where
        that fits in. Otherwise flat parts keep theirs (areas, bars, lines, enlarged pixels), and
        the busy parts of all frames share as many colours as fit, each near the exact one. Where
        even that is too much, all parts do. None: exact, whatever it takes.

    Attributes
    ----------
    epoch : int
        The number of the epoch that is shown: to be set, observed, linked.
    frame : int
        Its index, from 0.
    colours : int or None
        How many colours the frames share to fit in ``max_bytes``; None where every pixel has its
        exact colour.
    nbytes : int
        How much the player adds to a saved notebook, in bytes: frames as base64, picture for
        readers without widgets, code.

    Raises
    ------
    ValueError
        If there is no frame, if sizes differ, if epochs or descriptions don't match the frames, or
        if a number is out of its limits.

    Notes
    -----
    Keys: left and right (or down and up) one frame; Page Down and Page Up a tenth of all; Home and
    End to the first and last; space plays and pauses. Nothing ever plays by itself.

    JupyterLab shows no widget of a notebook it doesn't trust, such as one just downloaded: there a
    still picture stands until the cell is run, or until "Trust Notebook" is chosen in the command
    palette (Ctrl+Shift+C).

    Used in lessons 02, 03, 04 and 06.

    Examples
    --------
    >>> import numpy as np
    >>> steps = [np.full((40, 60, 3), grey, np.uint8) for grey in (0, 128, 255)]
    >>> player = EpochPlayer(steps, epochs=[0, 5, 10], epoch=5)
    >>> player.epoch, player.frame, player.colours
    (5, 1, None)
    """

    _esm = joined_module("epoch_player.js")
    _css = joined_styles("shared/base.css", "shared/transport.css", "epoch_player.css")

    descriptions = traitlets.List(traitlets.Unicode()).tag(sync=True)
    show_descriptions = traitlets.Bool(True).tag(sync=True)
    title = traitlets.Unicode("").tag(sync=True)
    alt = traitlets.Unicode("").tag(sync=True)
    label = traitlets.Unicode("epoch").tag(sync=True)
    fps = traitlets.Float(6.0).tag(sync=True)
    max_height = traitlets.Int(0).tag(sync=True)
    controls = traitlets.Bool(True).tag(sync=True)
    # The middle frame. The others hold only what differs from it, and are laid over it. Most of a
    # chart never changes: that saves a third, and any frame still needs no other than this.
    _base = traitlets.Bytes().tag(sync=True)
    _frames = traitlets.List(traitlets.Bytes()).tag(sync=True)
    _size = traitlets.List(traitlets.Int()).tag(sync=True)

    def __init__(
        self,
        frames,
        epochs=None,
        descriptions=None,
        title="",
        fps=6,
        alt="",
        label="epoch",
        epoch=None,
        show_descriptions=True,
        max_height=None,
        controls=True,
        max_bytes=1_500_000,
    ):
        fps = check_real("fps", fps, above=0, high=50)
        if max_height is not None:
            max_height = check_integer("max_height", max_height, low=1)
        if max_bytes is not None:
            max_bytes = check_integer("max_bytes", max_bytes, low=1)
        base, encoded, size, self.colours = encoded_frames(frames, max_bytes)
        super().__init__(
            epochs=_checked_epochs(epochs, len(encoded)),
            epoch=epoch,
            descriptions=_checked_descriptions(descriptions, len(encoded)),
            show_descriptions=show_descriptions,
            title=title,
            alt=alt,
            label=label,
            fps=fps,
            max_height=max_height or 0,
            controls=bool(controls),
            _base=base,
            _frames=encoded,
            _size=size,
        )

    @classmethod
    def from_drawing(cls, draw, epochs, describe=None, progress=True, **options):
        """Make a player by drawing a frame for each epoch.

        Parameters
        ----------
        draw : callable
            Called with an epoch; returns a matplotlib figure, a PIL image or a uint8 array. It may
            return one figure each time, changed in between, which is by far the fastest. Figures
            are closed, so that the notebook doesn't show them once more.
        epochs : iterable of int
            What to call it with, ascending.
        describe : callable, optional
            Called with an epoch; returns what its frame shows, in words.
        progress : bool
            Whether a bar shows how many frames were drawn.
        **options
            Whatever else :class:`EpochPlayer` takes.

        Returns
        -------
        EpochPlayer
        """
        epochs = list(epochs)
        descriptions = None if describe is None else [describe(epoch) for epoch in epochs]
        # On standard output: JupyterLab keeps a pink bar where standard error was written to.
        bar = tqdm(
            epochs, desc="drawing", unit="frame", file=sys.stdout, leave=False, disable=not progress
        )
        with bar:
            frames = (_drawn_and_closed(draw(epoch)) for epoch in bar)
            return cls(frames, epochs=epochs, descriptions=descriptions, **options)

    @classmethod
    def from_view(cls, view, **options):
        """Make a player of a view of a record, at all its epochs.

        Parameters
        ----------
        view : helpers.plots.view.EpochView
        **options
            Whatever else :class:`EpochPlayer` takes.

        Returns
        -------
        EpochPlayer
        """
        return cls.from_drawing(view.frame, view.epochs, describe=view.describe, **options)

    @property
    def frame(self):
        """The index of the frame that is shown, from 0; setting it sets the epoch."""
        return self.epochs.index(self.epoch)

    @frame.setter
    def frame(self, index):
        self.epoch = self.epochs[check_integer("frame", index, 0, len(self.epochs) - 1)]

    @property
    def nbytes(self):
        """How much the player adds to a saved notebook, in bytes."""
        texts = [self._esm, self._css, self.title, self.alt, *self.descriptions]
        pictures = [self._base, *self._frames, self.still_picture()]
        return sum(map(stored_size, pictures)) + sum(len(json.dumps(text)) for text in texts)

    def picture(self, epoch):
        """Return what the player shows at an epoch.

        Parameters
        ----------
        epoch : int
            One of ``epochs``.

        Returns
        -------
        PIL.Image.Image
            In RGB, of the frames' size.
        """
        frame = Image.open(io.BytesIO(self._frames[self.epochs.index(epoch)])).convert("RGBA")
        below = Image.open(io.BytesIO(self._base)) if self._base else None
        picture = Image.new("RGBA", frame.size, "white")
        if below is not None:
            picture.paste(below)
        return Image.alpha_composite(picture, frame).convert("RGB")

    def summary(self):
        """Say what the player shows, and how to move it where it stands still."""
        name = f"{self.title}: " if self.title else ""
        return (
            f"{name}{self.label} {self.epochs[0]} to {self.epochs[-1]}, "
            f"{len(self.epochs)} pictures. Run this cell, or trust this notebook, to move them."
        )

    def still_picture(self):
        """Return the picture that is shown, with a line that says there are more, as PNG bytes."""
        image = self.picture(self.epoch)
        image.thumbnail((_STILL_WIDTH, _STILL_WIDTH))
        font = ImageFont.load_default(13)
        text = f"{self.label} {self.epoch} of {self.epochs[-1]}  ·  run this cell to move it"
        width = max(image.width, math.ceil(font.getlength(text)) + 16)
        still = Image.new("RGB", (width, image.height + 26), "white")
        still.paste(image)
        ImageDraw.Draw(still).text((8, image.height + 5), text, fill="#444444", font=font)
        return png(still)


def _drawn_and_closed(picture):
    frame = to_frame(picture, "draw's result")
    if hasattr(picture, "savefig") and "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close(picture)
    return frame


def _checked_epochs(epochs, n_frames):
    if epochs is None:
        return list(range(n_frames))
    epochs = check_epochs("epochs", list(epochs) if np.iterable(epochs) else epochs)
    if len(epochs) != n_frames:
        raise bad_argument("epochs", f"{n_frames} numbers, one for each frame", epochs.tolist())
    return epochs.tolist()


def _checked_descriptions(descriptions, n_frames):
    if descriptions is None:
        return []
    descriptions = list(descriptions)
    if len(descriptions) != n_frames or not all(isinstance(text, str) for text in descriptions):
        raise bad_argument("descriptions", f"{n_frames} texts, one for each frame", descriptions)
    return descriptions
