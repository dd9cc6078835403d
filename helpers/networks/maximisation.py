"""Pictures that are made for a filter, a unit or a class: gradient ascent on what it answers."""

from typing import NamedTuple

import numpy as np
from scipy import ndimage

from helpers._arguments import (
    bad_argument,
    check_choice,
    check_integer,
    check_numbers,
    check_positions,
    check_real,
)
from helpers.networks.readout import Readout

__all__ = ["MadePictures", "maximise"]

#: Pictures that climb together.
_TOGETHER = 10
#: Adam's (Kingma and Ba, 2015).
_DECAYS, _TINY = (0.9, 0.999), 1e-8
#: How far from grey the first noise is, in what climbs.
_FAINT = 0.05


class MadePictures(NamedTuple):
    """Pictures, each made for one filter or class. `maximise` makes them.

    Attributes
    ----------
    pictures : ndarray of shape (U, H, W) or (U, H, W, C), or (U, S, ...) where steps are watched
        uint8 for a network that takes brightness from 0 to 255, else float32.
    answers : ndarray of shape (U,), float32
        What the filter answers to its picture as it is here: the mean of its map before the
        activation function.
    units : ndarray of shape (U,), int64
        Which filters these are.
    """

    pictures: np.ndarray
    answers: np.ndarray
    units: np.ndarray


def maximise(
    model,
    layer=None,
    units=None,
    *,
    steps=100,
    rate=0.05,
    start="noise",
    climbs="waves",
    colour_axes=None,
    jitter=3,
    blur=0.0,
    variation=0.0,
    limits=None,
    seed=0,
    watch=None,
):
    """Make pictures that excite filters, units or classes of a network as much as may be.

    Each picture climbs by Adam along the gradient of what its filter answers: the mean of its map,
    or its number, before the activation function. Used in lesson 07.

    Parameters
    ----------
    model : keras.Model
        Sequential or functional, with one input for pictures. It stays as it was.
    layer : str, optional
        The name of a layer. Left out: the last one, whose units are the classes.
    units : sequence of int, optional
        Which filters or classes. Left out: all of them.
    steps : int
    rate : float
        The size of a step, of numbers that a sigmoid brings to brightness.
    start : {"grey", "noise"} or ndarray of shape (M, H, W) or (M, H, W, C)
        Flat grey, a trace of noise, or pictures as the network takes them, of which each filter
        begins with the one that it answers to most.
    climbs : {"waves", "pixels"}
        What is changed: a picture's waves (its Fourier transform), the long ones faster than the
        short ones; or each pixel by itself.
    colour_axes : ndarray of shape (C, C), optional
        Axes of colour, as `helpers.analysis.starts.colour_axes` finds them: waves climb along
        these. Left out: along each channel by itself.
    jitter : int
        In each step the network sees the picture moved by up to so many pixels.
    blur : float
        After each step the picture is blurred by a Gaussian of so many pixels.
    variation : float
        How much is taken off the answer for the mean difference of neighbouring pixels, black to
        white being 1.
    limits : tuple of float, optional
        What is black and what is white. Left out: as the network's own scaling has it.
    seed : int
    watch : sequence of int, optional
        Steps after which the pictures are wanted, 0 to ``steps``. Left out: the last alone, and
        without an axis for it.

    Returns
    -------
    MadePictures

    Raises
    ------
    ValueError
        If there is no such layer or filter, no gradient reaches the picture, or an argument is out
        of range.

    Notes
    -----
    Waves and decorrelated colours: C. Olah, A. Mordvintsev, L. Schubert, Feature Visualization,
    Distill, 2017.
    """
    readout = Readout(model, layer, limits)
    if units is None:
        units = np.arange(readout.n)
    units = check_positions("units", units, "numbers of filters", (1,), below=readout.n)
    steps = check_integer("steps", steps, low=1)
    rate = check_real("rate", rate, above=0)
    blur = check_real("blur", blur, low=0)
    variation = check_real("variation", variation, low=0)
    rng = np.random.default_rng(check_integer("seed", seed, low=0))
    size = (*readout.shape, 1)[:3]
    jitter = check_integer("jitter", jitter, 0, min(size[:2]) - 1)
    if colour_axes is not None:
        colour_axes = check_numbers("colour_axes", colour_axes, "axes, (C, C)", ranks=(2,))
        if colour_axes.shape != size[2:] * 2:
            raise bad_argument("colour_axes", f"an array of shape {size[2:] * 2}", colour_axes)
    watched = [steps] if watch is None else list(watch)
    for each in watched:
        check_integer("watch", each, 0, steps)
    forms = {"waves": _Waves, "pixels": _Pixels}
    form = forms[check_choice("climbs", climbs, forms)](size, colour_axes)
    first = _begin(readout, units, start, size, rng)
    steps_seen, answers = [], []
    for low in range(0, len(units), _TOGETHER):
        part = slice(low, low + _TOGETHER)
        seen = _climb(
            readout, units[part], form.of(first[part]), form, steps, rate, jitter, blur,
            variation, rng, watched,
        )  # fmt: skip
        steps_seen.append(seen)
        last = np.asarray(readout(seen[:, -1].astype(np.float32)))
        answers.append(last[np.arange(len(last)), units[part]])
    pictures = np.concatenate(steps_seen)
    return MadePictures(
        pictures[:, 0] if watch is None else pictures, np.concatenate(answers), units
    )


