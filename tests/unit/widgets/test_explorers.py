"""Lesson 3's widgets as Python has them; tests/browser/test_convolution_widget.py has the rest."""

import io
import itertools
import json

import numpy as np
import pytest
import traitlets
from PIL import Image

from helpers.course.recipes import RECIPES
from helpers.course.records import shipped_record
from helpers.networks.anatomy import receptive_field
from helpers.networks.architectures import cifar_cnn, mnist_cnn
from helpers.recording import RunsRecord, load_record
from helpers.widgets import ConvolutionExplorer, ReceptiveFieldExplorer, RunExplorer
from helpers.widgets.convolution import EXAMPLE, KERNELS


def shows(widget):
    """A widget has a picture and a sentence for readers without widgets."""
    picture = Image.open(io.BytesIO(widget.still_picture()))
    assert picture.width > 200 and len(set(picture.convert("L").tobytes())) > 3
    assert "Run this cell, or trust this notebook" in repr(widget)
    return True


# The convolution


def test_the_output_is_what_a_person_would_compute():
    explorer = ConvolutionExplorer({"nine": EXAMPLE}, kernel="vertical edges", stride=2)
    assert explorer.output.shape == (4, 4)
    patch = EXAMPLE[2:5, 4:7].astype(int)
    by_hand = patch[:, 2] @ [1, 2, 1] - patch[:, 0] @ [1, 2, 1]
    assert explorer.output[1, 2] == by_hand
    assert abs(explorer.output[tuple(explorer.pixel)]) == np.abs(explorer.output).max()
    assert shows(explorer)


def test_the_menus_keep_their_order_in_a_notebook_file():
    pictures = {"z": EXAMPLE, "a": EXAMPLE}
    state = ConvolutionExplorer(pictures, {"b": [[1]], "0": [[2]]}).get_state()
    as_stored = json.loads(json.dumps(state, sort_keys=True, default=str))
    assert [name for name, _ in as_stored["_pictures"]] == ["z", "a"]
    assert [name for name, _ in as_stored["_kernels"]] == [*KERNELS, "b", "0"]


def test_what_is_written_out_is_what_is_computed():
    # Learned weights are rounded to what the page shows.
    explorer = ConvolutionExplorer(
        {"nine": EXAMPLE}, {"learned": [[0.123456, -0.001]]}, kernel="learned"
    )
    assert explorer.weights == [[0.12, 0.0]]
    explorer.weights = [[0.5], [0.25]]
    assert explorer.output.shape == (8, 9)
    assert sum(map(sum, KERNELS["blur"])) == 1  # a blur keeps the brightness


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        ({"pictures": {}}, "pictures"),
        ({"pictures": EXAMPLE}, "pictures"),
        ({"pictures": {"x": EXAMPLE / 9}}, "pictures"),
        ({"pictures": {"x": EXAMPLE[None]}}, "pictures"),
        ({"pictures": {"x": np.zeros((65, 30), int)}}, "pictures"),
        ({"pictures": {"x": np.zeros((30, 6), int)}}, "pictures"),
        ({"pictures": {"x": np.zeros((0, 9), int)}}, "pictures"),
        ({"pictures": {"x": EXAMPLE.astype(int) - 1}}, "pictures"),
        ({"pictures": {"x": EXAMPLE}, "kernels": {"k": [1, 2]}}, "kernels"),
        ({"pictures": {"x": EXAMPLE}, "kernels": {"k": np.zeros((8, 8))}}, "kernels"),
        ({"pictures": {"x": EXAMPLE}, "kernels": {"k": [[np.nan]]}}, "kernels"),
        ({"pictures": {"x": EXAMPLE}, "kernels": {"k": "edge"}}, "kernels"),
        ({"pictures": {"x": EXAMPLE}, "picture": "y"}, "picture"),
        ({"pictures": {"x": EXAMPLE}, "kernel": "y"}, "kernel"),
        ({"pictures": {"x": EXAMPLE}, "stride": 0}, "stride"),
        ({"pictures": {"x": EXAMPLE}, "padding": "full"}, "padding"),
    ],
)
def test_a_convolution_of_something_else_is_refused(arguments, name):
    with pytest.raises(ValueError, match=f"^{name}: expected"):
        ConvolutionExplorer(**arguments)


def test_what_is_set_later_is_checked_too():
    explorer = ConvolutionExplorer({"nine": EXAMPLE})
    before = explorer.weights
    with pytest.raises(ValueError):
        explorer.weights = [[1, 2], [3]]
    with pytest.raises(ValueError):
        explorer.picture = "ten"
    with pytest.raises(ValueError):
        explorer.stride = 9
    assert (explorer.weights, explorer.picture, explorer.stride) == (before, "nine", 1)


# Receptive fields


@pytest.fixture(scope="module")
def network():
    return mnist_cnn()


