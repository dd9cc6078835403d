"""Frames in, an animation out: GIF, MP4 or WebP.

Which one? A GIF plays everywhere and serves charts and point clouds well, but has 256 colours.
An MP4 is small for tiles and pictures. A WebP keeps the exact colours of everything flat (areas,
lines, enlarged pixels) and sharp edges.
"""

import collections
import itertools
import sys
from pathlib import Path

import numpy as np
from PIL import Image
from tqdm import tqdm

from helpers._arguments import bad_argument, check_real
from helpers._files import replacing
from helpers.plots.frames import FrameStack, checked_frames, to_frame

__all__ = ["save", "to_frame"]

#: A browser shows a GIF's frame for at least 20 ms.
FPS_MAX = 50

_GIF_COLOURS = 256
#: Shared by the busy parts of all frames: photographs, maps, smoothed edges.
_WEBP_BUSY_COLOURS = 128
#: x264's constant rate factor: 0 is lossless, 51 the worst. 20 keeps the text of a chart crisp.
_MP4_RATE_FACTOR = 20
_FFMPEG_STOPPED = (
    "ffmpeg could not write the whole film. Is the disk full? Free some room, or choose another "
    "folder. What was there before is as it was."
)


def save(frames, path, fps=12, hold_first=1.0, hold_last=2.0, progress=True):
    """Make an animation of frames.

    The file is written whole or not at all: a stopped or failed call leaves what was there before,
    and no temporary file.

    Parameters
    ----------
    frames : iterable
        matplotlib figures, PIL images or uint8 arrays of shape (H, W), (H, W, 3) or (H, W, 4), all
        of one size. A generator is gone through once; it may yield one figure again and again,
        changed in between.
    path : str or Path
        Where to; its suffix ``.gif``, ``.mp4`` or ``.webp`` says which kind. A file that is there
        is replaced.
    fps : float
        Frames a second, more than 0 and at most 50.
    hold_first, hold_last : float
        How long the first and the last frame stay, in seconds; at least as long as any frame.
    progress : bool
        Whether a bar shows how many frames were drawn.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    ValueError
        If there is no frame, if the frames' sizes differ, if the suffix is another one, if the
        folder doesn't exist, or if a number is out of its limits.
    OSError
        If the file can't be written, for instance because the disk is full.

    Notes
    -----
    Equal neighbours become one frame of a GIF or WebP that stays longer. GIF counts in hundredths
    of a second: frames are rounded so that their sum stays right. An MP4 of an odd width or height
    gets one more column or row, a copy of the last: its colours are stored for 2 x 2 pixels.

    Used in lessons 02 and 06.

    Examples
    --------
    >>> import numpy as np, tempfile, pathlib
    >>> steps = [np.full((40, 60, 3), grey, np.uint8) for grey in (0, 128, 255)]
    >>> save(steps, pathlib.Path(tempfile.mkdtemp()) / "steps.gif", progress=False).name
    'steps.gif'
    """
    path = Path(path)
    write = _WRITERS.get(path.suffix.lower())
    if write is None:
        raise bad_argument("path", "a file name that ends in " + ", ".join(_WRITERS), path)
    if not path.parent.is_dir():
        raise bad_argument("path", "a folder that exists", path.parent, "Make it first.")
    if path.is_dir():
        raise bad_argument("path", "a file", path, "This is a folder.")
    fps = check_real("fps", fps, above=0, high=FPS_MAX)
    hold_first = check_real("hold_first", hold_first, low=0, high=3600)
    hold_last = check_real("hold_last", hold_last, low=0, high=3600)
    frames = _with_bar(checked_frames(frames), frames, path.name, progress)
    with replacing(path) as partial:
        write(frames, partial, _Timing(1 / fps, hold_first, hold_last))
    return path


