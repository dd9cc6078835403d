"""What the lessons say is true: for three seeds, by margins that were measured for more.

A lesson's claims are in ``lesson_NN.py``; what they train, in ``small_course.py``; what a claim and
its margin are, in ``claim.py``. ``docs/claims.md`` shows them all.
"""

import dataclasses
import functools

import pytest

from tests.course.claims.claim import BROKEN, SEEDS, find_claims
from tests.course.claims.measure import TABLE, measured_values, table
from tests.course.claims.small_course import SmallCourse
from tools.lessons import find_lessons

CLAIMS = find_claims()
MEASURED = measured_values()


def case(claim, *more):
    """Make a claim a case of a test. A lesson's cases go to one process, to share trainings."""
    marks = [pytest.mark.xdist_group(f"lesson {claim.lesson}")]
    if not claim.quick or set(more) - set(claim.breaks[:1]):
        marks.append(pytest.mark.long)
    return pytest.param(claim, *more, marks=marks, id="-".join([claim.name, *more]))


@pytest.fixture(scope="session")
def course():
    """Give the small course of a seed, always the same one, so that nothing is trained twice."""
    return functools.cache(SmallCourse)


@pytest.mark.parametrize("claim", [case(claim) for claim in CLAIMS.values()])
def test_what_the_lesson_says_is_true(claim, course):
    values = [float(claim.number(course(seed))) for seed in SEEDS]
    measured = MEASURED[claim.name]
    assert claim.holds(values, measured), (
        f"Lesson {claim.lesson}, cell {claim.place()[0]}, says {claim.says!r}. {claim.measures}: "
        f"{values} for the seeds {SEEDS}. Their mean must be {claim.side} {claim.limit:g}, and no "
        f"nearer to it than {claim.margin(measured):.4g}. Measured before: {measured}."
    )


@pytest.mark.parametrize(
    ("claim", "broken"),
    [case(claim, broken) for claim in CLAIMS.values() for broken in claim.breaks],
)
def test_a_broken_learner_is_noticed(claim, broken, course):
    value = float(claim.number(course(SEEDS[0], broken)))
    assert not claim.holds([value], MEASURED[claim.name]), (
        f"{claim.measures}: {value}, although {BROKEN[broken]}."
    )


@pytest.mark.parametrize("claim", CLAIMS.values(), ids=CLAIMS)
def test_its_words_stand_in_the_lesson(claim):
    cell, title = claim.place()
    assert cell >= 1 and title


def test_words_that_no_lesson_says_are_noticed():
    claim = next(iter(CLAIMS.values()))
    for says in ("Ten averages are enough to fly to the moon.", "the"):  # in no cell, in many
        with pytest.raises(ValueError, match=f"{claim.name}: expected these words in one cell"):
            dataclasses.replace(claim, says=says).place()


def test_every_lesson_has_claims_and_every_claim_can_fail():
    lessons = {lesson.name[:2].lstrip("0") for lesson in find_lessons() if lesson.name != "index"}
    assert {claim.lesson for claim in CLAIMS.values()} == lessons
    assert [claim.name for claim in CLAIMS.values() if not claim.breaks] == []


@pytest.mark.parametrize("claim", CLAIMS.values(), ids=CLAIMS)
def test_its_margin_is_measured_and_wide_enough(claim):
    measured = MEASURED[claim.name]
    assert len(measured) > len(SEEDS) >= 3
    assert claim.is_worth_keeping(measured)
    assert claim.holds(measured, measured)


def test_the_table_shows_what_was_measured():
    assert set(MEASURED) == set(CLAIMS), "run `python -m tests.course.claims.measure`"
    assert TABLE.read_text(encoding="utf-8") == table(), (
        "run `python -m tests.course.claims.measure --table`"
    )
