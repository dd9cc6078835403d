"""A player's frames as small files: what they share is stored once, in colours that fit."""

import bisect
import io
import itertools
import math

import numpy as np
from PIL import Image, UnidentifiedImageError

from helpers._arguments import bad_argument
from helpers.plots.frames import FrameStack

__all__ = ["encoded_frames", "stored_size"]

#: From exact colours to the smallest player: which parts of all frames share how many colours.
_STEPS = (
    ("no", None),
    *(("busy", colours) for colours in (1024, 512, 256, 192, 128, 96, 64, 48, 32, 24)),
    *(("all", colours) for colours in (512, 256, 128, 64)),
)
_KINDS = ("PNG", "WEBP", "JPEG")
#: What share of a frame must be as in the base for a transparent layer to be smaller.
_WORTH_A_LAYER = 0.05
#: What the code, the texts and the still picture take of ``max_bytes``, generously.
_ROOM_FOR_THE_REST = 60_000


def encoded_frames(frames, max_bytes):
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
        base, *files = map(stored_size, encoded(step, trial))
        return base + sum(files) * len(stack) / len(trial) <= 1.04 * room

    for step in range(_first_that_fits(seems_to_fit), len(_STEPS)):
        files = encoded(step, range(len(stack)))
        # Not even the fewest colours fit? Better a large player than a poorer one.
        if sum(map(stored_size, files)) <= room:
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


def stored_size(data):
    """How many bytes a notebook takes for a piece of data: base64, and where it belongs."""
    return 4 * math.ceil(len(data) / 3) + 64
