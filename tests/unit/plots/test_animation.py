import gc
import itertools
import os
import subprocess
import sys

import imageio.v3 as iio
import matplotlib.pyplot as plt
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from helpers.plots import animation
from helpers.plots.frames import FrameStack, busy, to_frame
from tools import ROOT

KINDS = ["gif", "mp4", "webp"]


@pytest.fixture
def frames():
    """Ten frames of 100 x 60 pixels: a bar that grows on a coloured ground."""
    frames = np.full((10, 60, 100, 3), (250, 240, 200), np.uint8)
    for index, frame in enumerate(frames):
        frame[20:40, : 10 * (index + 1)] = (20, 90, 160)
    return frames


def decoded(path):
    """What a reader of the file sees: frames (N, H, W, 3), and how long each stays, in ms."""
    if path.suffix == ".mp4":
        about = iio.immeta(path, plugin="FFMPEG")
        pixels = np.stack(list(iio.imiter(path, plugin="FFMPEG")))
        return pixels, [1000 / about["fps"]] * len(pixels)
    with Image.open(path) as image:
        pixels, stays = [], []
        for index in range(image.n_frames):
            image.seek(index)
            pixels.append(np.asarray(image.convert("RGB")))
            stays.append(image.info["duration"])
    return np.stack(pixels), stays


