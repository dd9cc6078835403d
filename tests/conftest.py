"""What every test starts from: no settings of the reader's, none of their data, no window."""

import sys

import pytest


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
