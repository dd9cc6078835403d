"""Measure how far every claim is from being false, and how much that changes from seed to seed.

    python -m tests.course.claims.measure          every lesson
    python -m tests.course.claims.measure 3 5      these; what is known of the others stays
    python -m tests.course.claims.measure 3 --new  of these, what has no numbers yet
    python -m tests.course.claims.measure --table  nothing; write the table again

It writes ``spread.json`` beside it, from which the tests take their margins, and the table
``docs/claims.md``.
"""

import argparse
import importlib.metadata
import json
import platform
import statistics
import time
from pathlib import Path

from helpers._files import write_whole
from tests.course.claims.claim import SEEDS, find_claims
from tests.course.claims.small_course import SmallCourse
from tools import ROOT

SPREAD = Path(__file__).with_name("spread.json")
TABLE = ROOT / "docs" / "claims.md"

#: How many seeds are measured: more than the tests take.
N_SEEDS = 6

PACKAGES = ("tensorflow", "keras", "numpy", "scipy", "scikit-learn", "umap-learn")


def read_spread():
    """Read what was measured: of each lesson the versions, how many seeds, each claim's values."""
    return json.loads(SPREAD.read_text(encoding="utf-8")) if SPREAD.exists() else {}


def measured_values():
    """Give the measured values of each claim, one for each seed."""
    return {
        name: values
        for lesson in read_spread().values()
        for name, values in lesson["values"].items()
    }


def measure(lesson, n_seeds, known=()):
    """Take the numbers of a lesson's claims, seed by seed, but for those that are known."""
    claims = [
        claim
        for name, claim in find_claims().items()
        if claim.lesson == lesson and name not in known
    ]
    values = {claim.name: [] for claim in claims}
    started = time.perf_counter()
    for seed in range(n_seeds):
        course = SmallCourse(seed)
        for claim in claims:
            values[claim.name].append(round(float(claim.number(course)), 5))
        print(f"lesson {lesson}, seed {seed}: {time.perf_counter() - started:.0f} s", flush=True)
    return {
        "versions": {
            "python": platform.python_version(),
            **{name: importlib.metadata.version(name) for name in PACKAGES},
        },
        "seeds": n_seeds,
        "values": values,
    }


def _measure_new(lesson):
    """Measure the claims that have no numbers yet, for as many seeds as the others have.

    Numbers of claims that are gone go, too. With other releases, the others' would not be theirs.
    """
    before = read_spread()[lesson]
    known = {name: before["values"][name] for name in find_claims() if name in before["values"]}
    found = measure(lesson, before["seeds"], known)
    if found["versions"] != before["versions"]:
        raise SystemExit(f"lesson {lesson}: measured with other releases; leave out --new.")
    return {**found, "values": {**known, **found["values"]}}


def table():
    """Write the claims as a page: what is said, what is measured, how far it is from false."""
    spread = read_spread()
    lines = [INTRODUCTION.format(n_seeds=len(SEEDS)).strip(), ""]
    for lesson, found in sorted(spread.items()):
        lines += [
            f"## Lesson {lesson}",
            "",
            "| It says | What is measured | Mean ± sd | True if | The test wants |",
            "|---|---|---|---|---|",
        ]
        lines += [
            _row(claim, found["values"][claim.name])
            for claim in find_claims().values()
            if claim.name in found["values"]
        ]
        versions = ", ".join(f"{name} {version}" for name, version in found["versions"].items())
        lines += [
            "",
            f"Measured for {found['seeds']} seeds, with {versions}.",
            "",
        ]
    return "\n".join(lines)


def _row(claim, values):
    _, title = claim.place()
    mean, sd = statistics.mean(values), statistics.stdev(values)
    wanted = "at least" if claim.is_above else "at most"
    return (
        f"| “{claim.says}” (*{title}*) | {claim.measures}{' (quick)' * claim.quick} "
        f"| {mean:.3g} ± {sd:.1g} | {claim.side} {claim.limit:g} "
        f"| {wanted} {claim.margin(values):.3g} |"
    )


INTRODUCTION = """
# What the lessons claim, and how far it is from false

A new release of a library can break learning without any error: where a network reached 60 %, it
reaches 10 %, and every cell still runs. So what the lessons conclude is tested: with other seeds
than theirs, on the sample that comes with the course, by the course's own networks and recipes with
shorter schedules. The numbers below are therefore not those of the lessons.

A claim quotes words of a lesson, and a test finds them there: whoever changes the sentence meets
the claim. Its number was taken for several seeds, which change the first weights, the order of the
pictures, and which of them are drawn. It is kept only if it was true for every seed, and the mean
lies at least three of their standard deviations from where it would be false.

`make claims` takes the numbers again for {n_seeds} seeds. Their mean must come no nearer to the
limit than the last column says: four standard deviations of a single seed from the mean, but never
past the limit, or a tenth of the way to it where seeds hardly differ. Then learners that are broken
on purpose are put to the same claims, and must fail. `make test` takes the quick ones.

This page and the margins are made by `python -m tests.course.claims.measure`.
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    lessons = sorted({claim.lesson for claim in find_claims().values()})
    parser.add_argument("lessons", nargs="*", help=f"of {', '.join(lessons)}; default: all")
    parser.add_argument("--seeds", type=int, default=N_SEEDS, help="how many (%(default)s)")
    parser.add_argument("--new", action="store_true", help="only claims without numbers")
    parser.add_argument("--table", action="store_true", help="write the table only")
    chosen = parser.parse_args()
    if not chosen.table:
        for lesson in chosen.lessons or lessons:
            found = _measure_new(lesson) if chosen.new else measure(lesson, chosen.seeds)
            spread = {**read_spread(), lesson: found}
            write_whole(SPREAD, json.dumps(spread, indent=1, sort_keys=True).encode())
    write_whole(TABLE, table().encode())


if __name__ == "__main__":
    main()