def left_in(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("kind", KINDS)
def test_a_reader_sees_the_frames_that_were_saved(tmp_path, frames, kind):
    path = animation.save(frames, tmp_path / f"bar.{kind}", fps=10, progress=False)
    pixels, stays = decoded(path)
    if kind == "mp4":
        # The first frame stays one second, the last two; all others one tenth.
        shown = [0] * 10 + list(range(1, 9)) + [9] * 20
        assert len(pixels) == len(shown)
        assert np.abs(pixels.astype(int) - frames[shown]).mean() < 2
        assert sum(stays) == pytest.approx(3800)
    else:
        assert np.array_equal(pixels, frames)
        assert stays == [1000] + [100] * 8 + [2000]
    assert left_in(tmp_path) == [path.name]


@pytest.mark.parametrize("kind", ["gif", "webp"])
def test_rounding_does_not_add_up(tmp_path, frames, kind):
    path = animation.save(
        frames, tmp_path / f"bar.{kind}", fps=12, hold_first=0, hold_last=0, progress=False
    )
    _, stays = decoded(path)
    unit = 10 if kind == "gif" else 1
    assert all(stay % unit == 0 and abs(stay - 1000 / 12) < unit for stay in stays)
    assert abs(sum(stays) - 10 * 1000 / 12) <= unit / 2


@pytest.mark.parametrize("kind", KINDS)
def test_one_frame_is_enough(tmp_path, frames, kind):
    pixels, stays = decoded(
        animation.save(frames[:1], tmp_path / f"one.{kind}", fps=10, hold_last=0, progress=False)
    )
    assert np.abs(pixels[0].astype(int) - frames[0]).mean() < 2
    # A WebP of one frame is a still picture, which stays for good.
    assert sum(stays) == pytest.approx(0 if kind == "webp" else 1000)


def test_a_video_of_odd_size_gains_a_copy_of_its_last_row_and_column(tmp_path, frames):
    odd = frames[:, :59, :99]
    pixels, _ = decoded(animation.save(odd, tmp_path / "odd.mp4", progress=False))
    assert pixels.shape[1:] == (60, 100, 3)
    assert np.abs(pixels[0, :59, :99].astype(int) - odd[0]).mean() < 2
    assert np.abs(pixels[0, 59].astype(int) - pixels[0, 58]).mean() < 3


def test_a_video_plays_in_a_browser(tmp_path, frames):
    path = animation.save(frames, tmp_path / "bar.mp4", progress=False)
    about = iio.immeta(path, plugin="FFMPEG")
    assert about["codec"] == "h264"
    assert about["pix_fmt"].startswith("yuv420p")
    # The index stands before the pictures, so playing starts before all is loaded.
    content = path.read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")


@pytest.mark.parametrize("kind", KINDS)
def test_a_generator_is_gone_through_once(tmp_path, frames, kind):
    drawn = []

    def draw():
        for index, frame in enumerate(frames):
            drawn.append(index)
            yield frame

    from_generator = animation.save(draw(), tmp_path / f"a.{kind}", progress=False)
    from_array = animation.save(frames, tmp_path / f"b.{kind}", progress=False)
    assert drawn == list(range(10))
    assert from_generator.read_bytes() == from_array.read_bytes()


def test_a_figure_may_be_drawn_again_and_again(tmp_path):
    figure, ax = plt.subplots(figsize=(2, 1), dpi=50)
    (line,) = ax.plot([0, 1], [0, 0])

    def draw():
        for height in (0.01, 0.02, 0.03):
            line.set_ydata([0, height])
            yield figure

    pixels, _ = decoded(animation.save(draw(), tmp_path / "line.gif", progress=False))
    assert pixels.shape == (3, 50, 100, 3)
    assert not np.array_equal(pixels[0], pixels[2])


def test_all_frames_of_a_gif_share_one_palette(tmp_path):
    rng = np.random.default_rng(0)
    noise = rng.integers(0, 256, (4, 40, 40, 3), dtype=np.uint8)
    noise[:, :10] = 255
    path = animation.save(noise, tmp_path / "noise.gif", progress=False)
    pixels, _ = decoded(path)
    assert len(np.unique(pixels.reshape(-1, 3), axis=0)) <= 256
    # White stays white in every frame, and no colour is far from its stand-in.
    assert (pixels[:, :10] == 255).all()
    distance = np.linalg.norm(pixels.astype(float) - noise, axis=-1)
    assert distance.max() < 45


def test_the_bar_counts_the_frames(tmp_path, frames, capsys):
    animation.save(frames, tmp_path / "bar.gif")
    assert "bar.gif:   0%|          | 0/10" in capsys.readouterr().out
    animation.save(frames, tmp_path / "bar.gif", progress=False)
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("stop", [KeyboardInterrupt, RuntimeError])
def test_a_stopped_call_leaves_the_old_file_and_no_other(tmp_path, frames, kind, stop):
    path = tmp_path / f"old.{kind}"
    path.write_bytes(b"what was there before")

    def draw():
        yield from frames[:5]
        raise stop

    with pytest.raises(stop):
        animation.save(draw(), path, progress=False)
    gc.collect()
    assert path.read_bytes() == b"what was there before"
    assert left_in(tmp_path) == [path.name]


@pytest.mark.skipif(sys.platform == "win32", reason="limits of a process are POSIX's")
@pytest.mark.parametrize("kind", KINDS)
def test_a_full_disk_leaves_the_old_file_and_no_other(tmp_path, kind):
    path = tmp_path / f"old.{kind}"
    path.write_bytes(b"what was there before")
    script = f"""
import resource, sys
import numpy as np
from helpers.plots import animation
frames = np.random.default_rng(0).integers(0, 256, (5, 200, 200, 3), dtype=np.uint8)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
try:
    animation.save(frames, {str(path)!r}, progress=False)
except OSError as error:
    print("refused:", error)
"""
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.stdout.startswith("refused:"), done.stderr
    assert path.read_bytes() == b"what was there before"
    assert left_in(tmp_path) == [path.name]


BAD = {
    "no frame": ({"frames": []}, "at least one picture"),
    "another size": ({"frames": [np.zeros((4, 4, 3), np.uint8), np.zeros((4, 6, 3), np.uint8)]},
                     r"frames\[1\]: expected a picture of 4 x 4"),
    "floats": ({"frames": [np.zeros((4, 4))]}, r"frames\[0\]: .*astype"),
    "two channels": ({"frames": [np.zeros((4, 4, 2), np.uint8)]}, r"frames\[0\]"),
    "no pixels": ({"frames": [np.zeros((0, 4, 3), np.uint8)]}, r"frames\[0\]"),
    "suffix": ({"path": "a.avi"}, r"\.gif, \.mp4, \.webp"),
    "no suffix": ({"path": "a"}, r"\.gif, \.mp4, \.webp"),
    "no folder": ({"path": "nowhere/a.gif"}, "a folder that exists"),
    "a folder": ({"path": "folder.gif"}, "This is a folder"),
    "no speed": ({"fps": 0}, "fps: expected a number above 0 and of at most 50"),
    "too fast": ({"fps": 51}, "fps"),
    "speed as text": ({"fps": "12"}, "fps"),
    "speed NaN": ({"fps": float("nan")}, "fps"),
    "negative hold": ({"hold_first": -1}, "hold_first"),
    "endless hold": ({"hold_last": float("inf")}, "hold_last"),
}  # fmt: skip


@pytest.mark.parametrize(("wrong", "message"), BAD.values(), ids=BAD)
def test_bad_input_is_named_and_nothing_is_written(tmp_path, frames, wrong, message):
    (tmp_path / "folder.gif").mkdir()
    given = {"frames": frames, "path": "a.gif", "progress": False, **wrong}
    given["path"] = tmp_path / given["path"]
    with pytest.raises(ValueError, match=message):
        animation.save(**given)
    assert left_in(tmp_path) == ["folder.gif"]


def test_a_frame_comes_from_any_usual_picture():
    grey = np.arange(12, dtype=np.uint8).reshape(3, 4)
    assert np.array_equal(to_frame(grey), np.stack([grey] * 3, axis=-1))
    colour = np.random.default_rng(0).integers(0, 256, (3, 4, 3), dtype=np.uint8)
    assert np.array_equal(to_frame(colour), colour)
    assert np.array_equal(to_frame(Image.fromarray(colour)), colour)
    assert np.array_equal(to_frame(Image.fromarray(grey)), to_frame(grey))


def test_what_is_transparent_becomes_white():
    alpha = np.array([[0, 128, 255]], np.uint8)
    rgba = np.dstack([np.full((1, 3, 3), (10, 20, 30), np.uint8), alpha])
    share = alpha[..., None] / 255
    wanted = share * (10, 20, 30) + (1 - share) * 255
    assert np.abs(to_frame(rgba) - wanted).max() <= 0.5


def test_a_figure_keeps_its_size_whatever_is_on_it():
    figure, ax = plt.subplots(figsize=(3, 2), dpi=40)
    plain = to_frame(figure)
    ax.set_ylabel("a very long label " * 3)
    assert to_frame(figure).shape == plain.shape == (80, 120, 3)


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 300), st.integers(0, 10**6))
def test_a_palette_never_leaves_a_colour_without_a_near_one(n_colours, seed):
    rng = np.random.default_rng(seed)
    frames = rng.integers(0, 256, (2, 9, 9, 3), dtype=np.uint8)
    stack = FrameStack(frames)
    palette = stack.palette(n_colours)
    pixels = frames.reshape(-1, 3).astype(float)
    chosen = palette.colours.astype(float)
    assert len(chosen) <= n_colours
    reduced = np.stack([palette.reduced(frame) for frame in stack]).reshape(-1, 3)
    assert {tuple(colour) for colour in chosen} <= {tuple(colour) for colour in pixels}
    error = np.linalg.norm(reduced - pixels, axis=1).max()
    # Farthest points are at most twice as far as the best possible choice, which is at least half
    # the smallest distance between the chosen ones and the colour that would come next; a cell
    # of the colour cube adds its own width.
    between = [np.linalg.norm(a - b) for a, b in itertools.combinations(chosen, 2)]
    cell = 3 * np.sqrt(3)
    assert error <= min(between, default=442) + 2 * cell
    if n_colours >= len(pixels):
        assert error <= cell