def test_every_node_of_every_map_has_the_field_that_the_anatomy_says(network):
    explorer = ReceptiveFieldExplorer(network, np.full((28, 28), 7, np.uint8))
    assert explorer.layers == ["channel", "conv_1", "pool_1", "conv_2", "pool_2"]
    for each in explorer.get_state()["_layers"]:
        rows, columns = each["size"]
        for row, column in itertools.product((0, 1, rows - 1), (0, columns - 1)):
            field = receptive_field(network, each["name"], row, column)
            first = [each["first"][0] + row * each["stride"][0],
                     each["first"][1] + column * each["stride"][1]]  # fmt: skip
            assert first == [field.top, field.left]
            assert each["reach"] == [field.height, field.width]
        assert np.shape(each["shades"]) == (rows, columns)
        assert 0 <= np.min(each["shades"]) <= np.max(each["shades"]) <= 255
    assert shows(explorer)


def test_pictures_in_colour():
    model = cifar_cnn()
    picture = np.random.default_rng(0).integers(0, 256, (32, 32, 3), dtype=np.uint8)
    widget = ReceptiveFieldExplorer(model, picture)
    assert np.array_equal(widget._picture, picture)
    field = receptive_field(model, widget.layers[-1], 0, 0)
    assert widget._layers[-1]["reach"] == [field.height, field.width]
    assert Image.open(io.BytesIO(widget.still_picture())).size[0] > 100
    with pytest.raises(ValueError, match="picture: .*It takes colour pictures"):
        ReceptiveFieldExplorer(model, picture[..., 0])


def test_it_starts_where_it_is_told_and_refuses_the_rest(network):
    picture = np.full((28, 28), 7, np.uint8)
    explorer = ReceptiveFieldExplorer(network, picture, layer="conv_2")
    assert explorer.layer == 3 and explorer.node == [5, 5]
    assert "8 × 8 pixels" in repr(explorer)
    with pytest.raises(ValueError, match="^layer: expected"):
        ReceptiveFieldExplorer(network, picture, layer="dropout")
    with pytest.raises(ValueError, match="^picture: expected"):
        ReceptiveFieldExplorer(network, picture / 255)
    with pytest.raises(ValueError, match="^model: expected"):
        ReceptiveFieldExplorer("a network", picture)
    with pytest.raises(ValueError, match="^layer: expected"):
        explorer.layer = 5
    with pytest.raises(traitlets.TraitError):
        explorer.node = [1]


# Recorded runs


@pytest.fixture(scope="module")
def record():
    return shipped_record("mnist_settings")


def test_every_choice_leads_to_its_run(record):
    explorer = RunExplorer(record)
    values = [np.unique(column) for column in record.settings.values()]
    for choice in itertools.product(*(range(len(each)) for each in values)):
        explorer.choice = list(choice)
        for place, each, name in zip(choice, values, record.settings):
            assert record.settings[name][explorer.run] == each[place]
    final = record.scores["val_accuracy"][explorer.run, -1]
    assert f"{final:.1%} in validation" in repr(explorer)
    assert shows(explorer)


def test_a_run_that_is_missing_or_a_choice_that_is_not_there_is_refused(record):
    some = RunsRecord(
        made_from={},
        epochs=record.epochs,
        settings={name: column[1:] for name, column in record.settings.items()},
        scores={name: values[1:] for name, values in record.scores.items()},
    )
    with pytest.raises(ValueError, match="^record: expected a run for every combination"):
        RunExplorer(some)
    with pytest.raises(ValueError, match="^choice: expected"):
        RunExplorer(record, choice=[0, 0])
    with pytest.raises(ValueError, match="^choice: expected"):
        RunExplorer(record, choice=[0, 0, 9])


def test_the_recorded_runs_come_back(record, tmp_path):
    """One of the 84 trained again, with its recipe; and the file keeps every number."""
    recipe = RECIPES["mnist_settings"]
    import dataclasses

    again = dataclasses.replace(
        recipe,
        settings={"learning_rate": (0.1,), "momentum": (0.5,), "l2": (0.001,)},
        n_epochs=3,
    ).make(lambda share, words="": None)
    (run,) = np.flatnonzero(
        np.all(
            [
                record.settings[k] == v
                for k, v in (("learning_rate", 0.1), ("momentum", 0.5), ("l2", 0.001))
            ],
            axis=0,
        )
    )
    # Other machines add up in another order: within a few digits.
    for name, values in again.scores.items():
        assert np.allclose(values[0], record.scores[name][run, :4], atol=0.02), name
    same = load_record(again.save(tmp_path / "runs.npz"))
    assert np.array_equal(same.scores["cost"], again.scores["cost"])
    assert np.array_equal(same.settings["l2"], again.settings["l2"])
    assert "1 runs by learning_rate, momentum, l2; 4 epochs each" in repr(same)


def test_the_match_keeps_what_it_claims():
    cnn, mlp = shipped_record("mnist_cnn"), shipped_record("mnist_mlp")
    assert cnn.made_from["test_accuracy"] >= 0.989
    for record in (cnn, mlp):
        assert list(record.epochs) == list(range(11))
        assert record.images_seen[-1] == 540_000
        assert record.weight_epochs == tuple(range(11))
