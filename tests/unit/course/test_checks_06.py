"""Lesson 6's checks know the usual mistakes."""

import dataclasses

import numpy as np
import pytest

from helpers.course.checks import lesson_06 as checks
from helpers.course.records import shipped_record


@pytest.fixture(scope="module")
def record():
    return shipped_record("cifar10_article")


def likeness(record):
    flat = record.kernels.reshape(len(record), -1)
    lengths = np.linalg.norm(flat, axis=1)
    return flat @ flat[-1], lengths


def test_shape_epoch(record):
    products, lengths = likeness(record)
    right = int(record.epochs[np.argmax(products / (lengths * lengths[-1]) > 0.5)])
    assert checks.check_shape_epoch(right, record)
    undivided = int(record.epochs[np.argmax(products > 0.5)])
    assert undivided != right
    assert "both lengths" in checks.check_shape_epoch(undivided, record).text
    assert "0 to 48" in checks.check_shape_epoch(49, record).text
    assert "Print the likeness" in checks.check_shape_epoch(48, record).text
    assert checks.check_shape_epoch(..., record).status == "unanswered"


def test_early_share(record):
    accuracy = record.scores["val_accuracy"]
    early = np.flatnonzero(record.images_seen <= record.images_seen[-1] / 100)[-1]
    share = accuracy[early] / accuracy[-1]
    assert checks.check_early_share(share, record)
    assert "as a share" in checks.check_early_share(100 * share, record).text
    assert "accuracy itself" in checks.check_early_share(accuracy[early], record).text
    late = checks.check_early_share(accuracy[early + 1] / accuracy[-1], record)
    assert "One epoch late" in late.text
    training = record.scores["accuracy"]
    assert "training score" in checks.check_early_share(training[early] / training[-1], record).text
    assert not checks.check_early_share("much", record)


def test_most_flips(record):
    right = record.predictions == record.test_labels
    flips = (right[1:] != right[:-1]).sum(axis=0)
    assert checks.check_most_flips(int(record.test_index[flips.argmax()]), record)
    assert "another one more often" in checks.check_most_flips(int(flips.argmin()), record).text
    assert "watched the test pictures" in checks.check_most_flips(5_000, record).text
    if flips.max() != flips.argmax():
        assert "how often it changed" in checks.check_most_flips(int(flips.max()), record).text


def test_fast_rate(record):
    def with_rate(rate, epochs=slice(None)):
        made_from = {**record.made_from, "optimizer": {"name": "adam", "learning_rate": rate}}
        some = {
            name: getattr(record, name)[epochs]
            for name in ("epochs", "images_seen", "seconds", "kernels", "biases", "probabilities")
        }
        some |= {
            name: {key: values[epochs] for key, values in getattr(record, name).items()}
            for name in ("scores", "maps")
        }
        return dataclasses.replace(record, made_from=made_from, **some)

    verdict = checks.check_fast_rate(with_rate(0.005), record)
    assert verdict
    assert "not ahead of" in verdict.text
    assert "usual learning rate" in checks.check_fast_rate(with_rate(0.0005), record).text
    assert "0.005 is wanted" in checks.check_fast_rate(with_rate(0.05), record).text
    assert "0.005 is wanted" in checks.check_fast_rate(with_rate(None), record).text
    short = checks.check_fast_rate(with_rate(0.005, slice(0, 5)), record)
    assert "It has 4 epochs" in short.text
    assert "not a TrainingRecord" in checks.check_fast_rate(0.4, record).text

    class LikeARecorder:
        record = None

    assert "add `.record`" in checks.check_fast_rate(LikeARecorder(), record).text