def test_busy_is_what_lies_in_no_straight_row_of_five():
    rng = np.random.default_rng(0)
    codes = rng.integers(0, 2, (12, 15))
    rows = [[codes[r, c : c + 5] for c in range(11)] for r in range(12)]
    flat = np.zeros(codes.shape, bool)
    for r in range(12):
        for c in range(15):
            across = any(len(set(rows[r][s])) == 1 for s in range(11) if s <= c < s + 5)
            down = any(len(set(codes[s : s + 5, c])) == 1 for s in range(8) if s <= r < s + 5)
            flat[r, c] = across or down
    assert np.array_equal(busy(codes), ~flat)
    assert busy(np.zeros((3, 4), int)).all()  # too small for a row of five
    assert not busy(np.zeros((1, 5), int)).any()


def test_flat_parts_keep_their_colours_where_only_busy_ones_share():
    rng = np.random.default_rng(0)
    frames = rng.integers(0, 256, (3, 20, 40, 3), dtype=np.uint8)
    frames[:, :, :20] = np.arange(20, dtype=np.uint8)[:, None, None]
    stack = FrameStack(frames)
    palette = stack.palette_of_busy_parts(16)
    for frame in frames:
        reduced = palette.reduced_where_busy(frame)
        assert np.array_equal(reduced[:, :20], frame[:, :20])
        assert len(np.unique(reduced[:, 20:].reshape(-1, 3), axis=0)) <= 16


def test_the_stack_gives_back_what_went_in(frames):
    stack = FrameStack(iter(frames))
    assert len(stack) == 10 and stack.shape == (60, 100, 3)
    assert all(np.array_equal(kept, frame) for kept, frame in zip(stack, frames))
    assert not stack[0].flags.writeable
