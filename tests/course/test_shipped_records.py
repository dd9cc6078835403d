"""The shipped records are what they say: recomputed here from their own weights."""

import numpy as np
import pytest

from helpers.course.recipes import RECIPES
from helpers.course.records import SHIPPED, record_names, shipped_record
from helpers.datasets import load
from helpers.networks.architectures import cifar_cnn
from helpers.recording.training_record import TrainingRecord

NETWORKS = {
    "cifar10_article": cifar_cnn,
    "cifar10_better": lambda: cifar_cnn(batch_norm=True, third_layer=True, dropout=0),
}


def whole_epochs(record):
    """Name the epochs at which a record has all weights."""
    return [epoch for epoch in record.weight_epochs
            if all(weight is not None for weight in record.weights[str(epoch)])]  # fmt: skip


@pytest.fixture(scope="module")
def sample():
    return load("cifar10", size="sample")


@pytest.mark.parametrize("name", NETWORKS)
def test_the_recorded_probabilities_come_back_from_the_weights(name, sample):
    record = shipped_record(name)
    assert np.array_equal(record.test_index, np.arange(1_000))
    assert np.array_equal(record.test_labels, sample.y_test)
    assert whole_epochs(record) == [12, 48]
    for epoch in whole_epochs(record):
        network = record.restore(NETWORKS[name](), epoch)
        probabilities = network.predict(sample.x_test, batch_size=200, verbose=0)
        recorded = record.probabilities[record.index(epoch)]
        difference = np.abs(probabilities - recorded)
        # Weights are stored in half precision; that moves a probability by a percent at most.
        assert difference.max() < 0.02
        assert difference.mean() < 5e-4
        assert (probabilities.argmax(axis=1) == recorded.argmax(axis=1)).mean() > 0.995
    right = (recorded.argmax(axis=1) == record.test_labels).mean()
    # A thousand of the ten thousand: within three standard errors of the whole.
    claimed = record.made_from["test_accuracy"]
    assert right == pytest.approx(claimed, abs=3 * np.sqrt(claimed * (1 - claimed) / 1_000))


def test_convolutions_at_nine_epochs_are_those_of_the_recorded_kernels():
    for name, build in NETWORKS.items():
        record = shipped_record(name)
        assert record.weight_epochs == (0, 1, 2, 4, 8, 12, 20, 32, 48)
        for epoch in record.weight_epochs:
            network = record.restore(build(), epoch, partial=True)
            kernel = network.get_layer("conv_1").get_weights()[0]
            np.testing.assert_array_equal(kernel, record.kernels[record.index(epoch)])


WITH_WEIGHTS = [
    name for name in record_names()
    if isinstance(record := shipped_record(name), TrainingRecord)
    and record.weights
    and "test_accuracy" in record.made_from  # a network that answers with pictures has none
]  # fmt: skip


@pytest.mark.parametrize("name", WITH_WEIGHTS)
def test_accuracy_on_all_test_images(name, full):
    record = shipped_record(name)
    data = full(record.made_from["data"]["name"])
    network = record.restore(RECIPES[name].build(1_000))
    guesses = network.predict(data.x_test, batch_size=200, verbose=0).argmax(axis=1)
    accuracy = (guesses == data.y_test).mean()
    # Weights are stored in half precision, or in 8 bits.
    assert accuracy == pytest.approx(record.made_from["test_accuracy"], abs=0.002)


def test_the_best_record_is_small_and_its_mirrored_score_comes_back(full):
    from helpers.course.training_recipe import score_on_test

    record = shipped_record("cifar10_best")
    assert record.images_seen[-1] == 669_600
    assert record.kernels.shape == (49, 5, 5, 3, 64)
    assert record.weight_epochs == (48,)
    stored = dict(record._flat())
    bytes_of_weights = sum(
        array.size for name, array in stored.items() if name.startswith("weights/48/")
    )
    assert bytes_of_weights <= 2_500_000, "a byte for each, and a little for the norms"
    network = record.restore(RECIPES["cifar10_best"].build(1_000))
    scores = score_on_test(network, full("cifar10"), mirrored=True)
    for name, score in scores.items():
        assert score == pytest.approx(record.made_from[name], abs=0.001)


def test_the_cifar_records_fit_on_one_slider_and_in_fifteen_megabytes():
    article, better = (shipped_record(name) for name in NETWORKS)
    assert np.array_equal(article.epochs, better.epochs)
    assert article.kernels.shape == better.kernels.shape == (49, 5, 5, 3, 64)
    assert article.images_seen[-1] == 669_600
    assert better.images_seen[-1] <= article.images_seen[-1]
    assert np.array_equal(article.epochs, shipped_record("cifar10_best").epochs)
    names = (*NETWORKS, "cifar10_best")
    assert sum((SHIPPED / f"{name}.npz").stat().st_size for name in names) <= 15_000_000


def test_every_shipped_record_has_a_recipe_and_says_what_made_it():
    assert set(record_names()) <= set(RECIPES)
    for name in record_names():
        made_from = shipped_record(name).made_from
        assert made_from["summary"] == RECIPES[name].summary
        assert {"data", "versions", "seconds"} <= set(made_from)
        # UMAP calls it by another name.
        assert {"seed", "random_state"} & {*made_from, *made_from.get("parameters", {})}
