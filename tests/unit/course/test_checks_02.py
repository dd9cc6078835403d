"""Lesson 2's checks know the usual mistakes."""

import dataclasses

import numpy as np
import pytest

from helpers.analysis.neighbours import neighbour_vote, neighbours
from helpers.course.checks import lesson_02 as checks
from helpers.course.records import shipped_record
from tests.support.tiny import tiny_data

NAMES = ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker",
         "Bag", "Ankle boot"]  # fmt: skip


@pytest.fixture(scope="module")
def record():
    whole = shipped_record("fashion_umap")
    return dataclasses.replace(
        whole,
        embeddings=whole.embeddings[:, :2_000],
        picture_index=whole.picture_index[:2_000],
        labels=whole.labels[:2_000],
    )


def test_loneliest(record):
    assert checks.check_loneliest("trouser", record, NAMES)
    assert checks.check_loneliest(1, record, NAMES)
    assert "mixes most" in checks.check_loneliest("Shirt", record, NAMES).text
    assert "Another class has more" in checks.check_loneliest("Dress", record, NAMES).text
    assert checks.check_loneliest(..., record, NAMES).status == "unanswered"


def test_one_neighbour(record):
    final = record.embeddings[-1]
    right = record.labels[neighbours(final, 1)[:, 0]] == record.labels
    verdict = checks.check_one_neighbour(right.mean(), record)
    assert verdict
    assert "with ten" in verdict.text
    ten = (neighbour_vote(neighbours(final, 10), record.labels) == record.labels).mean()
    start = record.labels[neighbours(record.embeddings[0], 1)[:, 0]] == record.labels
    for wrong, said in (
        (100 * right.mean(), "in percent"),
        (int(right.sum()), "Divide by"),
        (ten, "vote of ten"),
        (1 - right.mean(), "share of errors"),
        (1.0, "asks itself"),
        (start.mean(), "layout at the start"),
        (0.123, "Not that number"),
    ):
        assert said in checks.check_one_neighbour(wrong, record).text


def test_settled(record):
    answers = [checks.check_settled(epoch, record) for epoch in range(129)]
    (right,) = [epoch for epoch, verdict in enumerate(answers) if verdict]
    steps = np.median(np.linalg.norm(np.diff(record.embeddings, axis=0), axis=2), axis=1)
    final = record.embeddings[-1]
    width = 1.06 * np.ptp(final, axis=0).max()
    assert (steps[right - 1 :] < width / 100).all() and steps[right - 2] >= width / 100
    assert "One epoch early" in answers[right - 1].text
    assert "row of the last long step" in answers[right - 2].text
    assert "first epoch moves nothing" in answers[1].text
    assert "already before" in answers[128].text
    assert "still a longer step" in answers[right - 9].text


def test_strangers(record):
    nearest = neighbours(record.embeddings[-1], 10)
    own = (record.labels[nearest] == record.labels[:, None]).sum(axis=1)
    assert checks.check_strangers(int((own == 0).sum()), record)
    assert "no* stranger" in checks.check_strangers(int((own == 10).sum()), record).text
    assert "at least one" in checks.check_strangers(int((own < 10).sum()), record).text
    assert "more strangers than kin" in checks.check_strangers(int((own < 5).sum()), record).text
    assert "Not that number" in checks.check_strangers(1_999, record).text


class Model:
    """Stands for a fitted UMAP: puts a picture by two of its pixels."""

    def transform(self, rows):
        return np.asarray(rows, dtype=np.float32)[:, :2]


def test_averages(record):
    data = tiny_data()
    rows = data.x_train.reshape(len(data.x_train), -1)
    live = dataclasses.replace(
        record,
        epochs=record.epochs[:1],
        embeddings=Model().transform(rows)[None],
        picture_index=np.arange(len(rows), dtype=np.int32),
        labels=data.y_train,
        model=Model(),
    )
    averages = np.stack([rows[data.y_train == k].mean(axis=0) for k in range(3)])
    verdict = checks.check_averages(averages[:, :2], live, data.x_train)
    assert verdict
    assert "of 3 averages lie among" in verdict.text
    assert "averages themselves" in checks.check_averages(averages, live, data.x_train).text
    assert "divide by 255" in checks.check_averages(averages[:, :2] / 255, live, data.x_train).text
    medians = [np.median(live.embeddings[0][data.y_train == k], axis=0) for k in range(3)]
    assert "middles of the classes" in checks.check_averages(medians, live, data.x_train).text
    assert "Not there" in checks.check_averages(np.zeros((3, 2)), live, data.x_train).text
    assert "shape (3, 2)" in checks.check_averages(np.zeros((2, 2)), live, data.x_train).text
