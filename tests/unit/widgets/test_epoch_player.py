import base64
import io
import json
import subprocess
import sys

import ipywidgets
import matplotlib.pyplot as plt
import numpy as np
import pytest
from PIL import Image

from helpers.course.records import shipped_record
from helpers.plots.frames import busy
from helpers.plots.training import TrainingView
from helpers.widgets import EpochPlayer
from tools import ROOT


@pytest.fixture
def frames():
    return [np.full((40, 60, 3), (10 * index, 120, 200), np.uint8) for index in range(10)]


def pixels(player):
    return [np.asarray(player.picture(epoch)) for epoch in player.epochs]


def training_view(n_frames):
    """Frames as rich as a training's: 64 kernels, 64 maps of a picture, a growing curve."""
    rng = np.random.default_rng(0)
    start, end = rng.normal(0, 0.1, (64, 5, 5, 3)), rng.normal(0, 1, (64, 5, 5, 3))
    rows, columns = np.mgrid[:32, :32] / 10
    waves = np.stack([np.sin(rows * a + columns * b) for a, b in rng.normal(0, 2, (64, 2))])
    waves += rng.normal(0, 0.05, waves.shape)
    for index in range(n_frames):
        share = index / (n_frames - 1)
        frame = np.full((400, 1200, 3), 255, np.uint8)
        kernels = np.clip(128 + 40 * ((1 - share) * start + share * end), 0, 255).astype(np.uint8)
        maps = np.clip(255 * share * waves, 0, 255).astype(np.uint8)
        for tile in range(64):
            top, left = 50 * (tile // 8), 50 * (tile % 8)
            frame[top : top + 45, left : left + 45] = kernels[tile].repeat(9, 0).repeat(9, 1)
            frame[top : top + 32, left + 400 : left + 432] = maps[tile][..., None]
        frame[200 - int(150 * share), 820 : 820 + 7 * index] = (0, 90, 180)
        yield frame


def test_frames_keep_every_colour_where_they_fit(frames):
    rng = np.random.default_rng(0)
    frames = [*frames, rng.integers(0, 256, (40, 60, 3), dtype=np.uint8)]
    player = EpochPlayer(frames)
    assert player.colours is None
    assert all(np.array_equal(shown, frame) for shown, frame in zip(pixels(player), frames))


def test_49_frames_of_a_training_take_at_most_1_5_mb_of_a_notebook():
    view = TrainingView(shipped_record("cifar10_article"))
    player = EpochPlayer.from_view(view, progress=False)
    assert len(player.epochs) == 49
    assert player.nbytes <= 1_500_000
    # What it says is what it takes: the widget's state and its output, as a notebook file has them.
    state = player.get_manager_state(widgets=[player, player.layout])
    output, _ = player._repr_mimebundle_()
    written = len(json.dumps(state)) + len(json.dumps(output))
    assert player.nbytes == pytest.approx(written, rel=0.005)
    for epoch in (0, 10, 24, 48):
        drawn = view.frame(epoch).astype(int)
        error = np.abs(np.asarray(player.picture(epoch)) - drawn)
        # 24 or 32 colours fit, depending on how a release of matplotlib draws letters.
        assert error.max() <= 40 and error.mean() <= 1
        # Kernels are flat squares, and the page is white: they keep their very colours.
        flat = ~busy(drawn @ [65536, 256, 1])
        assert flat.mean() > 0.8
        assert (error[flat] == 0).all()


def test_fewer_bytes_mean_fewer_colours(frames):
    view = list(training_view(4))
    sizes = [EpochPlayer(view, max_bytes=limit) for limit in (None, 180_000, 140_000)]
    assert sizes[0].colours is None
    assert sizes[0].nbytes > 180_000 >= sizes[1].nbytes
    assert 140_000 >= sizes[2].nbytes
    # First only the busy parts share colours, then all do.
    last = [np.asarray(size.picture(3)) for size in sizes]
    flat = ~busy(last[0].astype(int) @ [65536, 256, 1])
    assert np.array_equal(last[1][flat], last[0][flat])
    assert not np.array_equal(last[2][flat], last[0][flat])
    # What can't fit is shown all the same.
    assert EpochPlayer(frames, max_bytes=1).colours == 64


def test_dots_that_move_over_white_are_stored_whole():
    rng = np.random.default_rng(0)
    frames = np.full((5, 200, 200, 3), 255, np.uint8)
    for frame in frames:
        frame[tuple(rng.integers(0, 200, (2, 500)))] = (0, 0, 200)
    player = EpochPlayer(frames)
    assert player._base == b""
    assert all(np.array_equal(shown, frame) for shown, frame in zip(pixels(player), frames))


def test_files_are_kept_as_they_are(frames):
    files = []
    for kind in ("PNG", "WEBP", "JPEG"):
        store = io.BytesIO()
        Image.fromarray(frames[0]).save(store, kind)
        files.append(store.getvalue())
    player = EpochPlayer(files)
    assert player._frames == files
    assert player._size == [60, 40]
    assert np.array_equal(pixels(player)[0], frames[0])


def test_epoch_and_frame_go_together(frames):
    player = EpochPlayer(frames, epochs=range(0, 100, 10))
    assert (player.epoch, player.frame) == (0, 0)
    player.epoch = 40
    assert player.frame == 4
    player.frame = 9
    assert player.epoch == 90
    assert EpochPlayer(frames, epoch=3).frame == 3


def test_an_epoch_without_a_frame_shows_the_last_one_before_it(frames):
    player = EpochPlayer(frames, epochs=range(10, 110, 10), epoch=34)
    assert player.epoch == 30
    for asked, shown in ((99, 90), (1000, 100), (9, 10), (-1, 10)):
        player.epoch = asked
        assert player.epoch == shown


def test_python_hears_of_epochs(frames):
    player = EpochPlayer(frames)
    heard = []
    player.observe(lambda change: heard.append(change.new), "epoch")
    player.epoch = 4
    player.epoch = 4
    player.frame = 5
    assert heard == [4, 5]
    slider = ipywidgets.IntSlider(max=9)
    ipywidgets.link((player, "epoch"), (slider, "value"))
    slider.value = 7
    assert player.frame == 7


def test_linked_players_share_a_group_and_an_epoch(frames):
    one, two, three, four = (EpochPlayer(frames) for _ in range(4))
    three.link(four)
    one.epoch = 6
    one.link(two, three)
    assert len({player._group for player in (one, two, three, four)}) == 1
    assert {player.epoch for player in (one, two, three, four)} == {6}
    assert EpochPlayer(frames)._group == ""


def test_linking_something_else_links_nothing(frames):
    one, two = EpochPlayer(frames), EpochPlayer(frames)
    with pytest.raises(ValueError, match="others: .*jslink"):
        one.link(two, ipywidgets.IntSlider())
    assert one._group == two._group == ""


def test_a_player_is_drawn_from_one_figure_changed_in_between():
    figure, ax = plt.subplots(figsize=(2, 1), dpi=50)
    (line,) = ax.plot([0, 1], [0, 0])

    def draw(epoch):
        line.set_ydata([0, epoch / 100])
        return figure

    player = EpochPlayer.from_drawing(
        draw, range(0, 6, 2), describe="after {} epochs".format, progress=False, title="A line"
    )
    assert player.epochs == [0, 2, 4]
    assert player.descriptions[1] == "after 2 epochs"
    assert not np.array_equal(*pixels(player)[1:])
    # Closed, so that the notebook doesn't show it once more below the player.
    assert plt.get_fignums() == []


def test_a_reader_without_widgets_gets_a_picture_and_a_sentence(frames):
    player = EpochPlayer(frames, title="Colours", epoch=9)
    output, _ = player._repr_mimebundle_()
    assert output["text/plain"].startswith("Colours: epoch 0 to 9, 10 pictures.")
    still = Image.open(io.BytesIO(base64.b64decode(output["image/png"]))).convert("RGB")
    assert still.getpixel((30, 20)) == (90, 120, 200)
    assert still.height > 40  # below it, in words, that there is more


BAD = {
    "no frame": ({"frames": []}, "frames: expected at least one picture"),
    "no frames": ({"frames": 3}, "frames: expected a sequence"),
    "size": ({"frames": [np.zeros((4, 4, 3), np.uint8), np.zeros((5, 4, 3), np.uint8)]},
             r"frames\[1\]: expected a picture of 4 x 4"),
    "float": ({"frames": [np.zeros((4, 4, 3))]}, r"frames\[0\]"),
    "no picture": ({"frames": [b"no picture"]}, r"frames\[0\]: expected bytes of a PNG"),
    "length": ({"epochs": range(9)}, "epochs: expected 10 numbers"),
    "order": ({"epochs": [0, 2, 1, *range(3, 10)]}, "epochs: .*ascending"),
    "twice": ({"epochs": [0, 0, *range(2, 10)]}, "epochs: .*ascending"),
    "half": ({"epochs": np.arange(10) / 2}, "epochs: expected a vector of epoch numbers"),
    "texts": ({"descriptions": ["one"]}, "descriptions: expected 10 texts"),
    "text": ({"descriptions": list(range(10))}, "descriptions"),
    "stopped": ({"fps": 0}, "fps"),
    "room": ({"max_bytes": 0}, "max_bytes"),
    "no height": ({"max_height": 0}, "max_height"),
}  # fmt: skip


@pytest.mark.parametrize(("wrong", "message"), BAD.values(), ids=BAD)
def test_bad_input_is_named(frames, wrong, message):
    with pytest.raises(ValueError, match=message):
        EpochPlayer(**{"frames": frames, **wrong})


def test_a_frame_out_of_range_changes_nothing(frames):
    player = EpochPlayer(frames, epoch=2)
    with pytest.raises(ValueError, match="frame: expected a whole number from 0 to 9"):
        player.frame = 10
    assert player.frame == 2


def test_widgets_load_neither_keras_nor_pyplot():
    script = "import sys, helpers.widgets.epoch_player; print([name for name in "
    script += "('keras', 'tensorflow', 'matplotlib.pyplot', 'umap') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT)
    assert done.stdout.strip() == "[]", done.stderr
