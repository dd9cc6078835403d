"""What every test starts from: no settings of the reader's, none of their data, no window."""

import os
import sys

import pytest
from hypothesis import HealthCheck, settings

from helpers import set_up
from helpers.datasets import CATALOG, load
from helpers.datasets.cache import is_cached
from tests.support.lab_harness import NO_CHROMIUM

set_up()

# A slow or busy machine is no fault of what is tested.
settings.register_profile("course", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("course")

#: What the reader has set, before any test hides it.
CHOSEN = os.environ.get("COURSE_DATA_DIR", "")


def pytest_addoption(parser):
    """Let the tests that take minutes be asked for."""
    parser.addoption("--long", action="store_true", help="run the tests marked long too")


def pytest_collection_modifyitems(config, items):
    """Leave the long tests out, unless they are asked for."""
    if not config.getoption("--long"):
        config.hook.pytest_deselected(
            items=[one for one in items if one.get_closest_marker("long")]
        )
        items[:] = [one for one in items if not one.get_closest_marker("long")]


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter):
    """Say as the last word when the browser tests were skipped: the lessons are half untested."""
    yield
    skipped = terminalreporter.stats.get("skipped", [])
    missed = sum(NO_CHROMIUM in str(report.longrepr) for report in skipped)
    if missed:
        terminalreporter.section("browser tests skipped", yellow=True)
        terminalreporter.write_line(f"{missed} tests were skipped. {NO_CHROMIUM}.", yellow=True)


@pytest.fixture(scope="session")
def _empty_folder(tmp_path_factory):
    return tmp_path_factory.mktemp("no-data-here")


@pytest.fixture(autouse=True)
def _same_everywhere(monkeypatch, tmp_path, _empty_folder):
    """Hide the reader's settings, data sets and bets: a test says for itself what it needs."""
    for name in ("COURSE_QUICK", "KERAS_BACKEND"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COURSE_DATA_DIR", str(_empty_folder))
    monkeypatch.setenv("COURSE_USER_DIR", str(tmp_path / "user"))
    monkeypatch.setenv("MPLBACKEND", "Agg")
    if "matplotlib" in sys.modules:
        sys.modules["matplotlib"].use("Agg")
    yield
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")


@pytest.fixture
def own_data(monkeypatch):
    """Let a test see the data sets of this machine."""
    monkeypatch.setenv("COURSE_DATA_DIR", CHOSEN)


@pytest.fixture
def full(own_data):
    """Load a full data set of this machine, or skip the test where there is none."""

    def load_full(name):
        if not is_cached(CATALOG[name]):
            pytest.skip(f"needs `python -m helpers fetch {name}`")
        return load(name, size="full")

    return load_full
