"""The epoch player: pictures of a network over time, and a slider to move through them."""

import bisect
import io
import itertools
import json
import math
import sys

import numpy as np
import traitlets
from PIL import Image, ImageDraw, ImageFont, UnidentifiedImageError
from tqdm import tqdm

from helpers._arguments import bad_argument, check_epochs, check_integer, check_real
from helpers.plots.frames import FrameStack, to_frame
from helpers.widgets.base import EpochWidget, png
from helpers.widgets.modules import joined_module, joined_styles

__all__ = ["EpochPlayer"]

#: From exact colours to the smallest player: which parts of all frames share how many colours.
_STEPS = (
    ("no", None),
    *(("busy", colours) for colours in (1024, 512, 256, 192, 128, 96, 64, 48, 32, 24)),
    *(("all", colours) for colours in (512, 256, 128, 64)),
)
_KINDS = ("PNG", "WEBP", "JPEG")
_STILL_WIDTH = 640
#: What share of a frame must be as in the base for a transparent layer to be smaller.
_WORTH_A_LAYER = 0.05
#: What the code, the texts and the still picture take of ``max_bytes``, generously.
_ROOM_FOR_THE_REST = 60_000


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
    _css = joined_styles("shared/base.css", "epoch_player.css")

    descriptions = traitlets.List(traitlets.Unicode()).tag(sync=True)
    show_descriptions = traitlets.Bool(True).tag(sync=True)
    title = traitlets.Unicode("").tag(sync=True)
    alt = traitlets.Unicode("").tag(sync=True)
    label = traitlets.Unicode("epoch").tag(sync=True)
    fps = traitlets.Float(6.0).tag(sync=True)
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
        max_bytes=1_500_000,
    ):
        fps = check_real("fps", fps, above=0, high=50)
        if max_bytes is not None:
            max_bytes = check_integer("max_bytes", max_bytes, low=1)
        base, encoded, size, self.colours = _encoded(frames, max_bytes)
        super().__init__(
            epochs=_checked_epochs(epochs, len(encoded)),
            epoch=epoch,
            descriptions=_checked_descriptions(descriptions, len(encoded)),
            show_descriptions=show_descriptions,
            title=title,
            alt=alt,
            label=label,
            fps=fps,
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
        return sum(map(_stored_size, pictures)) + sum(len(json.dumps(text)) for text in texts)

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


def _encoded(frames, max_bytes):
    """Return the base, the frames' files, their size (width, height), and how many colours."""
    try:
        frames = iter(frames)
    except TypeError:
        raise bad_argument("frames", "a sequence of pictures", frames) from None
    first = list(itertools.islice(frames, 1))
    frames = itertools.chain(first, frames)
    if first and isinstance(first[0], (bytes, bytearray, memoryview)):
        files = [_checked_file(index, file) for index, file in enumerate(frames)]
        sizes = [Image.open(io.BytesIO(file)).size for file in files]
        for index, size in enumerate(sizes):
            if size != sizes[0]:
                raise bad_argument(f"frames[{index}]", f"{sizes[0]} pixels, as the first", size)
        return b"", files, sizes[0], None
    stack = FrameStack(frames)
    base, files, colours = _fitting(stack, math.inf if max_bytes is None else max_bytes)
    return base, files, (stack.shape[1], stack.shape[0]), colours


def _checked_file(index, file):
    try:
        kind = Image.open(io.BytesIO(file), formats=_KINDS).format
    except (UnidentifiedImageError, TypeError):
        kind = None
    if kind not in _KINDS:
        raise bad_argument(f"frames[{index}]", "bytes of a PNG, WebP or JPEG, as the first", file)
    return bytes(file)


def _fitting(stack, max_bytes):
    """Encode with exact colours, or with as many as fit; return base, files, how many colours."""
    room = max_bytes - _ROOM_FOR_THE_REST
    middle = len(stack) // 2
    # A few frames say what all will take, nearly. Not the middle one: of it nothing is stored.
    trial = sorted({int(place * len(stack) / 8) for place in (1, 3, 5, 7)})
    layers = _layers_are_smaller(stack, middle, trial)

    def encoded(step, indices):
        shown = _reduced(stack, *_STEPS[step])
        if not layers:
            return [b"", *(_webp(shown(index)) for index in indices)]
        base = shown(middle)
        return [_webp(base), *(_webp(_changed(shown(index), base)) for index in indices)]

    def seems_to_fit(step):
        base, *files = map(_stored_size, encoded(step, trial))
        return base + sum(files) * len(stack) / len(trial) <= 1.04 * room

    for step in range(_first_that_fits(seems_to_fit), len(_STEPS)):
        files = encoded(step, range(len(stack)))
        # Not even the fewest colours fit? Better a large player than a poorer one.
        if sum(map(_stored_size, files)) <= room:
            break
    return files[0], files[1:], _STEPS[step][1]


def _first_that_fits(seems_to_fit):
    """Find the step to begin with. Fewer colours are smaller, among steps for the same parts."""
    for parts in ("no", "busy", "all"):
        steps = [step for step, (of, _) in enumerate(_STEPS) if of == parts]
        found = bisect.bisect_left(steps, True, key=seems_to_fit)
        if found < len(steps):
            return steps[found]
    return len(_STEPS) - 1


def _reduced(stack, parts, n_colours):
    """Return what gives the frame of an index with the colours that some of its parts share."""
    if parts == "no":
        return stack.__getitem__
    if parts == "busy":
        palette = stack.palette_of_busy_parts(n_colours)
        return lambda index: palette.reduced_where_busy(stack[index])
    palette = stack.palette(n_colours)
    return lambda index: palette.reduced(stack[index])


def _layers_are_smaller(stack, middle, indices):
    """Say whether what changes takes less than the whole: not so where dots move over white."""
    layers = sum(len(_webp(_changed(stack[index], stack[middle]))) for index in indices)
    return layers < sum(len(_webp(stack[index])) for index in indices)


def _changed(frame, base):
    """Return a frame without what is equal in the base, which lies below it: RGBA."""
    # Four bytes as one number: compared and cleared at once, many times faster than by channels.
    pixels, below = _rgba(frame).view(np.uint32), _rgba(base).view(np.uint32)
    same = pixels == below
    if same.mean() < _WORTH_A_LAYER:
        return frame
    pixels[same] = 0
    return pixels.view(np.uint8)


def _rgba(frame):
    rgba = np.full((*frame.shape[:2], 4), 255, np.uint8)
    rgba[..., :3] = frame
    return rgba


def _webp(pixels):
    """Encode without loss: smaller than a PNG for charts, and known to all browsers.

    Methods above 1 take up to twice as long, and make charts and tiles no smaller.
    """
    store = io.BytesIO()
    Image.fromarray(pixels).save(store, "WEBP", lossless=True, quality=50, method=1)
    return store.getvalue()


def _stored_size(data):
    """How many bytes a notebook takes for a piece of data: base64, and where it belongs."""
    return 4 * math.ceil(len(data) / 3) + 64
