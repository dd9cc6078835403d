"""A number is one whoever made it, Python or NumPy, and what is none is refused in words."""

import decimal
import fractions
import math

import numpy as np
import pytest

from helpers._arguments import check_real
from helpers.analysis import comparison, robustness
from helpers.plots import animation, tiles
from helpers.widgets import EpochPlayer

FRAMES = [np.full((4, 4, 3), 60 * n, np.uint8) for n in range(3)]


@pytest.mark.parametrize(
    "value", [5, 5.0, np.int64(5), np.uint8(5), np.float16(5), np.float64(5), fractions.Fraction(5)]
)
def test_every_kind_of_real_number_becomes_a_float(value):
    found = check_real("x", value, low=5, high=5, above=4, below=6)
    assert type(found) is float and found == 5


STRANGE = [
    True,
    np.True_,
    None,
    "5",
    5j,
    math.nan,
    math.inf,
    np.float32("-inf"),
    10**400,
    np.array(5.0),
    [5],
    decimal.Decimal(5),
]


@pytest.mark.parametrize("value", STRANGE, ids=repr)
def test_what_is_no_finite_number_is_refused_by_name(value):
    with pytest.raises(ValueError, match="^x: expected a finite number; received"):
        check_real("x", value)


@pytest.mark.parametrize(
    ("bounds", "inside", "outside", "words"),
    [
        ({"low": 0}, 0, -1e-9, "a number of at least 0;"),
        ({"above": 0}, 1e-9, 0, "a number above 0;"),
        ({"high": 1}, 1, 1.001, "a number of at most 1;"),
        ({"below": 1}, 0.999, 1, "a number below 1;"),
        ({"low": 0, "high": 1}, 1, 2, "a number from 0 to 1;"),
        ({"low": 0, "below": 1}, 0, 1, "a number of at least 0 and below 1;"),
        ({"above": 0, "high": 50}, 50, 0, "a number above 0 and of at most 50;"),
        ({"low": 0, "expected": "a share"}, 0, -1, "a share;"),
    ],
)
def test_bounds_are_kept_and_said(bounds, inside, outside, words):
    assert check_real("x", inside, **bounds) == inside
    with pytest.raises(ValueError, match=f"^x: expected {words} received"):
        check_real("x", outside, **bounds)


def test_numbers_of_numpy_are_numbers_wherever_one_is_wanted(tmp_path):
    images = np.random.default_rng(0).integers(0, 256, (2, 5, 5), dtype=np.uint8)
    for kind in (np.int64, np.float32):
        assert (robustness.rotate(images, kind(90)) == robustness.rotate(images, 90)).all()
        assert (robustness.add_noise(images, kind(3)) == robustness.add_noise(images, 3)).all()
        assert EpochPlayer(FRAMES, fps=kind(5)).fps == 5
        path = animation.save(FRAMES, tmp_path / "a.gif", kind(5), kind(1), kind(1), progress=False)
        assert path.exists()


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: robustness.add_noise(np.zeros((1, 2, 2), np.uint8), 1, seed=-1), "seed"),
        (lambda: robustness.rotate(np.zeros((1, 2, 2), np.uint8), True), "degrees"),
        (lambda: comparison.comparison_table({}, np.zeros((1, 2, 2)), [0], level=1), "level"),
        (lambda: tiles.colour_scale([1.0], share="all"), "share"),
    ],
)
def test_what_once_fell_through_is_refused(call, name):
    with pytest.raises(ValueError, match=f"^{name}: expected"):
        call()
