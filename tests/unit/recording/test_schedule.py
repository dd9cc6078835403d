"""Schedules: the published totals, and every image before any comes again."""

import numpy as np
import pytest

from helpers.recording import even_schedule, growing_schedule, shuffled_epochs


def test_the_growing_schedule_has_the_published_totals():
    schedule = growing_schedule(48)
    assert sum(plan.steps for plan in schedule) == 11_520
    assert sum(plan.images for plan in schedule) == 669_600
    assert schedule[0] == (5, 10)
    assert schedule[47] == (475, 80)
    for i, (steps, batch_size) in enumerate(schedule):
        assert steps == (2 * i + 1) * 5
        assert batch_size == ((i // 6) + 1) * 10
    assert growing_schedule(8) == schedule[:8]


def test_every_image_is_seen_once_before_any_is_seen_twice():
    schedule = growing_schedule(8)
    order = np.concatenate(list(shuffled_epochs(schedule, 700, seed=3)))
    assert len(order) == sum(plan.images for plan in schedule)
    for start in range(0, len(order) - 700, 700):
        assert np.array_equal(np.sort(order[start : start + 700]), np.arange(700))
    again = np.concatenate(list(shuffled_epochs(schedule, 700, seed=3)))
    assert np.array_equal(order, again)
    other = np.concatenate(list(shuffled_epochs(schedule, 700, seed=4)))
    assert not np.array_equal(order, other)


def test_a_longer_schedule_begins_like_a_shorter_one():
    short = list(shuffled_epochs(growing_schedule(4), 90, seed=1))
    long = list(shuffled_epochs(growing_schedule(9), 90, seed=1))
    assert all(np.array_equal(a, b) for a, b in zip(short, long, strict=False))


@pytest.mark.parametrize("bad", [0, -1, 2.5, "8", None, True])
def test_bad_numbers_are_named(bad):
    for name, call in {
        "n_epochs": lambda: growing_schedule(bad),
        "steps": lambda: even_schedule(3, bad, 10),
        "batch_size": lambda: even_schedule(3, 10, bad),
        "n_images": lambda: next(shuffled_epochs(growing_schedule(1), bad)),
    }.items():
        with pytest.raises(ValueError, match=f"{name}: expected a whole number"):
            call()
