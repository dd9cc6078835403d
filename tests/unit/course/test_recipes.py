"""A training that stops when validation says so, and keeps the weights of its best epoch."""

import numpy as np
import pytest

from helpers.course.training_recipe import TrainingRecipe, train
from helpers.recording import even_schedule, load_record
from tests.support.tiny import tiny_data, tiny_network

SCHEDULE = even_schedule(30, steps=6, batch_size=20)


@pytest.fixture(scope="module")
def stopped():
    kept = []

    def after_epoch(recorder):
        kept.append(recorder._whole_epoch.weights)

    recipe = TrainingRecipe(
        summary="small",
        data="columns",
        build=lambda steps: tiny_network(),
        schedule=SCHEDULE,
        patience=2,
        keep={"weights_at": ["best"]},
    )
    data = tiny_data()
    record, network = train(recipe, data, after_epoch=after_epoch)
    return data, record, network, kept


def test_it_stops_two_epochs_after_the_best(stopped):
    _, record, _, kept = stopped
    scores = record.scores["val_accuracy"]
    assert len(record) < len(SCHEDULE) + 1, "this data is learned long before"
    assert record.best_epoch == np.flatnonzero(scores == scores.max())[0]
    assert record.epochs[-1] == record.best_epoch + 2
    # It had not stopped earlier without reason: every rise came within two epochs of the last.
    rises = [i for i in range(1, len(scores)) if scores[i] > scores[:i].max()]
    assert (np.diff([0, *rises]) <= 2).all()


def test_the_best_epochs_weights_are_kept_and_scored(stopped, tmp_path):
    data, record, network, kept = stopped
    assert record.weight_epochs == (record.best_epoch,)
    for weight, truth in zip(network.get_weights(), kept[record.best_epoch - 1], strict=True):
        assert np.array_equal(weight, truth)
    predictions = np.array(network(data.x_test, training=False)).argmax(axis=1)
    truth = (predictions == data.y_test).mean()
    assert record.made_from["test_accuracy"] == pytest.approx(truth)
    assert record.made_from["patience"] == 2
    loaded = load_record(record.save(tmp_path / "small.npz"))
    assert loaded.best_epoch == record.best_epoch


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
