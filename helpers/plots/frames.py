"""Pictures on their way to an animation or a player: one size, uint8, kept small in memory."""

import zlib

import numpy as np

from helpers._arguments import as_array, bad_argument

__all__ = ["FrameStack", "SharedPalette", "busy", "checked_frames", "to_frame"]

#: Colours that agree in the upper six bits of each channel count as one when a palette is chosen:
#: they differ by at most 3 of 255.
_CELL_BITS = 6
_CELLS = 1 << 3 * _CELL_BITS
_FLAT_ROW = 5
_FRAMES = "figures, PIL images or uint8 arrays of shape (H, W), (H, W, 3) or (H, W, 4)"


def to_frame(picture, name="frames"):
    """Turn a picture of any usual kind into an array.

    This is the one place where a figure becomes pixels: animations and players share it. A figure
    is drawn as it stands, on its whole canvas. Nothing is cropped to the ink
    (``bbox_inches="tight"``), so that frames don't jump when a label gets wider.

    Parameters
    ----------
    picture : matplotlib Figure, PIL image or array
        An array is uint8 of shape (H, W) for grey, (H, W, 3) for RGB or (H, W, 4) for RGBA. What
        is transparent becomes white.
    name : str
        What an error calls it.

    Returns
    -------
    ndarray of shape (H, W, 3), uint8

    Raises
    ------
    ValueError
        If it is something else.
    """
    if hasattr(picture, "savefig") and hasattr(picture, "canvas"):
        array = _drawn(picture)
    elif hasattr(picture, "convert") and hasattr(picture, "getbands"):
        array = np.asarray(picture.convert("RGBA"))
    else:
        array = as_array(name, picture, _FRAMES)
    if array.ndim == 2:
        array = np.repeat(array[..., None], 3, axis=-1)
    if (
        array.ndim != 3
        or array.shape[-1] not in (3, 4)
        or array.dtype != np.uint8
        or not array.size
    ):
        raise bad_argument(
            name,
            _FRAMES,
            picture,
            "Numbers from 0 to 1 become a frame by (255 * numbers).round().astype('uint8').",
        )
    if array.shape[-1] == 4:
        array = _on_white(array)
    return np.ascontiguousarray(array)


def _drawn(figure):
    if not hasattr(figure.canvas, "buffer_rgba"):
        from matplotlib.backends.backend_agg import FigureCanvasAgg

        FigureCanvasAgg(figure)
    figure.canvas.draw()
    return np.asarray(figure.canvas.buffer_rgba())


