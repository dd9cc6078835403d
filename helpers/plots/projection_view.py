"""A map that moves: its points are set into a picture pixel by pixel, names on top."""

import functools
import itertools

import numpy as np
from matplotlib import font_manager
from matplotlib.colors import to_rgb
from PIL import Image, ImageDraw, ImageFont

from helpers._arguments import check_integer
from helpers.analysis.neighbours import class_medians
from helpers.plots.projection import map_classes, map_limits
from helpers.plots.view import EpochView

__all__ = ["ProjectionView"]

_HEADER = 30  # pixels above a moving map, for the epoch
_MARGIN = 8  # pixels left free around the outermost points
_TEXT = 15  # pixels: 11 points at 100 to the inch


class ProjectionView(EpochView):
    """A map that can be moved to any epoch of its making.

    Limits and colours stay the same over all epochs. Points are set into the picture by NumPy, not
    by matplotlib: a frame takes milliseconds. Used in lesson 02.

    Parameters
    ----------
    record : helpers.recording.ProjectionRecord
    names : sequence of K str, optional
        The classes' names; by default those that the record knows. A record without labels
        is shown in one colour.
    n_points : int, optional
        Draw so many of the points only, the first ones. Names stay at the medians of all.
    size : int
        Width of the map in pixels.
    point_size : int
        Width of a point in pixels.

    Raises
    ------
    ValueError
        If a class that occurs has no name.
    """

    def __init__(self, record, names=None, n_points=None, size=560, point_size=2):
        size = check_integer("size", size, low=100, high=4000)
        point_size = check_integer("point_size", point_size, low=1, high=20)
        total = record.embeddings.shape[1]
        n_points = check_integer("n_points", total if n_points is None else n_points, 1, total)
        labelled = len(record.labels) > 0
        if names is None and labelled:
            names = record.made_from.get("data", {}).get("names")
        labels = record.labels if labelled else None
        self._classes = map_classes(record.embeddings[-1], labels, names)
        super().__init__(record.epochs, (size / 100, (size + _HEADER) / 100))

        # Each point's pixel at every epoch. Screens count y from the top.
        self._limits = map_limits(record.embeddings, margin=0)
        self._size = size
        self._medians = [class_medians(layout, self._classes.place) for layout in record.embeddings]
        order = np.random.default_rng(0).permutation(n_points)
        self._pixels = self._to_pixels(record.embeddings[:, order]).astype(np.int32)
        dot = np.arange(point_size) - (point_size - 1) // 2
        self._dot = [(across, down) for across in dot for down in dot]

        inks = np.array([_as_pixel(colour) for colour in self._classes.colours])
        self._ink = inks[self._classes.place[order]]
        self._stamps = [_stamp(name) for name in self._classes.names]
        self._ground = np.full((size + _HEADER, size), _as_pixel("white"), np.uint32)
        shown = self.figure_.figimage(self._as_rgba(self._ground), xo=0, yo=0)
        self._image = self._moving(shown)

    def _to_pixels(self, points):
        """Place points of the map in the picture: x from the left, y from the top."""
        low, high = self._limits.T
        shares = (points - low) / (high - low)
        shares[..., 1] = 1 - shares[..., 1]
        return np.rint(_MARGIN + shares * (self._size - 1 - 2 * _MARGIN)) + [0, _HEADER]

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
        self._index = self._position(epoch)
        # Pillow leaves the fourth byte out several times faster than NumPy copies around it.
        painted = Image.frombuffer("RGBX", self._ground.shape[::-1], self._painted(self._index))
        return np.array(painted.convert("RGB"))

    def _move(self, index):
        self._image.set_data(self._painted(index))

    def _painted(self, index):
        picture = self._ground.copy()
        x, y = self._pixels[index].T
        for across, down in self._dot:
            picture[y + down, x + across] = self._ink
        rgba = self._as_rgba(picture)
        places = self._to_pixels(self._medians[index])[: len(self._stamps)]
        for stamp, place in zip(self._stamps, _apart(places, self._stamps), strict=True):
            _set_stamp(rgba, stamp, place)
        text = f"epoch {self.epochs[index]} of {self.epochs[-1]}"
        _set_stamp(rgba, _stamp(text), (self._size / 2, _HEADER / 2))
        return rgba

    @staticmethod
    def _as_rgba(picture):
        return picture.view(np.uint8).reshape(*picture.shape, 4)

    def _describe(self, index):
        place = self._to_pixels(self._medians[index]) - [0, _HEADER]
        thirds = np.clip((place * 3 / self._size).astype(int), 0, 2)
        where = [
            f"{('top', 'middle', 'bottom')[down]} {('left', 'centre', 'right')[across]}"
            for across, down in thirds
        ]
        numbers = [f"class {k}" for k in self._classes.numbers]
        classes = self._classes.names or numbers or ["the middle of all points"]
        places = "; ".join(f"{name} {spot}" for name, spot in zip(classes, where, strict=True))
        return f"The map after epoch {self.epochs[index]}. {places}."


def _as_pixel(colour):
    """Pack a colour into the four bytes of one pixel, so that one assignment sets it."""
    rgb = [round(255 * channel) for channel in to_rgb(colour)]
    return np.array([*rgb, 255], np.uint8).view(np.uint32)[0]


@functools.cache
def _font():
    return ImageFont.truetype(font_manager.findfont("DejaVu Sans:bold"), _TEXT)


def _stamp(text):
    """Write a text with a white outline: a small RGBA picture, used again and again."""
    font = _font()
    left, top, right, bottom = font.getbbox(text, stroke_width=2)
    stamp = Image.new("RGBA", (right - left, bottom - top), (255, 255, 255, 0))
    ImageDraw.Draw(stamp).text(
        (-left, -top), text, font=font, fill="black", stroke_width=2, stroke_fill="white"
    )
    return np.asarray(stamp)


def _apart(places, stamps, rounds=20):
    """Move the centres of stamps that would cover each other apart, up and down."""
    places = np.array(places, dtype=float)
    sizes = np.array([stamp.shape[1::-1] for stamp in stamps], dtype=float)
    for _ in range(rounds):
        moved = False
        for one, other in itertools.combinations(np.argsort(places[:, 1], kind="stable"), 2):
            across, down = np.abs(places[other] - places[one])
            width, height = (sizes[one] + sizes[other]) / 2
            if across < width and down < height:
                places[one, 1] -= (height - down) / 2
                places[other, 1] += (height - down) / 2
                moved = True
        if not moved:
            break
    return places


def _set_stamp(picture, stamp, place):
    """Lay a stamp over a picture, centred at a place, but all of it inside."""
    height, width = stamp.shape[:2]
    x = int(np.clip(place[0] - width / 2, 0, max(picture.shape[1] - width, 0)))
    y = int(np.clip(place[1] - height / 2, 0, max(picture.shape[0] - height, 0)))
    below = picture[y : y + height, x : x + width, :3]
    stamp = stamp[: below.shape[0], : below.shape[1]]
    cover = stamp[..., 3:].astype(np.uint16)
    below[...] = (stamp[..., :3] * cover + below * (255 - cover) + 127) // 255
