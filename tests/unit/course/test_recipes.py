"""A training that stops when validation says so, and keeps the weights of its best epoch."""

import numpy as np
import pytest

from helpers.course.recipes import TrainingRecipe, train
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
