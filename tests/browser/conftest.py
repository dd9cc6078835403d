"""Real browsers, and a JupyterLab of our own, for the tests in this folder.

Fixtures: ``page``, an empty page in Chromium; ``lab``, a JupyterLab (see ``lab_harness.py``),
started once; ``window``, Firefox and WebKitGTK in turn (see ``other_browsers.py``). Without a
browser its tests are skipped and say so. Where one fails, in its own steps or in a fixture's,
``artifacts/`` holds a picture of each page that was open, what its console said, and what the
server and its kernels said.
"""

import re
import shutil
from contextlib import ExitStack

import pytest

from tests.support import lab_harness, other_browsers

_OPEN_PAGES = {}
_SERVER_LOGS = []


def pytest_collection_modifyitems(items):
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)


def _artifact(item, ending):
    name = re.sub(r"\W+", "-", f"{item.path.stem}-{item.name}")
    return lab_harness.ARTIFACTS / f"{name}{ending}"


def pytest_runtest_setup(item):
    # What is there afterwards is of this run.
    for old in lab_harness.ARTIFACTS.glob(_artifact(item, "-*").name):
        old.unlink()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    report = yield
    if report.failed:
        lab_harness.ARTIFACTS.mkdir(exist_ok=True)
        for number, (page, said) in enumerate(_OPEN_PAGES.items()):
            try:
                page.screenshot(path=_artifact(item, f"-{report.when}-{number}.png"))
            except Exception as error:  # a page that crashed must not hide why the test failed
                said.append(f"no screenshot: {error}")
            _artifact(item, f"-{report.when}-{number}.log").write_text(
                "\n".join([f"page: {page.url}", *said, ""]), encoding="utf-8"
            )
        for number, log in enumerate(filter(lambda log: log.exists(), _SERVER_LOGS)):
            shutil.copyfile(log, _artifact(item, f"-{report.when}-server-{number}.log"))
    return report


@pytest.fixture(scope="session")
def chromium():
    """Chromium, started once for all tests (a Playwright ``Browser``)."""
    playwright_api = pytest.importorskip("playwright.sync_api")
    with playwright_api.sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(**lab_harness.chromium_options(), timeout=180_000)
        except playwright_api.TimeoutError:
            raise  # there is one, on a machine that is too busy: no reason to skip
        except playwright_api.Error as error:
            reason = error.message.splitlines()[0]
            pytest.skip(f"{lab_harness.NO_CHROMIUM} ({reason})")
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def open_page(chromium):
    """Make an empty page in a window of its own: ``open_page(offline=True)`` and the like.

    Takes what Playwright's ``Browser.new_context`` takes. All are closed after a file's last test.
    """
    with ExitStack() as windows:

        def make(**options):
            context = chromium.new_context(
                **{"viewport": {"width": 1280, "height": 900}, **options}
            )
            context.set_default_timeout(1000 * lab_harness.PATIENCE)
            windows.callback(context.close)
            page = context.new_page()
            said = _OPEN_PAGES[page] = []
            page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
            page.on("pageerror", lambda error: said.append(f"error: {error}"))
            page.on("crash", lambda _: said.append("error: the page crashed"))
            context.on("close", lambda _: _OPEN_PAGES.pop(page, None))
            return page

        yield make


@pytest.fixture
def page(open_page):
    """An empty page in a window of its own (a Playwright ``Page``)."""
    page = open_page()
    yield page
    page.context.close()


@pytest.fixture(scope="module", params=["firefox", "webkit"])
def window(request):
    """A window of each of the other browsers (an ``other_browsers.Window``)."""
    if not other_browsers.is_here(request.param):
        pytest.skip(other_browsers.MISSING[request.param])
    with other_browsers.window_of(request.param) as window:
        _OPEN_PAGES[window] = []
        yield window
        del _OPEN_PAGES[window]


@pytest.fixture(scope="session")
def lab(tmp_path_factory, chromium):
    """JupyterLab, started once for all tests (a ``lab_harness.Lab``)."""
    folder = tmp_path_factory.mktemp("lab")
    _SERVER_LOGS.append(folder / "server.log")
    lab = lab_harness.Lab(folder)
    yield lab
    lab.stop()
    _SERVER_LOGS.remove(lab.log)