def _on_white(rgba):
    colour, opacity = rgba[..., :3], rgba[..., 3:]
    if opacity.min() == 255:
        return colour
    white = 255 * (255 - opacity.astype(np.uint16))
    return ((colour.astype(np.uint16) * opacity + white + 127) // 255).astype(np.uint8)


class FrameStack:
    """Frames that have been seen once and will be wanted again.

    A palette for all frames can only be chosen once all of them were seen, but 128 frames of a
    large map are 250 MB. Here they lie compressed (charts shrink to a few percent), and the
    colours they use are noted as they come in.

    Parameters
    ----------
    pictures : iterable
        Whatever :func:`to_frame` takes, all of one size. It is gone through once, so a generator
        that draws one frame after the other is welcome.
    name : str
        What an error calls it.

    Attributes
    ----------
    shape : tuple of int
        (H, W, 3), the same for all.

    Raises
    ------
    ValueError
        If there is no frame, if one isn't a picture, or if their sizes differ.
    """

    def __init__(self, pictures, name="frames"):
        self._packed = []
        self._colour_of_cell = np.full(_CELLS, -1, np.int32)
        self._busy_colour_of_cell = None
        for frame in checked_frames(pictures, name):
            self.shape = frame.shape
            codes = _codes(frame)
            self._colour_of_cell[_cells(codes)] = codes
            self._packed.append(zlib.compress(frame, 1))

    def __len__(self):
        return len(self._packed)

    def __getitem__(self, index):
        raw = zlib.decompress(self._packed[index])
        return np.frombuffer(raw, np.uint8).reshape(self.shape)

    def palette(self, n_colours):
        """Choose the colours that stand for all colours of all frames.

        Parameters
        ----------
        n_colours : int
            How many at most.

        Returns
        -------
        SharedPalette
        """
        return SharedPalette(self._colour_of_cell, n_colours)

    def palette_of_busy_parts(self, n_colours):
        """Choose the colours that stand for those of the frames' busy parts (see :func:`busy`).

        Flat parts keep their exact colours then (:meth:`SharedPalette.reduced_where_busy`). They
        cost next to nothing, and it is there that a wrong hue would be seen.

        Parameters
        ----------
        n_colours : int
            How many at most.

        Returns
        -------
        SharedPalette
        """
        if self._busy_colour_of_cell is None:
            self._busy_colour_of_cell = np.full(_CELLS, -1, np.int32)
            for frame in self:
                codes = _codes(frame)
                codes = codes[busy(codes)]
                self._busy_colour_of_cell[_cells(codes)] = codes
        return SharedPalette(self._busy_colour_of_cell, n_colours)


def checked_frames(pictures, name="frames"):
    """Yield each picture as an array; raise ``ValueError`` for no frame, or for another size."""
    shape = None
    for index, picture in enumerate(pictures):
        frame = to_frame(picture, f"{name}[{index}]")
        if shape is None:
            shape = frame.shape
        if frame.shape != shape:
            raise bad_argument(
                f"{name}[{index}]",
                f"a picture of {shape[1]} x {shape[0]} pixels, as the first one",
                frame,
                "Draw all frames on one figure, or on figures of one figsize and dpi.",
            )
        yield frame
    if shape is None:
        raise bad_argument(name, "at least one picture", [])


class SharedPalette:
    """A few colours for all frames, so that a colour never flickers from frame to frame.

    They are chosen by farthest points: first the lightest colour, then each time the one that is
    farthest from all chosen so far (T. Gonzalez, 1985, "Clustering to minimize the maximum
    intercluster distance"). A thin line's colour counts as much as the background's, every chosen
    colour is one that occurs, and the largest error is small rather than the average one.

    Parameters
    ----------
    colour_of_cell : ndarray of shape (2 ** 18,), int
        A colour that occurs in each cell of the colour cube, as 0xRRGGBB, or -1 where none does.
    n_colours : int
        How many at most.

    Attributes
    ----------
    colours : ndarray of shape (n, 3), uint8
    """

    def __init__(self, colour_of_cell, n_colours):
        cells = np.flatnonzero(colour_of_cell >= 0)
        codes = colour_of_cell[cells]
        points = np.stack([codes >> 16, codes >> 8 & 255, codes & 255], axis=1)
        distance = np.full(len(points), np.iinfo(np.int32).max, np.int32)
        nearest = np.zeros(len(points), np.int32)
        chosen = []
        candidate = int(points.sum(axis=1).argmax()) if len(points) else None
        while candidate is not None and len(chosen) < n_colours and distance[candidate] > 0:
            to_candidate = ((points - points[candidate]) ** 2).sum(axis=1, dtype=np.int32)
            closer = to_candidate < distance
            nearest[closer] = len(chosen)
            distance[closer] = to_candidate[closer]
            chosen.append(candidate)
            candidate = int(distance.argmax())
        self.colours = points[chosen].astype(np.uint8)
        self._index_of_cell = np.zeros(_CELLS, np.int32)
        self._index_of_cell[cells] = nearest

    def indices(self, frame):
        """Return for each pixel of a frame (H, W, 3) the number of its colour, int32 (H, W)."""
        return self._index_of_cell[_cells(_codes(frame))]

    def reduced(self, frame):
        """Return the frame in the palette's colours, uint8 (H, W, 3)."""
        return self.colours[self.indices(frame)]

    def reduced_where_busy(self, frame):
        """Return the frame with the palette's colours in its busy parts, uint8 (H, W, 3)."""
        codes = _codes(frame)
        where = busy(codes)
        reduced = frame.copy()
        reduced[where] = self.colours[self._index_of_cell[_cells(codes[where])]]
        return reduced


def busy(codes):
    """Say which pixels are in no straight row of at least five equal ones.

    Areas, bars, enlarged pixels and straight lines are flat; busy are photographs, maps of
    activations, and the smoothed edges of letters and curves.

    Parameters
    ----------
    codes : ndarray of shape (H, W), int
        One number for each colour.

    Returns
    -------
    ndarray of shape (H, W), bool
    """
    flat = np.zeros(codes.shape, bool)
    for lines, in_row in ((codes, flat), (codes.T, flat.T)):
        same = lines[:, 1:] == lines[:, :-1]
        n_starts = same.shape[1] - _FLAT_ROW + 2
        if n_starts < 1:
            continue
        row_starts = np.ones((len(lines), n_starts), bool)
        for step in range(_FLAT_ROW - 1):
            row_starts &= same[:, step : step + n_starts]
        for step in range(_FLAT_ROW):
            in_row[:, step : step + n_starts] |= row_starts
    return ~flat


def _codes(frame):
    """Each pixel as one number, 0xRRGGBB."""
    wide = frame.astype(np.int32)
    return wide[..., 0] << 16 | wide[..., 1] << 8 | wide[..., 2]


def _cells(codes):
    """Each pixel's cell: the upper bits of its three channels side by side."""
    keep, drop = (1 << _CELL_BITS) - 1, 8 - _CELL_BITS
    red, green, blue = codes >> 16 + drop, codes >> 8 + drop & keep, codes >> drop & keep
    return red << 2 * _CELL_BITS | green << _CELL_BITS | blue
