"""Files and players of a training's frames, against what a library makes when left alone."""

import base64
import io
import tempfile
from pathlib import Path

import imageio
import imageio.v3 as iio
import numpy as np
from PIL import Image

from benchmarks.table import Row
from benchmarks.timing import in_turns
from helpers.course.records import shipped_record
from helpers.plots import animation
from helpers.plots.training import TrainingView
from helpers.widgets import EpochPlayer

__all__ = ["measure"]

ROUNDS = 3


def measure():
    """Yield a row for each kind of file, and for a player."""
    frames = list(TrainingView(shipped_record("cifar10_article")).frames())
    with tempfile.TemporaryDirectory() as folder:
        paths = {suffix: Path(folder) / f"ours{suffix}" for suffix in (".gif", ".mp4", ".webp")}
        others = {suffix: Path(folder) / f"other{suffix}" for suffix in paths}
        pictures = [Image.fromarray(frame) for frame in frames]

        def by_pillow(path, **options):
            pictures[0].save(path, save_all=True, append_images=pictures[1:], **options)

        ways = {
            ".gif": ("Pillow's own", lambda: by_pillow(others[".gif"], duration=80)),
            ".mp4": (
                "imageio's own",
                lambda: imageio.mimwrite(others[".mp4"], frames, fps=12, macro_block_size=2),
            ),
            ".webp": (
                "Pillow's own, lossless",
                lambda: by_pillow(others[".webp"], duration=80, lossless=True),
            ),
        }
        for suffix, path in paths.items():
            name, other = ways[suffix]
            taken = in_turns(
                lambda path=path: animation.save(frames, path, progress=False), other, ROUNDS
            )
            size, other_size = (where[suffix].stat().st_size for where in (paths, others))
            error, other_error = (
                _mean_error(_last(where[suffix]), frames[-1]) for where in (paths, others)
            )
            yield Row(
                f"encoding: {len(frames)} frames as {suffix[1:].upper()}; {name}",
                seconds=taken.ours,
                file=size / 1e6,
                other=taken.other,
                found=f"{size / other_size:.2f} of its size; error {error:.2f}, {other_error:.2f}",
            )

    players, files = [], []
    taken = in_turns(
        lambda: players.append(EpochPlayer(frames)),
        lambda: files.append([_png(frame) for frame in frames]),
        ROUNDS,
    )
    size = players[-1].nbytes
    other_size = sum(len(base64.b64encode(file)) for file in files[-1])
    error = _mean_error(players[-1].picture(len(frames) - 1), frames[-1])
    yield Row(
        f"encoding: {len(frames)} frames as a player; a PNG for each",
        seconds=taken.ours,
        file=size / 1e6,
        other=taken.other,
        found=f"{size / other_size:.2f} of its size; error {error:.2f}, 0.00",
        budget="1.5 MB",
        held=size <= 1.5e6,
    )


def _png(frame):
    store = io.BytesIO()
    Image.fromarray(frame).save(store, "PNG")
    return store.getvalue()


def _last(path):
    """Decode the last frame of a file: the richest one."""
    if path.suffix == ".mp4":
        return list(iio.imiter(path, plugin="FFMPEG"))[-1]
    with Image.open(path) as image:
        image.seek(image.n_frames - 1)
        return image.convert("RGB")


def _mean_error(picture, frame):
    """Mean absolute error of a decoded frame, in levels of 255."""
    height, width = frame.shape[:2]
    return np.abs(np.asarray(picture, dtype=int)[:height, :width] - frame).mean()
