"""A browser test that fails leaves pictures and words behind; without a Chromium it says so."""

import os
import subprocess
import sys

import pytest
from PIL import Image

from tests.support.lab_harness import NO_CHROMIUM
from tools import ROOT

# Tests that fail, in a folder of their own that leaves what they leave in a folder of its own.
CONFTEST = """
from tests.support import lab_harness
lab_harness.ARTIFACTS = lab_harness.Path(__file__).parent / "artifacts"
from conftest_of_the_browser import *
"""
TESTS = """
import pytest

PAGE = "data:text/html,<body bgcolor=red><script>console.log('hello');throw Error('ouch')</script>"

@pytest.fixture
def a_fixture(open_page):
    open_page().goto(PAGE)
    raise RuntimeError("a fixture failed")

def test_steps(lab, page):
    page.goto(PAGE)
    raise RuntimeError("a step failed")

def test_a_fixture(a_fixture):
    pass

def test_a_closed_page(page):
    page.close()
    raise RuntimeError("a step failed")

def test_that_passes(page):
    page.goto(PAGE)
"""


def pytest_here(folder, *arguments, **environment):
    """Run pytest in a folder; return what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
    )
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def left(tmp_path_factory, chromium):
    """The folder with what some failing tests have left, and what was printed."""
    folder = tmp_path_factory.mktemp("failing")
    conftest = (ROOT / "tests/browser/conftest.py").read_text("utf-8")
    (folder / "conftest_of_the_browser.py").write_text(conftest, "utf-8")
    (folder / "conftest.py").write_text(CONFTEST, "utf-8")
    (folder / "test_failing.py").write_text(TESTS, "utf-8")
    path = os.pathsep.join([str(folder), str(ROOT / "tests/browser"), str(ROOT)])
    printed = pytest_here(folder, f"--rootdir={folder}", PYTHONPATH=path)
    return folder / "artifacts", printed


def test_the_tests_failed_as_they_should(left):
    _, printed = left
    assert "2 failed, 1 passed, 1 error" in printed, printed


@pytest.mark.parametrize("name", ["test_steps-call-0", "test_a_fixture-setup-0"])
def test_a_picture_and_the_console_are_left(left, name):
    artifacts, _ = left
    picture = Image.open(artifacts / f"test_failing-{name}.png").convert("RGB")
    assert picture.getpixel((600, 400)) == (255, 0, 0)
    said = (artifacts / f"test_failing-{name}.log").read_text("utf-8")
    assert "log: hello" in said
    assert "error: ouch" in said


def test_what_the_server_said_is_left(left):
    artifacts, _ = left
    said = (artifacts / "test_failing-test_steps-call-server-0.log").read_text("utf-8")
    assert "Jupyter Server" in said


def test_a_page_that_is_gone_does_not_hide_the_failure(left):
    artifacts, _ = left
    said = (artifacts / "test_failing-test_a_closed_page-call-1.log").read_text("utf-8")
    assert "no screenshot" in said


def test_what_passes_leaves_nothing(left):
    artifacts, _ = left
    assert not list(artifacts.glob("*that_passes*"))


def test_without_chromium_the_tests_are_skipped_and_say_so(tmp_path):
    pytest.importorskip("playwright")
    printed = pytest_here(
        ROOT,
        *("tests/browser/test_pixel_pointer.py", "--numprocesses=1"),
        PATH=str(tmp_path),
        PLAYWRIGHT_BROWSERS_PATH=str(tmp_path),
    )
    *_, heading, said, total = printed.splitlines()
    count = int(said.split()[0])
    assert f" {count} skipped " in heading
    assert said.startswith(f"{count} x {NO_CHROMIUM}")
    assert f" {count} skipped in " in total
    assert count >= 9
