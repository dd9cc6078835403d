"""Lesson 6's checks know the usual mistakes."""

import dataclasses
import functools
from types import SimpleNamespace

import numpy as np
import pytest

from helpers.course.checks import lesson_06 as checks
from helpers.course.records import shipped_record
from tests.support.answers import hints, takes_anything


@functools.cache
def the_record():
    return shipped_record("cifar10_article")


@pytest.fixture
def record():
    return the_record()


def test_shape_epoch(record):
    flat = record.kernels.reshape(len(record), -1).astype(float)
    added = [kernels - flat[0] for kernels in flat]

    def cosine(one, other):
        return one @ other / np.linalg.norm(one) / np.linalg.norm(other)

    right = next(e for e in record.epochs[1:] if cosine(added[e], added[-1]) > 0.5)
    assert checks.check_shape_epoch(int(right), record)
    for wrong, hint in (
        (
            next(e for e in record.epochs if added[e] @ added[-1] > 0.5 * added[-1] @ added[-1]),
            "not twice",
        ),
        (next(e for e in record.epochs if cosine(flat[e], flat[-1]) > 0.5), "epoch 0 first"),
        (49, "0 to 48"),
        (48, "Print the likeness"),
    ):
        assert wrong != right
        assert hint in checks.check_shape_epoch(int(wrong), record).text
    assert checks.check_shape_epoch(..., record).status == "unanswered"
    large = dataclasses.replace(record, kernels=10 * record.kernels)
    undivided = next(e for e in record.epochs if 100 * added[e] @ added[-1] > 0.5)
    assert undivided != right
    assert "both lengths" in checks.check_shape_epoch(int(undivided), large).text


def test_one_epoch_too_early_is_told():
    """On kernels for which each mistake leads to another epoch, whatever the shipped record has."""
    kernels = np.zeros((49, 5 * 5 * 3 * 64), np.float32)
    kernels[:, 2] = 100  # what was there at the start hides everything
    kernels[1:20, :2] = 0.01, 0.02
    kernels[20:30, :2] = 0.02, 0.01  # more like the end than not
    kernels[30:, 0] = np.linspace(0.1, 10, 19)  # a large product, half of the end's length
    record = dataclasses.replace(the_record(), kernels=kernels.reshape(49, 5, 5, 3, 64))
    assert checks.check_shape_epoch(20, record)
    for wrong, hint in ((19, "One too early"), (30, "both lengths"), (0, "epoch 0 first")):
        assert hint in checks.check_shape_epoch(wrong, record).text


ASKED = {
    "check_shape_epoch": lambda answer: checks.check_shape_epoch(answer, the_record()),
    "check_early_share": lambda answer: checks.check_early_share(answer, the_record()),
    "check_most_flips": lambda answer: checks.check_most_flips(answer, the_record()),
    "check_fast_rate": lambda answer: checks.check_fast_rate(answer, the_record()),
}


def test_shape_epoch_in_other_forms():
    hints(
        ASKED["check_shape_epoch"],
        [
            (49, "0 to 48"),
            (0.5, "whole number"),
            (np.linspace(0, 1, 49), "this has 49"),
            ("epoch 12", "A number is wanted"),
        ],
    )


def test_early_share():
    """With scores of which each confusion makes another number, whatever the shipped record has."""
    record = the_record()
    seen = record.images_seen
    early = np.flatnonzero(seen <= seen[-1] / 100)[-1]
    accuracy, training = np.full(len(seen), 0.7), np.full(len(seen), 0.6)
    accuracy[early - 1 : early + 2], accuracy[-1] = (0.27, 0.30, 0.36), 0.75
    training[early], training[-1] = 0.2, 0.8
    scores = {**record.scores, "val_accuracy": accuracy, "accuracy": training}
    record = dataclasses.replace(record, scores=scores)

    def ask(answer):
        return checks.check_early_share(answer, record)

    share = accuracy[early] / accuracy[-1]
    assert ask(share) and ask(round(float(share), 2))
    assert ASKED["check_early_share"](
        the_record().scores["val_accuracy"][early] / the_record().scores["val_accuracy"][-1]
    )
    hints(
        ask,
        [
            (100 * share, "in percent"),
            (37, "divide it by 100"),
            (accuracy[early], "accuracy itself"),
            (training[early] / training[-1], "training score"),
            (accuracy[early + 1] / accuracy[-1], "One epoch late"),
            (accuracy[early - 1] / accuracy[-1], "One epoch early"),
            (seen[early] / seen[-1], "share of the pictures"),
            (1 - share, "still missing"),
            (seen[early], "cannot be right: a share"),
            (0.999, "small enough"),
            ("much", "A number is wanted"),
        ],
    )


def test_most_flips():
    record, ask = the_record(), ASKED["check_most_flips"]
    right = record.predictions == record.test_labels
    flips = (right[1:] != right[:-1]).sum(axis=0)
    assert ask(int(record.test_index[flips.argmax()]))
    words = (record.predictions[1:] != record.predictions[:-1]).sum(axis=0)
    most_words = words.argmax()
    assert flips[most_words] < flips.max() and flips[flips.max()] < flips.max()
    hints(
        ASKED["check_most_flips"],
        [
            (record.test_index[flips.argmin()], "another one more often"),
            (5_000, "watched the test pictures"),
            (flips.max(), "how often it changed"),
            (record.test_index[most_words], "changed its class most often"),
            (flips, "Which picture has the largest"),
            ("dog", "A number is wanted"),
        ],
    )


def test_fast_rate():
    record = the_record()

    def with_rate(rate, epochs=slice(None)):
        made_from = {**record.made_from, "optimizer": {"name": "adam", "learning_rate": rate}}
        some = {
            name: getattr(record, name)[epochs]
            for name in (
                "epochs",
                "images_seen",
                "seconds",
                "kernels",
                "biases",
                "probabilities",
                "outputs",
            )
        }
        some |= {
            name: {key: values[epochs] for key, values in getattr(record, name).items()}
            for name in ("scores", "maps")
        }
        return dataclasses.replace(record, made_from=made_from, **some)

    assert "not ahead of" in ASKED["check_fast_rate"](with_rate(0.005)).text
    hints(
        ASKED["check_fast_rate"],
        [
            (with_rate(0.0005), "usual learning rate"),
            (with_rate(0.05), "0.005 is wanted"),
            (with_rate(None), "0.005 is wanted"),
            (with_rate(0.005, slice(0, 5)), "It has 4 epochs"),
            (record, "That is the live training"),
            (SimpleNamespace(record=None), "add `.record`"),
            (SimpleNamespace(history={}), "what `fit` returned"),
            (SimpleNamespace(count_params=len), "That is the network"),
            (0.4, "not a record"),
        ],
    )


@pytest.mark.parametrize("name", ASKED)
def test_any_answer_gets_a_sentence(name):
    takes_anything(ASKED[name])
