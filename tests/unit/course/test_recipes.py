"""How a recipe trains, and what of it is shipped."""

import dataclasses

import numpy as np
import pytest

from helpers.course.depth_recipe import DepthRecipe
from helpers.course.picture_recipes import PICTURE_RECIPES, as_brightness
from helpers.course.training_recipe import TrainingRecipe, train
from helpers.datasets import load
from helpers.recording import even_schedule, load_record
from tests.support.tiny import tiny_data, tiny_network


def test_pictures_are_mirrored_at_every_second_time_and_shares_are_learned(tmp_path):
    import keras

    told = []

    def build(steps):
        network = tiny_network()
        network.compile("adam", keras.losses.CategoricalCrossentropy(label_smoothing=0.1),
                        metrics=["accuracy"])  # fmt: skip
        return network

    def augment(images, rng, mirrored):
        told.append((images.copy(), mirrored.copy()))
        return images

    data = tiny_data()
    n = len(data.x_train)
    recipe = TrainingRecipe(
        summary="small",
        data="columns",
        build=build,
        schedule=even_schedule(4, steps=1, batch_size=n),
        augment=augment,
        alternate=True,
        keep={"weights_at": [0, 2, 4]},
        whole=(4,),
        convolutions=False,
        weights_as="int8",
    )
    record, network = train(recipe, data)
    # Which picture is which: those that look alike may stand for each other.
    turns = {}
    for images, mirrored in told:
        for image, turned in zip(images, mirrored, strict=True):
            turns.setdefault(image.tobytes(), []).append(bool(turned))
    for seen in turns.values():
        assert sum(seen) == len(seen) / 2
    assert 0.2 < told[0][1].mean() < 0.8
    shipped = recipe.ship(record, network)
    assert shipped.weight_epochs == (4,)
    loaded = load_record(shipped.save(tmp_path / "small.npz"))
    for stored, weight in zip(loaded.weights["4"], network.get_weights(), strict=True):
        step = np.abs(weight).max() / 127 if weight.ndim > 1 else np.abs(weight).max() * 2**-10
        assert np.abs(stored - weight).max() <= 0.51 * step + 1e-7
    assert recipe.ship(record, network).made_from["weights_as"] == "int8"


def test_convolutions_alone_are_shipped_of_most_epochs():
    recipe = TrainingRecipe(
        summary="small",
        data="columns",
        build=lambda steps: tiny_network(),
        schedule=even_schedule(2, steps=2, batch_size=20),
        keep={"weights_at": [0, 1, 2]},
        whole=(2,),
    )
    record, network = train(recipe, tiny_data())
    shipped = recipe.ship(record, network)
    assert shipped.weight_epochs == (0, 1, 2)
    owners = [weight.path.split("/")[-2] for weight in network.weights]
    for epoch in ("0", "1"):
        for owner, weight in zip(owners, shipped.weights[epoch], strict=True):
            assert (weight is None) == (not owner.startswith(("conv", "norm"))), owner
    assert all(weight is not None for weight in shipped.weights["2"])


def test_one_training_serves_a_record_and_its_depth(tmp_path, monkeypatch):
    built = []

    def build(steps):
        built.append(steps)
        return tiny_network()

    data = tiny_data()
    monkeypatch.setattr("helpers.course.training_recipe.load", lambda *a, **k: data)
    recipe = TrainingRecipe(
        summary="small",
        data="columns",
        build=build,
        schedule=even_schedule(2, steps=2, batch_size=20),
        keep={"weights_at": [0, 1, 2]},
        whole=(2,),
    )
    full, told = tmp_path / "small.npz", []
    shipped = recipe.make(lambda share, words="": told.append(share), full)
    assert [all(w is not None for w in shipped.weights[e]) for e in "012"] == [False, False, True]
    assert told == [0.5, 1.0]
    depth = DepthRecipe(recipe, ("conv", "probabilities"), seeds=(1,))
    made = depth.make(lambda share, words="": told.append(share), full)
    assert made.epochs.tolist() == [0, 1, 2] and made.untrained.shape == (1, 3)
    assert told[2:] == sorted(told[2:]), "nothing was trained again"
    again = recipe.make(lambda share, words="": told.append("trained"), full)
    assert told.count("trained") == 0
    for one, other in zip(again.weights["2"], shipped.weights["2"], strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-3, atol=1e-7)
    other = dataclasses.replace(recipe, summary="another")
    with pytest.raises(ValueError, match="full: expected the record of 'another', seed 0"):
        other.make(lambda share, words="": None, full)


def test_a_network_may_answer_with_pictures(tmp_path):
    import keras

    def build(steps):
        network = keras.Sequential(
            [
                keras.Input((8, 8), dtype="uint8"),
                keras.layers.Rescaling(1 / 255),
                keras.layers.Flatten(),
                keras.layers.Dense(2, name="code"),
                keras.layers.Dense(64),
                keras.layers.Reshape((8, 8)),
            ]
        )
        network.compile("adam", "mse")
        return network

    data = tiny_data()
    recipe = TrainingRecipe(
        summary="small",
        data="columns",
        build=build,
        schedule=even_schedule(2, steps=2, batch_size=10),
        targets=as_brightness,
        keep={"keep_kernels": False, "monitor": "val_loss"},
    )
    record, network = train(recipe, data)
    loaded = load_record(record.save(tmp_path / "small.npz"))
    off = network.predict(data.x_test, verbose=0) - data.x_test / 255
    assert loaded.made_from["test_mse"] == pytest.approx((off**2).mean(), rel=1e-4)
    assert set(loaded.scores) == {"loss", "val_loss"}
    again = loaded.restore(build(1))
    asked = [each.predict(data.x_test, verbose=0) for each in (again, network)]
    assert np.allclose(*asked, atol=2e-3)


def test_the_shipped_autoencoders_are_planned_for_what_they_are_shown():
    for name, recipe in PICTURE_RECIPES.items():
        network = recipe.build(10)
        data = load(recipe.data, size="sample")
        wanted = recipe.targets(data.x_test[:1])
        assert network.output_shape[1:] == wanted.shape[1:] == data.x_test.shape[1:], name
        assert wanted.max() <= 1
