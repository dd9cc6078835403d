"""Lesson 2's checks know the usual mistakes."""

import dataclasses
import functools

import numpy as np
import pytest

from helpers.analysis.neighbours import neighbour_vote, neighbours
from helpers.course.checks import lesson_02 as checks
from helpers.course.records import shipped_record
from tests.support.answers import hints, takes_anything
from tests.support.tiny import tiny_data

NAMES = ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker",
         "Bag", "Ankle boot"]  # fmt: skip


@functools.cache
def the_record():
    whole = shipped_record("fashion_umap")
    return dataclasses.replace(
        whole,
        embeddings=whole.embeddings[:, :2_000],
        picture_index=whole.picture_index[:2_000],
        labels=whole.labels[:2_000],
    )


class Model:
    """Stands for a fitted UMAP: puts a picture by two of its pixels."""

    def transform(self, rows):
        return np.asarray(rows, dtype=np.float32)[:, :2]


DATA = tiny_data()
ROWS = DATA.x_train.reshape(len(DATA.x_train), -1)


def the_live_map():
    return dataclasses.replace(
        the_record(),
        epochs=the_record().epochs[:1],
        embeddings=Model().transform(ROWS)[None],
        picture_index=np.arange(len(ROWS), dtype=np.int32),
        labels=DATA.y_train,
        model=Model(),
    )


ASKED = {
    "check_loneliest": lambda answer: checks.check_loneliest(answer, the_record(), NAMES),
    "check_one_neighbour": lambda answer: checks.check_one_neighbour(answer, the_record()),
    "check_settled": lambda answer: checks.check_settled(answer, the_record()),
    "check_strangers": lambda answer: checks.check_strangers(answer, the_record()),
    "check_averages": lambda answer: checks.check_averages(answer, the_live_map(), DATA.x_train),
}


def test_loneliest():
    assert ASKED["check_loneliest"]("bag") and ASKED["check_loneliest"](np.int64(8))
    hints(
        ASKED["check_loneliest"],
        [
            ("Trouser", "The next one is wanted"),
            ("Shirt", "mixes most"),
            ("Dress", "Another class has more"),
            ("Trousers", "none of these"),
            (0.97, "Give a name"),
            (10, "whole number from 0 to 9"),
            (np.eye(10)[1], "this has 10"),
        ],
    )


def test_one_neighbour():
    record = the_record()
    final, labels = record.embeddings[-1], record.labels
    right = labels[neighbours(final, 1)[:, 0]] == labels
    assert "with ten" in ASKED["check_one_neighbour"](right.mean()).text
    ten = (neighbour_vote(neighbours(final, 10), labels) == labels).mean()
    start = labels[neighbours(record.embeddings[0], 1)[:, 0]] == labels
    hints(
        ASKED["check_one_neighbour"],
        [
            (100 * right.mean(), "in percent"),
            (int(right.sum()), "That is how many"),
            (ten, "vote of ten"),
            (1 - right.mean(), "share of errors"),
            (1.0, "asks itself"),
            (start.mean(), "layout at the start"),
            (0.123, "Not that number"),
            (right, "this has 2,000"),
        ],
    )


def test_settled():
    record, ask = the_record(), ASKED["check_settled"]
    (right,) = [epoch for epoch in range(129) if ask(epoch)]
    steps = np.median(np.linalg.norm(np.diff(record.embeddings, axis=0), axis=2), axis=1)
    width = 1.06 * np.ptp(record.embeddings[-1], axis=0).max()
    assert (steps[right - 1 :] < width / 100).all() and steps[right - 2] >= width / 100
    hints(
        ASKED["check_settled"],
        [
            (right - 1, "One epoch early"),
            (right - 2, "row of the last long step"),
            (1, "first epoch moves nothing"),
            (0, "first epoch moves nothing"),
            (128, "already before"),
            (right - 9, "still a longer step"),
            (129, "between 0 and 128"),
            (steps, "this has 128"),
        ],
    )


def test_strangers():
    record, ask = the_record(), ASKED["check_strangers"]
    labels = record.labels
    kin = labels[neighbours(record.embeddings[-1], 10)] == labels[:, None]
    own = kin.sum(axis=1)
    start = labels[neighbours(record.embeddings[0], 10)] == labels[:, None]
    right = (own == 0).sum()
    assert ask(right) and ask(float(right))
    hints(
        ASKED["check_strangers"],
        [
            ((own == 10).sum(), "no* stranger"),
            ((own < 10).sum(), "at least one"),
            ((own < 5).sum(), "more strangers than kin"),
            ((own == 1).sum(), "the point itself"),
            ((~kin).sum(), "counts neighbours"),
            ((~kin[:, 0]).sum(), "*nearest* point"),
            ((start.sum(axis=1) == 0).sum(), "layout at the start"),
            (right / len(labels), "That is a share"),
            (np.flatnonzero(own == 0), "How many are they"),
            (own == 0, "Count for how many"),
            (right + 1, "it is too large"),
            (right - 1, "it is too small"),
        ],
    )


def test_averages():
    averages = np.stack([ROWS[DATA.y_train == k].mean(axis=0) for k in range(3)])
    points, ask = the_live_map().embeddings[0], ASKED["check_averages"]
    assert "of 3 averages lie among" in ask(averages[:, :2]).text
    hints(
        ASKED["check_averages"],
        [
            (averages, "averages themselves"),
            (averages.reshape(3, *DATA.x_train.shape[1:]), "averages themselves"),
            (averages[:, :2] / 255, "divide by 255"),
            ([np.median(points[DATA.y_train == k], axis=0) for k in range(3)], "middles of the"),
            (averages[:, :2].T, "have changed places"),
            (np.zeros((3, 2)), "Not there"),
            (np.zeros((2, 2)), "shape (3, 2)"),
            (averages[:, :2] * np.nan, "NaN"),
        ],
    )


@pytest.mark.parametrize("name", ASKED)
def test_any_answer_gets_a_sentence(name):
    takes_anything(ASKED[name])
