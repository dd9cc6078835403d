"""What every test starts from: no settings of the reader's, none of their data, no window."""

import os
import re
import sys
from collections import Counter

import pytest
from hypothesis import HealthCheck, settings

from helpers import set_up
from helpers.datasets import CATALOG, load
from helpers.datasets.cache import is_cached
from tests.support.known_good import other_releases

set_up()

# A slow or busy machine is no fault of what is tested.
settings.register_profile("course", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("course")

#: What the reader has set, before any test hides it.
CHOSEN = os.environ.get("COURSE_DATA_DIR", "")


def pytest_addoption(parser):
    """Let the tests that take minutes be asked for."""
    parser.addoption("--long", action="store_true", help="run the tests marked long too")
    parser.addoption(
        "--most-skips", type=int, metavar="N", help="fail if more than N tests are skipped"
    )


def pytest_configure(config):
    """Let a warning fail its test under the known-good set only: others' change every week."""
    if other_releases():
        config.addinivalue_line("filterwarnings", "default")


def pytest_report_header():
    """Say which of the two it is."""
    others = other_releases()
    if not others:
        return "known-good set: a warning fails its test"
    named = ", ".join(others[:3]) + ", ..." * (len(others) > 3)
    return f"not the known-good set ({named}): warnings are only said"


def pytest_collection_modifyitems(config, items):
    """Leave the long tests out, unless they are asked for."""
    if not config.getoption("--long"):
        config.hook.pytest_deselected(
            items=[one for one in items if one.get_closest_marker("long")]
        )
        items[:] = [one for one in items if not one.get_closest_marker("long")]


def _skipped(config):
    """Count the skipped tests of a run by their reasons."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    reports = reporter.stats.get("skipped", []) if reporter else []
    return Counter(re.sub("^Skipped: ", "", one.longrepr[2]) for one in reports)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session):
    """Fail a run that left out more tests than it was told it may."""
    most = session.config.getoption("--most-skips")
    if most is not None and session.exitstatus == 0 and _skipped(session.config).total() > most:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter, config):
    """Say as the last word how many tests were skipped, and why: so much is untested."""
    yield
    skipped, most = _skipped(config), config.getoption("--most-skips")
    too_many = most is not None and skipped.total() > most
    if skipped or most is not None:
        allowed = "" if most is None else f", {most} allowed"
        colour = {"red" if too_many else "yellow" if skipped else "green": True}
        terminalreporter.section(f"{skipped.total()} skipped{allowed}", **colour)
    for reason, count in skipped.most_common():
        terminalreporter.write_line(f"{count} x {reason}")
    if too_many:
        terminalreporter.write_line("More than may be skipped: this run fails.", red=True)


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
        if not CATALOG[name].comes_whole and not is_cached(CATALOG[name]):
            pytest.skip(f"needs `python -m helpers fetch {name}`")
        return load(name, size="full")

    return load_full