def _begin(readout, units, start, size, rng):
    """Give what each picture begins as, before the sigmoid: (U, H, W, C)."""
    shape = (len(units), *size)
    if isinstance(start, str):
        faint = _FAINT if check_choice("start", start, ("grey", "noise")) == "noise" else 0
        return rng.normal(0, 1, shape).astype(np.float32) * faint
    answers = np.concatenate([sums.mean(axis=(1, 2)) for sums in readout.of_images(start)])
    low, high = readout.limits
    best = np.asarray(start)[answers[:, units].argmax(axis=0)].reshape(shape)
    # Not all the way to black and white, where a sigmoid is flat.
    shares = np.clip((best.astype(np.float32) - low) / (high - low), 0.02, 0.98)
    return np.log(shares / (1 - shares))


def _climb(
    readout, units, numbers, form, steps, rate, jitter, blur, variation, rng, watched
):  # fmt: skip
    """Let some pictures climb together; give them after the watched steps, (U, S, ...)."""
    import tensorflow as tf

    low, high = readout.limits
    places = tf.stack([tf.range(len(units)), tf.constant(units, tf.int32)], axis=1)

    def seen(numbers):
        return tf.reshape(
            low + (high - low) * tf.sigmoid(form.pixels(numbers)), (-1, *readout.shape)
        )

    @tf.function
    def gradient(numbers, shift):
        with tf.GradientTape() as tape:
            tape.watch(numbers)
            pictures = seen(numbers)
            answers = tf.gather_nd(readout(tf.roll(pictures, shift, axis=(1, 2))), places)
            total = tf.reduce_sum(answers)
            if variation:
                down = tf.abs(pictures[:, 1:] - pictures[:, :-1]) / (high - low)
                right = tf.abs(pictures[:, :, 1:] - pictures[:, :, :-1]) / (high - low)
                rough = tf.reduce_mean(down) + tf.reduce_mean(right)
                total -= variation * len(units) * rough
        return tape.gradient(total, numbers)

    def kept():
        pictures = np.asarray(seen(tf.constant(numbers)))
        return np.rint(pictures).astype(np.uint8) if (low, high) == (0, 255) else pictures

    means, squares = np.zeros_like(numbers), np.zeros_like(numbers)
    found = {0: kept()} if 0 in watched else {}
    for step in range(1, steps + 1):
        shift = rng.integers(-jitter, jitter + 1, 2).astype(np.int32)
        slope = gradient(tf.constant(numbers), tf.constant(shift))
        if slope is None or (step == 1 and not np.any(slope)):
            raise bad_argument(
                "model", "a network that a gradient goes through", readout.layer,
                "What it answers does not change with the picture. Where filters before it are "
                "silent for grey, start='noise' or pictures may wake them.",
            )  # fmt: skip
        slope = np.asarray(slope)
        means += (1 - _DECAYS[0]) * (slope - means)
        squares += (1 - _DECAYS[1]) * (slope**2 - squares)
        mean, square = means / (1 - _DECAYS[0] ** step), squares / (1 - _DECAYS[1] ** step)
        numbers = (numbers + rate * mean / (np.sqrt(square) + _TINY)).astype(np.float32)
        if blur:
            numbers = form.blurred(numbers, blur)
        if step in watched:
            found[step] = kept()
    return np.stack([found[step] for step in watched], axis=1)


class _Pixels:
    """Each pixel climbs by itself."""

    def __init__(self, size, colours):
        if colours is not None:
            raise bad_argument("colour_axes", "None, where pixels climb", colours)

    def of(self, pixels):
        return pixels

    def pixels(self, numbers):
        return numbers

    def blurred(self, numbers, sigma):
        return ndimage.gaussian_filter(numbers, (0, sigma, sigma, 0), mode="nearest")


class _Waves:
    """The waves that a picture is made of climb, the long ones faster, along axes of colour."""

    def __init__(self, size, colours):
        self.height, self.width, channels = size
        self.colours = np.eye(channels) if colours is None else colours
        self.colours = self.colours.astype(np.float32)
        down, right = np.fft.fftfreq(self.height), np.fft.rfftfreq(self.width)
        self.frequency = np.hypot(down[:, None], right[None, :]).astype(np.float32)
        longest = 1 / max(self.height, self.width)
        # A wave's size for a number of 1: of a natural picture they fall about so.
        self.size = np.sqrt(self.height * self.width) / np.maximum(self.frequency, longest)

    def of(self, pixels):
        """Give the numbers whose waves make these pixels: (U, C, H, W // 2 + 1, 2)."""
        along = pixels @ np.linalg.pinv(self.colours)
        waves = np.fft.rfft2(np.moveaxis(along, -1, 1)) / self.size
        return np.stack([waves.real, waves.imag], axis=-1).astype(np.float32)

    def pixels(self, numbers):
        import tensorflow as tf

        waves = tf.complex(numbers[..., 0] * self.size, numbers[..., 1] * self.size)
        along = tf.signal.irfft2d(waves, (self.height, self.width))
        return tf.transpose(along, (0, 2, 3, 1)) @ self.colours

    def blurred(self, numbers, sigma):
        fall = np.exp(-2 * (np.pi * sigma * self.frequency) ** 2)
        return (numbers * fall[..., None]).astype(np.float32)