def _with_bar(checked, frames, name, progress):
    total = len(frames) if hasattr(frames, "__len__") else None
    # On standard output: JupyterLab keeps a pink bar where standard error was written to.
    bar = tqdm(
        checked,
        total=total,
        desc=name,
        unit="frame",
        file=sys.stdout,
        leave=False,
        disable=not progress,
    )
    # A generator that fails or is stopped must not leave a bar that seems to go on.
    with bar:
        yield from bar


class _Timing(collections.namedtuple("_Timing", "step hold_first hold_last")):
    """How long each frame stays, in seconds."""

    def seconds(self, n_frames):
        stays = [self.step] * n_frames
        stays[0] = max(self.step, self.hold_first)
        stays[-1] = max(stays[-1], self.hold_last)
        return stays

    def milliseconds(self, n_frames, unit):
        """Whole multiples of ``unit`` whose sums stay within half a unit of the exact ones."""
        exact = itertools.accumulate(self.seconds(n_frames))
        ends = [unit * round(1000 * end / unit) for end in exact]
        return [end - start for start, end in zip([0, *ends], ends, strict=False)]


def _save_gif(frames, path, timing):
    stack = FrameStack(frames)
    palette = stack.palette(_GIF_COLOURS)

    def indexed(frame):
        image = Image.fromarray(palette.indices(frame).astype(np.uint8))
        image.putpalette(palette.colours.tobytes())
        return image

    _save_images(map(indexed, stack), path, "GIF", timing.milliseconds(len(stack), unit=10))


def _save_webp(frames, path, timing):
    stack = FrameStack(frames)
    palette = stack.palette_of_busy_parts(_WEBP_BUSY_COLOURS)
    images = (Image.fromarray(palette.reduced_where_busy(frame)) for frame in stack)
    milliseconds = timing.milliseconds(len(stack), unit=1)
    _save_images(images, path, "WEBP", milliseconds, lossless=True, quality=50, method=1)


def _save_images(images, path, kind, milliseconds, **options):
    first = next(images)
    first.save(
        path,
        format=kind,
        save_all=True,
        append_images=images,
        duration=milliseconds,
        loop=0,
        **options,
    )


def _save_mp4(frames, path, timing):
    import imageio_ffmpeg

    first = next(frames)
    odd_rows, odd_columns = first.shape[0] % 2, first.shape[1] % 2
    even = ((0, odd_rows), (0, odd_columns), (0, 0))
    writer = imageio_ffmpeg.write_frames(
        path,
        (first.shape[1] + odd_columns, first.shape[0] + odd_rows),
        fps=1 / timing.step,
        codec="libx264",
        quality=None,
        macro_block_size=1,
        ffmpeg_log_level="fatal",
        # The index goes to the front, so that a browser can start before it has the whole file.
        output_params=["-crf", str(_MP4_RATE_FACTOR), "-movflags", "+faststart", "-f", "mp4"],
    )

    def send(pixels):
        try:
            writer.send(pixels)
        except OSError as error:  # a pipe that nobody reads any more
            raise OSError(_FFMPEG_STOPPED) from error

    written = 0
    try:
        send(None)
        for frame, times in _repeated(itertools.chain([first], frames), timing):
            pixels = np.ascontiguousarray(np.pad(frame, even, mode="edge"))
            for _ in range(times):
                send(pixels)
            written += times
    finally:
        writer.close()
    # ffmpeg runs as a process of its own, whose trouble (a full disk) shows in its file alone.
    try:
        stored, _ = imageio_ffmpeg.count_frames_and_secs(path)
    except RuntimeError:
        stored = 0
    if stored != written:
        raise OSError(_FFMPEG_STOPPED)


def _repeated(frames, timing):
    """Yield each frame with how many times an MP4, whose frames all stay equally long, shows it."""

    def times(seconds):
        return max(1, round(seconds / timing.step))

    frame = next(frames)
    hold = timing.hold_first
    for following in frames:
        yield frame, times(hold)
        frame, hold = following, 0
    yield frame, times(max(hold, timing.hold_last))


_WRITERS = {".gif": _save_gif, ".mp4": _save_mp4, ".webp": _save_webp}
